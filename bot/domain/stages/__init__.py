"""The six kinds of conversations, as pure rules: what a round of each kind is made of, and what a move makes of it.

``dealing`` gives the turns of a new round (one module for each kind of stage), ``forms`` what happens when a candidate
submits something for a turn, and what a coach notes about it afterwards (one module for each form of turn).
"""

from bot.domain.stages.common import Dealing, Given
from bot.domain.stages.dealing import deal_turns, dealt_ids
from bot.domain.stages.forms import notes_on, submitted

__all__ = ["Dealing", "Given", "deal_turns", "dealt_ids", "notes_on", "submitted"]
