"""What an interviewer answers to a candidate's own question: from the dossier, from the process, or plainly not.

Nothing is made up. Where neither knows, the answer says so and names who would.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.domain.stages.reverse.dossier import best_fact
from bot.domain.stages.reverse.own_questions import Area, Asked, areas_of, same
from bot.domain.stages.reverse.unknowns import Unknown, Whom, unknown_in
from bot.domain.tracks import Stage, StageKind, Track


class Source(StrEnum):
    """Where an answer comes from."""

    DOSSIER = "dossier"
    PROCESS = "process"
    NOWHERE = "nowhere"
    TOLD = "told"
    """From a fact that was told before."""
    REPEATED = "repeated"
    """The same question once more."""


class Reply(NamedTuple):
    """An answer. ``topic``: the fact it was taken from; ``specific``: only this company could be asked so."""

    text: str
    source: Source
    topic: str | None = None
    specific: bool = False


class Told(NamedTuple):
    """What was asked and answered so far."""

    question: str
    topic: str | None


@dataclass(frozen=True)
class Seat:
    """Where the interviewer sits: the company, and the stage in its process; either may be gone from the content."""

    track: Track | None
    stage: Stage | None

    @property
    def ahead(self) -> tuple[Stage, ...]:
        """The stages that follow."""
        if self.track is None or self.stage is None:
            return ()
        return self.track.stages[self.track.stages.index(self.stage) + 1 :]


_MYSELF = re.compile(
    r"\bdo you (?:personally )?(?:like|enjoy|love|find)|(?:why|when|how) did you (?:join|start|come|get)|how long "
    r"have you|your "
    r"(?:own )?(?:role|experience|favou?rite|background)|keeps? you|surprised you|are you (?:a |an )?(?:bot|human|"
    r"real|ai)",
    re.IGNORECASE,
)
_IMPRESSION = re.compile(
    r"how did i (?:do|come)|(?:concerns?|doubts?|reservations?|hesitat\w+|worries).{0,40}\b(?:me|my|fit|background|"
    r"profile)|am i (?:a )?(?:good )?(?:fit|suitable|through)|feedback (?:for|on|about) (?:me|my|this)|did i get",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:by )?when (?:do|does|will|would|can|could|should|might) (?:you|i|we|the|they)\b.{0,30}(?:decid|hear|know|"
    r"expect|get|"
    r"back|decision|answer)|hear (?:back|from)|timeline|time ?frame|how (?:long|soon).{0,40}(?:decision|decide|hear|"
    r"answer|"
    r"process|know)|by when|deadline",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"next (?:steps?|round|stage|interview|call|conversation|one)|happens (?:next|after|now)|(?:what|who) (?:comes|"
    r"is|'s) next|"
    r"after (?:this|today|our) ?(?:call|round|conversation|interview|talk)?|who (?:would|will|do) i (?:meet|talk|"
    r"speak)|"
    r"(?:who|whom).{0,30}(?:interview|next round)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:how many|which|what) (?:\w+ )?(?:rounds|stages|interviews|steps)|(?:interview|hiring|recruit\w+|application|"
    r"whole|"
    r"entire|selection) process|rest of the process|process (?:look|work|from here)",
    re.IGNORECASE,
)
_WHOM_KINDS = {
    Whom.PEOPLE: (StageKind.OFFER,),
    Whom.MANAGER: (StageKind.MANAGER, StageKind.TEAM),
    Whom.TEAM: (StageKind.TEAM, StageKind.MANAGER),
    Whom.LEADERS: (StageKind.EXECUTIVE, StageKind.MANAGER),
}
_WHOM_ELSE = {
    Whom.PEOPLE: "Ask HR for it in writing before you sign.",
    Whom.MANAGER: "Ask the hiring manager directly, before you sign.",
    Whom.TEAM: "Ask to speak with somebody from the team before you sign.",
    Whom.LEADERS: "Ask whoever leads the product, or the hiring manager, before you sign.",
}


def answer(asked: Asked, seat: Seat, told: Sequence[Told]) -> Reply:
    """What the interviewer says to one question."""
    question = asked.text
    if any(same(question, one.question) for one in told):
        return Reply("You have asked me that already; my answer above is all I have on it.", Source.REPEATED)
    if (text := _of_process(question, seat)) is not None:
        return Reply(text, Source.PROCESS)
    topic = unknown_in(question)
    return _of_dossier(asked, seat, told, topic) or Reply(
        _not_known(topic, seat), Source.NOWHERE, None, _named(asked, seat)
    )


def _of_process(question: str, seat: Seat) -> str | None:
    """What follows from the track itself, or from this being practice."""
    if _IMPRESSION.search(question):
        return "You hear it right after we finish: the debrief goes through each of your answers."
    if _MYSELF.search(question):
        return (
            "I only exist for practice, so I have no years here to tell of. Do put it to the person in the real call: "
            "people like to be asked that."
        )
    if _WHEN.search(question):
        return (
            f"{_next(seat)} For when you hear I have no date and will not make one up: in the real call ask for a day, "
            "and for whom to write to once it has passed."
        )
    if _ALL.search(question):
        return _all(seat)
    return _next(seat) if _NEXT.search(question) else None


def _next(seat: Seat) -> str:
    if not seat.ahead:
        return "This is the last conversation of the process as I know it; what follows is a decision on both sides."
    stage = seat.ahead[0]
    who = f"{stage.conductor[:1].lower()}{stage.conductor[1:]}"
    return f"Next comes “{stage.title}”, {stage.minutes} minutes. You meet: {who}."


def _all(seat: Seat) -> str:
    if seat.track is None or not seat.ahead:
        return _next(seat)
    steps = "; ".join(f"{stage.title} ({stage.minutes} minutes)" for stage in seat.ahead)
    return f"After today: {steps}. That is the process as I know it."


def _of_dossier(asked: Asked, seat: Seat, told: Sequence[Told], topic: Unknown | None) -> Reply | None:
    dossier = seat.track.dossier if seat.track else ()
    known = [one.topic for one in told if one.topic]
    found = best_fact(dossier, asked.text, known) or best_fact(dossier, f"{asked.before} {asked.text}", known)
    if found is None:
        return None
    fact = found.fact
    specific = Area.PAGE not in areas_of(asked.text)
    if fact.topic in known:
        text = f"That was what I told you under “{fact.topic}”; I know no more about it. {_whom(Whom.TEAM, seat)}"
        return Reply(text, Source.TOLD, None, specific)
    more = f" Beyond that I have nothing on {topic.about}. {_whom(topic.whom, seat)}" if topic else ""
    return Reply(f"{fact.text}{more}", Source.DOSSIER, fact.topic, specific)


def _not_known(topic: Unknown | None, seat: Seat) -> str:
    if topic is None:
        return f"I have nothing on that in my notes, and I would rather say so than guess. {_whom(Whom.MANAGER, seat)}"
    return f"On {topic.about} I have nothing in my notes, and I will not guess. {_whom(topic.whom, seat)}"


def _whom(whom: Whom, seat: Seat) -> str:
    for kind in _WHOM_KINDS[whom]:
        for stage in seat.ahead:
            if stage.kind is kind:
                return f"Keep it for “{stage.title}”: it is answered best there."
    return _WHOM_ELSE[whom]


def _named(asked: Asked, seat: Seat) -> bool:
    """Whether the question names the company."""
    return seat.track is not None and seat.track.company.casefold() in f"{asked.before} {asked.text}".casefold()
