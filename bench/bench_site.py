"""How large the explorer page is and how soon it shows: for today's record and for ten times as much."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from grow import grow
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from morocco_returns.site.facts import read_facts
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
_KEY = """() => {
    const input = document.getElementById("f-q");
    return ["r", "re", "ret", "retu"].map((text) => {
        const start = performance.now();
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - start;
    });
}"""


def _measure(browser: Browser, folder: Path) -> tuple[float, float, float]:
    """Milliseconds to the first bar on the front page and on the longest page, and for a key in the search."""
    first, second, keys = [], [], []
    for _ in range(RUNS):
        for path, times in (("index.html", first), ("indicator/enforced-return.html", second)):
            page = browser.new_page()
            page.goto(f"{folder.as_uri()}/{path}", wait_until="commit")
            times.append(page.evaluate(_FIRST_BAR))
            page.close()
        page = browser.new_page()
        page.goto(f"{folder.as_uri()}/figures.html")
        keys.append(max(page.evaluate(_KEY)))
        page.close()
    return statistics.median(first), statistics.median(second), statistics.median(keys)


def main() -> None:
    """Measure and print the table."""
    heads = ("figures", "build s", "MB", "MB without downloads", "largest page kB")
    table = Table(*heads, "first bar ms", "first bar, longest page ms", "key ms", title="the explorer page")
    today = len(read_facts(ROOT).figures)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=chromium)
        for times in (1, 10):
            package = Path(scratch) / f"package-{times}"
            figures = grow(ROOT, package, times * today)
            start = time.perf_counter()
            files = site_files(replace(read_facts(package), root=ROOT))
            seconds = time.perf_counter() - start
            folder = Path(scratch) / f"site-{times}"
            for path, data in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
            shown = [
                len(data) for path, data in files.items() if not path.startswith(("download/", "chart/"))
            ]
            pages = max(len(data) for path, data in files.items() if path.endswith(".html"))
            total = sum(map(len, files.values()))
            measured = [f"{number:.0f}" for number in _measure(browser, folder)]
            sizes = (f"{total / 1e6:.1f}", f"{sum(shown) / 1e6:.1f}", f"{pages / 1e3:.0f}")
            table.add_row(f"{figures:,}", f"{seconds:.1f}", *sizes, *measured)
        browser.close()
    Console().print(table)


if __name__ == "__main__":
    main()
