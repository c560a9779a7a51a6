"""How long the check takes: on the real package, and on packages grown from it.

All commands are whole processes, start-up included, and take turns; the ratios count, not the
seconds. A bare read is ``polars.read_csv`` of every CSV of the package. ``--long`` grows a package of a
million observations (2 GB, half an hour on a busy machine). A command that fails or takes longer than
its time has no number in the table.
"""

from __future__ import annotations

import math
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grow import grow
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
FRICTIONLESS, OURS, BARE = "frictionless validate", "morocco-returns validate", "polars.read_csv"
_READ = (
    "import pathlib, polars, time; start = time.perf_counter(); "
    "[polars.read_csv(path, infer_schema=False) for path in pathlib.Path('data').rglob('*.csv')]; "
    "print(time.perf_counter() - start)"
)
COMMANDS = {
    FRICTIONLESS: ["frictionless", "validate", "datapackage.json"],
    OURS: ["morocco-returns", "validate", "."],
    BARE: ["python", "-c", _READ],
}
REAL = {
    **{name: COMMANDS[name] for name in (FRICTIONLESS, OURS)},
    "python -c pass": ["python", "-c", "pass"],
    "mr.load('figures')": ["python", "-c", "import morocco_returns as mr; mr.load('figures')"],
}
# Observations, and how often each command runs.
SIZES = {1_000: 5, 100_000: 3}
LONG = {1_000_000: 1}
_AT_MOST = 3600  # seconds for one command


def _seconds(command: list[str], folder: Path) -> float:
    """Of the whole process; of the bare read what it printed, without its start-up; NaN if it failed."""
    program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            program, cwd=folder, check=True, capture_output=True, text=True, timeout=_AT_MOST
        )
    except subprocess.SubprocessError as error:
        print(f"{shlex.join(command[:2])} in a package of {folder}: {error}", file=sys.stderr)
        return math.nan
    return float(done.stdout) if command[-1] == _READ else time.perf_counter() - start


def _medians(commands: dict[str, list[str]], folder: Path, runs: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            if run or name != FRICTIONLESS:  # the first round warms the file cache
                seconds = _seconds(command, folder)
                times[name] += [seconds] if run else []
    return {name: statistics.median(measured) for name, measured in times.items()}


def _real() -> Table:
    medians = _medians(REAL, ROOT, 7)
    table = Table("command", "median s", "x frictionless", title="the real package")
    for name, median in medians.items():
        table.add_row(name, f"{median:.2f}", f"{median / medians[FRICTIONLESS]:.2f}")
    return table


def _grown(sizes: dict[int, int]) -> Table:
    heads = (
        "observations",
        "MB",
        f"{BARE} s",
        f"{OURS} s",
        "x bare read",
        "us a row",
        "x faster than frictionless",
    )
    table = Table(*heads, title="packages grown from the real one")
    for size, runs in sizes.items():
        with tempfile.TemporaryDirectory() as folder:
            rows = grow(ROOT, Path(folder), size)
            total = sum(path.stat().st_size for path in Path(folder).rglob("*.csv"))
            medians = _medians(COMMANDS, Path(folder), runs)
        ours, bare = medians[OURS], medians[BARE]
        table.add_row(
            f"{rows:,}", f"{total / 1e6:.0f}", f"{bare:.2f}", f"{ours:.2f}", f"{ours / bare:.1f}",
            f"{1e6 * ours / rows:.1f}", f"{medians[FRICTIONLESS] / ours:.1f}",
        )  # fmt: skip
    return table


def main() -> None:
    """Measure and print the tables."""
    console = Console()
    console.print(_real())
    console.print(_grown({**SIZES, **(LONG if "--long" in sys.argv else {})}))


if __name__ == "__main__":
    main()
