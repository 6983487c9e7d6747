"""Which message around scorecards is made by whom."""

from bot.domain.catalogue import Catalogue
from bot.domain.sessions.score_notices import CardNotice, CardNudge, CardsOpened, CardsWanted, CraftNotice
from bot.ui.sessions import cards, debrief
from bot.ui.sessions.cards import Payload


async def message(notice: CardNotice, catalogue: Catalogue, *, in_private: bool) -> Payload:
    """What is said, in the table's thread or in private."""
    match notice:
        case CardsWanted():
            return cards.wanted(notice, in_private=in_private)
        case CardNudge():
            return cards.nudge(notice)
        case CardsOpened():
            return await debrief.opened(notice, catalogue)
        case CraftNotice():
            return debrief.craft(notice, catalogue)
        case _:
            raise TypeError(f"no way to say {type(notice).__name__}")
