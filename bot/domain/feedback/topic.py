"""Whether an answer speaks of something else than what was asked.

Three things can be wrong, and one is enough: it is no talk about work (``idle``); it is about another subject, judged
for questions about a method or terms (``subject``) and about oneself (``self``) apart; it tells no story where one
was asked for (``story``). How likely each is follows from the signals of the answer by a logistic function of their
weighted sum; together they are joined as independent causes are (noisy-or: nothing is wrong only if no one is).

The weights were fitted by ``python -m tests.feedback.tune_topic``, which prints how well they do on answers that they
were not fitted on. A weight never gets the sign that would contradict what its signal means.
"""

import math
from collections.abc import Mapping

from bot.domain.feedback.asking import Asked, Kind, asked
from bot.domain.feedback.fields import FIELDS, count, spoken_words
from bot.domain.feedback.lexicon import words as words_of
from bot.domain.feedback.signals import Signals, signals_of
from bot.domain.tracks import Question

THRESHOLD = 0.55
"""A little more likely off topic than not, since a false alarm hurts more than a miss."""
_READ_AT_MOST = 4000
"""Characters that tell what an answer is about; one that strays later is still on topic."""
_FEWEST_WORDS = 5
"""Fewer tell nothing, unless they are chatter."""
_ENGLISH = words_of("the a an i and to of in is it we you my that for with on was this at be are not but so me do have")
_ENGLISH_SHARE = 0.08
_TERMS_SHARE = 0.1

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "idle": {
        "always": -2.13,
        "told": -1.64,
        "length": -1.01,
        "private": 2.48,
        "private allowed": -1.57,
        "chatter": 2.28,
        "work": -0.62,
        "questions": 2.02,
        "questions allowed": -1.10,
        "workless": 0.65,
        "plan": -0.61,
        "near": -0.17,
        "private share": 2.03,
        "imagery": -0.43,
        "kindred": -0.56,
    },
    "subject": {
        "always": 0.85,
        "told unasked": 1.63,
        "alien": 2.14,
        "somebody": 0.91,
        "near": -0.07,
        "echo": -1.34,
        "share": -0.74,
        "points": -1.57,
        "covered": -0.91,
        "plan": -0.95,
        "vague": -1.33,
        "elsewhere": 2.37,
        "kindred": -1.12,
        "code": 0.30,
        "other tables": 3.40,
        "other terms": 2.14,
        "cv": 1.15,
    },
    "self": {
        "always": -1.32,
        "told unasked": 0.52,
        "alien": 1.61,
        "home": -0.54,
        "near": -1.04,
        "share": -0.11,
        "points": -1.22,
        "covered": -1.44,
        "personal": -0.91,
        "plan": 1.62,
        "elsewhere": 0.51,
        "no motive": 1.86,
        "code": 1.66,
    },
    "story": {
        "always": -1.28,
        "told": -2.89,
        "alien": 1.49,
        "impersonal": 2.14,
        "themed": -0.56,
        "share": -0.43,
        "persons": -0.83,
        "never": -0.41,
        "elsewhere": 3.03,
        "kindred": -0.19,
        "code": 0.85,
        "won instead": 1.98,
        "unthemed": 0.88,
    },
}
JUDGED: Mapping[str, frozenset[Kind]] = {
    "idle": frozenset(Kind),
    "subject": frozenset({Kind.SUBJECT, Kind.TERMS}),
    "self": frozenset({Kind.SELF}),
    "story": frozenset({Kind.STORY}),
}
"""The kinds of questions for which each reason can hold."""


def is_off_topic(text: str, words: int, question: Question, *, told: float, points: int) -> bool:
    """Whether lower-case ``text`` answers something else.

    ``told``: how far it is told in the past, from 0 to 1; ``points``: how many key points it covers.
    """
    text = text[:_READ_AT_MOST]
    what = asked(question)
    signals = signals_of(text, words, what, told=told, covered=points)
    return can_be_judged(text, words, signals) and likelihood(signals, what) > THRESHOLD


def can_be_judged(text: str, words: int, signals: Signals) -> bool:
    """Whether lower-case ``text`` says enough, in a language that is known."""
    if words < _FEWEST_WORDS and not (signals["private"] or signals["chatter"]):
        return False
    return words > 0 and _is_readable(text)


def likelihood(signals: Signals, what: Asked) -> float:
    """How likely an answer with these signals is off topic, from 0 to 1."""
    fine = 1.0
    for reason, kinds in JUDGED.items():
        if what.kind in kinds:
            fine /= 1 + math.exp(sum(weight * signals[name] for name, weight in WEIGHTS[reason].items()))
    return 1 - fine


def _is_readable(text: str) -> bool:
    """Whether it is English, or made of terms: another language has none of the words that are looked for."""
    spoken = spoken_words(text)
    if spoken and sum(word in _ENGLISH for word in spoken) >= _ENGLISH_SHARE * len(spoken):
        return True
    counted = count(text)
    return sum(counted[name] for name in (*FIELDS, "chatter")) > _TERMS_SHARE * len(spoken)
