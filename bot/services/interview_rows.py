"""What is owed around an interview, as rows of the table of deliveries."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.interviews.timing import MOST_NUDGES, after_at, checklist_at, luck_at, nudge_at
from bot.domain.interviews.values import Interview, Say

Row = Mapping[str, Any]


def all_rows(one: Interview, zone: str, now: datetime) -> list[Row]:
    """Everything that is still to be said; what came once for this time does not come again."""
    said = one.after.said
    rows = list(_prep_rows(one, now))
    if one.starts_at > now:
        if Say.CHECKLIST not in said:
            # An interview that is noted on its last evening gets its checklist at once.
            rows.append(_row(one, Say.CHECKLIST, max(now, checklist_at(one.starts_at, zone))))
        if Say.LUCK not in said and (at := luck_at(one.starts_at)) > now:
            rows.append(_row(one, Say.LUCK, at))
    if Say.AFTER not in said:
        rows.append(_row(one, Say.AFTER, after_at(one.ends_at, zone)))
    return [*rows, *nudge_rows(one, zone, now)]


def nudge_rows(one: Interview, zone: str, now: datetime, days: int | None = None) -> list[Row]:
    """The next question whether the company was heard of, if there is to be one; ``days``: what it said just now."""
    if one.after.nudges >= MOST_NUDGES or not one.is_planned:
        return []
    counted = f"{one.after.nudges + 1}:{one.after.asked}"
    return [_row(one, Say.NUDGE, nudge_at(one, zone, now, days), counted)]


def _prep_rows(one: Interview, now: datetime) -> Iterator[Row]:
    for number, step in enumerate(one.plan):
        if step.sent and step.at > now - timedelta(minutes=1):
            row = _row(one, Say.PREP, step.at, str(number))
            yield {**row, "payload": {**row["payload"], "step": number}}


def _row(one: Interview, say: Say, due_at: datetime, counted: str = "") -> dict[str, Any]:
    return {
        "guild_id": one.guild_id,
        "channel_id": None,
        "user_id": one.user_id,
        "kind": say.value,
        "key": ":".join(filter(None, (one.subject, str(one.version), say.value, counted))),
        "subject": one.subject,
        "payload": {"interview": one.id, "version": one.version, "elsewhere": [one.channel_id]},
        "due_at": due_at,
    }
