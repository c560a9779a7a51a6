"""How far a long check is: a bar in the terminal, once it has taken a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from morocco_returns.check.run import OnStep
from morocco_returns.report.safe import LONGEST_VALUE, visible
from morocco_returns.wording import shortened

PATIENCE = 1.0  # seconds


@contextmanager
def progress_bar(console: Console, patience: float = PATIENCE) -> Iterator[OnStep | None]:
    """A callback for the steps of a check, which draws nothing outside a terminal (None), nothing in
    the first moments, and leaves nothing behind.
    """
    if not console.is_terminal:
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task("reading the package", total=None)
    timer = Timer(patience, bar.start)
    timer.start()
    try:
        yield lambda what, done, total: bar.update(
            task, description=visible(shortened(what, LONGEST_VALUE)), completed=done, total=total
        )
    finally:
        timer.cancel()
        timer.join()  # else the bar could begin after its end
        bar.stop()
