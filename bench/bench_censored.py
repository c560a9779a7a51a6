"""Speed of the censored array against two plain numpy arrays, in one run.

    python bench/bench_censored.py            1e6 cells
    python bench/bench_censored.py --long     1e6 and 1e7 cells
    python bench/bench_censored.py --check    exit status 1 if a ratio is above its limit

All contestants of an operation take turns, so that a slow phase of the machine hits them alike;
the table gives medians per call and the median of the ratios within each turn. Object columns and
`uncertainties` run on fewer cells; their time is scaled up and marked with "~".
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from morocco_returns.censored import CensoredArray

Work = Callable[[], object]

FLOOR = "two numpy arrays"
OURS = "censored, clean"
FLOOR_APART = "reference, own memory"
APART = "censored, clean, own memory"
FLAGGED = "censored, 5 % missing, 5 % open"
REFERENCES = {APART: FLOOR_APART, FLAGGED: APART}
"""What a contestant is compared with, if not with the first of its operation.

The first two read the same memory and keep it warm for each other; nobody shares that of the rest.
At 1e6 cells that alone has cost plain numpy anything between nothing and four fifths more, so like is
compared with like."""
SMALL = 50_000
"""Cells for contestants that work on Python objects."""

SETUPS = 3
"""Fresh allocations per table, because memory-bound loops depend on where the pages lie."""

LIMITS = {"sum": 1.1, "a + b": 1.1, "a < 500": 1.5, "groupby sum": 1.2}
FLAGGED_LIMIT = 1.5


@dataclass(frozen=True)
class Row:
    """One line of the table: a median in ms and the ratio to the reference of its operation."""

    operation: str
    contestant: str
    milliseconds: float
    ratio: float
    limit: float | None
    scaled: bool

    @property
    def passed(self) -> bool:
        """Whether the ratio keeps to its limit, if it has one."""
        return self.limit is None or self.ratio <= self.limit


@dataclass(frozen=True)
class Columns:
    """The same random bounds in every shape that is compared."""

    lower: npt.NDArray[np.int64]
    upper: npt.NDArray[np.int64]
    clean: CensoredArray
    apart: CensoredArray
    flagged: CensoredArray
    keys: npt.NDArray[np.int64]

    @classmethod
    def random(cls, count: int) -> Columns:
        """Random bounds, one copy of which has missing cells and open sides."""
        generator = np.random.default_rng(20230607)
        lower = generator.integers(0, 1000, count)
        upper = lower + generator.integers(0, 5, count)
        chance = generator.random(count)
        missing, open_upper = chance < 0.05, chance > 0.95
        uppers = pd.arrays.IntegerArray(upper.copy(), missing | open_upper)
        lowers = pd.arrays.IntegerArray(lower.copy(), missing)
        clean = CensoredArray.from_bounds(lower, upper)
        flagged = CensoredArray.from_bounds(lowers, uppers)
        # The reference works on the very memory of the array: where pages happen to lie would
        # otherwise decide a comparison of memory-bound loops.
        cells = clean._cells
        keys = generator.integers(0, 100, count)
        return cls(cells.lower, cells.upper, clean, clean.copy(), flagged, keys)


def contestants(columns: Columns) -> dict[str, dict[str, Work]]:
    """Per operation, the contestants; the first is the reference."""
    lower, upper, clean = columns.lower, columns.upper, columns.clean
    apart, flagged = columns.apart, columns.flagged
    plain = pd.DataFrame({"key": columns.keys, "lower": lower, "upper": upper})
    frame = pd.DataFrame({"key": columns.keys, "persons": clean})
    frame_apart = pd.DataFrame({"key": columns.keys, "persons": apart})
    frame_flagged = pd.DataFrame({"key": columns.keys, "persons": flagged})
    low, high = lower.copy(), upper.copy()
    plain_apart = pd.DataFrame({"key": columns.keys, "lower": low, "upper": high})
    interval = pd.arrays.IntervalArray.from_arrays(lower.copy(), upper.copy(), closed="both")
    by_hand = "IntervalArray, left and right by hand"
    return {
        "sum": {
            FLOOR: lambda: (lower.sum(), upper.sum()),
            OURS: clean.sum,
            FLOOR_APART: lambda: (low.sum(), high.sum()),
            APART: apart.sum,
            FLAGGED: flagged.sum,
            by_hand: lambda: (interval.left.to_numpy().sum(), interval.right.to_numpy().sum()),
        },
        "a + b": {
            FLOOR: lambda: (lower + lower, upper + upper),
            OURS: lambda: clean + clean,
            FLOOR_APART: lambda: (low + low, high + high),
            APART: lambda: apart + apart,
            FLAGGED: lambda: flagged + flagged,
            by_hand: lambda: pd.arrays.IntervalArray.from_arrays(
                interval.left + interval.left, interval.right + interval.right, closed="both"
            ),
        },
        "a < 500": {
            FLOOR: lambda: (upper < 500, lower >= 500),
            OURS: lambda: clean < 500,
            FLOOR_APART: lambda: (high < 500, low >= 500),
            APART: lambda: apart < 500,
            FLAGGED: lambda: flagged < 500,
            by_hand: lambda: (interval.right < 500, interval.left >= 500),
        },
        "groupby sum": {
            "two pandas columns": lambda: plain.groupby("key")[["lower", "upper"]].sum(),
            OURS: lambda: frame.groupby("key")["persons"].sum(),
            FLOOR_APART: lambda: plain_apart.groupby("key")[["lower", "upper"]].sum(),
            APART: lambda: frame_apart.groupby("key")["persons"].sum(),
            FLAGGED: lambda: frame_flagged.groupby("key")["persons"].sum(),
        },
    }


def object_contestants(columns: Columns) -> dict[str, dict[str, Work]]:
    """The same on Python objects, SMALL cells of them."""
    cells = pd.Series(columns.clean[:SMALL].to_numpy())
    keys = columns.keys[:SMALL]
    work: dict[str, dict[str, Work]] = {
        "sum": {"object column of Censored": cells.sum},
        "a + b": {"object column of Censored": lambda: cells + cells},
        "a < 500": {"object column of Censored": lambda: [cell.lt(500) for cell in cells]},
        "groupby sum": {"object column of Censored": lambda: cells.groupby(keys).sum()},
    }
    try:
        from uncertainties import unumpy  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return work
    middle = (columns.lower[:SMALL] + columns.upper[:SMALL]) / 2
    numbers = unumpy.uarray(middle, (columns.upper[:SMALL] - columns.lower[:SMALL]) / 2)
    work["sum"]["uncertainties"] = lambda: numbers.sum().std_dev
    work["a + b"]["uncertainties"] = lambda: numbers + numbers
    work["a < 500"]["uncertainties"] = lambda: _quiet(lambda: numbers < 500)
    return work


def _quiet(work: Work) -> object:
    """Run a comparison that its library has deprecated, without its warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return work()


def measure(work: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each contestant, one after the other in every round."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for call in work.values():
        call()
    generator = np.random.default_rng(rounds)
    gc.disable()
    try:
        for _ in range(rounds):
            for name in generator.permutation(list(work)):
                work[name]()  # or one would find its memory warm from a neighbour's turn, another not
                start = time.perf_counter()
                result = work[name]()
                times[name].append(1e3 * (time.perf_counter() - start))
                del result
    finally:
        gc.enable()
    return times


def rows_of(operation: str, times: dict[str, list[float]]) -> list[Row]:
    """Medians, and ratios to the first contestant or to the one named in REFERENCES."""
    first = next(iter(times))
    limits = {OURS: LIMITS[operation], APART: LIMITS[operation], FLAGGED: FLAGGED_LIMIT}
    rows = []
    for name, own in times.items():
        base = times[REFERENCES.get(name, first)]
        ratio = statistics.median(a / b for a, b in zip(own, base, strict=True))
        rows.append(Row(operation, name, statistics.median(own), ratio, limits.get(name), False))
    return rows


def run(count: int, rounds: int) -> list[Row]:
    """The whole table for one number of cells."""
    times: dict[str, dict[str, list[float]]] = {}
    for _ in range(SETUPS):
        columns = Columns.random(count)
        for operation, work in contestants(columns).items():
            for name, own in measure(work, rounds).items():
                times.setdefault(operation, {}).setdefault(name, []).extend(own)
    objects = object_contestants(columns)
    rows: list[Row] = []
    for operation, measured in times.items():
        rows += rows_of(operation, measured)
        reference = statistics.median(next(iter(measured.values())))
        for name, own in measure(objects[operation], 3).items():
            scaled = statistics.median(own) * count / min(SMALL, count)
            rows.append(Row(operation, name, scaled, scaled / reference, None, True))
    return rows


def show(count: int, rows: list[Row]) -> None:
    """Print one table."""
    print(f"\n{count:,} cells\n")
    print(f"{'operation':<12} {'contestant':<38} {'median ms':>10} {'ratio':>8} {'limit':>6}")
    for row in rows:
        mark = "~" if row.scaled else " "
        limit = "" if row.limit is None else f"{row.limit:.1f}"
        verdict = "" if row.passed else "  above"
        print(
            f"{row.operation:<12} {row.contestant:<38} {mark}{row.milliseconds:>9.2f} "
            f"{row.ratio:>8.2f} {limit:>6}{verdict}"
        )
    print(
        "\nRatios are to the first line of each operation, except that clean cells in their own memory\n"
        "are compared with the reference in its own, and cells with missing and open ones with these."
    )


def main() -> int:
    """Run, print, and judge if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--long", action="store_true", help="measure 1e7 cells too")
    parser.add_argument("--rounds", type=int, default=15, help="turns per setup at 1e6 cells")
    parser.add_argument("--check", action="store_true", help="exit status 1 above a limit")
    options = parser.parse_args()
    late: list[Row] = []
    for count in (1_000_000, 10_000_000) if options.long else (1_000_000,):
        rounds = options.rounds if count == 1_000_000 else max(5, options.rounds // 3)
        rows = run(count, rounds)
        show(count, rows)
        late += [row for row in rows if not row.passed]
    return 1 if options.check and late else 0


if __name__ == "__main__":
    sys.exit(main())
