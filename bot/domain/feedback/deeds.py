"""Whether a verb tells a step that somebody took. For some verbs the next word decides."""

from collections.abc import Mapping

from bot.domain.feedback.lexicon import STATIVE, words

_NOT_BEFORE: Mapping[str, frozenset[str]] = {
    "worked": words("at for as in on there under within remotely mainly"),
    "started": words("at in as my working there here"),
    "studied": words("at in maths statistics economics computer engineering business abroad"),
    "took": words("from away"),
    "used": words("to"),
    "kept": words(
        "losing getting seeing missing having hearing running falling failing crashing forgetting waiting being"
    ),
    "said": frozenset(),
    "planned": frozenset(),
    "agreed": frozenset(),
    "followed": frozenset(),
}
"""Steps, unless one of these follows: 'I worked at', 'I used to', 'what I took from it'."""

_ONLY_BEFORE: Mapping[str, frozenset[str]] = {
    "joined": words("the both it them"),
    "got": words("the them him her everyone everybody people both together all rid"),
    "went": words("to through over and deeper straight into from with up out"),
    "moved": words("to into from"),
    "came": words("up back across"),
}
"""Steps only if one of these follows."""

_AND_LATER: Mapping[str, frozenset[str]] = {
    "joined": words("with to on tables table"),
    "got": words("to together on in"),
    "moved": words("the it them all data"),
}
"""… and one of these somewhere after it: 'I joined the log with the orders', 'I got them to agree'."""

_FORMS: Mapping[str, str] = {
    "work": "worked", "start": "started", "began": "started", "begin": "started", "study": "studied", "take": "took",
    "use": "used", "say": "said", "get": "got", "go": "went", "come": "came", "move": "moved",
    "switched": "moved", "transferred": "moved", "returned": "moved",
}  # fmt: skip
_NEEDS_MORE = words("took take used use said say")
_PLACES = words("to into from")


def is_deed(verb: str, after: tuple[str, ...]) -> bool:
    """Whether ``verb``, followed by the words ``after``, is something one does rather than thinks, feels, is or has."""
    following = after[0] if after else ""
    form = _FORMS.get(verb, verb)
    if verb in _NEEDS_MORE and not following:
        return False
    if form in _NOT_BEFORE:
        return following not in _NOT_BEFORE[form]
    if form == "moved" and following not in _PLACES:
        return True
    if form in _ONLY_BEFORE:
        later = _AND_LATER.get(form)
        return following in _ONLY_BEFORE[form] and (later is None or not later.isdisjoint(after))
    return verb not in STATIVE
