"""Which key points of a question an answer touches."""

from functools import lru_cache

from bot.domain.feedback.folding import fold
from bot.domain.feedback.stems import all_stems, content_stems
from bot.domain.tracks import KeyPoint, Question

_ENOUGH = 0.5
"""Share of a point's content stems that has to occur when the point has no signs of its own."""


def coverage_of(text: str, question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The points that lower-case ``text`` covers and those it misses, each in the question's order."""
    spoken = f" {' '.join(all_stems(text))} "
    content = content_stems(text)
    covered: list[str] = []
    missed: list[str] = []
    for point in question.key_points:
        (covered if _is_covered(point, spoken, content) else missed).append(point.point)
    return tuple(covered), tuple(missed)


def _is_covered(point: KeyPoint, spoken: str, content: frozenset[str]) -> bool:
    if point.signs:
        return any(sign and f" {sign} " in spoken for sign in map(_phrase_of, point.signs))
    wanted = _content_of(point.point)
    return bool(wanted) and len(wanted & content) >= _ENOUGH * len(wanted)


@lru_cache(maxsize=4096)
def _phrase_of(sign: str) -> str:
    return " ".join(all_stems(fold(sign).text))


@lru_cache(maxsize=4096)
def _content_of(point: str) -> frozenset[str]:
    return content_stems(fold(point).text)
