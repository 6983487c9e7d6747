"""Which fact of a company's dossier answers a question: the one whose keywords it uses, compared by word stems."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.domain.feedback.stems import all_stems, content_stems
from bot.domain.tracks import Fact

ENOUGH = 1.0
"""The weight from which a fact answers a question: one keyword that no other fact has, or two that are shared."""

_GENERAL = frozenset(
    all_stems(
        "team company success role process users feature market goals development time size planning customers analyst "
        "hiring feedback search budget money ideas resources testing tests models expectations duties interview growth"
    )
)
"""Words that turn up in questions about anything."""
_GENERAL_WEIGHT = 0.5
_LOOSE = 0.75
_TOPIC, _MOST_TOPIC = 0.5, 1.0
_TEXT = 0.02


class Match(NamedTuple):
    """A fact, and how strongly a question points to it."""

    fact: Fact
    weight: float


def best_fact(dossier: Sequence[Fact], question: str, told: Collection[str] = ()) -> Match | None:
    """The fact that a question asks for, if one weighs enough; one whose topic was ``told`` only if no other does."""
    weighed = sorted(_weigh(dossier, question), key=lambda match: -match.weight)
    enough = [match for match in weighed if match.weight >= ENOUGH]
    fresh = (match for match in enough if match.fact.topic not in told)
    return next(fresh, enough[0] if enough else None)


def _weigh(dossier: Sequence[Fact], question: str) -> Iterable[Match]:
    words = all_stems(question.casefold())
    content = content_stems(question.casefold())
    shared = _shared(tuple(dossier))
    for fact in dossier:
        weight = sum(
            _keyword(key, words, shared) for key in {tuple(all_stems(one.casefold())) for one in fact.keywords}
        )
        if not weight:
            continue
        topic = content & content_stems(fact.topic.casefold()) - _GENERAL
        text = content & content_stems(fact.text.casefold())
        yield Match(fact, weight + min(_MOST_TOPIC, _TOPIC * len(topic)) + _TEXT * len(text))


@lru_cache(maxsize=32)
def _shared(dossier: tuple[Fact, ...]) -> Counter[tuple[str, ...]]:
    """How many facts have a keyword."""
    return Counter(key for fact in dossier for key in {tuple(all_stems(one.casefold())) for one in fact.keywords})


def _keyword(key: tuple[str, ...], words: Sequence[str], shared: Counter[tuple[str, ...]]) -> float:
    """Phrases weigh by their words; with the same words elsewhere in the question a little less."""
    if not key or not set(key) <= set(words):
        return 0.0
    rarity = 1 / math.sqrt(max(shared[key], 1))
    if len(key) == 1:
        return rarity * (_GENERAL_WEIGHT if key[0] in _GENERAL else 1.0)
    together = any(tuple(words[at : at + len(key)]) == key for at in range(len(words)))
    meant = sum(word in _GENERAL for word in key) * _GENERAL_WEIGHT + sum(word not in _GENERAL for word in key)
    return rarity * meant * (1.0 if together else _LOOSE)
