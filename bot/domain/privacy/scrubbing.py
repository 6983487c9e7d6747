"""People inside JSON: taken out without a trace, or picked out for themselves."""

import re
from typing import Any

_CANDIDATES: dict[str, Any] = {"answers": [], "notes": [], "ticked": [], "game": None}
"""What a sitting says in its candidate's words, or about them."""


def names(text: str, user_id: int) -> bool:
    """Whether a person's id stands in a text, as a whole number."""
    return re.search(rf"(?<!\d){user_id}(?!\d)", text) is not None


def scrubbed(value: Any, user_id: int, stand_in: int) -> Any:
    """The same without a person: ``stand_in`` for their id, nothing for their words and those about them."""
    if isinstance(value, dict):
        return _object(value, user_id, stand_in)
    if isinstance(value, list):
        others = [one for one in value if not (isinstance(one, dict) and one.get("user_id") == user_id)]
        return [scrubbed(one, user_id, stand_in) for one in others]
    if isinstance(value, str):
        return str(stand_in) if value == str(user_id) else value
    # A number that is true or false is no id.
    return stand_in if value == user_id and not isinstance(value, bool) else value


def _object(value: dict[str, Any], user_id: int, stand_in: int) -> dict[str, Any]:
    emptied: dict[str, Any] = {}
    if value.get("candidate_id") == user_id:
        emptied |= {key: empty for key, empty in _CANDIDATES.items() if key in value}
    if value.get("host_id") == user_id and "title" in value:
        emptied["title"] = ""
    return {
        str(stand_in) if key == str(user_id) else key: scrubbed(emptied.get(key, one), user_id, stand_in)
        for key, one in value.items()
    }


def own_part(value: Any, user_id: int) -> Any:
    """What of a JSON value is about a person, for themselves: their roles, their words, and no one else's."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for key, one in value.items():
            if (part := own_part(one, user_id)) is not None:
                found[key] = part
        if value.get("candidate_id") == user_id and value.get("answers"):
            found["answers"] = value["answers"]
        if found and "number" in value:
            found["number"] = value["number"]
        return found or None
    if isinstance(value, list):
        parts = [_own_item(one, user_id) for one in value]
        return [one for one in parts if one is not None] or None
    return value if value == user_id and not isinstance(value, bool) else None


def _own_item(value: Any, user_id: int) -> Any:
    if isinstance(value, dict) and value.get("user_id") == user_id:
        return value
    return own_part(value, user_id)
