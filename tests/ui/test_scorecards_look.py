"""Scorecards and debriefs as messages: within Discord's limits whatever people wrote, and said as it was."""

from typing import Any

import discord
import pytest

from bot.domain.competencies import Competency
from bot.domain.sessions.debriefing import craft, debrief
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.score_notices import CardNudge, CardsOpened, CardsWanted, CraftNotice
from bot.domain.sessions.score_refusals import CardRefused, NoCard
from bot.domain.sessions.scoring import ROOM, Sat, Scorecard, Scoring, parts, progress
from bot.domain.tracks import StageKind
from bot.services.scorecards import OwnCard
from bot.ui.sessions import cards, score_messages
from bot.ui.sessions import debrief as debrief_ui
from bot.ui.sessions.score_sentences import card_sentence
from tests.cogs.plain import plain
from tests.domain.score_values import CANDIDATE, INTERVIEWER, OBSERVER, SECOND, cards_of, make_sat, make_scoring
from tests.domain.values import later
from tests.test_data import CATALOGUE

ALL = tuple(Competency)
CROWD = make_sat(observer_ids=(OBSERVER, SECOND, SECOND + 1, SECOND + 2))


def texts_of(view: Any) -> list[str]:
    """All texts of a card."""
    return [one["content"] for box in view.to_components() for one in box["components"] if "content" in one]


def check_room(view: Any) -> str:
    """All that is said, if Discord takes the message."""
    assert view.content_length() <= 4000
    assert view.total_children_count <= 40
    for row in (one for box in view.to_components() for one in box["components"] if one["type"] == 1):
        assert 1 <= len(row["components"]) <= 5
        assert all(len(one["label"]) <= 80 and len(one["custom_id"]) <= 100 for one in row["components"])
    return "\n".join(texts_of(view))


def given(sat: Sat, text: str, raters: int = 9, level: int = 3) -> tuple[Scoring, list[Scorecard]]:
    """Open cards of the first so many raters, each text long and with a name in it."""
    scoring = make_scoring(sat, opened_at=later(hours=1), message_id=9)
    levels = dict.fromkeys([*(one.value for one in ALL), *(one.value for one in Skill)], level)
    found = [one for who in sat.raters[:raters] for one in cards_of(scoring, who, levels, text)]
    return scoring, found


@pytest.mark.parametrize(
    ("many", "text"),
    [
        (1, "word " * 70),
        (5, "@everyone <@&1> " * 20),
        (len(ALL), "*_~`|>" * 60),
        (len(ALL), "\u202e" * 300),
        (len(ALL), "x" * 380),
    ],
)
async def test_a_debrief_fits_whatever_people_wrote(many: int, text: str) -> None:
    sat = CROWD.model_copy(update={"competencies": ALL[:many], "stage_title": "*" * 80, "track_title": "_" * 80})
    scoring, found = given(sat, text)
    notice = CardsOpened(scoring=scoring, found=debrief(scoring, found))
    for own in (False, True):
        changed = notice.model_copy(update={"own": own})
        payload = await score_messages.message(changed, CATALOGUE, in_private=own)
        said = check_room(payload["view"])
        assert "@everyone" not in said
        picture, file = payload["files"]
        assert len(picture.description) <= 1024
        whole = file.fp.read().decode()
        assert whole.count(text.strip()) == len(sat.raters) - 1 + (many % 5 > 0) + (len(sat.raters) - 1) * many


@pytest.mark.parametrize("many", [1, 2, 5, len(ALL)])
@pytest.mark.parametrize("is_open", [False, True])
def test_ones_own_card_fits(many: int, is_open: bool) -> None:
    sat = CROWD.model_copy(update={"competencies": ALL[:many], "stage_title": "*" * 80})
    scoring, found = given(sat, "*_" * 190)
    scoring = scoring if is_open else scoring.model_copy(update={"opened_at": None})
    for who in (CANDIDATE, OBSERVER):
        for own in ((), tuple(one for one in found if one.rater_id == who)):
            card = OwnCard(scoring, parts(sat, who), own, progress(scoring, found))
            check_room(cards.own_card(card, who, CATALOGUE))
            for part in card.parts:
                _check_form(cards.form(card, part, CATALOGUE))


def _check_form(form: discord.ui.Modal) -> None:
    data = form.to_dict()
    assert len(data["title"]) <= 45
    assert 1 <= len(data["components"]) <= 5
    for label in data["components"]:
        assert len(label["label"]) <= 45
        assert len(label.get("description") or "") <= 100
        field = label["component"]
        assert len(field["custom_id"]) <= 100
        if "options" in field:
            assert len(field["options"]) == 5
            assert all(len(one["description"]) <= 100 for one in field["options"])
            assert sum(bool(one.get("default")) for one in field["options"]) <= 1
        else:
            assert field["max_length"] == ROOM


async def test_messages_before_the_opening_call_each_once_and_say_the_count() -> None:
    scoring = make_scoring()
    wanted = CardsWanted(scoring=scoring, progress=progress(scoring, []))
    payload = await score_messages.message(wanted, CATALOGUE, in_private=False)
    assert "0 of 3 in" in check_room(payload["view"])
    called = payload["allowed_mentions"].to_dict()
    assert sorted(called["users"]) == [CANDIDATE, INTERVIEWER, OBSERVER]
    changed = cards.wanted(wanted.model_copy(update={"edits": 5}), in_private=False)
    assert not changed["allowed_mentions"].to_dict().get("users")
    offer = make_scoring(make_sat(kind=StageKind.OFFER))
    assert "the employer" in check_room(
        cards.wanted(wanted.model_copy(update={"scoring": offer}), in_private=True)["view"]
    )
    said = {
        check_room(cards.nudge(CardNudge(scoring=scoring, last=last, begun=begun))["view"])
        for last in (False, True)
        for begun in (False, True)
    }
    assert len(said) == 4


async def test_an_interviewer_reads_what_the_candidate_said() -> None:
    scoring, found = given(make_sat(), "word " * 70, level=4)
    own = craft(scoring, found)
    assert own is not None
    payload = await score_messages.message(CraftNotice(scoring=scoring, found=own), CATALOGUE, in_private=True)
    said = check_room(payload["view"])
    assert "**Listening**: 4 of 4" in said
    nothing = check_room(debrief_ui.craft_so_far({}, CATALOGUE))
    assert "Nobody has said anything yet" in nothing
    so_far = check_room(debrief_ui.craft_so_far({Skill.LISTENING: (4.0, 3), Skill.CLARITY: (1.5, 1)}, CATALOGUE))
    assert "**Clarity**: 1.5 of 4, from 1 sitting" in so_far
    assert "Next step in clarity" in so_far
    assert "after asking back" in so_far, "the level above the one they have"


@pytest.mark.parametrize("reason", list(NoCard))
def test_each_refusal_is_a_plain_sentence(reason: NoCard) -> None:
    plain(card_sentence(CardRefused(reason, at=1_767_000_000, length=500, most=400)))


def test_what_was_typed_is_given_back_with_its_levels() -> None:
    assert cards.typed({"quote-sql": "Said it", "level-sql": "3", "raised-raised": " "}) == (
        "sql:\nSaid it\n\nsql: level 3"
    )
    assert cards.typed({"level-sql": "3", "quote-sql": "  "}) == ""
