"""Pictures as PNG bytes: drawn off the event loop (``asyncio.to_thread``), each with a text that says what it shows."""

from bot.ui.charts.frontier import frontier_alt, frontier_png
from bot.ui.charts.pipeline import pipeline_alt, pipeline_png, process_alt, process_png
from bot.ui.charts.sensitivity import sensitivity_alt, sensitivity_png
from bot.ui.charts.spread import Levels, spread_alt, spread_png

__all__ = [
    "Levels",
    "frontier_alt",
    "frontier_png",
    "pipeline_alt",
    "pipeline_png",
    "process_alt",
    "process_png",
    "sensitivity_alt",
    "sensitivity_png",
    "spread_alt",
    "spread_png",
]
