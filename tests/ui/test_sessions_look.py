"""Sessions as they are shown: within Discord's limits, whatever is in them."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.domain.sessions.notices import SessionPost, SessionReminder, SessionTold, Told
from bot.domain.sessions.values import MOST_PLACES, Member, MemberState, Session, SessionStatus, Wish
from bot.services.sessions import Listed
from bot.ui.sessions import lists, messages, post
from tests.domain.test_session_signups import NOW, group, make_session, times

_ROOM = 4000
_LONG = 10**18


def texts(view: discord.ui.LayoutView) -> list[str]:
    """All texts of a message."""
    return [one.content for one in view.walk_children() if isinstance(one, discord.ui.TextDisplay)]


def many(count: int, state: MemberState) -> list[Member]:
    """Members with ids as long as they come."""
    (one,) = group(state)
    wishes = list(Wish)
    return [
        one.put(
            user_id=_LONG + number + 1000 * (state is MemberState.WAITING),
            wish=wishes[number % 4],
            joined_at=NOW + timedelta(seconds=number),
        )
        for number in range(count)
    ]


def test_the_largest_post_fits_into_a_message() -> None:
    members = many(MOST_PLACES, MemberState.IN) + many(300, MemberState.WAITING)
    session = make_session(title="*" * 80, capacity=MOST_PLACES, weekly=True)
    said = texts(post.view(SessionPost(session=session, members=tuple(members))))
    assert sum(map(len, said)) <= _ROOM
    assert "and 280 more" in "".join(said)


def test_the_largest_poll_fits_into_a_message() -> None:
    session = make_session(
        title="*" * 80, starts_at=None, wall=None, status=SessionStatus.POLL, times=times(1, 2, 3, 4, 5)
    )
    votes = {number: tuple(range(_LONG, _LONG + 200)) for number in range(5)}
    said = texts(post.view(SessionPost(session=session, votes=votes)))
    assert sum(map(len, said)) <= _ROOM
    assert "200 people" in "".join(said)
    assert "and 188 more" in "".join(said)


@pytest.mark.parametrize(
    ("status", "words", "buttons"),
    [
        (SessionStatus.PLANNED, "places left", 6),
        (SessionStatus.CHECK_IN, "It begins now", 0),
        (SessionStatus.RUNNING, "going on", 0),
        (SessionStatus.ENDED, "is over", 0),
        (SessionStatus.CANCELLED, "was cancelled", 0),
    ],
)
def test_the_post_says_how_the_session_stands(status: SessionStatus, words: str, buttons: int) -> None:
    view = post.view(SessionPost(session=make_session(status=status)))
    assert words in "".join(texts(view))
    assert sum(isinstance(one, discord.ui.DynamicItem) for one in view.walk_children()) == buttons


@pytest.mark.parametrize("told", list(Told))
@pytest.mark.parametrize("changes", [{}, {"starts_at": None, "wall": None}])
def test_every_word_to_a_person_can_be_said(told: Told, changes: dict[str, Any]) -> None:
    notice = SessionTold(session=make_session(title="**Bold** @here", **changes), told=told, number=3)
    direct = messages.message(notice, None)
    assert "{" not in "".join(texts(direct["view"]))
    assert "@here" not in "".join(texts(direct["view"]))
    called = messages.message(notice, 5)
    assert texts(called["view"])[0].startswith("<@5> ")
    assert [one.id for one in called["allowed_mentions"].users] == [5]


@pytest.mark.parametrize(("which", "words"), [("day", "Tomorrow"), ("hour", "In an hour"), ("ten", "In ten minutes")])
def test_every_reminder_can_be_said(which: str, words: str) -> None:
    (member,) = group(MemberState.IN)
    notice = SessionReminder(session=make_session(message_id=9), which=which, member=member)
    (said,) = texts(messages.message(notice, None)["view"])
    assert words in said
    assert "as a **candidate**" in said


def test_a_long_list_fits_into_a_message() -> None:
    own = group(MemberState.WAITING)[0]
    found = [Listed(make_session(id=number, title="*" * 80, message_id=_LONG), own, 5, 3) for number in range(25)]
    said = texts(lists.ahead(found))
    assert sum(map(len, said)) <= _ROOM
    assert "17 more sessions" in said[-1]
    assert "you wait for a place" in said[1]


def test_choices_are_found_by_their_words() -> None:
    found: list[Session] = [make_session(id=1, title="Friday practice"), make_session(id=2, title="Long evening")]
    assert [one.value for one in lists.choices(found, "PRACTICE fri")] == ["1"]
    assert [one.value for one in lists.choices(found, "shop")] == ["1", "2"]
    assert lists.choices(found, "nothing") == []
    poll = make_session(starts_at=None, wall=None, status=SessionStatus.POLL, times=times(1, 2))
    assert "poll" in lists.label(poll)
    assert lists.shown_time(poll) == "2026-03-03 12:00; 2026-03-04 12:00"
