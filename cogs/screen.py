"""The recruiter's screen: brisk and broad."""

import discord

from bot.client import Greenroom
from bot.domain.rounds import Round, Turn
from bot.domain.stages.salary.rules import acknowledgement
from bot.domain.tracks import StageKind
from bot.domain.turns import Form
from bot.ui.stage import StageCog
from bot.ui.voices import Voice


class Recruiter(Voice):
    """Takes note of the salary before going on, and knows that the very last question is the candidate's."""

    def lead_in(self, state: Round, turn: Turn) -> str:
        """What is said before a question."""
        before = state.turns[turn.position - 1] if turn.position else None
        if before is not None and before.form is Form.SALARY and (noted := acknowledgement(before)):
            return f"{noted} Now to you."
        after = state.turns[turn.position + 1 :]
        if turn.form is Form.QUESTION and [one.form for one in after] == [Form.REVERSE]:
            return self.last_lead_in
        return super().lead_in(state, turn)


class Screen(StageCog):
    """The recruiter's screen: brisk and broad."""

    kind = StageKind.SCREEN
    voice = Recruiter(
        colour=discord.Colour.from_rgb(32, 148, 243),
        emoji="📞",
        greeting=(
            "Hello, and thank you for making the time. I have a handful of short questions, three minutes each at "
            "most; for the last minutes you ask and I answer."
        ),
        lead_ins=(
            "Let us begin.",
            "Thank you. Next one.",
            "Good, moving on.",
            "Noted. And this:",
        ),
        last_lead_in="Last question from my side.",
        close="That is all from my side: thank you for the conversation. Here is how it came across.",
    )


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Screen(bot.rounds, bot.clockwork))
