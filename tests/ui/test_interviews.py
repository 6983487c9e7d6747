"""Cards, forms and messages of interviews fit what Discord takes, with the longest texts and with nothing but signs."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.domain.catalogue import load
from bot.domain.interviews.notes import NOTES_ROOM, POINTS_ROOM, draft
from bot.domain.interviews.notices import InterviewNotice
from bot.domain.interviews.values import After, Do, Interview, Outcome, PlanStep, Say
from bot.domain.tracks import StageKind
from bot.settings import ROOT
from bot.ui.interviews import cards, forms, messages
from tests.domain.test_interviews import make_interview

WORDS = load(ROOT / "data").interviews
TONES = {key: tone.title for key, tone in WORDS.tones.items()}
SIGNS = "*_`~|<@1>["
LONG = make_interview(
    id=2**62, company="*" * 80, role="_" * 80, stage="`" * 80, guild_id=2**62, user_id=2**62, version=9999
)
BEFORE = LONG.starts_at - timedelta(days=40)


def _planned(one: Interview, text: str) -> Interview:
    steps = [
        PlanStep(at=BEFORE + timedelta(days=day), do=Do.COMPETENCY, text=text, competency="product_metrics")
        for day in range(1, 11)
    ]
    return one.model_copy(update={"plan": tuple(steps)})


def _sent(view: Any) -> str:
    return str(view.to_components())


def check(view: discord.ui.LayoutView) -> None:
    flat = list(view.walk_children())
    assert len(flat) <= 40
    assert sum(len(one.content) for one in flat if isinstance(one, discord.ui.TextDisplay)) <= 4000
    ids = [str(getattr(one, "custom_id", "") or "") for one in flat]
    assert all(len(one) <= 100 for one in ids)
    used = [one for one in ids if one]
    assert len(set(used)) == len(used), "Discord refuses an id twice in one message"
    assert all(len(one.label or "") <= 80 for one in flat if isinstance(one, discord.ui.Button))


async def test_cards_and_lists_fit() -> None:
    for text in ("w" * 1000, SIGNS * 100, "Short."):
        one = _planned(LONG, text)
        noted = cards.Noted("✅ Changed.", ["x" * 100] * 3, guessed=True)
        check(cards.detail(one, BEFORE, noted, with_file=True))
        check(cards.pages([one.model_copy(update={"id": number}) for number in range(20)], 1, BEFORE))
        past = one.model_copy(update={"after": After(outcome=Outcome.WAITING)})
        check(cards.detail(past, one.ends_at))
        check(cards.pages([past.model_copy(update={"id": number}) for number in range(20)], 99, one.ends_at))
    check(cards.pages([], 0, BEFORE))
    check(cards.sure_to_remove(LONG))
    check(cards.removed(LONG))
    for outcome in Outcome:
        told = LONG.model_copy(update={"after": After(outcome=outcome)})
        check(cards.outcome(told, WORDS.outcomes[outcome].format(company=LONG.company), BEFORE))


@pytest.mark.parametrize("say", list(Say))
@pytest.mark.parametrize("kind", list(StageKind))
async def test_messages_fit_and_tell_nothing_in_a_channel(say: Say, kind: StageKind) -> None:
    one = _planned(LONG.model_copy(update={"kind": kind, "company": "Secret Corp"}), SIGNS * 80)
    lines = {Say.PREP: (SIGNS * 80,), Say.CHECKLIST: WORDS.checklist(kind), Say.LUCK: WORDS.luck[:1]}.get(say, ())
    notice = InterviewNotice(interview=one, say=say, lines=lines, step=9, can_practise=True)
    check(messages.view(notice))
    pointer = messages.message(notice, 2**62)["view"]
    check(pointer)
    shown = _sent(pointer)
    assert "Secret" not in shown
    assert "Show me" in shown


async def test_messages_of_the_same_words_differ_after_a_change() -> None:
    one = _planned(LONG, "Do it.")
    later = one.model_copy(update={"version": one.version + 1})
    for say in Say:
        first, second = (
            _sent(messages.view(InterviewNotice(interview=each, say=say, lines=("x",)))) for each in (one, later)
        )
        assert first != second, say


@pytest.mark.parametrize("points", ["`" * POINTS_ROOM, "p" * POINTS_ROOM, "```\n# big\n```\n\u202eturned", "@everyone"])
async def test_the_note_fits_and_stays_in_its_block(points: str) -> None:
    for tone in TONES:
        one = LONG.model_copy(update={"after": After(points=points, interviewer="`" * 60, tone=tone)})
        view = messages.note(one, draft(WORDS, one), TONES)
        check(view)
        text = next(
            each.content
            for each in view.walk_children()
            if isinstance(each, discord.ui.TextDisplay) and each.content.startswith("```")
        )
        assert text.count("```") == 2
        assert "\u202e" not in text


async def test_forms_fit() -> None:
    one = LONG.model_copy(
        update={"after": After(points="p" * POINTS_ROOM, notes="n" * NOTES_ROOM, level=1, interviewer="i" * 80)}
    )
    shown = [
        forms.interview_form("Your interview", "gr:iv_form:1:2", forms.fields_of(one) | {"at": "x" * 500}),
        forms.note_form(one, TONES),
        forms.went_form(one),
        forms.days_form(one),
    ]
    for modal in shown:
        assert len(modal.title) <= 45
        assert 1 <= len(modal.children) <= 5
        for label in modal.children:
            assert isinstance(label, discord.ui.Label)
            assert len(label.text) <= 45
            assert len(label.description or "") <= 100
            field = label.component
            if isinstance(field, discord.ui.TextInput):
                assert len(field.default or "") <= (field.max_length or 4000)
                assert len(field.placeholder or "") <= 100
