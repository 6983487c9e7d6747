"""What an interviewer misses in an answer, read from the analysis and two detectors of its own.

*Vague metric*: a word such as “engagement” that nothing in the answer says how to compute. *Trade-off*: whether the
answer names what something costs, an alternative, a risk or a limit. Both look for words, so they err on the side of
hearing too much: an interviewer who asks for what was said loses more than one who lets a gap pass.
"""

import re
from typing import NamedTuple

from bot.domain.competencies import Competency
from bot.domain.feedback import Feedback, analyse
from bot.domain.feedback.folding import fold
from bot.domain.quoting import plain_quote
from bot.domain.talk import Lack
from bot.domain.tracks import Question

_WE = re.compile(r"\bwe\b|\bus\b|\bour\b", re.IGNORECASE)
_I = re.compile(r"\bi\b")
_STEPS_OF_A_STORY = 2
_TOO_THIN = 6
"""Fewer words are no answer to go on from."""
_METRICS = frozenset(
    {
        Competency.PRODUCT_METRICS,
        Competency.DATA_ANALYSIS,
        Competency.EXPERIMENTATION,
        Competency.USER_RESEARCH,
        Competency.STRATEGY,
        Competency.STAKEHOLDERS,
    }
)
"""Competencies whose questions are answered with metrics; a query defines its own."""
_METRIC = re.compile(
    r"\b((?:user |customer |client |product |day-\d+ |weekly |monthly |daily )?(?:engagement|retention|churn|adoption|"
    r"activation|conversion(?: rate)?|satisfaction|stickiness|active users|loyalty|virality|"
    r"usage|user experience|quality of (?:the )?\w+|success rate))\b"
)
_DEFINED = re.compile(
    r"\bdefin\w+|\bmean(?:s|ing|t)? (?:by|that|the|how|people|users|clients|share|an?)\b|\bi\.e\.|\bthat is\b"
    r"|\bcomput\w+|\bcalculat\w+|\bmeasured (?:as|by|in|with)\b|\bcounted?\b|\bcounts\b|\bshare of\b|\bnumber of\b"
    r"|\bproportion\b|\bpercentage of\b|\bper (?:user|person|account|client|session|view|video|day|week|month|\d+)"
    r"|\bdivided by\b|\bdenominator\b|\bnumerator\b|\bratio\b|\bout of\b|\bhow (?:many|often)\b"
    r"|\bwithin (?:\d+|two|three|seven|a|the first) \w+|\b(?:day|week)[- ]?\d+\b"
    r"|\bat least (?:\d+|one|two|three|once|twice)\b|\bminutes? (?:a|per)\b"
    r"|\bwho (?:came|come|return|returned|posted|hired|used|bought|opened|signed)\b"
)
_DEFINED_FOR_ALL = re.compile(r"\bdefin\w+|\bdenominator\b|\bnumerator\b|\bi compute\w*\b|\bcomputed as\b")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_TRADE_OFF = re.compile(
    r"\btrade[- ]?offs?\b|\bat the (?:cost|expense|price)\b|\b(?:the|a|its|real|hidden) (?:cost|price) (?:is|was|of)\b"
    r"|\bcosts? (?:us|me|them|more|a|an|one|two|time|weeks?|days?)\b|\bdownsides?\b|\bdrawbacks?\b|\bsacrific\w+"
    r"|\b(?:give|gave|giving|given) up\b|\binstead of\b|\brather than\b|\bin exchange\b|\bcompromis\w+"
    r"|\brisk(?:s|y|ed)?\b|\bguardrails?\b|\bworse off\b|\bgets? worse\b|\bon the other hand\b|\bthe price\b"
    r"|\b(?:would|we|i) lose\b|\blimits? (?:is|of|are)\b|\blimitations?\b|\bcaveats?\b|\bthe alternatives?\b"
    r"|\bslower but\b|\bbut slower\b|\bweigh\w*\b|\bagainst it\b|\bpriorit\w+ \w+ over\b"
    r"|\bi (?:would drop|dropped|would not (?:do|test|build|ship))\b"
)
_MOVED = re.compile(
    r"\b(?:rose|fell|grew|dropp?ed|increased|decreased|declined|climbed|improved|went|cut|reduced|saved|doubled|halved|"
    r"tripled|gained|lost|won)\b[^.!?\n]{0,80}(?:\d|\b(?:half|third|quarter|two|three|four|five|ten)\b)|"
    r"\bfrom (?:about |some )?\S*\d\S* ?\S{0,12} to (?:about |some )?\S*\d"
)
"""Something changed, and by how much: whatever it was, it is not asked for again."""
_SIGNS = {
    Lack.OWN_PART: re.compile(r"\b(?:i|my|mine|me|myself)\b"),
    Lack.VAGUE_METRIC: _DEFINED,
    Lack.NO_TRADE_OFF: _TRADE_OFF,
}


class Missing(NamedTuple):
    """One thing an answer lacks. ``quote``: the candidate's words that show it, made plain; may be empty.

    ``point``: the key point that was missed, where that is what lacks.
    """

    lack: Lack
    quote: str = ""
    point: str = ""


def missing_in(text: str, question: Question, *, files: bool = False) -> tuple[Missing, ...]:
    """What the answer lacks, what weighs most first; ``files``: whether something was attached."""
    if not text.strip():
        return (Missing(Lack.FILES_ONLY if files else Lack.OFF_TOPIC),)
    heard = analyse(text, question)
    if heard.off_topic or heard.words < _TOO_THIN:
        return (Missing(Lack.FILES_ONLY if files else Lack.OFF_TOPIC),)
    if not is_readable(text):
        return ()
    plain = fold(text).text
    found = _in_story(heard, plain, asked=question.behavioural) if _is_story(heard, question) else []
    return (*found, *_in_case(heard, plain, question))


def is_readable(text: str) -> bool:
    """Whether it is written in the letters of English: in others nothing is recognised, so nothing can be missed."""
    return fold(text).mostly_latin


def lacks(missing: tuple[Missing, ...], question: Question) -> tuple[Lack, ...]:
    """What is remembered of it: a point or two that are missed are no lack yet, more than half of them are."""
    points = sum(one.lack is Lack.MISSED_POINT for one in missing)
    own = [one.lack for one in missing if one.lack is not Lack.MISSED_POINT]
    return (*own, Lack.MISSED_POINT) if 2 * points > len(question.key_points) else tuple(own)


def is_supplied(lack: Lack, reply: str, question: Question, point: str = "") -> bool:
    """Whether the reply to a follow-up brought what was asked for; ``point``: the key point it was after."""
    text = fold(reply).text
    counted = any(character.isdigit() for character in text)
    if len(text.split()) < _TOO_THIN and not counted:
        return False
    if pattern := _SIGNS.get(lack):
        return pattern.search(text) is not None
    heard = analyse(reply, question)
    match lack:
        case Lack.OFF_TOPIC | Lack.FILES_ONLY:
            return not heard.off_topic
        case Lack.NO_STORY:
            return bool(heard.action)
        case Lack.NO_RESULT:
            return bool(heard.result) or _MOVED.search(text) is not None
        case Lack.NO_NUMBER:
            return counted or bool(heard.quantified_result)
        case Lack.MISSED_POINT:
            return point in heard.covered
        case _:
            return True


def _is_story(heard: Feedback, question: Question) -> bool:
    """Whether a story was asked for, or a whole one is told: where it was, several steps, how it ended."""
    if question.behavioural:
        return True
    whole = heard.situation and len(heard.action) >= _STEPS_OF_A_STORY and heard.result
    return bool(whole) and question.competency is not Competency.SQL


def _in_story(heard: Feedback, text: str, *, asked: bool) -> list[Missing]:
    if not heard.action and not heard.result:
        return [Missing(Lack.NO_STORY)]
    found: list[Missing] = []
    moved = _MOVED.search(text) is not None or (not asked and any(character.isdigit() for character in text))
    if not heard.result and not moved:
        found.append(Missing(Lack.NO_RESULT, _quote(heard.action[-1:])))
    elif heard.result and not heard.quantified_result and not moved:
        found.append(Missing(Lack.NO_NUMBER, _quote(heard.result[-1:])))
    ours = tuple(span for span in heard.action if _WE.search(span))
    if ours and heard.ownership == "we" and (asked or _I.search(text) is None):
        found.append(Missing(Lack.OWN_PART, _quote(ours)))
    return found


def _in_case(heard: Feedback, text: str, question: Question) -> list[Missing]:
    found: list[Missing] = []
    metric = vague_metric(text, fold(question.prompt).text) if question.competency in _METRICS else ""
    if metric:
        found.append(Missing(Lack.VAGUE_METRIC, metric))
    found += [Missing(Lack.MISSED_POINT, point=point) for point in heard.missed]
    is_case = not _is_story(heard, question) and question.competency is not Competency.SQL
    if is_case and not _TRADE_OFF.search(text):
        found.append(Missing(Lack.NO_TRADE_OFF))
    return found


def vague_metric(text: str, prompt: str = "") -> str:
    """The first metric in lower-case ``text`` that is used without a word on how it is computed; empty if none is.

    A definition counts for the metrics of its own sentence and of those beside it. A metric that stands in the
    ``prompt`` is the interviewer's own.
    """
    if _DEFINED_FOR_ALL.search(text):
        return ""
    sentences = _SENTENCE_END.split(text)
    defined = [_DEFINED.search(sentence) is not None for sentence in sentences]
    vague: dict[str, bool] = {}
    for at, sentence in enumerate(sentences):
        for found in _METRIC.finditer(sentence):
            vague[found.group(1)] = vague.get(found.group(1), True) and not any(defined[max(at - 1, 0) : at + 2])
    return next((plain_quote(metric) for metric, is_vague in vague.items() if is_vague and metric not in prompt), "")


def _quote(spans: tuple[str, ...]) -> str:
    return plain_quote(spans[0]) if spans else ""
