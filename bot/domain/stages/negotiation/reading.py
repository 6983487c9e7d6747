"""What a candidate's words ask for: figures for parts of a package, in lines or in plain sentences.

A counter cannot be taken back, so nothing is guessed: a figure counts only where exactly one part is named with it,
reasons are left out, and whatever stays open is refused with the words it is about.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.domain.offer import Issue, Negotiation, OfferReason, OfferRefused, Package, figure, read_package
from bot.domain.offer.package import MONEY
from bot.domain.stages.negotiation.dates import dates_as_days

_NAME = re.compile(
    r"\b(?:(?P<signing>sign(?:ing|[- ]on)(?: bonus| payment)?|joining bonus)"
    r"|(?P<bonus>(?:target |annual |yearly )?bonus)"
    r"|(?P<base>base(?: salary| pay)?|salary)"
    r"|(?P<equity>equity|shares?|stock(?: options)?|options|rsus?)"
    r"|(?P<remote>remote(?:ly)?(?: days?| work)?|(?:from |at )?home(?: office)?)"
    r"|(?P<start>start(?:ing)?(?: date| day)?|first day|begin(?:ning)?))\b"
)
_ANY_NAME = re.sub(r"\(\?P<\w+>", "(?:", _NAME.pattern)
_JOINED = re.compile(rf"{_ANY_NAME} (?:and|or|/) (?:the |an? )?{_ANY_NAME}")
_AMOUNT = (
    r"(?:[-\u2212]\s?)?(?:(?:us\$|[£€$₹¥]|eur|gbp|usd|chf|inr|rs)\s?)?[-\u2212]?"
    r"\d[\d.,']*(?: \d{3}(?!\d))*(?: ?[km]\b)?"
)
_TIMES = (
    r"(?: ?(?:/|a |per |each |every )(?:year|yr|annum|month|mo|week|day|hour)\b"
    r"| (?:yearly|annually|monthly|gross)\b)*"
)
_FIGURE = re.compile(
    rf"(?<![\w.,]){_AMOUNT}(?:(?: ?[-\u2013\u2014] ?| to | or ){_AMOUNT})?"
    r"(?: ?(?:%|per ?cent\b|pct\b)(?: of (?:the )?base)?| ?(?:days?|weeks?|months?)\b(?: from (?:now|today))?)?"
    rf"(?: ?(?:euros?|eur|pounds?|gbp|us dollars?|dollars?|usd|chf|francs?|rupees?|inr)\b)?{_TIMES}"
)
_REASON = re.compile(
    r"\b(?:because|since|given|considering|based on|due to|thanks to|as (?:the|i|my|you|it|that|this)|in line with|"
    r"compared|surveys?|market|median|average|benchmarks?|published|bands?|adverts?|currently|current|at present|"
    r"earn(?:ing|ed)?|elsewhere|offers?|offered|they (?:pay|paid)|my (?:last|present|old)|instead of|rather than)\b"
)
_RELATIVE = re.compile(
    r"\b(?:more|extra|additional|higher|lower|less|fewer|another|on top|up by|down by|(?:raise|increase|lift|cut|lower|"
    r"reduce)\w*(?: \w+){0,3} by)\b"
)
_NONE = re.compile(r"\b(?:no|without(?: the| a)?|(?:drop|forgo|give up|waive|skip)(?: the| my)?) $")
_AT_ONCE = re.compile(r"\b(?:at once|asap|immediately|right away|tomorrow)\b")
_FULLY = re.compile(r"\bfull(?:y|-time)? remote(?:ly)?\b")
_MOVED = re.compile(rf"\bfrom (?P<old>{_AMOUNT})(?: ?%)? to (?P<new>{_AMOUNT})")
_BETWEEN = re.compile(rf"\bbetween (?P<low>{_AMOUNT}) and (?P<high>{_AMOUNT})")
_SENTENCE = re.compile(r"[\n;]+|(?<=[.!?])\s+")
_CLAUSE = re.compile(r",\s+|\s(?:and|plus|with|but|for)\s|\s[+&]\s")
_LINE = re.compile(rf"^\W*{_NAME.pattern}\s*[:=]?\s*(?P<value>.*)$")
_COUNTED = re.compile(
    r"\b(?P<word>one|two|three|four|five|six|eight)\b(?= (?:more |extra )?(?:remote|home|days?|weeks?|months?))"
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8}
_ASKING = re.compile(
    r"(?:hi|hello|thanks?|thank you|ok|okay|so|and|well|please)?\W*(?:what|which|how|who|when|where|why|is|are|can|"
    r"could|do|does|would you|will|may i|tell me|let me know)\b"
)
_MOST_DAYS = 366
_NEVER_NONE = frozenset({Issue.BASE, Issue.START})
_QUOTED = 80


class _Read(NamedTuple):
    """A figure as text, and the words it was found in."""

    value: str
    words: str


class Request(NamedTuple):
    """What was asked for: the whole package, and the parts that were named."""

    package: Package
    named: tuple[Issue, ...]


def read_lines(text: str, game: Negotiation, today: date) -> Request:
    """Read a list with a part a line, as in ``base: 64,000``; what is not listed stays as it was last asked for.

    :raises OfferRefused: for the first line or figure that cannot be read, or if nothing better is asked for.
    """
    found: dict[Issue, _Read] = {}
    for line in filter(str.strip, text.splitlines()):
        match = _LINE.match(_plain(line, today))
        if match is None:
            raise OfferRefused(OfferReason.UNCLEAR, text=_quote(line))
        if value := match["value"].strip(" .;,"):
            _put(found, _issue_of(match), value, line)
    return _request(found, game)


def read_sentences(text: str, game: Negotiation, today: date) -> Request:
    """Read what plain sentences ask for, leaving out questions and reasons.

    :raises OfferRefused: if no part is named with a figure, or something stays unclear.
    """
    found: dict[Issue, _Read] = {}
    for sentence in _SENTENCE.split(text):
        if not is_question(sentence):
            for issue, value in _asked_in(sentence, game, today):
                _put(found, issue, value, sentence)
    if not found:
        raise OfferRefused(OfferReason.NO_FIGURES)
    return _request(found, game)


def is_question(text: str) -> bool:
    """Whether a text, or one sentence of it, asks something."""
    sentences = [one.strip() for one in _SENTENCE.split(text)]
    return any(one.endswith("?") or _ASKING.match(one.casefold()) is not None for one in sentences)


def names_a_figure(text: str) -> bool:
    """Whether a part of a package is named together with a figure."""
    plain = text.casefold()
    return _NAME.search(plain) is not None and _FIGURE.search(plain) is not None


def as_typed(issue: Issue, amount: float, currency: str) -> str:
    """A figure in the way in which it can be typed back."""
    if issue is Issue.START:
        return f"{amount:g} day{'' if amount == 1 else 's'}"
    return figure(issue, amount, currency).replace("\u00a0", " ")


def _asked_in(sentence: str, game: Negotiation, today: date) -> Iterator[tuple[Issue, str]]:
    """What one sentence asks for; after a reason no figures may follow, as nobody could tell which is meant."""
    plain = _BETWEEN.sub(r"\g<low>-\g<high>", _plain(sentence, today))
    if _JOINED.search(plain) and _FIGURE.search(plain):
        raise OfferRefused(OfferReason.UNCLEAR, text=_quote(sentence))
    reasoned = False
    for clause in _CLAUSE.split(plain):
        reason = _REASON.search(clause)
        head = clause[: reason.start()] if reason else clause
        if reasoned and _NAME.search(head) and _FIGURE.search(head):
            raise OfferRefused(OfferReason.UNCLEAR, text=_quote(sentence))
        if not reasoned:
            yield from _asked_by(_latest(head, game), sentence)
        reasoned = reasoned or reason is not None


def _asked_by(clause: str, sentence: str) -> Iterator[tuple[Issue, str]]:
    names = list(_NAME.finditer(clause))
    figures = [match[0] for match in _FIGURE.finditer(clause)]
    issues = [_issue_of(match) for match in names]
    if issues == [Issue.REMOTE] and _FULLY.search(clause):
        yield Issue.REMOTE, "5"
    elif not figures:
        yield from _said(clause, names)
    elif issues and _RELATIVE.search(clause):
        raise OfferRefused(OfferReason.RELATIVE, issues[0], _quote(clause))
    elif issues:
        yield from _paired(issues, figures, sentence)


def _said(clause: str, names: list[re.Match[str]]) -> Iterator[tuple[Issue, str]]:
    """Figures that are words: none of a part, and a start at once."""
    for match in names:
        issue = _issue_of(match)
        at_once = issue is Issue.START and _AT_ONCE.search(clause)
        if at_once or (issue not in _NEVER_NONE and _NONE.search(clause[: match.start()])):
            yield issue, "0"


def _paired(issues: list[Issue], figures: list[str], sentence: str) -> Iterator[tuple[Issue, str]]:
    if len(set(issues)) == 1:
        fitting = [one for one in figures if _fits(issues[0], one)] or figures
        if len(fitting) > 1:
            raise OfferRefused(OfferReason.RANGE, issues[0], _quote(sentence))
        yield issues[0], fitting[0]
    elif len(issues) == len(figures) and all(map(_fits, issues, figures)):
        yield from zip(issues, figures, strict=True)
    else:
        fitting_issues = {one for one in issues if _fits(one, figures[0])}
        if len(figures) > 1 or len(fitting_issues) != 1:
            raise OfferRefused(OfferReason.UNCLEAR, text=_quote(sentence))
        yield fitting_issues.pop(), figures[0]


def _fits(issue: Issue, text: str) -> bool:
    """Whether a figure can be one of this part, by its unit and size."""
    number = re.sub(r"\D", "", text)
    large = bool(re.search(r"[£€$₹¥km]|[a-z]{3}", text)) or int(number or 0) > _MOST_DAYS
    if "%" in text or "cent" in text or "pct" in text:
        return issue is Issue.BONUS
    if re.search(r"(?:weeks?|months?)(?: from \w+)?$", text) and not re.search(r"(?:a|per|each|every|/) ?week", text):
        return issue is Issue.START
    if "day" in text:
        return issue in {Issue.START, Issue.REMOTE}
    return issue in MONEY if large else issue is not Issue.BASE


def _latest(clause: str, game: Negotiation) -> str:
    """``from 56,000 to 64,000`` where 56,000 is on the table or was asked for: 64,000 is meant."""
    known = {f"{package[issue]:.0f}" for package in (*game.offers, *game.counters) for issue in Issue}

    def replace(match: re.Match[str]) -> str:
        old = re.sub(r"\D", "", match["old"].replace("k", "000"))
        return match["new"] if old in known else match[0]

    return _MOVED.sub(replace, clause)


def _put(found: dict[Issue, _Read], issue: Issue, value: str, words: str) -> None:
    if found.setdefault(issue, _Read(value, words)).value != value:
        raise OfferRefused(OfferReason.RANGE, issue, _quote(words))


def _request(found: dict[Issue, _Read], game: Negotiation) -> Request:
    asked = game.counters[-1] if game.counters else game.standing
    texts = {issue: re.sub(r"^(?:in|after) (?=\d)", "", one.value) for issue, one in found.items()}
    try:
        package = read_package(texts, game.employer, asked)
    except OfferRefused as error:
        words = found[error.issue].words if error.issue in found else error.text
        raise OfferRefused(error.reason, error.issue, _quote(words)) from None
    check_better(package, game)
    return Request(package, tuple(found))


def check_better(package: Package, game: Negotiation) -> None:
    """:raises OfferRefused: if no part of a package is better for the candidate than what is on the table."""
    if all(not _is_better(package, game, issue) for issue in Issue):
        raise OfferRefused(OfferReason.NOTHING_BETTER)


def _is_better(package: Package, game: Negotiation, issue: Issue) -> bool:
    asked, offered, wish = package[issue], game.standing[issue], game.wishes.wishes[issue]
    if not wish.weight:
        return asked > offered
    return asked > offered if wish.wants_more else asked < offered


def _plain(text: str, today: date) -> str:
    """Small letters, plain signs, dates as days from now, counted days as digits."""
    dated = dates_as_days(text, today)
    plain = re.sub(r"[ \t\u00a0\u202f]+", " ", dated.casefold()).replace("\u2019", "'")
    plain = re.sub(r"(?<=\d) ?thousand\b", "k", plain)
    return _COUNTED.sub(lambda match: str(_WORDS[match["word"]]), plain)


def _issue_of(match: re.Match[str]) -> Issue:
    return next(issue for issue in Issue if match[issue.value])


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + "\u2026"
