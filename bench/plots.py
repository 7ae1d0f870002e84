"""The bench's plots, as SVG that is readable on light and on dark pages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.growth import Growth
from bench.measuring import Measured

_OURS, _OTHERS, _INK = "#7c5cff", "#8a94a6", "#7d8590"
_COLORS = 10


def plot_benchmark(found: Mapping[str, Measured], path: Path) -> None:
    """Bars of requests a second for a page of 20 viewers, and of the time to the first 200."""
    figure, (rates, starts) = _figure(1, 2, (10, 3.4))
    loads = {name: one.middle("viewers, limit 20", 16) for name, one in found.items()}
    _bars(rates, {name: load.per_second for name, load in loads.items() if load}, "{:,.0f}")
    _bars(starts, {name: one.start for name, one in found.items()}, "{:.2f}")
    _title(rates, "Requests a second: viewers, limit 20, 16 connections (logarithmic)")
    rates.set_xscale("log")
    _title(starts, "Seconds from start to the first 200")
    _save(figure, path)


def plot_growth(growth: Growth, path: Path) -> None:
    """Lines of what each operation costs against the number of viewers."""
    figure, axes = _figure(1, 1, (9, 4.4))
    for number, (name, by_size) in enumerate(growth.milliseconds.items()):
        values = [by_size[size] for size in growth.sizes]
        # There are more lines than colours that differ well.
        style = "-" if number < _COLORS else "--"
        axes.plot(growth.sizes, values, style, marker="o", markersize=3, linewidth=1.3, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("viewers", color=_INK)
    axes.set_ylabel("milliseconds", color=_INK)
    legend = axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=8)
    for text in legend.get_texts():
        text.set_color(_INK)
    _title(axes, "Cost of a request in handler and store")
    _save(figure, path)


def _figure(rows: int, columns: int, size: tuple[float, float]) -> Any:
    # Takes longer to import than the bench to be asked for help.
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kulis"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(rows, columns, figsize=size, layout="constrained")
    for one in figure.axes:
        one.tick_params(colors=_INK, labelsize=8)
        one.patch.set_alpha(0)
        for name, side in one.spines.items():
            side.set_color(_INK)
            side.set_visible(name in ("left", "bottom"))
    figure.patch.set_alpha(0)
    return figure, axes


def _bars(axes: Any, values: Mapping[str, float], written: str) -> None:
    names = list(values)[::-1]
    colors = [_OURS if name.startswith("kulis") else _OTHERS for name in names]
    bars = axes.barh(names, [values[name] for name in names], color=colors, height=0.62)
    axes.bar_label(bars, [written.format(values[name]) for name in names], padding=4, fontsize=8, color=_INK)
    axes.margins(x=0.16)


def _title(axes: Any, text: str) -> None:
    axes.set_title(text, fontsize=9, color=_INK, loc="left")


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, format="svg", metadata={"Date": None}, transparent=True)
