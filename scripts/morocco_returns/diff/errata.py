"""The errata: which changed or removed rows ``changes`` must list, which it lists, which not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from morocco_returns.diff.change import Change
from morocco_returns.diff.semver import parse_version
from morocco_returns.diff.snapshot import Resource, Snapshot

TABLE = "changes"
WHOLE_ROW = "*"
# What must be listed, and what an erratum makes of it; of a definition it says that it is other words alone.
_DUE = {"correction-unlisted": "value-corrected", "removal-unlisted": "row-withdrawn"}
_LISTED = {**_DUE, "definition-changed": "definition-reworded"}


@dataclass(frozen=True, slots=True)
class Erratum:
    """A row of ``changes``."""

    release: str
    resource: str
    row_key: str
    field: str
    old_value: str | None
    new_value: str | None
    kind: str
    reason: str | None

    def cell(self) -> tuple[str, str, str]:
        """What it is about; a withdrawn row as a whole."""
        return self.resource, self.row_key, WHOLE_ROW if self.kind == "withdrawn" else self.field


def errata(table: Resource | None) -> list[Erratum]:
    """The errata of a version; none where it has no such table, or one of other columns."""
    columns = list(Erratum.__dataclass_fields__)
    if table is None or not set(columns) <= set(table.frame.columns):
        return []
    rows = table.frame.select(columns).iter_rows(named=True)
    required = ("release", "resource", "row_key", "field", "kind")
    return [Erratum(**row) for row in rows if all(row[name] for name in required)]


def since(old: Snapshot, new: Snapshot) -> list[Erratum]:
    """The errata that the newer version adds to the older one; one whose reason is put better is none."""
    known = {replace(erratum, reason=None) for erratum in errata(old.tables.get(TABLE))}
    return [one for one in errata(new.tables.get(TABLE)) if replace(one, reason=None) not in known]


def settled(changes: Iterable[Change], listed: Iterable[Erratum]) -> list[Change]:
    """The changes, those that the errata list with the kind of one that is listed."""
    by_cell: dict[tuple[str, str, str], list[Erratum]] = defaultdict(list)
    for erratum in listed:
        by_cell[erratum.cell()].append(erratum)
    return [
        replace(change, kind=_LISTED[change.kind])
        if change.kind in _LISTED and _accounts_for(by_cell.get(_cell(change), []), change)
        else change
        for change in changes
    ]


def _cell(change: Change) -> tuple[str, str, str]:
    return change.table or "", change.key or "", change.field or WHOLE_ROW


def _accounts_for(found: list[Erratum], change: Change) -> bool:
    """Whether errata lead from the old value to the new one, over releases between if there are any."""
    if change.field is None:
        return bool(found)
    value = change.old
    for erratum in sorted(found, key=lambda erratum: _order(erratum.release)):
        if erratum.old_value != value:
            return False
        value = erratum.new_value
    return bool(found) and value == change.new


def _order(release: str) -> tuple[int, int, int]:
    try:
        return parse_version(release)
    except ValueError:
        return (0, 0, 0)


def missing(changes: Iterable[Change], release: str, reason: str) -> list[Erratum]:
    """A row of ``changes`` for every change that lacks one, its reason to be written yet."""
    return [
        Erratum(
            release=release,
            resource=change.table or "",
            row_key=change.key or "",
            field=change.field or WHOLE_ROW,
            old_value=change.old,
            new_value=change.new,
            kind="our_error" if change.field else "withdrawn",
            reason=reason,
        )
        for change in changes
        if change.kind in _DUE
    ]


def idle(changes: Iterable[Change], listed: Iterable[Erratum]) -> list[Erratum]:
    """Errata of these versions for which nothing changed between them."""
    changed = {_cell(change) for change in changes if change.kind in _LISTED.values()}
    return [erratum for erratum in listed if erratum.cell() not in changed]
