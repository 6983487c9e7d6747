"""A person's way through components: finding the button they mean, and filling in a modal."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import render
from .commands import attach, resolve_user
from .ids import Json
from .limits import walk
from .model import Attachment, Channel, Message, Role, User
from .world import World

ROW, BUTTON, SELECT, TEXT_INPUT, LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 1, 2, 3, 4, 18, 19, 21, 22, 23
ENTITY_SELECTS = (5, 6, 7, 8)

ModalValue = str | bool | list[str] | list[User] | list[Role] | list[Channel] | list[tuple[str, bytes]]
ModalValues = Mapping[str, ModalValue]


@dataclass
class ShownModal:
    """A modal the bot opened in front of one person, and where."""

    custom_id: str
    title: str
    components: list[Json]
    user_id: int
    channel_id: int
    message_id: int | None  # of the message whose button opened it; none after a slash command

    def input_ids(self) -> list[str]:
        return [str(one["custom_id"]) for one in walk(self.components) if "custom_id" in one]


def find_component(message: Message, custom_id: str | None, label: str | None) -> Json:
    """The one component with this custom id or label, if a person could use it."""
    usable = [one for one in walk(message.components) if one.get("custom_id")]
    found = [
        one for one in usable if one["custom_id"] == custom_id or (label is not None and one.get("label") == label)
    ]
    if len(found) != 1:
        shown = [(one.get("label"), one["custom_id"]) for one in usable]
        raise LookupError(f"{len(found)} components match {custom_id or label!r}; the message has {shown}")
    if found[0].get("disabled"):
        raise PermissionError(f"{custom_id or label!r} is disabled")
    return found[0]


class ModalFiller:
    """Builds the `components` and `resolved` parts of a modal submission."""

    def __init__(self, world: World, place: Channel, values: ModalValues) -> None:
        self.world, self.place, self.values = world, place, values
        self.resolved: Json = {}
        self.files: dict[int, Attachment] = {}

    def fill(self, modal: ShownModal) -> list[Json]:
        surplus = set(self.values) - set(modal.input_ids())
        if surplus:
            raise LookupError(f"the modal has no inputs {sorted(surplus)}; it has {modal.input_ids()}")
        return [self._top(component) for component in modal.components]

    def _top(self, component: Json) -> Json:
        head: Json = {"type": component["type"], "id": component["id"]}
        if component["type"] == LABEL:
            return head | {"component": self._input(component["component"])}
        if component["type"] == ROW:
            return head | {"components": [self._input(one) for one in component["components"]]}
        return head

    def _input(self, component: Json) -> Json:
        kind, name = component["type"], str(component["custom_id"])
        head: Json = {"type": kind, "id": component["id"], "custom_id": name}
        given = self.values.get(name)
        if kind == TEXT_INPUT:
            return head | {"value": _text(component, given)}
        if kind == CHECKBOX:
            return head | {"value": bool(component.get("default", False) if given is None else given)}
        if kind == RADIO:
            chosen = given if given is not None else next(iter(_defaults(component)), None)
            return head | {"value": _choice(component, chosen)}
        return head | {"values": self._many(component, given)}

    def _many(self, component: Json, given: ModalValue | None) -> list[str]:
        chosen = list(given) if isinstance(given, list) else [given] if isinstance(given, str) else _defaults(component)
        least = int(component.get("min_values", 1)) if component.get("required", True) else 0
        if not least <= len(chosen) <= int(component.get("max_values") or 25):
            raise ValueError(f"{component['custom_id']} cannot take {len(chosen)} values")
        if component["type"] in (SELECT, CHECKBOXES):
            return _offered(component, list(chosen))
        return [self._resolved(one) for one in chosen]

    def _resolved(self, value: object) -> str:
        if isinstance(value, tuple):
            return attach(self.world, self.place, (str(value[0]), bytes(value[1])), self.resolved, self.files)
        if isinstance(value, User):
            resolve_user(self.world, self.place, value, self.resolved)
            return str(value.id)
        if isinstance(value, Role):
            self.resolved.setdefault("roles", {})[str(value.id)] = render.role(value)
            return str(value.id)
        if isinstance(value, Channel):
            self.resolved.setdefault("channels", {})[str(value.id)] = render.channel(self.world, value)
            return str(value.id)
        raise TypeError(f"{value!r} cannot be chosen")


def _text(component: Json, given: ModalValue | None) -> str:
    """What the client lets a person send: the prefilled text stays unless they replace it."""
    text = str(component.get("value") or "") if given is None else str(given)
    least = int(component.get("min_length") or 0)
    if component.get("required", True) and not text:
        raise ValueError(f"{component['custom_id']} must be filled in")
    if text and not least <= len(text) <= int(component.get("max_length") or 4000):
        raise ValueError(f"{component['custom_id']} cannot take {len(text)} characters")
    return text


def _choice(component: Json, chosen: object) -> str | None:
    if chosen is not None:
        return _offered(component, [chosen])[0]
    if component.get("required", True):
        raise ValueError(f"{component['custom_id']} must be chosen")
    return None


def _defaults(component: Json) -> list[str]:
    return [str(one["value"]) for one in component.get("options") or [] if one.get("default")]


def _offered(component: Json, chosen: list[object]) -> list[str]:
    values = [str(one["value"]) for one in component.get("options") or []]
    wrong = [one for one in chosen if one not in values]
    if wrong:
        raise ValueError(f"{component['custom_id']} offers {values}, not {wrong}")
    return [str(one) for one in chosen]
