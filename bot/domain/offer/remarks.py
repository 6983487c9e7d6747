"""What a coach would say about a negotiation: at most four remarks, each with the figures it rests on."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from bot.domain.offer.arguments import Point
from bot.domain.offer.exchanges import Exchange
from bot.domain.offer.figures import NAMES, figure
from bot.domain.offer.negotiation import MoveKind, Negotiation, Status
from bot.domain.offer.package import Issue, Package, Value
from bot.domain.offer.questions import REVEALING
from bot.domain.offer.swaps import Swap

MOST_REMARKS = 4
_MOST_COSTS = 3
_MATTERS = 0.03
"""Smaller differences of utility are not worth a remark."""
_CONCESSION = 0.05
_RETURN = 0.25
"""A concession that brings back less than this share of itself went unanswered."""
_NOTHING = 0.005
"""Rounds to no point at all."""
_ONE_POINT = 0.01
_SEVERAL = 2
_FAIR_SHARE, _GOOD_SHARE = 0.5, 0.6
_QUOTED = 90


class RemarkKind(StrEnum):
    """What a remark is about; the first group cost the candidate something, the second helped."""

    BELOW_WALK_AWAY = "below_walk_away"
    LEFT_A_DEAL = "left_a_deal"
    LEFT_TOO_SOON = "left_too_soon"
    TOO_EARLY = "too_early"
    MISSED_TRADE = "missed_trade"
    FIRST_NUMBER = "first_number"
    UNRECIPROCATED = "unreciprocated"
    EMPTY_THREAT = "empty_threat"
    SINGLE_ISSUE = "single_issue"
    STOOD_STILL = "stood_still"
    NO_REASON = "no_reason"
    RIGHT_TO_WALK = "right_to_walk"
    BEST_MOVE = "best_move"
    GOOD_QUESTION = "good_question"
    GOOD_ARGUMENT = "good_argument"
    HIGH_ANCHOR = "high_anchor"


class Remark(Value):
    """One remark. ``move`` is the number of the move it is about, if it is about one."""

    kind: RemarkKind
    helped: bool
    text: str
    move: int | None = None


class Facts(NamedTuple):
    """What the remarks are made from."""

    state: Negotiation
    exchanges: tuple[Exchange, ...]
    most: float
    share: float | None
    swap: Swap | None

    @property
    def counters(self) -> list[tuple[Exchange, Package]]:
        """The counters with what they asked for."""
        return [(one, one.asked) for one in self.exchanges if one.asked is not None]

    @property
    def deal(self) -> float | None:
        """The worth of the deal to the candidate."""
        return self.state.wishes.utility(self.state.deal) if self.state.deal else None

    def worth(self, package: Package) -> float:
        """The worth of a package to the candidate."""
        return self.state.wishes.utility(package)

    def words(self, issue: Issue, amount: float) -> str:
        """One figure in words."""
        return figure(issue, amount, self.state.employer.currency)


def remarks_on(facts: Facts) -> tuple[Remark, ...]:
    """What helped first, then what cost; the most useful of each, something that helped wherever there is."""
    costs = [remark for find in _COSTS if (remark := find(facts)) is not None]
    helps = [remark for find in _HELPS if (remark := find(facts)) is not None]
    kept = costs[: _MOST_COSTS if helps else MOST_REMARKS]
    return (*helps[: MOST_REMARKS - len(kept)], *kept)


def _below_walk_away(facts: Facts) -> Remark | None:
    leave = facts.state.wishes.walk_away
    if facts.deal is None or facts.deal >= leave:
        return None
    text = (
        f"You signed at {_points(facts.deal)}, and your own sheet says to leave below {_points(leave)}. "
        "Write that line down before the call, and let it decide when you are tired."
    )
    return _cost(RemarkKind.BELOW_WALK_AWAY, text)


def _left_a_deal(facts: Facts) -> Remark | None:
    standing, leave = facts.worth(facts.state.standing), facts.state.wishes.walk_away
    if facts.state.status is not Status.WALKED_AWAY or standing < leave + _MATTERS:
        return None
    text = (
        f"You left an offer worth {_points(standing)} to you, and you had said that anything from {_points(leave)} on "
        "is better than no deal. Before you go, compare with your own sheet and not with your hopes."
    )
    return _cost(RemarkKind.LEFT_A_DEAL, text)


def _left_too_soon(facts: Facts) -> Remark | None:
    state = facts.state
    open_room = facts.most - state.wishes.walk_away
    if state.status is not Status.WALKED_AWAY or state.rounds_left == 0 or open_room < _MATTERS:
        return None
    if facts.worth(state.standing) >= state.wishes.walk_away + _MATTERS:
        return None
    text = (
        f"You left while the employer could still make {_count(state.rounds_left, 'more offer')}. Up to "
        f"{_points(facts.most)} could be had, {_points(open_room)} above your walk-away line. "
        "Ask whether this is the last word before you treat it as one."
    )
    return _cost(RemarkKind.LEFT_TOO_SOON, text)


def _too_early(facts: Facts) -> Remark | None:
    state = facts.state
    if state.moves[-1].kind is not MoveKind.ACCEPT or state.rounds_left < _SEVERAL:
        return None
    if facts.share is None or facts.share > _GOOD_SHARE:
        return None
    won = f"at {_percent(facts.share)} of what there was to win" if facts.share > 0 else "below your own line"
    text = (
        f"You said yes with {_count(state.rounds_left, 'more offer')} to come, {won}. "
        "One more counter with a reason would have cost you nothing."
    )
    return _cost(RemarkKind.TOO_EARLY, text, len(state.moves))


def _missed_trade(facts: Facts) -> Remark | None:
    swap, deal = facts.swap, facts.state.deal
    if swap is None or deal is None or swap.gain < _MATTERS:
        return None
    gave = f"{facts.words(swap.gives, swap.package[swap.gives])} instead of {facts.words(swap.gives, deal[swap.gives])}"
    got = f"{facts.words(swap.gets, swap.package[swap.gets])} instead of {facts.words(swap.gets, deal[swap.gets])}"
    asked = any(REVEALING & set(one.topics) for one in facts.exchanges)
    advice = (
        "Put such pairs into one sentence: if you, then I."
        if asked
        else "Asking what matters to them shows such pairs."
    )
    text = (
        f"A trade was left on the table: {NAMES[swap.gives]} {gave} would have paid for {NAMES[swap.gets]} {got}. "
        f"That is {_points(swap.gain)} more for you at no cost to them. {advice}"
    )
    return _cost(RemarkKind.MISSED_TRADE, text)


def _first_number(facts: Facts) -> Remark | None:
    if not facts.counters or facts.deal is None:
        return None
    exchange, package = facts.counters[0]
    first = facts.worth(package)
    if first > facts.most - _MATTERS:
        return None
    taken = " and was taken" if package == facts.state.deal else ""
    text = (
        f"Your first counter was worth {_points(first)} to you{taken}; this employer could have gone to "
        f"{_points(facts.most)}. Nobody gets more than their first figure, so open higher, with a reason."
    )
    return _cost(RemarkKind.FIRST_NUMBER, text, exchange.number)


def _unreciprocated(facts: Facts) -> Remark | None:
    given = [one for one, _ in facts.counters if one.gave >= _CONCESSION and one.gained < _RETURN * one.gave]
    if not given:
        return None
    worst = max(given, key=lambda one: one.gave - one.gained)
    back = "got nothing back" if worst.gained < _NOTHING else f"got {_points(worst.gained)} back"
    text = (
        f"In move {worst.number} you lowered your request by {_points(worst.gave)} and {back}. "
        "Name what you want for it in the same sentence, and wait for the answer."
    )
    return _cost(RemarkKind.UNRECIPROCATED, text, worst.number)


def _empty_threat(facts: Facts) -> Remark | None:
    if facts.deal is None:
        return None
    for exchange, package in facts.counters:
        short = facts.worth(package) - facts.deal
        if exchange.threat and package != facts.state.deal and short > _MATTERS:
            text = (
                f"In move {exchange.number} you said you would go (\u201c{_quote(exchange.text)}\u201d), and then you "
                f"signed {_points(short)} below what you had asked for. After that nobody believes the next line; "
                "say it only when you mean it."
            )
            return _cost(RemarkKind.EMPTY_THREAT, text, exchange.number)
    return None


def _single_issue(facts: Facts) -> Remark | None:
    touched = [{i for i in Issue if package[i] != exchange.before[i]} for exchange, package in facts.counters]
    if len(touched) < _SEVERAL or any(len(issues) != 1 for issues in touched) or len(set.union(*touched)) != 1:
        return None
    only = touched[0].pop()
    easy = next(issue for issue in reversed(facts.state.employer.by_weight()) if issue is not only)
    end = facts.words(easy, facts.state.employer.terms[easy].limit)
    text = (
        f"All your {len(touched)} counters were about the {NAMES[only]} and nothing else. The {NAMES[easy]} mattered "
        f"least to them and could have gone as far as {end}. Bring two or three issues into each counter."
    )
    return _cost(RemarkKind.SINGLE_ISSUE, text)


def _stood_still(facts: Facts) -> Remark | None:
    still = [one for one, _ in facts.counters[1:] if one.gave < _ONE_POINT and one.after != one.asked]
    if len(still) < _SEVERAL:
        return None
    gained = sum(one.gained for one in still)
    text = (
        f"In {len(still)} of your {len(facts.counters)} counters you did not move, and the employer moved "
        f"{_points(gained)} in all. A small step, or a trade, brings them along faster than waiting."
    )
    return _cost(RemarkKind.STOOD_STILL, text, still[0].number)


def _no_reason(facts: Facts) -> Remark | None:
    if len(facts.counters) < _SEVERAL or any(one.points for one, _ in facts.counters):
        return None
    text = (
        f"None of your {len(facts.counters)} counters came with a figure from the market, another offer or your own "
        "results. Give the person across something that they can repeat to whoever approves it."
    )
    return _cost(RemarkKind.NO_REASON, text)


def _right_to_walk(facts: Facts) -> Remark | None:
    state = facts.state
    standing, leave = facts.worth(state.standing), state.wishes.walk_away
    if state.status is not Status.WALKED_AWAY or standing >= leave:
        return None
    if state.rounds_left and facts.most > leave:
        return None
    text = (
        f"Leaving was right: the last offer was worth {_points(standing)} to you, and your line was {_points(leave)}. "
        "No deal is a result too, when your alternative is better."
    )
    return _help(RemarkKind.RIGHT_TO_WALK, text, len(state.moves))


def _best_move(facts: Facts) -> Remark | None:
    gains = [one for one, package in facts.counters if one.gained >= _MATTERS and package != facts.state.deal]
    if not gains:
        return None
    best = max(gains, key=lambda one: one.gained)
    rose = [i for i in Issue if _rise(facts, best, i) > _NOTHING]
    moved = " and ".join(
        f"{NAMES[i]} from {_bare(facts.words(i, best.before[i]))} to {_bare(facts.words(i, best.after[i]))}"
        for i in sorted(rose, key=lambda i: -_rise(facts, best, i))[:2]
    )
    paid = f" You had lowered your request by {_points(best.gave)} for it." if best.gave >= _ONE_POINT else ""
    text = f"Move {best.number} brought most: {_points(best.gained)}, mainly {moved}.{paid}"
    return _help(RemarkKind.BEST_MOVE, text, best.number)


def _good_question(facts: Facts) -> Remark | None:
    asked = next((one for one in facts.exchanges if REVEALING & set(one.topics)), None)
    if asked is None:
        return None
    order = facts.state.employer.by_weight()
    early = not any(one.number < asked.number for one, _ in facts.counters)
    when = "before your first figure" if early else f"in move {asked.number}"
    text = (
        f"You asked {when}: \u201c{_quote(asked.text)}\u201d The answer was true, and worth having: the "
        f"{NAMES[order[0]]} is what they guard, the {NAMES[order[-1]]} is where they are easy."
    )
    return _help(RemarkKind.GOOD_QUESTION, text, asked.number)


_POINT_NAMES = {
    Point.MARKET: "what the market pays",
    Point.RIVAL: "another offer",
    Point.VALUE: "your own results",
}


def _good_argument(facts: Facts) -> Remark | None:
    told = [one for one, package in facts.counters if one.points and one.gained >= _MATTERS]
    if not told:
        return None
    best = max(told, key=lambda one: (len(one.points), one.gained))
    named = " and ".join(_POINT_NAMES[point] for point in best.points)
    text = (
        f"In move {best.number} you gave a reason with figures ({named}), and the offer rose by "
        f"{_points(best.gained)}. That is what makes a request easy to pass on."
    )
    return _help(RemarkKind.GOOD_ARGUMENT, text, best.number)


def _high_anchor(facts: Facts) -> Remark | None:
    if not facts.counters or facts.share is None or facts.share < _FAIR_SHARE:
        return None
    exchange, package = facts.counters[0]
    first = facts.worth(package)
    if first <= facts.most - _MATTERS:
        return None
    text = (
        f"You opened at {_points(first)} where {_points(facts.most)} was the most there was, and still came to a deal "
        f"at {_percent(facts.share)} of what there was to win. Your opening left you room to give."
    )
    return _help(RemarkKind.HIGH_ANCHOR, text, exchange.number)


_Find = Callable[[Facts], Remark | None]
_COSTS: tuple[_Find, ...] = (
    _below_walk_away,
    _left_a_deal,
    _left_too_soon,
    _too_early,
    _missed_trade,
    _first_number,
    _unreciprocated,
    _empty_threat,
    _single_issue,
    _stood_still,
    _no_reason,
)
_HELPS: tuple[_Find, ...] = (_right_to_walk, _best_move, _good_question, _good_argument, _high_anchor)


def _rise(facts: Facts, exchange: Exchange, issue: Issue) -> float:
    """What one issue's move in the employer's offer was worth to the candidate."""
    wishes = facts.state.wishes
    rise = wishes.value(issue, exchange.after[issue]) - wishes.value(issue, exchange.before[issue])
    return wishes.wishes[issue].weight * rise / 100


def _cost(kind: RemarkKind, text: str, move: int | None = None) -> Remark:
    return Remark(kind=kind, helped=False, text=text, move=move)


def _help(kind: RemarkKind, text: str, move: int | None = None) -> Remark:
    return Remark(kind=kind, helped=True, text=text, move=move)


def _bare(words: str) -> str:
    """``from 42 days to 70 days``, not ``from in 42 days``."""
    return words.removeprefix("in ")


def _points(utility: float) -> str:
    points = round(utility * 100)
    return f"{points}\u00a0point{'' if abs(points) == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"


def _count(number: int, what: str) -> str:
    return f"{number}\u00a0{what}{'' if number == 1 else 's'}"


def _quote(text: str) -> str:
    """One line of what was said, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + "\u2026"
