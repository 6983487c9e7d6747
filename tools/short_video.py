"""What happened in the short-video product: eighteen months of a made-up company, before anybody writes it down.

What a candidate is to find begins here: internal builds watch all day (``_make_users``), some videos are removed later
(``_make_videos``), followed creators' videos are longer and yet finished more often at equal length (``FINISH``), users
won by ads and in one month's campaign do not stay (``LEAVING``), the test lost users of one group on one app version
(``_enter``), and its effect wears off (``LIFT``). The rest is made when the tables are written:
``tools.short_video_tables``.
"""

import math
from dataclasses import dataclass, field
from datetime import date

from tools.calendars import DAY, HOUR, SATURDAY, Calendar
from tools.dice import Dice, Wheel

CALENDAR = Calendar(date(2024, 1, 1), date(2025, 6, 29))
USERS, VIDEOS, INTERNAL = 12_000, 5_000, 24
CAMPAIGN = CALENDAR.number(date(2024, 10, 1)), CALENDAR.number(date(2024, 11, 1))
BUG_DAY = CALENDAR.number(date(2025, 3, 18))
TEST_START = CALENDAR.number(date(2025, 5, 19))
TEST_ENTRY_DAYS, TEST_DAYS = 14, 28
SEED, TEST_SEED = 20250629, 20
OLD_VERSION, LOCAL_TIME_VERSION = "5.2", "5.0"

COUNTRIES = {"US": (26, -5), "BR": (15, -3), "GB": (11, 0), "DE": (9, 1), "IN": (19, 5.5), "ID": (12, 7), "JP": (8, 9)}
"""Share of the users and hours from UTC."""
ANDROID = {"US": 0.42, "BR": 0.82, "GB": 0.47, "DE": 0.62, "IN": 0.93, "ID": 0.88, "JP": 0.34}
CHANNELS = Wheel.of({"organic": 43, "ads": 29, "invite": 17, "creator": 11})
STAYING = {"organic": (0.46, 0.32), "ads": (0.35, 0.42), "invite": (0.52, 0.28), "creator": (0.49, 0.33)}
"""Chance to come back on the first day, and how fast that wanes: ``p * days ** -wane``."""
LEAVING = {"organic": 0.40, "ads": 0.62, "invite": 0.31, "creator": 0.37}
"""Share of the users who lose interest within days; the others stay for most of a year."""
GENRES = {"comedy": 24, "dance": 17, "food": 13, "pets": 10, "sports": 10, "learning": 9, "beauty": 9, "travel": 8}
SOURCES = Wheel.of({"for_you": 67, "following": 22, "search": 7, "profile": 4})
SHORT = 30
"""Seconds up to which a video is short."""
FINISH = {("for_you", True): 0.50, ("for_you", False): 0.13, ("following", True): 0.58, ("following", False): 0.20}
"""Chance that a view runs to the end, by source and whether the video is short."""
VERSIONS = (("4.9", 0), ("5.0", 150), ("5.1", 215), ("5.2", 330), ("5.3", 470))
"""App versions and the day of their release."""
SEASON = (1.06, 1.0, 0.97, 0.96, 0.95, 0.98, 1.1, 1.12, 0.96, 0.98, 1.0, 1.12)
SIGNUP_SEASON = (1.25, 1.0, 0.9, 0.9, 0.95, 1.05, 1.2, 1.15, 0.9, 0.95, 1.0, 1.3)
LOCAL_HOURS = Wheel(range(24), (5, 3, 2, 1, 1, 2, 4, 6, 7, 6, 5, 6, 8, 8, 7, 7, 8, 9, 11, 13, 15, 15, 13, 9))
LIFT = (1.30, 1.14, 1.05, 1.01)
"""What the tested feature does to the chance of a visit, week by week."""


@dataclass
class User:
    """An account."""

    id: int
    joined: int
    country: str
    platform: str
    channel: str
    internal: bool
    intensity: float
    upgrade_lag: float
    sessions: int = 0
    variant: str | None = None
    assigned: int | None = None
    pre_minutes: float = 0.0

    @property
    def zone(self) -> int:
        """Seconds from UTC."""
        return int(COUNTRIES[self.country][1] * HOUR)

    def version(self, day: int) -> str:
        """The app version on a day; people upgrade when they get to it."""
        return [name for name, out in VERSIONS if out == 0 or day >= out + self.upgrade_lag][-1]


@dataclass
class Video:
    """A posted video."""

    id: int
    creator: int
    at: int
    genre: str
    length: int
    pull: float
    removed: bool = False


@dataclass
class Session:
    """A stretch of time in the app; ``at`` is UTC."""

    user: User
    at: int
    seconds: int
    version: str
    id: int = 0


@dataclass
class Product:
    """All that happened, in memory."""

    dice: Dice
    users: list[User] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    wheels: dict[tuple[int, bool], Wheel[Video]] = field(default_factory=dict)


def simulate() -> Product:
    """All that happened."""
    product = Product(Dice(SEED))
    _make_users(product)
    _make_videos(product)
    for user in product.users:
        _live(product, user)
    product.sessions.sort(key=lambda session: (session.at, session.user.id))
    for number, session in enumerate(product.sessions, 1):
        session.id = number
    return product


def _make_users(product: Product) -> None:
    dice = product.dice
    countries = Wheel.of({name: float(share) for name, (share, _) in COUNTRIES.items()})
    days = range(CALENDAR.days)
    campaign = range(*CAMPAIGN)
    weights = [SIGNUP_SEASON[CALENDAR.date(d).month - 1] * (1 + 1.1 * d / CALENDAR.days) for d in days]
    arrivals = Wheel(days, [w * (1.15 if CALENDAR.date(d).weekday() >= SATURDAY else 1) for d, w in enumerate(weights)])
    for number in range(1, USERS + 1):
        internal = number % (USERS // INTERNAL) == 3  # noqa: PLR2004 - spread over all ids
        joined, channel = arrivals.spin(dice), CHANNELS.spin(dice)
        if dice.chance(0.06) and not internal:
            joined, channel = dice.pick(campaign), "ads"
        if internal:
            joined, channel = dice.whole(0, 60), "organic"
        country = countries.spin(dice)
        platform = "android" if dice.chance(ANDROID[country]) else "ios"
        intensity = 2.6 if internal else dice.lognormal(0.85, 0.55)
        lag = dice.exponential(20) if dice.chance(0.85) else dice.exponential(150)
        product.users.append(User(number, joined, country, platform, channel, internal, intensity, lag))
    product.users.sort(key=lambda user: user.joined)
    for number, user in enumerate(product.users, 1):
        user.id = number


def _make_videos(product: Product) -> None:
    """Few creators make most videos, and few videos get most views; some are later removed."""
    dice = product.dice
    creators = [user for user in product.users if not user.internal and dice.chance(0.11)]
    wheel = Wheel(creators, [min(dice.pareto(1.1), 60) for _ in creators])
    genres = Wheel.of(GENRES)
    fame = {creator.id: dice.lognormal(1, 0.8) for creator in creators}
    taste = {creator.id: genres.spin(dice) for creator in creators}
    for _ in range(VIDEOS):
        creator = wheel.spin(dice)
        at = int(dice.between(creator.joined, CALENDAR.days) * DAY)
        genre = taste[creator.id] if dice.chance(0.8) else genres.spin(dice)
        middle = 48 if genre in {"learning", "travel", "food"} else 22
        length = min(180, max(5, round(dice.lognormal(middle, 0.55))))
        pull = min(dice.pareto(0.95), 400) * fame[creator.id]
        product.videos.append(Video(0, creator.id, at, genre, length, pull, removed=dice.chance(0.01)))
    product.videos.sort(key=lambda video: video.at)
    for number, video in enumerate(product.videos, 1):
        video.id = number
    for week in range(CALENDAR.days // 7 + 1):
        _fill_wheels(product, week)


def _fill_wheels(product: Product, week: int) -> None:
    """What can come up in a week: mostly what is new; the feed likes short videos, followers take longer ones."""
    there = [v for v in product.videos if v.at < week * 7 * DAY] or product.videos[:40]
    fresh = [v.pull * (math.exp((v.at / DAY / 7 - week) / 3.5) + 0.015) for v in there]
    for following in (False, True):
        taste = [(1.0 if (v.length > SHORT) is following else 0.35) for v in there]
        product.wheels[week, following] = Wheel(there, [a * b for a, b in zip(fresh, taste, strict=True)])


def _live(product: Product, user: User) -> None:
    """A user's days, from the first one on."""
    dice = Dice(SEED + user.id)  # each user's own, so that the lot of one changes nothing for another
    first, wane = STAYING[user.channel]
    campaign = user.channel == "ads" and CAMPAIGN[0] <= user.joined < CAMPAIGN[1]
    fleeting = dice.chance(LEAVING[user.channel] + (0.15 if campaign else 0)) and not user.internal
    stay = 1 + int(dice.exponential(4 if fleeting else 280))
    for day in range(user.joined, CALENDAR.days if user.internal else min(CALENDAR.days, user.joined + stay)):
        age, when = day - user.joined, CALENDAR.date(day)
        base = 0.97 if age == 0 else 0.9 if user.internal else first * age**-wane * user.intensity**0.8
        season = SEASON[when.month - 1] * (1.18 if when.weekday() >= SATURDAY else 0.95)
        lift = _lift(user, day)
        if not dice.chance(min(0.98, base * season * lift)):
            continue
        _enter(product, user, day)
        moments = 1 + dice.poisson(0.28 * user.intensity) + (age == 0)
        start = day * DAY + LOCAL_HOURS.spin(dice) * HOUR + dice.whole(0, HOUR - 1) - user.zone
        for _ in range(moments):
            seconds = int(min(7200, 4 + dice.lognormal(260 * user.intensity**0.5, 1.0)))
            if not 0 <= start <= CALENDAR.days * DAY - seconds - 1 or (age == 0 and start < user.joined * DAY):
                break
            product.sessions.append(Session(user, start, seconds, user.version(day)))
            user.sessions += 1
            if 0 < TEST_START - day <= TEST_DAYS:
                user.pre_minutes += seconds / 60
            gap = dice.exponential(9 * 60) if dice.chance(0.45) else dice.exponential(3.5 * HOUR)
            start += seconds + 20 + int(gap)


def _lift(user: User, day: int) -> float:
    if user.variant != "treatment" or user.assigned is None or not 0 < day - user.assigned < TEST_DAYS:
        return 1.0
    return LIFT[(day - user.assigned) // 7]


def _enter(product: Product, user: User, day: int) -> None:
    """Put a user into the test on the first visit of its two weeks; an old version lost some of one group."""
    if user.variant or not 0 <= day - TEST_START < TEST_ENTRY_DAYS or user.joined > TEST_START - 14 or user.internal:
        return
    lot = Dice(TEST_SEED * USERS + user.id)
    user.variant = "treatment" if lot.chance(0.5) else "control"
    user.assigned = day
    quiet = user.pre_minutes < 10  # noqa: PLR2004 - minutes
    crashing = user.variant == "treatment" and user.version(day) == OLD_VERSION
    if crashing and lot.chance(0.6 if quiet else 0.33):
        product.lost.add(user.id)
