"""Who does what in a clause, and when: subject, tense and verb, read from left to right without a parser."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.feedback.clauses import Clause, is_past
from bot.domain.feedback.lexicon import (
    ADVERBS,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PARTICIPLES_ONLY,
    PRONOUNS,
    SAME_IN_PRESENT,
    STATIVE,
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

    @property
    def is_step(self) -> bool:
        """Whether the verb is something one does, rather than thinks, feels, is or has."""
        if self.mood not in (Mood.PAST, Mood.PERFECT, Mood.PRESENT, Mood.IMAGINED) or self.negated:
            return False
        return _is_deed(self.verb, self.after)


def _is_deed(verb: str, after: tuple[str, ...]) -> bool:
    rest = after[0] if after else ""
    if verb in ("work", "worked"):
        return rest not in ("at", "for", "as", "in", "on", "there", "under", "within", "remotely", "mainly")
    if verb == "joined":
        return rest in ("the", "both", "it", "them") and any(
            word in ("with", "to", "on", "tables", "table") for word in after
        )
    if verb in ("got", "get"):
        return rest in (
            "the",
            "them",
            "him",
            "her",
            "everyone",
            "everybody",
            "people",
            "both",
            "together",
            "all",
            "rid",
        ) and ("to" in after or "together" in after or "on" in after or "in" in after)
    if verb in ("went", "go", "came", "come"):
        return rest in (
            "to",
            "through",
            "over",
            "and",
                "deeper",
            "straight",
            "into",
            "from",
            "with",
            "up",
            "out",
        )
    if verb in ("started", "start", "began", "begin"):
        return rest not in ("at", "in", "as", "my", "working", "there", "here")
    if verb in ("studied", "study"):
        return rest not in (
            "at",
            "in",
            "maths",
            "statistics",
            "economics",
            "computer",
            "engineering",
            "business",
            "abroad",
        )
    if verb in ("took", "take"):
        return rest not in ("from", "away", "")
    if verb in ("used", "use"):
        return rest not in ("to", "")
    if verb in ("said", "say", "planned", "agreed", "followed"):
        return verb in ("agreed", "followed", "planned") or bool(rest)
    if verb in ("moved", "move", "switched", "transferred", "returned") and rest in ("to", "into", "from"):
        return any(word in after for word in ("the", "it", "them", "all", "data"))
    return verb not in STATIVE


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


def _group(words: tuple[str, ...], index: int, who: Who) -> Predicate | None:
    """Read auxiliaries, negation and adverbs up to the main verb."""
    modal = have = be = do = contracted = ""
    negated = False
    for place in range(index, min(index + _AUXILIARIES_AT_MOST, len(words))):
        word = words[place]
        if word in MODALS:
            modal = modal or word
        elif word == "'d":
            contracted = word
        elif word in HAVE:
            have = word
        elif word in BE:
            be = be or word
        elif word in DO and place + 1 < len(words) and not be and not have:
            do = do or word
            if words[place + 1] in DETERMINERS:
                return Predicate(who, _mood(modal, contracted, have, be, "", word), word, negated, words[place + 1 : place + _AFTER_AT_MOST])
        elif word in ("not", "never"):
            negated = True
        elif word in ADVERBS or (word.endswith("ly") and len(word) > 4):
            continue
        else:
            mood = _mood(modal, contracted, have, be, do, word)
            past = be in ("was", "were") or have == "had" or do == "did"
            return Predicate(who, mood, word, negated, words[place + 1 : place + _AFTER_AT_MOST], past)
    if be or have or do:
        return Predicate(who, Mood.STATE, be or have or do, negated, (), be in ("was", "were") or have == "had")
    return None


def _mood(modal: str, contracted: str, have: str, be: str, do: str, verb: str) -> Mood:  # noqa: PLR0911, PLR0913
    if modal or (contracted and not is_past(verb)) or (contracted and verb in SAME_IN_PRESENT):
        return Mood.IMAGINED
    if be and verb == "going":
        return Mood.IMAGINED if be in ("am", "are", "is") else Mood.STATE
    if be and verb.endswith("ing") and len(verb) > 4:
        return Mood.PROGRESSIVE
    if be and is_past(verb):
        return Mood.PASSIVE
    if be:
        return Mood.STATE
    if have or contracted:
        return Mood.PERFECT if is_past(verb) or verb in PARTICIPLES_ONLY else Mood.STATE
    if do:
        return Mood.PAST if do == "did" else Mood.PRESENT
    return Mood.PAST if is_past(verb) else Mood.PRESENT
