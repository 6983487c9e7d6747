"""The places of tables on Discord: a private thread for each and, with the right to make it, a voice channel."""

import discord

from bot.domain.errors import Reason, Refusal, Refused
from bot.domain.rounds import Visibility
from bot.domain.sessions.table_notices import CheckInPost, Trouble
from bot.domain.sessions.tables import Table
from bot.services.ports import AwayError, UnreachableError
from bot.services.table_deliveries import Opened
from bot.ui.refusals import SERVER_ERROR, TOO_FAST, told
from bot.ui.sentences import sentence
from bot.ui.sessions import checkin
from bot.ui.text import cut
from bot.ui.threads import check_can_open, find_place, open_for

_NAME_ROOM = 100
_CHANNEL_CAP = 30013
_CATEGORY_PLACES = 50

_Target = discord.Role | discord.Member | discord.Object


class DiscordRooms:
    """See :class:`bot.services.table_deliveries.Rooms`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def open(self, table: Table, since: int) -> Opened:
        """Open both, or find what was opened before the bot was stopped."""
        with told():
            parent = await self._parent(table)
            thread, absent = await self._thread(parent, table, since)
            people = [one for one in table.member_ids if one not in absent]
            voice_id, trouble = await self._voice(parent, table, people, since)
            return Opened(thread.id, voice_id, tuple(absent), trouble)

    async def seat(self, table: Table, user_id: int) -> None:
        """One more person."""
        with told():
            if table.thread_id is not None:
                thread = await find_place(self._client, table.guild_id, table.thread_id)
                if isinstance(thread, discord.Thread):
                    await thread.add_user(discord.Object(user_id))
            guild = self._client.get_guild(table.guild_id)
            voice = guild.get_channel(table.voice_id) if guild and table.voice_id else None
            if isinstance(voice, discord.VoiceChannel):
                one: dict[_Target, discord.PermissionOverwrite] = {_person(user_id): _may_join()}
                await voice.edit(overwrites={**voice.overwrites, **one})

    async def unseat(self, table: Table, user_id: int) -> None:
        """One person less; the bot opened the thread, so it may."""
        with told():
            guild = await self._guild(table.guild_id)
            voice = guild.get_channel(table.voice_id) if table.voice_id else None
            if isinstance(voice, discord.VoiceChannel):
                left = {who: rights for who, rights in voice.overwrites.items() if who.id != user_id}
                await voice.edit(overwrites=left)
            if table.thread_id is not None:
                thread = await find_place(self._client, table.guild_id, table.thread_id)
                if isinstance(thread, discord.Thread):
                    await thread.remove_user(discord.Object(user_id))

    async def close(self, table: Table, since: int) -> None:
        """Only the voice channel goes."""
        with told():
            guild = await self._guild(table.guild_id)
            voice = _voice_of(guild, table, since)
            if voice is not None:
                await voice.delete(reason=f"the table of session {table.session_id} has ended")

    async def show(self, notice: CheckInPost) -> None:
        """Nobody is called again."""
        with told():
            await self._guild(notice.check_in.guild_id)
            place = await find_place(self._client, notice.check_in.guild_id, notice.check_in.channel_id)
            if not isinstance(place, discord.TextChannel | discord.Thread) or notice.check_in.message_id is None:
                raise UnreachableError("it is no text channel any more")
            post = place.get_partial_message(notice.check_in.message_id)
            await post.edit(view=checkin.post(notice), allowed_mentions=discord.AllowedMentions.none())

    def words(self, refusal: Refusal) -> str:
        """The sentence for it."""
        return sentence(refusal)

    # ------------------------------------------------------------------ inside

    async def _guild(self, guild_id: int) -> discord.Guild:
        await self._client.wait_until_ready()
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable:
            raise AwayError
        return guild

    async def _parent(self, table: Table) -> discord.TextChannel:
        await self._guild(table.guild_id)
        parent = await find_place(self._client, table.guild_id, table.channel_id)
        if not isinstance(parent, discord.TextChannel):
            raise Refused(Reason.NOT_A_TEXT_CHANNEL)
        return parent

    async def _thread(self, parent: discord.TextChannel, table: Table, since: int) -> tuple[discord.Thread, list[int]]:
        """The thread with its people; those who are not in the server any more are named."""
        name = _name(table)
        me = self._client.user
        thread = next((one for one in parent.threads if _is_ours(one, name, me, since)), None)
        waiting = list(table.member_ids)
        absent: list[int] = []
        while thread is None and waiting:
            check_can_open(parent, Visibility.PRIVATE)
            try:
                thread = await open_for(parent, name, waiting[0], reason=f"a table of session {table.session_id}")
            except (discord.HTTPException, Refused) as error:
                if not _may_be_absent(error) or not await _is_absent(parent.guild, waiting[0]):
                    raise
                absent.append(waiting.pop(0))
        if thread is None:
            raise UnreachableError("nobody of this table is in the server any more")
        for one in waiting:
            try:
                await thread.add_user(discord.Object(one))
            except discord.HTTPException as error:
                if not _may_be_absent(error) or not await _is_absent(parent.guild, one):
                    raise
                absent.append(one)
        return thread, absent

    async def _voice(
        self, parent: discord.TextChannel, table: Table, people: list[int], since: int
    ) -> tuple[int | None, Trouble | None]:
        """The voice channel for these people. Without the right to make one there is none, and no word about it."""
        guild = parent.guild
        known = _voice_of(guild, table, since)
        if known is not None:
            return known.id, None
        if not guild.me.guild_permissions.manage_channels:
            return None, None
        closed = discord.PermissionOverwrite(view_channel=False, connect=False)
        overwrites: dict[_Target, discord.PermissionOverwrite] = {guild.default_role: closed, guild.me: _may_join()}
        overwrites |= {_person(one): _may_join() for one in people}
        category = parent.category
        roomy = category is not None and len(category.channels) < _CATEGORY_PLACES
        try:
            made = await guild.create_voice_channel(
                _name(table), overwrites=overwrites, category=category if roomy else None, reason="a table of a session"
            )
        except discord.HTTPException as error:
            if error.status >= SERVER_ERROR or error.status == TOO_FAST:
                raise
            return None, Trouble.VOICE_CAP if error.code == _CHANNEL_CAP else Trouble.NO_VOICE
        return made.id, None


def _may_be_absent(error: Exception) -> bool:
    """Whether somebody could not be let in, rather than the thread not be opened."""
    if isinstance(error, Refused):
        return error.reason is Reason.NOT_ADDED
    return isinstance(error, discord.Forbidden | discord.NotFound)


async def _is_absent(guild: discord.Guild, user_id: int) -> bool:
    """Whether somebody left the server, or was banned from it."""
    try:
        await guild.fetch_member(user_id)
    except discord.NotFound:
        return True
    return False


def _name(table: Table) -> str:
    return cut(f"Table {table.number} · {table.title}", _NAME_ROOM)


def _person(user_id: int) -> discord.Object:
    return discord.Object(user_id, type=discord.Member)


def _may_join() -> discord.PermissionOverwrite:
    return discord.PermissionOverwrite(view_channel=True, connect=True, speak=True)


def _is_ours(thread: discord.Thread, name: str, me: discord.ClientUser | None, since: int) -> bool:
    """Whether an earlier try opened it. A thread that was lost is not in the list any more."""
    return thread.name == name and me is not None and thread.owner_id == me.id and thread.id > since


def _voice_of(guild: discord.Guild, table: Table, since: int) -> discord.VoiceChannel | None:
    found = guild.get_channel(table.voice_id) if table.voice_id else None
    if isinstance(found, discord.VoiceChannel):
        return found
    name = _name(table)
    return next((one for one in guild.voice_channels if one.name == name and since and one.id > since), None)
