"""Fields of work, and of life beside it, told by their words. Which fields a competency belongs to."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.domain.competencies import Competency


def _lines(text: str) -> str:
    """A pattern that is written over several lines; blanks within a line are meant."""
    return "".join(line.strip() for line in text.splitlines())


FIELDS: Mapping[str, str] = {
    "sql": _lines(r"""
        sql|quer(?:y|ies)|joins?|select|group by|window functions?|ctes?|subquer\w+|tables?|columns?|rows?|
        databases?|bigquery|postgres\w*|null|where clause|having|order by|primary key|cte|index(?:es)?|
        row number|count distinct
    """),
    "experiment": _lines(r"""
        experiment\w*|a\W?b|tests?|tested|testing|variants?|hypothes\w+|significan\w+|randomi\w+|control group|
        sample size|holdout|treatment|p value|confidence interval
    """),
    "metrics": _lines(r"""
        metrics?|kpis?|measur\w+|retention|engagement|conversion|adoption|dau|mau|active users|churn\w*|
        funnels?|cohorts?|sessions?|nps|guardrails?|rates?|indicators?|north star|satisfaction|liquidity|usage|
        drop off
    """),
    "quality": _lines(r"""
        data|datasets?|accura\w+|duplicat\w+|missing values|validat\w+|reconcil\w+|pipelines?|tracking|
        row counts?|sanity checks?|anomal\w+|freshness
    """),
    "analysis": _lines(r"""
        analys\w+|analyt\w+|dashboards?|reports?|reporting|charts?|models?|python|pandas|seaborn|excel|tableau|
        looker|regression|trends?|insights?|numbers?|statistic\w*|spreadsheets?|bi|r|forecast\w*|segment\w*|
        figures
    """),
    "people": _lines(r"""
        colleagues?|stakeholders?|conflicts?|disagree\w*|manager\w*|boss|teams?|feedback|meetings?|persuad\w+|
        convinc\w+|trust\w*|priorit\w+|engineers?|marketing|sales|directors?|designers?|ceo|cfo|vp|client\w*|
        heads?|departments?|deadlines?|team ?mates?|lead|audience|board|requirements?|plan|project\w*|launch\w*
    """),
    "research": _lines(r"""
        interview\w*|surveys?|usability|research\w*|users?|customers?|participants?|respondents?|personas?
    """),
    "offer": _lines(r"""
        salar\w+|packages?|compensation|bonus\w*|notice period|equity|gross|negotiat\w+|relocat\w+|per year|
        offer|benefits|vacation days|start date|stock options|pension|home office|remote work|expectation is|
        notice|thousand euros?|k plus|probation|raise|remote days
    """),
    "motivation": _lines(r"""
        compan\w+|mission|career|values|culture|platform|motivat\w+|passion\w*|background|degree|studied|
        strengths?|weakness\w*|years from now|graduat\w+|position|in (?:two|three|five|ten) years|see myself|
        senior|dream job
    """),
    "strategy": _lines(r"""
        strateg\w+|markets?|marketplace\w*|competitors?|growth|roadmap|vision|freelanc\w+|enterprise|revenue|
        pricing|features?|products?|innovat\w+|creators?|monetis\w+|monetiz\w+
    """),
}
_PRIVATE = _lines(r"""
    my (?:cat|dog|wife|husband|girlfriend|boyfriend|partner|fianc\w+|kids?|son|daughter|children|baby|mum|mom|
    dad|mother|father|grand\w+|uncle|aunt|cousin|nephew|niece|sister|brother|parents|family|friends?|
    neighbou?rs?|hobb\w+|car|bike|garden|birthday|diary|house|flatmate|roommate|kitchen|school|childhood|
    village|balcony)|best friend|the kids|got married|grew up|photography|swim\w*|sailing|trip to|
    childhood|born in|video games?|ice cream|my room|coffee machine|second division|left back|cats?|dogs?|pets?|
    puppy|kittens?|weather|rain\w*|sunny|snow\w*|football|soccer|basketball|volleyball|handball|tennis|
    goalkeeper|holidays?|vacations?|beach\w*|i cook\w*|cooked together|cooking|baking|pasta|pizza|soup|guitar|
    piano|violin|choir|parties|wedding|honeymoon|birthday|christmas|hiking|mountains?|surf\w*|skiing|
    hostel|backpack\w*|netflix|playstation|gaming|garden(?:ing)?|diary|exhausted|sleepy|dinner|
    lunch|breakfast|grandmother|grandfather|laundry|yoga|marathon|jogging|chess|poker|concert|fishing|camping|
    tomatoes|knitting|poems?|dentist|fever
""")
_CHATTER = _lines(r"""
    wifi|wi fi|doorbell|door bell|screen share|teams call|are you (?:a |
    an )?(?:bot|human|real|ai)|joke|have a nice|see you|your name|next question|skip this|hello world|
    my headphones|phone is ringing|short break|coffee break|be right back|no idea what|what do you mean|
    wrong window|sorry|tomorrow|one moment|one sec|brb|is this (?:thing )?(?:recording|on|working)|hello|
    hi there|test test|lol|haha\w*|asdf\w*|can (?:we|you|i) (?:do|repeat|call|hear|see|skip|stop|come|continue|
    start)|call (?:me|you) back|reschedul\w*|microphone|lorem|ipsum|what time|what should i (?:write|do|say|
    answer)|(?:right|wrong) (?:channel|thread|server|place)|which question|how does this|ping|nice to meet you|
    how are you|good morning
""")
COMPETENCY_FIELDS: Mapping[Competency, tuple[str, ...]] = {
    Competency.BACKGROUND: (),
    Competency.SQL: ("sql",),
    Competency.DATA_ANALYSIS: ("analysis", "metrics", "quality"),
    Competency.PRODUCT_METRICS: ("metrics", "experiment"),
    Competency.EXPERIMENTATION: ("experiment", "metrics"),
    Competency.DATA_QUALITY: ("quality", "sql", "analysis"),
    Competency.USER_RESEARCH: ("research", "metrics"),
    Competency.COMMUNICATION: ("people", "analysis"),
    Competency.COLLABORATION: ("people",),
    Competency.STAKEHOLDERS: ("people",),
    Competency.ADAPTABILITY: ("people", "strategy"),
    Competency.STRATEGY: ("strategy", "motivation", "metrics"),
    Competency.NEGOTIATION: ("offer",),
}
_ALL = {**FIELDS, "private": _PRIVATE, "chatter": _CHATTER}
_ALTERNATIVE = re.compile(r"(?:\([^)]*\)|[^|(])+")
"""One of a field's words or phrases, with what it has in brackets."""


def _matching(*, phrases: bool) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each field, of its single words or of its phrases."""
    kept = {
        name: [one for one in _ALTERNATIVE.findall(words) if (" " in one) is phrases] for name, words in _ALL.items()
    }
    return {name: re.compile(rf"\b(?:{'|'.join(words)})\b") for name, words in kept.items() if words}


_WORDS, _PHRASES = _matching(phrases=False), _matching(phrases=True)
_WORD = re.compile(r"[^\W_]+")


def count(text: str) -> Counter[str]:
    """How often words and phrases of each field occur."""
    counted = Counter(name for word in _WORD.findall(text) for name in _named(word))
    counted.update({name: len(pattern.findall(text)) for name, pattern in _PHRASES.items()})
    return counted


@lru_cache(maxsize=8192)
def _named(word: str) -> tuple[str, ...]:
    """The fields whose word this is. Remembered, since people use few different words."""
    return tuple(name for name, pattern in _WORDS.items() if pattern.fullmatch(word))
