"""Discord's rate limits: a bucket per route and major parameter, and fifty requests a second over all."""

import hashlib
import math
import time
from collections import Counter
from dataclasses import dataclass

from .http_call import Reply
from .ids import Json

# (method, route) -> (requests, seconds). Messages as documented; the others as long observed, to within a factor.
LIMITS: dict[tuple[str, str], tuple[int, float]] = {
    ("POST", "/channels/{channel_id}/messages"): (5, 5.0),
    ("GET", "/channels/{channel_id}/messages"): (5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): (5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): (5, 1.0),
    ("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"): (1, 0.25),
    ("POST", "/channels/{channel_id}/typing"): (5, 5.0),
    ("POST", "/channels/{channel_id}/threads"): (50, 300.0),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"): (50, 300.0),
    ("PUT", "/channels/{channel_id}/thread-members/{user_id}"): (10, 10.0),
    ("PATCH", "/channels/{channel_id}"): (5, 15.0),
    ("POST", "/users/@me/channels"): (10, 10.0),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): (5, 2.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"): (5, 2.0),
}
DEFAULT_LIMIT = (50, 1.0)
UNLIMITED = frozenset({"/interactions/{webhook_id}/{webhook_token}/callback"})
MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass
class Window:
    """A fixed window that opens with its first request."""

    limit: int
    seconds: float
    used: int = 0
    ends: float = 0.0

    def take(self, now: float) -> bool:
        if now >= self.ends:
            self.used, self.ends = 0, now + self.seconds
        if self.used >= self.limit:
            return False
        self.used += 1
        return True


class RateLimits:
    def __init__(self, *, enabled: bool = True, global_limit: int = 50) -> None:
        self.enabled = enabled
        self.table = dict(LIMITS)
        self.refused: Counter[str] = Counter()  # "POST /channels/{channel_id}/messages" or "global" -> how many 429s
        self._windows: dict[str, Window] = {}
        self._global = Window(global_limit, 1.0)

    def check(self, method: str, route: str, params: dict[str, str]) -> tuple[dict[str, str], Reply | None]:
        """Headers for the answer, and the 429 to give instead of one when the request is too many."""
        if not self.enabled or route in UNLIMITED:
            return {}, None
        now = time.monotonic()
        # Interaction webhooks carry their own token and do not count towards the bot's global limit.
        if not route.startswith("/webhooks/") and not self._global.take(now):
            self.refused["global"] += 1
            return {}, too_many(self._global.ends - now, scope="global")
        window, bucket = self._window(method, route, params)
        allowed = window.take(now)
        headers = _headers(window, bucket, now)
        if allowed:
            return headers, None
        self.refused[f"{method} {route}"] += 1
        return headers, too_many(window.ends - now, scope="user")

    def _window(self, method: str, route: str, params: dict[str, str]) -> tuple[Window, str]:
        limit, seconds = self.table.get((method, route), DEFAULT_LIMIT)
        bucket = hashlib.md5(f"{method} {route}".encode(), usedforsecurity=False).hexdigest()
        key = bucket + "".join(f":{params[name]}" for name in MAJOR if name in params)
        return self._windows.setdefault(key, Window(limit, seconds)), bucket


def _headers(window: Window, bucket: str, now: float) -> dict[str, str]:
    left = max(window.ends - now, 0.001)
    return {
        "X-RateLimit-Limit": str(window.limit),
        "X-RateLimit-Remaining": str(window.limit - window.used),
        "X-RateLimit-Reset": f"{time.time() + left:.3f}",
        "X-RateLimit-Reset-After": f"{left:.3f}",
        "X-RateLimit-Bucket": bucket,
    }


def too_many(retry_after: float, *, scope: str) -> Reply:
    retry_after = round(max(retry_after, 0.001), 3)
    body: Json = {
        "message": "You are being rate limited.", "retry_after": retry_after, "global": scope == "global",
    }  # fmt: skip
    headers = {"Retry-After": str(math.ceil(retry_after)), "X-RateLimit-Scope": scope}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    return Reply(429, body, headers)
