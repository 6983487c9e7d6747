"""What a question asks: for which kind of answer, about which fields of work and themes, and in which words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.domain.competencies import Competency
from bot.domain.feedback.fields import COMPETENCY_FIELDS, FIELDS, count
from bot.domain.feedback.folding import fold
from bot.domain.feedback.kindred import groups_of
from bot.domain.feedback.stems import content_stems
from bot.domain.feedback.themes import THEMES, themes_of
from bot.domain.tracks import Question

TECHNICAL = frozenset({"sql", "experiment", "metrics", "quality", "analysis"})
"""Fields that no story about people needs, and nobody's account of oneself."""
_KIN: Mapping[str, frozenset[str]] = {
    "sql": frozenset({"quality"}),
    "experiment": frozenset({"metrics", "analysis"}),
    "metrics": frozenset({"experiment", "analysis", "research", "strategy"}),
    "quality": frozenset({"sql", "analysis", "metrics"}),
    "analysis": frozenset({"metrics", "quality", "experiment", "sql", "research"}),
    "research": frozenset({"metrics", "analysis", "experiment", "people"}),
    "people": frozenset({"motivation", "strategy", "research"}),
    "offer": frozenset({"motivation"}),
    "motivation": frozenset({"people", "strategy", "research", "analysis"}),
    "strategy": frozenset({"metrics", "people", "motivation", "research", "analysis"}),
}
"""Fields into which an answer about the first may well go."""
_SELF = re.compile(
    r"\bwhy (?:do|did|are|would) you\b|\bwhy (?:this|us|here)\b|^why [\w -]{2,30}\?|\bmotivates?\b|strength|weakness|"
    r"see yourself|\bcareer\b|about yourself|\bproud\b|your (?:background|experience|hobbies)|\byour cv\b|"
    r"\bwhere you are\b|\bsentences about you\b|interested in|\bapply for\b|walk me through your|would be new to you|"
    r"\byour (?:last|current|former|present) (?:manager|team|role|job|boss|employer)\b|"
    r"are you (?:currently|responsible|good)|do you like|"
    r"do you (?:deal|handle) (?:with )?(?:feedback|criticism|stress)"
)
_SELF_TAGS = frozenset({"introduction", "motivation", "strengths"})
_TERMS = re.compile(
    r"\bsalary\b|\boffer(?:s|ed)?\b|\bbonus\b|\bnotice period\b|\bstart date\b|\b(?:base|stock|band)\b|compensation|"
    r"days at home|in three weeks|before you (?:sign|decide)"
)
_INVITES_STORY = re.compile(
    r"^(?:how|what) (?:do|would) you\b[^.?!]{5,60}\?$|\b(?:did|have|has) (?:you|one of them)\b|last thing you|"
    r"\byou (?:found|did|checked|learned|settled|chose|compared)\b"
)
_SQL_WORDS = re.compile(
    r"\b(?:SELECT|WHERE|HAVING|JOIN|UNION|GROUP BY|ORDER BY|RANK|DENSE_RANK|ROW_NUMBER|NULL|CTEs?|OVER|LAG|LEAD|SQL)\b"
)
_WANTS_QUERY = re.compile(r"\b(?:write|sketch|which|what) (?:\w+ ){0,3}(?:sql|query|select|statement)\b|\bquery that\b")


_TABLE = re.compile(r"\b([a-z]\w+)\((?=\w+, )")
_TERMS_OF: Mapping[str, re.Pattern[str]] = {
    "pay": re.compile(
        r"\b(?:salar(?:y|ies)|bonus|base|stock|euros?|pounds?|dollars?|thousand|\d+ ?k|gross|equity|compensation|pay|"
        r"paid|earn|figures?|band|money|cash|per year|shares)\b|[$\u20ac\u00a3]"
    ),
    "date": re.compile(
        r"\b(?:weeks?|months?|start|notice|noon|tomorrow|today|monday|tuesday|wednesday|thursday|friday|january|"
        r"weekend|february|march|april|may|june|july|august|september|october|november|december|soon|sooner|earlier|later|"
        r"\d+(?:st|nd|rd|th)|deadline|time|days?|till|until|year|immediately|now|yet|wait)\b"
    ),
    "place": re.compile(
        r"\b(?:office|home|remote\w*|commut\w+|train|hybrid|desk|children|child|kindergarten|relocat\w+|move)\b"
    ),
    "level": re.compile(r"\b(?:level|senior|junior|title|promot\w+|review|step|criteria|grade|position|role)\b"),
}
"""What can be settled in an offer."""
_LOSS = re.compile(
    r"\b(?:fail\w*|mistakes?|(?:be |was |were )wrong|regret\w*|did not (?:go|work)|was not working|bad news|setback|"
    r"weakness\w*|criticism|stung|hardest|difficult|conflict|disagree\w*|disappoint\w*|trouble)\b"
)
_WHY = re.compile(r"\bwhy\b|\bmotivat\w+|\binterested in\b|\bapply for\b|\b(?:reason|attract)\w*\b")


class Kind(Enum):
    """What kind of answer is wanted."""

    STORY = "something that happened at work"
    SELF = "the candidate: background, strengths, motives, present work"
    TERMS = "salary, offer, start and what else is settled before signing"
    SUBJECT = "a method, a plan, an opinion, a query"


_ALSO = {Kind.SELF: Competency.BACKGROUND, Kind.TERMS: Competency.NEGOTIATION}
"""What such a question is about, whatever else it measures."""


@dataclass(frozen=True)
class Asked:
    """A question, read once.

    ``competencies``: what may be spoken about; ``nameless`` if the question gives none in particular.
    ``takes_story``: something that happened is welcome; ``takes_people``: it needs somebody else. ``near``: fields
    that an answer may touch besides ``fields``; ``alien``: those in which it would be elsewhere. ``prompt``: stems;
    ``points``: stems of key points, their signs and tags that do not stand in the prompt. ``kindred``: groups of
    words that speak of the same. ``tables``: those that the prompt gives, as ``orders(order_id, …)``. ``terms``: what
    is to be settled. ``loss``: something that went wrong is asked for; ``why``: motives are.
    """

    kind: Kind
    competencies: frozenset[Competency]
    nameless: bool
    takes_story: bool
    fields: frozenset[str]
    near: frozenset[str]
    alien: frozenset[str]
    themes: frozenset[str]
    takes_people: bool
    prompt: frozenset[str]
    points: frozenset[str]
    kindred: frozenset[int]
    tables: frozenset[str]
    terms: frozenset[str]
    loss: bool
    why: bool


@lru_cache(maxsize=1024)
def asked(question: Question) -> Asked:
    """Read ``question``; remembered, since every answer to it needs the same."""
    prompt = fold(question.prompt).text
    kind, themes = _kind_of(question, prompt), frozenset(themes_of(prompt))
    fields = _fields_of(question, prompt, kind)
    near = frozenset[str]().union(*(_KIN[name] for name in fields)) - fields
    words = [question.competency.value.replace("_", " "), *question.tags]
    for point in question.key_points:
        words += [point.point, *point.signs]
    stems, points = content_stems(prompt), content_stems(fold(" ".join(words)).text)
    return Asked(
        kind=kind,
        competencies=frozenset({question.competency, _ALSO.get(kind, question.competency)}),
        nameless=question.competency is Competency.BACKGROUND,
        takes_story=kind is Kind.STORY or _INVITES_STORY.search(prompt) is not None,
        fields=fields,
        near=near,
        alien=_alien_to(kind, fields, near, prompt, themed=bool(themes)),
        themes=themes,
        takes_people=any(THEMES[name].people for name in themes),
        prompt=stems,
        points=points - stems,
        kindred=groups_of(stems),
        tables=frozenset(_TABLE.findall(prompt)),
        terms=terms_of(prompt),
        loss=_LOSS.search(prompt) is not None,
        why=kind is Kind.SELF and _WHY.search(prompt) is not None,
    )


def terms_of(text: str) -> frozenset[str]:
    """What of an offer a lower-case text is about."""
    return frozenset(name for name, pattern in _TERMS_OF.items() if pattern.search(text))


def _kind_of(question: Question, prompt: str) -> Kind:
    if question.behavioural:
        return Kind.STORY
    if question.competency is Competency.NEGOTIATION or _TERMS.search(prompt):
        return Kind.TERMS
    if _SELF.search(prompt) or not _SELF_TAGS.isdisjoint(question.tags):
        return Kind.SELF
    return Kind.SUBJECT


def _fields_of(question: Question, prompt: str, kind: Kind) -> frozenset[str]:
    """Fields named by the prompt and the key points, and those of the competency."""
    if _WANTS_QUERY.search(prompt) and kind is not Kind.STORY:
        return frozenset({"sql"})
    if _SQL_WORDS.search(question.prompt) and kind is not Kind.STORY:
        return frozenset({"sql"}) | ({"analysis"} if count(prompt)["analysis"] else frozenset())
    counted = count(fold(" ".join([question.prompt, *(point.point for point in question.key_points)])).text)
    fields = {name for name in FIELDS if counted[name]} | set(COMPETENCY_FIELDS[question.competency])
    if _SQL_WORDS.search(question.prompt):
        fields.add("sql")
    if kind is Kind.TERMS:
        fields.add("offer")
    if _SELF.search(prompt) or kind is Kind.SELF:
        fields = (fields - TECHNICAL if kind is Kind.SELF else fields) | {"motivation"}
    return frozenset(fields)


def _alien_to(kind: Kind, fields: frozenset[str], near: frozenset[str], prompt: str, *, themed: bool) -> frozenset[str]:
    if kind is Kind.STORY:
        return (TECHNICAL | {"offer", "motivation"}) - (fields - TECHNICAL if themed else fields)
    if kind is Kind.SELF:
        named = count(prompt)
        return frozenset(name for name in TECHNICAL | {"offer"} if not named[name])
    return frozenset(FIELDS) - fields - near - {"people"}
