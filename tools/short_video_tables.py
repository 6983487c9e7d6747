"""The tables of the short-video product: what happened, written down with the faults that real extracts have.

Years of birth are missing where people left (``_user_row``); one app version stamps local time, and mobile networks
deliver late (``_session_row``); some views are written twice (``_views``); on one day one platform logged milliseconds
(``_watch``).
"""

from collections.abc import Iterable

from tools.calendars import DAY, HOUR
from tools.dice import Dice
from tools.short_video import (
    BUG_DAY,
    CALENDAR,
    FINISH,
    LOCAL_TIME_VERSION,
    SHORT,
    SOURCES,
    Product,
    Session,
    User,
    Video,
    simulate,
)
from tools.tables import Row, Table, flag


def make() -> Iterable[Table]:
    """All tables of the task."""
    return _tables(simulate())


def _tables(product: Product) -> Iterable[Table]:
    dice = product.dice
    yield Table(
        "users",
        ("user_id", "signed_up_on", "country", "platform", "channel", "build", "birth_year"),
        [_user_row(dice, user) for user in product.users],
    )
    yield Table(
        "videos",
        ("video_id", "creator_id", "posted_at", "genre", "length_s"),
        [(v.id, v.creator, CALENDAR.moment(v.at), v.genre, v.length) for v in product.videos if not v.removed],
    )
    yield Table(
        "sessions",
        ("session_id", "user_id", "started_at", "seconds", "app_version", "network", "received_at"),
        [_session_row(dice, session) for session in product.sessions],
    )
    yield _views(product)
    yield _follows(product)
    tested = (user for user in product.users if user.variant and user.id not in product.lost)
    yield Table(
        "test_assignments",
        ("user_id", "variant", "assigned_on", "app_version", "pre_minutes"),
        [_test_row(user) for user in tested],
    )


def _test_row(user: User) -> Row:
    day = user.assigned or 0
    return (user.id, user.variant, CALENDAR.day(day), user.version(day), f"{user.pre_minutes:.1f}")


def _user_row(dice: Dice, user: User) -> Row:
    """Those who hardly came back have seldom told their year of birth."""
    few = user.sessions <= 3  # noqa: PLR2004 - sessions
    hidden = dice.chance((0.48 if few else 0.14) + (0.08 if user.channel == "ads" else 0))
    year = None if hidden else 2025 - min(70, 13 + int(dice.exponential(11)) + dice.whole(0, 4))
    build = "internal" if user.internal else "beta" if user.id % 61 == 0 else "store"
    return (user.id, CALENDAR.day(user.joined), user.country, user.platform, user.channel, build, year)


def _session_row(dice: Dice, session: Session) -> Row:
    """One app version wrote the time of the phone instead of UTC; mobile networks deliver late."""
    user = session.user
    mobile = dice.chance(0.55 if user.platform == "android" else 0.4)
    unknown = dice.chance(0.16 if session.seconds < 60 else 0.03)  # noqa: PLR2004 - seconds
    delay = dice.whole(1, 9)
    if dice.chance(0.07 if mobile else 0.01):
        delay += int(dice.exponential(30 * HOUR))
    local = session.version == LOCAL_TIME_VERSION and user.platform == "android"
    start = CALENDAR.moment(session.at + (user.zone if local else 0))
    network = None if unknown else "mobile" if mobile else "wifi"
    received = CALENDAR.moment(session.at + session.seconds + delay)
    return (session.id, user.id, start, session.seconds, session.version, network, received)


def _views(product: Product) -> Table:
    """One view in twenty is kept; some of the kept ones were written twice."""
    dice, found = product.dice, []
    for session in product.sessions:
        for _ in range(dice.poisson(session.seconds / 22 * 0.05)):
            source = SOURCES.spin(dice)
            video = _choose(product, session.at // DAY // 7, following=source == "following")
            at = session.at + int(dice.random() * session.seconds)
            found.append((at, session, video, source))
    found.sort(key=lambda view: (view[0], view[1].id, view[2].id))
    rows: list[Row] = []
    for number, (at, session, video, source) in enumerate(found, 1):
        watched, finished = _watch(dice, session, video, source, at)
        keen = 0.09 if finished else 0.018
        marks = flag(dice.chance(keen)), flag(dice.chance(keen / 5))
        row = (number, session.id, video.id, CALENDAR.moment(at), watched, source, *marks)
        rows += [row] * (1 + dice.chance(0.007))
    columns = ("view_id", "session_id", "video_id", "watched_at", "watch_s", "source", "liked", "shared")
    return Table("views", columns, rows)


def _choose(product: Product, week: int, *, following: bool) -> Video:
    return product.wheels[week, following].spin(product.dice)


def _watch(dice: Dice, session: Session, video: Video, source: str, at: int) -> tuple[int, bool]:
    """Seconds watched, and whether to the end; some watch again and again."""
    kind = "following" if source == "following" else "for_you"
    finished = dice.chance(FINISH[kind, video.length <= SHORT])
    if finished:
        seconds = video.length * (1 + (dice.poisson(0.6) if dice.chance(0.3) else 0))
    else:
        seconds = int(video.length * dice.random() ** 1.7)
    broken = at // DAY == BUG_DAY and session.user.platform == "ios"
    return seconds * (1000 if broken else 1), finished


def _follows(product: Product) -> Table:
    """Follows happen in sessions, mostly of those who already have many followers; some are taken back."""
    dice, pairs, rows = product.dice, set(), []
    for session in product.sessions:
        if not dice.chance(0.21):
            continue
        video = _choose(product, session.at // DAY // 7, following=False)
        pair = session.user.id, video.creator
        if pair in pairs or pair[0] == pair[1] or video.removed:
            continue
        pairs.add(pair)
        at = session.at + int(dice.random() * session.seconds)
        back = at + int(dice.exponential(40 * DAY)) if dice.chance(0.17) else None
        gone = CALENDAR.moment(back) if back and back < CALENDAR.days * DAY else None
        rows.append((at, *pair, gone))
    rows.sort(key=lambda row: row[:3])
    columns = ("follower_id", "creator_id", "followed_at", "unfollowed_at")
    return Table("follows", columns, [(who, whom, CALENDAR.moment(at), gone) for at, who, whom, gone in rows])
