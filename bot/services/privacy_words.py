"""What people read in the files of their data."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.privacy.catalogue import CATALOGUE, ENTRIES

ANSWERS, DAILY, README = "answers", "daily-answers", "README"
_TEXTS = {
    ANSWERS: "Your rounds to read: questions, answers and your own ratings. Feedback is not stored: "
    "`/progress history` opens a round's transcript, where it is written anew.",
    DAILY: "Your answers to daily questions, to read.",
}


def readme(names: Iterable[str], where: str) -> str:
    """Explains each file. ``where``: which servers they are about."""
    lines = [
        "# What Greenroom stores about you",
        "",
        f"This is everything, {where}. The `.json` files hold the rows of the database as they are, one file for each",
        "table; the `.md` files hold the same answers to read. Times are in UTC. Other people's ids are left out; of",
        "scorecards about you there are those that were opened. A file that would be too large goes on in another one",
        "with a number. What you wrote in Discord itself is Discord's to export.",
        "",
        "| file | what is in it | why it is kept | how long |",
        "|---|---|---|---|",
    ]
    lines += [_line(name) for name in names]
    return "\n".join([*lines, ""])


def _line(name: str) -> str:
    stem = name.rpartition(".")[0]
    table = next((one for one in (stem, stem.rpartition("-")[0]) if one in ENTRIES), None)
    if table is not None:
        entry = ENTRIES[table]
        return f"| `{name}` | {entry.what} | {entry.why} | {entry.long} |"
    text = next((words for key, words in _TEXTS.items() if stem.startswith(key)), "")
    return f"| `{name}` | {text} | | |"


def daily_text(row: Mapping[str, Any]) -> str:
    """One daily answer."""
    rating = f"\n\nYour rating: {row['rating']} of 4" if row["rating"] else ""
    quoted = "\n".join(f"> {line}" for line in row["text"].splitlines())
    return f"## {row['answered_at']:%Y-%m-%d}: {row['prompt']}\n\n{quoted}{rating}\n\n"


EXPORTED = tuple(one for one in CATALOGUE if one.of_people)
