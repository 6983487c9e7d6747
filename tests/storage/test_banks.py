"""Servers' own questions, their history and their tracks, on both databases."""

from sqlalchemy import text

from bot.domain.bank.overlay import Change, ChangeKind, ServerQuestion
from bot.domain.bank.shelf import Kind, Shelved
from bot.domain.tracks import Track
from bot.storage.engine import make_engine
from bot.storage.store import Store, Unit
from tests.bank_rows import every
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later, make_open, make_question, make_track
from tests.postgres import Postgres


def make_own(number: int = 1, **changes: object) -> ServerQuestion:
    """A question that the server added."""
    values: dict[str, object] = {
        "guild_id": GUILD,
        "track_id": "shop-analyst",
        "stage_id": "screen",
        "question": make_question(number),
        "version": 1,
        "changed_at": START,
    }
    return ServerQuestion.model_validate(values | changes)


async def _put(store: Store, before: ServerQuestion | None, after: ServerQuestion) -> bool:
    return await store.write(lambda unit: unit.banks.put(before, after))


async def test_a_question_comes_back_and_only_in_its_server(store: Store) -> None:
    own = make_own(question=make_question(1, prompt="Žluťoučký kůň: 你好?\nSecond line", tags=("own",)), credit_id=BOB)
    assert await _put(store, None, own)
    assert await store.read(lambda unit: unit.banks.get(GUILD, "q-1")) == own
    assert await store.read(lambda unit: unit.banks.get(ELSEWHERE, "q-1")) is None
    assert await _put(store, None, make_own(guild_id=ELSEWHERE))


async def test_of_two_who_change_the_same_version_one_wins(store: Store) -> None:
    first = make_own()
    await _put(store, None, first)
    assert not await _put(store, None, first)
    edited = make_own(version=2, question=make_question(1, prompt="Something else entirely?"))
    assert await _put(store, first, edited)
    assert not await _put(store, first, make_own(version=2, retired=True))
    assert await store.write(lambda unit: unit.banks.get(GUILD, "q-1", lock=True)) == edited


async def test_every_change_is_kept_newest_first(store: Store) -> None:
    changes = [
        Change(
            question_id="q-1",
            version=version,
            actor_id=ALICE,
            kind=kind,
            before=make_question(1) if version > 1 else None,
            after=make_question(1, minutes=version),
            created_at=later(minutes=version),
        )
        for version, kind in ((1, ChangeKind.ADDED), (2, ChangeKind.EDITED))
    ]
    await store.write(lambda unit: unit.banks.note(GUILD, changes))
    assert await store.read(lambda unit: unit.banks.history(GUILD, "q-1")) == changes[::-1]
    assert await store.read(lambda unit: unit.banks.history(ELSEWHERE, "q-1")) == []


async def test_a_sample_takes_what_was_seen_least_and_follows_the_seed(store: Store) -> None:
    own = [make_own(number) for number in range(1, 41)]
    others = [make_own(50, retired=True), make_own(51, stage_id="offer"), make_own(52, guild_id=ELSEWHERE)]
    await store.write(lambda unit: unit.banks.add_many([*own, *others]))
    await store.write(lambda unit: unit.rounds.add(make_open(3)))  # Alice has q-1, q-2 and q-3

    async def sample(seed: int, most: int = 37, who: int = ALICE) -> list[str]:
        stage = ("shop-analyst", "screen")
        found = await store.read(lambda unit: unit.banks.sample(GUILD, who, stage, seed, most))
        return [question.id for question in found]

    first = await sample(7)
    assert first == await sample(7)
    assert len(set(first)) == 37
    assert not {"q-1", "q-2", "q-3"} & set(first)
    assert {"q-1", "q-2", "q-3"} <= set(await sample(7, 40))
    assert {"q-1", "q-2", "q-3"} & set(await sample(7, 37, BOB))
    assert await sample(8) != first


async def _since(store: Store, revision: int, guild_id: int = GUILD) -> dict[str, bool]:
    async def work(unit: Unit) -> dict[str, bool]:
        return {one.id: one.kind.retired async for page in unit.banks.since(guild_id, revision) for one in page}

    return await store.read(work)


async def test_every_transaction_that_changes_a_bank_is_a_revision_of_it(store: Store) -> None:
    async def revision() -> int:
        return await store.read(lambda unit: unit.banks.revision(GUILD))

    assert await revision() == 0
    many = [make_own(number) for number in range(1, 1203)]
    await store.write(lambda unit: unit.banks.add_many(many))
    first = await revision()
    assert len(await _since(store, 0)) == 1202
    assert await _since(store, first) == {}
    await store.write(lambda unit: unit.banks.add_many([make_own(7000, guild_id=ELSEWHERE)]))
    assert await revision() == first
    await _put(store, many[6], make_own(7, version=2, retired=True))
    second = await revision()
    assert second > first
    assert await _since(store, first) == {"q-7": True}
    await store.write(lambda unit: unit.banks.put_track(GUILD, make_track(), ALICE, START))
    third = await revision()
    assert third > second
    await store.write(lambda unit: unit.banks.remove_track(GUILD, make_track().id))
    assert await revision() > third
    assert await _since(store, second) == {}


async def test_what_is_searched_of_a_row(store: Store) -> None:
    text = make_question(2, prompt="Did  SALES fall by 100% then?", difficulty="hard")
    await _put(store, None, make_own(question=text))

    async def work(unit: Unit) -> list[Shelved]:
        return [one async for page in unit.banks.since(GUILD, 0) for one in page]

    kind = Kind("shop-analyst", "screen", text.competency.value, "hard", retired=False, builtin=False)
    assert await store.read(work) == [Shelved("q-2", "did sales fall by 100% then?", kind)]


async def test_stock(store: Store) -> None:
    rows = [make_own(1), make_own(2, builtin=True, retired=True), make_own(3, builtin=True), make_own(4, stage_id="x")]
    await store.write(lambda unit: unit.banks.add_many(rows))
    stock = await store.read(lambda unit: unit.banks.stock(GUILD))
    assert stock == {("shop-analyst", "screen"): 2, ("shop-analyst", "x"): 1}
    assert len(await store.read(lambda unit: every(unit, GUILD))) == 4


async def test_postgresql_plans_for_the_server_at_hand(postgres: Postgres) -> None:
    engine = make_engine(postgres.url("postgres"))
    async with engine.connect() as connection:
        for number in range(8):
            await connection.execute(text("SELECT CAST(:number AS integer)"), {"number": number})
        plans = "SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements WHERE statement LIKE :like"
        assert (await connection.execute(text(plans), {"like": "SELECT CAST(%"})).one() == (0, 8)
    await engine.dispose()


async def test_tracks_of_a_server(store: Store) -> None:
    track = make_track()
    await store.write(lambda unit: unit.banks.put_track(GUILD, track, ALICE, START))
    await store.write(lambda unit: unit.banks.put_track(GUILD, track, BOB, later(hours=1)))
    texts = await store.read(lambda unit: unit.banks.track_texts(GUILD))
    assert [Track.model_validate_json(text) for text in texts] == [track]
    assert await store.read(lambda unit: unit.banks.track_ids(GUILD)) == {track.id}
    assert await store.read(lambda unit: unit.banks.track_texts(ELSEWHERE)) == []
    assert await store.read(lambda unit: unit.banks.track_ids(ELSEWHERE)) == set()
    assert await store.write(lambda unit: unit.banks.remove_track(GUILD, track.id))
    assert not await store.write(lambda unit: unit.banks.remove_track(GUILD, track.id))
