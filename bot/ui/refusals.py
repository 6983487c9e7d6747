"""Why Discord did not take a message, in words for moderators."""

import discord

_WORDS = {
    10003: "the channel was deleted",
    10004: "the server is gone",
    10008: "the message was deleted",
    10013: "this person's account is gone",
    50001: "I cannot see the channel",
    50007: "their direct messages are closed to me",
    50013: "I lack a permission there",
    50033: "this person's account is gone",
    50083: "the thread is archived",
    50278: "we share no server any more",
    160005: "the thread is locked",
}
"""By Discord's error codes."""


def reason(error: discord.HTTPException) -> str:
    """One clause; an error that is not known keeps its numbers, for whoever looks it up."""
    known = _WORDS.get(error.code)
    return known or f"Discord refused it ({error.status}, code {error.code})"
