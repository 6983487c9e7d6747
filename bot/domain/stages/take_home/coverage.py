"""Whether a text takes up what a brief asks to present; by words, so it can only say what it does not find."""

import re
from collections.abc import Iterable

from bot.domain.tracks import KeyPoint

_ENOUGH = 0.5
"""The share of a question's own words that a text has which answers it."""

_STEM = 5
_NO_WORDS = frozenset(
    re.findall(
        r"\w+",
        "about after also answer between change changed does each find from have into most much part rest that their "
        "them then there they this what when where which whom with would your",
    )
)
_KIN = {
    "fault": ("duplic", "doubl", "twice", "missing", "null", "orphan", "broken", "wrong", "faulty", "error", "clean"),
    "relea": ("releas", "launch", "roll out", "ship", "recommend"),
    "lost": ("lose", "drop", "funnel", "fall"),
    "worth": ("usd", "$", "dollar", "value", "cost"),
    "concl": ("decision", "recommend", "result"),
    "hires": ("hire", "hiring", "contract"),
    "comes": ("return", "retention", "retained", "came back", "come back"),
    "back": ("return", "retention", "retained"),
    "diffe": ("gap", "higher", "lower", "effect"),
    "data": ("row", "table", "column"),
    "payme": ("paid", "pays"),
    "post": ("posted", "posting", "job"),
}


def takes_up(question: str, text: str) -> bool:
    """Whether enough of the question's words, or words near them, stand in the text."""
    wanted = {word[:_STEM] for word in re.findall(r"[a-z]{4,}", question.casefold()) if word not in _NO_WORDS}
    said = text.casefold()
    found = sum(any(sign in said for sign in (stem, *_KIN.get(stem, ()))) for stem in wanted)
    return bool(wanted) and found >= max(2, _ENOUGH * len(wanted))


def lacking(points: Iterable[KeyPoint], text: str) -> tuple[str, ...]:
    """The points of a strong answer of which no sign is in the text."""
    said = text.casefold()
    return tuple(
        point.point
        for point in points
        if point.signs and not any(re.search(rf"(?<!\w){re.escape(sign.casefold())}", said) for sign in point.signs)
    )
