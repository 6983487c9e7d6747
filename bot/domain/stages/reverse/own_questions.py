"""The candidate's own questions: found in what they wrote, and told apart by what they are about and how they are put.

Found by question marks, lines and numbers; a request such as “tell me about the team” is one without a mark.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from bot.domain.feedback.stems import all_stems

_LONGEST = 12_000
_BULLET = re.compile(r"\s*(?:[-*•–—]\s+|\(?\d{1,2}[.):]\s*|\(?[a-h][.)]\s+|q\d{0,2}[.):]\s*)", re.IGNORECASE)
_INNER_NUMBER = re.compile(r"(?<=\S)\s+(?=\(?\d{1,2}[.)]\s+\w)")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|vs|etc|approx|resp|no|dr|mr|mrs|ms|st)\.$", re.IGNORECASE)
_END = re.compile(r"[.!;…]+(?=\s)|[?？]+[?!？]*[\"”’')]*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ASKS = r"(?:what|how|why|who|whom|whose|which|when|where|in what|in which|to what|by when|for how long|about how)\b"
_AUXILIARY = (
    r"(?:is|are|am|was|were|do|does|did|can|could|will|would|have|has|had|should|may|might|shall|isn't|aren't|don't|"
    r"doesn't|won't)\b"
)
_REQUEST = re.compile(
    r"(?:(?:and |also |then |so )?(?:please )?(?:tell me|describe|explain|walk me|give me|share|talk me)\b|"
    r"(?:i(?:'d| would) (?:also )?(?:like|love|be (?:interested|curious)|want)|i(?:'m| am) (?:also )?(?:curious|"
    r"interested|"
    r"wondering)|i (?:also )?(?:want|wonder)|curious)\b(?=.*\b(?:know|hear|understand|learn|about|how|what|why|who|if|"
    r"whether|which|when|where)\b))",
    re.IGNORECASE,
)
_NO_QUESTION = re.compile(
    r"(?:i(?:'d| would) (?:like|love) to (?:thank|ask (?:some|two|a few|you some))|i want to thank)", re.IGNORECASE
)
_OPENING = re.compile(
    r"(?:(?:and|also|so|but|ok|okay|well|then|firstly?|secondly?|thirdly?|finally|lastly|(?:the |my )?(?:first|"
    r"second|third|"
    r"last|next|other)(?: one| question| thing)?(?: is)?|one more(?: thing| question)?|another(?: one| question)?|"
    r"(?:two|"
    r"three|some|a few) (?:questions|things)|question|next|please|hi|hello|thanks?(?: you)?|great|good|"
    r"yes)\b[\s,:.–—-]+)+"
)
_POLITE = re.compile(
    r"(?:can|could|would|will|may|might) (?:you|i|we) (?:please |maybe |also )?(?:tell|describe|explain|share|walk|"
    r"give|say|"
    r"talk|elaborate|help me|show|let me|know|ask|outline)"
)
_SHORTEST = 3


class Asked(NamedTuple):
    """One question, and what was said right before it, which it may refer to."""

    text: str
    before: str = ""


class Area(StrEnum):
    """What a question is about, as a coach sorts them."""

    PAGE = "page"
    """What stands on the company's own page."""
    PAY = "pay"
    ROLE = "role"
    TEAM = "team"
    CULTURE = "culture"
    NEXT = "next"


_AREAS = {
    Area.PAGE: (
        r"what (?:exactly )?(?:does|do|is) (?:you|your company|the company|this company|it)(?: guys)?(?: even| "
        r"actually)? do\b|"
        r"what (?:is|are|'s) (?:your|the company's|the) (?:mission|vision|products?|business model)|"
        r"how (?:many (?:people|employees)|big|large|old) (?:\w+ )?(?:is|are|does|do|work\w*|"
        r"use)?\b.{0,30}(?:company|you|"
        r"firm|employ|here)|(?:who|which) (?:are|is) (?:your|the) (?:main |biggest |closest )?(?:competitors?|"
        r"rivals?|ceo|"
        r"founders?|customers)|when (?:was|were) .{0,30}founded|where (?:is|are) .{0,30}(?:based|headquarter|office)"
    ),
    Area.PAY: (
        r"salar(?:y|ies)|\bpay(?:s|ing)?\b|\bpaid\b|compensation|\bwages?\b|\bbonus|equity|stock options|\braises?\b|"
        r"benefits?\b|"
        r"\bperks\b|holidays?|vacation|days? off|time off|annual leave|parental leave|sick (?:leave|days)|\bpto\b|"
        r"overtime|"
        r"working hours|hours (?:a|per) week|pension"
    ),
    Area.ROLE: (
        r"\brole\b|position|responsib|day[- ]to[- ]day|typical (?:day|week)|first (?:\w+ )?(?:days|weeks|months|"
        r"project|year|"
        r"quarter|thing)|success(?!\w* matri)|succeed|expect|\bgoals?\b|priorit|challeng|judge|measur|evaluat|"
        r"probation|(?:after|"
        r"in|within) "
        r"(?:the )?(?:\w+ )?(?:months|quarters)|ramp|onboard|analyst|problem"
    ),
    Area.TEAM: (
        r"\bteams?\b|colleague|manager|report (?:to|into)|work (?:with|most|closely)|\bpeers?\b|who (?:would|will|"
        r"do) i|"
        r"stakeholder|set up|structure"
    ),
    Area.CULTURE: (
        r"culture|\bvalues?\b|disagree|conflict|feedback|mistake|\bfail|promot|\bleft\b|\bleave\b|work-life|work "
        r"life|remote|"
        r"diversity|decisions? (?:made|taken)|celebrat|enjoy|like (?:most|best|working)"
    ),
    Area.NEXT: (
        r"next (?:steps?|round|stage|interview|call|conversation)|happens (?:next|after|now)|process|hear (?:back|"
        r"from)|"
        r"timeline|by when|when (?:do|will|would|can) (?:you|i|we) (?:decide|hear|expect|know|get)|further rounds"
    ),
}
_AREA_SIGNS = {area: re.compile(signs, re.IGNORECASE) for area, signs in _AREAS.items()}


def split_questions(text: str) -> tuple[Asked, ...]:
    """The questions of a text, in order, as they were put, without bullets and numbers."""
    found: list[Asked] = []
    for line in _lines(text[:_LONGEST]):
        found += _of_line(line)
    return tuple(found)


def same(one: str, other: str) -> bool:
    """Whether two questions have the same words."""
    return all_stems(one.casefold()) == all_stems(other.casefold())


def areas_of(question: str) -> frozenset[Area]:
    """What it is about; none where no sign is known."""
    return frozenset(area for area, signs in _AREA_SIGNS.items() if signs.search(question.replace("’", "'")))


def is_closed(question: str) -> bool:
    """Whether a yes or a no would answer it."""
    core = _OPENING.sub("", question.casefold().replace("’", "'").strip(), count=1)
    if _POLITE.match(core) or re.search(r"\bor\b", core):
        return False
    return re.match(_AUXILIARY, core) is not None


def _lines(text: str) -> list[str]:
    """Lines; one that goes on with a small letter, after one that did not end, belongs to it."""
    found: list[str] = []
    for raw in text.splitlines():
        for line in _INNER_NUMBER.split(raw.strip()):
            if found and found[-1] and line[:1].islower() and found[-1][-1].isalnum() and not _BULLET.match(line):
                found[-1] += f" {line}"
            else:
                found.append(line)
    return [line for line in found if line]


def _of_line(line: str) -> list[Asked]:
    bullet = _BULLET.match(line)
    body = line[bullet.end() :] if bullet else line
    sentences = [one for one in _sentences(body) if _LETTERS.search(one)]
    marked = any(_is_marked(one) for one in sentences)
    found: list[Asked] = []
    before: list[str] = []
    for one in sentences:
        if found and not before and _is_marked(one) and len(all_stems(one.casefold())) < _SHORTEST:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {one}")  # “Why?” goes with what came before it
        elif _is_marked(one) or _is_request(one) or (not marked and _asks_unmarked(one)):
            found.append(Asked(one, " ".join(before)))
            before = []
        else:
            before.append(one)
    if not found and bullet and len(_LETTERS.findall(body)) > 1:
        return [Asked(body.strip())]
    return found


def _sentences(line: str) -> list[str]:
    found, start = [], 0
    for match in _END.finditer(line):
        if match[0][0] == "." and _ABBREVIATED.search(line[start : match.end()]):
            continue
        found.append(line[start : match.end()].strip())
        start = match.end()
    return [one for one in (*found, line[start:].strip()) if one]


def _is_marked(sentence: str) -> bool:
    return sentence.rstrip("\"”’')!").endswith(("?", "？"))


def _is_request(sentence: str) -> bool:
    plain = sentence.replace("’", "'")
    return _REQUEST.match(plain) is not None and _NO_QUESTION.match(plain) is None


def _asks_unmarked(sentence: str) -> bool:
    return re.match(_ASKS, _OPENING.sub("", sentence.casefold(), count=1)) is not None
