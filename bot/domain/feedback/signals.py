"""What in an answer speaks for or against its being about the question: a few figures, each near 0 to 4.

Amounts are taken per square root of the length, since a long text meets any word by chance, and as logarithms, since
the tenth word of a kind says less than the first.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping

from bot.domain.feedback.asking import Asked, Kind, terms_of
from bot.domain.feedback.fields import FIELDS, count, named, near, spoken_words
from bot.domain.feedback.kindred import kindred
from bot.domain.feedback.lexicon import words as words_of
from bot.domain.feedback.profiles import strangeness
from bot.domain.feedback.stems import content_stems, stem
from bot.domain.feedback.themes import is_person, themes_told

Signals = Mapping[str, float]

_ORDINARY_LENGTH = 40
_COMMON_WEIGHS = 0.4
_COMMON = words_of("""
    account act add agre analyst app ask averag best book bring budget build built cal cam cas chang check client
    colleagu com compan compar complet contract cost count cut d dashboard dat data day decid decis drop ear effect
    eight end event fal fel figur fil find fiv fix found four freelanc gap group guardrail half hand hir hour interv
    join keep kept larg lat lead learn leav left list log long look los manag marketplac match mean measur metric minut
    mis model month mov need newcom next nin nobod noth numb old open ord pag pay person plan point post pric product
    propos publish quart quer quest rat read releas report request result review right row rul run s search second ses
    set short show sid sign sinc sis sit situ six split sql start stay stop sum t tabl task team ten test third three
    told took tot turn twic user vers video view wait watch week wheth whol writ wrong wrot year
""")
"""Stems that stand in one of eighteen answers or more, whatever was asked: meeting them says little."""
_PLAN = re.compile(
    r"\b(?:i|we|you|one|they|it)(?:'d| would|'ll| will| can| could| should)\b|\byou (?:have|take|need|look|write)\b|"
    r"(?:^|[.!?:,]\s+|first,? |then |and )(?:check|look|ask|take|write|count|compare|bring|start|split|slow|use|give|"
    r"i (?:start|check|compare|look|ask|take|write|count|keep|use|document|read|test|watch|talk|begin|try|make|find|"
    r"measure|define|report|show|explain|pick|choose|prefer)|see|call|put|rotate|join|group|rank|sum|sort|filter|divide|"
    r"keep|cut|list|make|pick|find|run|test|try|send|show|"
    r"tell|talk|explain|leave|limit|count|add|measure|define|it depends|if)\b|\bit means\b|\bfirst\b|\bdepends\b"
)
"""Somebody says how to do it."""
_PERSONAL = re.compile(r"\b(?:i|i'm|i've|i'd|my|me|myself)\b")
_NO_SUCH_STORY = re.compile(
    r"\b(?:never|not|haven't|hasn't) (?:had|been|happened|faced|come|really had)\b|\bcan't (?:remember|think)\b|"
    r"\bno (?:such|example)\b|\bif (?:it|that) happened\b"
)
_IMAGERY = re.compile(
    r"\b(?:say|imagine|picture|suppose|think of|take|like) (?:a|an|you|that|when|if|two|my|your)\b|\bit's the same\b|"
    r"\bas if\b|\bjust (?:as|like)\b|\bthe way (?:a|you)\b|\b(?:same|similar) (?:with|as|for|to)\b"
)
"""Everyday things stand for the matter."""
_CODE = re.compile(r"\bselect\b(?=[\s\S]{0,120}[_(*])[\s\S]{1,300}?\bfrom\b|\bpartition by\b")
"""A query is written out."""
_FROM = re.compile(r"\b(?:from|join)\s+([a-z_]\w*)")
_DEFINED = re.compile(r"\b([a-z_]\w*)\s+as\s*(?:materialized\s*)?\(")
_CV = re.compile(
    r"\b(?:my cv|cv in short|my career|my background|i(?: have)? studied|(?:bachelor|master)(?:'s|s)?|degree|graduated|"
    r"my studies|thesis|diploma|(?:i'm|i am) (?:a|an) \w+ by (?:training|trade)|"
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:years )?(?:at|as|with|in) (?:a|an|the))\b"
)
"""Somebody tells where he comes from."""
_WON = re.compile(r"\b(?:proud\w*|won|rose|grew|increased|improved|doubled|saved|success\w*|went from|up by|went up)\b")
_LOST = re.compile(
    r"\b(?:wrong|mistak\w+|fail\w*|error|fault|sorry|apolog\w+|regret\w*|lost|bad|worse|hurt|angry|upset|trouble|"
    r"problem|criti\w+|complain\w*|disagree\w*|argu\w+|not work\w*|didn't work|silent|shout\w*|difficult|weak\w*|"
    r"told me|said (?:that )?i|stop\w*|annoy\w*|offended|missed|broke\w*|refused)\b"
)
_MOTIVE = re.compile(
    r"\b(?:because|since|want|would|like|love|enjoy\w*|interest\w*|reasons?|attract\w*|curious|hope|believe|care|"
    r"matter\w*|grow|learn\w*|missions?|your?|boring|bored|tired|too (?:small|far|long|slow)|next step|closer|nearer|"
    r"change|fun|dream\w*|challeng\w+|proud|excit\w+|rather)\b|'d\b"
)
"""A reason or a wish, or a word about those who ask."""
_TALE = 30
"""Words from which an account can be told from an allusion."""
_SENTENCE_END = re.compile(r"[.!?]")
_POINTS_THAT_COUNT = 2
_ONE_OTHER = re.compile(r"\b(?:he|she|him|her|his)\b")
_FEWEST_WORDS = 8
_VAGUE = 25
"""A method in fewer words is a weak answer rather than another one."""


def signals_of(text: str, words: int, asked: Asked, *, told: float, covered: int) -> Signals:
    """Measure lower-case ``text``. ``told``: how far it is told in the past; ``covered``: key points it meets."""
    by = math.sqrt((words + 5) / _ORDINARY_LENGTH)
    spoken, counted, stems = spoken_words(text), count(text), content_stems(text)
    code = _CODE.search(text) is not None
    if code and asked.kind is Kind.STORY:
        told = 0.0  # A query tells of nothing that happened, whatever its columns are called.
    work = counted["work"] + sum(counted[name] for name in FIELDS)
    return {
        "always": 1.0,
        "told": told,
        "told unasked": 0.0 if asked.takes_story else told,
        "length": math.log1p(words) - 3.5,
        "vague": float(asked.kind in (Kind.SUBJECT, Kind.TERMS) and words < _VAGUE),
        "workless": float(words >= _FEWEST_WORDS and not (work or covered or stems & asked.points)),
        "personal": _amount(len(_PERSONAL.findall(text)), by),
        "plan": _amount(len(_PLAN.findall(text)), by),
        "never": float(_NO_SUCH_STORY.search(text) is not None),
        "covered": float(min(covered, _POINTS_THAT_COUNT)),
        "elsewhere": 0.0 if asked.nameless else strangeness(stems, asked.competencies),
        "code": float(code and "sql" not in asked.fields),
        "other tables": _other_tables(text, asked),
        **_idleness(text, counted, work, asked, by),
        **_other_answers(text, words, told, asked, by),
        **_links(stems, asked, by),
        **_subjects(spoken, counted, asked, by),
    }


def _idleness(text: str, counted: Counter[str], work: int, asked: Asked, by: float) -> Signals:
    """Private life, chatter and questions back, beside words of work."""
    terms, private = asked.kind is Kind.TERMS, _amount(counted["private"], by)
    questions = text.count("?") / (1 + len(_SENTENCE_END.findall(text)))
    return {
        "private": private,
        "private share": counted["private"] / (counted["private"] + work + 2),
        "private allowed": private if terms or asked.kind is Kind.SELF else 0.0,
        "imagery": private if _IMAGERY.search(text) else 0.0,
        "chatter": _amount(counted["chatter"], by),
        "work": _amount(work, by),
        "questions": questions,
        "questions allowed": questions if terms else 0.0,
    }


def _other_answers(text: str, words: int, told: float, asked: Asked, by: float) -> Signals:
    """What answers hold that were given to another question."""
    return {
        "cv": _amount(len(_CV.findall(text)), by) if asked.kind is not Kind.SELF else 0.0,
        "won instead": float(asked.loss and words >= _TALE and _won(text)),
        "no motive": float(asked.why and words >= _VAGUE and _MOTIVE.search(text) is None),
        "somebody": _amount(len(_ONE_OTHER.findall(text)), by) * told if asked.kind is Kind.SUBJECT else 0.0,
        "other terms": _other_terms(text, asked),
    }


def _won(text: str) -> bool:
    """Whether nothing but success is told."""
    return "proud" in text or (_WON.search(text) is not None and _LOST.search(text) is None)


def _other_tables(text: str, asked: Asked) -> float:
    """Whether a query is made of none of the tables that the prompt gives."""
    queried = set(_FROM.findall(text)) - set(_DEFINED.findall(text)) if asked.tables and _CODE.search(text) else set()
    return float(bool(queried) and queried.isdisjoint(asked.tables))


def _other_terms(text: str, asked: Asked) -> float:
    """Whether another part of an offer is spoken of than the one in question."""
    spoken = terms_of(text) if asked.kind is Kind.TERMS and asked.terms else frozenset()
    return float(bool(spoken) and spoken.isdisjoint(asked.terms))


def _links(stems: frozenset[str], asked: Asked, by: float) -> Signals:
    """Words that the answer shares with the question."""
    echoed = _weight(stems & asked.prompt)
    return {
        "echo": _amount(echoed, by),
        "share": echoed / (_weight(asked.prompt) + 0.5),
        "points": _amount(_weight(stems & asked.points), by),
        "kindred": _amount(
            sum(kindred(one, asked.kindred) for one in stems - asked.prompt - asked.points - _COMMON), by
        ),
    }


def _subjects(spoken: list[str], counted: Counter[str], asked: Asked, by: float) -> Signals:
    """Words of fields, themes and people."""

    def having(is_one: Callable[[str], bool]) -> float:
        return _amount(sum(map(is_one, spoken)), by)

    themed = having(lambda word: not themes_told(word).isdisjoint(asked.themes) and stem(word) not in asked.prompt)
    alien, persons = _amount(_alien(spoken, counted, asked), by), having(is_person)
    return {
        "alien": alien,
        "impersonal": max(0.0, alien - persons) if asked.takes_people else 0.0,
        "home": _amount(_home(spoken, counted, asked), by),
        "near": having(lambda word: not near(word).isdisjoint(asked.fields)),
        "themed": themed,
        "unthemed": float(bool(asked.themes) and not themed and len(spoken) >= _TALE),
        "persons": persons,
    }


def _amount(value: float, by: float) -> float:
    return math.log1p(max(0.0, value) / by)


def _weight(stems: frozenset[str]) -> float:
    return sum(_COMMON_WEIGHS if one in _COMMON else 1.0 for one in stems)


def _alien(spoken: list[str], counted: Counter[str], asked: Asked) -> int:
    """Words and phrases of alien fields that belong to none of the question's and do not stand in its prompt."""
    own = (asked.fields | asked.near) - asked.alien
    strange = (word for word in spoken if named(word).isdisjoint(own) and stem(word) not in asked.prompt)
    single = sum(not named(word).isdisjoint(asked.alien) for word in strange)
    return single + _phrases(spoken, counted, asked.alien)


def _home(spoken: list[str], counted: Counter[str], asked: Asked) -> int:
    """Words and phrases of the question's fields; those of its prompt do not count."""
    fields = asked.fields - {"people"}
    single = sum(not named(word).isdisjoint(fields) and stem(word) not in asked.prompt for word in spoken)
    return single + _phrases(spoken, counted, fields)


def _phrases(spoken: list[str], counted: Counter[str], fields: frozenset[str]) -> int:
    return sum(counted[name] for name in fields) - sum(len(named(word) & fields) for word in spoken)
