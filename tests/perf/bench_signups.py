"""Forty people press the buttons of one sign-up post within five seconds: the real process on Discord's wire.

What is looked at: how long Discord waits for each acknowledgement, how often the post is changed, and whether any limit
of Discord's is hit.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.wire.commands import Options
from tests.wire.model import Message, User
from tests.wire.peer import Peer
from tests.wire.process import BotProcess
from tests.world import STAGE, TRACK

PEOPLE, SECONDS, PLACES = 40, 5.0, 25
_LABELS = ("Candidate", "Interviewer", "Either", "Observer")


class Burst(NamedTuple):
    """``waits``: milliseconds to each acknowledgement; ``edits``: changes of the post; ``limited``: refusals for too
    many requests; ``post``: what it says in the end; ``said``: what each person was told."""

    waits: list[float]
    edits: int
    limited: int
    post: str
    said: list[str]


async def burst(folder: Path, people: int, seconds: float, places: int) -> Burst:
    """Plan a session and let everybody press, evenly spread over ``seconds``."""
    url = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
    async with Peer() as peer:
        guild = peer.add_guild("Study group")
        channel = peer.add_channel(guild, "practice")
        host = peer.add_user("host", guild)
        crowd = [peer.add_user(f"person{number}", guild) for number in range(people)]
        async with BotProcess(peer, folder / "bot.log", env={"DATABASE_URL": url}) as bot:
            options: Options = {"track": TRACK, "stage": STAGE, "starts": "in 3 days", "places": places}
            await (await peer.slash(host, channel, "session create", options, timeout=10)).answered(20)
            (post,) = peer.messages(channel)
            started = [
                asyncio.ensure_future(_press(peer, who, post, number, seconds * number / people))
                for number, who in enumerate(crowd)
            ]
            waits = list(await asyncio.gather(*started))
            waiting = people - places
            await peer.wait_for(
                lambda: f"Waiting ({waiting})" in str(post.components), 30, "the last change of the post"
            )
            assert await bot.terminate() == 0
        assert "Traceback" not in bot.output, bot.output[-3000:]
        edits = len(peer.requested("PATCH", "/channels/*/messages/*"))
        said = [peer.ephemeral(who)[-1].content for who in crowd]
        return Burst(waits, edits, sum(peer.rate_limited.values()), str(post.components), said)


async def _press(peer: Peer, who: User, post: Message, number: int, after: float) -> float:
    await asyncio.sleep(after)
    handle = await peer.click(who, post, label=_LABELS[number % len(_LABELS)], timeout=10)
    await handle.answered(10)
    assert handle.ack_seconds is not None
    return handle.ack_seconds * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(burst(Path(folder), PEOPLE, SECONDS, PLACES))
    slowest = statistics.quantiles(found.waits, n=100, method="inclusive")[98]
    print(
        f"sign-up presses: {PEOPLE} in {SECONDS:.0f} s, median {statistics.median(found.waits):.0f} ms, "
        f"p99 {slowest:.0f} ms (at most 300), {found.edits} changes of the post, {found.limited} times over a limit"
    )


if __name__ == "__main__":
    main()
