"""The pictures of a report, drawn by Matplotlib as SVG that lies in the page: no script, no file, nothing fetched.

Matplotlib comes with the extra "report"; without it a page has its tables alone. No picture needs a colour to be
understood: kinds have a panel each, and before and now are a hollow and a filled mark. Text stays text, in the page's
own font, and colours are the page's own, so that a picture follows light, dark and print. No picture brings styles of
its own, which the page would not let in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from safe_to_paste.report import calendar
from safe_to_paste.report.ask import FEW, Count
from safe_to_paste.report.figures import Change, Figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Colours that nothing else has; each becomes one of the page's.
INK, MUTED, LINE, STRONG, SOFT, PAPER = (f"#00000{n}" for n in range(1, 7))
_ROLES = {INK: "text", MUTED: "quiet", LINE: "line", STRONG: "accent", SOFT: "tint", PAPER: "surface"}

_WIDTH = 7.2  # inches at 72 points: about as wide as the column of text
_PANELS = 3  # in a row
_NAMES = 0.31  # of the width, for the names of rows


def can_draw() -> bool:
    """Whether Matplotlib is here."""
    try:
        import matplotlib  # noqa: F401 - only asked for
    except ImportError:
        return False
    return True


def checks(figures: Figures) -> str:
    """Checks in each month, and among them those with a warning; a ring where either is too few to show."""
    with _drawing("checks", 2.3) as (figure, drawn):
        axes = figure.add_subplot()
        at = range(len(figures.months))
        axes.bar(at, _values(figures.checks_by_month), width=0.72, color=SOFT, edgecolor=STRONG, linewidth=0.6)
        axes.bar(at, _values(figures.warnings_by_month), width=0.72, color=STRONG)
        _month_axis(axes, figures.months)
        _number_axis(axes, figures.checks_by_month)
        if figures.checks_by_month:
            _label_bars(axes, figures.checks_by_month)
        both = zip(figures.checks_by_month, figures.warnings_by_month, strict=True)
        _mark_few(axes, [at for at, counts in enumerate(both) if FEW in map(str, counts)])
    return drawn[0]


def by_category(figures: Figures) -> str:
    """Warnings in each month, a panel for each category, each on its own scale."""
    shown = [each for each in figures.by_category if each[2].value]
    rows = -(-len(shown) // _PANELS)
    with _drawing("kinds", 1.55 * rows) as (figure, drawn):
        for number, (name, counts, whole) in enumerate(shown, start=1):
            axes = figure.add_subplot(rows, _PANELS, number)
            axes.bar(range(len(counts)), _values(counts), width=0.78, color=STRONG)
            _month_axis(axes, figures.months, narrow=True)
            _number_axis(axes, counts, ticks=3)
            _mark_few(axes, [at for at, count in enumerate(counts) if count.value is None])
            axes.set_title(name, loc="left", fontsize=9.5, color=INK, pad=6)
            axes.set_title(str(whole), loc="right", fontsize=9.5, color=MUTED, pad=6)
        figure.subplots_adjust(hspace=0.7, wspace=0.24, left=0.045, right=0.995, top=1 - 0.2 / rows, bottom=0.22 / rows)
    return drawn[0]


def shares(name: str, parts: Sequence[tuple[str, float | None, str]]) -> str:
    """Shares as bars that lie, each with its name and its figure in words. ``name``: no other picture's."""
    with _drawing(name, 0.34 * len(parts) + 0.1) as (figure, drawn):
        axes = figure.add_axes((_NAMES, 0.02, 0.83 - _NAMES, 0.96))
        at = range(len(parts))
        axes.barh(at, [1.0] * len(parts), height=0.52, color=PAPER, edgecolor=LINE, linewidth=0.8)
        axes.barh(at, [value or 0.0 for _, value, _ in parts], height=0.52, color=STRONG)
        _mark_few(axes, [row for row, (_, value, _) in enumerate(parts) if value is None], lying=True)
        _names(axes, [title for title, _, _ in parts])
        for row, (_, _, words) in enumerate(parts):
            axes.text(1.025, row, words, ha="left", va="center", fontsize=10, color=INK)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(parts) - 0.4, -0.6)
        axes.set_axis_off()
    return drawn[0]


def changes(figures: Figures) -> str:
    """The shares of two terms: a hollow mark for the one before, a filled one for this."""
    parts = [each for each in figures.changes if each.is_share and None not in (each.before, each.now)]
    height = 0.38 * len(parts) + 0.35
    with _drawing("changes", height) as (figure, drawn):
        axes = figure.add_axes((_NAMES, 0.3 / height, 0.97 - _NAMES, 1 - 0.35 / height))
        most = max((value for each in parts for value in (each.before or 0, each.now or 0)), default=1.0)
        for row, each in enumerate(parts):
            _change(axes, row, each, most)
        _names(axes, [each.name for each in parts])
        axes.set_xlim(0, min(1.0, most * 1.15) or 1)
        axes.set_ylim(len(parts) - 0.5, -0.5)
        axes.set_yticks([])
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor=MUTED)
        axes.grid(axis="x", color=LINE, linewidth=0.7)
        for side in axes.spines.values():
            side.set_visible(False)
    return drawn[0]


def _names(axes: Axes, names: Sequence[str]) -> None:
    """A name at the picture's left edge for each row."""
    for row, name in enumerate(names):
        axes.annotate(
            name, (0, row), xycoords=("figure fraction", "data"), ha="left", va="center", fontsize=10, color=INK
        )


def _change(axes: Axes, row: int, change: Change, most: float) -> None:
    before, now = change.before or 0.0, change.now or 0.0
    axes.plot([before, now], [row, row], color=MUTED, linewidth=2, zorder=2)
    axes.plot(
        [before], [row], "o", markersize=9, markerfacecolor=PAPER, markeredgecolor=INK, markeredgewidth=1.6, zorder=3
    )
    axes.plot([now], [row], "o", markersize=9, color=STRONG, zorder=4)
    # Beside whichever mark lies further out, so that no figure is written across a ring.
    right = now >= before
    axes.text(
        now + (1 if right else -1) * most * 0.025,
        row,
        f"{now:.0%}",
        ha="left" if right else "right",
        va="center",
        fontsize=10,
        color=INK,
    )


def _values(counts: Sequence[Count]) -> list[int]:
    return [count.value or 0 for count in counts]


def _mark_few(axes: Axes, few: Sequence[int], *, lying: bool = False) -> None:
    """A small ring, at the foot of where a bar would be, for what there is too little of to be shown."""
    feet = [0] * len(few)
    axes.plot(
        *((feet, few) if lying else (few, feet)),
        "o",
        markersize=4.2,
        markerfacecolor=PAPER,
        markeredgecolor=INK,
        markeredgewidth=0.9,
        clip_on=False,
        zorder=5,
    )


def _label_bars(axes: Axes, counts: Sequence[Count]) -> None:
    """The figure above each bar, while there is room for them."""
    if len(counts) > 14:
        return
    for at, count in enumerate(counts):
        if count.value:
            axes.annotate(
                str(count),
                (at, count.value),
                textcoords="offset points",
                xytext=(0, 3),
                ha="center",
                fontsize=9,
                color=INK,
            )
    axes.margins(y=0.15)


def _month_axis(axes: Axes, months: Sequence[str], *, narrow: bool = False) -> None:
    """The months' first letters, or, where they are many, only where a school year or a calendar year begins."""
    few = len(months) <= (6 if narrow else 14)
    ticks = [at for at, month in enumerate(months) if few or month[5:] in ({"09"} if narrow else {"09", "01", "05"})]
    words = [_short(months[at], with_year=not few or at == 0 or months[at].endswith("-01")) for at in ticks]
    axes.set_xticks(ticks, words)
    axes.set_xlim(-0.6, max(len(months), 3) - 0.4)
    axes.tick_params(axis="x", length=0, pad=6, labelsize=8.5, labelcolor=MUTED)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)


def _short(month: str, *, with_year: bool) -> str:
    name = calendar.month_words(month)[:3]
    return f"{name}\n{month[:4]}" if with_year else name


def _number_axis(axes: Axes, counts: Sequence[Count], ticks: int = 4) -> None:
    """The figures at the left; where none is shown there is no scale, only the foot."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    scale = MaxNLocator(nbins=ticks, integer=True, min_n_ticks=2) if any(_values(counts)) else FixedLocator([0])
    axes.yaxis.set_major_locator(scale)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_ylim(bottom=0)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=LINE, linewidth=0.7)
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=MUTED)


@contextmanager
def _drawing(name: str, height: float) -> Iterator[tuple[Figure, list[str]]]:
    """A figure to draw on; what was drawn is in the list at the end. ``name``: no other picture of the page has it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "safe-to-paste",
        "font.family": "DejaVu Sans",  # which comes with it: only its measures are used
        "font.size": 10,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(_WIDTH, height))
        figure.subplots_adjust(left=0.08, right=0.99, top=0.95, bottom=0.17)
        drawn: list[str] = []
        yield figure, drawn
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
        drawn.append(_inline(stream.getvalue(), name))


def _inline(svg: str, name: str) -> str:
    """As it can lie in a page: the page's colours and font, and no names that another picture may have, too."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    used = set(re.findall(r"(?:url\(#|href=\"#)([^\")]+)", svg))
    svg = re.sub(r' id="([^"]*)"', lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", svg)
    svg = svg.replace('xlink:href="#', f'href="#{name}-').replace("url(#", f"url(#{name}-")
    svg = re.sub(r' xmlns(?::xlink)?="[^"]*"', "", svg)
    svg = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*pt"', r"\1", svg)
    svg = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*pt"', r"\1", svg)
    svg = re.sub(r"<style.*?</style>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font: ([0-9.]+px)[^;\"]*", r"font-size: \1", svg)
    svg = re.sub(r' style="([^"]*)"', _attributes, svg)
    for colour, role in _ROLES.items():
        svg = svg.replace(colour, f"var(--{role})")
    return re.sub(r"\n\s*", "\n", svg).strip()


def _attributes(style: re.Match[str]) -> str:
    """What a style says, as attributes."""
    said = (each.partition(":") for each in style[1].split(";") if each.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in said)
