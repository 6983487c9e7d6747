"""The employer's side: hidden limits, aspirations and preferences; the shape of ``data/offers.toml``."""

from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.domain.chance import chance
from bot.domain.content import read_content
from bot.domain.mistakes import ContentError, Mistake
from bot.domain.offer.package import DAYS_A_WEEK, HUNDRED, MONEY, SATURATING, Issue, Package, Value

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=400)]
NumberlessText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400, pattern=r"^\D{20,}$")]
"""An answer carries no figure, so that it cannot give a limit away."""

LIMIT_JITTER = 0.15
"""How far, as a share of an issue's range, a dealt limit may lie from the profile's: knowing the file is no help."""


class Tone(StrEnum):
    """How the employer's side speaks."""

    WARM = "warm"
    FORMAL = "formal"
    BRISK = "brisk"
    FRANK = "frank"


class Topic(StrEnum):
    """What a candidate can ask about before they counter."""

    PRIORITIES = "priorities"
    FLEXIBLE = "flexible"
    BAND = "band"
    BONUS = "bonus"
    EQUITY = "equity"
    SIGNING = "signing"
    START = "start"
    REMOTE = "remote"
    DECISION = "decision"
    REVIEW = "review"
    TIME = "time"
    LIMIT = "limit"
    UNCLEAR = "unclear"


PROFILE_TOPICS = (
    Topic.BAND,
    Topic.BONUS,
    Topic.EQUITY,
    Topic.SIGNING,
    Topic.START,
    Topic.REMOTE,
    Topic.DECISION,
    Topic.REVIEW,
)
"""Topics that each profile answers in its own words; the others are answered from its weights."""


class Term(Value):
    """One issue to the employer: what it would like, where it stops, and how much of its utility hangs on it."""

    aspiration: float = Field(ge=0)
    limit: float = Field(ge=0)
    weight: int = Field(ge=1, le=95)

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.aspiration == self.limit:
            raise ValueError("aspiration and limit are the same; leave some room to negotiate")
        return self

    def value(self, figure: float) -> float:
        """1 at the aspiration, 0 at the limit, negative beyond it; more than it aspired to is worth no more to it."""
        return min(1.0, (figure - self.limit) / (self.aspiration - self.limit))

    def exceeds(self, figure: float) -> bool:
        """Whether the figure suits the employer even better than its aspiration."""
        return (figure - self.limit) / (self.aspiration - self.limit) > 1

    def at(self, value: float) -> float:
        """The figure that is worth ``value``, from 0 to 1."""
        return self.aspiration + (1 - value) * (self.limit - self.aspiration)


class Employer(Value):
    """A profile of an employer; ``moves`` is how many offers it makes after its first, the last one being final.

    ``kappa`` and ``beta`` shape how it concedes, see ``bot.domain.offer.tactics``; at ``reservation`` it stops.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]
    summary: Text
    tone: Tone
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    money_step: int = Field(default=500, ge=1)
    moves: int = Field(ge=3, le=10)
    reservation: float = Field(ge=0.1, le=0.6)
    kappa: float = Field(ge=0, le=0.3)
    beta: float = Field(ge=0.1, le=5)
    terms: dict[Issue, Term]
    answers: dict[Topic, NumberlessText]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := [issue for issue in Issue if issue not in self.terms]:
            raise ValueError(f"these issues have no terms: {', '.join(missing)}")
        if (total := sum(term.weight for term in self.terms.values())) != HUNDRED:
            raise ValueError(f"the weights add up to {total}; they are points out of 100")
        if set(self.answers) != set(PROFILE_TOPICS):
            raise ValueError(f"answers are needed for exactly: {', '.join(PROFILE_TOPICS)}")
        if max(_ends(self.terms[Issue.REMOTE])) > DAYS_A_WEEK:
            raise ValueError("a week has five days that can be remote")
        for issue, term in self.terms.items():
            if issue not in SATURATING and term.limit < term.aspiration:
                raise ValueError(f"an employer aspires to pay less than its limit, not more: {issue}")
            if any(end % self.step(issue) for end in _ends(term)):
                raise ValueError(f"aspiration and limit of {issue} must be multiples of {self.step(issue):g}")
        return self

    def step(self, issue: Issue) -> float:
        """The grid on which this employer makes offers: nobody offers 61,873.20."""
        if issue in MONEY:
            return float(self.money_step)
        return {Issue.BONUS: 0.5, Issue.START: 7.0, Issue.REMOTE: 1.0}[issue]

    def utility(self, package: Package) -> float:
        """What a package is worth to the employer: 1 is all it aspires to, 0 is every limit at once."""
        return sum(term.weight * term.value(package[issue]) for issue, term in self.terms.items()) / HUNDRED

    def admits(self, package: Package) -> bool:
        """Whether no issue lies beyond its limit."""
        return all(term.value(package[issue]) >= 0 for issue, term in self.terms.items())

    def package(self, values: dict[Issue, float]) -> Package:
        """The package whose issues are worth ``values`` to the employer."""
        return Package.of({issue: self.terms[issue].at(values[issue]) for issue in Issue})

    def by_weight(self) -> list[Issue]:
        """Issues, the one that the employer guards most first."""
        return sorted(Issue, key=lambda issue: -self.terms[issue].weight)


class Employers(Value):
    """The content of ``offers.toml``."""

    employers: tuple[Employer, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _unique_ids(self) -> Self:
        ids = [employer.id for employer in self.employers]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"employer id used twice: {', '.join(twice)}")
        return self


def load_employers(folder: Path) -> dict[str, Employer]:
    """Read ``offers.toml`` below ``folder``; employers by id.

    :raises ContentError: with every mistake of the file.
    """
    mistakes: list[Mistake] = []
    content = read_content(folder / "offers.toml", Employers, mistakes)
    if content is None:
        raise ContentError(mistakes)
    return {employer.id: employer for employer in content.employers}


def deal_employer(profile: Employer, seed: int) -> Employer:
    """The profile with limits and pace moved a little by ``seed``."""
    rng = chance(f"employer:{seed}")
    terms = {issue: _moved(term, profile.step(issue), issue, rng) for issue, term in profile.terms.items()}
    beta = min(5.0, max(0.1, round(profile.beta * rng.uniform(0.85, 1.15), 3)))
    return profile.model_copy(update={"terms": terms, "beta": beta})


def _moved(term: Term, step: float, issue: Issue, rng: Random) -> Term:
    span = (term.limit - term.aspiration) * rng.uniform(1 - LIMIT_JITTER, 1 + LIMIT_JITTER)
    steps = round(span / step) or (1 if span > 0 else -1)
    highest = float(DAYS_A_WEEK) if issue is Issue.REMOTE else float("inf")
    return term.model_copy(update={"limit": min(highest, max(0.0, term.aspiration + steps * step))})


def _ends(term: Term) -> tuple[float, float]:
    return term.aspiration, term.limit
