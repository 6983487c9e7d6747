"""The success matrix: weights and scores in any order, the ranking, and the defence that ends it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.domain.drafts import Part, is_blank, join
from bot.domain.errors import Reason, Refused
from bot.domain.matrix import Ranking, most_fragile, read_score, read_weight, read_weights
from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.matrix.defence import hear
from bot.domain.stages.matrix.state import WEIGHTS, Heard, MatrixState
from bot.domain.turns import Turn, TurnStatus

MOST_FIELDS = 5
"""Fields that a form of Discord holds; more criteria share one field, a line each."""
LINES = "lines"
FIGURE_ROOM = 20
"""Characters of a field for one figure."""
_TYPED_AT_MOST = 40
_HIGH = 4
_WEIGHTS_TITLE, _SCORES_TITLE = "Weights", "Scores for"
_TITLES = (f"{_WEIGHTS_TITLE}: ", f"{_SCORES_TITLE} ")
_UNFILLED = (
    "The matrix was not filled in to the end. Put rough figures in first: they are easier to correct than an empty "
    "table."
)

Move = Callable[[Given], Play]


# ---------------------------------------------------------------------- filling it in


def field_id(place: int) -> str:
    """The custom id of a criterion's field."""
    return f"c{place}"


def typed_in(state: MatrixState, fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed for each criterion; nothing for those that were left out."""
    if LINES in fields:
        return _by_lines(state.criteria, fields[LINES])
    return {name: fields.get(field_id(place), "").strip() for place, name in enumerate(state.criteria)}


def written(state: MatrixState, form: str, typed: Mapping[str, str]) -> str:
    """The same as a text for the transcript."""
    title = _WEIGHTS_TITLE if form == WEIGHTS else f"{_SCORES_TITLE} {form}"
    return f"{title}: " + "; ".join(f"{name} {typed.get(name) or '–'}" for name in state.criteria)


def check(form: str, typed: Mapping[str, str]) -> None:
    """:raises MatrixRefused: for the first figure that cannot be used."""
    if form == WEIGHTS:
        read_weights(typed)
    else:
        _scores(typed)


def filled(form: str, typed: Mapping[str, str], part: Part) -> Move:
    """The move that fills a form in.

    :raises MatrixRefused: from the move, for the first figure that cannot be used.
    """

    def move(given: Given) -> Play:
        check(form, typed)
        state = MatrixState.of(given.turn)
        kept = {other: held for other, held in state.typed.items() if other != form}
        state = state.put(typed=kept, figures=(*state.figures, part.source_id))
        if form == WEIGHTS:
            state = state.put(weights={name: _short(name, text) for name, text in typed.items()})
        else:
            state = state.put(scores={**state.scores, form: _scores(typed)})
        return Play(data=_data(given, state))

    return move


def put_aside(form: str, typed: Mapping[str, str]) -> Move:
    """The move that only remembers what was typed, so that the form comes back with it."""
    short = {name: text[:_TYPED_AT_MOST] for name, text in typed.items()}

    def move(given: Given) -> Play:
        state = MatrixState.of(given.turn)
        return Play(data=_data(given, state.put(typed={**state.typed, form: short})), again=False)

    return move


def _short(criterion: str, text: str) -> str:
    """A weight as it was typed, or as a plain number where that is longer than a field."""
    return text if len(text) <= FIGURE_ROOM else f"{read_weight(criterion, text):g}"


def _scores(typed: Mapping[str, str]) -> dict[str, int]:
    return {name: read_score(name, text) for name, text in typed.items()}


def _by_lines(criteria: Sequence[str], text: str) -> dict[str, str]:
    """Lines such as ``Evidence so far: 30``; without any name, figures in the order of the criteria."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: dict[str, str] = {}
    for name in criteria:
        pattern = re.compile(rf"{re.escape(name)}\s*[:=–-]?\s*(.*)", re.IGNORECASE)
        match = next((match for line in lines if (match := pattern.fullmatch(line))), None)
        if match:
            found[name] = match[1].strip()
    if not found and len(lines) == len(criteria):
        found = dict(zip(criteria, lines, strict=True))
    return {name: found.get(name, "") for name in criteria}


# ---------------------------------------------------------------------- defending it


def submitted(given: Given) -> Play:
    """A text is the defence; before the figures are there it is kept, and they are asked for.

    :raises Refused: if nothing was written.
    """
    state = MatrixState.of(given.turn)
    words = [part for part in given.parts if part.source_id not in state.figures]
    text = join(words)
    if is_blank(text) and not any(part.attachments for part in words):
        if state.missing:
            raise Refused(Reason.MATRIX_UNFILLED, missing=named(state.missing))
        raise Refused(Reason.NO_DRAFT)
    if state.missing:
        return Play(data=_data(given, state.put(early=True)))
    return Play(data=_data(given, state.put(heard=hear(state, text))), settled=True)


def named(forms: Iterable[str]) -> str:
    """Names of forms as buttons are named, for a sentence."""
    names = ["**Weights**" if form == WEIGHTS else f"**Score {form}**" for form in forms]
    return " and ".join(names) if len(names) <= len("ab") else ", ".join(names[:-1]) + f" and {names[-1]}"


def _data(given: Given, state: MatrixState) -> dict[str, object]:
    return {**given.turn.data, **state.dump()}


# ---------------------------------------------------------------------- afterwards


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """The decision, where it turns, what it rests on, and the defence; each one line of plain text."""
    if turn.status is TurnStatus.WAITING or "exercise" not in turn.data:
        return ()
    state = MatrixState.of(turn)
    ranking = state.ranking
    if ranking is None:
        if turn.status is not TurnStatus.ANSWERED:
            return ()
        return (_UNFILLED,)
    return (
        decision(ranking),
        turning(state, ranking),
        *_evidence(state, ranking),
        *_defence(state.heard or hear(state, _words(text)), ranking, turn),
    )


def _words(text: str) -> str:
    """What is no figure: a round that was ended early has no defence that was submitted, but maybe a draft."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(_TITLES))


def decision(ranking: Ranking) -> str:
    """Which project is ahead, in a sentence."""
    if ranking.winner is None:
        return f"Your matrix ends in a tie at {ranking.totals[0]:.2f}: it cannot decide for you."
    totals = sorted(ranking.totals, reverse=True)
    return (
        f"Your matrix puts {ranking.winner} ahead, {totals[0]:.2f} to {totals[1]:.2f}: "
        f"a margin of {ranking.margin:.2f} points."
    )


def turning(state: MatrixState, ranking: Ranking) -> str:
    """The weight at which the ranking turns, in a sentence."""
    fragile = most_fragile(state.turns)
    if ranking.winner is None:
        return "In a tie every weight decides. Say which one you would raise, and by what right."
    if fragile is None or fragile.at is None:
        return f"No single weight turns it, so {ranking.winner} is safe on your scores: doubt those first."
    way = "more" if fragile.at > fragile.weight else "less"
    return (
        f"It turns once {fragile.criterion} weighs {way} than {share(fragile.at)} instead of your "
        f"{share(fragile.weight)}: then {ranking.loser} leads."
    )


def share(weight: float) -> str:
    """A share of the weight in per cent, with a decimal where it has one."""
    return f"{weight * 100:.1f}".removesuffix(".0") + "\u00a0%"


def _evidence(state: MatrixState, ranking: Ranking) -> Iterator[str]:
    """The high score with the thinnest evidence in the case, that of the winner first."""
    weights = {row.criterion: row.weight for row in ranking.rows}
    for project in sorted(state.exercise.projects, key=lambda one: one.name != ranking.winner):
        scores = state.scores[project.name]
        high = [name for name in project.gaps if scores[name] >= _HIGH]
        if high:
            name = max(high, key=lambda one: weights[one])
            yield (
                f"You gave {project.name} a {scores[name]} on {name}, where the case is thin: {project.gaps[name]}. "
                "Say what you would measure, or score it lower."
            )
            return


def _defence(heard: Heard, ranking: Ranking, turn: Turn) -> Iterator[str]:
    if turn.status is not TurnStatus.ANSWERED:
        return
    if not heard.words:
        yield "You stopped before the defence. Two sentences do: why this weight, and what would change your mind."
        return
    if not heard.turn and ranking.winner is None:
        yield "Your defence leaves the tie as it is. Name the weight that settles it for you, and why."
    elif not heard.turn:
        yield "Your defence leaves out the weak point. Name it first: whoever does that leads the discussion."
    elif not heard.why:
        yield "You name the weak point, but not why your weight is right. Give one reason from the goal of the quarter."
    elif not heard.change:
        yield "You name the weak point and a reason. Add what would change your mind, and by when you will know."
    else:
        yield "You name the weak point, a reason and what would change your mind: that is a whole defence."
    if heard.unbacked:
        names = " and ".join(heard.unbacked)
        yield f"Most of the lead comes from {names}, which your defence leaves out: say what those scores rest on."
