"""What is wrong with a content file, in words for people who do not program."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.domain.tracks import seat_loose_questions

_REASONS = {
    "missing": "this key is missing",
    "extra_forbidden": "there is no such key; check its spelling",
    "tuple_type": "this must be a list in square brackets",
    "string_type": "this must be text in quotation marks",
    "int_type": "this must be a whole number without quotation marks",
    "int_parsing": "this must be a whole number without quotation marks",
    "int_from_float": "this must be a whole number",
    "model_type": "this must be a table with keys of its own",
    "model_attributes_type": "this must be a table with keys of its own",
    "enum": "this must be one of {expected}",
    "string_too_short": "this must have at least {min_length} characters, and has {length}",
    "string_too_long": "this may have at most {max_length} characters, and has {length}",
    "string_pattern_mismatch": "this may hold only lower-case letters, digits, and single hyphens between them",
    "too_short": "this needs {min_length} or more entries, and has {actual_length}",
    "too_long": "this may have at most {max_length} entries, and has {actual_length}",
    "greater_than_equal": "this must be {ge} or more",
    "less_than_equal": "this must be {le} or less",
}


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


def explain(file: str, raw: Mapping[str, Any], error: ValidationError) -> Iterable[Mistake]:
    """Everything that ``error`` found in the parsed file ``raw``."""
    seated = seat_loose_questions(raw)
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    for detail in details:
        place = detail["loc"]
        if detail["type"] == "too_short" and any(other[: len(place)] == place != other for other in places):
            continue  # its entries are there; each of them is named by its own mistake
        if place == ("questions",):
            yield from _homeless(file, seated["questions"])
        elif place == ("id",) and "id" not in raw:
            yield Mistake(file, "file name", _reason(detail))
        else:
            yield Mistake(file, _name_place(seated, place) or "-", _reason(detail))


def _homeless(file: str, questions: object) -> Iterable[Mistake]:
    if not isinstance(questions, list):
        yield Mistake(file, "questions", "each question must begin with a line [[questions]]")
        return
    for number, question in enumerate(questions, start=1):
        name = question.get("id", number) if isinstance(question, Mapping) else number
        yield Mistake(file, f"questions[{name}].stage", "this must be the id of a stage of this track")


def _reason(detail: Any) -> str:
    words = _REASONS.get(detail["type"])
    if words is not None:
        length = len(detail["input"].strip()) if isinstance(detail["input"], str) else 0
        return words.format(**detail.get("ctx", {}), length=length)
    reason: str = detail["msg"].removeprefix("Value error, ")
    return reason[:1].lower() + reason[1:]


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
