"""The candidate's own questions: what a submission makes of them, and what a coach notes about them.

The turn goes on after each batch of questions, until the candidate ends the round or has asked enough.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.domain.drafts import join
from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.reverse.notes import Heard, notes_on_questions
from bot.domain.stages.reverse.own_questions import Asked, same, split_questions
from bot.domain.stages.reverse.recruiter import Seat, Source, Told, answer
from bot.domain.tracks import Track
from bot.domain.turns import Turn, TurnStatus

LEAST_QUESTIONS = 2
MOST_QUESTIONS = 8
"""After so many the interviewer's time is up."""

_LONGEST_QUESTION = 300
_ON_EVERY_PAGE = {"mission", "size", "process", "purpose"}
"""Keywords of facts that no company's page leaves out."""


class Exchange(BaseModel):
    """One question and its answer. ``batch``: with which submission it came, from 1."""

    model_config = ConfigDict(frozen=True)

    batch: int
    question: str
    reply: str
    source: Source
    topic: str | None = None
    specific: bool = False


class Conversation(BaseModel):
    """What was asked so far.

    ``read``: the parts that were read, by their source ids. ``waiting``: questions for which no time was left.
    ``hook``: something of the company's dossier that nobody asked about.
    """

    model_config = ConfigDict(frozen=True)

    batches: int = 0
    exchanges: tuple[Exchange, ...] = ()
    read: tuple[int, ...] = ()
    waiting: int = 0
    company: str = ""
    hook: str = ""

    @property
    def asked(self) -> int:
        """How many different questions there were."""
        return sum(one.source is not Source.REPEATED for one in self.exchanges)

    @property
    def over(self) -> bool:
        """Whether the interviewer's time is up."""
        return len(self.exchanges) >= MOST_QUESTIONS

    def batch(self, *numbers: int) -> tuple[Exchange, ...]:
        """What came with these submissions."""
        return tuple(one for one in self.exchanges if one.batch in numbers)


def conversation_of(turn: Turn) -> Conversation:
    """What was asked so far; nothing where it cannot be read."""
    try:
        return Conversation.model_validate(dict(turn.data))
    except ValidationError:
        return Conversation()


def submitted(given: Given) -> Play:
    """Answer what is new.

    :raises Refused: if nothing is.
    """
    talk = conversation_of(given.turn)
    new = [part for part in given.parts if part.source_id not in talk.read]
    if not new:
        raise Refused(Reason.NO_DRAFT)
    track = given.track
    seat = Seat(track, track.stage(given.state.stage_id) if track else None)
    asked = split_questions(join(new))
    room = MOST_QUESTIONS - len(talk.exchanges)
    exchanges = _answered(talk, asked[:room], seat)
    after = talk.model_copy(
        update={
            "batches": talk.batches + 1,
            "exchanges": exchanges,
            "read": (*talk.read, *(part.source_id for part in new)),
            "waiting": len(asked[room:]),
            "company": track.company if track else talk.company,
            "hook": _hook(track, exchanges),
        }
    )
    data: dict[str, Any] = {**given.turn.data, **after.model_dump(mode="json")}
    return Play(data=data, settled=after.over, again=True)


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """Remarks, most useful first; each one line of plain text."""
    if turn.status in {TurnStatus.OPEN, TurnStatus.WAITING}:
        return ()
    talk = conversation_of(turn)
    heard = [Heard(one.question, one.specific) for one in talk.exchanges if one.source is not Source.REPEATED]
    # What was typed and not submitted before the end was asked all the same.
    heard += [
        Heard(late.text, bool(talk.company) and talk.company.casefold() in late.text.casefold())
        for late in split_questions(text)
        if not any(same(late.text, one.question) for one in talk.exchanges)
    ]
    return notes_on_questions(heard, talk.company, talk.hook, at_offer="culture" in turn.question.tags)


def _answered(talk: Conversation, asked: Iterable[Asked], seat: Seat) -> tuple[Exchange, ...]:
    found = list(talk.exchanges)
    for one in asked:
        short = one._replace(text=one.text[:_LONGEST_QUESTION])
        reply = answer(short, seat, [Told(earlier.question, earlier.topic) for earlier in found])
        found.append(
            Exchange(
                batch=talk.batches + 1,
                question=short.text,
                reply=reply.text,
                source=reply.source,
                topic=reply.topic,
                specific=reply.specific,
            )
        )
    return tuple(found)


def _hook(track: Track | None, exchanges: Iterable[Exchange]) -> str:
    told = {one.topic for one in exchanges}
    for fact in track.dossier if track else ():
        if fact.topic not in told and fact.keywords and not _ON_EVERY_PAGE & set(fact.keywords):
            return fact.topic
    return ""
