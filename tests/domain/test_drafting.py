"""From a filled form to a question: what is touched is checked, what is not stays to the letter."""

import pytest

from bot.domain.bank.drafting import Draft, UnfitText, texts_of
from bot.domain.bank.overlay import Difference
from bot.domain.competencies import Competency
from bot.domain.tracks import Question
from tests.domain.values import make_question

LONG_STEP = make_question(1, approach=("Ask why,\nthen wait", *["And again"] * 5), probes=("What then?",))


def _over(question: Question, **texts: str) -> Question:
    return Draft(texts_of(question) | texts, question=question.id).over(question)


def test_untouched_fields_stay_even_where_a_form_could_not_have_made_them() -> None:
    assert _over(LONG_STEP) == LONG_STEP
    assert _over(LONG_STEP, probes="What now?") == LONG_STEP.model_copy(update={"probes": ("What now?",)})
    with pytest.raises(UnfitText) as caught:
        _over(LONG_STEP, approach="\n".join(["And again"] * 7))
    assert caught.value.problems == (("approach", "has 7 entries and may have at most 6"),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", " \n"])
def test_ends_of_lines_do_not_matter(end: str) -> None:
    changed = _over(make_question(1), approach=end.join(("Ask who reads it", "Say why")) + end)
    assert changed.approach == ("Ask who reads it", "Say why")


def test_emptied_fields_are_empty() -> None:
    emptied = _over(LONG_STEP, approach="", probes=" \n ", sample_answer="", assesses="")
    assert (emptied.approach, emptied.probes, emptied.sample_answer, emptied.assesses) == ((), (), "", "")
    with pytest.raises(UnfitText):
        _over(LONG_STEP, prompt=" ")


def test_a_draft_is_kept_and_read_back_whole() -> None:
    draft = Draft(texts_of(LONG_STEP), "track", "stage", Competency.SQL, "hard", "q-1", 12)
    assert Draft.of_fields(draft.fields()) == draft


def test_on_top_of_another_change_ones_own_words_win_and_theirs_fill_the_rest() -> None:
    mine = Draft(texts_of(make_question(1)) | {"assesses": "Mine\r\n"}, question="q-1", base=1)
    changes = [
        Difference("assesses", make_question(1).assesses, "Theirs"),
        Difference("prompt", make_question(1).prompt, "Their prompt"),
        Difference("minutes", "5", "9"),
    ]
    newer = mine.on_top(3, changes)
    assert (newer.base, newer.texts["assesses"], newer.texts["prompt"]) == (3, "Mine\r\n", "Their prompt")
    assert "minutes" not in newer.texts
