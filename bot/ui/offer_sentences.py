"""What people read when a move of a negotiation cannot be made: one sentence, and it says what to do."""

from bot.domain.offer import NAMES, Issue, OfferReason, OfferRefused
from bot.ui.text import inert

_SENTENCES = {
    OfferReason.OVER: "This negotiation is over: go on with the newest message below, or run `/mock resume`.",
    OfferReason.FINAL_OFFER: "Their last offer is on the table: press **Accept** or **Walk away**.",
    OfferReason.EMPTY_QUESTION: "That question was empty: write what you would like to know.",
    OfferReason.TOO_MANY_QUESTIONS: (
        "They have answered all the questions they will: press **Counter**, **Accept** or **Walk away**."
    ),
    OfferReason.TEXT_TOO_LONG: "That is longer than 4,000 characters: shorten it a little, then send it again.",
    OfferReason.STALE: "The talk has gone on since you opened that: go on from the newest offer below.",
    OfferReason.NO_FIGURES: (
        "I found no part of the offer with a figure in that: write it as in “base 64,000, remote 3 days”, or press one "
        "of the buttons."
    ),
    OfferReason.UNCLEAR: (
        "I could not tell for certain which figure you ask for in “{text}”: name each part with one figure, and give "
        "your reasons in a sentence of their own."
    ),
    OfferReason.NOTHING_BETTER: (
        "All of that is on the table already: press **Accept** to take it, or ask for more of at least one part."
    ),
    OfferReason.RELATIVE: "Write the {issue} that you want to end up with, not the difference: “{example}”.",
    OfferReason.NOT_A_NUMBER: "I could not read the {issue} in “{text}”: write it as in “{example}”.",
    OfferReason.RANGE: "There are several figures for the {issue} in “{text}”: name the one that you ask for.",
    OfferReason.NOT_YEARLY: "The {issue} in “{text}” is not for a year: multiply it, and write the yearly figure.",
    OfferReason.WRONG_CURRENCY: "This offer is in another currency than “{text}”: write the {issue} in the same one.",
    OfferReason.NEGATIVE: "The {issue} cannot be below zero, as in “{text}”: write it as in “{example}”.",
    OfferReason.TOO_LOW: "The {issue} in “{text}” is far below any offer for this role: check its zeros.",
    OfferReason.TOO_HIGH: "The {issue} in “{text}” is far beyond anything usual: check it against the table.",
}
_EXAMPLES = {
    Issue.BASE: "base 64,000",
    Issue.BONUS: "bonus 10 %",
    Issue.EQUITY: "equity 6,000",
    Issue.SIGNING: "signing bonus 3,000",
    Issue.START: "start in 6 weeks",
    Issue.REMOTE: "remote 3 days",
}
_QUOTED = 60
_NAMELESS = "figure"
_QUOTELESS = "what you wrote"


def offer_sentence(error: OfferRefused) -> str:
    """The sentence for a move that was refused."""
    text = " ".join(error.text.split())
    text = text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
    return _SENTENCES[error.reason].format(
        issue=NAMES[error.issue] if error.issue else _NAMELESS,
        text=inert(text) if text else _QUOTELESS,
        example=_EXAMPLES[error.issue or Issue.BASE],
    )
