"""Routes about the application itself, its commands, its servers and people."""

from . import render
from .commands import Commands
from .errors import forbidden, unknown
from .gateway import Gateway
from .http_call import Body, Call, Routes
from .ids import Json
from .model import TEXT
from .permissions import MANAGE_CHANNELS, in_guild
from .world import World


class ApplicationRoutes:
    def __init__(self, world: World, gateway: Gateway, commands: Commands) -> None:
        self.world, self.gateway, self.commands = world, gateway, commands

    def table(self) -> Routes:
        mine, here = "/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"
        routes: Routes = {
            ("GET", "/users/@me"): self.me,
            ("GET", "/users/@me/guilds"): self.my_guilds,
            ("GET", "/users/{user_id}"): self.user,
            ("POST", "/users/@me/channels"): self.open_dm,
            ("GET", "/applications/@me"): self.application,
            ("GET", "/oauth2/applications/@me"): self.application,
            ("GET", "/gateway"): lambda call: {"url": self.gateway.url},
            ("GET", "/gateway/bot"): self.gateway_bot,
            ("GET", "/guilds/{guild_id}"): self.guild,
            ("GET", "/guilds/{guild_id}/channels"): self.channels,
            ("POST", "/guilds/{guild_id}/channels"): self.create_channel,
            ("GET", "/guilds/{guild_id}/roles"): self.roles,
            ("GET", "/guilds/{guild_id}/members"): self.members,
            ("GET", "/guilds/{guild_id}/members/{user_id}"): self.member,
            ("GET", "/guilds/{guild_id}/threads/active"): self.active_threads,
        }
        for base in (mine, here):
            routes |= {
                ("GET", f"{base}/commands"): self.list_commands,
                ("PUT", f"{base}/commands"): self.overwrite_commands,
                ("POST", f"{base}/commands"): self.upsert_command,
                ("GET", f"{base}/commands/{{command_id}}"): self.command,
                ("DELETE", f"{base}/commands/{{command_id}}"): self.delete_command,
            }
        return routes

    # --- itself --------------------------------------------------------------------------------------------

    def me(self, call: Call) -> Body:
        return render.user(self.world.bot) | {"verified": True, "mfa_enabled": True, "locale": "en-US"}

    def my_guilds(self, call: Call) -> Body:
        return [
            {
                "id": str(guild.id), "name": guild.name, "icon": None, "banner": None, "owner": False, "features": [],
                "permissions": str(in_guild(guild, self.world.bot.id)),
            }
            for guild in self.world.guilds.values()
        ]  # fmt: skip

    def application(self, call: Call) -> Body:
        return {
            "id": str(self.world.application_id), "name": self.world.bot.name, "description": "", "icon": None,
            "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "team": None,
            "owner": render.user(self.world.owner), "flags": self.world.application_flags,
        }  # fmt: skip

    def gateway_bot(self, call: Call) -> Body:
        limit: Json = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway.url, "shards": self.world.shard_count, "session_start_limit": limit}

    def _scope(self, call: Call) -> int | None:
        if call.id("application_id") != self.world.application_id:
            raise unknown("Application")
        return self.world.guild(call.id("guild_id")).id if "guild_id" in call.params else None

    def list_commands(self, call: Call) -> Body:
        return self.commands.listed(self._scope(call))

    def overwrite_commands(self, call: Call) -> Body:
        return self.commands.overwrite(self._scope(call), list(call.json))

    def upsert_command(self, call: Call) -> Body:
        return self.commands.upsert(self._scope(call), call.body)

    def command(self, call: Call) -> Body:
        return self.commands.one(self._scope(call), call.id("command_id"))

    def delete_command(self, call: Call) -> Body:
        self.commands.delete(self._scope(call), call.id("command_id"))
        return None

    # --- people and servers --------------------------------------------------------------------------------

    def user(self, call: Call) -> Body:
        return render.user(self.world.user(call.id("user_id")))

    def open_dm(self, call: Call) -> Body:
        return render.channel(self.world, self.world.dm_with(self.world.user(int(call.body["recipient_id"]))))

    def guild(self, call: Call) -> Body:
        record = self.world.guild(call.id("guild_id"))
        body = render.guild(self.world, record)
        if call.query.get("with_counts") in ("1", "true"):
            count = len(record.members)
            body |= {"approximate_member_count": count, "approximate_presence_count": count}
        return body

    def channels(self, call: Call) -> Body:
        guild = self.world.guild(call.id("guild_id"))
        return [render.channel(self.world, one) for one in self.world.guild_channels(guild.id)]

    def create_channel(self, call: Call) -> Body:
        guild = self.world.guild(call.id("guild_id"))
        if not in_guild(guild, self.world.bot.id) & MANAGE_CHANNELS:
            raise forbidden()
        made = self.world.add_channel(
            guild, str(call.body["name"]), kind=int(call.body.get("type") or TEXT),
            overwrites=call.body.get("permission_overwrites"),
        )  # fmt: skip
        made.topic, made.slow_mode = call.body.get("topic"), int(call.body.get("rate_limit_per_user") or 0)
        body = render.channel(self.world, made)
        self.gateway.dispatch("CHANNEL_CREATE", guild.id, body)
        return body

    def roles(self, call: Call) -> Body:
        return [render.role(one) for one in self.world.guild(call.id("guild_id")).roles.values()]

    def members(self, call: Call) -> Body:
        guild = self.world.guild(call.id("guild_id"))
        after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
        found = sorted((one for one in guild.members.values() if one.user.id > after), key=lambda one: one.user.id)
        return [render.member(one) for one in found[:limit]]

    def member(self, call: Call) -> Body:
        found = self.world.guild(call.id("guild_id")).members.get(call.id("user_id"))
        if found is None:
            raise unknown("Member")
        return render.member(found)

    def active_threads(self, call: Call) -> Body:
        found = self.world.active_threads(self.world.guild(call.id("guild_id")).id)
        own = [one for one in found if one.thread and self.world.bot.id in one.thread.members]
        return {
            "has_more": False,
            "threads": [render.channel(self.world, one) for one in found],
            "members": [render.thread_member(one, self.world.bot.id) for one in own],
        }
