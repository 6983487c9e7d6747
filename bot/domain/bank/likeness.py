"""How alike two questions are, by their words: to name duplicates before one is saved.

The measure is rapidfuzz's ``ratio`` (100 less the share of letters to insert or delete) over the stems of the words
that carry meaning, in alphabetical order: so "Describe a time you disagreed with a manager" is "Tell me about a time
when you disagreed with your manager". It knows no synonyms, and an order of words that turns the meaning round
escapes it; it warns, and decides nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.domain.feedback.lexicon import words
from bot.domain.feedback.stems import stem

LIKELY_DUPLICATE = 86
"""Likeness from which a moderator is warned; chosen on the labelled pairs of the tests, where others did worse."""

_LONGEST = 2_000
"""Characters that count; a prompt has at most 700."""

_SAME = 100
_TELLING = 3
"""So many of a text's rarest stems lead to its likes; misspelt ones, which nothing else has, do not count."""

_AT_ONCE = 8192
"""Forms compared in one call: some 5 ms."""

_APOSTROPHE = re.compile(r"['’‘ʼ`´]")
_NOT_WORD = re.compile(r"[\W_]+")
_FILLERS = words("""
    a an the of to in on at for with by from as is are was were be been being am do does did doing done have has had
    having i me my you your yours we us our ours they them their it its he she his her this that these those there
    here and or but if so than then when where which who whom whose why what how would could should can will may might
    must shall tell about describe explain example give walk through time situation share say please some any one per
    into within whether such just very also let make s t ve ll re d m
""")
_ONE_SPELLING = (
    ("make sure", "ensure"),
    ("making sure", "ensuring"),
    ("deal with", "handle"),
    ("dealing with", "handling"),
    ("data set", "dataset"),
    ("e mail", "email"),
    ("lay person", "layperson"),
)
_SPELLINGS = dict(_ONE_SPELLING)
_SPELLING = re.compile(rf"\b(?:{'|'.join(_SPELLINGS)})(?=s?\b)")


@dataclass(frozen=True)
class Match:
    """A question that is like the one asked about; ``likeness`` from 0 to 100, which is left to the same words in the
    same order: all else that has the same normal form is 99."""

    id: str
    likeness: int


def normal_form(text: str) -> str:
    """The stems of the words that carry meaning, sorted; of all words where there are no others; "" without words."""
    every = _fold(text[:_LONGEST]).split()
    meant = [word for word in every if word not in _FILLERS]
    return " ".join(sorted(map(stem, meant or every)))


def _fold(text: str) -> str:
    """Small letters and digits without accents, one blank between words, one spelling where two are common."""
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in marked if not unicodedata.combining(letter))
    plain = _NOT_WORD.sub(" ", _APOSTROPHE.sub("", text.casefold()))
    return _SPELLING.sub(lambda match: _SPELLINGS[match[0]], plain)


def nearest(
    text: str, candidates: Iterable[tuple[str, str]], most: int = 3, at_least: int = LIKELY_DUPLICATE
) -> tuple[Match, ...]:
    """The candidates (id and text) most like ``text``, the likest first; of equals, the first. ``at_least``: so alike
    must their normal forms be.

    Compares with each of them. To ask more than once, or among thousands, keep an :class:`Index`.
    """
    texts = dict(candidates)
    return nearest_of_forms(text, [(name, normal_form(one)) for name, one in texts.items()], texts.get, most, at_least)


def nearest_of_forms(
    text: str,
    forms: Sequence[tuple[str, str]],
    text_of: Callable[[str], str | None],
    most: int = 3,
    at_least: int = LIKELY_DUPLICATE,
) -> tuple[Match, ...]:
    """As :func:`nearest`, among candidates whose normal form is known (id and form); ``text_of`` an id is the text."""
    form = normal_form(text)
    if not form or most < 1:
        return ()
    found: list[Match] = []
    # rapidfuzz keeps the interpreter's lock through one call: other threads get their turn between two.
    for at in range(0, len(forms), _AT_ONCE):
        some = forms[at : at + _AT_ONCE]
        best = process.extract(form, [one for _, one in some], scorer=fuzz.ratio, limit=most, score_cutoff=at_least)
        found += [_match(text, some[index][0], text_of(some[index][0]), likeness) for _, likeness, index in best]
    return tuple(sorted(found, key=lambda match: -match.likeness)[:most])


class Index:
    """Candidates in their normal form, for asking often among many.

    Looks only at those that have one of the :data:`_TELLING` rarest stems of a text, so it can miss a candidate that
    differs in just these.
    """

    def __init__(self, candidates: Iterable[tuple[str, str]] = ()) -> None:
        self._names: list[str] = []
        self._texts: list[str] = []
        self._forms: list[str] = []
        self._places: dict[str, list[int]] = {}
        self._short: list[int] = []
        for name, text in candidates:
            self.add(name, text)

    def __len__(self) -> int:
        return len(self._names)

    def add(self, name: str, text: str) -> None:
        """One more candidate; the text of an id that is there already is not replaced."""
        form = normal_form(text)
        stems = set(form.split())
        for one in stems:
            self._places.setdefault(one, []).append(len(self._names))
        if len(stems) <= _TELLING:
            self._short.append(len(self._names))
        self._names.append(name)
        self._texts.append(text)
        self._forms.append(form)

    def nearest(self, text: str, most: int = 3, at_least: int = LIKELY_DUPLICATE) -> tuple[Match, ...]:
        """As :func:`nearest`."""
        form = normal_form(text)
        if not form or most < 1:
            return ()
        # Some stand there more than once: to take those out would cost as much as comparing them.
        places = self._worth_comparing(set(form.split()))
        forms = [self._forms[place] for place in places]
        limit = most * (_TELLING + 1)
        found = process.extract(form, forms, scorer=fuzz.ratio, limit=limit, score_cutoff=at_least)
        best = {places[index]: likeness for _, likeness, index in found}
        matches = [_match(text, self._names[place], self._texts[place], best[place]) for place in sorted(best)]
        return tuple(sorted(matches, key=lambda match: -match.likeness)[:most])

    def _worth_comparing(self, stems: set[str]) -> list[int]:
        telling = sorted((self._places[one] for one in stems if one in self._places), key=len)[:_TELLING]
        if len(stems) <= _TELLING:
            telling.append(self._short)  # of so few words, the misspelt one may be the one that tells
        return [place for some in telling for place in some]


def _match(text: str, name: str, other: str | None, likeness: float) -> Match:
    one, two = (_fold(each[:_LONGEST]).split() for each in (text, other or ""))
    return Match(name, _SAME - 1 if likeness == _SAME and one != two else int(likeness))
