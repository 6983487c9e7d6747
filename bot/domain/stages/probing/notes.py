"""What turns keep about follow-ups, and what a coach says of them afterwards."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.domain.stages.probing.hearing import is_supplied
from bot.domain.talk import Lack
from bot.domain.turns import Form, Turn, TurnStatus


class Heard(BaseModel):
    """What the data of an answered question holds: what lacked, and what the first follow-up was about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    lacks: tuple[Lack, ...]
    asked_on: Lack | None = None
    point: str = ""


class Asked(BaseModel):
    """What the data of a follow-up holds: what it is after, and which wording it took, to be taken once a round."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    lack: Lack
    wording: str
    point: str = ""
    lead_in: str = ""


_BECAUSE: Mapping[Lack, str] = {
    Lack.OFF_TOPIC: "the question itself was still open",
    Lack.FILES_ONLY: "there were files, and no word about them",
    Lack.NO_STORY: "one real occasion was wanted, and this spoke in general",
    Lack.NO_RESULT: "it was left open how it ended",
    Lack.NO_NUMBER: "the result had no number",
    Lack.OWN_PART: "your own part stayed behind a “we”",
    Lack.VAGUE_METRIC: "a metric was named, and not how it is computed",
    Lack.NO_TRADE_OFF: "no cost or alternative was named",
}
_STILL: Mapping[Lack, str] = {
    Lack.OFF_TOPIC: "Still open: answer the question in your first sentence, however roughly.",
    Lack.FILES_ONLY: "Still open: say in words what your files show.",
    Lack.NO_STORY: "Still open: pick one occasion, and tell where you were and what you did.",
    Lack.NO_RESULT: "Still open: say what was different afterwards.",
    Lack.NO_NUMBER: "Still open: put a size on it, from what to what.",
    Lack.OWN_PART: "Still open: name one step that was yours, beginning with “I”.",
    Lack.VAGUE_METRIC: "Still open: say what is counted, divided by what, within which time.",
    Lack.NO_TRADE_OFF: "Still open: name one thing that gets worse, or the way you did not take.",
}
_SUPPLIED = "You had it. Say it unasked next time, within the first answer."


def heard_of(data: Mapping[str, Any]) -> Heard | None:
    """What was kept about an answer; ``None`` where nothing was."""
    try:
        return Heard.model_validate(data)
    except ValidationError:
        return None


def asked_of(turn: Turn) -> Asked | None:
    """What was kept about a follow-up; ``None`` if the turn is none of ours."""
    if turn.form is not Form.PROBE:
        return None
    try:
        return Asked.model_validate(turn.data)
    except ValidationError:
        return None


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """Why an interviewer asked on, and whether the reply brought it."""
    if turn.form is Form.PROBE:
        asked = asked_of(turn)
        return _on_reply(asked, turn, text) if asked is not None else ()
    heard = heard_of(turn.data)
    if heard is None or heard.asked_on is None:
        return ()
    if heard.asked_on is Lack.STRETCH and not heard.lacks:
        return ("Asked on to see how far it reaches: nothing essential was missing.",)
    return (_reason(heard.asked_on, heard.point),)


def _reason(lack: Lack, point: str) -> str:
    if lack is Lack.STRETCH:
        return "Asked on to see how far it reaches."
    if lack is Lack.MISSED_POINT:
        return f"Asked on towards a point that a strong answer makes: {point}."
    return f"Asked on because {_BECAUSE[lack]}."


def _on_reply(asked: Asked, turn: Turn, text: str) -> tuple[str, ...]:
    reason = _reason(asked.lack, asked.point)
    if turn.status is not TurnStatus.ANSWERED or not text.strip():
        return (reason,)
    if asked.lack is Lack.STRETCH:
        return (reason,)
    if is_supplied(asked.lack, text, turn.question, asked.point):
        return (reason, _SUPPLIED)
    return (reason, _STILL.get(asked.lack, "Still open: it stands among the points below the question."))
