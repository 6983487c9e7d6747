"""Whether an answer speaks of something else than what was asked. Conservative: in doubt it is on topic.

An answer is placed among a few fields of work by their words. It is off topic when it is private chatter, or when
the field it dwells on is none of the question's and it shares next to no content word with the question.
"""

import re
from collections.abc import Mapping

from bot.domain.competencies import Competency
from bot.domain.feedback.folding import fold
from bot.domain.feedback.stems import content_stems
from bot.domain.tracks import Question

_FIELDS: Mapping[str, str] = {
    "sql": r"sql|quer(?:y|ies)|joins?|select|group by|window functions?|ctes?|subquer\w+|tables?|columns?|rows?|databases?|"
           r"bigquery|postgres\w*|null|where clause|having|order by|primary key|cte|index(?:es)?|row number|count distinct",
    "experiment": r"experiment\w*|a ?b|tests?|tested|testing|variants?|hypothes\w+|significan\w+|randomi\w+|control group|"
                  r"sample size|holdout|treatment|p value|confidence interval",
    "metrics": r"metrics?|kpis?|measur\w+|retention|engagement|conversion|adoption|dau|mau|active users|churn\w*|funnels?|"
               r"cohorts?|sessions?|nps|guardrails?|rates?|indicators?|north star|satisfaction|liquidity|usage|drop off",
    "quality": r"data|datasets?|accura\w+|duplicat\w+|missing values|validat\w+|reconcil\w+|pipelines?|tracking|"
               r"row counts?|sanity checks?|anomal\w+|freshness",
    "analysis": r"analys\w+|analyt\w+|dashboards?|reports?|reporting|charts?|models?|python|pandas|seaborn|excel|tableau|"
                r"looker|regression|trends?|insights?|numbers?|statistic\w*|spreadsheets?|bi|r|forecast\w*|segment\w*|figures",
    "people": r"colleagues?|stakeholders?|conflicts?|disagree\w*|manager\w*|boss|teams?|feedback|meetings?|persuad\w+|"
              r"convinc\w+|trust\w*|priorit\w+|engineers?|marketing|sales|directors?|designers?|ceo|cfo|vp|client\w*|heads?|"
              r"departments?|deadlines?|team ?mates?|lead|audience|board|requirements?|plan|project\w*|launch\w*",
    "research": r"interview\w*|surveys?|usability|research\w*|users?|customers?|participants?|respondents?|personas?",
    "offer": r"salar\w+|packages?|compensation|bonus\w*|notice period|equity|gross|negotiat\w+|relocat\w+|per year|offer|"
             r"benefits|vacation days|start date|stock options|pension|home office|remote days",
    "motivation": r"compan\w+|mission|career|values|culture|platform|motivat\w+|passion\w*|background|degree|studied|strengths?|"
                  r"weakness\w*|years from now|graduat\w+|position|in (?:two|three|five|ten) years|see myself|senior|dream job",
    "strategy": r"strateg\w+|markets?|marketplace\w*|competitors?|growth|roadmap|vision|freelanc\w+|enterprise|revenue|"
                r"pricing|features?|products?|innovat\w+|creators?|monetis\w+|monetiz\w+",
}  # fmt: skip
_PRIVATE = (
    r"my (?:cat|dog|wife|husband|girlfriend|boyfriend|kids?|son|daughter|mum|mom|dad|grandm\w+|cousin|sister|brother|parents|"
    r"neighbou?r|hobb\w+|car|bike|garden|birthday|diary)|cats?|dogs?|weather|rain|sunny|football|soccer|basketball|tennis|goal"
    r"keeper|second division|left back|match|scored|holidays?|vacations?|beach\w*|recipes?|cook(?:ed|ing)?|pasta|pizza|soup|"
    r"movies?|films?|guitar|piano|band|party|parties|wedding|birthday|hiking|hike|mountains?|swimming|surf\w*|flights?|airport|"
    r"hostel|netflix|video games?|playstation|garden(?:ing)?|diary|exhausted|sleep|dinner|lunch|breakfast|grandmother|"
    r"laundry|gym|yoga|marathon|chess|concert|festival|lake|fishing|camping|tomatoes|oven|keyboard|flat|ice cream|coffee machine"
)
_CHATTER = (
    r"sorry|tomorrow|one moment|one sec|brb|is this (?:thing )?(?:recording|on|working)|hello|hi there|test test|lol|haha\w*|asdf\w*|"
    r"can (?:we|you|i) (?:do|repeat|call|hear|skip|stop|come)|call (?:me|you) back|reschedul\w*|microphone|lorem|ipsum|what time|"
    r"ping|nice to meet you|how are you|good morning|later"
)
_COMPETENCY_FIELDS: Mapping[Competency, tuple[str, ...]] = {
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
_PATTERNS = {name: re.compile(rf"\b(?:{words})\b") for name, words in _FIELDS.items()}
_PRIVATE_PATTERN = re.compile(rf"\b(?:{_PRIVATE})\b")
_CHATTER_PATTERN = re.compile(rf"\b(?:{_CHATTER})\b")
_TECHNICAL = frozenset({"sql", "experiment", "metrics", "quality", "analysis"})
_READ_AT_MOST = 4000
"""Characters that tell what an answer is about; one that strays later is still on topic."""
_SHORT = 15
_LONG_ENOUGH_TO_JUDGE = 22
_DWELLS = 3


def is_off_topic(text: str, words: int, question: Question, *, told: bool) -> bool:
    """Whether lower-case ``text`` answers something else; ``told`` says that it is a story."""
    if not words:
        return False
    text = text[:_READ_AT_MOST]
    shared = content_stems(text) & _vocabulary(question)
    hits = {name: len(pattern.findall(text)) for name, pattern in _PATTERNS.items()}
    if _is_chatter(text, words, len(shared), sum(hits.values())):
        return True
    if words < _LONG_ENOUGH_TO_JUDGE:
        return False
    fields = _fields(question)
    if question.behavioural and told:
        return False
    return _dwells_elsewhere(hits, fields, len(shared)) or (
        not question.behavioural and not _has_figures(text) and _ignores_technical(hits, fields, told=told)
    )


def _has_figures(text: str) -> bool:
    return any(char.isdigit() or char == "%" for char in text)


def _vocabulary(question: Question) -> frozenset[str]:
    parts = [question.prompt, *question.tags, question.competency.value.replace("_", " ")]
    for point in question.key_points:
        parts += [point.point, *point.signs]
    return content_stems(fold(" ".join(parts)).text)


def _fields(question: Question) -> frozenset[str]:
    asked = fold(" ".join([question.prompt, *(point.point for point in question.key_points)])).text
    found = {name for name, pattern in _PATTERNS.items() if pattern.search(asked)}
    return frozenset(found | set(_COMPETENCY_FIELDS[question.competency]))


def _is_chatter(text: str, words: int, shared: int, work: int) -> bool:
    private, chatter = len(_PRIVATE_PATTERN.findall(text)), len(_CHATTER_PATTERN.findall(text))
    if words < _SHORT:
        return private + chatter > 0 and not shared and not work
    return private + chatter >= _DWELLS and private + chatter >= work or (private >= _DWELLS - 1 and work <= 1)


def _dwells_elsewhere(hits: Mapping[str, int], fields: frozenset[str], shared: int) -> bool:
    """Whether the answer's main field is none of the question's, whose own words hardly occur."""
    main = max(hits, key=lambda name: hits[name])
    inside = max((hits[name] for name in fields), default=0)
    return hits[main] >= _DWELLS and main not in fields and shared <= 1 and hits[main] >= _DWELLS * inside


def _ignores_technical(hits: Mapping[str, int], fields: frozenset[str], *, told: bool) -> bool:
    """Whether a technical question got a story without one technical word."""
    return told and bool(fields & _TECHNICAL) and not any(hits[name] for name in _TECHNICAL)
