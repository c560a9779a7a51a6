"""What several rules need and one of them computes: joins, and days of dates."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

_Made = TypeVar("_Made")


class Shared:
    """Values by name; rules that run side by side wait for the one that computes a value."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[Hashable, Future[Any]] = {}

    def get(self, name: Hashable, make: Callable[[], _Made]) -> _Made:
        """The value of that name, made by whoever asks first; whatever ``make`` raises, all are told."""
        with self._lock:
            first = name not in self._made
            future: Future[_Made] = self._made.setdefault(name, Future())
        if first:
            try:
                future.set_result(make())
            except BaseException as error:
                future.set_exception(error)
        return future.result()
