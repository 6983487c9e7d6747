"""People whose data were deleted stand in others' as ids below 1: such an id is never shown, and never called."""

import json
import re
from typing import Any

import pytest

from bot.domain.errors import Reason, Refused
from bot.domain.progress.effort import Effort, Period, Place
from bot.domain.sessions.checkin import CheckIn
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.table_notices import CheckInPost, TablePanel, TableQuestion, TableWord, Word
from bot.domain.sessions.table_refusals import TableRefused, Why
from bot.services.progress_pages import Board
from bot.ui.progress import boards
from bot.ui.sentences import sentence
from bot.ui.sessions import checkin, sheet
from bot.ui.sessions import table as tables
from bot.ui.text import people, person, without_ghosts
from tests.domain.test_session_tables import NOW, current, on

GHOST = -8_112_233_445_566_778


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ((), ""),
        ((5, 6), "<@5> <@6>"),
        ((5, -6), "<@5> and someone who left"),
        ((-5, 6, 0), "<@6> and 2 people who left"),
        ((-5,), "someone who left"),
        ((-5, -6), "2 people who left"),
    ],
)
def test_people_are_named_as_far_as_they_have_a_name(ids: tuple[int, ...], words: str) -> None:
    assert people(ids) == words


@pytest.mark.parametrize("ghost", [0, -123456789012345678, None])
def test_no_refusal_names_a_ghost(ghost: int | None) -> None:
    refusals: list[Any] = [
        TableRefused(Why.NOT_HOST, host=ghost),
        TableRefused(Why.NOT_INTERVIEWER, interviewer=ghost),
        SessionRefused(No.NOT_HOST, host_id=ghost),
        Refused(Reason.SUGGESTION_DECIDED, moderator_id=ghost, outcome="approved"),
    ]
    for one in refusals:
        assert person(0) in sentence(one)
        assert "<@" not in sentence(one)
    assert without_ghosts("<@10> <@0> <@-7>") == "<@10> someone who left someone who left"


def _shown(view: Any) -> str:
    return json.dumps(view.to_components())


def test_a_table_with_a_ghost_names_the_others_only() -> None:
    whole = on(1, 2, 3)
    sitting = current(whole).model_copy(update={"candidate_id": GHOST})
    changes = {"member_ids": (GHOST, 2, 3), "left_out_ids": (GHOST, 4), "sittings": (sitting, *whole.sittings[1:])}
    table = whole.model_copy(update=changes)
    panel = tables.panel(TablePanel(table=table, sitting=sitting))
    asked = tables.question(TableQuestion(table=table, sitting=sitting, index=0))
    word = tables.word(TableWord(table=table, word=Word.MOVED, user_id=GHOST))
    check_in = CheckIn(
        session_id=1, guild_id=1, channel_id=1, present=(GHOST, 2), opened_at=NOW, ends_at=NOW, closed_at=NOW
    )
    came = CheckInPost(check_in=check_in, name="Monday", place="Screen", host_id=0, awaited=(0,), tables=(table,))
    waiting = came.model_copy(update={"check_in": check_in.model_copy(update={"closed_at": None})})
    told = [
        _shown(panel["view"]), _shown(asked["view"]), word["content"], _shown(tables.roles(table, sitting)),
        _shown(checkin.post(came)), _shown(checkin.post(waiting)), _shown(sheet.review(sitting, 2)),
    ]  # fmt: skip
    for one in told:
        assert not re.search(r"<@(0|-)", one), one
        assert "who left" in one
    assert [one.id for one in panel["allowed_mentions"].users] == [2, 3]
    assert word["allowed_mentions"].users == []


def test_a_ghost_on_the_board_has_no_name() -> None:
    board = Board(Period.WEEK, (Place(1, Effort(GHOST, days=1)),), None, joined=False)
    text = _shown(boards.board(board, moderates=False))
    assert "someone who left" in text
    assert "<@" not in text
