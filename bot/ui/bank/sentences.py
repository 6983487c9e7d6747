"""What people read when the text of a question cannot be saved as it is."""

from bot.domain.bank.drafting import UnfitText
from bot.domain.bank.overlay import EditConflict
from bot.services.banks import LookAlike
from bot.ui.bank.words import TITLES
from bot.ui.text import plural

_MOST = 2
_ENTRIES = ("step ", "probe ", "key point ")
_LOOKS_ALIKE = "That is much like {count} that you have here already: nothing is saved yet."
_CONFLICT = "Somebody changed that question while you were writing: nothing is saved, run the command again."


def bank_sentence(error: UnfitText | LookAlike | EditConflict) -> str:
    """The sentence for a text that was not saved."""
    if isinstance(error, LookAlike):
        return _LOOKS_ALIKE.format(count=plural(len(error.matches), "question"))
    if isinstance(error, EditConflict):
        return _CONFLICT
    told = [_problem(*one) for one in error.problems[:_MOST]]
    more = len(error.problems) - _MOST
    told += [plural(more, "more thing") + " to mend"] * (more > 0)
    return f"Not saved yet: {'; '.join(told)}."


def _problem(field: str, reason: str) -> str:
    colon = ":" if reason.startswith(_ENTRIES) else ""
    return f"**{TITLES.get(field, field)}**{colon} {reason}"
