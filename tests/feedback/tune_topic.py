"""Fits the weights of ``bot.domain.feedback.topic`` and says how well they do on answers that they were not fitted on.

Run ``python -m tests.feedback.tune_topic`` (a minute or two) and copy the printed weights. Nothing but the standard
library: stochastic gradient steps (AdaGrad: Duchi, Hazan, Singer, 2011) on the log loss of a noisy-or of logistic
functions, with a small pull to zero and weights kept on the side of zero on which their meaning puts them.
"""

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.domain.competencies import Competency
from bot.domain.feedback.asking import Asked, Kind, asked
from bot.domain.feedback.coverage import coverage_of
from bot.domain.feedback.folding import fold
from bot.domain.feedback.signals import signals_of
from bot.domain.feedback.star import read
from bot.domain.feedback.topic import JUDGED, THRESHOLD, can_be_judged
from bot.domain.tracks import KeyPoint, Question
from tests.feedback.evaluate import BANK, load, load_topics, question_of

SIGNS: Mapping[str, Mapping[str, int]] = {
    "idle": {
        "always": 0,
        "told": 0,
        "length": 0,
        "private": 1,
        "private allowed": -1,
        "chatter": 1,
        "work": -1,
        "questions": 1,
        "questions allowed": -1,
        "workless": 1,
        "plan": -1,
        "near": -1,
        "private share": 1,
        "imagery": -1,
        "kindred": -1,
    },
    "subject": {
        "always": 0,
        "told unasked": 1,
        "alien": 1,
        "somebody": 1,
        "near": -1,
        "echo": -1,
        "share": -1,
        "points": -1,
        "covered": -1,
        "plan": -1,
        "vague": -1,
        "elsewhere": 1,
        "kindred": -1,
        "code": 1,
        "other tables": 1,
        "other terms": 1,
        "cv": 1,
    },
    "self": {
        "always": 0,
        "told unasked": 1,
        "alien": 1,
        "home": -1,
        "near": -1,
        "share": -1,
        "points": -1,
        "covered": -1,
        "personal": -1,
        "plan": 1,
        "elsewhere": 1,
        "no motive": 1,
        "kindred": -1,
        "code": 1,
    },
    "story": {
        "always": 0,
        "told": -1,
        "length": 1,
        "alien": 1,
        "impersonal": 1,
        "themed": -1,
        "share": -1,
        "persons": -1,
        "never": -1,
        "elsewhere": 1,
        "kindred": -1,
        "code": 1,
        "cv": 1,
        "won instead": 1,
        "unthemed": 1,
    },
}
"""The signals of each reason, and on which side of zero their weights stay (0: either)."""
WEIGHED = {
    "dev": 2.0,
    "held_out": 2.0,
    "fresh": 2.0,
    "unseen": 2.0,
    "topics": 1.0,
    "topics, bare": 0.5,
    "topics, loose": 0.3,
    "own": 0.3,
    "own piece": 0.1,
    "near": 0.08,
    "far piece": 0.05,
    "swapped": 0.1,
    "crossed": 0.08,
    "tables": 0.3,
}
"""How much one example of each source counts."""
AUTHORS: Mapping[str, frozenset[str]] = {
    "labelled": frozenset({"dev", "held_out"}),
    "fresh": frozenset({"fresh"}),
    "topics": frozenset({"topics", "topics, bare", "topics, loose", "swapped"}),
    "unseen": frozenset({"unseen"}),
}
"""The sources that one author wrote; what was crossed from them goes with them."""
LABELLED = ("dev", "held_out", "fresh", "unseen", "topics")
"""Sources whose every label is somebody's judgement of that answer to that question."""
FOLDS = 8
EPOCHS = 60
STEP = 0.15
PULL = 0.0005
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_FAR_PAIRS = 500
_FEWEST_WORDS = 15
_SWAPS = 4
CROSSES = 2

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Example:
    """``group``: examples of one answer, which stay in one fold."""

    source: str
    group: str
    kind: Kind
    signals: Mapping[str, float]
    off_topic: bool
    author: str = ""
    judged: bool = True


def example(source: str, group: str, text: str, question: Question, *, off_topic: bool, author: str = "") -> Example:
    """Measure one answer as ``analyse`` does."""
    folded = fold(text)
    told = read(folded, story_asked=question.behavioural).told_in_past
    covered = len(coverage_of(folded.text, question)[0])
    what = asked(question)
    words = len(text.split())
    signals = signals_of(folded.text[:4000], words, what, told=told, covered=covered)
    return Example(
        source, group, what.kind, signals, off_topic, author, judged=can_be_judged(folded.text, words, signals)
    )


def loose(question: Question) -> Question:
    """The question as somebody writes it who gives no signs, tags and competency."""
    points = tuple(KeyPoint(point=point.point) for point in question.key_points)
    tags = ("behavioural",) if question.behavioural else ()
    return question.model_copy(update={"competency": Competency.BACKGROUND, "tags": tags, "key_points": points})


def bare(question: Question) -> Question:
    """The question with nothing but its prompt and competency."""
    return question.model_copy(update={"tags": loose(question).tags, "key_points": ()})


def labelled() -> Iterator[Example]:
    """The answers with labels of people."""
    for split in ("dev", "held_out", "fresh", "unseen"):
        for entry in load(split):
            yield example(split, entry["id"], entry["text"], question_of(entry), off_topic=entry["off_topic"])
    for number, (text, question, off_topic, _) in enumerate(load_topics()):
        for source, one in (
            ("topics", question),
            ("topics, bare", bare(question)),
            ("topics, loose", loose(question)),
        ):
            yield example(source, f"topic {number}", text, one, off_topic=off_topic)


def pieces(text: str) -> list[str]:
    """Three sentences each, as a weak answer would be."""
    sentences = _SENTENCE.split(text.strip())
    joined = [" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    return [piece for piece in joined if len(piece.split()) >= _FEWEST_WORDS]


def are_far(one: Question, other: Question) -> bool:
    """Whether a sample of one is surely off topic for the other."""
    shared = set(one.tags) & set(other.tags) - {"behavioural"}
    return one.competency != other.competency and not shared and not (one.behavioural and other.behavioural)


def generated(seed: int = 1) -> Iterator[Example]:
    """Samples of the bank, whole and in pieces, held against their own question, near ones and far ones."""
    chance = random.Random(seed)
    for question in BANK:
        for one in (question, loose(question)):
            yield example("own", question.id, question.sample_answer, one, off_topic=False)
            for piece in pieces(question.sample_answer)[:2]:
                yield example("own piece", question.id, piece, one, off_topic=False)
    pairs = [(told, other) for told, other in product(BANK, BANK) if told is not other]
    for told, other in pairs:
        if asked(told).tables and asked(other).tables and told.competency is other.competency:
            if asked(told).tables.isdisjoint(asked(other).tables):
                yield example("tables", other.id, told.sample_answer, other, off_topic=True)
        elif told.competency is other.competency and set(told.tags) & set(other.tags):
            yield example("near", other.id, told.sample_answer, other, off_topic=False)
    for told, other in chance.sample([pair for pair in pairs if are_far(*pair)], _FAR_PAIRS):
        for piece in pieces(told.sample_answer)[:1]:
            yield example("far piece", other.id, piece, chance.choice((other, loose(other))), off_topic=True)


def swapped(seed: int = 1) -> Iterator[Example]:
    """The weak answers held against far questions, and chatter against any."""
    chance = random.Random(seed)
    for number, (text, asked_for, off_topic, idle) in enumerate(load_topics()):
        if off_topic and not idle:
            continue
        far = [one for one in BANK if (idle and one.id != asked_for.id) or (not idle and are_far(asked_for, one))]
        for other in chance.sample(far, _SWAPS):
            one = chance.choice((other, loose(other)))
            yield example("swapped", f"topic {number}", text, one, off_topic=True)


FAR: Mapping[Kind, frozenset[Kind]] = {
    Kind.STORY: frozenset({Kind.SUBJECT, Kind.TERMS}),
    Kind.SUBJECT: frozenset({Kind.STORY, Kind.TERMS, Kind.SELF}),
    Kind.TERMS: frozenset({Kind.STORY, Kind.SUBJECT, Kind.SELF}),
    Kind.SELF: frozenset({Kind.STORY, Kind.SUBJECT, Kind.TERMS}),
}
"""Kinds of questions that an answer to one of another kind surely misses, if it is no other way to the same."""


def crossed(seed: int = 1) -> Iterator[Example]:
    """Answers on topic held against questions of another kind."""
    chance = random.Random(seed)
    for split, author in (("dev", "labelled"), ("held_out", "labelled"), ("fresh", "fresh"), ("unseen", "unseen")):
        for entry in load(split):
            if entry["off_topic"] or len(entry["text"].split()) < _FEWEST_WORDS:
                continue
            own = question_of(entry)
            what = asked(own)
            far = [one for one in BANK if _crosses(what, own, asked(one), one)]
            for other in chance.sample(far, CROSSES):
                one = chance.choice((other, loose(other), bare(other)))
                yield example("crossed", entry["id"], entry["text"], one, off_topic=True, author=author)


def _crosses(told: Asked, own: Question, wanted: Asked, other: Question) -> bool:
    if wanted.kind not in FAR[told.kind] or (told.takes_story and wanted.takes_story):
        return False
    return own.competency != other.competency and told.themes.isdisjoint(wanted.themes)


def chances(weights: Weights, one: Example) -> dict[str, float]:
    """How likely each reason holds."""
    return {
        reason: 1 / (1 + math.exp(-sum(weight * one.signals[name] for name, weight in weights[reason].items())))
        for reason, kinds in JUDGED.items()
        if one.kind in kinds
    }


def fit(examples: Sequence[Example], seed: int = 1) -> Weights:
    """The weights under which the labels are likeliest."""
    weights = {reason: {name: 0.3 * sign for name, sign in names.items()} for reason, names in SIGNS.items()}
    for names in weights.values():
        names["always"] = -2.0
    steps = {reason: dict.fromkeys(names, 1e-6) for reason, names in SIGNS.items()}
    order, chance = list(examples), random.Random(seed)
    for epoch in range(EPOCHS):
        chance.shuffle(order)
        for one in order:
            learn(weights, steps, one, STEP / (1 + epoch / 15))
    return weights


def learn(weights: Weights, steps: Weights, one: Example, step: float) -> None:
    """One gradient step for one example."""
    found = chances(weights, one)
    fine = math.prod(1 - value for value in found.values())
    for reason, value in found.items():
        slope = -value * fine / max(1 - fine, 1e-6) if one.off_topic else value
        for name, sign in SIGNS[reason].items():
            gradient = WEIGHED[one.source] * (slope * one.signals[name] + PULL * weights[reason][name])
            steps[reason][name] += gradient * gradient
            moved = weights[reason][name] - step * gradient / math.sqrt(steps[reason][name])
            weights[reason][name] = max(0.0, moved) if sign > 0 else min(0.0, moved) if sign < 0 else moved


def verdict(weights: Weights, one: Example) -> bool:
    """Whether this example is taken for off topic."""
    return one.judged and 1 - math.prod(1 - value for value in chances(weights, one).values()) > THRESHOLD


def figures(judged: Sequence[tuple[Example, bool]]) -> str:
    """Precision and recall by source, and of all labelled answers."""
    lines = []
    for name, sources in [(source, {source}) for source in WEIGHED] + [("labelled", set(LABELLED))]:
        pairs = [(one.off_topic, found) for one, found in judged if one.source in sources]
        hits, found, wanted = (
            pairs.count((True, True)),
            sum(found for _, found in pairs),
            sum(wanted for wanted, _ in pairs),
        )
        if not pairs:
            continue
        lines.append(
            f"{name:<15}{len(pairs):5} answers{wanted:5} off topic   precision {hits / found if found else 1:.3f}"
            f"   recall {hits / wanted if wanted else 1:.3f}   flagged {found / len(pairs):.3f}"
        )
    return "\n".join(lines)


def cross_validated(examples: Sequence[Example], seed: int = 1) -> list[tuple[Example, bool]]:
    """Each example with the verdict of weights that were fitted without its fold."""
    groups = sorted({one.group for one in examples})
    random.Random(seed).shuffle(groups)
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    judged: list[tuple[Example, bool]] = []
    for number in range(FOLDS):
        weights = fit([one for one in examples if fold_of[one.group] != number])
        judged += [(one, verdict(weights, one)) for one in examples if fold_of[one.group] == number]
    return judged


def is_of(one: Example, author: str) -> bool:
    """Whether this author wrote it."""
    return one.source in AUTHORS[author] or one.author == author


def without_author(examples: Sequence[Example]) -> list[tuple[Example, bool]]:
    """Each example that an author wrote, with the verdict of weights that were fitted on the others'."""
    judged: list[tuple[Example, bool]] = []
    for author in AUTHORS:
        weights = fit([one for one in examples if not is_of(one, author)])
        judged += [(one, verdict(weights, one)) for one in examples if is_of(one, author)]
    return judged


def main() -> None:
    """Print figures and weights."""
    examples = [*labelled(), *generated(), *swapped(), *crossed()]
    print(f"Fitted on {FOLDS - 1} of {FOLDS} folds, measured on the other:")
    print(figures(cross_validated(examples)), end="\n\n")
    weights = fit(examples)
    print("Fitted on all sets but one author's, measured on that one, which is the figure to quote:")
    print(figures(without_author(examples)), end="\n\n")
    print("Fitted and measured on all:")
    print(figures([(one, verdict(weights, one)) for one in examples]), end="\n\n")
    for reason, names in weights.items():
        print(f'    "{reason}": {{')
        for name, weight in names.items():
            if abs(weight) >= 0.05:
                print(f'        "{name}": {weight:.2f},')
        print("    },")


if __name__ == "__main__":
    main()
