"""Figures as people write them, read and written: ``£62k``, ``10 %``, ``6 weeks``, ``3 days a week``."""

import math
import re
from collections.abc import Mapping

from bot.domain.offer.employer import Employer
from bot.domain.offer.package import MONEY, Issue, Package
from bot.domain.offer.refusal import OfferReason, OfferRefused

NAMES: dict[Issue, str] = {
    Issue.BASE: "base",
    Issue.BONUS: "bonus",
    Issue.EQUITY: "equity",
    Issue.SIGNING: "signing bonus",
    Issue.START: "start date",
    Issue.REMOTE: "remote days",
}
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "INR": "₹"}
_WORDS = {
    "GBP": "gbp|pounds?|sterling",
    "EUR": "eur|euros?",
    "USD": "usd|us\\$|dollars?",
    "CHF": "chf|sfr|francs?",
    "INR": "inr|rs|rupees?",
    "PLN": "pln|zł|zloty",
    "JPY": "jpy|¥|yen",
    "SEK": "sek|kronor",
}
_MOST_TIMES_BASE = {Issue.BASE: 3.0, Issue.EQUITY: 3.0, Issue.SIGNING: 2.0}
_LEAST_TIMES_BASE = 0.3
_MOST = {Issue.BONUS: 100.0, Issue.START: 365.0, Issue.REMOTE: 5.0}
_DAYS = {"day": 1, "week": 7, "month": 30}
_SAID = {
    Issue.START: {"now": 0.0, "asap": 0.0, "at once": 0.0, "immediately": 0.0, "tomorrow": 1.0},
    Issue.REMOTE: {"fully remote": 5.0, "full": 5.0, "all": 5.0, "none": 0.0, "office": 0.0, "never": 0.0},
}
_YEARLY = re.compile(
    r"\b(?:(?:per|a|each|every) (?:year|annum)|yearly|annually|p\.? ?a\.?|gross)(?=\W|$)|/ ?(?:yr|year)"
)
_OTHER_RATE = re.compile(
    r"\b(?:per|a|each|every) (?:month|week|day|hour)\b|/ ?(?:mo|month|day|hour|h)\b|monthly|hourly"
)
_RANGE = re.compile(r"\d\s*k?\s*(?:-|–|—|\bto\b|\bor\b)\s*\D?\s*\d")
_NUMBER = re.compile(r"(\d[\d.,]*)\s*(k|m)?")


def read_package(texts: Mapping[Issue, str], employer: Employer, standing: Package) -> Package:
    """A package from what was typed; an issue without text keeps its figure of ``standing``.

    :raises OfferRefused: for the first figure that cannot be read or is out of bounds.
    """
    figures = {i: read_figure(i, text, employer.currency) for i, text in texts.items() if text.strip()}
    package = standing.having(figures)
    check_package(package, employer)
    return package


def read_figure(issue: Issue, text: str, currency: str) -> float:
    """One figure of a package.

    :raises OfferRefused: if there is none, or more than one, or in another currency or rate.
    """
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", text.strip().casefold()).replace("'", "").replace("\u2019", "")
    if (said := _SAID.get(issue, {}).get(plain)) is not None:
        return said
    if issue in MONEY:
        plain = _without_currency(issue, plain, currency, text)
    rest = _YEARLY.sub("", plain).strip()
    if issue in MONEY and _OTHER_RATE.search(rest):
        raise OfferRefused(OfferReason.NOT_YEARLY, issue, text)
    if _RANGE.search(rest):
        raise OfferRefused(OfferReason.RANGE, issue, text)
    if rest.startswith(("-", "−")):
        raise OfferRefused(OfferReason.NEGATIVE, issue, text)
    return _scaled(issue, rest, text)


def check_package(package: Package, employer: Employer) -> None:
    """Bounds of what anybody could mean; they follow from the employer's first offer, never from its limits.

    :raises OfferRefused: for the first figure outside.
    """
    usual = employer.terms[Issue.BASE].aspiration
    for issue in Issue:
        figure = package[issue]
        if not math.isfinite(figure):
            raise OfferRefused(OfferReason.NOT_A_NUMBER, issue)
        if figure < 0:
            raise OfferRefused(OfferReason.NEGATIVE, issue)
        if figure > (_MOST_TIMES_BASE[issue] * usual if issue in MONEY else _MOST[issue]):
            raise OfferRefused(OfferReason.TOO_HIGH, issue)
    if package.base < _LEAST_TIMES_BASE * usual:
        raise OfferRefused(OfferReason.TOO_LOW, Issue.BASE)


def money(amount: float, currency: str) -> str:
    """``£62,000``, or ``CHF 62,000`` where the currency has no sign that people expect."""
    sign = SYMBOLS.get(currency, currency + "\u00a0")
    return f"{sign}{amount:,.0f}"


def figure(issue: Issue, amount: float, currency: str) -> str:
    """One issue's figure in words that stand alone."""
    if issue in MONEY:
        return money(amount, currency)
    if issue is Issue.BONUS:
        return f"{amount:g}\u00a0%"
    if issue is Issue.START:
        return "at once" if amount == 0 else f"in {amount:g}\u00a0day{'' if amount == 1 else 's'}"
    return f"{amount:g}\u00a0day{'' if amount == 1 else 's'} a week"


def _without_currency(issue: Issue, plain: str, currency: str, text: str) -> str:
    for code, words in _WORDS.items():
        sign = re.escape(SYMBOLS[code]) if code in SYMBOLS else None
        spelled = rf"(?<![a-zł])(?:{words})(?![a-z])" + (f"|{sign}" if sign else "")
        if re.search(spelled, plain):
            if code != currency:
                raise OfferRefused(OfferReason.WRONG_CURRENCY, issue, text)
            plain = re.sub(spelled, " ", plain).strip()
    return plain


def _scaled(issue: Issue, rest: str, text: str) -> float:
    """The number with its unit; only units that belong to the issue may follow it."""
    if issue in MONEY:
        rest = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", rest)
    match = _NUMBER.match(rest)
    if match is None:
        raise OfferRefused(OfferReason.NOT_A_NUMBER, issue, text)
    number, unit = _number(match[1], issue), rest[match.end() :].strip(" .")
    if number is None:
        raise OfferRefused(OfferReason.NOT_A_NUMBER, issue, text)
    if issue in MONEY and not unit:
        return number * {"k": 1_000, "m": 1_000_000}.get(match[2] or "", 1)
    if match[2] and issue is not Issue.START:
        raise OfferRefused(OfferReason.NOT_A_NUMBER, issue, text)
    times = _unit(issue, (match[2] or "") + unit)
    if times is None:
        raise OfferRefused(OfferReason.NOT_A_NUMBER, issue, text)
    return number * times


def _unit(issue: Issue, unit: str) -> float | None:
    if not unit:
        return 1.0
    if issue is Issue.BONUS:
        return 1.0 if re.fullmatch(r"(?:%|per ?cent|pct)(?: of (?:the )?base)?", unit) else None
    if issue is Issue.REMOTE:
        return 1.0 if re.fullmatch(r"days?(?: (?:a|per|each|/) ?week)?", unit) else None
    if issue is Issue.START and (named := re.fullmatch(r"(day|week|month)s?(?: from (?:now|today))?", unit)):
        return float(_DAYS[named[1]])
    return None


def _number(digits: str, issue: Issue) -> float | None:
    """Read separators: the last of two kinds is the decimal one, one kind before three digits parts thousands."""
    digits = digits.rstrip(".,")
    if "," in digits and "." in digits:
        decimal = max(",.", key=digits.rfind)
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) and issue in MONEY:
        digits = re.sub(r"[.,]", "", digits)
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None
