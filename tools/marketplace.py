"""What happened on the freelance marketplace: two years of a made-up company, before anybody writes it down.

What a candidate is to find begins here: the company's own test accounts bid large sums (``_price``), one day lost
the flag of invited proposals (``_propose``), loads come late (``_load_lag``), hourly jobs fill better in every segment
and worse overall (``FILL``), promotion cohorts do not stay (``LEAVING``), and the effect of the test wears off
(``LIFT``). The rest is made when the tables are written: ``tools.marketplace_tables``.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tools.calendars import DAY, HOUR, SATURDAY, Calendar
from tools.dice import Dice, Wheel

CALENDAR = Calendar(date(2023, 7, 1), date(2025, 6, 30))
EXTRACTED = CALENDAR.days * DAY + 6 * HOUR
OPEN_DAYS = 30
TEST_DOMAIN = "quillbridge.test"
TEST_EVERY = 442
LOST_FLAG_DAY = CALENDAR.number(date(2025, 2, 12))
TEST_START = CALENDAR.number(date(2025, 4, 28))
ELIGIBLE_BEFORE = CALENDAR.number(date(2025, 4, 1))
TEST_WEEKS = 6
TEST_SEED = 40

CLIENTS, FREELANCERS = 6200, 4000
COUNTRIES = Wheel.of({"US": 44, "GB": 13, "DE": 9, "FR": 6, "NL": 4, "ES": 4, "CA": 7, "AU": 6, "IN": 7})
TALENT = Wheel.of(
    {"IN": 22, "PH": 17, "US": 15, "PK": 10, "UA": 8, "GB": 6, "PL": 5, "BR": 5, "KE": 4, "DE": 4, "MX": 4}
)
EURO = {"DE", "FR", "NL", "ES"}
SEGMENTS = Wheel.of({"enterprise": 44, "small_business": 31, "individual": 25})
SOURCES = {
    "enterprise": Wheel.of({"sales": 70, "organic": 24, "ads": 6}),
    "small_business": Wheel.of({"organic": 45, "ads": 30, "promo": 17, "sales": 8}),
    "individual": Wheel.of({"organic": 47, "ads": 28, "promo": 25}),
}
LEAVING = {"sales": 0.035, "organic": 0.07, "ads": 0.13, "promo": 0.32}
"""Chance that a client posts no more, per month, by the source it came from."""
RATE = {"enterprise": 0.35, "small_business": 0.48, "individual": 0.40}
"""Median jobs per month of an active client."""
HOURLY = {"enterprise": 0.80, "small_business": 0.38, "individual": 0.20}
FILL = {
    ("enterprise", True): 0.33,
    ("enterprise", False): 0.27,
    ("small_business", True): 0.57,
    ("small_business", False): 0.50,
    ("individual", True): 0.63,
    ("individual", False): 0.56,
}
"""Chance that a job with proposals is filled, by segment and whether it is paid by the hour."""
CATEGORIES = {
    "web development": (20, 42),
    "mobile apps": (9, 45),
    "design": (14, 31),
    "writing": (12, 22),
    "translation": (6, 19),
    "data science": (8, 55),
    "marketing": (10, 28),
    "video editing": (6, 27),
    "virtual assistance": (7, 13),
    "accounting": (4, 33),
    "legal": (2, 68),
    "customer support": (5, 14),
}
"""Share of the jobs and median hourly rate in US dollars."""
LEVELS = Wheel.of({"entry": 27, "intermediate": 46, "expert": 27})
LEVEL_PRICE = {"entry": 0.68, "intermediate": 1.0, "expert": 1.55}
SEASON = (1.06, 1.04, 1.08, 1.02, 1.0, 0.95, 0.84, 0.8, 1.08, 1.12, 1.1, 0.72)
WEEKDAY = (1.16, 1.22, 1.2, 1.12, 0.94, 0.42, 0.4)
HOURS = Wheel(range(24), (2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 10, 11, 13, 14, 13, 11, 9, 7, 6, 5, 4, 3))
LIFT = (1.27, 1.16, 1.08, 1.03, 1.01, 1.0)
"""What the tested feature does to interviews, week by week."""


@dataclass
class Client:
    """A client account."""

    id: int
    joined: int
    country: str
    segment: str
    source: str
    test: bool
    rate: float
    pull: float
    variant: str | None = None
    assigned: int = 0

    @property
    def currency(self) -> str:
        """The currency in which this client pays."""
        return "EUR" if self.country in EURO else "GBP" if self.country == "GB" else "USD"

    @property
    def domain(self) -> str:
        """The domain of the address that the account signed up with."""
        if self.test:
            return TEST_DOMAIN
        return "freemail.example" if self.segment == "individual" else f"firm{self.id}.example"


@dataclass
class Freelancer:
    """A freelancer's account; ``skill`` is around 0 and decides price and chances."""

    id: int
    joined: int
    country: str
    category: str
    skill: float
    rate: float
    weight: float
    closed: bool = False
    contracts: int = 0


@dataclass
class Job:
    """A job post."""

    client: Client
    at: int
    category: str
    hourly: bool
    level: str
    clarity: float
    id: int = 0
    status: str = "expired"


@dataclass
class Proposal:
    """A freelancer's bid for a job."""

    job: Job
    freelancer: Freelancer
    at: int
    bid: float
    invited: bool
    status: str = "submitted"
    id: int = 0


@dataclass
class Contract:
    """A hire, with what came of it."""

    proposal: Proposal
    start: int
    end: int | None = None
    weeks: int = 1
    mood: float = 0.0
    id: int = 0


@dataclass
class Payment:
    """A payment on a contract."""

    contract: Contract
    at: int
    usd: float
    status: str
    loaded: int
    id: int = 0


@dataclass
class Market:
    """All that happened, in memory."""

    dice: Dice
    clients: list[Client] = field(default_factory=list)
    freelancers: list[Freelancer] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    wheels: dict[str, Wheel[Freelancer]] = field(default_factory=dict)


def simulate() -> Market:
    """All that happened."""
    market = Market(Dice(20250630))
    _make_freelancers(market)
    _make_clients(market)
    _make_jobs(market)
    for job in market.jobs:
        _propose(market, job)
    market.proposals.sort(key=lambda proposal: (proposal.at, proposal.job.id, proposal.freelancer.id))
    _number(market.proposals, 1)
    market.contracts.sort(key=lambda contract: (contract.start, contract.proposal.id))
    _number(market.contracts, 1)
    for contract in market.contracts:
        _pay(market, contract)
    market.payments.sort(key=lambda payment: (payment.at, payment.contract.id))
    _number(market.payments, 1)
    return market


def _number(things: Iterable[Job | Proposal | Contract | Payment], first: int) -> None:
    for number, thing in enumerate(things, first):
        thing.id = number


def _joining_day(dice: Dice, before: float) -> int:
    """A day of joining: a share ``before`` the first day, the others more and more towards the last."""
    if dice.chance(before):
        return -dice.whole(1, 900)
    return int(CALENDAR.days * dice.random() ** 0.8)


def _make_freelancers(market: Market) -> None:
    dice = market.dice
    categories = Wheel.of({name: share for name, (share, _) in CATEGORIES.items()})
    for number in range(1, FREELANCERS + 1):
        category = categories.spin(dice)
        skill, country = dice.normal(), TALENT.spin(dice)
        level = 1.5 if country in {"US", "GB", "DE"} else 0.8
        rate = max(4.0, round(dice.lognormal(CATEGORIES[category][1] * level, 0.3) * math.exp(0.25 * skill) * 2) / 2)
        weight = min(dice.pareto(1.05), 150.0) * math.exp(0.2 * skill)
        closed = weight < 1.8 and dice.chance(0.05)  # noqa: PLR2004 - only small accounts close
        joined = _joining_day(dice, 0.4)
        market.freelancers.append(Freelancer(number, joined, country, category, skill, rate, weight, closed))
    for category in CATEGORIES:
        own = [(f, f.weight * (1.0 if f.category == category else 0.02)) for f in market.freelancers]
        market.wheels[category] = Wheel([f for f, _ in own], [weight for _, weight in own])


def _make_clients(market: Market) -> None:
    dice = market.dice
    for number in range(1, CLIENTS + 1):
        segment = SEGMENTS.spin(dice)
        source = SOURCES[segment].spin(dice)
        joined = _joining_day(dice, 0.35)
        if source == "promo":  # the promotion ran for five months
            joined = CALENDAR.number(date(2024, 9, 1)) + int(150 * dice.random())
        test = number % TEST_EVERY == 7  # noqa: PLR2004 - spread over all ids
        segment, source = ("enterprise", "organic") if test else (segment, source)
        rate, pull = dice.lognormal(RATE[segment], 0.85), dice.lognormal(0.62, 0.85)
        client = Client(number, joined, COUNTRIES.spin(dice), segment, source, test, rate, pull)
        market.clients.append(client)
    market.clients.sort(key=lambda client: client.joined)
    for number, client in enumerate(market.clients, 1):
        client.id = number


def _make_jobs(market: Market) -> None:
    dice = market.dice
    for client in market.clients:
        if client.segment == "enterprise" and client.joined < ELIGIBLE_BEFORE and dice.chance(0.93):
            client.variant = "treatment" if dice.chance(0.5) else "control"
            client.assigned = TEST_START * DAY + int(14 * DAY * dice.random() ** 1.5)
        first = max(client.joined, 0)
        if client.joined < 0 and dice.chance(1 - (1 - LEAVING[client.source]) ** (-client.joined / 30)):
            continue
        for month_start in range(first, CALENDAR.days, 30):
            _post_month(market, client, month_start, fresh=month_start == client.joined)
            if not client.test and dice.chance(LEAVING[client.source]):
                break
    market.jobs.sort(key=lambda job: (job.at, job.client.id))
    _number(market.jobs, 1)


def _post_month(market: Market, client: Client, start: int, *, fresh: bool) -> None:
    """The jobs of one month; a new client is keener, and the first job comes within days."""
    dice = market.dice
    growth = 1 + 0.25 * start / CALENDAR.days
    for _ in range(dice.poisson(client.rate * growth * (1.6 if fresh else 1.0)) + (fresh and dice.chance(0.62))):
        day = start + (int(min(dice.exponential(4), 29)) if fresh else dice.whole(0, 29))
        if not (0 <= day < CALENDAR.days) or day < client.joined:
            continue
        when = CALENDAR.date(day)
        if not dice.chance(SEASON[when.month - 1] * WEEKDAY[when.weekday()] / 1.4):
            continue
        category = _CATEGORY_WHEEL.spin(dice)
        at = day * DAY + HOURS.spin(dice) * HOUR + dice.whole(0, HOUR - 1)
        hourly = dice.chance(HOURLY[client.segment])
        market.jobs.append(Job(client, at, category, hourly, LEVELS.spin(dice), dice.normal()))


_CATEGORY_WHEEL = Wheel.of({name: share for name, (share, _) in CATEGORIES.items()})


def _propose(market: Market, job: Job) -> None:
    """Proposals come fast at first; clear posts draw more of them."""
    dice, seen = market.dice, set()
    crowd = {"writing": 1.3, "design": 1.25, "legal": 0.5, "accounting": 0.65}.get(job.category, 1.0)
    bids = []
    for _ in range(dice.poisson(dice.lognormal(6.9, 0.75) * crowd * math.exp(0.22 * job.clarity))):
        freelancer = market.wheels[job.category].spin(dice)
        at = job.at + 90 + int(dice.exponential(15 * HOUR) if dice.chance(0.8) else dice.exponential(70 * HOUR))
        at = _to_sitting(dice, freelancer, at)
        if freelancer.id in seen or freelancer.joined > at // DAY or at >= CALENDAR.days * DAY or at <= job.at:
            continue
        seen.add(freelancer.id)
        invited = dice.chance(0.16 + 0.05 * (freelancer.skill > 1))
        bids.append(Proposal(job, freelancer, at, _price(dice, job, freelancer), invited))
    market.proposals.extend(bids)
    bids.sort(key=lambda bid: bid.at)
    _decide(market, job, bids)
    for bid in bids:
        if bid.at // DAY == LOST_FLAG_DAY:
            bid.invited = False


def _to_sitting(dice: Dice, freelancer: Freelancer, at: int) -> int:
    """Move a proposal to one of the freelancer's sittings of that day, so that proposals come in bursts."""
    if dice.chance(0.2):
        return at
    day, hour = divmod(at, DAY)
    evening = 19 if freelancer.id % 3 else 8
    start = ((freelancer.id * 7919 + day * 104_729) % (4 * HOUR)) + evening * HOUR
    moved = day * DAY + start + int(dice.exponential(14 * 60))
    return moved if moved > at - hour else at


def _price(dice: Dice, job: Job, freelancer: Freelancer) -> float:
    """The bid: dollars an hour, or dollars for the whole job."""
    hourly = freelancer.rate * LEVEL_PRICE[job.level] * dice.lognormal(1.0, 0.16)
    if job.client.test:
        return 9999.0 if not job.hourly else 250.0
    return round(hourly * 2) / 2 if job.hourly else max(15.0, round(hourly * dice.lognormal(14, 0.9) / 5) * 5.0)


def _decide(market: Market, job: Job, bids: list[Proposal]) -> None:
    """Fill the job or not, and settle what became of each bid."""
    dice = market.dice
    chance = FILL[job.client.segment, job.hourly] + 0.09 * job.clarity
    if job.client.variant == "treatment" and 0 <= job.at - job.client.assigned < 14 * DAY:
        chance += 0.05
    chosen = None
    if bids and dice.chance(chance):
        look = bids[: 3 + dice.poisson(4)]
        chosen = Wheel(look, [math.exp(0.7 * b.freelancer.skill + 0.8 * b.invited) for b in look]).spin(dice)
    hired_at = chosen.at + int(dice.exponential(2.2 * DAY)) + HOUR if chosen else 0
    if chosen and hired_at < CALENDAR.days * DAY:
        job.status, chosen.status = "hired", "hired"
        market.contracts.append(Contract(chosen, hired_at // DAY))
        chosen.freelancer.contracts += 1
    elif chosen or job.at > (CALENDAR.days - OPEN_DAYS) * DAY:
        job.status = "open"
    elif dice.chance(0.14):
        job.status = "cancelled"
    for bid in bids:
        if bid.status == "hired":
            continue
        taste = 0.13 + 0.05 * bid.freelancer.skill + (0.1 if job.status == "hired" else 0.0)
        bid.status = "withdrawn" if dice.chance(0.04) else "shortlisted" if dice.chance(taste) else "submitted"
        if bid.status == "submitted" and job.status == "hired" and dice.chance(0.7):
            bid.status = "declined"


def _pay(market: Market, contract: Contract) -> None:
    """Milestones or weekly hours, until the contract ends or the extract does."""
    dice, proposal = market.dice, contract.proposal
    job, skill = proposal.job, proposal.freelancer.skill
    contract.mood = 0.45 * skill + 0.3 * job.clarity + dice.normal()
    weeks = 1 + dice.poisson(dice.exponential(3.4 if job.hourly else 1.4))
    hours = dice.between(4, 30)
    parts = [dice.between(0.5, 1.5) for _ in range(weeks if job.hourly else min(weeks, 3))]
    moment = contract.start * DAY + 9 * HOUR
    for part in parts:
        wait = 7 * DAY if job.hourly else dice.exponential(9 * DAY) + DAY
        moment = int(moment + wait + dice.between(-3, 6) * HOUR)
        moment += 2 * DAY if CALENDAR.date(moment // DAY).weekday() >= SATURDAY else 0
        if moment >= CALENDAR.days * DAY:
            break
        usd = proposal.bid * (hours * part if job.hourly else part / sum(parts))
        _settle(market, contract, moment, usd)
    else:
        contract.end = moment // DAY


def _settle(market: Market, contract: Contract, at: int, usd: float) -> None:
    dice = market.dice
    if dice.chance(0.025):
        market.payments.append(Payment(contract, at, usd, "failed", at + _load_lag(dice, at)))
        at = min(at + dice.whole(1, 20) * HOUR, CALENDAR.days * DAY - 1)
    refunded = dice.chance(0.015 + (0.05 if contract.mood < -1 else 0.0))
    market.payments.append(Payment(contract, at, usd, "refunded" if refunded else "settled", at + _load_lag(dice, at)))


def _load_lag(dice: Dice, at: int) -> int:
    """Loads run at three in the morning; some payments miss theirs by days, more of them around the turn of a year."""
    lag = (DAY - at % DAY) + 3 * HOUR + dice.whole(0, 1500)
    winter = CALENDAR.date(at // DAY).month == 12  # noqa: PLR2004 - December
    return lag + (dice.whole(3, 20) * DAY if dice.chance(0.11 if winter else 0.03) else 0)
