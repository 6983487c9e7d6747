"""What people read when a move of a negotiation cannot be made."""

from bot.domain.offer import OfferRefused


def offer_sentence(error: OfferRefused) -> str:
    """The sentence for a move that was refused."""
    return f"That move cannot be made ({error.reason}): look at the offer on the table and try again."
