"""All questions that a server has rows for, as they are looked through while somebody types.

No index of SQLite or PostgreSQL finds parts of words in both; 65,536 short texts in memory are gone through in less
time than either takes to start a scan of as many rows.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from bot.domain.bank.likeness import normal_form

_MOST_WORDS = 6
"""Words that are looked for; more of them would narrow nothing down."""


class Kind(NamedTuple):
    """What questions are filtered by."""

    track_id: str
    stage_id: str
    competency: str
    difficulty: str
    retired: bool
    builtin: bool

    def within(self, filters: Mapping[str, object]) -> bool:
        """Whether a question of this kind passes the filters."""
        return all(getattr(self, name) == value for name, value in filters.items())


class Shelved(NamedTuple):
    """One question: ``text`` is its prompt in small letters and single spaces."""

    id: str
    text: str
    kind: Kind


class Shelf:
    """A server's rows as of one revision of its bank. Lines are "id text", in the order of ids."""

    def __init__(self) -> None:
        self.revision = 0
        self.touched: frozenset[str] = frozenset()
        """Ids of the built-in questions that the server has rows for."""
        self._lines: list[str] = []
        self._kinds: list[Kind] = []
        self._known: dict[Kind, Kind] = {}
        self._forms: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def update(self, rows: Iterable[Shelved], revision: int) -> None:
        """Put rows in, one with the id of another in its place; who reads meanwhile reads all as it was."""
        # No letter of an id sorts before the blank after it: lines are in order when their ids are.
        new = sorted({one.id: one for one in rows}.values())
        lines, kinds = self._lines.copy(), self._kinds.copy()
        for one in new:
            kind = self._known.setdefault(one.kind, one.kind)
            key = f"{one.id} "
            at = bisect_left(lines, key)
            replaced = slice(at, at + (at < len(lines) and lines[at].startswith(key)))
            lines[replaced], kinds[replaced] = [key + one.text], [kind]
        self._lines, self._kinds = lines, kinds
        self.touched |= {one.id for one in new if one.kind.builtin}
        self.revision = revision

    def search(self, words: Sequence[str], filters: Mapping[str, object], start: int, most: int) -> list[str]:
        """Ids of the rows whose prompt or id has all ``words``, by id."""
        wanted = {kind for kind in self._known if kind.within(filters)}
        if not wanted:
            return []
        # The longest words are in the fewest lines. The loop names three of them: a loop in it would take five times
        # as long where a word is in all lines.
        first, second, third, *others = [*sorted(set(words), key=len, reverse=True)[:_MOST_WORDS], "", "", ""]
        others = [word for word in others if word]
        found = (
            line
            for line, kind in zip(self._lines, self._kinds, strict=True)
            if first in line and second in line and third in line
            if kind in wanted and not (others and any(word not in line for word in others))
        )
        return [line.partition(" ")[0] for line in islice(found, start, start + most)]

    def text(self, name: str) -> str | None:
        """The text of the row with this id."""
        key = f"{name} "
        lines = self._lines
        at = bisect_left(lines, key)
        return lines[at].removeprefix(key) if at < len(lines) and lines[at].startswith(key) else None

    def forms(self) -> list[tuple[str, str]]:
        """Id and normal form of the questions in use. Some 10 µs each the first time: for a worker thread."""
        forms: dict[str, str] = {}
        for line, kind in zip(self._lines, self._kinds, strict=True):
            if not kind.retired:
                known = self._forms.get(line)
                forms[line] = normal_form(line.partition(" ")[2]) if known is None else known
        self._forms = forms
        return [(line.partition(" ")[0], form) for line, form in forms.items()]
