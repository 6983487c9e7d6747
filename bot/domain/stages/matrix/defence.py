"""What a defence of a success matrix has in it: where it turns, why it stands, what would change it."""

import re

from bot.domain.matrix import Ranking, most_fragile
from bot.domain.stages.matrix.state import Heard, MatrixState

_READ_AT_MOST = 12_000
_CARRYING = 2
"""How many criteria carry a result, at most."""
_SHORT_WORD = 4

_TURN = re.compile(
    r"\bturn(?:s|ed|ing)?\b|\bflips?\b|\btips?\b|\bswitch\w*|\bweigh\w*|\bsensitiv\w+|\bmargin\b|\bper ?cent\b|%|"
    r"\babove\b|\bbelow\b|\bmore than\b|\bless than\b|\bpast\b|\bif\b|\bunless\b|\blead\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bbecause\b|\bsince\b|\bso that\b|\bgoal\b|\bmost important\b|\bmatters?\b|\bpriority\b|\btherefore\b|"
    r"\breasons?\b|\bwhich is why\b|\bthat is why\b|\bthat['’]s why\b|\bdue to\b|\bas (?:we|the|our)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:would|could|will|to) (?:change|stop|end|drop|reconsider|revisit|switch|turn)\b|\bchange (?:my|our) mind\b|"
    r"\bunless\b|\bif\b[^.!?\n]{3,120}\b(?:then|stop|drop|end|change|switch|would|we)\b|\bstop (?:there|it|if)\b|"
    r"\bevidence\b|\bmeasure\b|\btest\b|\bfind out\b|\bcheck\b",
    re.IGNORECASE,
)


def hear(state: MatrixState, text: str) -> Heard:
    """Read a defence of a matrix that is filled in."""
    said = text[:_READ_AT_MOST]
    ranking = state.ranking
    carrying = _carrying(ranking) if ranking else []
    return Heard(
        words=bool(said.strip()),
        turn=_names_turn(state, said),
        why=bool(_WHY.search(said)),
        change=bool(_CHANGE.search(said)),
        unbacked=tuple(name for name in carrying if not _names(said, name)),
    )


def _names_turn(state: MatrixState, said: str) -> bool:
    """Whether the weak point is spoken of: its criterion, in words of weighing."""
    fragile = most_fragile(state.turns)
    if fragile is None:
        return bool(_TURN.search(said))
    sentences = re.split(r"(?<=[.!?\n])\s+", said)
    return any(_names(one, fragile.criterion) and _TURN.search(one) for one in sentences)


def _carrying(ranking: Ranking) -> list[str]:
    """The criteria from which most of the lead comes."""
    if ranking.winner is None:
        return []
    sign = 1 if ranking.winner == ranking.projects[0] else -1
    gains = {row.criterion: sign * row.weight * (row.scores[0] - row.scores[1]) for row in ranking.rows}
    return sorted((name for name, gain in gains.items() if gain > 0), key=lambda name: -gains[name])[:_CARRYING]


def _names(said: str, criterion: str) -> bool:
    """Whether a criterion is named, by its name or one of its longer words (``earnings`` for ``earn``)."""
    words = [word for word in re.findall(r"\w+", criterion.lower()) if len(word) >= _SHORT_WORD]
    stems = [re.escape(word[: max(_SHORT_WORD, len(word) - 2)]) for word in words if word not in {"month", "what"}]
    low = said.lower()
    return criterion.lower() in low or any(re.search(rf"\b{stem}", low) for stem in stems)
