"""Offers as people read them: a line for each part, with its unit, and what changed."""

from datetime import datetime, timedelta

from bot.domain.offer import Issue, Negotiation, Package, figure
from bot.domain.offer.figures import money
from bot.ui.text import moment

TITLES = {
    Issue.BASE: "Base salary",
    Issue.BONUS: "Bonus",
    Issue.EQUITY: "Equity",
    Issue.SIGNING: "Signing bonus",
    Issue.START: "First day",
    Issue.REMOTE: "Remote work",
}
_CURRENCIES = {
    "GBP": "British pounds (GBP)",
    "EUR": "euros (EUR)",
    "USD": "US dollars (USD)",
    "CHF": "Swiss francs (CHF)",
    "INR": "Indian rupees (INR)",
}


def currency_name(code: str) -> str:
    """``Swiss francs (CHF)``; the code where no name is known."""
    return _CURRENCIES.get(code, code)


def offer_table(game: Negotiation, since: datetime) -> str:
    """The offer on the table, marked with what the last offer changed and with what was asked for.

    ``since``: the moment from which the days up to a start are counted.
    """
    offers, asked = game.offers, game.counters[-1] if game.counters else None
    before = offers[-2] if len(offers) > 1 else None
    lines = [_line(game, issue, since, before, asked) for issue in Issue]
    total = money(game.standing.first_year, game.employer.currency)
    return "\n".join([*lines, f"**The first year, all paid in full:** {total}"])


def package_table(package: Package, currency: str, since: datetime) -> str:
    """A package, a line for each part."""
    lines = [f"**{TITLES[issue]}:** {in_full(issue, package, currency, since)}" for issue in Issue]
    return "\n".join([*lines, f"**The first year, all paid in full:** {money(package.first_year, currency)}"])


def in_full(issue: Issue, package: Package, currency: str, since: datetime) -> str:
    """One figure with its unit and what it comes to."""
    amount = package[issue]
    words = figure(issue, amount, currency)
    if amount == 0 and issue in {Issue.BONUS, Issue.EQUITY, Issue.SIGNING}:
        return "none"
    match issue:
        case Issue.BASE:
            return f"{words} a year, before tax"
        case Issue.BONUS:
            return f"{words} of base a year at target ({money(package.base * amount / 100, currency)})"
        case Issue.EQUITY:
            return f"{words} a year in shares"
        case Issue.SIGNING:
            return f"{words}, paid once"
        case Issue.START:
            return f"{moment(since + timedelta(days=amount), 'D')}, {words}"
        case Issue.REMOTE:
            return words


def _line(game: Negotiation, issue: Issue, since: datetime, before: Package | None, asked: Package | None) -> str:
    now, currency = game.standing, game.employer.currency
    notes = []
    if before is not None and before[issue] != now[issue]:
        mark = "⬆️" if now[issue] > before[issue] else "⬇️"
        notes.append(f"{mark} was {_bare(issue, before[issue], currency)}")
    if asked is not None and asked[issue] != now[issue]:
        notes.append(f"you asked for {_bare(issue, asked[issue], currency)}")
    remark = f" *({'; '.join(notes)})*" if notes else ""
    return f"**{TITLES[issue]}:** {in_full(issue, now, currency, since)}{remark}"


def _bare(issue: Issue, amount: float, currency: str) -> str:
    """A figure beside the one it is compared with."""
    return figure(issue, amount, currency).removeprefix("in ")
