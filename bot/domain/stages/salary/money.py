"""Pay as people write it: ``62k``, ``60.000 – 65.000 €``, ``5,000 a month``, ``£45 an hour``, ``sixty thousand``."""

import re
from enum import StrEnum
from typing import NamedTuple


class Period(StrEnum):
    """What an amount is paid for."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


YEARLY = {Period.YEAR: 1, Period.MONTH: 12, Period.WEEK: 52, Period.DAY: 260, Period.HOUR: 2080}
"""How often each is paid in a year of 52 weeks, five days and 40 hours each."""


class Span(NamedTuple):
    """One amount, or two that make a range, as they stand in a text.

    ``plain``: nothing but bare digits below a thousand. ``money``: it is marked as money, or is as large as pay is.
    """

    first: float
    last: float | None
    start: int
    end: int
    plain: bool = False
    money: bool = True
    negative: bool = False


_CODES = {
    "CAD": r"cad\b|ca\$|c\$|canadian dollars?",
    "AUD": r"aud\b|au\$|a\$|australian dollars?",
    "SGD": r"sgd\b|s\$|singapore dollars?",
    "BRL": r"brl\b|r\$|reais\b",
    "USD": r"usd\b|us\$|\$|dollars?\b|bucks\b",
    "EUR": r"€|eur(?:os?)?\b",
    "GBP": r"£|gbp\b|pounds?\b|sterling\b|quid\b",
    "CHF": r"chf\b|sfr\b|(?:swiss )?francs?\b",
    "INR": r"₹|inr\b|rupees?\b|lakhs?\b|lpa\b|crores?\b",
    "PLN": r"pln\b|zł|zlot(?:y|ych)\b",
    "CZK": r"czk\b|kč",
    "SEK": r"sek\b|(?:swedish )?kronor\b",
    "NOK": r"nok\b|(?:norwegian )?kroner\b",
    "DKK": r"dkk\b|danish kroner\b",
    "HUF": r"huf\b|forints?\b",
    "RON": r"ron\b|lei\b",
    "UAH": r"₴|uah\b|hryvnias?\b",
    "TRY": r"₺|turkish liras?\b",
    "ILS": r"₪|ils\b|shekels?\b",
    "JPY": r"¥|jpy\b|yen\b",
    "CNY": r"cny\b|rmb\b|yuan\b",
    "KRW": r"₩|krw\b",
    "MXN": r"mxn\b|mexican pesos?\b",
    "ZAR": r"zar\b|rands?\b",
    "NGN": r"₦|ngn\b|nairas?\b",
    "AED": r"aed\b|dirhams?\b",
}
_CURRENCIES = {code: re.compile(rf"(?<![a-zł])(?:{words})") for code, words in _CODES.items()}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹"}
_ANY_CURRENCY = rf"(?:{'|'.join(_CODES.values())})"

_SCALES = {"k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "million": 1e6, "lakh": 1e5, "lpa": 1e5, "crore": 1e7}
_GROUPED = r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<before>{_ANY_CURRENCY}[ \u00a0]?)?(?P<number>{_GROUPED}|\d+(?:[.,]\d+)?)(?!\d)"
    r"(?:[ \u00a0]?(?P<scale>k|thousand|grand|million|lakh|lpa|crore)s?(?![a-z])|(?P<mega>m)(?![a-z]))?"
    rf"(?P<after>[ \u00a0]?{_ANY_CURRENCY})?"
)
_NOT_MONEY = re.compile(
    r"[ \u00a0-]?(?:%|percent|per cent|pct|(?:(?:new|active|full|more|paying|daily|monthly|different) )?(?:years?|"
    r"yrs?|months?|weeks?|days?|hours?|minutes?|people|persons?|"
    r"users?|customers?|clients?|freelancers?|employees|colleagues|accounts?|rows?|orders?|projects?|tests?|visitors?|"
    r"visits|downloads|sign-?ups|sessions|events|analysts|engineers|stores|countries|questions?)\b|(?:st|nd|rd|th)\b)"
)
_JOINED = re.compile(r"\W{0,3}(?:-|–|—|−|\bto\b|\buntil\b|\bup to\b|\bor\b|\.\.+)\W{0,3}")
_AND = re.compile(r"\W{0,3}and\W{0,3}")
_BETWEEN = re.compile(r"(?:between|from|anywhere)\W{1,3}(?:\w+ )?$")
_YEARS = (1900, 2100)
_LARGE = 1000
_MOST = 1e15
"""More than this is no figure that anybody means; keeps a number of any length finite."""

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: E501, SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_WORTH = {word: at + 1 for at, word in enumerate(_ONES)} | {word: 10 * at + 20 for at, word in enumerate(_TENS)}
_ONE = "|".join(reversed(_ONES))
_TEN = "|".join(_TENS)
_SPELLED = re.compile(
    rf"\b(?:(?:an?|{_ONE}) hundred(?: and)?(?:[ -](?:{_TEN}))?(?:[ -](?:{_ONE}))?|(?:{_TEN})(?:[ -](?:{_ONE}))?|"
    rf"(?:{_ONE})(?= (?:thousand|grand|hundred|k\b|million|lakh)))\b"
)

_RATES = {
    Period.YEAR: r"(?:an?|per|each|every|the) (?:year|annum)\b|/ ?(?:yr|year|a)\b|annual(?:ly)?\b|yearly\b|p\.? ?a\b|"
    r"lpa\b",
    Period.MONTH: r"(?:a|per|each|every|the) month\b|/ ?(?:mo|month)\b|monthly\b",
    Period.WEEK: r"(?:a|per|each|every|the) week\b|/ ?(?:wk|week)\b|weekly\b",
    Period.DAY: r"(?:a|per|each|every|the) day\b|/ ?day\b|daily\b",
    Period.HOUR: r"(?:an|per|each|every|the) hour\b|/ ?(?:h|hr|hour)\b|hourly\b",
}
_BESIDE = rf"[\s,(]*(?:(?:gross|net|base|before tax|before taxes|brutto|{_ANY_CURRENCY})[\s,)]*)*"
_FOLLOWING = {period: re.compile(_BESIDE + f"(?:{rate})") for period, rate in _RATES.items()}
_SAID = {
    Period.YEAR: re.compile(r"\b(?:annual(?:ly)?|yearly|per annum|(?:a|per) year)\b"),
    Period.MONTH: re.compile(r"\b(?:monthly|per month)\b"),
    Period.DAY: re.compile(r"\b(?:day rate|daily rate|per day)\b"),
    Period.HOUR: re.compile(r"\b(?:hourly|per hour)\b"),
}


def plainly(text: str) -> str:
    """The text as it is read: small letters, plain quotes and spaces, spelled numbers as digits."""
    small = text.casefold().replace("\u2019", "'").replace("\u2018", "'")
    return _SPELLED.sub(lambda found: str(_worth(found[0])), small)


def spans(text: str, *, field: bool) -> tuple[Span, ...]:
    """The amounts of a text that :func:`plainly` gave. In a ``field`` of its own any number is one."""
    found = [match for match in _AMOUNT.finditer(text) if field or not _NOT_MONEY.match(text, match.end())]
    made: list[Span] = []
    at = 0
    while at < len(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if following is not None and _makes_range(text, found[at], following):
            made.append(_range(found[at], following, text))
            at += 2
        else:
            made.append(_single(found[at], text))
            at += 1
    return tuple(span for span in made if field or span.money)


def currency_in(text: str) -> str | None:
    """The ISO code of the first currency that a text names, in small letters."""
    places = [(match.start(), code) for code, sign in _CURRENCIES.items() if (match := sign.search(text))]
    return min(places, key=lambda place: place[0])[1] if places else None


def period_of(text: str, span: Span, start: int, end: int) -> Period | None:
    """What an amount is paid for, as it is said beside it or in its sentence (``start`` to ``end``)."""
    for period, rate in _FOLLOWING.items():
        if rate.match(text, span.end):
            return period
    for period, word in _SAID.items():
        if word.search(text, start, end):
            return period
    return None


def say(amount: float, currency: str | None) -> str:
    """``€68,000``, ``CHF 68,000``, ``45.50``."""
    figures = f"{amount:,.0f}" if amount == round(amount) or amount >= _LARGE else f"{amount:,.2f}"
    return figures if currency is None else _SYMBOLS.get(currency, currency + "\u00a0") + figures


def _worth(words: str) -> int:
    """``sixty-five`` as 65; ``a hundred and twenty`` as 120."""
    total = 0
    for word in re.split(r"[ -]", words):
        total = max(total, 1) * 100 if word == "hundred" else total + _WORTH.get(word, 0)
    return total


def _value(match: re.Match[str]) -> float:
    digits = match["number"]
    scaled = match["scale"] or match["mega"]
    # Three digits after a single separator are thousands; with a scale behind them they are decimals.
    if re.fullmatch(_GROUPED, digits) and not (scaled and len(re.findall(r"[.,]", digits)) == 1):
        whole = re.match(r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+", digits)
        thousands = whole[0] if whole else digits
        rest = digits.removeprefix(thousands)
        digits = re.sub(r"\D", "", thousands) + rest.replace(",", ".")
    return min(float(digits.replace(",", ".")), _MOST)


def _scale(match: re.Match[str]) -> float:
    return _SCALES.get(match["scale"] or match["mega"] or "", 1.0)


def _marked(match: re.Match[str]) -> bool:
    return bool(match["before"] or match["after"] or match["scale"] or match["mega"])


def _single(match: re.Match[str], text: str) -> Span:
    value = _value(match) * _scale(match)
    return Span(
        value,
        None,
        match.start(),
        match.end(),
        plain=not _marked(match) and value < _LARGE,
        money=_is_money(match, value, text),
        negative=_is_negative(text, match.start()),
    )


def _range(one: re.Match[str], other: re.Match[str], text: str) -> Span:
    """``60-65k``: a scale that stands once holds for both."""
    first, last, scale = _value(one), _value(other), max(_scale(one), _scale(other))
    low = first * (scale if _scale(one) == 1 and first < _LARGE else _scale(one))
    high = last * (scale if _scale(other) == 1 and last < _LARGE else _scale(other))
    marked = _marked(one) or _marked(other)
    return Span(
        low,
        high,
        one.start(),
        other.end(),
        plain=not marked and max(low, high) < _LARGE,
        money=marked or _is_money(other, high, text) or _is_money(one, low, text),
        negative=_is_negative(text, one.start()),
    )


def _makes_range(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    between = text[one.end() : other.start()]
    if _JOINED.fullmatch(between):
        return True
    return bool(_AND.fullmatch(between) and _BETWEEN.search(text, max(0, one.start() - 30), one.start()))


def _is_money(match: re.Match[str], value: float, text: str) -> bool:
    if _marked(match) or any(rate.match(text, match.end()) for rate in _FOLLOWING.values()):
        return True
    is_year = match["number"].isdigit() and _YEARS[0] <= value <= _YEARS[1]
    return value >= _LARGE and not is_year


def _is_negative(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return text[start - 1 : start] in {"-", "−"} and not before[:-1].rstrip()[-1:].isalnum()
