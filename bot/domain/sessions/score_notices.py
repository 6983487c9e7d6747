"""What is said around scorecards, as values."""

from bot.domain.notices import Notice
from bot.domain.sessions.debriefing import CraftDebrief, TableDebrief
from bot.domain.sessions.scoring import Progress, Scoring


class CardNotice(Notice):
    """Something about the cards of a sitting."""

    scoring: Scoring


class CardsWanted(CardNotice):
    """Everybody's way to their card, with how many are in; it is changed as cards come in."""

    progress: Progress


class CardNudge(CardNotice):
    """A word to somebody whose card is not in. ``last``: the cards close soon. ``begun``: some of it is filled in."""

    last: bool
    begun: bool


class CardsOpened(CardNotice):
    """The debrief. ``own``: the candidate's copy."""

    found: TableDebrief
    own: bool = False


class CraftNotice(CardNotice):
    """What the candidate said about the interviewer, for that person alone."""

    found: CraftDebrief
