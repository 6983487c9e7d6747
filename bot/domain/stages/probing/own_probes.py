"""Which of a question's own probes an interviewer could ask now.

The probes of the bank were written beside a sample answer, so some ask about things that only the sample tells of:
"Why 14 days?". Such a probe is only for an answer that tells of them too.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bot.domain.feedback.folding import fold
from bot.domain.feedback.stems import content_stems
from bot.domain.tracks import Question

_ANSWERED = 0.6
"""Share of a probe's own words that an answer holds when it has gone there already."""
_FEWEST_WORDS = 2
_POINT_WEIGHS = 2
_CLOSE = 2
"""A probe goes towards a point if it shares a word with the point itself, or two with its signs."""
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|\w+fth)\b"
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b")
_LEANS_ON_ANSWER = re.compile(
    r"^(?:why|what happened|rewrite|you \w+ed|who \w+s the|our)\b|\byour (?!product manager|team\b|client)|"
    r"\bthat (?:one|page|meeting|week|call|project|success)\b"
)
"""What takes for granted that something was answered."""
_COMMON = content_stems(
    "people user client product team week day month number result find found change test ask tell decide case data "
    "analysis problem meeting right wrong happen know look show check colleague person different first next last"
)
"""Too common to belong to one sample."""


def open_probes(question: Question, said: str, used: Collection[str]) -> Iterator[str]:
    """The probes that fit what was ``said``, were not answered by it and are not among ``used``; in their order."""
    text = fold(said).text
    told = content_stems(text)
    for probe in question.probes:
        if probe not in used and _fits(question, probe, text, told) and not _is_answered(question, probe, told):
            yield probe


def towards(question: Question, point: str, probes: Collection[str]) -> str | None:
    """Of ``probes`` the one that goes towards a key point; ``None`` if none does."""
    known = _stems(question.prompt) | _COMMON
    signs = next((one.signs for one in question.key_points if one.point == point), ())
    own, signed = _stems(point) - known, _stems(" ".join(signs)) - known

    def closeness(probe: str) -> int:
        return _POINT_WEIGHS * len(own & _stems(probe)) + len((signed - own) & _stems(probe))

    best = max(probes, key=closeness, default=None)
    return best if best is not None and closeness(best) >= _CLOSE else None


def furthest(question: Question, said: str, probes: Collection[str]) -> str | None:
    """Of ``probes`` the one that stays closest to what was said, so that it follows from it; the earlier of two."""
    told = content_stems(fold(said).text)
    return max(probes, key=lambda probe: len(told & _stems(probe)), default=None)


def _fits(question: Question, probe: str, text: str, told: frozenset[str]) -> bool:
    """Whether the probe rests on nothing that only the sample answer tells."""
    plain = fold(probe).text
    known = f"{fold(question.prompt).text} {text}"
    if any(re.search(rf"\b{one}\b", known) is None for one in _PERSON.findall(plain)):
        return False
    leans = question.behavioural or _LEANS_ON_ANSWER.search(plain) is not None
    if not leans:
        return True
    if any(re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d)", known) is None for number in _NUMBER.findall(plain)):
        return False
    foreign = (_stems(probe) & _stems(question.sample_answer)) - _stems(question.prompt) - told - _COMMON
    return not foreign


def _is_answered(question: Question, probe: str, told: frozenset[str]) -> bool:
    own = _stems(probe) - _stems(question.prompt)
    return len(own) >= _FEWEST_WORDS and len(own & told) >= _ANSWERED * len(own)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return content_stems(fold(text).text)
