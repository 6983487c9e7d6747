"""Several interviewers: who asks which question, and how they pass the word."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random

from bot.domain.chance import chance
from bot.domain.stages.common import Dealing
from bot.domain.talk import Talk, listed
from bot.domain.tracks import Panelist
from bot.domain.turns import Speaker, Turn

_Plan = tuple[tuple[int, int], tuple[int, ...]]
"""Cost (times that somebody speaks twice in a row, questions outside the focus) and who speaks, by place."""


def panel_of(dealing: Dealing) -> tuple[Panelist, ...]:
    """The stage's own panel, else the one for every stage that names none."""
    return dealing.stage.panel or dealing.content.scenes.panel


def seated(dealing: Dealing, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The same questions, each with its speaker and the words with which they take over."""
    panel = panel_of(dealing)
    if not panel or not turns:
        return tuple(turns)
    rng = chance(dealing.seed)
    panel = tuple(rng.sample(panel, len(panel)))
    speakers = [Speaker(name=one.name, role=one.role) for one in (panel[at] for at in assigned(panel, turns))]
    spoken = [turn.put(speaker=speaker) for turn, speaker in zip(turns, speakers, strict=True)]
    words = _Words(dealing.content.talk, rng)
    return tuple(
        turn.put(data={**turn.data, "lead_in": said}) if (said := words.before(spoken, at)) else turn
        for at, turn in enumerate(spoken)
    )


def assigned(panel: Sequence[Panelist], turns: Sequence[Turn]) -> tuple[int, ...]:
    """Who of the panel asks which question: as many each as can be, nobody twice in a row where that can be avoided,
    and then by their focus. Of plans alike the one that goes by the order of the panel."""
    few, more = divmod(len(turns), len(panel))
    focus = [[turn.question.competency in one.focus for one in panel] for turn in turns]

    @cache
    def best(at: int, left: tuple[int, ...], extra: int, last: int) -> _Plan:
        """The cheapest plan from place ``at``. ``left``: how many questions each still has to ask, -1 for who has
        had one more than that; ``extra``: how many such there are to give."""
        if at == len(turns):
            return (0, 0), ()
        plans = []
        for who in range(len(panel)):
            if left[who] < 0 or (left[who] == 0 and not extra):
                continue
            after = (*left[:who], left[who] - 1, *left[who + 1 :])
            (repeats, strangers), rest = best(at + 1, after, extra - (left[who] == 0), who)
            plans.append(((repeats + (who == last), strangers + (not focus[at][who])), (who, *rest)))
        return min(plans)

    return best(0, (few,) * len(panel), more, -1)[1]


class _Words:
    """Lead-ins of one round: no line twice while there are others."""

    def __init__(self, talk: Talk, rng: Random) -> None:
        self._talk = talk
        self._rng = rng
        self._decks: dict[tuple[str, ...], Iterator[str]] = {}

    def before(self, turns: Sequence[Turn], at: int) -> str:
        """What the speaker says before their question; empty where the file has no words."""
        lines, places = self._lines(turns, at)
        if not lines:
            return ""
        line = next(self._decks.setdefault(lines, self._dealt(lines))).format(**places)
        return line[:1].upper() + line[1:]

    def _lines(self, turns: Sequence[Turn], at: int) -> tuple[tuple[str, ...], Mapping[str, str]]:
        words, me = self._talk.panel, turns[at].speaker
        others = [one for one in dict.fromkeys(turn.speaker for turn in turns) if one and one != me]
        if at == 0:
            places = {"me": _presented(me), "others": listed([_presented(one) for one in others])}
            return (words.opening if others else words.alone), places
        asked, topic = self._topic(turns[at - 1]), self._topic(turns[at])
        before = turns[at - 1].speaker
        places = {"name": before.name.split()[0] if before else "", "asked": asked, "topic": topic}
        if before == me:
            return words.once_more, places
        if asked == topic:
            return words.same_topic, places
        is_last = 1 < at == len(turns) - 1  # of two, the second is no end of a round
        return (words.last if is_last and words.last else words.handover), places

    def _topic(self, turn: Turn) -> str:
        return self._talk.topics.of(turn.question.competency, turn.question.tags)

    def _dealt(self, lines: tuple[str, ...]) -> Iterator[str]:
        while True:
            yield from self._rng.sample(lines, len(lines))


def _presented(speaker: Speaker | None) -> str:
    return f"{speaker.name} ({speaker.role[:1].lower()}{speaker.role[1:]})" if speaker else ""
