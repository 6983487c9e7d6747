"""Compares ``analyse`` with the labelled answers: precision, recall and F1 by part."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.competencies import Competency
from bot.domain.feedback import Feedback, analyse
from bot.domain.tracks import KeyPoint, Question, Track

LABELLED = Path(__file__).with_name("labelled.toml")
FRESH = Path(__file__).with_name("fresh.toml")
UNSEEN = Path(__file__).with_name("unseen.toml")
TOPICS = Path(__file__).with_name("topics.toml")
TRACKS = Path(__file__).parents[2] / "data" / "tracks"
BANK = tuple(
    question
    for path in sorted(TRACKS.glob("*.toml"))
    for stage in Track(id=path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))).stages
    for question in stage.questions
)
"""Every question of the tracks."""
TUNED_ON = ("dev", "held_out")
SPLITS = (*TUNED_ON, "fresh", "unseen")
"""The rules were tuned on the first two. "fresh" was never looked at for the parts of a story and ownership; of
"unseen" only "quantified" and one rule of "task" were. The weights that tell what is off topic were fitted on all four,
and on "answers" of topics.toml."""
STAR = ("situation", "task", "action", "result")
PARTS = (*STAR, "quantified", "off_topic")
OWNERSHIP = ("i", "we", "mixed", "none")

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """How one yes-or-no mark fared."""

    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is labelled."""
        return _share(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found."""
        return _share(self.true_positive, self.true_positive + self.false_negative)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _share(2 * self.true_positive, 2 * self.true_positive + self.false_positive + self.false_negative)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


@dataclass(frozen=True)
class Report:
    """All figures of one split. ``quotes``: share of labelled quotes that a returned span overlaps, by part."""

    split: str
    answers: int
    parts: Mapping[str, Score]
    ownership: Mapping[str, Score]
    ownership_accuracy: float
    quotes: Mapping[str, float]
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ownership_precision(self) -> float:
        """Mean over the classes."""
        return sum(score.precision for score in self.ownership.values()) / len(self.ownership)

    @property
    def ownership_recall(self) -> float:
        """Mean over the classes."""
        return sum(score.recall for score in self.ownership.values()) / len(self.ownership)

    def table(self) -> str:
        """The figures as lines of text."""
        lines = [f"{self.split}: {self.answers} answers", f"{'':<12}precision  recall      F1   quotes"]
        for name, score in self.parts.items():
            quotes = f"{self.quotes[name]:9.3f}" if name in self.quotes else ""
            lines.append(f"{name:<12}{score.precision:9.3f}{score.recall:8.3f}{score.f1:8.3f}{quotes}")
        lines.append(
            f"{'ownership':<12}{self.ownership_precision:9.3f}{self.ownership_recall:8.3f}"
            f"   accuracy {self.ownership_accuracy:.3f} (means over {len(self.ownership)} classes)"
        )
        return "\n".join(lines)


def load(split: str | None = None) -> list[Entry]:
    """The answers of one split; of none in particular: all that the rules were tuned on."""
    path = {"fresh": FRESH, "unseen": UNSEEN}.get(split or "", LABELLED)
    entries: list[Entry] = tomllib.loads(path.read_text(encoding="utf-8"))["answers"]
    return [entry for entry in entries if split is None or entry["split"] == split]


def load_topics(part: str = "answers") -> list[tuple[str, Question, bool, bool]]:
    """Answers to questions of the bank: text, question, whether it is off topic, and whether it would be anywhere.

    ``part``: "answers", "held_back" or "blind".
    """
    questions = {question.id: question for question in BANK}
    entries: list[Entry] = tomllib.loads(TOPICS.read_text(encoding="utf-8"))[part]
    return [
        (entry["text"], questions[entry["question"]], entry["off_topic"], entry.get("idle", False)) for entry in entries
    ]


def question_of(entry: Entry) -> Question:
    """The entry's question: that of the bank where it names one; else made up, with words that say nothing."""
    if "question" in entry:
        return next(question for question in BANK if question.id == entry["question"])
    return Question(
        id=entry["id"],
        prompt=entry["prompt"],
        assesses="(not given here)",
        approach=("(not given)", "(not given)"),
        sample_answer="(not given) " * 4,
        probes=("(not given)", "(not given)"),
        key_points=tuple(KeyPoint(point=point.ljust(5, ".")) for point in entry["key_points"]),
        competency=Competency.BACKGROUND,
        tags=("behavioural",) if entry["behavioural"] else (),
    )


def found_in(feedback: Feedback) -> dict[str, bool]:
    """What the analysis says, in the words of the labels."""
    found = {part: bool(getattr(feedback, part)) for part in STAR}
    return found | {"quantified": bool(feedback.quantified_result), "off_topic": feedback.off_topic}


def report(split: str) -> Report:
    """Analyse every answer of ``split`` and count."""
    entries = load(split)
    pairs = [(entry, analyse(entry["text"], question_of(entry))) for entry in entries]
    wrong = {part: tuple(e["id"] for e, f in pairs if found_in(f)[part] != e[part]) for part in PARTS}
    wrong["ownership"] = tuple(e["id"] for e, f in pairs if f.ownership != e["ownership"])
    return Report(
        split=split,
        answers=len(entries),
        parts={part: _score((e[part], found_in(f)[part]) for e, f in pairs) for part in PARTS},
        ownership={one: _score((e["ownership"] == one, f.ownership == one) for e, f in pairs) for one in OWNERSHIP},
        ownership_accuracy=_share(sum(e["ownership"] == f.ownership for e, f in pairs), len(pairs)),
        quotes={part: _quoted(pairs, part) for part in (*STAR, "quantified")},
        wrong=wrong,
    )


def topic_score(part: str) -> Score:
    """How ``off_topic`` fares on answers to questions of the bank."""
    entries = load_topics(part)
    return _score((off_topic, analyse(text, question).off_topic) for text, question, off_topic, _ in entries)


def _score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    seen = Counter(pairs)
    return Score(seen[True, True], seen[False, True], seen[True, False])


def _quoted(pairs: Iterable[tuple[Entry, Feedback]], part: str) -> float:
    key = f"{part}_quote"
    hits = [
        overlaps(entry["text"], entry[key], getattr(feedback, "quantified_result" if part == "quantified" else part))
        for entry, feedback in pairs
        if entry.get(key)
    ]
    return _share(sum(hits), len(hits))


def overlaps(text: str, quote: str, spans: Iterable[str]) -> bool:
    """Whether the labelled quote and any of the spans share a stretch of the text."""
    start = text.find(quote)
    end = start + len(quote)
    position = 0
    for span in spans:
        position = text.find(span, position)
        if position < end and position + len(span) > start:
            return True
    return False
