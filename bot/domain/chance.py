"""Chance that can be repeated: what is dealt from a seed is dealt alike every time."""

from random import Random


def chance(seed: int | str) -> Random:
    """The dice for a seed. They deal questions and vary words; nothing is guarded by them."""
    return Random(seed)  # noqa: S311 - that a seed gives its throws away is what it is for
