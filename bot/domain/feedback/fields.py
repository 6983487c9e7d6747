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
        row number|count distinct|ranks?|dense rank|partition\w*|lag|aggregat\w*|subselect|
        preceding|unnest
    """),
    "experiment": _lines(r"""
        experiment\w*|a\W?b|tests?|tested|testing|variants?|hypothes\w+|significan\w+|randomi\w+|control group|
        sample size|holdout|treatment|p value|confidence interval|visitors at random|novelty effects?|power calculation
    """),
    "metrics": _lines(r"""
        metrics?|kpis?|measur\w+|retention|engagement|conversion|adoption|dau|mau|active users|churn\w*|
        funnels?|cohorts?|sessions?|nps|guardrails?|rates?|indicators?|north star|satisfaction|liquidity|usage|
        drop off|share of|percentile\w*|refund rate
    """),
    "quality": _lines(r"""
        data|datasets?|accura\w+|duplicat\w+|missing values|validat\w+|reconcil\w+|pipelines?|tracking|
        row counts?|sanity checks?|anomal\w+|freshness|nulls?|etl|dbt|airflow|staging|schema\w*|backfill\w*
    """),
    "analysis": _lines(r"""
        analys\w+|analyt\w+|dashboards?|reports?|reporting|charts?|models?|python|pandas|seaborn|excel|tableau|
        looker|regression|trends?|insights?|numbers?|statistic\w*|spreadsheets?|bi|r|forecast\w*|segment\w*|
        figures|median|mean|average|distribution|outliers?|skewed|algorithm\w*|machine learning|classifier\w*|
        recommender|weights|numpy|statsmodels|scikit|plots?|plotted|notebooks?|compute|definition|layers
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
        notice|thousand euros?|k plus|probation|raise|remote days|per month|
        position remote|training budget|budget for training|share options|day rate
    """),
    "motivation": _lines(r"""
        compan\w+|mission|career|values|culture|platform|motivat\w+|passion\w*|background|degree|studied|
        strengths?|weakness\w*|years from now|graduat\w+|position|in (?:two|three|five|ten) years|see myself|
        senior|dream job|applied (?:to|for)|motivates?|lead one day
    """),
    "strategy": _lines(r"""
        strateg\w+|markets?|marketplace\w*|competitors?|growth|roadmap|vision|freelanc\w+|enterprise|revenue|
        pricing|features?|products?|innovat\w+|creators?|monetis\w+|monetiz\w+|countries|expansion
    """),
}
_NEAR: Mapping[str, str] = {
    "sql": _lines(r"""
        over|union|distinct|limit|ties|max|min|sum|count|grouping|group\w*|order|filter\w*|keys?|
    match\w*|where|duplicates?|
        unique|functions?|case|dates?|average|gaps?
    """),
    "experiment": _lines(r"""
        random|intervals?|novelty|probability|groups?|half|split\w*|compare\w*|chance|weeks?|
    versions?|effects?|visitors|
        difference|horizon|peek\w*|sample\w*|power
    """),
    "metrics": _lines(r"""
        watch\w*|minutes|success\w*|thresholds?|back|many|often|share|percent\w*|count\w*|daily|weekly|users?|visits?|
        value|goal\w*|target\w*|return\w*|sales?|orders?|numbers?|dashboards?|time|growth|quality
    """),
    "quality": _lines(r"""
        warehouse|check\w*|sources?|logg?e?d?s?|tracked|snapshot\w*|missing|compar\w+|counts?|
    totals?|wrong|trust\w*|alerts?|
        tests?|tables?|owners?|wrong|null|default\w*|fill\w*|rows?|gap\w*|job|load\w*|agree|differ\w*
    """),
    "analysis": _lines(r"""
        compar\w+|look\w*|find\w*|question\w*|split\w*|pattern\w*|cause\w*|reason\w*|device\w*|country|released?|
        releases?|track\w*|step|steps|drop\w*|cut|slices?|check\w*|hypothes\w*|metric\w*|measure\w*|funnel\w*|users?|
        graph\w*|test\w*|show\w*
    """),
    "people": _lines(r"""
        he|she|they|him|her|them|talk\w*|listen\w*|ask\w*|call\w*|said|told|agree\w*|explain\w*|people|everyone|
        somebody|someone|decide\w*|help\w*|respect\w*
    """),
    "research": _lines(r"""
        ask\w*|watch\w*|talk\w*|questions?|listen\w*|observ\w*|people|show|sessions?|recruit\w*|five|eight|prototype\w*|
        funnel\w*|video\w*|recording\w*|why|open
    """),
    "offer": _lines(r"""
        pay|paid|range|flexible|net|hourly|figure|counter\w*|start|money|amount|base|between|k|thousand|title|
        level|growth|learning|days?|weeks?|months?|budget|total|remote|hybrid|leave|accept\w*|sign\w*|wait|deadline\w*|
        options?|stock|shares?|market|\d+k?
    """),
    "motivation": _lines(r"""
        grow|learn\w*|lead\w*|proud|connects?|build\w*|international|leav\w+|reason|challenge\w*|team|people|want|like|
        love|enjoy\w*|friend\w*|curious|interest\w*|used|years?|product|job|work|role|good|better|patience|person
    """),
    "strategy": _lines(r"""
        country|clients?|partners?|local|expand\w*|demand|supply|region\w*|segment\w*|invest\w*|risks?|position\w*|
        sellers?|buyers?|prices?|users?|customers?|compete\w*|bet|cost\w*|value|first|sell\w*|talent\w*|jobs?
    """),
}
"""Words that a field shares with others: enough to be on topic, too little to place an answer."""
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
    tomatoes|balcony|knitting|poems?|dentist|fever|(?:my|her|his|a|the) (?:new )?bike|band|drummer|songs?|rehears\w+|
    pottery|paella|sharks?|backpack|vietnam|thailand|midfield|arsenal|striker|goalkeeper|wing|fox|novels?|
    favourite (?:story|book|film|movie|song|team|food|player)|cushion|chairs?|sofa|bedroom|over the bed|hops|beers?|
    pub|barbecue|phone plan|playground|my phone|flat|landlord|apartment|paint\w*|pancakes?|cakes?|tea|dress|shoes|
    my desk|homework|sunday lunch|toddler|grandchild\w*|cycling|swimming pool|little prince|read aloud|reads it aloud|
    gym|fitness|diet|horoscope|movies?|cinema|series|dance|dancing|museum visit
""")
_CHATTER = _lines(r"""
    wifi|wi fi|doorbell|door bell|screen share|teams call|are you (?:a |
    an )?(?:bot|human|real|ai)|joke|have a nice|see you|your name|next question|skip this|hello world|
    my headphones|phone is ringing|short break|coffee break|be right back|no idea what|what do you mean|
    wrong window|(?:this|it|again|talk|speak|continue|call) tomorrow|until tomorrow|one moment|one second|
    hear me|the line is|my connection|my internet|the question again|is this recorded|is it better|before we (?:go|
    start|begin|continue)|recruiter|job market|this process|dress code|how long will|the session be|bad line|
    type the question|repeat the question|give me a (?:second|minute|moment)|okay great|one question first|
    quick question|technical problem|restart my|sorry can|sorry i am late|come by|one sec|brb|
    is this (?:thing )?(?:recording|on|working)|hello|
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
_NEAR_WORDS = {name: re.compile(rf"(?:{words})") for name, words in _NEAR.items()}
_WORD = re.compile(r"[^\W_]+")
_FAMILY = re.compile(
    r"\bmy (?:cat|dog|wife|husband|girlfriend|boyfriend|kids?|son|daughter|children|baby|mum|mom|dad|mother|"
    r"father|gran\w+|cousin|nephew|niece|sister|brother|parents|family)\b"
)
"""Weighs double: nobody brings them to work."""


def spoken_words(text: str) -> list[str]:
    """All words of a lower-case text."""
    return _WORD.findall(text)


def count(text: str) -> Counter[str]:
    """How often words and phrases of each field occur."""
    counted = Counter(name for word in _WORD.findall(text) for name in named(word))
    counted.update({name: len(pattern.findall(text)) for name, pattern in _PHRASES.items()})
    counted["private"] += len(_FAMILY.findall(text))
    return counted


@lru_cache(maxsize=8192)
def named(word: str) -> frozenset[str]:
    """The fields whose word this is. Remembered, since people use few different words."""
    return frozenset(name for name, pattern in _WORDS.items() if pattern.fullmatch(word))


@lru_cache(maxsize=8192)
def near(word: str) -> frozenset[str]:
    """The fields that this word may belong to, besides others."""
    return named(word) | {name for name, pattern in _NEAR_WORDS.items() if pattern.fullmatch(word)}
