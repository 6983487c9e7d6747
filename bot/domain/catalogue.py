"""Read the content files and report every mistake in them at once, by file, key and reason."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.domain.competencies import Competency, Rubrics
from bot.domain.tracks import Stage, Track

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with a content file. ``key`` names the place as a path of keys and ids."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class ContentError(Exception):
    """Content files cannot be used; ``mistakes`` holds all that is wrong with them."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


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
    rubrics = _read(folder / "rubrics.toml", Rubrics, mistakes)
    files = sorted((folder / "tracks").glob("*.toml"))
    if not files:
        mistakes.append(Mistake("tracks/", "-", "there is no track file; at least one is needed"))
    tracks = [track for file in files if (track := _read(file, Track, mistakes, id=file.stem)) is not None]
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


def _read(file: Path, model: type[M], mistakes: list[Mistake], **extra: object) -> M | None:
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        mistakes.append(Mistake(file.name, "-", "the file is missing"))
    except UnicodeDecodeError:
        mistakes.append(Mistake(file.name, "-", "the file is not saved as UTF-8 text"))
    except tomllib.TOMLDecodeError as error:
        mistakes.append(Mistake(file.name, "-", f"this is not valid TOML: {error}"))
    else:
        try:
            return model.model_validate(raw | extra)
        except ValidationError as error:
            mistakes.extend(_explain(file.name, raw, error))
    return None


def _explain(file: str, raw: object, error: ValidationError) -> Iterable[Mistake]:
    for detail in error.errors(include_url=False):
        reason = detail["msg"].removeprefix("Value error, ")
        yield Mistake(file, _name_place(raw, detail["loc"]) or "-", reason[:1].lower() + reason[1:])


def _name_place(raw: object, loc: tuple[int | str, ...]) -> str:
    """Write a validation path with ids where the entries have them: ``stages[screen].questions[why-us].prompt``."""
    words: list[str] = []
    for part in loc:
        if isinstance(part, int):
            raw = raw[part] if isinstance(raw, list) and part < len(raw) else None
            name = raw.get("id", part + 1) if isinstance(raw, dict) else part + 1
            if words:
                words[-1] += f"[{name}]"
        else:
            raw = raw.get(part) if isinstance(raw, dict) else None
            words.append(part)
    return ".".join(words)
