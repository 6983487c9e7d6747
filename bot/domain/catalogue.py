"""Read the content files and report every mistake in them at once, by file, key and reason."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.domain.competencies import Competency, Rubrics
from bot.domain.mistakes import ContentError, Mistake, explain
from bot.domain.tracks import Stage, Track

M = TypeVar("M", bound=BaseModel)

__all__ = ["Catalogue", "ContentError", "Mistake", "load", "read_content", "uncovered"]


@dataclass(frozen=True)
class Catalogue:
    """The built-in content: tracks by id, in the order of their titles, and the rubrics."""

    tracks: dict[str, Track]
    rubrics: Rubrics

    def stage(self, track_id: str, stage_id: str) -> Stage | None:
        """The stage of a track, if both exist."""
        track = self.tracks.get(track_id)
        return track.stage(stage_id) if track else None


def load(folder: Path) -> Catalogue:
    """Read ``rubrics.toml`` and ``tracks/*.toml`` below ``folder``.

    :raises ContentError: with every mistake of every file.
    """
    mistakes: list[Mistake] = []
    rubrics = read_content(folder / "rubrics.toml", Rubrics, mistakes)
    files = sorted((folder / "tracks").glob("*.toml"))
    if not files:
        mistakes.append(Mistake("tracks/", "-", "there is no track file; at least one is needed"))
    tracks = [track for file in files if (track := read_content(file, Track, mistakes, id=file.stem)) is not None]
    mistakes.extend(_shared_ids(tracks))
    if mistakes or rubrics is None:
        raise ContentError(mistakes)
    return Catalogue({track.id: track for track in sorted(tracks, key=lambda t: t.title)}, rubrics)


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


def read_content(file: Path, model: type[M], mistakes: list[Mistake], **extra: object) -> M | None:
    """One file as ``model``, or None with what is wrong added to ``mistakes``; ``extra`` are keys not in the file."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        mistakes.append(Mistake(file.name, "-", "the file is missing"))
    except UnicodeDecodeError:
        mistakes.append(Mistake(file.name, "-", "the file is not saved as UTF-8 text"))
    except tomllib.TOMLDecodeError as error:
        mistakes.append(Mistake(file.name, "-", f"this is not valid TOML: {error}"))
    except OSError as error:
        mistakes.append(Mistake(file.name, "-", f"the file cannot be read: {error.strerror}"))
    else:
        try:
            return model.model_validate(raw | extra)
        except ValidationError as error:
            mistakes.extend(explain(file.name, raw, error))
    return None
