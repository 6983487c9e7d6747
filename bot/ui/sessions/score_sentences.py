"""What people read when something cannot be done with a scorecard."""

from bot.domain.sessions.score_refusals import CardRefused, NoCard

_SENTENCES = {
    NoCard.GONE: "There are no such scorecards here: press the button below the newest sitting in your table's thread.",
    NoCard.STRANGER: "These cards are for the people of that sitting: yours come after a sitting of your own table.",
    NoCard.LEFT: "You left that table, so its cards go on without yours: the next session has new ones.",
    NoCard.LATE: "These cards closed <t:{at}:R>, so I cannot take this one any more: say it in the thread instead.",
    NoCard.OPENED: "These cards were opened <t:{at}:R> and stay as they are: say it in the thread instead.",
    NoCard.NO_SUCH_PART: "Your card has no such part: press **My scorecard** for the parts that it has.",
    NoCard.NO_LEVEL: "A level is missing: choose one for each row, or **Not seen** where you could not tell.",
    NoCard.TOO_LONG: "One of your texts has {length} characters: bring it down to {most}.",
}


def card_sentence(error: CardRefused) -> str:
    """The sentence for what was refused."""
    return _SENTENCES[error.reason].format(**error.details)
