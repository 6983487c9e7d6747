"""The negotiation as a turn: what is kept between its moves, what each move makes of it, what a coach notes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.domain.chance import chance
from bot.domain.drafts import Part, Source, is_blank, join
from bot.domain.errors import Reason, Refused
from bot.domain.offer import (
    Employer,
    MoveKind,
    Negotiation,
    OfferReason,
    OfferRefused,
    Package,
    Status,
    Step,
    accept,
    ask,
    counter,
    open_negotiation,
    walk_away,
)
from bot.domain.offer.negotiation import LONGEST_TEXT
from bot.domain.rounds import Play
from bot.domain.stages.common import Given
from bot.domain.stages.negotiation.notes import notes_of
from bot.domain.stages.negotiation.reading import is_question, read_sentences
from bot.domain.turns import Form, Turn, TurnStatus

Move = Callable[[Given], Play]


class Bargain(BaseModel):
    """What the turn keeps: the game, and which parts (by source id) were said in moves that are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    game: Negotiation
    taken: tuple[int, ...] = ()


def opened(employers: Mapping[str, Employer], seed: int) -> dict[str, Any]:
    """The data of a new negotiation; the same seed always brings the same employer, limits and wishes."""
    ids = sorted(employers)
    profile = employers[ids[chance(f"profile:{seed}").randrange(len(ids))]]
    return _data(Bargain(game=open_negotiation(profile, seed).state))


def bargain_of(turn: Turn) -> Bargain:
    """What the turn keeps.

    :raises Refused: if the turn is no negotiation.
    """
    if turn.form is not Form.NEGOTIATION:
        raise Refused(Reason.UNKNOWN_BUTTON)
    return Bargain.model_validate(turn.data)


def game_at(turn: Turn, at: int) -> Negotiation:
    """The game of a turn, for something that was shown after ``at`` moves.

    :raises OfferRefused: if another move was made since.
    """
    game = bargain_of(turn).game
    if len(game.moves) != at:
        raise OfferRefused(OfferReason.STALE)
    return game


def closed(game: Negotiation) -> Negotiation:
    """The game as it counts in the end: one that was left open ends without a deal."""
    return game if game.is_over else walk_away(game).state


def submitted(given: Given) -> Play:
    """What was written is a counter if it asks for figures, else a question.

    :raises Refused: if nothing new was written; :raises OfferRefused: if it is neither, or cannot be said now.
    """
    bargain = bargain_of(given.turn)
    text = join(_fresh(given, bargain))
    if is_blank(text):
        repeated = given.parts and given.parts[-1].source is Source.MENU
        raise Refused(Reason.ALREADY_GIVEN if repeated else Reason.NO_DRAFT)
    return _after(given, bargain, _said(bargain.game, text, given))


def countering(at: int, package: Package, argument: str) -> Move:
    """Ask for a package; what was typed before belongs to the argument."""

    def move(given: Given) -> Play:
        bargain = _bargain_at(given, at)
        return _after(given, bargain, counter(bargain.game, package, _with_typed(given, bargain, argument)))

    return move


def asking(at: int, question: str) -> Move:
    """Ask the employer; what was typed before belongs to the question."""

    def move(given: Given) -> Play:
        if is_blank(question):
            raise OfferRefused(OfferReason.EMPTY_QUESTION)
        bargain = _bargain_at(given, at)
        return _after(given, bargain, ask(bargain.game, _with_typed(given, bargain, question)))

    return move


def accepting(at: int) -> Move:
    """Take the offer on the table."""

    def move(given: Given) -> Play:
        bargain = _bargain_at(given, at)
        return _after(given, bargain, accept(bargain.game))

    return move


def leaving(at: int) -> Move:
    """Leave without a deal."""

    def move(given: Given) -> Play:
        bargain = _bargain_at(given, at)
        return _after(given, bargain, walk_away(bargain.game))

    return move


def notes(turn: Turn, text: str) -> tuple[str, ...]:
    """The outcome, remarks on the moves, what the employer kept to itself, and who said what; a line each."""
    game = bargain_of(turn).game
    return notes_of(closed(game), how_it_ended(turn))


def how_it_ended(turn: Turn) -> str:
    """One sentence on the end, for a turn that is done with."""
    game = bargain_of(turn).game
    if game.deal is not None:
        made = game.moves[-1].kind is MoveKind.COUNTER
        return "You have a deal: they took your counter." if made else "You have a deal: you took their offer."
    if game.is_over:
        return "No deal: you walked away."
    if turn.status is TurnStatus.SKIPPED:
        return "No deal: you passed, and in a negotiation that is walking away."
    return "No deal: the talk was left open when the round ended, and counts as if you had walked away."


def _said(game: Negotiation, text: str, given: Given) -> Step:
    """A text is taken for a counter only where it asks for something better than what is on the table."""
    if game.status is Status.FINAL:
        raise OfferRefused(OfferReason.FINAL_OFFER)
    words = text[:LONGEST_TEXT]
    try:
        package = read_sentences(text, game, given.state.started_at.date()).package
    except OfferRefused as refused:
        if refused.reason in {OfferReason.NO_FIGURES, OfferReason.NOTHING_BETTER} and is_question(text):
            return ask(game, words)
        raise
    return counter(game, package, words)


def _bargain_at(given: Given, at: int) -> Bargain:
    game_at(given.turn, at)
    return bargain_of(given.turn)


def _after(given: Given, bargain: Bargain, step: Step) -> Play:
    """Every part given so far is said now, whichever move it was."""
    taken = tuple(sorted({*bargain.taken, *(part.source_id for part in given.parts)}))
    over = step.state.is_over
    return Play(data=_data(Bargain(game=step.state, taken=taken)), settled=over, again=not over)


def _fresh(given: Given, bargain: Bargain) -> Iterable[Part]:
    return [part for part in given.parts if part.source_id not in bargain.taken]


def _with_typed(given: Given, bargain: Bargain, text: str) -> str:
    """What was typed and not submitted, then what was written in the form (its own part repeats that)."""
    typed = join(part for part in _fresh(given, bargain) if part.source is not Source.MODAL)
    return "\n".join(one for one in (typed, text) if one)[:LONGEST_TEXT]


def _data(bargain: Bargain) -> dict[str, Any]:
    return bargain.model_dump(mode="json")
