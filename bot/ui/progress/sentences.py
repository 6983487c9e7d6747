"""What people read when something about progress cannot be done."""

from bot.domain.progress.refusals import No, ProgressRefused

_SENTENCES = {
    No.NOT_SHARED: "<@{user_id}> shares nothing of their progress here: that is up to each person.",
    No.NO_BOARD: "This server has no leaderboard: a moderator can switch it on with `/progress leaderboard`.",
    No.NOT_LED: "That is for moderators and for people who host sessions: `/progress show` is about you alone.",
    No.TOO_FEW: "Fewer than {least} people practised here in the last three months: I say nothing of so small a group.",
    No.BAD_GOAL: "A goal is a whole number of rounds a week, from 1 to {most}, or 0 for none: choose one of these.",
    No.NOT_YOURS: "That is <@{user_id}>'s: `/progress show` opens yours.",
    No.GONE: "That is not there any more: `/progress history` shows what is.",
    No.NOTHING: (
        "There is nothing to export yet: it begins with your first round, `/mock start`, or question, `/daily now`."
    ),
}


def progress_sentence(error: ProgressRefused) -> str:
    """The sentence for what was refused."""
    return _SENTENCES[error.reason].format(**error.details)
