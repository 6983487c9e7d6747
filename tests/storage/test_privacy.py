"""A person in every table, and then in none: no id and no word of theirs, in rows or in the file."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.privacy.catalogue import CATALOGUE, ENTRIES, Fate
from bot.domain.privacy.scrubbing import names, own_part, scrubbed
from bot.settings import ROOT
from bot.storage.privacy import ANOTHER
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.storage.whereabouts import LED, servers, servers_of

ALICE, BOB, CARA = 715_517_715_517_715_517, 826_628_826_628_826_628, 937_739_937_739_937_739
HERE, THERE = 111_222_333_444_555_661, 111_222_333_444_555_662
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = "zanzibarian-marmalade"
"""Stands in every text of Alice's."""

SHARED = {"meta", "guilds", "server_tracks", "server_questions", "bank_revisions", "question_changes", "shortages"} | {
    "daily_channels",
    "departures",
    "scorings",
}
"""Tables whose texts are the server's or the bot's own: only the id goes."""

LEVELS = {"sql": 3}
_REFERS = {"session_id": "sessions", "table_id": "session_tables"}


def _sat(person: int, other: int) -> dict[str, Any]:
    return {"candidate_id": person, "interviewer_id": other, "observer_ids": [CARA], "session_id": 5, "title": "Screen"}


def _state(person: int, other: int, words: str) -> dict[str, Any]:
    said = {"message_id": 5, "question": 0, "text": words}
    own = {"number": 1, "candidate_id": person, "interviewer_id": other, "observer_ids": [], "answers": [said]}
    own |= {"notes": [{"user_id": other, "text": words}], "ticked": [[0, 1]], "game": {"said": words}}
    note = {"user_id": person, "source_id": 8, "text": words}
    kept = {"user_id": other, "source_id": 9, "text": "kept"}
    asked = {"number": 2, "candidate_id": other, "interviewer_id": person, "notes": [note, kept], "answers": []}
    members = [person, other]
    return {"host_id": person, "title": words, "member_ids": members, "seated_ids": members, "sittings": [own, asked]}


def _special(table: str, person: int, other: int, words: str) -> dict[str, Any]:
    """What the generic row would get wrong: JSON with people inside, and what stays as numbers."""
    rows: dict[str, dict[str, Any]] = {
        "scorings": {"sat": _sat(person, other), "excused": [person], "opened_at": NOW},
        "scorecards": {"levels": LEVELS, "about_id": other},
        "session_tables": {"state": _state(person, other, words)},
        "session_check_ins": {"present": [other, person]},
        "session_pairs": {"high_id": other},
        "session_turns": {"interviewer_id": other},
        "suggestions": {"decided_by": other},
        "sessions": {"track_title": "T", "stage_title": "S", "zone": "UTC", "times": []},
        "deliveries": {"key": f"personal:{person}:{other}", "subject": "round:1", "payload": {"user": person}},
    }
    return rows.get(table, {})


class Filler:
    """Rows for all tables, one after the other, each number and key used once."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._count = 1000

    async def fill(self, person: int, other: int, guild_id: int, words: str) -> None:
        """A row about a person in each table that has people or texts."""
        # Ids to which others refer without a foreign key.
        ids = {"sessions": self._next(), "session_tables": self._next()}
        async with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if "guild_id" not in table.c and guild_id != HERE:
                    continue
                row = self._row(table, person, other, guild_id, words, ids)
                if table.name in ids:
                    row["id"] = ids[table.name]
                elif "id" in table.c:
                    ids[table.name] = row["id"]
                await connection.execute(insert(table).values(row))

    async def add(self, table: str, person: int, other: int, guild_id: int, words: str, **changes: Any) -> None:
        row = self._row(metadata.tables[table], person, other, guild_id, words, {}) | changes
        async with self._engine.begin() as connection:
            await connection.execute(insert(metadata.tables[table]).values(row))

    def _row(
        self, table: Table, person: int, other: int, guild_id: int, words: str, ids: dict[str, int]
    ) -> dict[str, Any]:
        people = {mark.column for mark in ENTRIES[table.name].marks}
        words = "common" if table.name in SHARED else words
        row: dict[str, Any] = {}
        for column in table.columns:
            if column.name == "guild_id":
                row["guild_id"] = guild_id
            elif column.name in people:
                row[column.name] = person
            elif column.name in _REFERS and not column.foreign_keys:
                row[column.name] = ids.get(_REFERS[column.name], self._next())
            elif column.foreign_keys:
                (key,) = column.foreign_keys
                row[column.name] = ids.get(key.column.table.name, 1)
            else:
                row[column.name] = self._value(column, words)
        special = _special(table.name, person, other, words)
        if table.name == "deliveries":
            special["key"] += f":{guild_id}"
        if table.name == "sessions":
            special["key"] = f"{guild_id}:{self._count}"
        return row | special

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _value(self, column: Column[Any], words: str) -> Any:
        self._count += 1
        kind = column.type
        if isinstance(kind, JSON):
            return {"text": words}
        if isinstance(kind, Boolean):
            return True
        if isinstance(kind, LargeBinary):
            return words.encode()
        if isinstance(kind, Date):
            return date(2026, 3, 2)
        if isinstance(getattr(kind, "impl", kind), DateTime):
            return NOW
        if isinstance(kind, Integer):
            return self._count
        room = getattr(kind, "length", None) or 500
        unique = f"{self._count} {words}" if room >= 64 else "pending" if column.name == "status" else "x"
        return unique[:room]


async def _everything(engine: AsyncEngine) -> dict[str, list[str]]:
    async with engine.connect() as connection:
        found = {}
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).mappings()
            found[table.name] = [json.dumps(dict(row), default=repr) for row in rows]
    return found


def _traces(found: dict[str, list[str]], person: int, words: str) -> dict[str, list[str]]:
    hits = {name: [row for row in rows if str(person) in row or words in row] for name, rows in found.items()}
    return {name: rows for name, rows in hits.items() if rows}


@pytest.fixture
async def filled(engine: AsyncEngine) -> Filler:
    """Alice in every table, here and there; Bob beside her."""
    filler = Filler(engine)
    await filler.fill(ALICE, BOB, HERE, WORDS)
    await filler.fill(ALICE, BOB, THERE, WORDS)
    return filler


def _with_people() -> set[str]:
    return {one.table for one in CATALOGUE if one.of_people}


async def test_the_filler_puts_the_person_into_every_table(filled: Filler, engine: AsyncEngine) -> None:
    found = _traces(await _everything(engine), ALICE, WORDS)
    through = {one.table for one in CATALOGUE if one.through}
    assert _with_people() - through <= set(found)
    assert through <= set(found), "by their words"


async def test_nothing_is_left_of_a_person_anywhere(
    filled: Filler, engine: AsyncEngine, store: Store, dialect: str, tmp_path: Path
) -> None:
    for _ in range(2):  # once more is the same
        await store.write(lambda unit: unit.privacy.erase(ALICE, None))
        assert _traces(await _everything(engine), ALICE, WORDS) == {}
    await store.compact()
    if dialect == "sqlite":
        stored = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.name.startswith("store.db"))
        assert b"common" in stored, "the file is looked at"
        marks = [WORDS.encode(), str(ALICE).encode(), ALICE.to_bytes(8, "big")]
        assert [one for one in marks if one in stored] == []


async def test_within_a_server_the_others_stay(filled: Filler, engine: AsyncEngine, store: Store) -> None:
    before = _traces(await _everything(engine), ALICE, WORDS)
    await store.write(lambda unit: unit.privacy.erase(ALICE, HERE))
    after = _traces(await _everything(engine), ALICE, WORDS)
    assert not [row for rows in after.values() for row in rows if str(HERE) in row]
    kept = {name: [row for row in rows if str(HERE) not in row] for name, rows in before.items()}
    assert after == {name: rows for name, rows in kept.items() if rows}
    assert {"people", "direct_channels"} <= set(after), "these hold in all servers"
    await store.write(lambda unit: unit.privacy.erase(ALICE, THERE))
    assert _traces(await _everything(engine), ALICE, WORDS) == {}, "the last server takes along what held in all"


async def test_others_keep_their_numbers(filled: Filler, engine: AsyncEngine, store: Store) -> None:
    await store.write(lambda unit: unit.privacy.erase(ALICE, None))
    async with engine.connect() as connection:
        cards = (await connection.execute(select(metadata.tables["scorecards"]))).mappings().all()
        (here,) = [one for one in cards if one["guild_id"] == HERE]
        assert (here["levels"], here["evidence"], here["raised"], here["about_id"]) == (LEVELS, {}, "", BOB)
        assert here["rater_id"] < 0
        sat = (await connection.execute(select(metadata.tables["scorings"]))).mappings().first()
        assert sat is not None
        assert sat["sat"]["candidate_id"] == sat["interviewer_id"] < 0
        assert sat["sat"]["interviewer_id"] == BOB
        state = (await connection.execute(select(metadata.tables["session_tables"]))).mappings().first()
        assert state is not None
        first, second = state["state"]["sittings"]
        assert (first["answers"], first["notes"], first["game"], second["notes"][0]["text"]) == ([], [], None, "kept")
        votes = (await connection.execute(select(metadata.tables["daily_votes"]))).all()
    assert votes == [], "they were for answers of her own"


async def test_what_others_said_about_a_person_stays_as_levels(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    sat = {"candidate_id": ALICE, "interviewer_id": BOB, "observer_ids": [CARA]}
    await filler.add("scorings", BOB, CARA, HERE, "x", id=1, sat=sat, excused=[], opened_at=None)
    for rater in (BOB, CARA):
        await filler.add("scorecards", rater, BOB, HERE, WORDS, scoring_id=1, about_id=ALICE)
    await store.write(lambda unit: unit.privacy.erase(ALICE, HERE))
    async with engine.connect() as connection:
        cards = (await connection.execute(select(metadata.tables["scorecards"]))).mappings().all()
        scoring = (await connection.execute(select(metadata.tables["scorings"]))).mappings().one()
    gone = scoring["sat"]["candidate_id"]
    assert gone < 0
    assert scoring["excused"] == [gone], "nobody waits for her card"
    assert {(one["rater_id"], one["about_id"], one["raised"]) for one in cards} == {(BOB, gone, ""), (CARA, gone, "")}
    assert [one["levels"] for one in cards] == [LEVELS, LEVELS]
    assert _traces(await _everything(engine), ALICE, WORDS) == {}


async def test_a_vote_of_a_person_who_is_gone_still_counts(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    await filler.fill(BOB, CARA, HERE, "bobs")
    async with engine.begin() as connection:
        answers = metadata.tables["daily_answers"]
        which = (await connection.execute(select(answers.c.id))).scalar_one()
        vote = {"answer_id": which, "voter_id": ALICE, "guild_id": HERE}
        await connection.execute(insert(metadata.tables["daily_votes"]).values(vote))
    await store.write(lambda unit: unit.privacy.erase(ALICE, None))
    found = await _everything(engine)
    assert len(found["daily_votes"]) == 2
    assert _traces(found, ALICE, WORDS) == {}
    assert set(_traces(found, BOB, "bobs")) >= _with_people(), "nobody else is touched"


async def test_deliveries_of_a_channel_stay_without_the_person(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    shared = {"subject": "session:7", "key": "session_post:7:first", "payload": {"session": 7}, "channel_id": 5}
    await filler.add("deliveries", ALICE, BOB, HERE, "x", **shared)
    await filler.add("session_members", ALICE, BOB, HERE, "x", session_id=await _a_session(filler))
    await filler.add("session_tables", BOB, CARA, HERE, "x", id=7, session_id=70)
    told = {"subject": "table:7", "key": f"word:7:left:{ALICE}", "payload": {"word": "left"}, "channel_id": 5}
    await filler.add("deliveries", BOB, ALICE, HERE, "x", **told)
    await store.write(lambda unit: unit.privacy.erase(ALICE, HERE))
    async with engine.connect() as connection:
        table = metadata.tables["deliveries"]
        rows = (await connection.execute(select(table.c.key, table.c.user_id))).all()
    assert rows == [("session_post:7:first", 0)]


async def _a_session(filler: Filler) -> int:
    await filler.add("sessions", BOB, CARA, HERE, "x", id=70, times=[])
    return 70


async def test_who_only_came_to_a_check_in_is_found_in_its_list(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    await filler.add("session_check_ins", BOB, CARA, HERE, "x", session_id=7, present=[BOB, ALICE])
    for _ in range(2):
        await store.write(lambda unit: unit.privacy.erase(ALICE, HERE))
        assert _traces(await _everything(engine), ALICE, WORDS) == {}
    assert str(BOB) in (await _everything(engine))["session_check_ins"][0]


# ---------------------------------------------------------------------- export


async def test_the_export_has_every_table_and_nobody_else(filled: Filler, store: Store) -> None:
    async def work(unit: Any) -> dict[str, list[dict[str, Any]]]:
        return {one.table: [row async for row in unit.privacy.rows(one, ALICE, HERE)] for one in CATALOGUE}

    found = await store.read(work)
    assert {name for name, rows in found.items() if rows} == _with_people()
    assert {len(rows) for name, rows in found.items() if name in _with_people()} == {1}
    text = json.dumps(found, default=str)
    assert str(BOB) not in text.replace(f"personal:{ALICE}:{BOB}", "")
    assert str(CARA) not in text
    assert found["session_pairs"][0]["high_id"] == ANOTHER
    sittings = found["session_tables"][0]["state"]["sittings"]
    assert [one["text"] for one in sittings[1]["notes"]] == [WORDS], "her own note, and not Bob's"
    assert sittings[0]["answers"][0]["text"] == WORDS


async def test_cards_of_others_are_exported_once_they_are_open(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    for which, opened in ((1, None), (2, NOW)):
        await filler.add("scorings", BOB, CARA, HERE, "x", id=which, opened_at=opened)
        await filler.add("scorecards", BOB, CARA, HERE, "x", scoring_id=which, about_id=ALICE)
    rows = await store.read(_cards)
    assert [(row["scoring_id"], row["rater_id"]) for row in rows] == [(2, ANOTHER)]


async def _cards(unit: Any) -> list[dict[str, Any]]:
    return [row async for row in unit.privacy.rows(ENTRIES["scorecards"], ALICE, HERE)]


# ---------------------------------------------------------------------- the clocks


async def test_a_server_that_was_left_is_erased_and_nothing_else(
    filled: Filler, engine: AsyncEngine, store: Store
) -> None:
    async with engine.begin() as connection:
        await connection.execute(metadata.tables["departures"].delete())
    await store.write(lambda unit: unit.privacy.note_servers([THERE], NOW))
    await store.write(lambda unit: unit.privacy.note_servers([THERE], NOW + timedelta(days=5)))

    async def due(at: datetime) -> list[int]:
        return await store.read(lambda unit: unit.privacy.gone_servers(at))

    assert await due(NOW) == []
    assert await due(NOW + timedelta(seconds=1)) == [HERE], "the first night counts"
    await store.write(lambda unit: unit.privacy.note_servers([THERE, HERE], NOW))
    assert await due(NOW + timedelta(days=9)) == [], "it came back"
    await store.write(lambda unit: unit.privacy.left(HERE, NOW))
    await store.write(lambda unit: unit.privacy.erase_server(HERE))
    rows = [row for rows in (await _everything(engine)).values() for row in rows]
    assert not [row for row in rows if str(HERE) in row]
    assert [row for row in rows if str(THERE) in row]


async def test_who_did_something_lately_or_expects_something_is_active(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    old, limit = NOW - timedelta(days=800), NOW - timedelta(days=730)
    await filler.add("reminders", ALICE, BOB, HERE, "x", created_at=old, next_at=None)
    await filler.add("reminders", ALICE, BOB, THERE, "x", created_at=old, next_at=NOW)
    await filler.add("suggestions", BOB, CARA, HERE, "x", created_at=NOW, decided_by=None)

    async def active(guild_id: int, user_id: int) -> bool:
        return await store.read(lambda unit: unit.privacy.is_active(guild_id, user_id, limit))

    assert [await active(HERE, ALICE), await active(THERE, ALICE)] == [False, True]
    assert [await active(HERE, BOB), await active(THERE, BOB)] == [True, False]


async def test_servers_are_found_by_whatever_is_stored_of_them(engine: AsyncEngine, store: Store) -> None:
    filler = Filler(engine)
    await filler.add("bank_revisions", ALICE, BOB, HERE, "x")
    await filler.add("members", ALICE, BOB, THERE, "x")
    await filler.add("rounds", ALICE, BOB, THERE, "x")
    async with engine.connect() as connection:
        assert await servers(connection) == [HERE, THERE]
        assert await servers_of(connection, ALICE) == [THERE]
        assert await servers_of(connection, BOB) == []


def test_what_no_index_finds_by_server_belongs_to_something_that_one_finds() -> None:
    rest = {name for name, table in metadata.tables.items() if "guild_id" in table.c} - {one.name for one in LED}
    assert rest == {one.table for one in CATALOGUE if one.through}


# ---------------------------------------------------------------------- the catalogue


def test_every_table_is_in_the_catalogue_and_its_columns_exist() -> None:
    assert [one.table for one in CATALOGUE] == list(ENTRIES), "each once"
    assert set(ENTRIES) == set(metadata.tables)
    for one in CATALOGUE:
        columns = set(metadata.tables[one.table].c.keys())
        used = {mark.column for mark in one.marks} | set(one.inside) | set(one.at)
        used |= {name for mark in one.marks for name in mark.blank}
        assert used <= columns, one.table


def test_no_column_with_a_person_is_forgotten() -> None:
    people = {"user_id", "candidate_id", "member_id", "actor_id", "rater_id", "about_id", "voter_id", "host_id"}
    people |= {"interviewer_id", "decided_by", "credit_id", "low_id", "high_id", "owner_id", "creator_id", "author_id"}
    for name, table in metadata.tables.items():
        marks = {mark.column for mark in ENTRIES[name].marks}
        assert people & set(table.c.keys()) == marks, name


def test_the_page_names_every_table_with_what_is_kept_and_how_long() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == list(_rows())


def _rows() -> Iterator[str]:
    for one in CATALOGUE:
        yield f"| `{one.table}` | {one.what} | {one.why} | {one.long} | {_fate(one.table)} |"


def _fate(table: str) -> str:
    entry = ENTRIES[table]
    if not entry.of_people:
        return "nobody is in it"
    deleted = entry.through or any(mark.fate is Fate.DELETED for mark in entry.marks)
    changed = any(mark.fate is not Fate.DELETED for mark in entry.marks) or (entry.inside and table != "deliveries")
    return " and ".join(["deleted"] * bool(deleted) + ["kept without name and words"] * bool(changed))


# ---------------------------------------------------------------------- inside JSON


@pytest.mark.parametrize(
    ("value", "after"),
    [
        (ALICE, -1),
        ([BOB, ALICE], [BOB, -1]),
        ({"a": [{"b": ALICE}], "c": str(ALICE)}, {"a": [{"b": -1}], "c": "-1"}),
        ({str(ALICE): 1}, {"-1": 1}),
        ([{"user_id": ALICE, "text": "hers"}, {"user_id": BOB, "text": "his"}], [{"user_id": BOB, "text": "his"}]),
        ({"host_id": ALICE, "title": "hers"}, {"host_id": -1, "title": ""}),
        ({"host_id": BOB, "title": "his"}, {"host_id": BOB, "title": "his"}),
        (True, True),
        (None, None),
    ],
)
def test_a_person_is_taken_out_of_json(value: Any, after: Any) -> None:
    assert scrubbed(value, ALICE, -1) == after


def test_true_is_nobodys_id() -> None:
    assert scrubbed([True, 1], 1, -5) == [True, -5]
    assert own_part({"on": True}, 1) is None


@pytest.mark.parametrize(
    ("text", "found"), [(f"a:{ALICE}", True), (f"{ALICE}0", False), (f"1{ALICE}", False), ("", False)]
)
def test_an_id_is_a_whole_number(text: str, *, found: bool) -> None:
    assert names(text, ALICE) is found
