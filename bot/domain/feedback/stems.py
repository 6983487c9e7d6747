"""Content words brought to a common stem, so that 'measured' meets 'measures' and 'measurement'."""

import re
from functools import lru_cache

from bot.domain.feedback.lexicon import words

_WORD = re.compile(r"[^\W\d_]{2,}|\d*[^\W\d_]\d*")
_ENDINGS = (
    *(
        "isations",
        "izations",
        "isation",
        "ization",
        "ations",
        "ation",
        "ments",
        "ment",
        "ically",
        "ings",
        "ing",
        "edly",
    ),
    *("ness", "ions", "ion", "ives", "ive", "ances", "ance", "ers", "ors", "ies", "ied", "ed", "er", "or", "es", "al"),
    *("ly", "s", "e", "y"),
)
"""Longest first where one ends like another."""
_SHORTEST_STEM = 3
_STOP_WORDS = words("""
    a about above after again all also am an and any are as at back be because been before being below between
    both but by can could did do does doing down during each even every few first for from further get give go got
    had has have having he her here him his how i if in into is it its just know last let like made make many may
    me might more most much must my no nor not now of off on once one only or other our out over own part people
    put quite rather really said same say see she should so some somebody something still such take tell than that
    the their them then there these they thing things think this those through time times to together too two
    under until up upon us use used using very want wanted was way we well went were what when where which while
    who whom whose why will with within without would you your yourself example describe explain share walk role
    work worked working job won ve ll re don didn doesn new good bad big small able per via what's kind sort lot
    bit around against among always never often usually answer question name names named clear clearly
""")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Cut one ending and, for a doubled last letter, one of the two."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word.replace("z", "s")


def all_stems(text: str) -> list[str]:
    """Stems of all words of a lower-case text, in order."""
    return [stem(word) for word in _WORD.findall(text)]


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word not in _STOP_WORDS)
