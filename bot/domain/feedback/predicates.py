"""Who does what in a clause, and when: subject, tense and verb, read from left to right without a parser."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.feedback.clauses import Clause, is_past
from bot.domain.feedback.deeds import is_deed
from bot.domain.feedback.lexicon import (
    ADVERBS,
    ALSO_VERBS,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PARTICIPLES_ONLY,
    PRONOUNS,
    SAME_IN_PRESENT,
)

_AUXILIARIES_AT_MOST = 7
_LEADS_AT_MOST = 4
_AFTER_AT_MOST = 14
"""Reading further than this could make a text of one endless clause slow."""
_AGENTLESS_LEADS = ADVERBS | CONJUNCTIONS | {"after", "that", "which", "who", "step", "action", "actions", "steps"}
_INVERTED = (MODALS | DO | BE) - {"is", "was"}
"""Before the subject these make a question: 'can we', 'do I'."""
_NO_NOUN = DETERMINERS | PRONOUNS | ADVERBS | CONJUNCTIONS


class Who(StrEnum):
    """Whose predicate it is."""

    I = "i"  # noqa: E741 - the pronoun
    WE = "we"
    OTHER = "other"
    NOBODY = "none"


class Mood(StrEnum):
    """How the predicate is meant."""

    PAST = "past"
    PERFECT = "perfect"
    PASSIVE = "passive"
    PROGRESSIVE = "progressive"
    STATE = "state"
    PRESENT = "present"
    IMAGINED = "imagined"


@dataclass(frozen=True)
class Predicate:
    """One verb with its subject. ``after`` are the words that follow the verb."""

    who: Who
    mood: Mood
    verb: str
    negated: bool
    after: tuple[str, ...]
    aux_past: bool = False

    @property
    def told(self) -> bool:
        """Whether it tells something that has happened."""
        return self.mood in (Mood.PAST, Mood.PERFECT)

    @cached_property
    def is_step(self) -> bool:
        """Whether the verb is something one does, rather than thinks, feels, is or has."""
        if self.mood not in (Mood.PAST, Mood.PERFECT, Mood.PRESENT, Mood.IMAGINED) or self.negated:
            return False
        return is_deed(self.verb, self.after)


def predicates_of(clause: Clause, inherited: Who) -> list[Predicate]:
    """All predicates of a clause; one without a subject of its own continues ``inherited``."""
    words = clause.words
    found = [
        predicate
        for index, word in enumerate(words)
        if word in ("i", "we") and (predicate := _of_speaker(words, index)) is not None
    ]
    if found:
        return found
    bare = _bare(words, inherited)
    if bare is not None:
        return [bare]
    other = _of_others(words)
    return [other] if other is not None else []


def _of_speaker(words: tuple[str, ...], index: int) -> Predicate | None:
    if index and words[index - 1] in _INVERTED:
        return None
    who = Who.WE if words[index] == "we" or _shared(words[max(0, index - _AFTER_AT_MOST) : index]) else Who.I
    start = index + 1
    if words[start : start + 1] == ("as",) and words[start + 1 : start + 2] and words[start + 1] in DETERMINERS:
        start += 3
    return _group(words, start, who)


def _shared(before: tuple[str, ...]) -> bool:
    """Whether 'I' is the last of several, as in 'the managers and I'."""
    return len(before) > 1 and before[-1] == "and" and not is_past(before[-2]) and not any(map(_verbal, before))


def _verbal(word: str) -> bool:
    return word in BE or word in HAVE or word in MODALS or is_past(word)


def _bare(words: tuple[str, ...], inherited: Who) -> Predicate | None:
    """'then wrote it up': a verb where the subject would stand."""
    for index, word in enumerate(words[: _LEADS_AT_MOST + 1]):
        if is_past(word):
            if index + 1 < len(words) and _verbal(words[index + 1]) and not is_past(words[index + 1]):
                return None
            leads = words[:index]
            if index + 2 < len(words) and _verbal(words[index + 2]) and words[index + 1] not in _NO_NOUN:
                return None
            if any(lead in ("that", "which", "who") for lead in leads):
                return Predicate(Who.OTHER, Mood.PAST, word, False, words[index + 1 : index + _AFTER_AT_MOST])
            return Predicate(inherited, Mood.PAST, word, False, words[index + 1 : index + _AFTER_AT_MOST])
        if word not in _AGENTLESS_LEADS or word in ("that", "which", "who"):
            return None
    return None


def _of_others(words: tuple[str, ...]) -> Predicate | None:
    for index, word in enumerate(words):
        if _verbal(word) and not (is_past(word) and _is_attribute(words, index)):
            return _group(words, index, Who.OTHER)
    start = next((i for i, word in enumerate(words) if word in PRONOUNS or word in DETERMINERS), None)
    if start is None:
        return None
    return Predicate(Who.OTHER, Mood.PRESENT, "", False, words[start + 1 : start + _AFTER_AT_MOST])


def _is_attribute(words: tuple[str, ...], index: int) -> bool:
    """'the expired certificate', 'a shared file': a participle before its noun."""
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    return (
        words[index].endswith("ed")
        and before in DETERMINERS
        and bool(after)
        and after not in DETERMINERS | {"to", "in", "by"}
    )


@dataclass
class _Auxiliaries:
    """What stands between a subject and its main verb."""

    modal: str = ""
    have: str = ""
    be: str = ""
    do: str = ""
    contracted: str = ""
    negated: bool = False

    def take(self, word: str) -> bool:
        """Note one word; false if it is none of these, and so the main verb."""
        if word in MODALS:
            self.modal = self.modal or word
        elif word == "'d":
            self.contracted = word
        elif word in HAVE:
            self.have = word
        elif word in BE:
            self.be = self.be or word
        elif word in DO and not self.be and not self.have:
            self.do = self.do or word
        elif word in ("not", "never"):
            self.negated = True
        else:
            return word in ADVERBS or (word.endswith("ly") and len(word) > len("only"))
        return True

    @property
    def bare(self) -> bool:
        """Whether none of them was met."""
        return not (self.modal or self.have or self.be or self.do or self.contracted)

    @property
    def past(self) -> bool:
        return self.be in ("was", "were") or self.have == "had" or self.do == "did"


def _group(words: tuple[str, ...], index: int, who: Who) -> Predicate | None:
    """Read auxiliaries, negation and adverbs up to the main verb."""
    aux = _Auxiliaries()
    for place in range(index, min(index + _AUXILIARIES_AT_MOST, len(words))):
        word = words[place]
        after = words[place + 1 : place + _AFTER_AT_MOST]
        if not aux.take(word):
            mood = Mood.PAST if who is not Who.OTHER and word in ALSO_VERBS and aux.bare else _mood(aux, word)
            return Predicate(who, mood, word, aux.negated, after, aux.past)
        if word in DO and after and after[0] in DETERMINERS and not aux.be:
            # 'did an analysis': the verb itself.
            aux.do = ""
            return Predicate(who, _mood(aux, word), word, aux.negated, after)
    if aux.be or aux.have or aux.do:
        return Predicate(who, Mood.STATE, aux.be or aux.have or aux.do, aux.negated, (), aux.past)
    return None


def _mood(aux: _Auxiliaries, verb: str) -> Mood:
    if aux.modal or (aux.contracted and (not is_past(verb) or verb in SAME_IN_PRESENT)):
        return Mood.IMAGINED
    if aux.be:
        return _mood_of_being(aux.be, verb)
    if aux.have or aux.contracted:
        return Mood.PERFECT if is_past(verb) or verb in PARTICIPLES_ONLY else Mood.STATE
    if aux.do:
        return Mood.PAST if aux.do == "did" else Mood.PRESENT
    return Mood.PAST if is_past(verb) else Mood.PRESENT


def _mood_of_being(be: str, verb: str) -> Mood:
    if verb == "going":
        return Mood.IMAGINED if be in ("am", "are", "is") else Mood.STATE
    if verb.endswith("ing") and len(verb) > len("ring"):
        return Mood.PROGRESSIVE
    return Mood.PASSIVE if is_past(verb) else Mood.STATE
