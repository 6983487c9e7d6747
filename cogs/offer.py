"""The offer: a negotiation, and the candidate's own questions."""

import logging
from typing import Any

import discord

from bot.client import Greenroom
from bot.domain.drafts import Part, Source
from bot.domain.offer import Negotiation
from bot.domain.rounds import Round, Turn
from bot.domain.stages.negotiation import rules as negotiation
from bot.domain.stages.negotiation.notes import changed, in_words
from bot.domain.stages.negotiation.reading import read_lines
from bot.domain.tracks import StageKind
from bot.ui import offer_panels
from bot.ui.actions import action, typed_fields
from bot.ui.reply import Reply
from bot.ui.stage import StageCog
from bot.ui.threads import guild_of
from bot.ui.voices import Voice

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]


class Offer(StageCog):
    """The offer: a negotiation, and the candidate's own questions."""

    kind = StageKind.OFFER
    voice = Voice(
        colour=discord.Colour.from_rgb(214, 72, 84),
        emoji="🤝",
        greeting=(
            "Congratulations on getting here. I have an offer to talk through, and I would like us both to "
            "be glad with it afterwards."
        ),
        lead_ins=(
            "Let me begin.",
            "I understand. About another part:",
            "Let me come back to you on that. Meanwhile:",
            "Good to know. Next:",
        ),
        last_lead_in="And finally:",
        close="Thank you for talking this through so openly. Here is how the negotiation went.",
    )

    # ------------------------------------------------------------------ counter

    @action("offer_counter", int, int, int)
    async def open_counter(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int
    ) -> None:
        """Open the form for a counter."""
        state, turn, game = await self._at(interaction, round_id, position, moves)
        await reply.modal(offer_panels.counter_form(state, turn, game))

    @action("offer_countered", int, int, int, update=True)
    async def counter(self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int) -> None:
        """The form came back: these figures, for this reason."""
        fields = typed_fields(interaction)
        reply.keepsake = "\n\n".join(text for text in fields.values() if text.strip())
        state, _, game = await self._at(interaction, round_id, position, moves)
        package = read_lines(fields.get("figures", ""), game, state.started_at.date()).package
        why = fields.get("text", "").strip()
        asked = _plain_spaced(in_words(package, game, changed(game.standing, package)))
        part = _part(interaction, f"Counter: {asked}.\n{why}".strip())
        await self._play(interaction, reply, state, position, negotiation.countering(moves, package, why), part)

    # ------------------------------------------------------------------ ask

    @action("offer_ask", int, int, int)
    async def open_question(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int
    ) -> None:
        """Open the form for a question."""
        state, turn, game = await self._at(interaction, round_id, position, moves)
        await reply.modal(offer_panels.ask_form(state, turn, game))

    @action("offer_asked", int, int, int, update=True)
    async def ask(self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int) -> None:
        """The form came back: a question to the employer."""
        text = reply.keepsake = typed_fields(interaction).get("text", "")
        state, _, _ = await self._at(interaction, round_id, position, moves)
        part = _part(interaction, text)
        await self._play(interaction, reply, state, position, negotiation.asking(moves, text), part)

    # ------------------------------------------------------------------ the end

    @action("offer_accept", int, int, int)
    async def ask_whether_accepted(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int
    ) -> None:
        """A slip would be costly: ask once more."""
        state, turn, game = await self._at(interaction, round_id, position, moves)
        await reply.say(view=offer_panels.confirm(state, turn, game, accepts=True))

    @action("offer_taken", int, int, int, update=True)
    async def accept(self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int) -> None:
        """Yes: the offer on the table is the deal."""
        state, _, game = await self._at(interaction, round_id, position, moves)
        part = _part(interaction, f"Accepted: {_plain_spaced(in_words(game.standing, game))}.")
        await self._end(interaction, reply, state, position, negotiation.accepting(moves), part)

    @action("offer_leave", int, int, int)
    async def ask_whether_left(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int
    ) -> None:
        """A slip would be costly: ask once more."""
        state, turn, game = await self._at(interaction, round_id, position, moves)
        await reply.say(view=offer_panels.confirm(state, turn, game, accepts=False))

    @action("offer_left", int, int, int, update=True)
    async def leave(self, interaction: Interaction, reply: Reply, round_id: int, position: int, moves: int) -> None:
        """Yes: no deal."""
        state, _, _ = await self._at(interaction, round_id, position, moves)
        part = _part(interaction, "Walked away.")
        await self._end(interaction, reply, state, position, negotiation.leaving(moves), part)

    # ------------------------------------------------------------------ the private sheet

    @action("offer_sheet", int, int)
    async def sheet(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """What the candidate wants, for their eyes only."""
        state = await self.rounds.get(guild_of(interaction), round_id)
        state.check_candidate(interaction.user.id)
        game = negotiation.bargain_of(state.turn(position)).game
        await reply.say(view=offer_panels.sheet(state, game))

    # ------------------------------------------------------------------ inside

    async def _at(
        self, interaction: Interaction, round_id: int, position: int, moves: int
    ) -> tuple[Round, Turn, Negotiation]:
        """The open negotiation, if nothing happened in it since the button was shown."""
        state = await self.rounds.get(guild_of(interaction), round_id)
        state.check_candidate(interaction.user.id)
        turn = state.open_turn(position)
        return state, turn, negotiation.game_at(turn, moves)

    async def _play(
        self, interaction: Interaction, reply: Reply, state: Round, position: int, move: negotiation.Move, part: Part
    ) -> None:
        after = await self.rounds.play(state.guild_id, state.id, interaction.user.id, position, move, part)
        await self.settling.settle(interaction, reply, position, after)

    async def _end(
        self, interaction: Interaction, reply: Reply, state: Round, position: int, move: negotiation.Move, part: Part
    ) -> None:
        """The press came from a message that only the candidate sees: the panel is changed besides."""
        after = await self.rounds.play(state.guild_id, state.id, interaction.user.id, position, move, part)
        try:
            await reply.update(view=offer_panels.done(negotiation.how_it_ended(after.turn(position))))
        except discord.HTTPException as error:
            _log.info("a confirmation could not be changed: %s", error.code)
        await self.settling.retire(interaction, after, position)
        await self.settling.serve(after)


def _plain_spaced(text: str) -> str:
    """Without the spaces at which no line breaks: a transcript is searched for what people would type."""
    return text.replace("\u00a0", " ")


def _part(interaction: discord.Interaction[Any], text: str) -> Part:
    """What was said with a move, as it goes into the transcript."""
    return Part(source_id=interaction.id, source=Source.MODAL, content=text, created_at=interaction.created_at)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Offer(bot.rounds, bot.clockwork))
