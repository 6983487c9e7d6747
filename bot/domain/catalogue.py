"""Read the content files and report every mistake in them at once, by file, key and reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.domain.competencies import Competency, Rubrics
from bot.domain.content import read_content
from bot.domain.interviews.words import InterviewWords
from bot.domain.matrix import Exercise, load_exercises
from bot.domain.mistakes import ContentError, Mistake
from bot.domain.offer import Employer, load_employers
from bot.domain.scenes import Scenes
from bot.domain.sessions.interviewing import Interviewing, ShippedInterviewing
from bot.domain.talk import Talk
from bot.domain.tasks import Task, load_tasks
from bot.domain.tracks import Stage, Track

T = TypeVar("T")

__all__ = ["Catalogue", "ContentError", "Mistake", "load", "uncovered"]


@dataclass(frozen=True)
class Catalogue:
    """The built-in content: tracks by id, in the order of their titles, the rubrics, and what stages are made of."""

    tracks: dict[str, Track]
    rubrics: Rubrics
    scenes: Scenes = field(default_factory=Scenes)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    employers: Mapping[str, Employer] = field(default_factory=dict)
    talk: Talk = field(default_factory=Talk)
    interviews: InterviewWords = field(default_factory=InterviewWords)
    interviewing: Interviewing = field(default_factory=Interviewing)

    def stage(self, track_id: str, stage_id: str) -> Stage | None:
        """The stage of a track, if both exist."""
        track = self.tracks.get(track_id)
        return track.stage(stage_id) if track else None


def load(folder: Path) -> Catalogue:
    """Read every content file below ``folder``: ``rubrics.toml``, ``talk.toml``, ``tracks/`` and so on.

    :raises ContentError: with every mistake of every file.
    """
    mistakes: list[Mistake] = []
    rubrics = read_content(folder / "rubrics.toml", Rubrics, mistakes)
    files = sorted((folder / "tracks").glob("*.toml"))
    if not files:
        mistakes.append(Mistake("tracks/", "-", "there is no track file; at least one is needed"))
    tracks = [track for file in files if (track := read_content(file, Track, mistakes, id=file.stem)) is not None]
    mistakes.extend(_shared_ids(tracks))
    scenes = read_content(folder / "scenes.toml", Scenes, mistakes)
    talk = read_content(folder / "talk.toml", Talk, mistakes)
    interviews = read_content(folder / "interviews.toml", InterviewWords, mistakes)
    interviewing = read_content(folder / "interviewing.toml", ShippedInterviewing, mistakes)
    tasks = _read(lambda: load_tasks(folder / "tasks"), mistakes)
    exercises = _read(lambda: load_exercises(folder), mistakes)
    employers = _read(lambda: load_employers(folder), mistakes)
    if mistakes or rubrics is None or scenes is None or talk is None or interviews is None or interviewing is None:
        raise ContentError(mistakes)
    in_order = {track.id: track for track in sorted(tracks, key=lambda track: track.title)}
    made = (tasks or {}, exercises or {}, employers or {})
    return Catalogue(in_order, rubrics, scenes, *made, talk, interviews, interviewing)


def _read(reader: Callable[[], T], mistakes: list[Mistake]) -> T | None:
    """What ``reader`` gives; its mistakes are added to all others."""
    try:
        return reader()
    except ContentError as error:
        mistakes += error.mistakes
        return None


def uncovered(catalogue: Catalogue) -> frozenset[Competency]:
    """Competencies that no question of any track measures."""
    asked = {q.competency for t in catalogue.tracks.values() for s in t.stages for q in s.questions}
    return frozenset(Competency) - asked


def _shared_ids(tracks: Iterable[Track]) -> Iterable[Mistake]:
    owner: dict[str, str] = {}
    for track in tracks:
        for stage in track.stages:
            for question in stage.questions:
                if question.id in owner and owner[question.id] != track.id:
                    reason = f"this question id is also used in {owner[question.id]}.toml; give it another one"
                    yield Mistake(f"{track.id}.toml", question.id, reason)
                owner.setdefault(question.id, track.id)
