"""How long it takes to hold the figures against one another, and how that grows.

First the real record. Then made-up tables whose cells are rounded to fives, or hidden below five,
and whose sums along two sides are exact: the cost of the search for the tightest bounds of all cells,
against one solution of the same rows. Ratios in one run count, not seconds. ``--long`` goes up to
10,000 cells.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from rich.console import Console
from rich.table import Table

import morocco_returns as mr
from morocco_returns.reconciliation.propagation import propagate
from morocco_returns.reconciliation.solver import witness
from morocco_returns.reconciliation.system import Ints, System
from morocco_returns.reconciliation.tightest import tightest

ROOT = Path(__file__).resolve().parents[1]
SIZES = (200, 1_000)
LONG = (10_000,)
UNIT = 5
_T = TypeVar("_T")


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def _real() -> Table:
    table = Table("work", "s", "x loading the figures", title="the real record")
    base, _ = _timed(lambda: mr.load("figures", ROOT))
    works: dict[str, Callable[[], object]] = {
        "mr.load('figures')": lambda: mr.load("figures", ROOT),
        "mr.reconcile()": lambda: mr.reconcile(ROOT),
        "mr.tighten()": lambda: mr.tighten(ROOT),
        "mr.sensitivity(), 8 scenarios": lambda: mr.sensitivity(ROOT),
    }
    for name, work in works.items():
        seconds, _ = _timed(work)
        table.add_row(name, f"{seconds:.2f}", f"{seconds / base:.0f}")
    return table


def made_up(cells: int, kind: str, seed: int = 0) -> System:
    """Counts in three dimensions, printed to fives or hidden below five, with exact sums along two."""
    side = round(cells ** (1 / 3))
    shape = (side, side, max(1, cells // side**2))
    true = np.random.default_rng(seed).integers(0, 40 if kind == "rounded" else 16, size=shape)
    number = np.arange(true.size).reshape(shape)
    rows, columns, sums = list[int](), list[int](), list[int]()
    for axis in (0, 1):
        for group in np.moveaxis(number, axis, -1).reshape(-1, shape[axis]):
            rows += [len(sums)] * len(group)
            columns += group.tolist()
            sums.append(int(true.ravel()[group].sum()))
    lower, upper = _printed(true.ravel(), kind)
    ones = np.ones(len(rows), dtype=np.int64)
    return System(_ints(rows), _ints(columns), ones, _ints(sums), _ints(sums), lower, upper)


def _printed(true: Ints, kind: str) -> tuple[Ints, Ints]:
    """The bounds that the prints of some counts imply."""
    if kind == "rounded":
        printed = (true + UNIT // 2) // UNIT * UNIT
        return np.maximum(printed - UNIT // 2, 0), printed + UNIT // 2
    hidden = true < UNIT
    return np.where(hidden, 0, true), np.where(hidden, UNIT - 1, true)


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _grown(sizes: tuple[int, ...]) -> Table:
    heads = ("cells", "kind", "rows", "propagation s", "one solution s", "tightest s", "x one solution",
             "solutions", "bounds proven", "shown tightest")  # fmt: skip
    table = Table(*heads, title="made-up tables, all bounds of all cells")
    for size in sizes:
        for kind in ("rounded", "hidden"):
            table.add_row(*_measured(made_up(size, kind), kind))
    return table


def _measured(system: System, kind: str) -> list[str]:
    narrowed, _ = _timed(lambda: propagate(system))
    once, _ = _timed(lambda: witness(system))
    whole, found = _timed(lambda: tightest(system, range(system.shape[1]), singles=20))
    found.check()
    bounds = [*found.lower, *found.upper]
    shown = sum(bound.attained for bound in bounds)
    return [
        f"{system.shape[1]:,}", kind, f"{system.shape[0]:,}", f"{narrowed:.3f}", f"{once:.2f}",
        f"{whole:.1f}", f"{whole / once:.0f}", str(found.solved), f"{len(bounds):,}", f"{shown:,}",
    ]  # fmt: skip


def main() -> None:
    """Measure and print the tables."""
    console = Console(width=150)
    console.print(_real())
    console.print(_grown(SIZES + (LONG if "--long" in sys.argv else ())))


if __name__ == "__main__":
    main()
