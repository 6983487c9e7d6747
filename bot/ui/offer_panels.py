"""The messages of a negotiation that is going on: its panel, the forms behind its buttons, the private sheet."""

from datetime import datetime, timedelta

import discord

from bot.domain.offer import Issue, Move, MoveKind, Negotiation, Status, figure
from bot.domain.offer.negotiation import LONGEST_TEXT
from bot.domain.rounds import Round, Turn
from bot.domain.stages.negotiation.notes import SHORT, changed, in_words, points
from bot.domain.stages.negotiation.reading import as_typed, names_a_figure
from bot.domain.stages.negotiation.rules import bargain_of, how_it_ended
from bot.ui import panels
from bot.ui.actions import ActionButton, custom_id
from bot.ui.offer_tables import TITLES, currency_name, offer_table, package_table
from bot.ui.text import cut, inert, moment, plural
from bot.ui.voices import Voice

_LEAD_IN = "I understand. Now to the offer itself:"
_QUOTED = 400
_SAID = 900
_OVER = discord.Colour.dark_grey()
_PRIVATE = discord.Colour.from_rgb(230, 159, 0)
_FIGURES_ROOM = 1000

Row = discord.ui.ActionRow[discord.ui.LayoutView]


def panel(
    state: Round, turn: Turn, voice: Voice, ends_at: datetime | None, *, reads_messages: bool
) -> discord.ui.LayoutView:
    """What was said, the offer on the table, and the moves that are left."""
    game = bargain_of(turn).game
    last = game.moves[-1] if game.moves else None
    said = _exchange(game, last) if last else _opening(game)
    opening = f"\n{_LEAD_IN}" if last is None else ""
    return panels.card(
        voice.colour,
        f"{panels.heading(state, turn)}{opening}\n{panels.prompt(turn) if last is None else _title(game)}",
        said,
        offer_table(game, state.started_at),
        f"{panels.clock(turn, ends_at)}-# {_how(game, reads_messages)}",
        items=[_moves_row(state, turn, game)],
        row=_last_row(state, turn, game),
    )


def settled(state: Round, turn: Turn) -> discord.ui.LayoutView:
    """A panel that was used: what the candidate did, or how it ended."""
    game = bargain_of(turn).game
    if game.deal is not None:
        deal = package_table(game.deal, game.employer.currency, state.started_at)
        return panels.card(_OVER, _headed(state, turn, "🤝 You have a deal"), _exchange(game, game.moves[-1]), deal)
    if turn.settled_at is not None:
        said = [_exchange(game, game.moves[-1])] if game.is_over else []
        return panels.card(_OVER, _headed(state, turn, "🚪 No deal"), *said, how_it_ended(turn))
    if not game.moves:
        return panels.settled(state, turn.position)
    before = game.model_copy(update={"moves": game.moves[:-1]})
    told = _did(before, game.moves[-1])
    table = offer_table(before, state.started_at)
    return panels.card(_OVER, _headed(state, turn, "The offer was"), table, f"{told}\n-# ⬇️ Goes on below")


def counter_form(state: Round, turn: Turn, game: Negotiation) -> discord.ui.Modal:
    """All six figures in one box, as they were last asked for, and a reason."""
    modal = panels.blank_form("Your counter-offer", custom_id("offer_countered", *_where(state, turn, game)))
    asked = game.counters[-1] if game.counters else game.standing
    currency = game.employer.currency
    lines = "\n".join(f"{SHORT[issue]}: {as_typed(issue, asked[issue], currency)}" for issue in Issue)
    figures: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="figures",
        style=discord.TextStyle.paragraph,
        default=lines,
        max_length=_FIGURES_ROOM,
        required=True,
    )
    reason: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text",
        style=discord.TextStyle.paragraph,
        max_length=LONGEST_TEXT - _FIGURES_ROOM,
        required=False,
        placeholder="Something they can pass on: market figures, your own results, what you would give in return",
    )
    modal.add_item(discord.ui.TextDisplay(f"**On the table:** {in_words(game.standing, game)}"))
    filled = "your last request" if game.counters else "their offer"
    modal.add_item(
        discord.ui.Label(
            text="What you ask for",
            description=f"Filled in with {filled}. Change any figure; what you leave stays so.",
            component=figures,
        )
    )
    modal.add_item(discord.ui.Label(text="Why", component=reason))
    return modal


def ask_form(state: Round, turn: Turn, game: Negotiation) -> discord.ui.Modal:
    """One question to the employer."""
    modal = panels.blank_form("Your question", custom_id("offer_asked", *_where(state, turn, game)))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=LONGEST_TEXT - _FIGURES_ROOM, required=True
    )
    left = f"Asking changes nothing on the table. They answer {plural(game.questions_left, 'more question')}."
    modal.add_item(discord.ui.Label(text="What would you like to know?", description=left, component=field))
    return modal


def confirm(state: Round, turn: Turn, game: Negotiation, *, accepts: bool) -> discord.ui.LayoutView:
    """A second look before a move that ends the talk."""
    worth, line = points(game.wishes.utility(game.standing)), points(game.wishes.walk_away)
    yours = f"By your sheet it is worth {worth} to you, and your line is at {line}."
    row: Row = discord.ui.ActionRow()
    where = _where(state, turn, game)
    style = discord.ButtonStyle
    if accepts:
        text = f"### Take this offer?\n{in_words(game.standing, game)}.\n{yours} With your yes it is settled."
        row.add_item(ActionButton("Yes, I accept", "offer_taken", *where, style=style.success, emoji="🤝"))
    else:
        text = f"### Leave without a deal?\nThe offer on the table is gone then. {yours}"
        row.add_item(ActionButton("Yes, walk away", "offer_left", *where, style=style.danger, emoji="🚪"))
    return panels.card(_PRIVATE, text, "-# To go on talking, just dismiss this message.", row=row)


def done(text: str) -> discord.ui.LayoutView:
    """What a confirmation becomes when it was pressed."""
    return panels.card(_OVER, text)


def sheet(state: Round, game: Negotiation) -> discord.ui.LayoutView:
    """What the candidate wants; for their eyes only."""
    wishes, currency = game.wishes, game.employer.currency
    lines = []
    for issue in wishes.by_weight():
        wish = wishes.wishes[issue]
        least, hope = (_wished(issue, end, currency, state.started_at) for end in (wish.least, wish.hope))
        lines.append(
            f"**{TITLES[issue]}** · weight {wish.weight} · you hope for {hope}; {least} is worth nothing to you"
        )
    now = points(wishes.utility(game.standing))
    asked = f", your last request {points(wishes.utility(game.counters[-1]))}" if game.counters else ""
    pay = f" Today your base is {figure(Issue.BASE, wishes.pay_now, currency)}." if wishes.pay_now else ""
    return panels.card(
        _PRIVATE,
        f"### Your private sheet\n{wishes.about}{pay}",
        "\n".join(lines),
        f"**Walk away below {points(wishes.walk_away)}.** The offer on the table is worth {now} to you{asked}.",
        "-# 100 points are all your hopes met; each part counts by its weight, in a straight line up to what you hope "
        "for. They never see this sheet, and theirs is shown to you at the end.",
    )


def _wished(issue: Issue, amount: float, currency: str, since: datetime) -> str:
    words = figure(issue, amount, currency)
    return f"{moment(since + timedelta(days=amount), 'd')} ({words})" if issue is Issue.START else words


def _opening(game: Negotiation) -> str:
    employer = game.employer
    return (
        f"For this talk I speak for an employer made up for practice: **{employer.title}**. {employer.summary} "
        f"All money is in {currency_name(employer.currency)}.\n\n{_quoted(game.said)}"
    )


def _exchange(game: Negotiation, move: Move) -> str:
    """What the candidate did last and what was said to it."""
    before = game.model_copy(update={"moves": game.moves[:-1]})
    return f"{_did(before, move)}\n\n**{game.employer.title}**\n{_quoted(move.said)}{_hint(move)}"


def _did(before: Negotiation, move: Move) -> str:
    """A move of the candidate's, against the offer that was on the table before it."""
    words = f"\n> {inert(cut(move.text, _QUOTED))}" if move.text.strip() else ""
    if move.kind is MoveKind.COUNTER and move.package is not None:
        parts = in_words(move.package, before, changed(before.standing, move.package))
        return f"**You** asked for {parts}.{words}"
    if move.kind is MoveKind.QUESTION:
        return f"**You** asked:{words}"
    return "**You** accepted the offer." if move.kind is MoveKind.ACCEPT else "**You** walked away."


def _hint(move: Move) -> str:
    """A figure inside a question is no request; who meant one learns how to make it."""
    if move.kind is MoveKind.QUESTION and names_a_figure(move.text):
        return (
            "\n-# I took that as a question. To ask for figures, press Counter or write them without a question mark."
        )
    return ""


def _quoted(said: str) -> str:
    return "\n".join(f"> {line}" for line in cut(said, _SAID).splitlines())


def _title(game: Negotiation) -> str:
    if game.status is Status.FINAL:
        return "### Our last offer"
    new = len(game.offers) > 1 and game.moves[-1].offer not in {None, game.offers[-2]}
    return "### Our new offer" if new else "### The offer on the table"


def _headed(state: Round, turn: Turn, title: str) -> str:
    return f"{panels.heading(state, turn)}\n### {title}"


def _how(game: Negotiation, reads_messages: bool) -> str:
    if game.status is Status.FINAL:
        return "Nothing is left to talk about: take it, or leave it. My sheet says what it is worth to you."
    write = "type here" if reads_messages else "reply to this message"
    rest = "you last asked for them" if game.counters else "they are"
    return (
        f"Press Counter or Ask; or {write} and press Submit: a question, or “base 64,000, remote 3 days. …” "
        f"Parts you do not name stay as {rest}. Only you see your sheet."
    )


def _moves_row(state: Round, turn: Turn, game: Negotiation) -> Row:
    where, style, row = _where(state, turn, game), discord.ButtonStyle, _row()
    if game.status is not Status.FINAL:
        row.add_item(ActionButton("Counter", "offer_counter", *where, style=style.primary, emoji="↔️"))
        none = game.questions_left <= 0
        row.add_item(ActionButton("Ask", "offer_ask", *where, emoji="❔", disabled=none))
    row.add_item(ActionButton("Accept", "offer_accept", *where, style=style.success, emoji="🤝"))
    row.add_item(ActionButton("Walk away", "offer_leave", *where, style=style.danger, emoji="🚪"))
    row.add_item(ActionButton("My sheet", "offer_sheet", state.id, turn.position, emoji="🗒️"))
    return row


def _last_row(state: Round, turn: Turn, game: Negotiation) -> Row:
    if game.status is not Status.FINAL:
        return panels.buttons(state, turn)
    row = _row()
    row.add_item(
        ActionButton("Finish", "finish", state.id, turn.position, style=discord.ButtonStyle.danger, emoji="🏁")
    )
    return row


def _row() -> Row:
    return discord.ui.ActionRow()


def _where(state: Round, turn: Turn, game: Negotiation) -> tuple[int, int, int]:
    """Round, position, and the number of moves made: what is pressed later than that is stale."""
    return state.id, turn.position, len(game.moves)
