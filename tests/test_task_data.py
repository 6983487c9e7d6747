"""The data of the take-home tasks: what the generators make, what is hidden in it, and that every reference runs."""

import gzip
import hashlib
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from bot.domain.tasks import Problem, Task, load_tasks
from tools import make_tasks
from tools.tables import Table

FOLDER = make_tasks.FOLDER
TASKS = load_tasks(FOLDER)
EXPECTED = Path(__file__).with_name("expected_task_results.json")
"""Fingerprints of the references' results. A wanted change is written by ``python -m tests.test_task_data``."""

MARKET, VIDEO = "freelance-marketplace", "short-video"
MEBIBYTE = 1 << 20
PROBLEMS = [pytest.param(task, problem, id=problem.id) for task in TASKS.values() for problem in task.problems]
Rows = list[tuple[object, ...]]


def load(task: Task, order: str = "") -> duckdb.DuckDBPyConnection:
    """All tables of a task with the types of its dictionary, on one thread so that sums add up in one order."""
    connection = duckdb.connect(config={"threads": 1})
    for table in task.tables:
        types = ", ".join(f"'{column.name}': '{column.type}'" for column in table.columns)
        file = FOLDER / task.id / table.file_name
        source = f"read_csv('{file}', header = true, columns = {{{types}}})"
        connection.execute(f"CREATE TABLE {table.name} AS SELECT * FROM {source} {order}")
    return connection


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    opened = {task.id: load(task) for task in TASKS.values()}
    yield opened
    for connection in opened.values():
        connection.close()


@pytest.fixture(scope="module")
def shuffled() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """The same tables with their rows in another order."""
    opened = {task.id: load(task, "ORDER BY hash(COLUMNS(*)), 1 DESC") for task in TASKS.values()}
    yield opened
    for connection in opened.values():
        connection.close()


@pytest.fixture
def market(databases: dict[str, duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    return databases[MARKET]


@pytest.fixture
def video(databases: dict[str, duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    return databases[VIDEO]


def one(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """The single number that a query returns."""
    row = connection.execute(query).fetchone()
    assert row is not None
    return float(row[0])


def problem_of(problem_id: str) -> Problem:
    return next(found for task in TASKS.values() if (found := task.problem(problem_id)))


def fingerprint(rows: Rows, problem: Problem) -> str:
    """A short hash of a result; numbers count to the decimals of the problem."""
    text = [[_plain(cell, problem.rounding) for cell in row] for row in rows]
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()[:16]


def _plain(cell: object, decimals: int) -> str:
    if isinstance(cell, bool) or not hasattr(cell, "__float__"):
        return str(cell)
    return f"{float(cell) + 0.0:.{decimals}f}"


def fingerprints(databases: dict[str, duckdb.DuckDBPyConnection]) -> dict[str, str]:
    return {
        problem.id: fingerprint(databases[task.id].execute(problem.reference).fetchall(), problem)
        for task in TASKS.values()
        for problem in task.problems
    }


# ---------------------------------------------------------------------- files


def test_the_generators_make_the_files_that_are_there() -> None:
    assert make_tasks.differences(FOLDER) == []


def test_files_carry_no_time_and_no_name() -> None:
    for file in FOLDER.glob("*/*.csv.gz"):
        head = file.read_bytes()[:10]
        assert head[3] == 0, f"{file.name} names a file in its gzip header"
        assert head[4:8] == b"\0\0\0\0", f"{file.name} carries the time of its making"


def test_files_fit_discord_and_git() -> None:
    sizes = {task: sum(file.stat().st_size for file in (FOLDER / task).iterdir()) for task in TASKS}
    assert max(sizes.values()) <= 8 * MEBIBYTE
    assert sum(sizes.values()) <= 12 * MEBIBYTE


def test_written_files_hold_what_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [Table("notes", ("note_id", "text"), [(1, "naïve, quoted"), (2, None)])]
    monkeypatch.setattr(make_tasks, "MAKERS", {"small": lambda: tables})
    assert make_tasks.main(["--folder", str(tmp_path)]) == 0
    file = tmp_path / "small" / "notes.csv.gz"
    first = file.read_bytes()
    assert gzip.decompress(first).decode() == 'note_id,text\n1,"naïve, quoted"\n2,\n'
    assert make_tasks.main(["--folder", str(tmp_path)]) == 0
    assert file.read_bytes() == first
    assert make_tasks.main(["--check", "--folder", str(tmp_path)]) == 0


def test_check_names_every_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = [Table("kept", ("a",), [(1,)]), Table("lost", ("a",), [(1,)])]
    monkeypatch.setattr(make_tasks, "MAKERS", {"small": lambda: tables})
    make_tasks.write(tmp_path)
    (tmp_path / "small" / "lost.csv.gz").rename(tmp_path / "small" / "stray.csv.gz")
    (tmp_path / "small" / "kept.csv.gz").write_bytes(gzip.compress(b"a\n2\n"))
    assert make_tasks.main(["--check", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "small/lost.csv.gz: the file is missing",
        "small/stray.csv.gz: no generator makes this file",
        "small/kept.csv.gz: differs from what the generator makes",
    ]


# ----------------------------------------------------------------- references


@pytest.mark.parametrize(("task", "problem"), PROBLEMS)
def test_reference_returns_what_the_prompt_names(
    task: Task, problem: Problem, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    result = databases[task.id].execute(problem.reference)
    columns = [column[0] for column in result.description or ()]
    rows = result.fetchall()
    assert 1 <= len(rows) <= 200
    assert [name for name in columns if f"`{name}`" not in problem.prompt] == []
    assert not any(cell is None for row in rows for cell in row)


@pytest.mark.parametrize(("task", "problem"), PROBLEMS)
def test_reference_does_not_depend_on_the_order_of_rows_in_the_files(
    task: Task,
    problem: Problem,
    databases: dict[str, duckdb.DuckDBPyConnection],
    shuffled: dict[str, duckdb.DuckDBPyConnection],
) -> None:
    usual = databases[task.id].execute(problem.reference).fetchall()
    other = shuffled[task.id].execute(problem.reference).fetchall()
    assert fingerprint(other, problem) == fingerprint(usual, problem)


@pytest.mark.parametrize(("task", "problem"), PROBLEMS)
def test_no_result_hangs_on_how_a_half_is_rounded(
    task: Task, problem: Problem, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    """Another way to the same number may differ in its last binary digit; that must not change the written one."""
    database = databases[task.id]
    up, down = (
        database.execute(problem.reference.replace("ROUND(", f"ROUND({nudge} + ")).fetchall()
        for nudge in ("1e-9", "-1e-9")
    )
    assert fingerprint(up, problem) == fingerprint(down, problem)


@pytest.mark.parametrize(("task", "problem"), PROBLEMS)
def test_reference_uses_just_the_tables_that_the_problem_names(task: Task, problem: Problem) -> None:
    used = {table.name for table in task.tables if re.search(rf"\b(?:FROM|JOIN) {table.name}\b", problem.reference)}
    assert used == set(problem.tables)


def test_results_stay_what_they_were(databases: dict[str, duckdb.DuckDBPyConnection]) -> None:
    assert fingerprints(databases) == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_no_two_problems_have_the_same_result(databases: dict[str, duckdb.DuckDBPyConnection]) -> None:
    found = list(fingerprints(databases).values())
    assert len(set(found)) == len(found)


NEWEST, TEST_DOMAIN, INTERNAL = "newest = 1 AND ", " AND cl.email_domain <> 'quillbridge.test'", "u.build <> 'internal'"

SHORTCUTS = [
    ("mp-job-outcomes", "COUNT(*) AS jobs", "COUNT(*) FILTER (WHERE j.status <> 'open') AS jobs"),
    ("mp-orphans", "SELECT DISTINCT proposal_id", "SELECT proposal_id"),
    ("mp-orphans", "LEFT JOIN", "JOIN"),
    ("mp-top-freelancers", "p." + NEWEST, ""),
    ("mp-top-freelancers", " AND p.status = 'settled'", ""),
    ("mp-top-freelancers", TEST_DOMAIN, ""),
    ("mp-top-freelancers", " * x.usd_per_unit", ""),
    ("mp-category-podium", "p." + NEWEST, ""),
    ("mp-category-podium", TEST_DOMAIN, ""),
    ("mp-category-podium", " * x.usd_per_unit", ""),
    ("mp-running-total", "p." + NEWEST, ""),
    ("mp-running-total", TEST_DOMAIN, ""),
    ("mp-running-total", " * x.usd_per_unit", ""),
    ("mp-running-total", "PARTITION BY EXTRACT(YEAR FROM month) ", ""),
    ("mp-moving-average", "FROM jobs", "FROM jobs WHERE posted_at >= TIMESTAMP '2024-12-30'"),
    ("mp-first-reply", "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY hours)", "AVG(hours)"),
    ("mp-funnel", "LEFT JOIN bids", "JOIN bids"),
    ("mp-funnel", "\n    AND cl.email_domain <> 'quillbridge.test'", ""),
    ("mp-cohorts", "WHERE m1 = 1", ""),
    ("mp-sittings", "SELECT DISTINCT proposal_id", "SELECT proposal_id"),
    ("mp-lost-flag", " AND n.day <> d.day", ""),
    ("mp-lost-flag", "COUNT(DISTINCT proposal_id)", "COUNT(*)"),
    ("mp-late-loads", "MIN(loaded_at)", "MAX(loaded_at)"),
    ("mp-missing-budget", "WHERE status <> 'open'", ""),
    ("mp-hourly-or-fixed", "WHERE j.status <> 'open'", ""),
    ("mp-concentration", TEST_DOMAIN, ""),
    ("mp-concentration", " * x.usd_per_unit", ""),
    ("mp-weekly-lift", "SUM(w.interviews) * 1.0 / MAX(s.accounts)", "AVG(w.interviews)"),
    ("mp-weekly-lift", "surface = 'web'", "surface IS NOT NULL"),
    ("mp-lift-interval", "LEFT JOIN", "JOIN"),
    ("mp-lift-interval", "a.surface = 'web'", "a.surface IS NOT NULL"),
    ("mp-adjusted-lift", "LEFT JOIN", "JOIN"),
    ("mp-guardrail", "LEFT JOIN", "JOIN"),
    ("sv-top-videos", "COUNT(DISTINCT v.view_id)", "COUNT(*)"),
    ("sv-heaviest-users", INTERNAL, "TRUE"),
    ("sv-genre-podium", "COUNT(DISTINCT v.view_id)", "COUNT(*)"),
    ("sv-signups", "build <> 'internal'", "TRUE"),
    ("sv-daily-actives", INTERNAL, "TRUE"),
    ("sv-daily-actives", INTERNAL, f"{INTERNAL} AND s.started_at >= TIMESTAMP '2025-06-01'"),
    ("sv-stickiness", INTERNAL, "TRUE"),
    ("sv-retention", INTERNAL, "TRUE"),
    ("sv-retention", "LEFT JOIN", "JOIN"),
    ("sv-ad-cohorts", "LEFT JOIN", "JOIN"),
    ("sv-activation", "LEFT JOIN opened", "JOIN opened"),
    ("sv-broken-day", "SELECT DISTINCT view_id", "SELECT view_id"),
    ("sv-late-reports", "WHERE app_version <> '5.0'", ""),
    ("sv-missing-years", INTERNAL, "TRUE"),
    ("sv-missing-years", "LEFT JOIN", "JOIN"),
    ("sv-completion", "CAST(watched_at AS DATE) <> DATE '2025-03-18' AND ", ""),
    ("sv-visits", "LAG(ended_at)", "LAG(started_at)"),
    ("sv-streaks", INTERNAL, "TRUE"),
    ("sv-streaks", "SELECT DISTINCT s.user_id", "SELECT s.user_id"),
    ("sv-creator-deciles", "COUNT(DISTINCT v.view_id)", "COUNT(*)"),
    ("sv-weekly-lift", "WHERE app_version <> '5.2'", ""),
    ("sv-weekly-lift", "a.assigned_on - 1)", "a.assigned_on)"),
    ("sv-lift-interval", "LEFT JOIN", "JOIN"),
    ("sv-lift-interval", "WHERE a.app_version <> '5.2'", ""),
    ("sv-adjusted-lift", "LEFT JOIN", "JOIN"),
    ("sv-still-there", "WHERE a.app_version <> '5.2'", ""),
]
"""Steps that a hasty answer leaves out: problem, what stands in the reference, what would stand there instead."""


@pytest.mark.parametrize(("problem_id", "careful", "hasty"), SHORTCUTS)
def test_a_hasty_answer_differs(
    problem_id: str, careful: str, hasty: str, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    task = next(task for task in TASKS.values() if task.problem(problem_id))
    problem = problem_of(problem_id)
    assert careful in problem.reference
    right = databases[task.id].execute(problem.reference).fetchall()
    wrong = databases[task.id].execute(problem.reference.replace(careful, hasty)).fetchall()
    assert fingerprint(wrong, problem) != fingerprint(right, problem)


# --------------------------------------------------------------- both data sets

KEYS = [
    (MARKET, "jobs", "client_id", "clients", "client_id", 0),
    (MARKET, "proposals", "job_id", "jobs", "job_id", 0),
    (MARKET, "contracts", "job_id", "jobs", "job_id", 0),
    (MARKET, "payments", "contract_id", "contracts", "contract_id", 0),
    (MARKET, "reviews", "contract_id", "contracts", "contract_id", 0),
    (MARKET, "test_assignments", "client_id", "clients", "client_id", 0),
    (MARKET, "test_weeks", "client_id", "test_assignments", "client_id", 0),
    (MARKET, "proposals", "freelancer_id", "freelancers", "freelancer_id", 0.004),
    (MARKET, "contracts", "freelancer_id", "freelancers", "freelancer_id", 0.004),
    (VIDEO, "sessions", "user_id", "users", "user_id", 0),
    (VIDEO, "views", "session_id", "sessions", "session_id", 0),
    (VIDEO, "videos", "creator_id", "users", "user_id", 0),
    (VIDEO, "follows", "follower_id", "users", "user_id", 0),
    (VIDEO, "follows", "creator_id", "users", "user_id", 0),
    (VIDEO, "test_assignments", "user_id", "users", "user_id", 0),
    (VIDEO, "views", "video_id", "videos", "video_id", 0.03),
]
"""Child table and column, parent table and column, and the share of rows that is meant to lead nowhere."""


@pytest.mark.parametrize(("task", "child", "column", "parent", "key", "share"), KEYS)
def test_keys_lead_somewhere_except_where_meant(
    task: str, child: str, column: str, parent: str, key: str, share: float,
    databases: dict[str, duckdb.DuckDBPyConnection],
) -> None:  # fmt: skip
    lost = one(
        databases[task],
        f"SELECT AVG(CASE WHEN p.{key} IS NULL THEN 1.0 ELSE 0 END) FROM {child} c LEFT JOIN {parent} p "
        f"ON p.{key} = c.{column}",
    )
    assert lost == pytest.approx(share, rel=0.3)


def test_keys_are_unique_except_where_meant(databases: dict[str, duckdb.DuckDBPyConnection]) -> None:
    for task, keys in {
        MARKET: ["clients.client_id", "freelancers.freelancer_id", "jobs.job_id", "contracts.contract_id",
                 "contracts.job_id", "reviews.review_id", "test_assignments.client_id"],
        VIDEO: ["users.user_id", "videos.video_id", "sessions.session_id", "test_assignments.user_id"],
    }.items():  # fmt: skip
        for table, column in (key.split(".") for key in keys):
            assert one(databases[task], f"SELECT COUNT(*) - COUNT(DISTINCT {column}) FROM {table}") == 0, column


NULLABLE = {
    MARKET: {"freelancers.hourly_rate_usd", "jobs.budget_usd", "contracts.ended_on"},
    VIDEO: {"users.birth_year", "sessions.network", "follows.unfollowed_at"},
}


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_values_are_missing_only_where_meant(task: Task, databases: dict[str, duckdb.DuckDBPyConnection]) -> None:
    empty = {
        f"{table.name}.{column.name}"
        for table in task.tables
        for column in table.columns
        if one(databases[task.id], f"SELECT COUNT(*) - COUNT({column.name}) FROM {table.name}")
    }
    assert empty == NULLABLE[task.id]


@pytest.mark.parametrize(("task", "table", "fewest"), [(MARKET, "proposals", 100_000), (VIDEO, "views", 100_000)])
def test_the_largest_table_is_large(
    task: str, table: str, fewest: int, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    counts = {t.name: one(databases[task], f"SELECT COUNT(*) FROM {t.name}") for t in TASKS[task].tables}
    assert counts[table] == max(counts.values()) >= fewest


def by_chance(chi_square: float) -> float:
    """How likely a chi-square statistic of one degree of freedom is at least this large by chance."""
    return math.erfc(math.sqrt(chi_square / 2))


@pytest.mark.parametrize(
    ("problem_id", "task", "broken"), [("mp-sample-ratio", MARKET, "app"), ("sv-sample-ratio", VIDEO, "5.2")]
)
def test_one_segment_of_the_test_has_lost_users(
    problem_id: str, task: str, broken: str, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    rows = databases[task].execute(problem_of(problem_id).reference).fetchall()
    chances = {row[0]: by_chance(float(row[3])) for row in rows}
    assert chances.pop(broken) < 0.001
    assert min(chances.values()) > 0.01, "the mismatch is to be found in the segment, not in the total"


@pytest.mark.parametrize(("problem_id", "task"), [("mp-weekly-lift", MARKET), ("sv-weekly-lift", VIDEO)])
def test_the_effect_of_the_test_wears_off(
    problem_id: str, task: str, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    lifts = [float(row[3]) for row in databases[task].execute(problem_of(problem_id).reference).fetchall()]
    assert lifts[0] > 20
    assert lifts[0] > lifts[1] > lifts[2] > lifts[-1]
    assert abs(lifts[-1]) < 3


@pytest.mark.parametrize(("problem_id", "task"), [("mp-hourly-or-fixed", MARKET), ("sv-completion", VIDEO)])
def test_the_total_says_the_opposite_of_every_part(
    problem_id: str, task: str, databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    total, *parts = [float(row[3]) for row in databases[task].execute(problem_of(problem_id).reference).fetchall()]
    assert total < -3
    assert min(parts) > 3


# ----------------------------------------------------------------- marketplace


def test_proposals_were_written_twice_now_and_then(market: duckdb.DuckDBPyConnection) -> None:
    surplus = one(market, "SELECT COUNT(*) - COUNT(DISTINCT proposal_id) FROM proposals")
    assert surplus == one(market, "SELECT COUNT(*) FROM proposals") - one(
        market, "SELECT COUNT(*) FROM (SELECT DISTINCT * FROM proposals)"
    ), "copies agree in every column"
    assert surplus / one(market, "SELECT COUNT(DISTINCT proposal_id) FROM proposals") == pytest.approx(0.007, rel=0.1)


def test_some_payments_were_corrected_later(market: duckdb.DuckDBPyConnection) -> None:
    copies = "SELECT payment_id, COUNT(DISTINCT status) AS states FROM payments GROUP BY 1 HAVING COUNT(*) = 2"
    assert one(market, f"SELECT COUNT(*) FROM ({copies})") > 150
    assert 0.2 < one(market, f"SELECT AVG(states - 1) FROM ({copies})") < 0.5
    assert one(market, "SELECT COUNT(*) - COUNT(DISTINCT (payment_id, loaded_at)) FROM payments") == 0


def test_payments_arrive_late_most_of_all_in_december(market: duckdb.DuckDBPyConnection) -> None:
    late = "AVG(CASE WHEN loaded_at > paid_at + INTERVAL '72 hours' THEN 1.0 ELSE 0 END)"
    december = one(market, f"SELECT {late} FROM payments WHERE MONTH(paid_at) = 12")
    assert december > 2 * one(market, f"SELECT {late} FROM payments WHERE MONTH(paid_at) <> 12") > 0.04
    assert one(market, "SELECT COUNT(*) FROM payments WHERE loaded_at >= TIMESTAMP '2025-07-01 06:00'") == 0


def test_one_day_lost_the_flag_of_invitations(market: duckdb.DuckDBPyConnection) -> None:
    days = (
        "SELECT CAST(submitted_at AS DATE) AS day FROM proposals GROUP BY 1 "
        "HAVING COUNT(*) >= 30 AND NOT BOOL_OR(is_invited)"
    )
    assert market.execute(f"SELECT CAST(day AS VARCHAR) FROM ({days}) ORDER BY 1").fetchall() == [("2025-02-12",)]


def test_test_accounts_pay_sums_that_nobody_else_pays(market: duckdb.DuckDBPyConnection) -> None:
    bids = (
        "FROM proposals JOIN jobs USING (job_id) JOIN clients USING (client_id) WHERE bid_usd = 9999 AND email_domain"
    )
    assert one(market, "SELECT COUNT(*) FROM clients WHERE email_domain = 'quillbridge.test'") == 15
    assert one(market, f"SELECT COUNT(*) {bids} = 'quillbridge.test'") > 20
    assert one(market, f"SELECT COUNT(*) {bids} <> 'quillbridge.test'") == 0


def test_budgets_rates_and_reviews_are_missing_where_things_went_worse(market: duckdb.DuckDBPyConnection) -> None:
    hired = "SELECT AVG(CASE WHEN status = 'hired' THEN 1.0 ELSE 0 END) FROM jobs WHERE budget_usd IS"
    assert one(market, f"{hired} NULL") < one(market, f"{hired} NOT NULL") - 0.05
    rate = (
        "SELECT AVG(CASE WHEN freelancer_id IN (SELECT freelancer_id FROM contracts) THEN 1.0 ELSE 0 END) "
        "FROM freelancers WHERE hourly_rate_usd IS"
    )
    assert one(market, f"{rate} NULL") < one(market, f"{rate} NOT NULL") / 2
    reviewed = (
        "SELECT AVG(CASE WHEN c.contract_id IN (SELECT contract_id FROM reviews WHERE author = 'client') "
        "THEN 1.0 ELSE 0 END) FROM contracts c WHERE ended_on IS NOT NULL AND c.contract_id "
    )
    refunded = "IN (SELECT contract_id FROM payments WHERE status = 'refunded')"
    assert one(market, reviewed + refunded) < one(market, f"{reviewed} NOT {refunded}") - 0.1


def test_clients_won_by_the_promotion_do_not_stay(market: duckdb.DuckDBPyConnection) -> None:
    share = (
        "SELECT AVG(CASE WHEN client_id IN (SELECT client_id FROM jobs j WHERE j.client_id = c.client_id AND "
        "CAST(posted_at AS DATE) - signed_up_on BETWEEN 90 AND 119) THEN 1.0 ELSE 0 END) FROM clients c "
        "WHERE signed_up_on BETWEEN DATE '2023-07-01' AND DATE '2024-12-31' AND source"
    )
    assert one(market, f"{share} = 'promo'") < one(market, f"{share} <> 'promo'") / 2


def test_earnings_are_steep_and_work_rests_at_weekends_and_in_december(market: duckdb.DuckDBPyConnection) -> None:
    shares = {row[0]: float(row[2]) for row in market.execute(problem_of("mp-concentration").reference).fetchall()}
    assert shares[1] > 20
    assert shares[10] > 55
    weekend = one(market, "SELECT AVG(CASE WHEN ISODOW(posted_at) > 5 THEN 1.0 ELSE 0 END) FROM jobs")
    assert weekend < 0.17
    months = "SELECT COUNT(*) FROM jobs WHERE DATE_TRUNC('month', posted_at) = DATE"
    assert one(market, f"{months} '2024-12-01'") < 0.85 * one(market, f"{months} '2024-11-01'")
    assert one(market, f"{months} '2025-05-01'") > 1.3 * one(market, f"{months} '2024-05-01'")


def test_the_feature_costs_support_and_the_adjustment_decides(market: duckdb.DuckDBPyConnection) -> None:
    control, treatment = market.execute(problem_of("mp-guardrail").reference).fetchall()
    assert float(treatment[3]) > 1.2 * float(control[3])
    plain = market.execute(problem_of("mp-lift-interval").reference).fetchall()[0]
    adjusted = market.execute(problem_of("mp-adjusted-lift").reference).fetchall()[0]
    assert plain[4] < 0 < adjusted[3], "zero lies in the plain interval and below the adjusted one"
    assert adjusted[2] < 0.7 * plain[3]


# ----------------------------------------------------------------- short video


def test_views_were_written_twice_now_and_then(video: duckdb.DuckDBPyConnection) -> None:
    rows, distinct = one(video, "SELECT COUNT(*) FROM views"), one(video, "SELECT COUNT(DISTINCT view_id) FROM views")
    assert (rows - distinct) / distinct == pytest.approx(0.007, rel=0.1)
    assert one(video, "SELECT COUNT(*) FROM (SELECT DISTINCT * FROM views)") == distinct, "copies agree in every column"


def test_on_one_day_one_platform_logged_milliseconds(video: duckdb.DuckDBPyConnection) -> None:
    rows = video.execute(problem_of("sv-broken-day").reference).fetchall()
    assert [(str(day), platform) for day, platform, *_ in rows] == [("2025-03-18", "ios")]
    assert one(video, "SELECT MAX(watch_s) FROM views WHERE CAST(watched_at AS DATE) <> DATE '2025-03-18'") < 2000


def test_one_version_on_android_stamped_local_time(video: duckdb.DuckDBPyConnection) -> None:
    rows = video.execute(problem_of("sv-wrong-clock").reference).fetchall()
    assert {(version, platform) for version, platform, _, share in rows if share > 0} == {("5.0", "android")}
    behind = (
        "SELECT MEDIAN(DATE_DIFF('minute', received_at, started_at + TO_SECONDS(seconds))) FROM sessions "
        "JOIN users USING (user_id) WHERE app_version = '5.0' AND platform = 'android' AND country ="
    )
    assert [one(video, f"{behind} '{country}'") for country in ("US", "GB", "IN", "JP")] == [-300, 0, 330, 540]


def test_internal_builds_watch_all_day(video: duckdb.DuckDBPyConnection) -> None:
    assert one(video, "SELECT COUNT(*) FROM users WHERE build = 'internal'") == 24
    top = "SELECT build FROM sessions JOIN users USING (user_id) GROUP BY user_id, build ORDER BY SUM(seconds) DESC"
    assert one(video, f"SELECT COUNT(*) FILTER (WHERE build = 'internal') FROM ({top} LIMIT 24)") == 24


def test_reports_of_mobile_networks_arrive_late(video: duckdb.DuckDBPyConnection) -> None:
    late = {row[0]: float(row[3]) for row in video.execute(problem_of("sv-late-reports").reference).fetchall()}
    assert late["mobile"] > 2
    assert late["wifi"] < 1


def test_years_of_birth_are_missing_with_those_who_left(video: duckdb.DuckDBPyConnection) -> None:
    for _, _, _, told, untold in video.execute(problem_of("sv-missing-years").reference).fetchall():
        assert untold < told - 15


def test_the_users_of_the_campaign_do_not_stay(video: duckdb.DuckDBPyConnection) -> None:
    gaps = {str(row[0])[:7]: float(row[3]) for row in video.execute(problem_of("sv-ad-cohorts").reference).fetchall()}
    assert min(gaps, key=lambda month: gaps[month]) == "2024-10"
    assert gaps["2024-10"] < -8
    by_channel = video.execute(problem_of("sv-retention").reference).fetchall()
    assert [row[0] for row in by_channel][0::3] == ["invite", "ads"]


def test_views_are_steep_and_people_come_at_weekends(video: duckdb.DuckDBPyConnection) -> None:
    assert float(video.execute(problem_of("sv-creator-deciles").reference).fetchall()[0][3]) > 60
    share = one(video, "SELECT AVG(CASE WHEN ISODOW(started_at) > 5 THEN 1.0 ELSE 0 END) FROM sessions")
    assert share > 1.1 * 2 / 7


def test_more_sessions_do_not_become_more_people_who_stay(video: duckdb.DuckDBPyConnection) -> None:
    control, treatment = video.execute(problem_of("sv-still-there").reference).fetchall()
    assert abs(float(treatment[3]) - float(control[3])) < 1
    for problem_id, low, high in (("sv-lift-interval", 4, 5), ("sv-adjusted-lift", 3, 4)):
        row = video.execute(problem_of(problem_id).reference).fetchall()[0]
        assert row[low] < 0 < row[high]


if __name__ == "__main__":
    found = fingerprints({task.id: load(task) for task in TASKS.values()})
    EXPECTED.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
