"""What the parts at a table are called; each kind of stage has its own names for them."""

from typing import NamedTuple

from bot.domain.tracks import StageKind


class RoleNames(NamedTuple):
    """Titles of the three parts, and what the candidate does there."""

    candidate: str
    interviewer: str
    observers: str
    scene: str


_USUAL = RoleNames(
    "Candidate", "Interviewer", "Observers", "The interviewer asks; the candidate answers aloud or here."
)
_ROLES = {
    StageKind.TEAM: RoleNames(
        "Candidate",
        "Lead interviewer",
        "Panel",
        "A panel: everybody but the candidate has a sheet and may ask; the lead keeps the time.",
    ),
    StageKind.EXECUTIVE: RoleNames(
        "Presenter",
        "Chair",
        "Board",
        "The presenter speaks first; the chair and the board have sheets and ask what a board would ask.",
    ),
    StageKind.OFFER: RoleNames(
        "Candidate",
        "Employer",
        "Observers",
        "The two negotiate: each one's sheet says what they want and where they stop. Show it to nobody.",
    ),
    StageKind.TASK: RoleNames(
        "Candidate",
        "Reviewer",
        "Observers",
        "The candidate tells of a solution of theirs, a take-home or one from work; the reviewer asks why it is so, "
        "and how far it carries.",
    ),
}


def role_names(kind: StageKind) -> RoleNames:
    """The names for a kind of stage."""
    return _ROLES.get(kind, _USUAL)
