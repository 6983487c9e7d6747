"""What to do until an interview: from what is known of the company and of the person, spread over the days left."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import cycle
from statistics import fmean
from typing import NamedTuple

from bot.domain.competencies import Competency
from bot.domain.interviews.places import Place
from bot.domain.interviews.timing import days_left, slots
from bot.domain.interviews.values import Do, PlanStep
from bot.domain.interviews.words import InterviewWords
from bot.domain.rounds import Round
from bot.domain.tracks import Stage, Tip, Track
from bot.domain.turns import TurnStatus

_LOW = 2.5
"""Mean of a person's own ratings up to which a competency is worth a step; 3 is the hire bar."""

_PASSED_ON = 1
"""Level of a question that was skipped."""

_MOST_WEAK = 3
_TODAY = ((1, 3), (4, 2))
"""Up to so many days left, so many things to do on the first day; otherwise one."""

_ORDER = (Do.COMPETENCY, Do.TIP, Do.READ, Do.PRACTISE, Do.TIP)


class Weak(NamedTuple):
    """A competency in which somebody rated themselves low; ``level``: the mean."""

    competency: Competency
    title: str
    level: float


class _Item(NamedTuple):
    do: Do
    text: str
    competency: Competency | None = None


class Maker(NamedTuple):
    """What a plan is made of."""

    words: InterviewWords
    place: Place
    weak: Sequence[Weak] = ()
    known: Collection[str] = ()
    """Texts of steps that came before; they do not come again."""


def weak_in(
    rounds: Iterable[Round], about: Collection[Competency], title: Callable[[Competency], str]
) -> tuple[Weak, ...]:
    """The competencies with low ratings in a person's newest rounds: those that the stage is about first, then the
    lowest. What was skipped counts as a low one."""
    levels: dict[Competency, list[int]] = {}
    for turn in (turn for state in rounds for turn in state.turns):
        level = turn.rating or (_PASSED_ON if turn.status is TurnStatus.SKIPPED else None)
        if level is not None:
            levels.setdefault(turn.question.competency, []).append(level)
    found = [Weak(one, title(one), mean) for one, given in levels.items() if (mean := fmean(given)) <= _LOW]
    return tuple(sorted(found, key=lambda one: (one.competency not in about, one.level, one.competency))[:_MOST_WEAK])


def plan(maker: Maker, starts_at: datetime, zone: str, now: datetime) -> tuple[PlanStep, ...]:
    """The steps in order. Those of the first day are for now and are not sent; the others each have a day."""
    left = days_left(starts_at, zone, now)
    today = next((count for most, count in _TODAY if left <= most), 1)
    days = slots(starts_at, zone, now)
    chosen = _choose(maker, today + len(days))
    # Where there is not enough for every day, the days nearest to the interview are kept.
    at = [now] * min(today, len(chosen)) + list(days[len(days) - max(0, len(chosen) - today) :])
    return tuple(
        PlanStep(at=when, sent=number >= today, **one._asdict())
        for number, (when, one) in enumerate(zip(at, chosen, strict=True))
    )


def _choose(maker: Maker, count: int) -> list[_Item]:
    """Things to do by turns; the last one is to practise, where that can be done."""
    pools = _pools(maker)
    practise = _practise(maker)
    room = count - bool(practise)
    chosen: list[_Item] = []
    for do in cycle(_ORDER):
        if len(chosen) >= room or not any(pools.values()):
            break
        if do is not Do.PRACTISE:
            item = next(_fresh(pools[do], maker.known), None)
        else:
            item = next(practise) if practise and len(chosen) < room - 1 else None
        chosen += [item] if item else []
    return [*chosen, next(practise)] if practise else chosen


def _fresh(pool: deque[_Item], known: Collection[str]) -> Iterator[_Item]:
    while pool:
        if (item := pool.popleft()).text not in known:
            yield item


def _pools(maker: Maker) -> dict[Do, deque[_Item]]:
    track = maker.place.track
    facts = track.dossier if track else ()
    tips = _tips(maker)
    weak = [_work_on(maker, one, tips) for one in maker.weak]
    read = maker.words.read
    return {
        Do.COMPETENCY: deque(weak),
        Do.TIP: deque(_Item(Do.TIP, tip.text) for tip in tips if not any(one.text.endswith(tip.text) for one in weak)),
        Do.READ: deque(_Item(Do.READ, read.format(topic=fact.topic, text=fact.text)) for fact in facts),
    }


def _tips(maker: Maker) -> list[Tip]:
    """The track's tips for this stage, then those for its kind and for every interview, then the track's other tips."""
    track, stage = maker.place.track, maker.place.stage
    own = track.tips if track else ()
    near = sorted((tip for tip in own if _nearness(tip, track, stage)), key=lambda tip: -_nearness(tip, track, stage))
    kind = maker.words.kinds[maker.place.kind].prepare
    return [*near, *kind, *maker.words.prepare, *(tip for tip in own if tip not in near)]


def _nearness(tip: Tip, track: Track | None, stage: Stage | None) -> float:
    """How much a tip is about a stage: what few stages of the track ask about tells more than what all of them do."""
    if track is None or stage is None or not tip.competencies:
        return 0
    shared = set(tip.competencies) & set(stage.competencies)
    return sum(1 / sum(one in other.competencies for other in track.stages) for one in shared) / len(tip.competencies)


def _work_on(maker: Maker, weak: Weak, tips: Iterable[Tip]) -> _Item:
    words = maker.words.weak.format(competency=weak.title, level=f"{weak.level:.1f}")
    tip = next((tip.text for tip in tips if weak.competency in tip.competencies), "")
    return _Item(Do.COMPETENCY, f"{words} {tip}".strip(), weak.competency)


def _practise(maker: Maker) -> Iterator[_Item] | None:
    """Practice by turns of the file's lines; none where the bot has no such stage."""
    place = maker.place
    if place.track is None or place.stage is None:
        return None
    names = {"company": place.track.company, "role": place.track.role, "stage": place.stage.title}
    return cycle([_Item(Do.PRACTISE, line.format(**names)) for line in maker.words.practise])
