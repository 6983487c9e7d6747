"""A wire peer: enough of Discord's REST and gateway, on loopback, for the real bot process to run against."""

from .handle import InteractionHandle
from .model import Channel, Guild, Message, User
from .peer import Peer
from .process import BotProcess

__all__ = ["BotProcess", "Channel", "Guild", "InteractionHandle", "Message", "Peer", "User"]
