"""A server's bank as a use case, on a real store."""

import threading

import pytest

from bot.domain.bank.overlay import ChangeKind, EditConflict, ServerQuestion
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Track
from bot.services import own_content, shelves
from bot.services.banks import Banks, LookAlike
from bot.services.ports import Unit
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, make_question, make_track
from tests.services.house import House

WHERE = ("shop-analyst", "screen")


@pytest.fixture
def banks(house: House) -> Banks:
    """The banks of all servers."""
    return Banks(house.store, house.catalogue, house.clock)


def _new(prompt: str = "Which report would you delete first, and why?", **changes: object) -> ServerQuestion:
    question = make_question(900, prompt=prompt)
    values: dict[str, object] = {"guild_id": GUILD, "track_id": WHERE[0], "stage_id": WHERE[1], "question": question}
    return ServerQuestion.model_validate(values | changes)


async def _pool(house: House, banks: Banks, guild_id: int = GUILD) -> list[str]:
    _, stage = await house.store.read(lambda unit: banks.pool(unit, guild_id, ALICE, WHERE, 7))
    return sorted(question.id for question in stage.questions)


async def test_an_added_question_is_asked_in_its_server_only(house: House, banks: Banks) -> None:
    added = await banks.add(_new(), ALICE, kind=ChangeKind.ADDED)
    assert added.id.startswith("own-which-report-would-you-delete")
    assert added.id in await _pool(house, banks)
    assert added.id not in await _pool(house, banks, ELSEWHERE)
    with pytest.raises(Refused) as caught:
        await banks.get(ELSEWHERE, added.id)
    assert caught.value.reason is Reason.UNKNOWN_QUESTION
    assert [one.id for one in (await banks.search(GUILD, "report delete")).questions] == [added.id]
    assert (await banks.search(ELSEWHERE, "report delete")).questions == ()


async def test_a_built_in_question_is_edited_retired_and_restored(house: House, banks: Banks) -> None:
    shipped = await banks.get(GUILD, "q-1")
    assert (shipped.version, shipped.builtin) == (0, True)
    text = make_question(1, prompt="What did you do first, and what did it change?")
    edited = await banks.edit(GUILD, "q-1", text, ALICE, base=0)
    assert (edited.version, edited.question.prompt) == (1, text.prompt)
    await banks.retire(GUILD, "q-1", BOB)
    assert await _pool(house, banks) == ["q-2", "q-3", "q-4"]
    assert await _pool(house, banks, ELSEWHERE) == ["q-1", "q-2", "q-3", "q-4"]
    back = await banks.restore(GUILD, "q-1", BOB)
    assert (back.retired, back.question.prompt) == (False, text.prompt)
    shipped_again = await banks.restore(GUILD, "q-1", BOB)
    assert shipped_again.question == shipped.question
    with pytest.raises(Refused) as caught:
        await banks.restore(GUILD, "q-1", BOB)
    assert caught.value.reason is Reason.NOTHING_TO_RESTORE
    history = await banks.history(GUILD, "q-1")
    assert [(change.version, change.kind, change.actor_id) for change in history] == [
        (4, ChangeKind.RESTORED, BOB),
        (3, ChangeKind.RESTORED, BOB),
        (2, ChangeKind.RETIRED, BOB),
        (1, ChangeKind.EDITED, ALICE),
    ]
    assert (await banks.restore(GUILD, "q-1", BOB, version=1)).question.prompt == text.prompt


async def test_the_second_of_two_editors_is_shown_what_changed(banks: Banks) -> None:
    await banks.edit(GUILD, "q-1", make_question(1, minutes=9), ALICE, base=0)
    with pytest.raises(EditConflict) as caught:
        await banks.edit(GUILD, "q-1", make_question(1, prompt="Something else entirely, is it?"), BOB, base=0)
    assert (caught.value.now.version, caught.value.by) == (1, ALICE)
    assert [(one.field, one.before, one.after) for one in caught.value.differences] == [("minutes", "5", "9")]
    assert (await banks.get(GUILD, "q-1")).question.minutes == 9


async def test_what_is_much_like_another_question_is_named_first(banks: Banks) -> None:
    first = await banks.add(_new(), ALICE, kind=ChangeKind.ADDED)
    again = _new("Which report would you delete first - and why ?")
    with pytest.raises(LookAlike) as caught:
        await banks.add(again, ALICE, kind=ChangeKind.ADDED)
    assert caught.value.matches[0][0].id == first.id
    assert (await banks.add(again, ALICE, kind=ChangeKind.ADDED, anyway=True)).id != first.id
    await banks.add(again.model_copy(update={"guild_id": ELSEWHERE}), ALICE, kind=ChangeKind.ADDED)


@pytest.mark.parametrize("where", [("none", "screen"), ("shop-analyst", "none")])
async def test_a_question_needs_a_place(banks: Banks, where: tuple[str, str]) -> None:
    with pytest.raises(Refused):
        await banks.add(_new(track_id=where[0], stage_id=where[1]), ALICE, kind=ChangeKind.ADDED)


async def test_pages_and_filters(banks: Banks) -> None:
    for number in range(12):
        await banks.add(_new(f"Unlike the others, number {number}: why?"), ALICE, kind=ChangeKind.ADDED, anyway=True)
    first = await banks.search(GUILD)
    second = await banks.search(GUILD, page=1)
    assert (len(first.questions), first.more, len(second.questions), second.more) == (10, True, 10, False)
    assert not {one.id for one in first.questions} & {one.id for one in second.questions}
    own = await banks.search(GUILD, filters={"builtin": False}, page=1)
    assert (len(own.questions), own.more) == (2, False)
    assert [one.id for one in await banks.choices(GUILD, "q-10", 25)][:1] == ["q-101"]


async def test_an_emptied_stage_falls_back_on_what_ships(house: House, banks: Banks) -> None:
    for number in range(1, 5):
        await banks.retire(GUILD, f"q-{number}", ALICE)
    assert await _pool(house, banks) == ["q-1", "q-2", "q-3", "q-4"]
    assert (await banks.stock(GUILD))[WHERE] == 0


async def test_what_another_process_changed_is_found(house: House, banks: Banks) -> None:
    other = Banks(house.store, house.catalogue, house.clock)
    assert (await banks.search(GUILD, "report delete")).questions == ()
    added = await other.add(_new(), ALICE, kind=ChangeKind.ADDED)
    assert [one.id for one in await banks.choices(GUILD, "REPORT first,", 5)] == [added.id]
    await other.edit(GUILD, added.id, make_question(900, prompt="Which chart would you keep?"), ALICE, base=1)
    assert await banks.choices(GUILD, "report first,", 5) == []
    assert [one.id for one in await banks.choices(GUILD, "chart keep", 5)] == [added.id]
    alike = await banks.alike(GUILD, make_question(5, prompt="Which chart would you keep"))
    assert [one.id for one, _ in alike] == [added.id]
    await other.retire(GUILD, "q-1", ALICE)
    assert "q-1" not in {one.id for one in await banks.choices(GUILD, "q-1", 25, {"retired": False})}
    assert [one.id for one in await banks.choices(GUILD, "", 25, {"edited": True})] == ["q-1"]


async def test_a_servers_own_track_is_found_until_it_is_gone(house: House, banks: Banks) -> None:
    stage = make_track().stages[0].model_copy(update={"questions": (make_question(500), make_question(501))})
    own = make_track().model_copy(update={"id": "own-track", "stages": (stage,)})
    await house.store.write(lambda unit: unit.banks.put_track(GUILD, own, ALICE, house.clock()))
    wanted = {"track_id": "own-track"}
    ids = [question.id for question in stage.questions]
    assert [one.id for one in await banks.choices(GUILD, "", 25, wanted)] == ids
    assert await banks.known(GUILD, [ids[0], "none"]) == {ids[0]}
    assert await banks.choices(ELSEWHERE, "", 25, wanted) == []
    await house.store.write(lambda unit: unit.banks.remove_track(GUILD, "own-track"))
    assert await banks.choices(GUILD, "", 25, wanted) == []


def _own(title: str = "Our own") -> Track:
    stage = make_track().stages[0].model_copy(update={"questions": (make_question(500), make_question(501))})
    return make_track().model_copy(update={"id": "own-track", "title": title, "stages": (stage,)})


async def _put(house: House, track: Track, guild_id: int = GUILD) -> None:
    await house.store.write(lambda unit: unit.banks.put_track(guild_id, track, ALICE, house.clock()))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read of tracks' JSON, and in which thread: none of it may be the event loop's."""
    read: list[str] = []
    real = Track.model_validate_json

    def reading(text: str) -> Track:
        assert threading.current_thread() is not threading.main_thread(), "read on the event loop"
        read.append(text)
        return real(text)

    monkeypatch.setattr(Track, "model_validate_json", reading)
    return read


async def test_own_tracks_are_read_once_for_all_key_presses(house: House, banks: Banks, readings: list[str]) -> None:
    await _put(house, _own())
    for _ in range(5):
        assert (await banks.tracks(GUILD))["own-track"] == _own()
        assert await banks.choices(GUILD, "", 25, {"track_id": "own-track"})
    assert len(readings) == 1
    await banks.add(_new(), ALICE, kind=ChangeKind.ADDED)  # a revision that changed no track
    assert "own-track" in await banks.tracks(GUILD)
    assert len(readings) == 1
    await _put(house, _own("Renamed"))  # by another process, at the same moment
    assert (await banks.tracks(GUILD))["own-track"].title == "Renamed"
    assert "own-track" not in await banks.tracks(ELSEWHERE)
    assert len(readings) == 2


async def test_a_track_that_was_never_saved_is_not_remembered(house: House, banks: Banks) -> None:
    async def fail(unit: Unit) -> None:
        await unit.banks.put_track(GUILD, _own("Never saved"), ALICE, house.clock())
        assert (await banks.content(unit, GUILD)).tracks["own-track"].title == "Never saved"
        raise Refused(Reason.NOTHING_CHANGED)

    with pytest.raises(Refused):
        await house.store.write(fail)
    await _put(house, _own("Saved"))  # the same revision once more
    assert (await banks.tracks(GUILD))["own-track"].title == "Saved"


async def test_own_tracks_of_servers_looked_into_long_ago_make_room(
    house: House, banks: Banks, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_content, "MOST_TEXT", 1)
    await _put(house, _own())
    await _put(house, _own(), ELSEWHERE)
    for guild_id in (GUILD, ELSEWHERE, GUILD):
        assert "own-track" in await banks.tracks(guild_id)
    assert list(banks._own._kept) == [GUILD]
    assert len(readings) == 3


async def test_servers_looked_into_long_ago_make_room(
    house: House, banks: Banks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "MOST_LINES", 1)
    first = await banks.add(_new(), ALICE, kind=ChangeKind.ADDED)
    second = await banks.add(_new(guild_id=ELSEWHERE), ALICE, kind=ChangeKind.ADDED)
    for _ in range(2):
        assert [one.id for one in await banks.choices(GUILD, "report", 5)] == [first.id]
        assert [one.id for one in await banks.choices(ELSEWHERE, "report", 5)] == [second.id]
        assert list(banks._shelves._banks) == [ELSEWHERE]
