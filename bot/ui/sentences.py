"""What people read when something cannot be done: one sentence each, and it says what to do."""

from bot.domain.errors import Reason, Refusal, Refused, StoreBusy, StoreFull, StoreUnavailable
from bot.domain.matrix import MatrixRefused
from bot.domain.offer import OfferRefused
from bot.ui.matrix_sentences import matrix_sentence
from bot.ui.offer_sentences import offer_sentence

_SENTENCES = {
    Reason.UNKNOWN_TRACK: "I do not know that track: start typing and pick one from the list.",
    Reason.UNKNOWN_STAGE: "{track} has no such stage: start typing and pick one from the list.",
    Reason.TOO_MANY_OPEN: "You have {most} open rounds here already: finish one first, `/mock status` shows them.",
    Reason.ALREADY_OPEN: "You have a round of this stage open already: {where} waits for you.",
    Reason.NOT_ADDED: "I could not add you to a thread in {channel}: check that you see that channel, then try again.",
    Reason.NO_ROUND_HERE: "There is no round in this thread: `/mock start` opens one.",
    Reason.NO_OPEN_ROUND: "You have no open round in this server: `/mock start` opens one.",
    Reason.SEVERAL_OPEN: "You have several open rounds: run this inside the thread of the one you mean.",
    Reason.ROUND_GONE: "That round does not exist any more: `/mock start` opens a new one.",
    Reason.ROUND_CLOSED: "That round is over: its debrief is in the thread, and `/mock start` opens a new one.",
    Reason.ROUND_OPEN: "That round is still open: press **Finish** first, then its debrief comes.",
    Reason.NOT_CURRENT: "That question is settled already: go on with the newest one below, or run `/mock resume`.",
    Reason.NOT_YOURS: "This is <@{candidate_id}>'s round: `/mock start` opens one for you.",
    Reason.EMPTY_ANSWER: "That answer was empty: write at least a word, or press **Skip**.",
    Reason.NO_DRAFT: "There is nothing to submit yet: press **Answer** to write, or reply to the question first.",
    Reason.BAD_LEVEL: "A level is 1, 2, 3 or 4: press one of the four buttons.",
    Reason.LAST_STAGE: "That was the last stage of this track: `/mock start` opens any stage again.",
    Reason.NOT_A_SERVER: "Rounds live in a server's threads: run this in a text channel of a server.",
    Reason.NOT_A_TEXT_CHANNEL: "I cannot open threads here: run this in a text channel.",
    Reason.NO_PRIVATE_THREADS: (
        "I need the permission **Create Private Threads** in {channel}: ask someone who manages this server for it, "
        "or take the round in a public thread."
    ),
    Reason.NO_PUBLIC_THREADS: (
        "I need the permission **Create Public Threads** in {channel}: ask someone who manages this server for it."
    ),
    Reason.MISSING_PERMISSION: (
        "I need the permission **{permission}** in {channel}: ask someone who manages this server for it."
    ),
    Reason.THREAD_CAP: (
        "This server is near Discord's limit of 1,000 active threads: ask a moderator to archive some, then try again."
    ),
    Reason.THREAD_LOCKED: "The thread of that round is locked: ask a moderator to unlock it, then run `/mock resume`.",
    Reason.NOT_YOUR_MESSAGE: "I can only take your own messages as your answer: pick one that you wrote.",
    Reason.EMPTY_MESSAGE: "That message has no text and no file to take as an answer: pick another one.",
    Reason.ALREADY_GIVEN: "That message is your answer to an earlier question already: pick another one.",
    Reason.UNKNOWN_BUTTON: "That button is from an older version of me: run `/mock resume` for a fresh one.",
}

_BUSY = "My storage is busy and nothing was saved: give it half a minute, then try once more."
_FULL = "My storage is full, so nothing was saved: whoever hosts me has to free some space."
_DOWN = "My storage did not answer, so nothing was saved: try again in a minute."
DISCORD_FAILED = "Discord did not do its part just now: look at `/mock status`, and try again if nothing came of it."
UNEXPECTED = (
    "Something went wrong on my side: try again, and if it stays, give whoever hosts me the code `{reference}`."
)


def sentence(error: Refusal | StoreUnavailable) -> str:
    """The sentence for something that was refused, or that could not be saved."""
    if isinstance(error, Refused):
        return _SENTENCES[error.reason].format(**error.details)
    if isinstance(error, OfferRefused):
        return offer_sentence(error)
    if isinstance(error, MatrixRefused):
        return matrix_sentence(error)
    if isinstance(error, StoreFull):
        return _FULL
    if isinstance(error, StoreBusy):
        return _BUSY
    return _DOWN
