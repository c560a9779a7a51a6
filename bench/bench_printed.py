"""How long it takes to read a million printed figures, against plain passes over the same texts.

Interleaved in one run; the ratio of the medians counts, not the seconds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pandas as pd
from rich.console import Console
from rich.table import Table

from morocco_returns.printed import from_printed, parse_many

RUNS = 5
ROWS = 1_000_000
HEDGED = ["<5", "ruim 5.000", "ca. 200", "bijna 80.000", "veertig", "tussen 10 en 20", "-"]


def _texts(distinct: int) -> pd.Series[str]:
    plain = [f"{n // 1000}.{n % 1000:03d}" for n in range(1000, 1000 + distinct - len(HEDGED))]
    texts = pd.Series([*HEDGED, *plain])
    return texts.sample(ROWS, replace=True, random_state=1).reset_index(drop=True)


def _lengths(texts: pd.Series[str]) -> object:
    return [len(text) for text in texts]


def _measure(contestants: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for run in range(RUNS + 1):
        for name, work in contestants.items():
            start = time.perf_counter()
            work()
            if run:  # the first round warms caches
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(measured) for name, measured in times.items()}


def main() -> None:
    """Measure and print the table."""
    table = Table("work", "distinct", "median s", "x python loop", title=f"{ROWS:,} printed figures")
    for distinct in (100, 5_000, 100_000):
        texts = _texts(distinct)
        contestants: dict[str, Callable[[], object]] = {
            "python loop over len()": lambda texts=texts: _lengths(texts),  # type: ignore[misc]
            "parse_many": lambda texts=texts: parse_many(texts, "nl"),  # type: ignore[misc]
            "from_printed": lambda texts=texts: from_printed(texts, "nl"),  # type: ignore[misc]
        }
        medians = _measure(contestants)
        base = medians["python loop over len()"]
        for name, median in medians.items():
            table.add_row(name, f"{distinct:,}", f"{median:.2f}", f"{median / base:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
