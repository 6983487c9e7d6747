"""What is negotiated: six issues, and a package that gives each a figure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict


class Issue(StrEnum):
    """One part of a package."""

    BASE = "base"
    """Base salary a year."""
    BONUS = "bonus"
    """Target bonus, in percent of base."""
    EQUITY = "equity"
    """Value of shares a year."""
    SIGNING = "signing"
    """Paid once, with the first salary."""
    START = "start"
    """First day, in days from now."""
    REMOTE = "remote"
    """Days a week outside the office."""


MONEY = frozenset({Issue.BASE, Issue.EQUITY, Issue.SIGNING})
"""Issues counted in the employer's currency."""

SATURATING = frozenset({Issue.START, Issue.REMOTE})
"""Issues of which a candidate can have enough; of pay, more is always better."""


HUNDRED = 100
"""Weights are whole points out of this."""

DAYS_A_WEEK = 5


class Value(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Package(Value):
    """A figure for each issue."""

    base: float
    bonus: float
    equity: float
    signing: float
    start: float
    remote: float

    def __getitem__(self, issue: Issue) -> float:
        return float(getattr(self, issue.value))

    @classmethod
    def of(cls, figures: Mapping[Issue, float]) -> Self:
        """The package with these figures; every issue is needed."""
        return cls(**{issue.value: figures[issue] for issue in Issue})

    def having(self, figures: Mapping[Issue, float]) -> Self:
        """The same package with some figures changed."""
        return self.model_copy(update={issue.value: float(figure) for issue, figure in figures.items()})

    @property
    def first_year(self) -> float:
        """What the money of the first year adds up to, were everything paid in full."""
        return self.base * (1 + self.bonus / 100) + self.equity + self.signing
