"""Chance that is the same on every machine: all of it is drawn from ``Random.random()``, which Python keeps stable."""

import math
import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of the few distributions that the data sets need."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random  # noqa: S311 - made-up data, nothing secret

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.random() < probability

    def between(self, low: float, high: float) -> float:
        """A number of this range, each as likely."""
        return low + (high - low) * self.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def normal(self) -> float:
        """A standard normal number (Box and Muller 1958)."""
        return math.sqrt(-2 * math.log(1 - self.random())) * math.cos(2 * math.pi * self.random())

    def lognormal(self, median: float, spread: float) -> float:
        """A positive number with a long right tail."""
        return median * math.exp(spread * self.normal())

    def pareto(self, shape: float) -> float:
        """A number of at least 1 with a heavy tail: the smaller ``shape``, the heavier."""
        return float((1 - self.random()) ** (-1 / shape))

    def exponential(self, mean: float) -> float:
        """A waiting time."""
        return -mean * math.log(1 - self.random())

    def poisson(self, mean: float) -> int:
        """A count of independent events (Knuth's product of uniforms; a large mean is split up)."""
        count = 0
        while mean > 30:  # noqa: PLR2004 - beyond it exp(-mean) loses digits
            count += self.poisson(30)
            mean -= 30
        floor, product = math.exp(-mean), self.random()
        while product > floor:
            count += 1
            product *= self.random()
        return count

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each as likely."""
        return items[int(self.random() * len(items))]


class Wheel(Generic[T]):
    """Items that come up in proportion to their weights."""

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self._items = items
        self._edges = list(accumulate(weights))

    @classmethod
    def of(cls, weights: Mapping[T, float]) -> "Wheel[T]":
        """A wheel of the keys, weighted by the values."""
        return cls(list(weights), list(weights.values()))

    def spin(self, dice: Dice) -> T:
        """The next item."""
        return self._items[bisect(self._edges, dice.random() * self._edges[-1], 0, len(self._items) - 1)]
