"""The look that all pictures share: large type, an own light ground for either theme of Discord, safe colours.

The hues are those of Okabe and Ito's palette, which people with any common colour blindness can tell apart; every
series has a shape or a dash of its own besides. Figures are made directly, without pyplot's global state, and one at
a time: matplotlib does not promise to be safe for threads.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 1000, 640, 100
GROUND = "#fbfaf7"
INK = "#23272e"
FAINT = "#8b8f96"
GRID = "#e4e2dc"
BLUE = "#0072b2"
ORANGE = "#d55e00"
GREEN = "#009e73"
TITLE, TEXT, SMALL = 21, 17, 15

Side = Literal["left", "right"]
Height = Literal["top", "bottom"]

_STEPS = 24
"""Shades from a ground to a colour on it, for smooth edges; with ten colours at most they fit into one palette."""

_drawing = Lock()


def draw(paint: Callable[["Axes"], None]) -> bytes:
    """A PNG of one set of axes that ``paint`` has drawn on."""
    # Loading matplotlib takes half a second that a bot which draws nothing need not spend.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    with _drawing:
        layout = ConstrainedLayoutEngine(w_pad=0.16, h_pad=0.14)
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=GROUND, layout=layout)
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _dress(axes)
        paint(axes)
        picture = BytesIO()
        figure.savefig(picture, format="png", facecolor=GROUND, metadata={"Software": None})
        return picture.getvalue()


def draw_poster(paint: Callable[["Axes"], None], height: int, colours: Sequence[str] = ()) -> bytes:
    """A PNG as wide as all others, without a frame; ``paint`` draws on it in pixels from the top left corner.

    ``colours``: the ground and all that is drawn on it, if the picture is to be kept small by keeping to these.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loaded when something is drawn
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    with _drawing:
        figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI)
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        paint(axes)
        if colours:
            whole = BytesIO()
            figure.savefig(whole, format="raw")
            return _few_colours(canvas.get_width_height(), whole.getvalue(), colours)
        picture = BytesIO()
        figure.savefig(picture, format="png", metadata={"Software": None})
        return picture.getvalue()


def warm_up() -> None:
    """Load what drawing takes: half a second, and where no list of the fonts is kept yet some more. Blocks."""
    draw_poster(lambda _: None, 1)


def _few_colours(size: tuple[int, int], pixels: bytes, colours: Sequence[str]) -> bytes:
    """A PNG a third as large, encoded in a fifth of the time: every pixel is one of the colours or a step towards it
    from the ground."""
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib, and is loaded when something is drawn

    ground, *others = [tuple(bytes.fromhex(colour[1:])) for colour in colours]
    palette = [*ground]
    for colour in others:
        for step in range(1, _STEPS + 1):
            palette += [round(a + (b - a) * step / _STEPS) for a, b in zip(ground, colour, strict=True)]
    with Image.new("P", (1, 1)) as known, Image.frombytes("RGBA", size, pixels) as whole:
        known.putpalette(palette)
        picture = BytesIO()
        whole.convert("RGB").quantize(palette=known, dither=Image.Dither.NONE).save(picture, format="png")
        return picture.getvalue()


def heading(axes: "Axes", title: str, below: str) -> None:
    """The picture's message and a line that explains it; user text in them is never read as mathematics."""
    axes.set_title(title, loc="left", fontsize=TITLE, color=INK, fontweight="bold", pad=40, parse_math=False)
    words = axes.text(
        0, 1.035, below, transform=axes.transAxes, ha="left", va="bottom", fontsize=TEXT, color=INK, parse_math=False
    )
    words.set_in_layout(False)  # a long line must not narrow the picture


def note(axes: "Axes", across: float, up: float, text: str, *, colour: str = INK, ha: Side, va: Height) -> None:
    """A few words in the picture, on the ground's colour so that no line runs through them."""
    axes.text(
        across, up, text, fontsize=SMALL, color=colour, zorder=7, parse_math=False,
        bbox={"facecolor": GROUND, "edgecolor": "none", "alpha": 0.85, "pad": 2}, ha=ha, va=va,
    )  # fmt: skip


def legend(axes: "Axes") -> None:
    """The names of the series, under the picture."""
    names = axes.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=4, fontsize=SMALL, frameon=False, labelcolor=INK,
        handletextpad=0.5, columnspacing=1.4, handlelength=2.6,
    )  # fmt: skip
    for name in names.get_texts():
        name.set_parse_math(False)


def label_axes(axes: "Axes", across: str, up: str) -> None:
    """Names of the axes."""
    axes.set_xlabel(across, fontsize=TEXT, color=INK, labelpad=8, parse_math=False)
    axes.set_ylabel(up, fontsize=TEXT, color=INK, labelpad=8, parse_math=False)


def shorten(name: str, longest: int = 30) -> str:
    """A name that fits where it is written."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "\u2026"


def _dress(axes: "Axes") -> None:
    axes.set_facecolor(GROUND)
    axes.grid(visible=True, color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=SMALL, colors=INK, length=0, pad=6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
