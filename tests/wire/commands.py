"""Application commands as the bot registered them, and the interaction data of a person using one."""

from collections.abc import Mapping

from . import permissions, render
from .errors import ApiError, unknown
from .ids import Json
from .limits import check_length
from .model import Attachment, Channel, Role, User
from .world import World

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)

OptionValue = str | int | float | bool | User | Channel | Role | tuple[str, bytes]
Options = Mapping[str, OptionValue]


class Commands:
    def __init__(self, world: World) -> None:
        self.world = world
        self._stored: dict[int | None, dict[int, Json]] = {None: {}}  # None holds the global ones

    # --- the routes' side ----------------------------------------------------------------------------------

    def listed(self, guild_id: int | None) -> list[Json]:
        return list(self._stored.get(guild_id, {}).values())

    def overwrite(self, guild_id: int | None, wanted: list[Json]) -> list[Json]:
        """Bulk overwrite: a command keeps its id while its name and type stay the same."""
        names = [(one["name"], one.get("type", CHAT)) for one in wanted]
        if len(names) != len(set(names)):
            raise ApiError(400, 50035, "Invalid Form Body", {"name": "Application command names must be unique"})
        made = [self._checked(one, guild_id) for one in wanted]
        self._stored[guild_id] = {int(one["id"]): one for one in made}
        return made

    def upsert(self, guild_id: int | None, wanted: Json) -> Json:
        made = self._checked(wanted, guild_id)
        self._stored.setdefault(guild_id, {})[int(made["id"])] = made
        return made

    def one(self, guild_id: int | None, command_id: int) -> Json:
        found = self._stored.get(guild_id, {}).get(command_id)
        if found is None:
            raise unknown("application command")
        return found

    def delete(self, guild_id: int | None, command_id: int) -> None:
        self.one(guild_id, command_id)
        del self._stored[guild_id][command_id]

    def _checked(self, wanted: Json, guild_id: int | None) -> Json:
        kind = int(wanted.get("type") or CHAT)
        check_length("name", str(wanted.get("name") or ""), 1, 32)
        if kind == CHAT:
            _check_described(wanted)
        old = next((c for c in self.listed(guild_id) if (c["name"], c["type"]) == (wanted["name"], kind)), None)
        made: Json = {
            "id": old["id"] if old else str(self.world.ids.next()), "version": str(self.world.ids.next()),
            "application_id": str(self.world.application_id), "default_member_permissions": None,
            "dm_permission": True, "nsfw": False, "description": "", "options": [],
        }  # fmt: skip
        made |= {key: value for key, value in wanted.items() if key != "id"} | {"type": kind}
        return made if guild_id is None else made | {"guild_id": str(guild_id)}

    # --- a person's side -----------------------------------------------------------------------------------

    def find(self, name: str, kind: int, guild_id: int | None) -> Json:
        """The command a person in this place would see; a server's own comes before a global one."""
        for scope in (guild_id, None):
            for command in self.listed(scope):
                if command["name"] == name and command["type"] == kind:
                    return command
        known = sorted(c["name"] for scope in {guild_id, None} for c in self.listed(scope))
        raise LookupError(f"no command {name!r} is registered here; there are {known}")

    def check_allowed(self, command: Json, user: User, place: Channel) -> None:
        """Discord does not show a command to members without its default permissions."""
        needed = command.get("default_member_permissions")
        if needed is None or place.guild_id is None:
            return
        granted = self.world.rights(user.id, place)
        if granted & permissions.ADMINISTRATOR == 0 and (int(needed) == 0 or granted & int(needed) != int(needed)):
            raise PermissionError(f"{user.name} does not see /{command['name']}: it needs permissions {needed}")

    def slash_data(
        self, path: str, options: Options, place: Channel, focused: str | None = None
    ) -> tuple[Json, dict[int, Attachment]]:
        """Interaction data for `/mock start track:…`, and the files that went with it."""
        root, *inner = path.split()
        command = self.find(root, CHAT, place.guild_id)
        resolved: Json = {}
        leaf, wrappers = _descend(command, inner)
        files: dict[int, Attachment] = {}
        sent = _OptionWriter(self.world, place, resolved, files).write(leaf, options, focused)
        for wrapper in reversed(wrappers):
            sent = [{"name": wrapper["name"], "type": wrapper["type"], "options": sent}]
        data: Json = {"id": command["id"], "name": command["name"], "type": CHAT, "options": sent}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return (data | {"resolved": resolved} if resolved else data), files


class _OptionWriter:
    """Turns the values a test gives into option entries, with the records they point to."""

    def __init__(self, world: World, place: Channel, resolved: Json, files: dict[int, Attachment]) -> None:
        self.world, self.place, self.resolved, self.files = world, place, resolved, files

    def write(self, leaf: Json, options: Options, focused: str | None) -> list[Json]:
        declared = {one["name"]: one for one in leaf.get("options") or []}
        surplus = set(options) - set(declared)
        if surplus:
            raise LookupError(f"{leaf['name']} has no options {sorted(surplus)}; it has {sorted(declared)}")
        missing = [name for name, one in declared.items() if one.get("required") and name not in options]
        if missing and focused is None:
            raise ValueError(f"{leaf['name']} also needs {missing}")
        return [self._entry(declared[name], value, name == focused) for name, value in options.items()]

    def _entry(self, option: Json, value: OptionValue, is_focused: bool) -> Json:
        entry: Json = {"name": option["name"], "type": option["type"], "value": self._plain(value)}
        if is_focused:
            return entry | {"focused": True}
        choices = [one["value"] for one in option.get("choices") or []]
        if choices and entry["value"] not in choices:
            raise ValueError(f"{option['name']} offers only {choices}")
        return entry

    def _plain(self, value: OptionValue) -> str | int | float | bool:
        if isinstance(value, User):
            return self._resolve_user(value)
        if isinstance(value, Channel):
            shown = render.channel(self.world, value) | {"permissions": str(permissions.ALL)}
            self.resolved.setdefault("channels", {})[str(value.id)] = shown
            return str(value.id)
        if isinstance(value, Role):
            self.resolved.setdefault("roles", {})[str(value.id)] = render.role(value)
            return str(value.id)
        if isinstance(value, tuple):
            return attach(self.world, self.place, value, self.resolved, self.files)
        return value

    def _resolve_user(self, value: User) -> str:
        resolve_user(self.world, self.place, value, self.resolved)
        return str(value.id)


def resolve_user(world: World, place: Channel, user: User, resolved: Json) -> None:
    resolved.setdefault("users", {})[str(user.id)] = render.user(user)
    members = world.guild(place.guild_id).members if place.guild_id is not None else {}
    if user.id in members:
        shown = render.member(members[user.id], with_user=False)
        rights = {"permissions": str(world.rights(user.id, place))}
        resolved.setdefault("members", {})[str(user.id)] = shown | rights


def attach(world: World, place: Channel, file: tuple[str, bytes], resolved: Json, files: dict[int, Attachment]) -> str:
    """Keep an uploaded file and describe it under `resolved`; returns its id."""
    made = Attachment(world.ids.next(), file[0], file[1])
    files[made.id] = made
    resolved.setdefault("attachments", {})[str(made.id)] = render.attachment(world, made, place.id)
    return str(made.id)


def _descend(command: Json, inner: list[str]) -> tuple[Json, list[Json]]:
    leaf, wrappers = command, []
    for name in inner:
        found = next(
            (o for o in leaf.get("options") or [] if o["name"] == name and o["type"] in (SUBCOMMAND, GROUP)), None
        )
        if found is None:
            raise LookupError(f"{leaf['name']} has no subcommand {name!r}")
        leaf = found
        wrappers.append(found)
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in leaf.get("options") or []):
        raise LookupError(f"{leaf['name']} is a group; name one of its subcommands")
    return leaf, wrappers


def _check_described(wanted: Json) -> None:
    """Names, descriptions and counts, down through groups and subcommands."""
    check_length("name", str(wanted.get("name") or ""), 1, 32)
    check_length("description", str(wanted.get("description") or ""), 1, 100)
    options: list[Json] = wanted.get("options") or []
    if len(options) > 25 or any(len(one.get("choices") or []) > 25 for one in options):
        raise ApiError(400, 50035, "Invalid Form Body", {"options": "Must be 25 or fewer in length."})
    for option in options:
        _check_described(option)
