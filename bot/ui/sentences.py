"""What people read when something cannot be done: one sentence each, and it says what to do."""

from collections.abc import Callable
from typing import Any

from bot.domain.bank.drafting import UnfitText
from bot.domain.bank.overlay import EditConflict
from bot.domain.errors import Reason, Refusal, Refused, StoreBusy, StoreFull, StoreUnavailable
from bot.domain.interviews.refusals import InterviewRefused
from bot.domain.matrix import MatrixRefused
from bot.domain.offer import OfferRefused
from bot.domain.progress.refusals import ProgressRefused
from bot.domain.sessions.refusals import SessionRefused
from bot.domain.sessions.score_refusals import CardRefused
from bot.domain.sessions.table_refusals import TableRefused
from bot.domain.when import WhenError
from bot.services.banks import LookAlike
from bot.services.day_answers import DayOver
from bot.ui.bank.sentences import bank_sentence
from bot.ui.daily.reading import Unread
from bot.ui.interviews.sentences import interview_sentence
from bot.ui.matrix_sentences import matrix_sentence
from bot.ui.offer_sentences import offer_sentence
from bot.ui.progress.sentences import progress_sentence
from bot.ui.sessions.score_sentences import card_sentence
from bot.ui.sessions.sentences import session_sentence
from bot.ui.sessions.table_sentences import table_sentence
from bot.ui.text import without_ghosts
from bot.ui.when_sentences import when_sentence

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
    Reason.NO_HINT: "This question came without hints: go at it your own way.",
    Reason.BAD_LEVEL: "A level is 1, 2, 3 or 4: press one of the four buttons.",
    Reason.LAST_STAGE: "That was the last stage of this track: `/mock start` opens any stage again.",
    Reason.NOT_A_SERVER: "That works in a server only: run it in a text channel of one.",
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
    Reason.UNKNOWN_QUESTION: "This server has no such question: start typing its words and pick one from the list.",
    Reason.RETIRED_ALREADY: "That question is retired already: `/question restore` brings it back.",
    Reason.NO_SUCH_VERSION: "That question has no such version: `/question history` shows those it has.",
    Reason.NOTHING_TO_RESTORE: "That question is in use as it is: there is nothing to restore.",
    Reason.NOTHING_CHANGED: "That is how the question stands already: change something in it, then send it again.",
    Reason.UNKNOWN_COMPETENCY: "I do not know that competency: start typing and pick one from the list.",
    Reason.NOT_KEPT: "Nothing of yours waits behind that button any more: run the command again.",
    Reason.SUGGESTED_ENOUGH_TODAY: (
        "You have suggested {most} questions within a day, thank you: the next one can come <t:{again}:R>."
    ),
    Reason.TOO_MANY_SUGGESTIONS_WAIT: (
        "{most} of your suggestions wait for a moderator: give them time to read, then suggest more."
    ),
    Reason.UNKNOWN_SUGGESTION: "There is no such suggestion in this server: `/question review` shows those that wait.",
    Reason.SUGGESTION_DECIDED: "<@{moderator_id}> has {outcome} that suggestion already: go on with the next one.",
    Reason.PLACE_GONE: "The stage of this suggestion is no longer offered: decline it, or bring its track back first.",
    Reason.BLANK_REASON: "That reason was empty: write in a few words what is wrong.",
    Reason.REASON_TOO_LONG: "That reason has {length} characters: bring it down to {most}.",
    Reason.REPORTED_ALREADY: "You have reported that question before: moderators have what you wrote.",
    Reason.NOTHING_TO_REPORT: "None of these questions is from the question bank: tell a moderator what is wrong.",
    Reason.REPORT_SETTLED: "Nobody's report of that question waits any more: go on with the next one.",
    Reason.NO_TEXT_TO_SUGGEST: "That message has no text to suggest: pick another one, or run `/question suggest`.",
    Reason.WORK_STOPPED: "Stopped: nothing was saved.",
    Reason.WORK_OVER: "There is nothing left to stop: that work is over.",
    Reason.WORK_RUNNING: "A file of this server is being worked on: wait until it is done, then try again.",
    Reason.IMPORT_GONE: (
        "That file does not wait here any more, it was imported or is older than a day: send it again with "
        "`/question import`."
    ),
    Reason.BANK_CHANGED: "Somebody changed the bank this very moment and nothing was saved: press once more.",
    Reason.FILE_OVER_LIMIT: "{name} is larger than {most}: split it, and send the parts one by one.",
    Reason.TRACK_BUILT_IN: "`{track}` is a track that everybody has: give yours another name with the option `id`.",
    Reason.TRACK_IS_THERE: (
        "This server has a track `{track}` already: set the option `replace` to put this one in its place."
    ),
    Reason.TOO_MANY_TRACKS: "This server has {most} tracks of its own, the most there can be: remove one first.",
    Reason.TRACK_STAYS: "{track} is built in and stays: what can be removed are tracks of this server's own.",
    Reason.NOT_TOML_FILE: "A track is a file whose name ends in `.toml`: `/track export` gives you one to start from.",
    Reason.NO_TRACK_ID: (
        "`{track}` cannot be a track's id: use the option `id` with up to 40 small letters, digits and hyphens."
    ),
    Reason.PRESS_AGAIN: "That took me too long for a form to open: press it once more.",
    Reason.UNKNOWN_BUTTON: (
        "That button is from an older version of me: run its command once more (in a round, `/mock resume`)."
    ),
    Reason.MATRIX_UNFILLED: "Your matrix comes first: fill in {missing}, then defend what comes out of it.",
    Reason.NO_TASK_HERE: (
        "There is no take-home in this thread: start a technical task with `/mock start`, and run this in its thread."
    ),
    Reason.TASK_NOT_OPEN: "Your take-home is still closed: press **Open** or run `/task open`, your time starts then.",
    Reason.TASK_IS_OPEN: "Your take-home is open already and its deadline stays: `/mock resume` shows it again.",
    Reason.TASK_IS_IN: "Your take-home is handed in already: go on with the question below.",
    Reason.UNKNOWN_PROBLEM: "Your task has no such problem: start typing and pick one from the list.",
    Reason.UNKNOWN_TABLE: "Your task has no such table: start typing and pick one from the list.",
    Reason.BAD_TIME: "I need a time between 1 hour and 14 days: write it like `6 hours` or `2 days`.",
    Reason.EMPTY_SQL: "There was no query in that: write one that begins with SELECT or WITH.",
    Reason.NOT_SQL_FILE: "I run files whose name ends in `.sql`: rename yours, or paste the query instead.",
    Reason.FILE_EMPTY: "{name} is empty: save your text in it, then attach it again.",
    Reason.FILE_TOO_LARGE: "{name} is larger than {most}: keep to one query, or attach a shorter file.",
    Reason.FILE_NOT_TEXT: "{name} is not plain text in UTF-8: save it as UTF-8 text, then attach it again.",
    Reason.FILE_UNREADABLE: "I could not get {name} from Discord: attach it once more.",
    Reason.NO_SANDBOX: (
        "I cannot run SQL at the moment: try again in a minute, and if it stays, tell whoever hosts me."
    ),
    Reason.NOT_A_MODERATOR: (
        "That is for moderators: you need **Manage Server**{role}, so ask someone who manages this server."
    ),
    Reason.NOT_A_MANAGER: (
        "The moderator role is chosen by people with **Manage Server**: ask one of them to run `/setup`."
    ),
    Reason.NOT_INSTALLED: (
        "I am not a member of this server yet: add me with the install link and its `bot` scope, then run `/setup`."
    ),
    Reason.UNKNOWN_ZONE: "I know no time zone for “{typed}”: write the largest city near you, such as Berlin or Lagos.",
    Reason.SEVERAL_ZONES: "“{typed}” may be one of several time zones: write one of {near}, or pick from the list.",
    Reason.NOT_A_CHANNEL_HERE: "I need an ordinary text channel of this server: pick one from the list.",
    Reason.DAILY_GONE: "That daily question is not there any more: `/daily now` asks you another one.",
    Reason.DAILY_NOT_YOURS: "This question is for <@{user_id}>: `/daily now` asks you one of your own.",
    Reason.DAILY_EMPTY: "There was no text in that answer: write at least a word, then send it again.",
    Reason.DAILY_TOO_LONG: "That answer has {length} characters: bring it down to {most}.",
    Reason.DAILY_OVER: "That question takes no answers any more: `/daily now` asks you another one.",
    Reason.DAILY_DONE: "You have answered that one: `/daily now` asks you another one.",
    Reason.DAILY_NOTHING_TYPED: (
        "I can read nothing of yours below the question yet: press **Answer** to write, or reply to the question."
    ),
    Reason.DAILY_NO_QUESTION: (
        "No question fits {wanted}: leave the track or the competency out, or pick another one from the list."
    ),
    Reason.DAILY_ENOUGH: "You have had {most} questions within a day: let them sink in, then come back tomorrow.",
    Reason.NOT_SUBSCRIBED: "You have no daily question in this server yet: `/daily subscribe` sets one up.",
    Reason.PAUSE_NO_DAY: "That pause would end before it begins: give a day in `until` that is later than {first}.",
    Reason.PAUSE_TOO_LONG: "A pause can be a year long at most: give an earlier day, or run `/daily unsubscribe`.",
    Reason.NOT_PAUSED: "Your daily question is not paused: the next one comes as planned.",
    Reason.NOT_A_ROLE_HERE: "I cannot tell moderators by that role: pick one that only your moderators have.",
    Reason.NOT_A_ROLE_TO_PING: "I do not ping everyone: pick a role that people choose for the daily question.",
    Reason.NO_DAILY_CHANNEL: "This server has no daily question yet: `/daily channel set` starts one.",
    Reason.DAY_ANSWER_FIRST: "Write your own answer first: then you see what the others wrote.",
    Reason.DAY_HIDDEN: "The answers are for those who gave one too: the next question comes soon.",
    Reason.DAY_OWN_ANSWER: "That one is yours: others say whether it is useful.",
    Reason.CHANNEL_GONE: "The channel of that round is gone: run `/mock resume` in another channel of that server.",
    Reason.REMINDER_GONE: "That reminder is not there any more: `/remind me` sets a new one.",
    Reason.REMINDER_UNCLEAR: "I do not know the time yet: press the one you mean, or **Edit** to write it anew.",
    Reason.REMINDER_PASSED: "That time has passed meanwhile: press **Edit** and write another one.",
    Reason.REMINDER_BLANK: "There was nothing to remind you of in that: write at least a word.",
    Reason.REMINDER_TOO_LONG: "A reminder may have {most} characters and that has {length}: make it shorter.",
    Reason.REMINDER_TIME_TOO_LONG: "A time may have {most} characters: write it like `tomorrow 9am` or `in 2 hours`.",
    Reason.REMINDER_IS_SET: "That reminder is set already: `/remind cancel` takes it back.",
    Reason.REMINDER_SETTLED: "You ticked that one off already: `/remind me` sets a new one.",
    Reason.TOO_MANY_REMINDERS: (
        "You have {most} reminders in this server, the most there can be: take one back with `/remind cancel` first."
    ),
    Reason.REMINDED_ENOUGH_TODAY: (
        "You have set {most} reminders within a day, the most there can be: the next one can be set <t:{again}:R>."
    ),
    Reason.NO_REMINDER_SUCH: "You have no such reminder here: start typing its words and pick one from the list.",
    Reason.QUIET_HALF: "Quiet hours need both ends: write them like `from 22:00` and `until 7:00`.",
    Reason.QUIET_SAME: "Quiet hours cannot end when they begin: choose two different times.",
}

DAY_OVER = "Answering this question has ended, its wrap-up is there: the next question comes soon."
_BUSY = "My storage is busy and nothing was saved: give it half a minute, then try once more."
_FULL = "My storage is full, so nothing was saved: whoever hosts me has to free some space."
_DOWN = "My storage did not answer, so nothing was saved: try again in a minute."
DISCORD_FAILED = "Discord did not do its part just now: look whether it happened all the same, and try again if not."
DISCORD_FORBIDS = (
    "Discord does not let me do that here: a moderator sees with `/setup` what I may, and which permission is missing."
)
DISCORD_TOO_LARGE = "That file is larger than Discord takes here, so I could not send it."
UNEXPECTED = (
    "Something went wrong on my side: try again, and if it stays, give whoever hosts me the code `{reference}`."
)


_BY_KIND: tuple[tuple[type[Exception], Callable[[Any], str]], ...] = (
    (Refused, lambda error: _SENTENCES[error.reason].format(**error.details)),
    (OfferRefused, offer_sentence),
    (MatrixRefused, matrix_sentence),
    (InterviewRefused, interview_sentence),
    (SessionRefused, session_sentence),
    (CardRefused, card_sentence),
    (TableRefused, table_sentence),
    (ProgressRefused, progress_sentence),
    (WhenError, when_sentence),
    (Unread, lambda error: str(error.words)),
    (DayOver, lambda _: DAY_OVER),
    (UnfitText, bank_sentence),
    (LookAlike, bank_sentence),
    (EditConflict, bank_sentence),
    (StoreFull, lambda _: _FULL),
    (StoreBusy, lambda _: _BUSY),
)
"""How each kind of refusal is told; the first that fits counts."""


def sentence(error: Refusal | StoreUnavailable) -> str:
    """The sentence for something that was refused, or that could not be saved."""
    return without_ghosts(next((told(error) for kind, told in _BY_KIND if isinstance(error, kind)), _DOWN))
