"""The executives: a presentation, strategy, and a decision between two projects."""

import asyncio
from typing import Any

import discord

from bot.client import Greenroom
from bot.domain.drafts import Part, Source, attachments, join
from bot.domain.errors import Reason, Refused
from bot.domain.matrix import MatrixRefused
from bot.domain.rounds import Round
from bot.domain.stages.matrix import rules as moves
from bot.domain.stages.matrix.state import MatrixState
from bot.domain.stages.presentation.agenda_check import check_agenda
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Turn
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.forms.matrix import case_card, figures_form, refilled
from bot.ui.forms.presentation import agenda
from bot.ui.matrix_sentences import matrix_sentence
from bot.ui.reply import Reply
from bot.ui.stage import StageCog
from bot.ui.threads import guild_of
from bot.ui.voices import Voice

Interaction = discord.Interaction[Greenroom]

_TAKEN = "Taken: the matrix stands below."
_AGAIN = "{sentence} Everything else you typed is still in the form."


class Executive(StageCog):
    """The executives: a presentation, strategy, and a decision between two projects."""

    kind = StageKind.EXECUTIVE
    voice = Voice(
        colour=discord.Colour.from_rgb(155, 89, 182),
        emoji="🏛️",
        greeting=(
            "Good to meet you. I have forty-five minutes and I like the conclusion first: tell me what you "
            "think, then why."
        ),
        lead_ins=(
            "Let us get to it.",
            "Understood. A different angle.",
            "Fair. Then consider this.",
            "Go on to this one.",
        ),
        last_lead_in="A last one before we close.",
        close="Thank you. Here is what stays with me from the conversation.",
    )

    # ------------------------------------------------------------------ the presentation

    @action("agenda", int, int)
    async def check_agenda(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """Look at what is drafted so far, for the candidate's eyes only."""
        state, turn = await self._open(interaction, round_id, position, Form.PRESENTATION)
        parts = (await self.rounds.parts(state)).get(turn.position, [])
        await reply.say(agenda(await asyncio.to_thread(check_agenda, join(parts), attachments(parts))))

    # ------------------------------------------------------------------ the matrix

    @action("matrix", int, int, int)
    async def open_figures(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, which: int
    ) -> None:
        """Open the form of the weights, or of one project's scores."""
        _, turn = await self._open(interaction, round_id, position, Form.MATRIX)
        matrix = MatrixState.of(turn)
        await reply.modal(
            figures_form(matrix, _form_of(matrix, which), custom_id("matrix_in", round_id, position, which))
        )

    @action("matrix_in", int, int, int, update=True)
    async def take_figures(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, which: int
    ) -> None:
        """Figures came back: kept at once, or said what is wrong with them, with the rest kept in the form."""
        fields = typed_fields(interaction)
        reply.keepsake = "\n".join(fields.values())
        before, turn = await self._open(interaction, round_id, position, Form.MATRIX)
        matrix = MatrixState.of(turn)
        form = _form_of(matrix, which)
        typed = moves.typed_in(matrix, fields)
        reply.keepsake = moves.written(matrix, form, typed)
        where = (guild_of(interaction), round_id, interaction.user.id, position)
        try:
            moves.check(form, typed)
        except MatrixRefused as error:
            await self.rounds.play(*where, moves.put_aside(form, typed))
            sentence = _AGAIN.format(sentence=matrix_sentence(error))
            await reply.say(sentence, view=refilled(before, position, matrix, form))
            return
        part = _part(interaction, moves.written(matrix, form, typed))
        state = await self.rounds.play(*where, moves.filled(form, typed, part), part)
        await self._show_anew(interaction, reply, state, position)

    @action("matrix_case", int, int)
    async def show_case(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """The case once more, for the candidate's eyes only."""
        _, turn = await self._open(interaction, round_id, position, Form.MATRIX)
        await reply.say(view=case_card(MatrixState.of(turn), self.voice))

    # ------------------------------------------------------------------ inside

    async def _show_anew(self, interaction: Interaction, reply: Reply, state: Round, position: int) -> None:
        """Bring the newer panel. A form that was opened from a word beside the panel leaves that word behind."""
        message = interaction.message
        if message is None or not message.flags.ephemeral:
            await self.settling.settle(interaction, reply, position, state, _TAKEN)
            return
        await reply.update(content=_TAKEN, view=None)
        await self.settling.retire(interaction, state, position)
        await self.settling.serve(state)

    async def _open(self, interaction: Interaction, round_id: int, position: int, form: Form) -> tuple[Round, Turn]:
        """The round and its open turn, which has to be of this form."""
        state = await self.rounds.get(guild_of(interaction), round_id)
        state.check_candidate(interaction.user.id)
        turn = state.open_turn(position)
        if turn.form is not form:
            raise Refused(Reason.UNKNOWN_BUTTON)
        return state, turn


def _form_of(matrix: MatrixState, which: int) -> str:
    if not 0 <= which < len(matrix.forms):
        raise Refused(Reason.UNKNOWN_BUTTON)
    return matrix.forms[which]


def _part(interaction: discord.Interaction[Any], text: str) -> Part:
    return Part(source_id=interaction.id, source=Source.MODAL, content=text, created_at=interaction.created_at)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Executive(bot.rounds, bot.clockwork))
