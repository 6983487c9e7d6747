"""The question that asks to defend a decision, at its weakest point."""

from collections.abc import Sequence

from bot.domain.matrix.ranking import Ranking, Turn, most_fragile, thinnest_score

_LEAST_SHOWN = 0.01


def defence_prompt(ranking: Ranking, turns: Sequence[Turn]) -> str:
    """What an executive asks, at the point where the decision is weakest."""
    if ranking.identical:
        return (
            "You gave both projects the same score on every criterion, so your matrix cannot choose between them. "
            "What do you know about them that none of your criteria catches, and which one goes on?"
        )
    fragile = most_fragile(turns)
    if ranking.winner is None:
        on = f" A little more weight on {fragile.criterion} would settle it." if fragile else ""
        return (
            f"It is a tie at {ranking.totals[0]:.2f}.{on} I have money for one of the two on Monday. "
            "Which one do you take, and what do you say to the team that loses?"
        )
    opening = f"{ranking.winner} leads {ranking.loser} by {_points(ranking.margin)}"
    if fragile is None or fragile.at is None:
        return f"{opening}, and no single weight turns that. {_ask_about_scores(ranking)}"
    way = "rises" if fragile.at > fragile.weight else "falls"
    return (
        f"{opening}, and it hangs on {fragile.criterion}: you gave it {_percent(fragile.weight)} of the weight, and "
        f"once it {way} past {_percent(fragile.at)}, {ranking.loser} is ahead. Someone on this committee will argue "
        "for just that. Why is your weight the right one, and what evidence would make you change it?"
    )


def _ask_about_scores(ranking: Ranking) -> str:
    if ranking.dominant:
        return (
            f"Your scores put {ranking.dominant} level or ahead on everything, which makes me suspicious. Where is "
            f"{ranking.loser} better than you gave it credit for, and what would you lose by ending it?"
        )
    row = thinnest_score(ranking)
    if row is None:
        return (
            "So it is robust, on your numbers. Which of your scores rests on the weakest evidence, and what will you "
            "measure in the next sprint to find out?"
        )
    score = row.scores[ranking.projects.index(ranking.winner or "")]
    return (
        f"It does hang on a score: with a {score - 1} in the place of your {score} for {ranking.winner} on "
        f"{row.criterion}, the lead is gone. What is that {score} made of?"
    )


def _points(margin: float) -> str:
    return f"{margin:.2f} points" if margin >= _LEAST_SHOWN else f"less than {_LEAST_SHOWN} points"


def _percent(share: float) -> str:
    """Whole per cent, with a decimal where two neighbours would look the same."""
    return f"{share * 100:.1f}".removesuffix(".0") + "\u00a0%"
