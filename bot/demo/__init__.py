"""The demo: the real bot on a simulated Discord, with pages in the browser. Its packages are the extra ``demo``."""

from bot.demo.run import serve

__all__ = ["serve"]
