"""What somebody would like to be in a session."""

from enum import StrEnum


class Wish(StrEnum):
    """The part that somebody signs up for."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    EITHER = "either"
    OBSERVER = "observer"
