"""Moves that cannot be made. Nothing changes then; the sentences belong to the interface."""

from enum import StrEnum

from bot.domain.errors import Refusal
from bot.domain.offer.package import Issue


class OfferReason(StrEnum):
    """Why a move was refused."""

    OVER = "over"
    """The negotiation has ended."""
    FINAL_OFFER = "final_offer"
    """The last offer is on the table: it can be accepted or left."""
    EMPTY_QUESTION = "empty_question"
    TOO_MANY_QUESTIONS = "too_many_questions"
    TEXT_TOO_LONG = "text_too_long"
    NOT_A_NUMBER = "not_a_number"
    """No figure could be read, or it is not finite."""
    RANGE = "range"
    """Two figures where one is needed."""
    NOT_YEARLY = "not_yearly"
    """Pay by the month, the day or the hour."""
    WRONG_CURRENCY = "wrong_currency"
    NEGATIVE = "negative"
    TOO_LOW = "too_low"
    """So far below what such a job pays that it must be a slip."""
    TOO_HIGH = "too_high"
    """So far above that it must be a slip."""
    STALE = "stale"
    """Another move was made since the form or button was shown."""
    NO_FIGURES = "no_figures"
    """No part of the package is named together with a figure for it."""
    UNCLEAR = "unclear"
    """Which figure is asked for which part cannot be told for certain."""
    RELATIVE = "relative"
    """A difference, where the figure to end up with is needed."""
    NOTHING_BETTER = "nothing_better"
    """A counter that asks for nothing beyond the offer on the table; the employer would take it at once."""


class OfferRefused(Refusal):
    """A move cannot be made: why, and where it is one figure, for which issue and what was written."""

    def __init__(self, reason: OfferReason, issue: Issue | None = None, text: str = "") -> None:
        self.reason = reason
        self.issue = issue
        self.text = text
        super().__init__(reason.value)
