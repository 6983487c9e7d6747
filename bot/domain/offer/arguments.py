"""What a candidate gives as reasons: three kinds that count, and the threat that does not.

Rules, with no model behind them: *market* names a survey, benchmark, advert or percentile; *rival* names another
offer together with a figure; *value* tells of one's own effect together with a figure. A kind that is denied ("I
have no other offer") does not count. Whether it is true cannot be known; a bluff counts like the truth here, and the
coach says elsewhere why it is not worth it.
"""

import re
from enum import StrEnum


class Point(StrEnum):
    """A kind of reason that an employer can take to whoever approves the offer."""

    MARKET = "market"
    RIVAL = "rival"
    VALUE = "value"


_MARKET = re.compile(
    r"\b(?:market(?: (?:rate|data|value|range|pay))?|survey|benchmarks?|median|percentile|glassdoor|levels\.fyi|"
    r"salary (?:data|report|guide)|(?:job )?adverts?|job ads?|postings?|comparable (?:roles?|jobs?)|going rate|"
    r"recruiters? (?:told|quoted|said))\b"
)
_RIVAL = re.compile(
    r"\b(?:(?:other|another|competing|rival|second|written|better) (?:\w+ ){0,2}offers?|offers? (?:from|at|by|with) "
    r"(?:an?|another|one|two)\b|(?:also )?been offered|counter-?offer from|(?:have|hold|holding|got|received) "
    r"(?:an?|one|two) (?:\w+ ){0,2}offers?)\b"
)
_VALUE = re.compile(
    r"\b(?:i|my (?:work|analysis|team|test|tests|model|project|report)) (?:\w+ ){0,2}?(?:saved|cut|raised|grew|"
    r"increased|reduced|brought|built|led|earned|lifted|shortened|improved|doubled|halved|launched|delivered|ran|"
    r"added|won|generated|drove)\b"
)
_FIGURE = re.compile(r"\d|\b(?:half|double|third|quarter|twice|million|thousand|percent|per cent)\b")
_DENIED = re.compile(r"\b(?:no|not|never|without|don'?t|doesn'?t|haven'?t|isn'?t|if i (?:had|get))\b[^.;!?]{0,24}$")
_DENIED_WITHIN = 60
_THREAT = re.compile(
    r"\b(?:(?:i(?:'ll| will| would|'d)|i(?:'m| am) (?:going|ready|prepared) to|have to|forced to) "
    r"(?:(?!not\b|never\b)\w+ ){0,3}?(?:walk(?: away)?|leave|decline|withdraw|reject|take (?:the|my|their) other|"
    r"go (?:with|to) (?:the|my) (?:other|competitor))|take it or leave it|or i(?:'m| am) out|"
    r"this is my (?:last|final) (?:word|offer)|non-?negotiable|otherwise i(?:'m| am) (?:out|gone)|deal-?breaker)\b"
)


def points_of(text: str) -> tuple[Point, ...]:
    """The kinds of reasons in ``text``."""
    plain = text.casefold().replace("\u2019", "'")
    found = []
    if _said(_MARKET, plain):
        found.append(Point.MARKET)
    if _FIGURE.search(plain):
        found += [point for point, sign in ((Point.RIVAL, _RIVAL), (Point.VALUE, _VALUE)) if _said(sign, plain)]
    return tuple(found)


def is_threat(text: str) -> bool:
    """Whether the text says that the candidate will go unless they are met."""
    plain = text.casefold().replace("\u2019", "'")
    return _said(_THREAT, plain)


def _said(sign: re.Pattern[str], text: str) -> bool:
    # A denial stands within some 35 characters before; looking through all that comes before would take its square.
    return any(
        not _DENIED.search(text[max(0, match.start() - _DENIED_WITHIN) : match.start()])
        for match in sign.finditer(text)
    )
