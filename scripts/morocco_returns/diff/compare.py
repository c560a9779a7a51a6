"""Two versions of the package held against one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from morocco_returns.derived.tables import BUILT
from morocco_returns.diff.api import api_changes
from morocco_returns.diff.change import Change
from morocco_returns.diff.descriptor import descriptor_changes, resource_changes
from morocco_returns.diff.errata import TABLE, Erratum, idle, missing, settled, since
from morocco_returns.diff.rows import RowChanges
from morocco_returns.diff.schemas import schema_changes
from morocco_returns.diff.semver import KINDS, Bump, demanded, parse_version
from morocco_returns.diff.snapshot import Resource, Snapshot
from morocco_returns.diff.tables import built_changes, curated_changes, row_changes

REASON_DUE = "to be written"


@dataclass(frozen=True, slots=True)
class TableCounts:
    """How many rows of a table came, went and changed; None where the rows cannot be matched."""

    name: str
    built: bool
    rows: tuple[int, int]
    added: int | None
    removed: int | None
    changed: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed from one version to another, and what follows from it."""

    old: Snapshot
    new: Snapshot
    tables: tuple[TableCounts, ...]
    changes: tuple[Change, ...]
    missing: tuple[Erratum, ...]
    idle: tuple[Erratum, ...]

    @property
    def demands(self) -> Bump:
        """The bump that the changes demand together, before 1.0.0 as rule 0.y.z has it."""
        return demanded((change.kind for change in self.changes), parse_version(self.old.version))

    def by_kind(self) -> dict[str, list[Change]]:
        """The changes of each kind, the kinds that weigh most first."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.kind, []).append(change)
        order = list(KINDS)
        weigh = sorted(
            found, key=lambda kind: (not KINDS[kind].refused, -KINDS[kind].bump, order.index(kind))
        )
        return {kind: found[kind] for kind in weigh}


def compare_versions(old: Snapshot, new: Snapshot) -> Difference:
    """Every change from ``old`` to ``new``; ValueError where a version is not of the form x.y.z."""
    for snapshot in (old, new):
        parse_version(snapshot.version)
    shared = [name for name in new.tables if name in old.tables]
    rows = {name: row_changes(old.tables[name], new.tables[name]) for name in shared}
    listed = since(old, new)
    found = settled(_changes(old, new, rows), listed)
    return Difference(
        old=old,
        new=new,
        tables=tuple(_counts(old.tables[name], new.tables[name], rows[name]) for name in shared),
        changes=tuple(found),
        missing=tuple(missing(found, new.version, REASON_DUE)),
        idle=tuple(idle(found, listed)),
    )


def _changes(old: Snapshot, new: Snapshot, rows: dict[str, RowChanges | None]) -> Iterator[Change]:
    yield from descriptor_changes(old, new)
    yield from api_changes(old, new)
    for name in old.tables:
        if name not in new.tables:
            yield Change("table-removed", name, note=_likeness(old.tables[name], old, new))
    for name, table in new.tables.items():
        if name not in old.tables:
            yield Change("table-added", name)
            continue
        found = [*_table(old, old.tables[name], table, rows[name])]
        if not found and not _grown(rows[name]) and old.tables[name].data != table.data:
            found.append(Change("rewritten", name))
        yield from found


def _table(old: Snapshot, before: Resource, after: Resource, rows: RowChanges | None) -> Iterator[Change]:
    yield from resource_changes(before, after)
    yield from schema_changes(before, after, old.tables)
    if rows is not None:
        yield from _rows(after.name, rows)


def _rows(table: str, rows: RowChanges) -> Iterator[Change]:
    if table in BUILT:
        return built_changes(table, rows)
    return _errata_changes(rows) if table == TABLE else curated_changes(table, rows)


def _errata_changes(rows: RowChanges) -> Iterator[Change]:
    """The list of errata only grows: its new rows speak of changes counted elsewhere."""
    for key in rows.removed:
        yield Change("removal-unlisted", TABLE, key)
    for cell in rows.changed:
        kind = "row-wording" if cell.field == "reason" else "correction-unlisted"
        yield Change(kind, TABLE, cell.key, cell.field, cell.old, cell.new)


def _grown(rows: RowChanges | None) -> bool:
    """Whether rows differ, though nothing else speaks of it: new errata."""
    return rows is not None and rows.any


def _likeness(table: Resource, old: Snapshot, new: Snapshot) -> str:
    """A note with the new table that has the same columns."""
    for name, other in new.tables.items():
        if name not in old.tables and other.frame.columns == table.frame.columns:
            return f"perhaps renamed to {name}"
    return ""


def _counts(old: Resource, new: Resource, rows: RowChanges | None) -> TableCounts:
    heights = (old.frame.height, new.frame.height)
    built = new.name in BUILT
    if rows is None:
        return TableCounts(new.name, built, heights, None, None, None)
    changed = len({cell.key for cell in rows.changed})
    return TableCounts(new.name, built, heights, len(rows.added), len(rows.removed), changed)
