"""All or nothing: what breaks off leaves every file as it was."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from morocco_returns.build.write import write_bytes

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that come while the block runs come too late: they are dropped, for children too."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, *_ENDING)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def terminable() -> Iterator[None]:
    """A request to end the program is met like Ctrl-C: what was begun is undone first."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def all_or_nothing(paths: Iterable[Path]) -> Iterator[None]:
    """Give these files back their bytes, or their absence, if the block does not come to its end."""
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    made = {parent for path in before for parent in path.parents if not parent.exists()}
    try:
        yield
    except BaseException:
        with undisturbed():
            _restore(before, made)
        raise


def _restore(before: dict[Path, bytes | None], made: set[Path]) -> None:
    for path, data in before.items():
        if data is None:
            path.unlink(missing_ok=True)
        elif not path.is_file() or path.read_bytes() != data:
            write_bytes(path, data)
    for folder in sorted(made, reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
