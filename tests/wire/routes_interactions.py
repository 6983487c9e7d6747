"""Routes by which the bot answers interactions. They need no bot token: the interaction's own is in the path."""

from . import render
from .http_call import Body, Call, Routes
from .interactions import Interactions
from .model import Message
from .posts import Posts
from .world import World


class InteractionRoutes:
    def __init__(self, world: World, posts: Posts, interactions: Interactions) -> None:
        self.world, self.posts, self.interactions = world, posts, interactions

    def table(self) -> Routes:
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        return {
            ("POST", "/interactions/{webhook_id}/{webhook_token}/callback"): self.interactions.callback,
            ("POST", webhook): self.follow_up,
            ("GET", webhook + "/messages/{message_id}"): self.get,
            ("PATCH", webhook + "/messages/{message_id}"): self.edit,
            ("DELETE", webhook + "/messages/{message_id}"): self.delete,
        }

    def _shown(self, message: Message) -> Body:
        return render.message(self.world, message, self.world.rest_intents)

    def follow_up(self, call: Call) -> Body:
        """An interaction's webhook always answers with the message, whether or not `wait` is set."""
        return self._shown(self.interactions.follow_up(call))

    def get(self, call: Call) -> Body:
        return self._shown(self.interactions.target(call))

    def edit(self, call: Call) -> Body:
        return self._shown(self.interactions.edit(call))

    def delete(self, call: Call) -> Body:
        self.posts.delete(self.interactions.target(call))
        return None
