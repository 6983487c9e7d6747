"""What an answer to the salary question says: the amount, in which currency, for what, and what is said around it.

Read by rules, in English. Of several amounts the one is taken that stands nearest to a word of wanting; amounts beside
words of the market, of the present job or of a bonus are not.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.stages.salary.money import Period, Span, currency_in, period_of, plainly, say, spans

FIGURE, CURRENCY, HANDLING = "figure", "currency", "handling"
"""The fields of the form beside its text."""

_LONGEST = 12_000
"""So much of a text is read; nobody answers this question at greater length."""
_THOUSANDS = (10, 999)
"""Bare numbers between these are thousands: people say “62” for 62,000."""
_YEARLY_FROM = 15_000
"""An amount from here on is read as paid for a year where nothing else is said."""


class Handling(StrEnum):
    """How a candidate deals with the question."""

    FIGURE = "figure"
    RANGE = "range"
    DEFER = "defer"


class Salary(BaseModel):
    """What was understood. ``chosen``: what the candidate says they do; ``stated``: whether the period was said.

    ``shortened``: a bare number was read as thousands; ``turned``: the larger figure came first.
    """

    model_config = ConfigDict(frozen=True)

    chosen: Handling | None = None
    low: float | None = None
    high: float | None = None
    currency: str | None = None
    period: Period | None = None
    stated: bool = False
    shortened: bool = False
    negative: bool = False
    turned: bool = False
    puts_off: bool = False
    reason: bool = False
    asks_band: bool = False
    basis: bool = False
    package: bool = False

    @property
    def handling(self) -> Handling | None:
        """What they did, which need not be what they chose."""
        if self.chosen is Handling.DEFER:
            return Handling.DEFER
        if self.low is None:
            return Handling.DEFER if self.puts_off else None
        return Handling.RANGE if self.high is not None else Handling.FIGURE

    @property
    def amount(self) -> str:
        """``€68,000 to €72,000 a year``; empty without a figure."""
        if self.low is None:
            return ""
        figures = say(self.low, self.currency)
        if self.high is not None:
            figures += f" to {say(self.high, self.currency)}"
        return figures + (f" {'an' if self.period is Period.HOUR else 'a'} {self.period}" if self.period else "")


_FLAGS = re.IGNORECASE
_PUTS_OFF = re.compile(
    r"\b(?:too early|rather not|prefer not|prefer to (?:wait|talk|discuss|hear|learn|understand)|not (?:ready|able) to|"
    r"(?:can|could|would)(?:no|n')t (?:say|name|give|put)|before (?:i|we) (?:name|talk|give|say|discuss|get)|"
    r"once (?:i|we) (?:know|have|understand)|until (?:i|we) (?:know|have|understand)|later|postpone|put (?:it|that) "
    r"off|"
    r"come back to|depends?|negotiable|flexible|open to|happy to (?:talk|discuss)|first (?:learn|understand|hear|"
    r"know)|"
    r"(?:learn|understand|hear|know) more|no (?:figure|number) (?:yet|in mind)|defer)\b",
    _FLAGS,
)
_REASON = re.compile(
    r"\b(?:because|since|until|once|before (?:i|we)|depends? on|without knowing|as i (?:do not|don't) know|so that|"
    r"first (?:i|learn|understand|hear|know)|(?:understand|know|learn|hear)\w* (?:\w+ ){0,3}(?:role|level|scope|"
    r"responsibilit\w+|team|package|expect\w*))\b",
    _FLAGS,
)
_ASKS_BAND = re.compile(
    r"\b(?:(?:which|what|the|your|a) (?:\w+ ){0,2}(?:band|range|budget|bracket|pay scale)|budgeted|have you (?:set|"
    r"planned|"
    r"foreseen)|you(?:'ve| have) (?:set|planned|budgeted)|(?:what|how much) (?:do|does|would|can|could|is|are) "
    r"(?:you|the "
    r"(?:company|role|position)|it)\b[^.?!]{0,60}(?:pay|offer|have in mind|planned))\b[^.?!\n]*\?",
    _FLAGS,
)
_BASIS = re.compile(
    r"\b(?:surveys?|market|published|postings?|job ads?|research\w*|benchmark\w*|comparable|glassdoor|levels\.fyi|"
    r"payscale|"
    r"median|averages?|salary (?:data|reports?|guides?)|statistics|similar roles?|bands? (?:for|in|that|are|between|"
    r"of)|"
    r"what others|peers|friends in|recruiters?|i (?:looked|checked|compared)|(?:years|level) of (?:experience|"
    r"seniority))\b",
    _FLAGS,
)
_PACKAGE = re.compile(
    r"\b(?:package|bonus\w*|equity|stock|shares|options|benefits?|pension|learning budget|training|total comp\w*|"
    r"remote|home office|holidays?|days off|flexib\w+ hours|insurance|allowance|level)\b",
    _FLAGS,
)
_OWN = (
    r"look(?:ing)? for|expect\w*|aim\w*|target\w*|my (?:range|figure|number|ask|minimum)|hop(?:e|ing)|would (?:like|"
    r"need|"
    r"sign|accept|take)|i'd|wants?\b|need|i (?:ask|say)|asking|minimum|at least|ideal\w*|desired|comfortable|think of"
)
_MARKET = (
    r"market|surveys?|published|postings?|bands?|glassdoor|average|benchmark\w*|typical\w*|median|i see|others|"
    r"research\w*|usually|competitors?"
)
_PAST = (
    r"current\w*|today i|i now|now i|at the moment|i (?:make|earn|get)\b|my (?:present|last|old|previous)|previous\w*"
)
_OTHER = r"bonus\w*|sign(?:ing|-on)|equity|stock|shares|budget|allowance|relocation|pension"
_CUE = re.compile(rf"\b(?:(?P<own>{_OWN})|(?P<market>{_MARKET})|(?P<past>{_PAST})|(?P<other>{_OTHER}))")
_ASIDE = re.compile(rf"\W{{0,3}}(?:(?:in|of|as|for|annual|yearly) )?(?:an? )?(?:{_OTHER})")
_WEIGHT = {"own": 3, "market": 0, "past": -1, "other": -2}
_UNCUED = 1
_NO_WORDS = re.compile(r"[^a-z]*")
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")


def read_salary(text: str, fields: Mapping[str, str]) -> Salary:
    """What a text and the other fields of the form say."""
    plain, field = plainly(text[:_LONGEST]), plainly(fields.get(FIGURE, ""))
    found = _in_field(field) or _in_text(plain)
    cues = {
        "puts_off": _PUTS_OFF.search(plain),
        "reason": _REASON.search(plain),
        "asks_band": _ASKS_BAND.search(plain),
        "basis": _BASIS.search(plain),
        "package": _PACKAGE.search(plain),
    }
    chosen = fields.get(HANDLING)
    return Salary(
        chosen=Handling(chosen) if chosen in set(Handling) else None,
        currency=_currency(fields.get(CURRENCY, ""), found, field, plain),
        **{name: cue is not None for name, cue in cues.items()},
        **(_figures(found) if found else {}),
    )


class _Found(NamedTuple):
    """An amount in the text where it stands, and its sentence."""

    span: Span
    text: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        return self.text[self.start : self.end]


def _figures(found: _Found) -> dict[str, Any]:
    first, last = found.span.first, found.span.last
    period = period_of(found.text, found.span, found.start, found.end)
    stated = period is not None
    largest = max(first, last or 0)
    shortened = found.span.plain and not stated and _THOUSANDS[0] <= largest <= _THOUSANDS[1]
    if shortened:
        first, last = first * 1000, last * 1000 if last is not None else None
    if period is None and max(first, last or 0) >= _YEARLY_FROM:
        period = Period.YEAR
    turned = last is not None and last < first
    low, high = (last, first) if turned else (first, last)
    return {
        "low": low,
        "high": None if high == low else high,
        "period": period,
        "stated": stated,
        "shortened": shortened,
        "negative": found.span.negative,
        "turned": turned,
    }


def _in_field(field: str) -> _Found | None:
    """The first range of the field, else its first amount; two amounts side by side are a range as well."""
    found = spans(field, field=True)
    if not found:
        return None
    best = next((span for span in found if span.last is not None), found[0])
    if best.last is None and len(found) > 1:
        best = best._replace(last=found[1].first, end=found[1].end, plain=best.plain and found[1].plain)
    return _Found(best, field, 0, len(field))


def _in_text(plain: str) -> _Found | None:
    """The amount that is most likely what they want: by the nearest word that says whose amount it is."""
    best: tuple[tuple[int, bool], _Found] | None = None
    ends = [match.end() for match in _SENTENCE_END.finditer(plain)]
    nothing_else = _NO_WORDS.fullmatch(plain) is not None
    for span in spans(plain, field=nothing_else):
        start = max((end for end in ends if end <= span.start), default=0)
        end = min((end for end in ends if end >= span.end), default=len(plain))
        found = _Found(span, plain, start, end)
        rank = (_weight(found), span.last is not None)
        if best is None or rank > best[0]:
            best = (rank, found)
    return best[1] if best and best[0][0] >= 0 else None


def _weight(found: _Found) -> int:
    if _ASIDE.match(found.text, found.span.end, found.end):
        return _WEIGHT["other"]
    before = list(_CUE.finditer(found.text, found.start, found.span.start))
    cue = before[-1] if before else _CUE.search(found.text, found.span.end, found.end)
    return _WEIGHT[cue.lastgroup] if cue and cue.lastgroup else _UNCUED


def _currency(field: str, found: _Found | None, figure: str, plain: str) -> str | None:
    """From the field for it, else from where the figure stands, else from anywhere."""
    typed = plainly(field).strip()
    if re.fullmatch(r"[a-z]{3}", typed):
        return currency_in(typed) or typed.upper()
    places = (typed, figure, found.sentence if found else "", plain)
    return next((code for place in places if (code := currency_in(place))), None)
