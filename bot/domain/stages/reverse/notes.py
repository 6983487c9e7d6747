"""A coach's remarks on the questions that a candidate asked; each says what to do."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.stages.reverse.own_questions import Area, areas_of, is_closed

MOST_NOTES = 4

_QUOTED = 90
_NOTHING = (
    "You asked nothing, and that is remembered as little interest. Bring five questions to every interview, and ask at "
    "least two of them."
)
_ONE = "You asked one question only. Have three ready: some are answered early, and two should be left at the end."
_MISSING_AT_OFFER = {
    Area.ROLE: "what is expected of you and how it is judged",
    Area.TEAM: "whom you would work with and how",
    Area.CULTURE: "what the culture is like when something goes wrong",
}


class Heard(NamedTuple):
    """A question, and whether only this company could have been asked so."""

    question: str
    specific: bool


def notes_on_questions(heard: Sequence[Heard], company: str, hook: str, *, at_offer: bool) -> tuple[str, ...]:
    """At most four: what to better, the most useful first, then what was good."""
    if not heard:
        return (_NOTHING,)
    found = [*_how_many(heard), *_how_put(heard), *_what_about(heard, company, hook, at_offer=at_offer)]
    praise = _praise(heard)
    return (*found[: MOST_NOTES - len(praise)], *praise)


def _how_many(heard: Sequence[Heard]) -> list[str]:
    if len(heard) > 1:
        return []
    return [_ONE]


def _how_put(heard: Sequence[Heard]) -> list[str]:
    found = []
    if Area.PAY in areas_of(heard[0].question):
        found.append(
            "Your first question was about pay or time off. Begin with the work; conditions are settled more easily "
            "once they want you."
        )
    closed = [one for one in heard if is_closed(one.question)]
    if closed:
        found.append(
            f"{_quote(closed[0])} can be answered with yes or no. Begin it with how, what or why, and you hear a story "
            "instead of a word."
        )
    return found


def _what_about(heard: Sequence[Heard], company: str, hook: str, *, at_offer: bool) -> list[str]:
    found = []
    page = [one for one in heard if Area.PAGE in areas_of(one.question)]
    if page:
        found.append(
            f"{_quote(page[0])} is answered on the company's own pages. Show that you read them, and ask what it means "
            "for a decision they took lately."
        )
    touched = {area for one in heard for area in areas_of(one.question)}
    missing = _missing_at_offer(touched) if at_offer else _missing_at_screen(touched)
    if company and not any(one.specific for one in heard):
        example = f", on “{hook}” for example" if hook else ""
        found.append(
            f"All of it could be asked anywhere. Put one question that only {company} can answer{example}: that is "
            "how preparation shows."
        )
    return found + missing


def _missing_at_screen(touched: set[Area]) -> list[str]:
    found = []
    if Area.ROLE not in touched:
        found.append(
            "Nothing was about the role itself. “What should be different here after my first six months?” tells you "
            "what you would be measured by."
        )
    if Area.NEXT not in touched:
        found.append(
            "Close with the next steps: what comes, and by when you hear. A recruiter is the one person who always "
            "knows."
        )
    return found


def _missing_at_offer(touched: set[Area]) -> list[str]:
    missing = [text for area, text in _MISSING_AT_OFFER.items() if area not in touched]
    if not missing:
        return []
    return [f"Before you sign, ask as well: {'; '.join(missing)}. It is the last time that asking costs nothing."]


def _praise(heard: Sequence[Heard]) -> tuple[str, ...]:
    good = [one for one in heard if not is_closed(one.question) and not areas_of(one.question) & {Area.PAGE, Area.PAY}]
    best = next((one for one in good if one.specific), None)
    if best is not None:
        return (f"{_quote(best)} shows that you know what they live on: keep questions like that.",)
    about_work = next((one for one in good if areas_of(one.question) & {Area.ROLE, Area.TEAM, Area.CULTURE}), None)
    if about_work is not None:
        return (f"{_quote(about_work)} is open and about the work: its answer helps you decide.",)
    return ()


def _quote(one: Heard) -> str:
    text = " ".join(one.question.split())
    return f"“{text}”" if len(text) <= _QUOTED else f"“{text[: _QUOTED - 1].rstrip()}…”"
