"""The columns of a file of questions, and names that are nearly right."""

import difflib
import re
from collections.abc import Iterable

COLUMNS = (
    *("id", "track", "stage", "prompt", "assesses", "approach", "sample_answer", "probes", "key_points", "signs"),
    *("competency", "difficulty", "tags", "minutes", "retired"),
)
"""In the order in which they are written. ``signs`` go with ``key_points``, place by place."""

NEEDED = ("prompt", "stage")

_GAPS = re.compile(r"[\s\-_]+")
_EDGES = " \t\r\n\"'\u200b\ufeff"
_LONGEST = 60
_LISTED = 8


def plain_name(name: str, gap: str = "_") -> str:
    """A name in small letters with one ``gap`` between its words. Cut where no name could be so long."""
    return _GAPS.sub(gap, name[: 2 * _LONGEST].strip(_EDGES).casefold()[:_LONGEST].strip())


def suggest(word: str, names: Iterable[str]) -> str:
    """What to write in place of ``word``: the nearest of ``names``, or all of them where they are few."""
    known = sorted(names)
    near = difflib.get_close_matches(plain_name(word, "-"), known, n=3, cutoff=0.6)
    if near:
        return f"did you mean {_or(near)}?"
    return f"it can be {_or(known)}" if 0 < len(known) <= _LISTED else "see the list of them"


def _or(names: list[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
