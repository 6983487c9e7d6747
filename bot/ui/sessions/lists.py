"""What one person sees of sessions: what came of a command, the list, the numbers, and forms."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import discord
from discord import app_commands

from bot.domain.sessions.stats import LOOK_BACK, SessionStats
from bot.domain.sessions.values import (
    FEWEST_PLACES,
    LONGEST,
    MOST_PLACES,
    SHORTEST,
    TITLE_ROOM,
    MemberState,
    Session,
    SessionStatus,
)
from bot.domain.when import Reading
from bot.domain.zones import place_of
from bot.services.sessions import Listed, Standing
from bot.ui.actions import ActionButton
from bot.ui.cards import Part, card, row
from bot.ui.panels import blank_form
from bot.ui.sessions.words import (
    AS_WISHED,
    COLOUR,
    NO_EVENT,
    OVER,
    at,
    calendar_button,
    named,
    to_post,
    when,
)
from bot.ui.text import cut, moment, plural
from bot.ui.zones import CITY_ROOM

STARTS, TITLE, LENGTH, PLACES, ZONE = "starts", "title", "length", "places", "zone"
STARTS_ROOM = 300
_MOST_LISTED = 8
_MOST_CHOICES, _CHOICE_ROOM = 25, 100
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
_NONE = "No session is planned in this server yet: `/session create` plans one, and everybody can sign up by a button."
_HOME = {SessionStatus.CHECK_IN: "begins now", SessionStatus.RUNNING: "is going on"}
View = discord.ui.LayoutView


class Noted(NamedTuple):
    """What is said beside what was done. ``lines``: what was taken for granted; ``guessed``: the zone is not the
    person's own choice; ``instead``: another time that may be meant."""

    lines: Sequence[str] = ()
    guessed: bool = False
    instead: Reading | None = None


# ---------------------------------------------------------------------- what came of a command


def planned(session: Session, said: str, noted: Noted) -> View:
    """A session stands, or was changed."""
    time = f", {at(session)}" if session.starts_at else ": the times are in the poll"
    posted = f"{to_post(session)} is in <#{session.channel_id}>." if session.message_id else _NO_POST
    parts: list[Part] = [f"{said}\n**{named(session)}**{time}.\n{posted}"]
    lines = list(noted.lines)
    if session.event_problem is not None:
        lines.append(NO_EVENT[session.event_problem])
    if noted.guessed:
        lines.append(
            f"I do not know your time zone and took {place_of(session.zone)} ({session.zone}): if that is wrong, press "
            "**Another time zone**."
        )
    if lines:
        parts.append("\n".join(f"-# {line}" for line in lines))
    buttons: list[ActionButton] = []
    if session.starts_at is not None:
        buttons.append(calendar_button(session))
    if noted.guessed and session.starts_at is not None:
        buttons.append(ActionButton("Another time zone", "ses_zone", session.id, emoji="🌍"))
    if noted.instead is not None and noted.instead.at != session.starts_at:
        seconds = int(noted.instead.at.timestamp())
        buttons.append(ActionButton(f"At {noted.instead.wall:%H:%M} instead", "ses_at", session.id, seconds))
    return card(COLOUR, parts, *([row(*buttons)] if buttons else []))


_NO_POST = (
    "The sign-up post is not there yet: if it does not come within a minute, look whether I may write in that channel."
)


def which_time(readings: Iterable[Reading], kept_id: int, zone: str) -> View:
    """The time may mean several: a button for each."""
    picks = [
        ActionButton(f"{one.wall:%a %d %b %Y, %H:%M}", "ses_pick", kept_id, int(one.at.timestamp())) for one in readings
    ]
    text = f"## 🗓️ Which of these do you mean?\n-# On the clocks of {place_of(zone)}. Nothing is planned yet."
    return card(COLOUR, [text], row(*picks), row(ActionButton("Edit", "ses_again", kept_id)))


def not_yet(sentence: str, kept_id: int) -> View:
    """What was written cannot be taken; it is kept behind the button."""
    edit = ActionButton("Edit", "ses_again", kept_id, style=_PRIMARY, emoji="✏️")
    return card(OVER, [f"{sentence}\n-# Nothing you wrote is lost: press **Edit**, it is all in the form."], row(edit))


def sure_to_cancel(session: Session) -> View:
    """Asks before everybody is told."""
    text = f"**{named(session)}**\n{when(session)}\nShall I cancel it? Everybody who signed up is told."
    only = ActionButton(
        "Only this one" if session.weekly else "Yes, cancel it", "ses_gone", session.id, 0, style=_DANGER
    )
    series = [ActionButton("This and all later ones", "ses_gone", session.id, 1, style=_DANGER)] * session.weekly
    return card(COLOUR, [text], row(only, *series, ActionButton("Keep it", "ses_stay", session.id)))


def cancelled(session: Session) -> View:
    """It is cancelled."""
    text = f"Cancelled: **{named(session)}**. Everybody who signed up is told."
    if session.weekly:
        text += " Next week's is planned; its post comes at once."
    return card(OVER, [text])


def stays(session: Session) -> View:
    """It was not cancelled."""
    return card(COLOUR, [f"**{named(session)}** stays as it is.\n{when(session)}"])


# ---------------------------------------------------------------------- pressing


def standing(found: Standing) -> str:
    """Where somebody stands after they pressed one of the wishes."""
    member, session = found.member, found.session
    assert member is not None, "they signed up"
    as_wished = AS_WISHED[member.wish]
    if member.state is MemberState.WAITING:
        return (
            f"⏳ All places of **{named(session)}** are taken: you are number {found.line} on the waiting list, "
            f"{as_wished}. I tell you when a place is yours."
        )
    if not found.changed:
        return f"You are in {as_wished} already: press another one to change that, or **Leave**."
    return f"✅ You are in {as_wished}: **{named(session)}**, {_time(session)}. I remind you before it begins."


def left(found: Standing) -> str:
    """They gave their place back."""
    if not found.changed:
        return "You are not signed up for this session: press what you would like to be, and you are."
    thanks = " Your place went to the next in line." if found.moved_up else ""
    return f"You are out of **{named(found.session)}**; thank you for saying so.{thanks}"


def voted(session: Session, choice: int, *, can: bool) -> str:
    """They can at a time, or not."""
    time = moment(session.times[choice].at, "F")
    return f"✅ Noted: you can {time}." if can else f"Taken back: you cannot {time}."


def _time(session: Session) -> str:
    return at(session) if session.starts_at else "at a time that is still to be found"


# ---------------------------------------------------------------------- the list and the numbers


def ahead(found: Sequence[Listed]) -> View:
    """The sessions that are ahead, and where the reader stands in each."""
    if not found:
        return card(COLOUR, [_NONE])
    more = len(found) - _MOST_LISTED
    parts: list[Part] = ["## Sessions ahead", *(_listed(one) for one in found[:_MOST_LISTED])]
    if more > 0:
        parts.append(f"-# and {plural(more, 'more session')} after these")
    return card(COLOUR, parts)


def _listed(one: Listed) -> str:
    session = one.session
    places = f"{one.taken} of {session.capacity} places taken"
    line = f", {one.waiting} waiting" if one.waiting else ""
    if session.status is SessionStatus.POLL:
        places, line = "the time is still to be found", ""
    elif session.status in _HOME:
        places = _HOME[session.status]
    return f"**{named(session)}**\n{when(session)}\n{places}{line} · {to_post(session, 'sign up')}{_own(one)}"


def _own(one: Listed) -> str:
    if one.own is None or one.own.state not in (MemberState.IN, MemberState.WAITING, MemberState.CHECKED_IN):
        return ""
    where = "you wait for a place" if one.own.state is MemberState.WAITING else "you are in"
    return f"\n✅ {where} {AS_WISHED[one.own.wish]}"


def numbers(found: SessionStats) -> View:
    """How a server's sessions go: numbers, no names."""
    rate = f" ({found.attendance:.0%})" if found.attendance is not None else ""
    people = plural(found.people, "different person", "different people")
    text = (
        f"## Sessions in the last {LOOK_BACK.days} days\n"
        f"📅 Over: **{found.held}** · cancelled: {found.cancelled}\n"
        f"🙋 Came: **{found.came}** of {found.came + found.missed}{rate}, {people}\n"
        f"🪑 Did not come: {found.missed}\n🎙️ Rounds held: **{found.rounds}**"
    )
    ahead = (
        f"**Ahead:** {plural(found.ahead, 'session')}, {plural(found.signed_up, 'place')} taken, "
        f"{plural(found.waiting, 'person', 'people')} waiting"
    )
    return card(COLOUR, [text, ahead])


# ---------------------------------------------------------------------- choosing one


def choices(found: Iterable[Session], typed: str) -> list[app_commands.Choice[str]]:
    """Sessions that have all words of what was typed, for autocomplete."""
    near = matching(found, typed)[:_MOST_CHOICES]
    return [app_commands.Choice(name=label(one)[:_CHOICE_ROOM], value=str(one.id)) for one in near]


def matching(found: Iterable[Session], typed: str) -> list[Session]:
    """Sessions whose label has all words of what was typed."""
    words = typed.casefold().split()
    return [one for one in found if all(word in label(one).casefold() for word in words)]


def label(session: Session) -> str:
    """A line for a list to pick from."""
    time = f"{session.wall:%a %d %b, %H:%M}" if session.wall else "poll"
    return f"{cut(session.name, 50)} · {time} · {cut(session.track_title, 30)}"


# ---------------------------------------------------------------------- forms


def form(title: str, form_id: str, values: Mapping[str, str], *, poll: bool = False) -> discord.ui.Modal:
    """Everything about a session that is written, filled in with what is known. ``poll``: no time was given."""
    modal = blank_form(title, form_id)
    about = "One time; or up to five, a line each, and people press those at which they can."
    fields = (
        (STARTS, "Which times could it be?" if poll else "When?", STARTS_ROOM, "Friday 18:00; Saturday 10:00", about),
        (TITLE, "Title", TITLE_ROOM, "Friday practice", "May stay empty: then it is called like the stage."),
        (LENGTH, "How many minutes?", 3, "60", f"From {SHORTEST} to {LONGEST}."),
        (PLACES, "How many places?", 3, "12", f"From {FEWEST_PLACES} to {MOST_PLACES}."),
        (ZONE, "In which city's time?", CITY_ROOM, "Berlin, India, America/New_York", "Yours if this stays empty."),
    )
    for name, text, room, example, description in fields:
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph if name == STARTS else discord.TextStyle.short,
            default=values.get(name, "")[:room] or None,
            max_length=room,
            placeholder=example,
            required=name == STARTS,
        )
        modal.add_item(discord.ui.Label(text=text, description=description, component=field))
    return modal


def fields_of(session: Session) -> dict[str, str]:
    """A session as its form shows it."""
    return {
        STARTS: shown_time(session),
        TITLE: session.title,
        LENGTH: str(session.minutes),
        PLACES: str(session.capacity),
        ZONE: session.zone,
    }


def shown_time(session: Session) -> str:
    """Its time in the form, as it can be read back; of a poll all times."""
    if session.wall is not None:
        return f"{session.wall:%Y-%m-%d %H:%M}"
    return "; ".join(f"{one.wall:%Y-%m-%d %H:%M}" for one in session.times)
