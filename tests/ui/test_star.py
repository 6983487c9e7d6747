"""STAR in a debrief: quoted, harmless, and always within one message; and a briefing that names its panel."""

import discord
import pytest

from bot.domain.catalogue import load
from bot.domain.debrief import entry
from bot.domain.drafts import Source
from bot.domain.notices import Briefing, DebriefEntry
from bot.domain.rounds import TurnStatus
from bot.domain.stages import Dealing, deal_turns
from bot.domain.star import StarPart
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Turn
from bot.settings import ROOT
from bot.ui import debriefs, panels
from bot.ui.star import TITLE, star
from bot.ui.voices import Voice
from tests.domain.values import START, later, make_part, make_round
from tests.ui.told import all_text

CONTENT = load(ROOT / "data")
VOICE = Voice(discord.Colour.blue(), "👥", "Hello.", ("Well.", "Next."), "Last.", "Thanks.")
TRACK = CONTENT.tracks["upwork-product-analyst"]
STAGE = next(stage for stage in TRACK.stages if stage.kind is StageKind.TEAM)
NASTY = (
    "Situation: **@everyone** <@123> [a](https://x.example) `code` " + "_so_ *many* ~~marks~~ " * 30 + "\n"
    "Task: I was asked to || hide || it.\nAction: I wrote > a # check.\nResult: Errors fell from 9 % to 2 %."
)


def _parts(*spans: str) -> list[StarPart]:
    return [StarPart(name, (span,) if span else (), "say it.") for name, span in zip("STAR", spans, strict=True)]


def test_each_part_is_quoted_or_says_what_to_add() -> None:
    text = star(_parts("We were late.", "", "I called **them**.", ""), 1024)
    lines = text.split("\n")
    assert "We were late." in lines[0]
    assert lines[1].endswith("not there yet: say it.")
    assert r"\*\*them\*\*" in lines[2]


@pytest.mark.parametrize("room", [1024, 500, 330, 120, 60])
def test_it_fits_its_room(room: int) -> None:
    assert 0 < len(star(_parts("a *b* " * 200, "", "c " * 400, "d" * 900), room)) <= room


@pytest.mark.parametrize("answer", [NASTY, NASTY.replace("\n", " "), "No.", "We did it. " * 300])
def test_a_debrief_with_its_story_fits_one_message(answer: str) -> None:
    for kind in (StageKind.TEAM, StageKind.MANAGER):
        for question in STAGE.questions:
            turn = Turn(
                position=0, question=question, status=TurnStatus.ANSWERED, prompted_at=START, settled_at=later()
            )
            state = make_round(1, kind=kind, turns=(turn,), finished_at=later(minutes=5))
            found = entry(turn, [make_part(1, answer[:4000], source=Source.MODAL)])
            rubric = CONTENT.rubrics.of(question.competency)
            embeds = debriefs.entry(DebriefEntry(round=state, entry=found, rubric=rubric), VOICE)["embeds"]
            assert sum(map(len, embeds)) <= 6000
            fields = {field.name: field.value or "" for field in embeds[1].fields}
            assert all(len(value) <= 1024 for value in fields.values())
            if question.behavioural and found.feedback and not found.feedback.off_topic:
                assert TITLE in fields


def test_a_follow_up_in_the_debrief_is_one_compact_entry() -> None:
    question = STAGE.questions[0]
    turns = (
        Turn(position=0, question=question, status=TurnStatus.ANSWERED),
        Turn(
            position=1,
            question=question,
            form=Form.PROBE,
            status=TurnStatus.ANSWERED,
            data={"lack": "no_number", "wording": "x"},
        ),
    )
    state = make_round(1, kind=StageKind.MANAGER, turns=turns, finished_at=later(minutes=5))
    found = entry(turns[1], [make_part(1, "From 9 % to 2 %.")])
    shown = debriefs.entry(
        DebriefEntry(round=state, entry=found, rubric=CONTENT.rubrics.of(question.competency)), VOICE
    )
    assert len(shown["embeds"]) == 2
    assert "view" not in shown
    assert "Asked on because the result had no number." in str(shown["embeds"][1].fields[0].value)


async def test_the_briefing_names_the_panel() -> None:
    turns = deal_turns(Dealing(CONTENT, TRACK, STAGE, seed=1))
    state = make_round(1, kind=StageKind.TEAM, turns=turns, briefing="b" * 1500)
    view = panels.briefing(Briefing(round=state), VOICE, "<@1>")
    text = all_text(view)
    assert len(text) <= 4000
    for one in STAGE.panel:
        assert f"{one.name} ({one.role})" in text
