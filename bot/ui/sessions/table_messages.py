"""What check-ins and tables say, by the kind of notice."""

from typing import Any

from bot.domain.deliveries import Delivery
from bot.domain.sessions.table_notices import (
    CheckInPost,
    SessionPersonal,
    SessionTrouble,
    TableClock,
    TableNotice,
    TablePanel,
    TableQuestion,
    TableWord,
)
from bot.ui.sessions import checkin, table


def message(notice: TableNotice, delivery: Delivery) -> dict[str, Any]:
    """One message; in a channel its person is called."""
    match notice:
        case CheckInPost():
            return {"view": checkin.post(notice)}
        case TablePanel():
            return table.panel(notice)
        case TableQuestion():
            return table.question(notice)
        case TableClock():
            return table.clock(notice)
        case TableWord():
            return table.word(notice)
        case SessionPersonal():
            return checkin.personal(notice, delivery.guild_id, delivery.payload.get("channel"))
        case SessionTrouble():
            return checkin.trouble(notice, delivery.guild_id, _called(delivery))
        case _:
            raise TypeError(f"no way to say {type(notice).__name__}")


def _called(delivery: Delivery) -> int | None:
    """Whom to call, where it stands in a channel; whoever had their data deleted is nobody."""
    return delivery.user_id if delivery.channel_id and delivery.user_id > 0 else None
