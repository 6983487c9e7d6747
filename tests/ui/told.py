"""What a view says."""

import discord


def all_text(view: discord.ui.LayoutView) -> str:
    """All text of a view, in order."""
    return "\n".join(one.content for one in view.walk_children() if isinstance(one, discord.ui.TextDisplay))
