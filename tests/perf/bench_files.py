"""Files that take the longest to refuse: how long the event loop waits while a worker thread reads them."""

import asyncio
import time

from bot.domain.bank.sheets import MAX_BYTES, Known, read
from tests.perf.watchdog import Watchdog

_KNOWN = Known({"shop": ("screen",)}, "shop")
_HEAD = b"track,stage,prompt\n"
_TRIES = 3


def _filled(part: str, head: bytes = b"") -> bytes:
    """A file of just the largest size."""
    whole = part.encode()
    return head + whole * ((MAX_BYTES - len(head)) // len(whole))


FILES = {
    "commas": _filled(","),
    "blanks": _filled(" "),
    "line ends": _filled("\r\n"),
    "quotation marks": _filled('"'),
    "one word": _filled("a"),
    "a header and commas": _filled(",", _HEAD),
    "a header and blanks": _filled(" ", _HEAD),
    "blank rows": _filled(",,,\n", _HEAD),
    "a quotation mark left open": _filled("\n", _HEAD + b'shop,screen,"'),
    "blanks behind an emoji": _filled(" ", "\U0001f642".encode()),
    "Windows-1252": b"\xe9" * MAX_BYTES,
    "brackets": _filled("["),
    "numbers": _filled("1,", b"["),
    "objects": _filled("{},", b"["),
    "one string": _filled("a", b'["'),
}


async def measure() -> None:
    """Read each as CSV and as JSON; of several tries the quietest, for other programs stall us as well."""
    worst: tuple[float, str] = (0.0, "")
    for name, data in FILES.items():
        for ending in ("csv", "json"):
            stalls = []
            for _ in range(_TRIES):
                async with Watchdog() as watchdog:
                    begin = time.perf_counter()
                    await asyncio.to_thread(read, data, f"bank.{ending}", _KNOWN)
                    took = time.perf_counter() - begin
                stalls.append(watchdog.longest * 1000)
            worst = max(worst, (min(stalls), f"{name} as {ending}, read in {took * 1000:.0f} ms"))
    print(f"longest stall over {len(FILES) * 2} files of 10 MiB: {worst[0]:.1f} ms (50), {worst[1]}")


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    main()
