"""Static charts of the main quantities for reuse, as SVG and PNG.

A file of its own has no page around it: it carries its colours, its key and its source. It shows
one population and destination, which its title names, and no events, whose names have no room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from morocco_returns.site.chart import Chart, chart, counted
from morocco_returns.site.facts import Facts, Row
from morocco_returns.site.pages import Picture
from morocco_returns.site.render import Renderer

FOLDER = "chart"
HOW_MANY = 6
_SCALE = 1.5
_STYLE = Path(__file__).parent / "static" / "style.css"
# The converter brings this font along: the same text on every machine.
_FONT = '"Liberation Sans", Arial, sans-serif'


def export_files(facts: Facts, renderer: Renderer) -> tuple[list[Picture], dict[str, bytes]]:
    """The charts, and their files by path."""
    try:
        import vl_convert  # large, and nothing but this page needs it
    except ImportError:
        raise RuntimeError("the page needs more: pip install 'morocco-returns[site]'") from None
    listed, files = [], {}
    style = chart_style(_STYLE.read_text("utf-8"))
    for figure, drawn in islice(_main(facts), HOW_MANY):
        indicator, area = figure["indicator_id"], figure["area_id"]
        quantity = f"{facts.label('indicators', indicator)}, {facts.label('areas', area)}"
        title = f"{quantity}: {renderer.who(figure)}"
        path = f"{FOLDER}/{indicator}-{area}"
        content = {"chart": drawn, "heading": title, "style": style}
        svg = renderer.page(f"{path}.svg", "export.svg", content)
        files[f"{path}.svg"] = svg
        files[f"{path}.png"] = vl_convert.svg_to_png(svg.decode("utf-8"), scale=_SCALE)
        listed.append(Picture(path, title))
    return listed, files


def _main(facts: Facts) -> Iterator[tuple[Row, Chart]]:
    """Of each quantity the commonest population and destination, if it is drawn: a figure and the chart."""
    for figures in facts.quantities.values():
        first = counted(figures)[0][0]
        same = ("population_id", "destination_id")
        alike = [row for row in figures if all(row[column] == first[column] for column in same)]
        if first["population_id"] and (drawn := chart(alike, (), facts.contests)):
            yield first, drawn


def chart_style(style: str) -> str:
    """The rules for charts of the pages' style sheet, with the light palette put in."""
    palette = dict(re.findall(r"--(\w+): light-dark\((#[0-9a-f]+),", style))
    rules = style.split("/* charts", 1)[1].split("*/", 1)[1].split("/* end of charts */", 1)[0]
    rules = re.sub(r"var\(--(\w+)\)", lambda match: palette[match[1]], rules)
    return rules.replace("system-ui, sans-serif", _FONT).strip()
