"""A walk through what moderators settle: a suggestion declined, a report, two editors at once, files and tracks."""

from pathlib import Path

from playwright.async_api import Download

from tests.browser.walks import Walk

_TRACK, _STAGE = "Upwork · Product Analyst", "Hiring manager"
_SUGGESTED = "What is your favourite colour of dashboard?"
_TOML = """\
title = "Harbour Tools · Data Analyst"
company = "Harbour Tools"
role = "Data Analyst"
dossier = "Harbour Tools rents out equipment for small building sites."
tips = ["Say what you would measure in the first week."]

[[stages]]
id = "first-call"
kind = "screen"
title = "First call"
conductor = "A recruiter"
minutes = 20
briefing = "A short, friendly call about you, the role and how people here work."
competencies = ["communication"]

[[stages.questions]]
id = "harbour-why"
prompt = "Why would you like to work with tools that are rented out?"
assesses = "Whether you looked at what the company does."
approach = ["Name what drew you", "Tie it to something you did"]
sample_answer = "I like work whose result is used the next morning. At my last job I saw what late trucks cost."
probes = ["What would you look at first?", "Who rents these tools?"]
key_points = ["knows the business", "ties it to own work"]
competency = "communication"
difficulty = "easy"
tags = ["motivation"]
minutes = 3
"""


async def test_a_walk_through_what_moderators_settle(walk: Walk, tmp_path: Path) -> None:
    await _declined(walk)
    await _reported(walk)
    await _listed(walk)
    await _edited_twice(walk)
    await _taken_out_and_in(walk, tmp_path)
    await _own_track(walk, tmp_path)
    walk.satisfied()


async def _declined(walk: Walk) -> None:
    await walk.enter("practice")
    await walk.command("question suggest", track=_TRACK, stage=_STAGE)
    await walk.form({"prompt": _SUGGESTED})
    await walk.sees("a moderator reads it")
    await walk.look_as("mo")
    await walk.enter("practice")
    await walk.command("question review")
    await walk.press("Decline")
    await walk.form({"reason": "A colour says little about somebody's work."}, picture=True)
    await walk.sees("Declined by")
    await walk.picture()
    await walk.look_as("ada")
    await walk.enter("Greenroom")
    await walk.sees("A colour says little")
    await walk.picture()


async def _reported(walk: Walk) -> None:
    await walk.begin(_TRACK, "Recruiter screen", questions="1")
    await walk.press("Answer")
    await walk.form({"text": "I moved the weekly report to one page, and two teams began to read it."})
    await walk.sees("Report a question")
    await walk.press("Report a question")
    dialog = walk.page.locator(".modal-dialog")
    await dialog.locator(".select-trigger").click()
    await dialog.locator(".select-option").first.click()
    await walk.form({"reason": "It asks two things at once."}, picture=True)
    await walk.sees("moderators see your report")
    await walk.look_as("mo")
    await walk.enter("practice")
    await walk.command("question review")
    await walk.sees("It asks two things at once.")
    await walk.picture()
    await walk.press("Dismiss")
    await walk.sees("Dismissed;")
    await walk.picture()


async def _listed(walk: Walk) -> None:
    await walk.command("question list", track=_TRACK, stage=_STAGE, difficulty="hard")
    await walk.sees("page 1")
    await walk.picture()


async def _edited_twice(walk: Walk) -> None:
    """The same moderator in two windows stands for two moderators: what counts is the version that each one saw."""
    await walk.command("question view", question="Hires by enterprise")
    await walk.press("Edit")
    other = await Walk.set_out(walk.page.context, walk.hosted, "other", Path("unused"))
    await other.look_as("mo")
    await other.enter("practice")
    await other.press("Edit")
    await other.form({"assesses": "Whether the story has a result."})
    await other.sees("Saved; the change counts")
    assert other.complaints == []
    await other.page.close()
    await walk.form({"assesses": "Whether the story has a beginning."})
    await walk.sees("changed while you were writing")
    await walk.picture()
    await walk.press("Edit again on top")
    await walk.form({})
    await walk.sees("Saved; the change counts")


async def _taken_out_and_in(walk: Walk, folder: Path) -> None:
    await walk.command("question export", format="CSV")
    file = await _downloaded(walk, folder, ".csv")
    await walk.picture()
    await walk.command("question import", file=file)
    await walk.sees("nothing to import")
    await walk.picture()


async def _own_track(walk: Walk, folder: Path) -> None:
    file = folder / "harbour-tools.toml"
    file.write_text(_TOML.replace('kind = "screen"', 'kind = "lunch"'), encoding="utf-8")
    await walk.command("track import", file=file)
    await walk.sees("harbour-tools.toml")
    await walk.picture()
    file.write_text(_TOML, encoding="utf-8")
    await walk.command("track import", file=file)
    await walk.sees("Harbour Tools")
    await walk.command("track list")
    await walk.picture()
    await walk.command("track view", track="Harbour Tools")
    await walk.sees("First call")
    await walk.picture()
    await walk.command("track export", track="Harbour Tools")
    await _downloaded(walk, folder, ".toml")
    await walk.command("track remove", track="Harbour Tools")
    await walk.picture()
    await walk.press("Remove track")
    await walk.sees("removed")


async def _downloaded(walk: Walk, folder: Path, ending: str) -> Path:
    button = walk.messages.last.get_by_role("button", name="Download")
    async with walk.page.expect_download() as waited:
        await button.last.click()
    got: Download = await waited.value
    assert got.suggested_filename.endswith(ending)
    file = folder / f"taken{ending}"
    await got.save_as(file)
    return file
