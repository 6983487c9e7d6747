"""What a coach sees in the outline of a ten-minute talk before it is given: what is there, what is missing, what to do.

Only what is written and the names of files can be looked at; what is inside a file is said to be unseen.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.domain.drafts import Attachment, is_blank
from bot.domain.stages.presentation.agenda import Agenda, AgendaPart, read_agenda, without_minutes

MOST_NOTES = 5
SLOT = 10
FOR_QUESTIONS = 2
"""Minutes of a talk, and how many of them belong to the listeners."""
MOST_POINTS = 5
_READ_AT_MOST = 8_000
"""Characters. No outline of ten minutes is longer; whatever follows is not looked at."""
_LEAST_WORDS = 12
"""Fewer say nothing about a talk: a word that goes with the slides."""
_NAME_AT_MOST = 60
_NAMES_AT_MOST = 3

_SHOWABLE = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf")


class Topic(StrEnum):
    """What is looked for; in the order in which it helps most to know."""

    UNSEEN = "unseen"
    AGENDA = "agenda"
    MINUTES = "minutes"
    CONCLUSION = "conclusion"
    FIGURE = "figure"
    NEXT_STEP = "next_step"
    RISK = "risk"
    POINTS = "points"
    FILES = "files"


class Finding(NamedTuple):
    """One thing that was looked for: ``good``, or what to do about it."""

    topic: Topic
    good: bool
    text: str


class AgendaCheck(NamedTuple):
    """All that was looked for. Empty where nothing was given."""

    findings: tuple[Finding, ...] = ()

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """What is missing, most useful first."""
        return tuple(one for one in self.findings if not one.good)

    @property
    def there(self) -> tuple[Finding, ...]:
        """What is there."""
        return tuple(one for one in self.findings if one.good)

    @property
    def notes(self) -> tuple[str, ...]:
        """A few lines: what to do, most useful first, and then one on what is there already."""
        if not self.findings:
            return ()
        todo = [one.text for one in self.lacking][: MOST_NOTES - 1]
        done = " ".join(one.text for one in self.there if one.topic is not Topic.FILES)
        praise = f"What holds already: {done}" if todo else f"The agenda holds. {done}"
        return (*todo, praise) if done else tuple(todo)


def check_agenda(text: str, files: Sequence[Attachment] = ()) -> AgendaCheck:
    """Look at the outline of a talk and the names of its files."""
    plain = re.sub(r"[ \t]{9,}", " " * 8, text[:_READ_AT_MOST])
    shown = list(_on_files(files))
    agenda = read_agenda(plain)
    says_little = not agenda.parts and len(plain.split()) < _LEAST_WORDS
    if is_blank(plain) or (files and says_little):
        return AgendaCheck((_unseen(files), *shown)) if files else AgendaCheck()
    evidence = without_minutes(plain)
    found = [
        _on_parts(agenda),
        _on_minutes(agenda),
        _on_conclusion(plain, agenda.parts),
        _on_figure(evidence),
        _on_next_step(evidence),
        _on_risk(evidence),
        *_on_points(agenda.parts),
        *shown,
    ]
    return AgendaCheck(tuple(found))


# ---------------------------------------------------------------------- the course of the talk


def _on_parts(agenda: Agenda) -> Finding:
    if agenda.parts:
        return Finding(Topic.AGENDA, True, f"{len(agenda.parts)} parts.")
    text = "There is no agenda to see: number the parts, a line each, so that everyone knows where you are."
    return Finding(Topic.AGENDA, False, text)


def _on_minutes(agenda: Agenda) -> Finding:
    total = agenda.minutes
    if total is None:
        text = f"No minutes are written: put them behind each part, {SLOT - FOR_QUESTIONS} in all and 2 for questions."
        return Finding(Topic.MINUTES, False, text)
    if total > SLOT:
        over = f"Your minutes add up to {_minutes(total)}, and the slot has {SLOT}: cut {_minutes(total - SLOT)}"
        rest = "." if agenda.questions else ", and two more for questions."
        return Finding(Topic.MINUTES, False, over + rest)
    silent = [number for number, part in enumerate(agenda.parts, start=1) if part.minutes is None]
    if silent and len(silent) * 2 > len(agenda.parts):
        text = "Most parts have no minutes: write them behind each, so that you see what does not fit."
        return Finding(Topic.MINUTES, False, text)
    if not agenda.questions and total > SLOT - FOR_QUESTIONS:
        text = f"Your {_minutes(total)} leave no time for questions: keep two of the ten for them, on the agenda."
        return Finding(Topic.MINUTES, False, text)
    left = "with time for questions" if agenda.questions else "which leaves time for questions"
    return Finding(Topic.MINUTES, True, f"{_minutes(total)}, {left}.")


def _minutes(amount: float) -> str:
    return f"{amount:.1f}".removesuffix(".0") + "\u00a0min"


_ASIDE = re.compile(
    r"\b(?:questions?|q\s*(?:&|and)\s*a|discussion|agenda|introduction|intro|about me|who i am|welcome|thank you|"
    r"thanks|summary|recap|wrap-?up|appendix|back-?up)\b",
    re.IGNORECASE,
)


def _on_points(parts: Sequence[AgendaPart]) -> list[Finding]:
    points = [part for part in parts if not _ASIDE.search(" ".join(part.text.split()[:3]))]
    if not points:
        return []
    if len(points) > MOST_POINTS:
        text = f"{len(points)} points are too many for ten minutes: keep the three that carry the decision."
        return [Finding(Topic.POINTS, False, text)]
    return []


# ---------------------------------------------------------------------- what it says

_CONCLUSION = re.compile(
    r"\b(?:decisions?|decide|recommend\w*|conclu\w+|propos\w+|bottom line|in short|main point|key message|takeaway|"
    r"tl;?dr|answer first|the answer|headline|i ask\b|my ask|the ask\b|we should|you should|should (?:we|you)\b|"
    r"let us|let['’]s|we (?:need|have) to|stop|invest|move (?:one|a|the|two)|keep|drop|launch|roll out|start with)",
    re.IGNORECASE,
)
_WARM_UP = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:introduction|intro|about me|who i am|welcome|hello|background|context|agenda|history|"
    r"motivation|overview)\b",
    re.IGNORECASE,
)


def _on_conclusion(text: str, parts: Sequence[AgendaPart]) -> Finding:
    texts = [part.text for part in parts] or re.split(r"\n+|(?<=[.!?])\s+(?=[A-Z])", text.strip())
    places = [place for place, part in enumerate(texts) if _CONCLUSION.search(part)]
    if 0 in places and not _WARM_UP.match(texts[0]):
        return Finding(Topic.CONCLUSION, True, "The conclusion comes first.")
    later = next((place for place in places if place), None)
    if later is None:
        text = "I find no conclusion: open with the decision you want and say it in one sentence."
    elif parts:
        text = f"Your conclusion comes in part {later + 1}: put it first, since you may be stopped after a minute."
    else:
        text = "Your conclusion comes late: put it first, since you may be stopped after a minute."
    return Finding(Topic.CONCLUSION, False, text)


_NUMBER = r"(?:\d[\d.,]{0,14})"
_FIGURE = re.compile(
    rf"{_NUMBER}\s*(?:%|per ?cent\b|percent\w*|pp\b|points?\b|x\b|times\b|k\b|m\b|bn\b|million\b|thousand\b|[€$£])"
    rf"|[€$£]\s*{_NUMBER}|\b\d{{1,3}}(?:[,.\u00a0 ]\d{{3}})+\b|\bfrom\s+{_NUMBER}\b[^.\n]{{0,40}}?\bto\s+{_NUMBER}"
    rf"|\b{_NUMBER}\s+(?:of|out of)\s+{_NUMBER}|\b(?:doubled|halved|tripled|twice as)\b",
    re.IGNORECASE,
)
_BASE = re.compile(
    rf"\bfrom\s+{_NUMBER}[^.\n]{{0,40}}?\bto\s+{_NUMBER}|{_NUMBER}[^.\n]{{0,12}}?(?:→|->|=>)\s*{_NUMBER}|\bn\s*=\s*\d"
    rf"|\b(?:of|out of|among|across|with|in|over|on|based on)\s+(?:the\s+|our\s+|all\s+|some\s+|about\s+)?"
    rf"{_NUMBER}k?\s+(?!%|per\b|percent|minutes?\b|min\b|weeks?\b|days?\b|months?\b|hours?\b|years?\b)[a-z]"
    rf"|\b(?:against|versus|vs\.?|compared (?:with|to)|up from|down from|instead of|than|before it was)\s+"
    rf"[^.\n]{{0,20}}?{_NUMBER}|\bsample of\b|\b(?:confidence|%)\s+interval\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\bnext\s+(?:step|action|week|sprint|quarter|month)s?\b|\bi\s+(?:ask|need|want|propose|suggest|request)\b|"
    r"\b(?:my|the)\s+ask\b|\bpilot\b|\bpropos\w+|\brecommend\w*|\bdecision\s+(?:i|we)\b|\brequest\b|\bby\s+(?:monday|"
    r"friday|the end of|january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"\broll(?:ing)?[- ]?out\b|\bapprov\w+|\bfollow[- ]up\b|\bwhat (?:i|we) need\b|\baction items?\b|\bway forward\b",
    re.IGNORECASE,
)
_RISK = re.compile(
    r"\brisks?\b|\brisky\b|\blimit(?:s|ations?)?\b|\bcaveats?\b|\buncertain\w*|\b(?:do not|don['’]t|did not|didn['’]t)"
    r"\s+(?:yet\s+)?know\b|\bunknowns?\b|\bassum\w+|\bdownsides?\b|\bdrawbacks?\b|\bconfound\w*|\bbias\w*|"
    r"\bsmall sample\b|\bcould be wrong\b|\b(?:go|goes|went) wrong\b|\btrade-?offs?\b|\bthreats?\b|\bweakness\w*|"
    r"\bwhat (?:would|could) (?:change|prove)\b|\bnot (?:sure|proven|proof)\b",
    re.IGNORECASE,
)


def _on_figure(text: str) -> Finding:
    if not _FIGURE.search(text):
        return Finding(
            Topic.FIGURE, False, "There is no figure yet: give the one that carries your point, with its base."
        )
    if not _BASE.search(text):
        text = "Your figure has no base: say of how many, and from what to what."
        return Finding(Topic.FIGURE, False, text)
    return Finding(Topic.FIGURE, True, "A figure with its base.")


def _on_next_step(text: str) -> Finding:
    if _NEXT.search(text):
        return Finding(Topic.NEXT_STEP, True, "A next step.")
    text = "Nothing is asked for: end with the next step, who takes it and by when."
    return Finding(Topic.NEXT_STEP, False, text)


def _on_risk(text: str) -> Finding:
    if _RISK.search(text):
        return Finding(Topic.RISK, True, "A risk or a limit.")
    text = "No risk or limit is named: say where it could be wrong before they ask."
    return Finding(Topic.RISK, False, text)


# ---------------------------------------------------------------------- files


def _unseen(files: Sequence[Attachment]) -> Finding:
    if all(one.seconds is not None for one in files):
        text = "I cannot listen to a voice message: write its outline in a few lines, and I check that."
    else:
        text = "I cannot look inside your slides: write their outline in a few lines, each with its minutes."
    return Finding(Topic.UNSEEN, False, text)


def _on_files(files: Sequence[Attachment]) -> list[Finding]:
    slides = [one for one in files if one.seconds is None]
    other = [one.name for one in slides if not one.name.lower().endswith(_SHOWABLE)]
    if other:
        names = ", ".join(" ".join(name.split())[:_NAME_AT_MOST] for name in other[:_NAMES_AT_MOST])
        more = f" and {len(other) - _NAMES_AT_MOST} more" if len(other) > _NAMES_AT_MOST else ""
        text = f"{names}{more} cannot be shown to a room here: save your slides as PDF or images."
        return [Finding(Topic.FILES, False, text)]
    return [Finding(Topic.FILES, True, "Your files can be shown.")] if slides else []
