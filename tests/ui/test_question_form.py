"""The form of a question: whatever it is for fits a custom id of 100 characters and is read back from it."""

import itertools

import pytest

from bot.domain.bank.drafting import Draft
from bot.domain.competencies import Competency
from bot.domain.errors import Refused
from bot.domain.tracks import Difficulty
from bot.ui.actions import parse
from bot.ui.bank.forms import draft_of, id_of, question_form

ANY = tuple(itertools.product(["", *(one.value for one in Competency)], ["", *(one.value for one in Difficulty)]))


@pytest.mark.parametrize(("competency", "difficulty"), ANY)
def test_what_a_form_is_for_stands_in_its_custom_id(competency: str, difficulty: str) -> None:
    new = Draft({}, "t" * 40, "s" * 40, competency, difficulty)
    change = Draft({}, competency=competency, difficulty=difficulty, question="q" * 64, base=1_234_567)
    for draft in (new, change):
        text = id_of(draft)
        assert len(text) <= 100, text
        _, args = parse(text) or ("", ())
        about = {"question": args[1], "base": int(args[0])} if draft.question else {"track": args[0], "stage": args[1]}
        assert draft_of({}, args[2], args[3], **about) == draft


@pytest.mark.parametrize(("competency", "difficulty"), [("juggling", "m"), ("sql", "z")])
def test_a_custom_id_that_is_not_ours_is_refused(competency: str, difficulty: str) -> None:
    with pytest.raises(Refused):
        draft_of({}, competency, difficulty)


async def test_a_form_takes_back_a_text_of_any_length_and_content() -> None:
    form = question_form(Draft({"prompt": "x\x00\ud800" * 5000, "probes": "y" * 1331}))
    fields = {one["component"]["custom_id"]: one["component"] for one in form.to_dict()["components"]}
    assert fields["prompt"]["value"] == "x" * 4000
    assert all(len(field.get("value", "")) <= field["max_length"] <= 4000 for field in fields.values())
