"""A walk through a server's bank of questions: a member proposes, a moderator decides, writes, mends and imports."""

from pathlib import Path

from tests.browser.walks import Walk

_TRACK, _STAGE = "Upwork · Product Analyst", "Hiring manager"
_FIND = "Which number on your last dashboard"
_SUGGESTED = f"{_FIND} did nobody look at, and what did you do about it?"
_ALIKE = f"{_FIND} did nobody look at, and what did you learn from it?"
_EDITED = f"{_FIND} did no one look at? What did you change?"

_ROWS = """\
prompt;stage;track;competency;difficulty
"Explain a median to a florist.";hiring-manager;upwork-product-analyst;communication;easy
"A metric jumps by 40 % overnight. What do you check first?";lunch;upwork-product-analyst;;medium
"""


async def test_a_walk_through_the_bank(walk: Walk, tmp_path: Path) -> None:
    await _suggested(walk)
    await walk.look_as("mo")
    await walk.enter("practice")
    await _reviewed(walk)
    await _written(walk)
    await _changed(walk)
    await _looked_through(walk)
    await _imported(walk, tmp_path)
    await _told(walk)
    walk.satisfied()


async def _suggested(walk: Walk) -> None:
    await walk.enter("practice")
    await walk.command("question suggest", track=_TRACK, stage=_STAGE)
    texts = {
        "prompt": _SUGGESTED,
        "assesses": "Whether you notice what your work is used for.",
        "approach": "Name the number and whom it was for\nSay how you noticed\nSay what you did, and what came of it",
    }
    await walk.form(texts, picture=True)
    await walk.sees("a moderator reads it")


async def _reviewed(walk: Walk) -> None:
    await walk.command("question review")
    await walk.sees("1 suggestion to review")
    await walk.picture()
    await walk.press("Approve")
    await walk.sees("Approved by")
    await walk.picture()


async def _written(walk: Walk) -> None:
    await walk.command("question add", track=_TRACK, stage=_STAGE, competency="Communication")
    await walk.form({"prompt": _ALIKE, "probes": "Who asked for it?"})
    await walk.sees("nothing is saved yet")
    await walk.picture()
    await walk.press("Save anyway")
    await walk.sees("Added to this server's bank.")
    await walk.picture()


async def _changed(walk: Walk) -> None:
    await walk.press("Edit")
    await walk.form({"prompt": _EDITED})
    await walk.sees("Saved; the change counts")
    await walk.press("History")
    await walk.sees("Version 2")
    await walk.picture()
    await walk.command("question retire", question="no one look at")
    await walk.sees("Retired, and not asked any more")
    await walk.picture()
    await walk.press("Undo")
    await walk.sees("Restored")


async def _looked_through(walk: Walk) -> None:
    await walk.command("question search", text="what")
    await walk.sees("page 1")
    await walk.picture()
    await walk.press("Next")
    await walk.sees("page 2")


async def _imported(walk: Walk, folder: Path) -> None:
    file = folder / "questions.csv"
    file.write_text(_ROWS, encoding="utf-8-sig")
    await walk.command("question import", file=file)
    await walk.sees("1 problem to mend")
    await walk.picture()
    file.write_text(_ROWS.replace("lunch", "hiring-manager"), encoding="utf-8-sig")
    await walk.command("question import", file=file)
    await walk.sees("2 new questions")
    await walk.picture()
    await walk.press("Import 2 questions")
    await walk.sees("2 questions added")


async def _told(walk: Walk) -> None:
    await walk.look_as("ada")
    await walk.enter("Greenroom")
    await walk.sees("is in the bank now")
    await walk.picture()
