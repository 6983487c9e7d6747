"""What people read when something cannot be done with a session."""

from bot.domain.sessions.refusals import No, SessionRefused

_SENTENCES = {
    No.GONE: "There is no such session here: `/session list` shows those that are ahead.",
    No.NOT_HOST: "That is for <@{host_id}>, who hosts this session, and for moderators.",
    No.CANCELLED: "That session was cancelled: `/session list` shows those that are ahead.",
    No.ENDED: "That session is over: `/session list` shows those that are ahead.",
    No.BEGUN: "That session has begun: look for its check-in below the post.",
    No.IN_POLL: "Its time is still to be found: press the times at which you can, the host fixes the best.",
    No.NO_POLL: "The time of that session is fixed: `/session edit` moves it.",
    No.POLL_PASSED: "All those times have passed: cancel this with `/session cancel`, and plan a new one.",
    No.NO_VOTES: "Nobody has pressed a time that is still ahead: give people a little longer.",
    No.TOO_MANY_TIMES: "A poll takes {most} times at most: leave out those that suit you least.",
    No.POLL_TIME: "“{typed}”: {why}",
    No.TOO_MANY_OF_YOURS: "You host {most} sessions that are ahead, the most for one person: cancel one first.",
    No.TOO_MANY: "This server has {most} sessions ahead, the most there can be: cancel one first.",
    No.PAST: "That time has passed already: write one that is ahead, like `tomorrow 18:00` or `Friday 7 pm`.",
    No.NOTHING_CHANGED: "That is how the session stands already: change something in it, then send it again.",
    No.BAD_LENGTH: "A session takes {least} to {most} minutes: write the number, like `60`.",
    No.BAD_PLACES: "A session has {least} to {most} places: write the number, like `12`.",
    No.NOBODY: "Nobody has signed up yet: start it once somebody is there.",
    No.NO_STATS: "These numbers are for moderators and for people who host sessions.",
}


def session_sentence(error: SessionRefused) -> str:
    """The sentence for a refusal."""
    return _SENTENCES[error.reason].format(**error.details)
