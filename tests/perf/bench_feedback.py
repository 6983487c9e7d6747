"""How well the analysis of answers agrees with the labels, and how long it takes.

Run ``python -m tests.perf.bench_feedback``. Rules were tuned on "dev" and "held_out"; "fresh" is the figure to quote,
except for off_topic, which was fitted on "fresh" as well: there it is that of the topics held back.
"""

import time

from bot.domain.feedback import analyse
from tests.feedback.evaluate import FRESH, SPLITS, TUNED_ON, load, question_of, report, topic_score

LENGTHS = (400, 4_000, 20_000)
ROUNDS = 20


def milliseconds(length: int) -> float:
    """The best of some runs over a text of this length, made of labelled answers."""
    entries = load("dev")
    corpus = "\n".join(entry["text"] for entry in entries)
    text = (corpus * (length // len(corpus) + 1))[:length]
    question = question_of(entries[0])
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        analyse(text, question)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main() -> None:
    """Print the tables."""
    for split in SPLITS:
        if split == "fresh" and not FRESH.exists():
            continue
        print("Tuned on:" if split in TUNED_ON else "Not seen while tuning (but for off_topic):")
        print(report(split).table(), end="\n\n")
    parts = {"answers": "tuned on", "held_back": "not seen while tuning", "blind": "another author, measured once"}
    for part, seen in parts.items():
        score = topic_score(part)
        print(f"off_topic, questions of the bank, {seen}: {score.precision:.3f} {score.recall:.3f} {score.f1:.3f}")
    for length in LENGTHS:
        print(f"{length:>6} characters: {milliseconds(length):6.2f} ms")


if __name__ == "__main__":
    main()
