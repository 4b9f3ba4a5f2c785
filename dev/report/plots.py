"""Scatter plots on logarithmic axes; the same figures give the same file."""

from __future__ import annotations

import pathlib

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams |= {
    "svg.hashsalt": "tuneplan",
    "svg.fonttype": "none",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify": True,
}
import matplotlib.pyplot as plt  # noqa: E402

COLOURS = {"full": "#0072b2", "lora": "#e69f00", "dora": "#cc79a7", "qlora": "#009e73"}


def _panel(axes, title: str, points: list[tuple[float, float, str]], unit: str, band: float) -> None:
    """Actual across, predicted up; a shaded band of equal factors around equality."""
    actual = [p[0] for p in points]
    low, high = min(actual) / 2, max(actual) * 2
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.fill_between([low, high], [low / band, high / band], [low * band, high * band], color="#dddddd", linewidth=0)
    axes.plot([low, high], [low, high], color="#888888", linewidth=0.7)
    for method, colour in COLOURS.items():
        of = [p for p in points if p[2] == method]
        if of:
            across, up = [p[0] for p in of], [p[1] for p in of]
            # thousands of points are a smaller file as a picture than as marks
            axes.scatter(across, up, s=7, c=colour, label=f"{method} {len(of)}", linewidths=0, alpha=0.8, rasterized=True)
    axes.set_xlim(low, high)
    axes.set_ylim(min(low, min(p[1] for p in points) / 2), max(high, max(p[1] for p in points) * 2))
    axes.set_title(title, fontsize=8)
    axes.set_xlabel(unit)
    axes.legend(fontsize=6, frameon=False, loc="upper left", handletextpad=0.1)


def scatter(path: pathlib.Path, panels: list[tuple[str, list[tuple[float, float, str]], str]], band: float, across: int) -> None:
    """One panel for each title with points (actual, predicted, method); ``band`` is the factor that is shaded."""
    down = -(-len(panels) // across)
    figure, grid = plt.subplots(down, across, figsize=(3.1 * across, 2.9 * down), squeeze=False)
    cells = list(grid.flat)
    for axes, (title, points, unit) in zip(cells, panels):
        _panel(axes, title, points, unit, band)
    for axes in cells[len(panels) :]:
        axes.remove()
    for row in grid:
        row[0].set_ylabel("predicted")
    figure.tight_layout()
    figure.savefig(path, format="svg", dpi=160, metadata={"Date": None, "Creator": None})
    plt.close(figure)
