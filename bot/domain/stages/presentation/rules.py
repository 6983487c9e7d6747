"""The presentation: an outline or slides, one question on it, and what a coach notes about its agenda."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from bot.domain.drafts import Attachment, attachments
from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.presentation.agenda_check import AgendaCheck, Topic, check_agenda
from bot.domain.turns import Form, Turn, TurnStatus

_LEAD_IN = "Before we go on:"
_ASKED_BY: Mapping[Topic, str] = {
    Topic.UNSEEN: "slides",
    Topic.CONCLUSION: "decide",
    Topic.FIGURE: "figure",
    Topic.RISK: "wrong",
    Topic.NEXT_STEP: "monday",
}
"""What a listener asks on first, and a word of the probe that does. Minutes and numbers of parts nobody asks about."""


class PresentationData(BaseModel):
    """What a presentation keeps: the files that came with it, for its names are all that is known of them later."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    files: tuple[Attachment, ...] = ()


def submitted(given: Given) -> Play:
    """What was given is the presentation; the listeners ask one thing before they go on."""
    files = attachments(given.parts)
    data = PresentationData(files=files).model_dump(mode="json")
    probe = _probe(given, check_agenda(given.text, files))
    return Play(data={**given.turn.data, **data}, settled=True, follow_ups=probe)


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """What the agenda lacks and what it has, most useful first; each one line of plain text."""
    if turn.status is not TurnStatus.ANSWERED:
        return ()
    return check_agenda(text, PresentationData.model_validate(turn.data).files).notes


def _probe(given: Given, check: AgendaCheck) -> tuple[Turn, ...]:
    try:
        scene = given.content.scenes.of(Form.PROBE, given.state.kind)
    except KeyError:
        return ()
    lacking = {finding.topic for finding in check.lacking}
    wanted = next((word for topic, word in _ASKED_BY.items() if topic in lacking), "")
    prompt = next((probe for probe in scene.probes if wanted in probe.lower()), scene.probes[0])
    question = scene.model_copy(update={"prompt": prompt})
    return (Turn(position=0, question=question, form=Form.PROBE, data={"lead_in": _LEAD_IN}),)
