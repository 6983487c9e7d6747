"""Sessions, their members and votes on both databases."""

from datetime import timedelta

from bot.domain.sessions.values import EventProblem, Member, MemberState, Session, SessionStatus, Wish
from bot.storage.store import Store, Unit
from tests.domain.test_session_signups import NOW, group, make_session, times


async def add(store: Store, **changes: object) -> Session:
    new = make_session(**changes)
    return await store.write(lambda unit: unit.sessions.add(new))


async def test_a_session_is_kept_as_it_is_and_once(store: Store) -> None:
    first = await add(store, times=times(1, 2), starts_at=None, wall=None, status=SessionStatus.POLL)
    assert first.times == times(1, 2)
    again = await add(store, title="Another one of the same interaction")
    assert again == first
    after = first.put(
        status=SessionStatus.PLANNED,
        starts_at=NOW,
        wall=NOW.replace(tzinfo=None),
        event_problem=EventProblem.CAP,
        show_owed=True,
        show_at=NOW,
        message_id=5,
    )
    await store.write(lambda unit: unit.sessions.save(after))
    assert await store.read(lambda unit: unit.sessions.get(1, first.id)) == after
    assert await store.read(lambda unit: unit.sessions.by_key(1, "by:1")) == after
    assert await store.read(lambda unit: unit.sessions.get(2, first.id)) is None


async def test_those_ahead_in_their_order(store: Store) -> None:
    late = await add(store, key="late", starts_at=NOW + timedelta(days=2))
    polled = await add(store, key="poll", starts_at=None, wall=None, status=SessionStatus.POLL)
    soon = await add(store, key="soon", starts_at=NOW + timedelta(days=1), status=SessionStatus.RUNNING)
    await add(store, key="over", status=SessionStatus.ENDED)
    await add(store, key="elsewhere", guild_id=2)
    found = await store.read(lambda unit: unit.sessions.open_in(1))
    assert [one.id for one in found] == [soon.id, late.id, polled.id]
    assert await store.read(lambda unit: unit.sessions.count_ahead(1, 0)) == (2, 0)
    assert await store.read(lambda unit: unit.sessions.has_hosted(1, 3))
    assert not await store.read(lambda unit: unit.sessions.has_hosted(1, 4))


async def test_members_are_kept_changed_and_found(store: Store) -> None:
    one, two = await add(store, key="one"), await add(store, key="two")
    members = [member.put(session_id=one.id) for member in group(MemberState.IN, MemberState.WAITING)]

    async def put(unit: Unit) -> None:
        for member in reversed(members):
            await unit.sessions.put_member(member)
        await unit.sessions.put_member(members[0].put(wish=Wish.OBSERVER, state=MemberState.CHECKED_IN))

    await store.write(put)
    found = await store.read(lambda unit: unit.sessions.members(1, one.id))
    assert found == [members[0].put(wish=Wish.OBSERVER, state=MemberState.CHECKED_IN), members[1]]
    assert await store.read(lambda unit: unit.sessions.members(2, one.id)) == []
    own = await store.read(lambda unit: unit.sessions.own(1, 2, [one.id, two.id]))
    assert own == {one.id: members[1]}
    assert await store.read(lambda unit: unit.sessions.own(1, 2, [])) == {}


async def test_missed_sessions_count_for_a_while(store: Store) -> None:
    recent = await add(store, key="recent", starts_at=NOW - timedelta(days=10))
    old = await add(store, key="old", starts_at=NOW - timedelta(days=100))
    (missed,) = group(MemberState.NO_SHOW)

    async def put(unit: Unit) -> None:
        for session in (recent, old):
            await unit.sessions.put_member(missed.put(session_id=session.id))

    await store.write(put)
    since = NOW - timedelta(days=90)
    assert await store.read(lambda unit: unit.sessions.missed(1, 1, since)) == 1
    assert await store.read(lambda unit: unit.sessions.missed(1, 2, since)) == 0
    assert await store.read(lambda unit: unit.sessions.missed(2, 1, since)) == 0


async def test_votes(store: Store) -> None:
    session = await add(store, times=times(1, 2))

    async def vote(unit: Unit) -> dict[int, list[int]]:
        for choice, user, can in ((1, 9, True), (0, 8, True), (1, 8, True), (1, 8, True), (0, 8, False)):
            await unit.sessions.vote(1, session.id, choice, user, can=can)
        return await unit.sessions.votes(1, session.id)

    assert await store.write(vote) == {1: [8, 9]}
    assert await store.read(lambda unit: unit.sessions.votes(2, session.id)) == {}


async def test_numbers(store: Store) -> None:
    ended = await add(store, key="ended", starts_at=NOW - timedelta(days=1), status=SessionStatus.ENDED)
    again = await add(store, key="again", starts_at=NOW - timedelta(days=2), status=SessionStatus.ENDED)
    ahead = await add(store, key="ahead", starts_at=NOW + timedelta(days=2))
    await add(store, key="gone", starts_at=NOW + timedelta(days=3), status=SessionStatus.CANCELLED)
    await add(store, key="old", starts_at=NOW - timedelta(days=100), status=SessionStatus.ENDED)
    came, missed = group(MemberState.CHECKED_IN, MemberState.NO_SHOW)

    async def put(unit: Unit) -> None:
        rows: list[Member] = [one.put(session_id=ended.id) for one in (came, missed)]
        rows.append(came.put(session_id=again.id))
        rows += [one.put(session_id=ahead.id) for one in group(MemberState.IN, MemberState.WAITING, MemberState.LEFT)]
        for member in rows:
            await unit.sessions.put_member(member)

    await store.write(put)
    found = await store.read(lambda unit: unit.sessions.stats(1, NOW - timedelta(days=90)))
    assert (found.held, found.cancelled, found.came, found.missed, found.people) == (2, 1, 2, 1, 1)
    assert (found.ahead, found.signed_up, found.waiting) == (1, 1, 1)
    assert found.attendance == 2 / 3
    nothing = await store.read(lambda unit: unit.sessions.stats(2, NOW))
    assert nothing.attendance is None
