"""Finds the words by which the samples of one competency differ from all others'.

Run ``python -m tests.feedback.tune_profiles`` and copy what it prints into ``bot.domain.feedback.profiles``.
"""

import math
import textwrap
from collections import Counter

from bot.domain.competencies import Competency
from bot.domain.feedback.folding import fold
from bot.domain.feedback.stems import content_stems
from tests.feedback.evaluate import BANK

FEWEST_SAMPLES = 3
"""A stem that fewer samples have is an accident of one story."""
DOUBT = 2.0
"""So many samples that are like all others' stand beside each competency's, so that few samples prove little."""
RATIO = 0.95
"""Natural logarithm of how much more usual a stem has to be than in all samples."""


def profiles() -> dict[Competency, list[str]]:
    """Stems of each competency, in order of the alphabet."""
    samples = [(question.competency, content_stems(fold(question.sample_answer).text)) for question in BANK]
    usual = Counter(one for _, stems in samples for one in stems)
    found: dict[Competency, list[str]] = {}
    for competency in Competency:
        own = [stems for of, stems in samples if of is competency]
        counts = Counter(one for stems in own for one in stems)
        found[competency] = sorted(
            one
            for one, times in counts.items()
            if usual[one] >= FEWEST_SAMPLES
            and math.log((times * len(samples) / usual[one] + DOUBT) / (len(own) + DOUBT)) >= RATIO
        )
    return found


def main() -> None:
    """Print the table."""
    for competency, stems in profiles().items():
        print(f'    Competency.{competency.name}: words_of("""')
        print(textwrap.indent(textwrap.fill(" ".join(stems), 112), " " * 8))
        print('    """),')


if __name__ == "__main__":
    main()
