"""What somebody writes into the form of a question: its texts, what it is meant for, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.domain.bank.overlay import Difference, text_of
from bot.domain.bank.proposal import Proposal
from bot.domain.bank.rows import Known, RowReader
from bot.domain.bank.sheet import Findings
from bot.domain.errors import Refusal
from bot.domain.tracks import Question

TEXTS = ("prompt", "assesses", "approach", "sample_answer", "probes")
"""The fields of the form, in its order; a form on Discord has room for five."""

LISTS = frozenset({"approach", "probes"})
"""Fields with an entry on each line."""

_LINE_END = re.compile(r"\r\n?|\n")
_ANYWHERE = "anywhere"
_ABOUT = ("track", "stage", "competency", "difficulty", "question")


class UnfitText(Refusal):
    """What was written is no question yet; ``problems``: field and reason of each thing to mend."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("not a question yet")


@dataclass(frozen=True)
class Draft:
    """A filled form. ``question`` empty: for a new question in ``track`` and ``stage``; else for a change of that one,
    on top of its version ``base``, where an empty ``competency`` or ``difficulty`` leaves it as it is."""

    texts: Mapping[str, str]
    track: str = ""
    stage: str = ""
    competency: str = ""
    difficulty: str = ""
    question: str = ""
    base: int = 0

    @classmethod
    def of_fields(cls, fields: Mapping[str, str]) -> Self:
        """The draft that :meth:`fields` was made from."""
        about: dict[str, Any] = {name: fields.get(name, "") for name in _ABOUT}
        return cls(texts_in(fields), base=int(fields.get("base", "0")), **about)

    def fields(self) -> dict[str, str]:
        """Everything, as texts by name, to be kept."""
        about = {name: getattr(self, name) for name in _ABOUT}
        return {**self.texts, **about, "base": str(self.base)}

    def proposal(self) -> Proposal:
        """The texts as a question might have them.

        :raises UnfitText: naming everything that is wrong with them.
        """
        track, stage = self.track or _ANYWHERE, self.stage or _ANYWHERE
        findings = Findings()
        reader = RowReader(Known({track: [stage]}, track), findings)
        values: dict[str, Any] = {
            name: _LINE_END.split(text) if name in LISTS else text for name, text in self.texts.items()
        }
        reader.read(1, values | {"stage": stage, "competency": self.competency, "difficulty": self.difficulty})
        if not reader.rows:
            raise UnfitText((problem.column, problem.reason) for problem in findings.problems)
        return reader.rows[0].proposal

    def over(self, question: Question) -> Question:
        """``question`` with the texts of this draft in place of its own.

        :raises UnfitText: naming everything that is wrong with them.
        """
        # What nobody touched stays to the letter: a list that came from a file may hold what a form cannot show.
        touched = [name for name in TEXTS if not _same(self.texts[name], text_of(question, name))]
        looked_at = {name: self.texts[name] for name in dict.fromkeys(("prompt", *touched))}
        proposal = replace(self, texts=looked_at).proposal()
        changes: dict[str, Any] = {name: getattr(proposal, name) for name in touched}
        if self.competency:
            changes["competency"] = proposal.competency
        if self.difficulty:
            changes["difficulty"] = proposal.difficulty
        return question.model_copy(update=changes)

    def on_top(self, version: int, differences: Iterable[Difference]) -> "Draft":
        """The same change on top of a newer version: what only the others changed stays as they left it."""
        texts = dict(self.texts)
        for one in differences:
            if one.field in texts and _same(texts[one.field], one.before):
                texts[one.field] = one.after
        return replace(self, texts=texts, base=version)

    def plain(self) -> str:
        """The texts to give back to whoever wrote them."""
        return "\n\n".join(f"{name}:\n{text}" for name, text in self.texts.items() if text.strip())


def texts_in(fields: Mapping[str, str]) -> dict[str, str]:
    """The texts of a form among its fields."""
    return {name: fields.get(name, "") for name in TEXTS}


def texts_of(question: Question) -> dict[str, str]:
    """A question's texts as they stand in its form."""
    return {name: text_of(question, name) for name in TEXTS}


def _same(one: str, other: str) -> bool:
    return [line.strip() for line in _LINE_END.split(one.strip())] == [line.strip() for line in other.split("\n")]
