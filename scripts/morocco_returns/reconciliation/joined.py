"""Names that are joined into groups."""

from __future__ import annotations


class Joined:
    """Names that were joined, directly or through others, have one root."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that stands for all that were joined with this one."""
        while self._root.setdefault(name, name) != name:
            name = self._root[name]
        return name

    def join(self, first: str, second: str) -> None:
        """Make two names one."""
        self._root[self.root(first)] = self.root(second)
