"""Things that are joined into groups."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

_T = TypeVar("_T", bound=Hashable)


class Joined(Generic[_T]):
    """Things that were joined, directly or through others, have one root."""

    def __init__(self) -> None:
        self._root: dict[_T, _T] = {}

    def root(self, thing: _T) -> _T:
        """The one that stands for all that were joined with this one."""
        while self._root.setdefault(thing, thing) != thing:
            thing = self._root[thing]
        return thing

    def join(self, first: _T, second: _T) -> None:
        """Make two groups one."""
        self._root[self.root(first)] = self.root(second)
