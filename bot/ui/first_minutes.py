"""The first five minutes, for each kind of person: where ``/help`` begins."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

_COMMAND = re.compile(r"`/([a-z]+(?: [a-z]+)?)`")


class Start(NamedTuple):
    """A way to begin. A step that names a command which this bot does not have is left out."""

    key: str
    emoji: str
    label: str
    promise: str
    steps: Sequence[str]


STARTS = (
    Start(
        "start-candidate",
        "🎯",
        "I practise alone",
        "In five minutes you have answered your first interview question and know how to make the answer better.",
        (
            (
                "Run `/mock start` in a text channel{practice}: choose a company and role, then one of its interviews. "
                "A private thread opens for the two of us."
            ),
            "Read the question and press **Answer**. Stuck? **Hint** gives you one step of a good approach at a time.",
            (
                "Press **Finish** when you have had enough: for each answer you learn what it had, what it lacked and "
                "what a strong one sounds like. Rate yourself from 1 to 4 there."
            ),
            "`/mock pipeline` shows the whole hiring process, how far you are, and what is worth doing next.",
            "Come back at any time: `/mock resume` takes you to your open question.",
            "A real interview is near? `/interview add` plans the days before it with you.",
        ),
    ),
    Start(
        "start-group",
        "👥",
        "We are a study group",
        "In five minutes one of you is being interviewed, and the others watch and learn.",
        (
            (
                "One of you runs `/mock start` with the option **visibility** set to public{practice}: everyone in the "
                "channel can follow that thread."
            ),
            "The candidate answers there; only they can press the buttons, so nobody answers by mistake.",
            "After **Finish**, read the debrief together: agree on one thing to do better, then change seats.",
            "Each of you has levels of your own: compare your `/mock pipeline` when you like.",
            (
                "To meet as a group, run `/session create`{practice}: people sign up by a button, and at the time I "
                "form tables, hand out the questions and collect the feedback."
            ),
            "Missing a question that you were really asked? `/question suggest` proposes it to your moderators.",
        ),
    ),
    Start(
        "start-moderator",
        "🛠️",
        "I run this server",
        "In five minutes people here can practise, and you know that nothing is in their way.",
        (
            (
                "Run `/setup` and choose a practice channel: I check every permission that I need there and say how to "
                "grant what is missing."
            ),
            "Choose a moderator role, if others are to help you, and your time zone.",
            "Try it as a member would: `/mock start` in the practice channel.",
            "`/question search` shows what is in stock; `/question add` and `/question import` bring your own.",
            "Tell your members about `/help`: it works for everyone, and only they see it.",
        ),
    ),
)


def commands_in(text: str) -> list[str]:
    """The commands that a text names, without the slash."""
    return _COMMAND.findall(text)


def steps_of(start: Start, known: Collection[str], practice_id: int | None) -> list[str]:
    """The steps whose commands are all among ``known``; the practice channel is named where there is one."""
    where = f", best in <#{practice_id}>" if practice_id is not None else ""
    kept = [step for step in start.steps if set(commands_in(step)) <= set(known)]
    return [step.replace("{practice}", where) for step in kept]
