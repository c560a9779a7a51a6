"""How long the check takes on the real package, against frictionless on the same files.

Whole processes, start-up included, interleaved; the ratio of the medians counts, not the seconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
COMMANDS = {
    "frictionless validate": ["frictionless", "validate", "datapackage.json"],
    "morocco-returns validate": ["morocco-returns", "validate", "."],
    "python -c pass": ["python", "-c", "pass"],
    "mr.load('figures')": ["python", "-c", "import morocco_returns as mr; mr.load('figures')"],
}


def _seconds(command: list[str]) -> float:
    program = str(Path(sys.executable).parent / command[0])
    start = time.perf_counter()
    subprocess.run([program, *command[1:]], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print the table."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for run in range(RUNS + 1):
        for name, command in COMMANDS.items():
            seconds = _seconds(command)
            if run:  # the first round warms the file cache
                times[name].append(seconds)
    base = statistics.median(times["frictionless validate"])
    table = Table("command", "median s", "x frictionless", title=f"{RUNS} interleaved runs")
    for name, measured in times.items():
        median = statistics.median(measured)
        table.add_row(name, f"{median:.2f}", f"{median / base:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
