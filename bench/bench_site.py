"""How large the explorer page is and how soon it shows: for today's record and for ten times as much."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
from grow import grow
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from morocco_returns.site.facts import Facts, read_facts
from morocco_returns.site.run import site_files

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
_FIRST_BAR = """() => new Promise((done) => {
    const look = () => {
        const bar = document.querySelector("svg.chart .b");
        const seen = bar && bar.getBoundingClientRect().width > 0;
        requestAnimationFrame(seen ? () => done(performance.now()) : look);
    };
    look();
})"""
_KEYS = """() => {
    const input = document.getElementById("f-q");
    return ["r", "re", "ret", "retu"].map((text) => {
        const start = performance.now();
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - start;
    });
}"""


def _first_bar(browser: Browser, address: str) -> float:
    """Milliseconds until a bar of a chart is on the screen."""
    page = browser.new_page()
    page.goto(address, wait_until="commit")
    passed: float = page.evaluate(_FIRST_BAR)
    page.close()
    return passed


def _key(browser: Browser, address: str) -> float:
    """Milliseconds from a key in the search field until its rows are laid out, at worst of four keys."""
    page = browser.new_page()
    page.goto(address)
    slowest: float = max(page.evaluate(_KEYS))
    page.close()
    return slowest


def _measure(browser: Browser, folder: Path) -> list[float]:
    """Medians: the first bar on the front page and on the longest page, and a key in the search."""
    at = folder.as_uri()
    return [
        statistics.median(_first_bar(browser, f"{at}/index.html") for _ in range(RUNS)),
        statistics.median(_first_bar(browser, f"{at}/indicator/enforced-return.html") for _ in range(RUNS)),
        statistics.median(_key(browser, f"{at}/figures.html") for _ in range(RUNS)),
    ]


def _apart(facts: Facts) -> Facts:
    """The same facts, the copies of each figure one more apart: those that say the same share a bar."""
    figures = facts.frames["figures"]
    copy = pl.int_range(pl.len()).over(
        "value_printed", "row_label", "quote", "document_title", "period_start"
    )
    moved = [pl.col(column) + copy for column in ("possible_lower", "possible_upper", "approximate_value")]
    return replace(facts, root=ROOT, frames={**facts.frames, "figures": figures.with_columns(moved)})


def main() -> None:
    """Measure and print the table."""
    table = Table("figures", "build s", "MB", "MB shown", "largest kB", "bar ms", "longest ms", "key ms")
    today = len(read_facts(ROOT).figures)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=chromium)
        for times in (1, 10):
            package = Path(scratch) / f"package-{times}"
            figures = grow(ROOT, package, times * today)
            start = time.perf_counter()
            files = site_files(_apart(read_facts(package)))
            seconds = time.perf_counter() - start
            folder = Path(scratch) / f"site-{times}"
            for path, data in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
            apart = ("download/", "chart/")
            shown = sum(len(data) for path, data in files.items() if not path.startswith(apart))
            pages = max(len(data) for path, data in files.items() if path.endswith(".html"))
            total = sum(map(len, files.values()))
            measured = [f"{number:.0f}" for number in _measure(browser, folder)]
            sizes = (f"{total / 1e6:.1f}", f"{shown / 1e6:.1f}", f"{pages / 1e3:.0f}")
            table.add_row(f"{figures:,}", f"{seconds:.1f}", *sizes, *measured)
        browser.close()
    Console().print(table)


if __name__ == "__main__":
    main()
