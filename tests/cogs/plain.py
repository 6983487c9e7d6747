"""How the bot says no: one plain sentence that only the person sees."""

import re

from simcord.results import InteractionResult, ResponseMessage

from tests.world import text_of

_END = re.compile(r"[.!?](?=\s|$)")
_NOT_PLAIN = re.compile(
    r"Traceback|Exception|\bError\b|\bNone\b|\bnull\b|sqlalchemy|sqlite|discord\.|HTTP|[{}<](?![#@t])"
)
_MARKUP = re.compile(r"`[^`]*`")


def told(result: InteractionResult) -> list[ResponseMessage]:
    """What the person was told, as messages that only they see."""
    own = [result.response] if result.response is not None else []
    return [message for message in [*own, *result.followups] if message.ephemeral]


def refusal(result: InteractionResult) -> str:
    """The sentence of a refusal, after a look at whether it is a plain one that nobody else sees."""
    said = told(result)
    assert result.acknowledged, "the interaction was left without an answer"
    assert len(said) == 1, [message.content for message in said]
    return plain(text_of(said[0].message).strip())


def plain(text: str) -> str:
    """The text, if it is one sentence or two, in words that people use."""
    bare = _MARKUP.sub("", text)
    assert 1 <= len(_END.findall(bare)) <= 2, text
    assert text.endswith("."), text
    assert len(text) <= 300, text
    assert not _NOT_PLAIN.search(bare), text
    return text
