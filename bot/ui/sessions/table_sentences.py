"""What people read when something at a table, or at a check-in, cannot be done."""

from bot.domain.sessions.table_refusals import TableRefused, Why

_SENTENCES = {
    Why.NO_TABLE: "I know no such table here: `/session list` shows this server's sessions.",
    Why.CHECK_IN_OVER: "The check-in is over and the tables are formed: press **I am here** to sit down at one.",
    Why.CHECK_IN_CHANGED: "People keep coming this very moment: press once more.",
    Why.SESSION_OVER: "This session is over: `/session list` shows what comes next.",
    Why.NOT_HOST: "That is for the host, <@{host}>, and for moderators: ask one of them.",
    Why.TABLE_ENDED: "This table has ended: what is left are the scorecards in its thread.",
    Why.TABLES_FULL: "All tables are full at the moment: ask the host whether somebody gives up a place.",
    Why.NOT_AT_TABLE: "You do not sit at this table: **I am here** under the check-in gives you a place.",
    Why.NOT_INTERVIEWER: "The sheet is for <@{interviewer}>, who asks in this round: press **Note** for what you hear.",
    Why.YOURS_LATER: "The sheet is for <@{interviewer}>, who asks in this round: yours comes with your turn.",
    Why.NO_SHEET: "You are the candidate in this round: answer aloud or here, the others take the notes.",
    Why.SITTING_OVER: "That round is over: the newest panel below has the buttons that count.",
    Why.UNKNOWN_POINT: "That button does not fit this round any more: open **My sheet** anew.",
    Why.NOTE_EMPTY: "There is no letter in that note: write what you heard, then send it again.",
    Why.NOTE_TOO_LONG: "That note has {length} characters and {most} fit: split it in two.",
    Why.TOO_MANY_NOTES: "You have {most} notes in this round, the most there can be: the rest fits on your scorecard.",
    Why.SAME_PERSON: "One person cannot have both parts: choose two.",
    Why.NOT_SEATED: "That person does not sit at this table: choose somebody who does.",
}


def table_sentence(error: TableRefused) -> str:
    """The sentence for what was refused."""
    return _SENTENCES[error.why].format(**error.details)
