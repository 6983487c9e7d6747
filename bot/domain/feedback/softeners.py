"""Words that take the edge off an answer: hedges, which doubt it, and fillers, which only fill it."""

import re

from bot.domain.feedback.folding import Folded

_HEDGES = re.compile(
    r"\b(?:kind of|kinda|sort of|sorta|i guess|i suppose|i feel like|maybe|perhaps|possibly|somewhat|more or less|"
    r"i'?m not (?:really |quite |totally )?sure|not sure if|i might be wrong|to some extent|a little bit|pretty much|"
    r"i would guess|i'd guess|or something(?: like that)?|i think maybe|i think it was|probably|if i remember "
    r"correctly|"
    r"i don'?t know if)\b"
)
_FILLERS = re.compile(
    r"\b(?:u+m+|u+h+m*|erm+|e+h+m*|hm+|basically|you know(?! (?:the|how|what|why|that|if|who|a|your|this|when|"
    r"where|which))|i mean|"
    r"literally|like,|ok so|okay so|so yeah|yeah so|stuff like that|things like that|and so on and so on|blah blah|"
    r"at the end of the day|needless to say|to be honest|honestly|lol|haha|obviously|whatever|anyway|anyways)(?!\w)"
)


def hedges_in(folded: Folded) -> tuple[str, ...]:
    """Hedges, verbatim and in order."""
    return _found(_HEDGES, folded)


def fillers_in(folded: Folded) -> tuple[str, ...]:
    """Fillers, verbatim and in order."""
    return _found(_FILLERS, folded)


def _found(pattern: re.Pattern[str], folded: Folded) -> tuple[str, ...]:
    return tuple(folded.quote(*match.span()).rstrip(",") for match in pattern.finditer(folded.text))
