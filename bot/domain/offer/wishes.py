"""The candidate's side: what each issue is worth to them, and the point below which they had better leave."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.domain.offer.package import HUNDRED, SATURATING, Issue, Package, Value


class Wish(Value):
    """One issue to the candidate: ``least`` is worth 0, ``hope`` is worth 1, in between it is a straight line."""

    least: float = Field(ge=0)
    hope: float = Field(ge=0)
    weight: int = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _tells_better_from_worse(self) -> Self:
        if self.least == self.hope and self.weight:
            raise ValueError("an issue on which all figures are the same to you has the weight 0")
        return self

    @property
    def wants_more(self) -> bool:
        """Whether a higher figure is better."""
        return self.hope > self.least


class Wishes(Value):
    """The candidate's own sheet. A package worth less than ``walk_away`` is worse than none.

    ``pay_now`` is today's base, 0 where it is not told.
    """

    about: Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)] = ""
    pay_now: float = Field(default=0, ge=0)
    walk_away: float = Field(ge=0, le=1)
    wishes: dict[Issue, Wish]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := [issue for issue in Issue if issue not in self.wishes]:
            raise ValueError(f"these issues have no wish: {', '.join(missing)}")
        if (total := sum(wish.weight for wish in self.wishes.values())) != HUNDRED:
            raise ValueError(f"the weights add up to {total}; they are points out of 100")
        if fewer := [i for i, wish in self.wishes.items() if i not in SATURATING and wish.hope < wish.least]:
            raise ValueError(f"the hope is lower than the least: {', '.join(fewer)}")
        return self

    def value(self, issue: Issue, figure: float) -> float:
        """What one figure is worth; past the hope only money is worth more still."""
        wish = self.wishes[issue]
        if wish.hope == wish.least:
            return 0.0
        value = (figure - wish.least) / (wish.hope - wish.least)
        return min(1.0, value) if issue in SATURATING else value

    def utility(self, package: Package) -> float:
        """What a package is worth to the candidate: 0 is the least of everything, 1 is every hope met."""
        return sum(wish.weight * self.value(issue, package[issue]) for issue, wish in self.wishes.items()) / HUNDRED

    def by_weight(self) -> list[Issue]:
        """Issues, the one that matters most first."""
        return sorted(Issue, key=lambda issue: -self.wishes[issue].weight)


def own_wishes(*, least: Package, hope: Package, importance: Mapping[Issue, int], pay_now: float = 0) -> Wishes:
    """A sheet that candidates fill in themselves: the least they would sign, what they hope for, what matters.

    The walk-away point is then ``least`` itself. An issue with the same figure in both, or without importance,
    has no weight; importances are any numbers of points and are scaled to 100.

    :raises ValueError: if no issue is left that has weight.
    """
    points = {i: max(0, importance.get(i, 0)) if least[i] != hope[i] else 0 for i in Issue}
    if not any(points.values()):
        raise ValueError("at least one issue needs importance and a hope that differs from the least")
    weights = to_hundred(points)
    wishes = {i: Wish(least=least[i], hope=hope[i], weight=weights[i]) for i in Issue}
    return Wishes(walk_away=0, pay_now=pay_now, wishes=wishes)


def to_hundred(points: Mapping[Issue, float]) -> dict[Issue, int]:
    """Whole points in the same proportion that add up to 100 (largest remainders)."""
    total = sum(points.values())
    exact = {issue: HUNDRED * share / total for issue, share in points.items()}
    whole = {issue: int(share) for issue, share in exact.items()}
    short = HUNDRED - sum(whole.values())
    for issue in sorted(exact, key=lambda one: whole[one] - exact[one])[:short]:
        whole[issue] += 1
    return whole
