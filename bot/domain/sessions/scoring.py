"""Scorecards of one sitting: who rates whom by what, in which parts, and when the cards may be seen.

Until they are opened nobody gets to see anything of another person's card; what others may know before is
:class:`Progress`, which holds counts and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.competencies import LEVELS, Competency
from bot.domain.drafts import is_blank
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.score_refusals import CardRefused, NoCard
from bot.domain.tracks import StageKind

CLOSES_AFTER = timedelta(hours=24)
FIRST_NUDGE = timedelta(minutes=30)
LAST_NUDGE = timedelta(hours=3)
"""The first reminder comes so long after the sitting, the last one so long before the cards close."""

NOT_SEEN = 0
"""In place of a level: it did not come up."""

ROOM = 400
"""Characters of one text on a card."""

_PART_SIZE = 5
"""Discord's forms have five fields."""

RAISED = "raised"
HELPED = "helped"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Sat(_Value):
    """A sitting at a table that is over: who sat there in which role, and what it was about. Without a thread of the
    table's own everything is said in private."""

    guild_id: int
    table_id: int
    sitting: int
    session_id: int
    thread_id: int | None
    candidate_id: int
    interviewer_id: int
    observer_ids: tuple[int, ...] = ()
    competencies: tuple[Competency, ...] = Field(min_length=1)
    track_title: str
    stage_title: str
    kind: StageKind

    @property
    def raters(self) -> tuple[int, ...]:
        """Everybody who fills in a card: the candidate too."""
        return tuple(dict.fromkeys((self.candidate_id, self.interviewer_id, *self.observer_ids)))


class What(StrEnum):
    """What one field of a form takes."""

    LEVEL = "level"
    QUOTE = "quote"
    RAISED = "raised"


class Ask(NamedTuple):
    """One field of a form. ``key``: the competency or skill; of a text that is about none of them a name of its own."""

    what: What
    key: str

    @property
    def name(self) -> str:
        """What the field is called in the form."""
        return f"{self.what}-{self.key}"


class Part(NamedTuple):
    """A form of a card, small enough for Discord. Parts of one person are numbered from 0 on."""

    number: int
    about_id: int
    asks: tuple[Ask, ...]

    @property
    def rated(self) -> tuple[str, ...]:
        """The competencies or skills in it."""
        return tuple(ask.key for ask in self.asks if ask.what is What.LEVEL)


class Scorecard(_Value):
    """What somebody says about somebody. A draft until its last part is in."""

    id: int = 0
    guild_id: int
    scoring_id: int
    rater_id: int
    about_id: int
    levels: dict[str, int] = {}
    evidence: dict[str, str] = {}
    raised: str = ""
    sources: dict[str, int] = {}
    changed_at: datetime
    submitted_at: datetime | None = None

    def seen(self) -> dict[str, int]:
        """The levels of what the rater could judge."""
        return {key: level for key, level in self.levels.items() if level != NOT_SEEN}


class Progress(NamedTuple):
    """All that anybody may know of others' cards before they are opened."""

    received: int
    expected: int


class Scoring(_Value):
    """The cards of one sitting, as far as they are everybody's."""

    id: int = 0
    sat: Sat
    excused: tuple[int, ...] = ()
    ended_at: datetime
    closes_at: datetime
    opened_at: datetime | None = None
    message_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether all may see them."""
        return self.opened_at is not None

    @property
    def awaited(self) -> tuple[int, ...]:
        """Whose cards are waited for."""
        return tuple(one for one in self.sat.raters if one not in self.excused)

    def check(self, user_id: int, now: datetime) -> None:
        """:raises CardRefused: if this person cannot fill in a card (any more)."""
        self.check_rater(user_id)
        if self.opened_at is not None:
            raise CardRefused(NoCard.OPENED, at=int(self.opened_at.timestamp()))
        if now >= self.closes_at:
            raise CardRefused(NoCard.LATE, at=int(self.closes_at.timestamp()))

    def check_rater(self, user_id: int) -> None:
        """:raises CardRefused: if this person did not sit there, or has left."""
        if user_id not in self.sat.raters:
            raise CardRefused(NoCard.STRANGER)
        if user_id in self.excused:
            raise CardRefused(NoCard.LEFT)


def begun(sat: Sat, now: datetime) -> Scoring:
    """Cards for a sitting that has just ended."""
    return Scoring(sat=sat, ended_at=now, closes_at=now + CLOSES_AFTER)


# ---------------------------------------------------------------------- the parts of a card


def parts(sat: Sat, rater_id: int) -> tuple[Part, ...]:
    """What somebody is asked, in forms: quotes come before levels; the candidate's own card has levels only, and then
    one on the interviewer."""
    if rater_id != sat.candidate_id:
        pairs = [(Ask(What.QUOTE, one.value), Ask(What.LEVEL, one.value)) for one in sat.competencies]
        return _packed(sat.candidate_id, [*pairs, (Ask(What.RAISED, RAISED),)])
    own = [(Ask(What.LEVEL, one.value),) for one in sat.competencies]
    if len(own) % _PART_SIZE:
        # Where it fits into a form that is there anyway.
        own.append((Ask(What.RAISED, RAISED),))
    first = _packed(sat.candidate_id, own)
    if sat.interviewer_id == sat.candidate_id:
        return first
    levels = [(Ask(What.LEVEL, one.value),) for one in Skill]
    texts = [(Ask(What.QUOTE, HELPED),), (Ask(What.RAISED, RAISED),)]
    return first + _packed(sat.interviewer_id, [*levels, *texts], first=len(first))


def _packed(about_id: int, groups: Iterable[tuple[Ask, ...]], first: int = 0) -> tuple[Part, ...]:
    """Groups one after another into as few forms as hold them; a group stays together."""
    forms: list[list[Ask]] = []
    for group in groups:
        if not forms or len(forms[-1]) + len(group) > _PART_SIZE:
            forms.append([])
        forms[-1].extend(group)
    return tuple(Part(number, about_id, tuple(asks)) for number, asks in enumerate(forms, start=first))


def is_in(part: Part, cards: Iterable[Scorecard]) -> bool:
    """Whether a part was filled in, by somebody's own cards."""
    own = next((one for one in cards if one.about_id == part.about_id), None)
    return own is not None and all(key in own.levels for key in part.rated)


def missing(sat: Sat, rater_id: int, cards: Iterable[Scorecard]) -> tuple[Part, ...]:
    """What of somebody's card is still to be filled in."""
    own = [one for one in cards if one.rater_id == rater_id]
    return tuple(part for part in parts(sat, rater_id) if not is_in(part, own))


def filled(scoring: Scoring, part: Part, rater_id: int, given: Mapping[str, str], now: datetime) -> Scorecard:
    """A form that came back, as a card with this part alone.

    :raises CardRefused: if a level is missing or none of ours, or a text is too long.
    """
    levels, evidence, raised = {}, {}, ""
    for ask in part.asks:
        text = given.get(ask.name, "")
        if ask.what is What.LEVEL:
            levels[ask.key] = _level(text)
            continue
        text = _text(text)
        if ask.what is What.RAISED:
            raised = text
        else:
            evidence[ask.key] = text
    return Scorecard(
        guild_id=scoring.sat.guild_id,
        scoring_id=scoring.id,
        rater_id=rater_id,
        about_id=part.about_id,
        levels=levels,
        evidence=evidence,
        raised=raised,
        changed_at=now,
    )


def merged(
    before: Scorecard | None, new: Scorecard, part: Part, source_id: int, all_parts: Sequence[Part]
) -> Scorecard:
    """A card with one more part in it. What comes again, or after a newer form of the same part, changes nothing."""
    number = str(part.number)
    if before is None:
        card = new.model_copy(update={"sources": {number: source_id}})
    elif source_id <= before.sources.get(number, 0):
        return before
    else:
        with_text = any(ask.what is What.RAISED for ask in part.asks)
        card = before.model_copy(
            update={
                "levels": before.levels | new.levels,
                "evidence": before.evidence | new.evidence,
                "raised": new.raised if with_text else before.raised,
                "sources": before.sources | {number: source_id},
                "changed_at": new.changed_at,
            }
        )
    about = [one for one in all_parts if one.about_id == card.about_id]
    if card.submitted_at is None and all(is_in(one, [card]) for one in about):
        return card.model_copy(update={"submitted_at": card.changed_at})
    return card


def _level(text: str) -> int:
    if text not in {str(level) for level in (NOT_SEEN, *LEVELS)}:
        raise CardRefused(NoCard.NO_LEVEL)
    return int(text)


def _text(text: str) -> str:
    # Neither of them can be seen, and databases do not take them.
    text = text.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    if len(text) > ROOM:
        raise CardRefused(NoCard.TOO_LONG, length=len(text), most=ROOM)
    return "" if is_blank(text) else text


# ---------------------------------------------------------------------- all cards together


def complete(sat: Sat, cards: Iterable[Scorecard]) -> tuple[int, ...]:
    """Whose cards are in, whole."""
    cards = tuple(cards)
    return tuple(one for one in sat.raters if not missing(sat, one, cards))


def progress(scoring: Scoring, cards: Iterable[Scorecard]) -> Progress:
    """How many cards are in. Who has left counts only with a card that is in."""
    done = complete(scoring.sat, cards)
    expected = [one for one in scoring.sat.raters if one in done or one not in scoring.excused]
    return Progress(received=len(done), expected=len(expected))


def may_open(scoring: Scoring, cards: Iterable[Scorecard], now: datetime) -> bool:
    """Whether all who are waited for are in, or the time is over."""
    return now >= scoring.closes_at or set(scoring.awaited) <= set(complete(scoring.sat, cards))
