"""What candidates ask for and no interviewer finds in a dossier: each with whom to ask instead."""

import re
from enum import StrEnum
from typing import NamedTuple


class Whom(StrEnum):
    """Who knows what the interviewer does not."""

    PEOPLE = "people"
    MANAGER = "manager"
    TEAM = "team"
    LEADERS = "leaders"


class Unknown(NamedTuple):
    """Something of a single job, which no dossier holds: what it is about, who knows it, and how it is asked for."""

    about: str
    whom: Whom
    signs: re.Pattern[str]


def _topic(about: str, whom: Whom, signs: str) -> Unknown:
    return Unknown(about, whom, re.compile(signs, re.IGNORECASE))


_UNKNOWN = (
    _topic(
        "pay and benefits",
        Whom.PEOPLE,
        r"salar|\bpay|\bpaid\b|compensation|\bwage|\bbonus|equity|stock options|\braises?\b|benefits?\b|\bperks|"
        r"pension|"
        r"(?:salary|pay) (?:band|range)|\bbudget for (?:the|this) (?:role|position)",
    ),
    _topic(
        "holidays and working hours",
        Whom.PEOPLE,
        r"holidays?|vacation|days? off|time off|(?:annual|parental|sick|paid) leave|\bpto\b|overtime|working hours|"
        r"hours "
        r"(?:a|per) week|part[- ]time|four[- ]day",
    ),
    _topic(
        "where people work from",
        Whom.PEOPLE,
        r"remote|hybrid|home office|work(?:ing)? from|\boffice|on-?site|relocat|\bvisa|time ?zone",
    ),
    _topic("the start date and the contract", Whom.PEOPLE, r"start(?:ing)? date|notice period|contract|probation|visa"),
    _topic(
        "why the role is open",
        Whom.MANAGER,
        r"(?:why|how come|reason).{0,40}(?:open|vacan|hiring for|created|available)|(?:new|replacement) (?:role|"
        r"position)|"
        r"predecessor|previous (?:analyst|person)|had this (?:role|job|position) before|how did the (?:role|position)",
    ),
    _topic(
        "why people leave",
        Whom.TEAM,
        r"(?:why|who|when|how many|how often|last).{0,40}\b(?:left|leave|leaving|quit)\b|turnover|attrition|how long "
        r"do "
        r"(?:people|analysts)|stay with",
    ),
    _topic(
        "growth and promotion",
        Whom.MANAGER,
        r"promot|career|grow(?:th)? (?:path|opportunit|in (?:this|the) role|here|for)|(?<!machine )learning|training|"
        r"mentor|develop "
        r"(?:my|your)self|conference",
    ),
    _topic(
        "how success in the role is judged",
        Whom.MANAGER,
        r"success(?:ful)?\b.{0,50}(?:role|position|months|look|measured|judged|year|job|me\b|analyst|person|hire)|"
        r"(?:measur|judg|evaluat|assess|know|tell)\w*.{0,40}(?:my (?:work|performance)|hir(?:ing|ed) me|the (?:new "
        r")?(?:analyst|"
        r"hire)|success)|first (?:\w+ )?(?:days|weeks|months|quarter|year)|(?:after|within|in) (?:\w+ )?(?:three|six|"
        r"\d+|"
        r"twelve) months|expect(?:ed|ations?)?\b.{0,30}\b(?:me|of|from|new)|performance review",
    ),
    _topic("the tools in use", Whom.TEAM, r"\btools?\b|\bstack\b|software|dashboards?\b|warehouse"),
    _topic(
        "how people here deal with each other",
        Whom.TEAM,
        r"disagree|conflict|argu(?:e|ment)|mistake|went wrong|\bfail(?:ed|ure)|atmosphere|celebrat",
    ),
    _topic(
        "current plans and challenges",
        Whom.LEADERS,
        r"challenge|biggest (?:problem|risk|worry)|roadmap|\bplans? for|strateg|(?:this|next|coming) year|priorit",
    ),
    _topic(
        "how the team is set up",
        Whom.MANAGER,
        r"\bteams?\b|colleague|report (?:to|into)|my (?:manager|boss)|manager|who (?:would|will|do) i (?:work|report|"
        r"learn)|"
        r"\bpeers?\b|analysts? (?:are|do you) ",
    ),
)


def unknown_in(question: str) -> Unknown | None:
    """What of it a question asks for, if it does."""
    return next((one for one in _UNKNOWN if one.signs.search(question)), None)
