"""The tables of the freelance marketplace: what happened, written down with the faults that real extracts have.

Some proposals are written twice (``_proposals``); some payments are loaded twice, the later row right (``_payments``);
freelancers who closed their account are gone while their proposals stay; rates, budgets and reviews are missing where
things went worse (``_shown_rate``, ``_job_row``, ``_reviews``); the test lost quiet accounts of one group on one
surface (``_experiment``).
"""

from collections.abc import Iterable

from tools.calendars import DAY
from tools.dice import Dice
from tools.marketplace import (
    CALENDAR,
    CATEGORIES,
    EXTRACTED,
    LEVEL_PRICE,
    LIFT,
    TEST_SEED,
    TEST_WEEKS,
    Client,
    Freelancer,
    Job,
    Market,
    Proposal,
    simulate,
)
from tools.tables import Row, Table, flag, money


def make() -> Iterable[Table]:
    """All tables of the task."""
    return _tables(simulate())


def _tables(market: Market) -> Iterable[Table]:
    dice = market.dice
    yield Table(
        "clients",
        ("client_id", "signed_up_on", "country", "segment", "source", "email_domain", "currency"),
        [(c.id, CALENDAR.day(c.joined), c.country, c.segment, c.source, c.domain, c.currency) for c in market.clients],
    )
    yield Table(
        "freelancers",
        ("freelancer_id", "joined_on", "country", "main_category", "hourly_rate_usd"),
        [
            (f.id, CALENDAR.day(f.joined), f.country, f.category, _shown_rate(dice, f))
            for f in market.freelancers
            if not f.closed
        ],
    )
    yield Table(
        "jobs",
        ("job_id", "client_id", "category", "posted_at", "pay_type", "level", "budget_usd", "status"),
        [_job_row(dice, job) for job in market.jobs],
    )
    yield _proposals(market)
    yield Table(
        "contracts",
        ("contract_id", "job_id", "freelancer_id", "started_on", "ended_on"),
        [
            (c.id, c.proposal.job.id, c.proposal.freelancer.id, CALENDAR.day(c.start), _maybe_day(c.end))
            for c in market.contracts
        ],
    )
    rates = _exchange_rates(dice)
    yield _payments(market, rates)
    yield Table(
        "exchange_rates",
        ("month", "currency", "usd_per_unit"),
        [(f"{month}-01", c, f"{r:.4f}") for (month, c), r in rates.items()],
    )
    yield _reviews(market)
    yield from _experiment(market)


def _proposals(market: Market) -> Table:
    """The event log wrote some of them twice."""
    rows = [row for p in market.proposals for row in [_proposal_row(p)] * (1 + market.dice.chance(0.007))]
    columns = ("proposal_id", "job_id", "freelancer_id", "submitted_at", "bid_usd", "is_invited", "status")
    return Table("proposals", columns, rows)


def _maybe_day(day: int | None) -> str | None:
    return None if day is None else CALENDAR.day(day)


def _shown_rate(dice: Dice, freelancer: Freelancer) -> str | None:
    """Those who were never hired leave their rate empty far more often."""
    hidden = dice.chance(0.04 if freelancer.contracts else 0.31)
    return None if hidden else money(freelancer.rate)


def _job_row(dice: Dice, job: Job) -> Row:
    """Clients who do not know what they want leave the budget empty, and fill less."""
    hidden = dice.chance(min(0.9, max(0.02, 0.17 - 0.15 * job.clarity + (0.08 if job.level == "entry" else 0))))
    price = CATEGORIES[job.category][1] * LEVEL_PRICE[job.level]
    guess = price * dice.lognormal(1, 0.25) if job.hourly else price * dice.lognormal(15, 0.8)
    budget = None if hidden else money(max(5.0, round(guess / 5) * 5.0))
    kind = "hourly" if job.hourly else "fixed"
    return (job.id, job.client.id, job.category, CALENDAR.moment(job.at), kind, job.level, budget, job.status)


def _proposal_row(p: Proposal) -> Row:
    return (p.id, p.job.id, p.freelancer.id, CALENDAR.moment(p.at), money(p.bid), flag(p.invited), p.status)


def _exchange_rates(dice: Dice) -> dict[tuple[str, str], float]:
    """One rate a month and currency, drifting a little."""
    rates, now = {}, {"EUR": 1.085, "GBP": 1.262}
    for month in sorted({CALENDAR.month(day * DAY) for day in range(CALENDAR.days)}):
        for currency, rate in now.items():
            rates[month, currency] = round(rate, 4)
            now[currency] = rate * (1 + 0.012 * dice.normal())
        rates[month, "USD"] = 1.0
    return rates


def _payments(market: Market, rates: dict[tuple[str, str], float]) -> Table:
    """In the order of loading; a corrected copy of some comes days later, and what is not loaded yet is not there."""
    dice, rows = market.dice, []
    for p in market.payments:
        currency = p.contract.proposal.job.client.currency
        amount = money(p.usd / rates[CALENDAR.month(p.at), currency])
        row = (p.id, p.contract.id, CALENDAR.moment(p.at), amount, currency)
        rows.append((p.loaded, (*row, p.status)))
        if dice.chance(0.008):
            status = "refunded" if p.status == "settled" and dice.chance(0.4) else p.status
            rows.append((p.loaded + dice.whole(1, 5) * DAY, (*row, status)))
    rows.sort(key=lambda pair: (pair[0], pair[1][0]))
    columns = ("payment_id", "contract_id", "paid_at", "amount", "currency", "status", "loaded_at")
    kept = [(*row, CALENDAR.moment(loaded)) for loaded, row in rows if loaded < EXTRACTED]
    return Table("payments", columns, kept)


def _reviews(market: Market) -> Table:
    """The content write reviews, the disappointed keep silent: what is missing is not missing at random."""
    dice, rows = market.dice, []
    refunded = {p.contract.id for p in market.payments if p.status == "refunded"}
    for contract in market.contracts:
        if contract.end is None:
            continue
        for author, bias in (("client", 0.0), ("freelancer", 0.35)):
            feeling = contract.mood + bias + 0.5 * dice.normal() - (1.2 if contract.id in refunded else 0.0)
            stars = min(5, max(1, round(4.1 + 0.8 * feeling)))
            at = contract.end * DAY + int(dice.exponential(4 * DAY))
            if dice.chance(0.74 if stars >= 4 else 0.33) and at < CALENDAR.days * DAY:  # noqa: PLR2004 - stars
                rows.append((at, contract.id, author, stars))
    rows.sort()
    columns = ("review_id", "contract_id", "author", "stars", "written_at")
    return Table("reviews", columns, [(n, c, a, s, CALENDAR.moment(at)) for n, (at, c, a, s) in enumerate(rows, 1)])


def _experiment(market: Market) -> Iterable[Table]:
    """Who was in the test, and what each account did in each of six weeks; a week without anything has no row."""
    dice = Dice(TEST_SEED)  # its own, so that a change elsewhere does not change what the test shows
    assigned: list[Row] = []
    weeks: list[Row] = []
    for client in sorted((c for c in market.clients if c.variant), key=lambda c: (c.assigned, c.id)):
        surface = "app" if dice.chance(0.2) else "web"
        before = dice.poisson(client.pull * TEST_WEEKS * (0.9 if surface == "app" else 1.0))
        quiet = before <= 3  # noqa: PLR2004 - interviews
        if surface == "app" and client.variant == "treatment" and dice.chance(0.55 if quiet else 0.1):
            continue  # old phones crashed before the assignment was written
        assigned.append((client.id, client.variant, CALENDAR.moment(client.assigned), surface, before))
        weeks.extend(row for week in range(TEST_WEEKS) if any((row := _week_row(dice, client, week))[2:]))
    yield Table("test_assignments", ("client_id", "variant", "assigned_at", "surface", "pre_interviews"), assigned)
    yield Table("test_weeks", ("client_id", "week_no", "active_seats", "interviews", "support_tickets"), weeks)


def _week_row(dice: Dice, client: Client, week: int) -> Row:
    treated = client.variant == "treatment"
    interviews = dice.poisson(client.pull * (LIFT[week] if treated else 1.0) * dice.lognormal(0.92, 0.4))
    seats = dice.poisson(0.4 + 0.5 * client.pull) + (interviews > 0)
    tickets = dice.poisson((0.10 + 0.05 * client.pull) * (1.3 if treated else 1.0))
    return (client.id, week + 1, seats, interviews, tickets)
