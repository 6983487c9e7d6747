"""Read one content file as a model."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.domain.mistakes import Mistake, explain

M = TypeVar("M", bound=BaseModel)


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
