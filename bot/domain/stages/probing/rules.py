"""Follow-ups: what an interviewer asks next, after what was said.

A question of a hiring manager, and one about a task, is followed by one or two probes. Each asks for one thing that
lacks (see :mod:`bot.domain.stages.probing.hearing`), in words that this round has not heard yet; where nothing
lacks, for one step beyond what was said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bot.domain.chance import chance
from bot.domain.drafts import attachments, join
from bot.domain.rounds import Play, Round
from bot.domain.stages.common import Given
from bot.domain.stages.probing.hearing import Missing, is_readable, is_supplied, lacks, missing_in
from bot.domain.stages.probing.notes import Asked, asked_of, notes
from bot.domain.stages.probing.own_probes import furthest, open_probes, towards
from bot.domain.talk import Lack, Talk
from bot.domain.tracks import Question, StageKind
from bot.domain.turns import Form, Turn

__all__ = ["MOST_PROBES", "notes", "submitted"]

MOST_PROBES = 2
_ALONE = frozenset({Lack.OFF_TOPIC, Lack.FILES_ONLY, Lack.STRETCH})
"""What is asked once and for all: back to the question, or beyond it."""
_LONGEST_ID = 64
_LONGEST_PROMPT = 700
_OWN_MINUTES = 3
_FIRST = frozenset({Lack.OFF_TOPIC, Lack.FILES_ONLY, Lack.NO_STORY, Lack.NO_RESULT})
"""Without these there is nothing to dig into: they are asked first, however often they were in this round."""
_STANDS_ALONE = 8
"""So many words make a question that can be understood without what was said before it."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PLACE = re.compile(r"\{(\w+)\}")


class _Wording(NamedTuple):
    """A follow-up, chosen and worded. ``key`` tells wordings apart within a round."""

    missing: Missing
    key: str
    prompt: str
    approach: tuple[str, ...]
    minutes: int


def submitted(given: Given) -> Play:
    """The answer ends the turn, and may call for a follow-up."""
    if given.turn.form is Form.PROBE:
        return Play(settled=True, follow_ups=_after_reply(given))
    if not _is_probed(given.state, given.turn):
        return Play(settled=True)
    question = given.turn.question
    missing = missing_in(given.text, question, files=bool(attachments(given.parts)))
    chosen = _choose(given, question, missing, given.text)
    data = dict(given.turn.data)
    if is_readable(given.text):
        data["lacks"] = [lack.value for lack in lacks(missing, question)]
    if chosen is None:
        return Play(data=data, settled=True)
    data |= {"asked_on": chosen.missing.lack.value, "point": chosen.missing.point}
    return Play(data=data, settled=True, follow_ups=(_turn(given, given.turn, chosen, 1),))


def _is_probed(state: Round, turn: Turn) -> bool:
    if state.kind is StageKind.MANAGER:
        return turn.form is Form.QUESTION
    return state.kind is StageKind.TASK and turn.form in (Form.QUESTION, Form.DEFENCE)


def _after_reply(given: Given) -> tuple[Turn, ...]:
    """A second follow-up, where something else than the first one asked for lacks still."""
    asked, root, number = asked_of(given.turn), *_root(given.state, given.turn)
    if asked is None or root is None or number >= MOST_PROBES or asked.lack in _ALONE:
        return ()
    said = "\n".join((join(given.before.get(root.position, ())), given.text))
    missing = [
        one
        for one in missing_in(said, root.question)
        if one.lack not in (asked.lack, *_ALONE) and not is_supplied(one.lack, given.text, root.question, one.point)
    ]
    chosen = _choose(given, root.question, missing, said, stretch=False)
    return (_turn(given, root, chosen, number + 1),) if chosen is not None else ()


def _root(state: Round, turn: Turn) -> tuple[Turn | None, int]:
    """The question that a follow-up belongs to, and which follow-up of it this is."""
    number = 1
    for before in reversed(state.turns[: turn.position]):
        if before.form is not Form.PROBE:
            return before, number
        number += 1
    return None, number


# ---------------------------------------------------------------- choosing


def _choose(
    given: Given, question: Question, missing: Sequence[Missing], said: str, *, stretch: bool = True
) -> _Wording | None:
    """The follow-up for what lacks most that can still be worded anew."""
    own = tuple(open_probes(question, said, _used(given.state)))
    asked = [known.lack for turn in given.state.turns if (known := asked_of(turn)) is not None]
    in_order = sorted(missing, key=lambda one: (one.lack not in _FIRST, asked.count(one.lack)))
    for one in (*in_order, Missing(Lack.STRETCH)) if stretch else in_order:
        found = _own_words(question, one, own, said) or _word(given, question, one)
        if found is not None:
            return found
    return None


def _used(state: Round) -> frozenset[str]:
    """Wordings, and prompts, that this round has heard."""
    probes = [turn for turn in state.turns if turn.form is Form.PROBE]
    keys = [asked.wording for turn in probes if (asked := asked_of(turn)) is not None]
    return frozenset((*keys, *(turn.question.prompt for turn in probes)))


def _own_words(question: Question, missing: Missing, own: Sequence[str], said: str) -> _Wording | None:
    """One of the question's own probes, for a point that was missed or for a step beyond."""
    if missing.lack is Lack.MISSED_POINT:
        prompt = towards(question, missing.point, own)
    elif missing.lack is Lack.STRETCH:
        prompt = furthest(question, said, own)
    else:
        return None
    return _Wording(missing, prompt, prompt, question.approach, _OWN_MINUTES) if prompt else None


def _word(given: Given, question: Question, missing: Missing) -> _Wording | None:
    """One of the file's wordings for what lacks, that this round has not heard."""
    wordings = given.content.talk.lacks.get(missing.lack)
    if wordings is None:
        return None
    story = question.behavioural and bool(wordings.story_lines)
    name = f"{missing.lack}:story" if story else missing.lack.value
    lines, used = wordings.story_lines if story else wordings.lines, _used(given.state)
    places = {"quote": missing.quote, "question": _core(question.prompt)}
    for number in _shuffled(len(lines), f"{given.state.seed}:{name}"):
        key, prompt = f"{name}:{number}", _filled(lines[number], places)
        if prompt is not None and not {key, prompt} & used:
            return _Wording(missing, key, prompt, wordings.approach, wordings.minutes)
    return None


def _filled(line: str, places: dict[str, str]) -> str | None:
    """The line with its places filled, within the length of a prompt; ``None`` where a place has nothing."""
    needed = set(_PLACE.findall(line))
    if any(not places.get(name) for name in needed):
        return None
    # Not by str.format: what fills a place may hold braces of its own.
    prompt = _PLACE.sub(lambda place: places[place.group(1)], line)
    return prompt if len(prompt) <= _LONGEST_PROMPT else None


def _core(prompt: str) -> str:
    """The question within a prompt: its last question, with the sentence before where it is too short to stand alone;
    without any the longest sentence, which is the one that asks."""
    sentences: list[str] = _SENTENCE_END.split(" ".join(prompt.split()))
    asking = [at for at, sentence in enumerate(sentences) if sentence.endswith("?")]
    if not asking:
        return max(sentences, key=len)
    last = asking[-1]
    alone = len(sentences[last].split()) >= _STANDS_ALONE
    return " ".join(sentences[last if alone else max(last - 1, 0) : last + 1])


def _shuffled(count: int, seed: str) -> list[int]:
    order = list(range(count))
    chance(seed).shuffle(order)
    return order


# ---------------------------------------------------------------- the turn


def _turn(given: Given, root: Turn, chosen: _Wording, number: int) -> Turn:
    asked = Asked(
        lack=chosen.missing.lack,
        wording=chosen.key,
        point=chosen.missing.point,
        lead_in=_bridge(given.content.talk, given.state, chosen.missing.lack, number),
    )
    taken = {turn.question.id for turn in given.state.turns}
    changes = {
        "id": _free_id(root.question.id, taken.__contains__),
        "prompt": chosen.prompt,
        "approach": chosen.approach,
        "minutes": chosen.minutes,
    }
    return Turn(
        position=0,
        question=root.question.model_copy(update=changes),
        form=Form.PROBE,
        speaker=root.speaker,
        data={key: value for key, value in asked.model_dump(mode="json").items() if value},
    )


def _bridge(talk: Talk, state: Round, lack: Lack, number: int) -> str:
    """What leads to the follow-up; they go round, so that no two of a kind in a row are alike."""
    own = talk.lacks[lack].bridges if lack in talk.lacks else ()
    lines = own or (talk.second_bridges if number > 1 else talk.bridges)
    if not lines:
        return ""
    said = [turn.data.get("lead_in") for turn in state.turns if turn.form is Form.PROBE]
    order = _shuffled(len(lines), f"{state.seed}:bridge:{number}")
    return min((said.count(lines[at]), place, lines[at]) for place, at in enumerate(order))[2]


def _free_id(parent: str, is_taken: Callable[[str], bool]) -> str:
    """An id made from the parent's, that the round does not have yet."""
    return next(one for one in _ids(parent) if not is_taken(one))


def _ids(parent: str) -> Iterator[str]:
    number = 1
    while True:
        ending = f"-p{number}"
        yield parent[: _LONGEST_ID - len(ending)].rstrip("-") + ending
        number += 1
