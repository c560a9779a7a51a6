"""A single change between two versions."""

from __future__ import annotations

from dataclasses import dataclass

from morocco_returns.diff.semver import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Change:
    """What changed: its kind, and as far as it applies the table, row and column, and both values."""

    kind: str
    table: str | None = None
    key: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    note: str = ""

    @property
    def rule(self) -> Kind:
        """What the table of data semver says of such a change."""
        return KINDS[self.kind]

    def place(self) -> str:
        """Table, row and column, as far as they apply."""
        return " ".join(part for part in (self.table, self.key, self.field) if part) or "the package"
