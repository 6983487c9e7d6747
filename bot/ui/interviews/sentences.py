"""What people read when something cannot be done with an interview."""

from bot.domain.interviews.refusals import InterviewRefused, No

_SENTENCES = {
    No.GONE: "You have no such interview here: `/interview list` shows those you have.",
    No.TOO_MANY: "You have {most} interviews ahead, the most there can be: `/interview remove` takes one away.",
    No.BLANK: "The {what} has no letter in it: write it as you would say it.",
    No.PAST: "That time has passed already: write one that is ahead, like `tomorrow 9am` or `12 March 14:30`.",
    No.NOTHING_CHANGED: "That is how the interview stands already: change something in it, then send it again.",
    No.NO_POINTS: "I found no point in that: write two or three lines on what you talked about.",
    No.NO_NUMBER: "I need a whole number of days from 1 to {most}: write it like `5`.",
    No.NO_TRACK: "I have no stage like that one to practise: `/mock start` shows those that I have.",
    No.NO_CHANNEL: "I found no channel to open a round in: run `/mock start` in a text channel of that server.",
    No.BROUGHT: "That is over by now: `/interview list` shows what is next.",
}


def interview_sentence(error: InterviewRefused) -> str:
    """The sentence for what was refused."""
    return _SENTENCES[error.reason].format(**error.details)
