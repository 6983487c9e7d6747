"""How an interviewer of each kind of stage sounds and looks. Each stage's cog brings its own."""

from dataclasses import dataclass

import discord

from bot.domain.rounds import Round, Turn


@dataclass(frozen=True)
class Voice:
    """An interviewer's manner.

    ``lead_ins`` introduce questions in turn, ``last_lead_in`` the last one; ``close`` is said over the summary.
    """

    colour: discord.Colour
    emoji: str
    greeting: str
    lead_ins: tuple[str, ...]
    last_lead_in: str
    close: str

    def lead_in(self, state: Round, turn: Turn) -> str:
        """What is said before a question; the same one for the same question, however often it is shown.

        A turn may bring its own, as ``lead_in`` in its data.
        """
        own = turn.data.get("lead_in")
        if isinstance(own, str):
            return own
        number = state.number_of(turn.position)
        if number == 1:
            return self.lead_ins[0]
        if number == state.count:
            return self.last_lead_in
        return self.lead_ins[1 + (number - 2) % (len(self.lead_ins) - 1)]
