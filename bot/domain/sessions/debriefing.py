"""What a table learns once the cards are open: levels with their spread, remarks, and the thing to talk about."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from statistics import fmean, pstdev
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.competencies import Competency
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.scoring import HELPED, Sat, Scorecard, Scoring, progress

_HIRE, _STRONG_HIRE, _NO_HIRE = (2.75, 2), (3.5, 3), 1.75


class Band(StrEnum):
    """What an interviewer would say in the end, from worst to best."""

    STRONG_NO_HIRE = "Strong no hire"
    NO_HIRE = "No hire"
    HIRE = "Hire"
    STRONG_HIRE = "Strong hire"


class Remark(NamedTuple):
    """A text of a card and who wrote it."""

    rater_id: int
    text: str


class Spread(BaseModel):
    """One competency: the levels that others gave, by rater, the candidate's own, and what was quoted for it."""

    model_config = ConfigDict(frozen=True)

    competency: Competency
    levels: dict[int, int] = {}
    own: int | None = None
    quotes: tuple[Remark, ...] = ()

    @property
    def mean(self) -> float | None:
        """The mean of the others' levels."""
        return fmean(self.levels.values()) if self.levels else None

    @property
    def lowest(self) -> int:
        """The lowest of them; there must be one."""
        return min(self.levels.values())

    @property
    def highest(self) -> int:
        """The highest of them; there must be one."""
        return max(self.levels.values())

    @property
    def range(self) -> int:
        """From the lowest to the highest; 0 where fewer than two rated it."""
        return self.highest - self.lowest if self.levels else 0

    @property
    def gap(self) -> float | None:
        """How far the candidate's own level is above the others' mean."""
        return None if self.mean is None or self.own is None else self.own - self.mean


class TableDebrief(BaseModel):
    """All of it. ``dispute``: where raters differ most; ``blind_spot``: where the candidate and the others do."""

    model_config = ConfigDict(frozen=True)

    sat: Sat
    received: int
    expected: int
    spreads: tuple[Spread, ...]
    raised: tuple[Remark, ...]
    own_words: str
    band: Band | None
    dispute: Spread | None
    blind_spot: Spread | None

    @property
    def raters(self) -> int:
        """How many others rated the candidate."""
        return len({one for spread in self.spreads for one in spread.levels})


class CraftDebrief(BaseModel):
    """What the candidate said about the interviewer; for the interviewer's eyes only."""

    model_config = ConfigDict(frozen=True)

    sat: Sat
    levels: dict[Skill, int]
    helped: str
    raised: str


def debrief(scoring: Scoring, cards: Iterable[Scorecard]) -> TableDebrief:
    """What the table gets to see. Cards that are not whole do not count.

    :raises ValueError: while the cards are not open.
    """
    sat = scoring.sat
    done = _opened(scoring, cards)
    own = next((one for one in done if one.rater_id == sat.candidate_id), None)
    others = [one for one in done if one.rater_id != sat.candidate_id]
    spreads = tuple(_spread(one, others, own) for one in sat.competencies)
    counted = progress(scoring, cards)
    return TableDebrief(
        sat=sat,
        received=counted.received,
        expected=counted.expected,
        spreads=spreads,
        raised=tuple(Remark(one.rater_id, one.raised) for one in others if one.raised),
        own_words=own.raised if own else "",
        band=band([spread.mean for spread in spreads if spread.mean is not None]),
        dispute=_widest(spreads),
        blind_spot=max((one for one in spreads if one.gap), key=lambda one: abs(one.gap or 0), default=None),
    )


def craft(scoring: Scoring, cards: Iterable[Scorecard]) -> CraftDebrief | None:
    """What the interviewer gets to see; nothing if the candidate said nothing.

    :raises ValueError: while the cards are not open.
    """
    sat = scoring.sat
    if not scoring.is_open:
        raise ValueError("the cards are not open")
    found = next((one for one in cards if one.about_id == sat.interviewer_id and one.submitted_at), None)
    if found is None or sat.interviewer_id == sat.candidate_id:
        return None
    levels = {skill: level for skill in Skill if (level := found.seen().get(skill.value)) is not None}
    helped = found.evidence.get(HELPED, "")
    if not levels and not helped and not found.raised:
        return None
    return CraftDebrief(sat=sat, levels=levels, helped=helped, raised=found.raised)


def band(means: Sequence[float]) -> Band | None:
    """The hire band of competencies' mean levels, where level 3 is the hire bar of the rubrics; none without any.

    Each competency weighs the same. ``Hire``: 2.75 on average and none below 2; ``Strong hire``: 3.5 and none below 3;
    below 1.75 ``Strong no hire``. A higher level anywhere never leads to a lower band.
    """
    if not means:
        return None
    average, weakest = fmean(means), min(means)
    if average >= _STRONG_HIRE[0] and weakest >= _STRONG_HIRE[1]:
        return Band.STRONG_HIRE
    if average >= _HIRE[0] and weakest >= _HIRE[1]:
        return Band.HIRE
    return Band.NO_HIRE if average >= _NO_HIRE else Band.STRONG_NO_HIRE


def craft_means(cards: Iterable[Scorecard]) -> dict[Skill, tuple[float, int]]:
    """Over several sittings: the mean level of each skill that was rated, and how often it was."""
    given: dict[Skill, list[int]] = {}
    for card in cards:
        for skill in Skill:
            if (level := card.seen().get(skill.value)) is not None:
                given.setdefault(skill, []).append(level)
    return {skill: (fmean(levels), len(levels)) for skill, levels in given.items()}


def _opened(scoring: Scoring, cards: Iterable[Scorecard]) -> list[Scorecard]:
    """The whole cards about the candidate, in the order of the table."""
    if not scoring.is_open:
        raise ValueError("the cards are not open")
    sat = scoring.sat
    whole = {one.rater_id: one for one in cards if one.about_id == sat.candidate_id and one.submitted_at is not None}
    return [whole[one] for one in sat.raters if one in whole]


def _spread(competency: Competency, others: Iterable[Scorecard], own: Scorecard | None) -> Spread:
    key = competency.value
    others = tuple(others)
    return Spread(
        competency=competency,
        levels={one.rater_id: level for one in others if (level := one.seen().get(key)) is not None},
        own=own.seen().get(key) if own else None,
        quotes=tuple(Remark(one.rater_id, text) for one in others if (text := one.evidence.get(key))),
    )


def _widest(spreads: Iterable[Spread]) -> Spread | None:
    """Where raters differ most: by the range, then by how many of them differ; none where they agree."""
    disputed = [one for one in spreads if one.range]
    return max(disputed, key=lambda one: (one.range, pstdev(one.levels.values())), default=None)
