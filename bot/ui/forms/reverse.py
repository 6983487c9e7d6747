"""The candidate's own questions: the panel shows what was answered last, and how many were asked."""

from collections.abc import Iterable
from typing import Any

import discord

from bot.domain.notices import Prompt
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.domain.stages.reverse.rules import LEAST_QUESTIONS, MOST_QUESTIONS, Conversation, Exchange, conversation_of
from bot.ui import panels
from bot.ui.forms.look import Look
from bot.ui.text import cut, inert, plural
from bot.ui.voices import Voice

_ROOM = 2600
"""Characters for all exchanges of a panel, of the 4,000 that a message of this kind may have."""
_QUESTION_ROOM = 110
_LEAST_REPLY = 100


class ReverseLook(Look):
    """The candidate's own questions."""

    async def panel(self, notice: Prompt, voice: Voice, *, reads_messages: bool) -> dict[str, Any]:
        """The invitation first; later the last questions with their answers."""
        turn = notice.turn
        talk = conversation_of(turn)
        exchanges = _exchanges(talk.batch(talk.batches))
        texts = exchanges if talk.batches else [panels.prompt(turn)]
        view = panels.card(
            voice.colour,
            panels.heading(notice.round, turn),
            *texts,
            _progress(talk),
            f"{panels.clock(turn, notice.ends_at)}-# {panels.how_to_answer(reads_messages)}",
            row=panels.buttons(notice.round, turn),
        )
        return {"view": view}

    def settled(self, state: Round, position: int) -> dict[str, Any]:
        """What was shown in the panel, and what no further panel will show."""
        turn = state.turn(position)
        talk = conversation_of(turn)
        if turn.status is TurnStatus.OPEN:
            shown = talk.batch(talk.batches - 1)
        elif talk.over:
            shown = talk.batch(talk.batches - 1, talk.batches)
        else:
            shown = talk.batch(talk.batches)
        texts = _exchanges(shown)
        if talk.over and turn.status is not TurnStatus.OPEN:
            texts.append(_time_is_up(talk))
        return {"view": panels.settled(state, position, "\n\n".join(texts))}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        """One field for as many questions as one likes."""
        modal = panels.blank_form("Your questions for me", custom_id)
        before = f" They follow your {plural(drafted, 'message')} in the thread." if _new(turn, drafted) else ""
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id="text", style=discord.TextStyle.paragraph, max_length=4000, required=True
        )
        modal.add_item(
            discord.ui.Label(
                text="What would you like to know?", description=f"One or several.{before}", component=field
            )
        )
        return modal


def _new(turn: Turn, drafted: int) -> bool:
    """Whether something typed has not been answered yet."""
    return drafted > len(conversation_of(turn).read)


def _exchanges(shown: Iterable[Exchange]) -> list[str]:
    """Each question above its answer; the longer ones give way where there are many."""
    shown = tuple(shown)
    found = []
    for one in shown:
        question = f"**{inert(cut(one.question, _QUESTION_ROOM))}**\n"
        topic = f"*{one.topic}.* " if one.topic else ""
        room = max(_ROOM // len(shown) - len(question) - len(topic), _LEAST_REPLY)
        found.append(f"{question}{topic}{cut(one.reply, room)}")
    return found


def _progress(talk: Conversation) -> str:
    if not talk.batches:
        return "One message may hold several questions. I answer what I can, and say so where I cannot."
    if not talk.batch(talk.batches):
        return "I did not find a question in that. Put it as one, with a question mark, and I gladly answer."
    if talk.asked < LEAST_QUESTIONS:
        return "That was one question. Ask at least one more: it is your turn to find out whether this is your job."
    return (
        f"You have asked {plural(talk.asked, 'question')}, so **Finish** ends our conversation. If there is more on "
        f"your "
        f"mind, ask on; I have time for {MOST_QUESTIONS - len(talk.exchanges)} more."
    )


def _time_is_up(talk: Conversation) -> str:
    left = f" {plural(talk.waiting, 'question')} had to stay open." if talk.waiting else ""
    return f"That was our time for questions.{left} Thank you for asking so many."
