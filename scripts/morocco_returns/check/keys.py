"""Rules on keys and codes: what refers to what."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.frames import each_row
from morocco_returns.schema import ForeignKey


@rule("foreign-key")
def foreign_key(check: Context) -> Iterator[Finding]:
    """A key that names no row leaves a figure without its document, table or code."""
    for name, table in check.package.tables.items():
        for key in table.schema.foreign_keys:
            target = check.package.tables.get(key.table)
            if target is None or key.target not in target.schema.names:
                yield from _nowhere(check, name, key)
                continue
            known = set(target.frame[key.target].dropna())
            column = table.frame[key.field]
            for line in column.index[column.notna() & ~column.isin(known)]:
                cell = str(column.at[line])
                yield check.finding(
                    name,
                    int(line),
                    key.field,
                    cell,
                    f"{cell!r} is not a {key.target} of {target.path}",
                    _nearest(cell, known) or f"add the row to {target.path}, or correct the key",
                )


def _nowhere(check: Context, name: str, key: ForeignKey) -> Iterator[Finding]:
    """A key of a table or column that does not exist (an unreadable table is reported elsewhere)."""
    listed = {str(resource.get("name")) for resource in check.package.resources()}
    if key.table in check.package.tables or key.table not in listed:
        yield check.finding(
            name,
            None,
            key.field,
            key.table,
            f"the schema makes {key.field} a key of {key.table}.{key.target}, which does not exist",
            "restore the table, or correct the foreign key in the schema",
        )


def _nearest(cell: str, known: set[str]) -> str | None:
    alike = sorted(key for key in known if key.casefold() == cell.strip().casefold())
    return f"perhaps {alike[0]!r}" if alike else None


_TREES = {
    "indicators": ("indicator_id", "broader_id"),
    "populations": ("population_id", "broader_id"),
    "areas": ("area_id", "part_of_id"),
    "observations": ("observation_id", "part_of_id"),
}


@rule("hierarchy-cycle")
def hierarchy_cycle(check: Context) -> Iterator[Finding]:
    """A code that is broader than itself, directly or by way of others, has no place in a sum."""
    for name, (key, broader) in _TREES.items():
        if name not in check.frames:
            continue
        rows = check[name]
        parent = dict(zip(rows[key], rows[broader], strict=True))
        for line, row in each_row(rows):
            code = row[key]
            if code in _ancestors(code, parent):
                yield check.finding(
                    name,
                    line,
                    broader,
                    parent[code],
                    "the row stands above itself",
                    "break the circle",
                )


def _ancestors(code: object, parent: dict[object, object]) -> list[object]:
    found: list[object] = []
    above = parent.get(code)
    while above is not None and above is not pd.NA and above not in found:
        found.append(above)
        above = parent.get(above)
    return found


@rule("adds-to-broader", "indicators")
def adds_to_broader(check: Context) -> Iterator[Finding]:
    """What adds to what is said exactly where there is a broader code."""
    rows = check["indicators"]
    yield from check.each(
        "indicators",
        rows["broader_id"].isna() != rows["adds_to_broader"].isna(),
        "adds_to_broader",
        "filled exactly where broader_id is",
        "all or part, or empty both",
    )


_USES = {
    "indicators": [
        ("observations", "indicator_id"),
        ("claims", "indicator_id"),
        ("reference_statistics", "indicator_id"),
    ],
    "populations": [
        ("observations", "population_id"),
        ("claims", "population_id"),
        ("reference_statistics", "population_id"),
    ],
    "areas": [
        ("observations", "area_id"),
        ("observations", "destination_id"),
        ("claims", "area_id"),
        ("reference_statistics", "area_id"),
        ("events", "area_id"),
        ("events", "partner_area_id"),
    ],
    "events": [("event_mentions", "event_id"), ("observations", "event_id")],
    "tables": [("observations", "table_id"), ("reference_statistics", "table_id")],
}


@rule("code-unused", severity=Severity.WARNING)
def code_unused(check: Context) -> Iterator[Finding]:
    """A code, event or table that nothing uses is left over, or its figures were lost."""
    for name, uses in _USES.items():
        if name not in check.frames or any(table not in check.frames for table, _ in uses):
            continue
        rows = check[name]
        key = check.package.tables[name].schema.primary_key[0]
        used: set[object] = set()
        for table, column in uses:
            used |= set(check[table][column].dropna())
        if name in _TREES:
            parent = dict(zip(rows[key], rows[_TREES[name][1]], strict=True))
            used |= {above for code in used for above in _ancestors(code, parent)}
        yield from check.each(
            name,
            ~rows[key].isin(used),
            key,
            "nothing refers to this row",
            "delete it, or restore what used it",
        )


@rule("row-order")
def row_order(check: Context) -> Iterator[Finding]:
    """One fixed order (by primary key) keeps differences between versions readable."""
    for name, table in check.package.tables.items():
        keys = table.frame[list(table.schema.primary_key)].fillna("")
        lines = keys.index.to_numpy()
        ordered = keys.sort_values(list(keys.columns), kind="stable").index.to_numpy()
        for line in lines[lines != ordered][:1]:
            column = table.schema.primary_key[0]
            yield check.finding(
                name,
                int(line),
                column,
                table.frame.at[line, column],
                "the row is out of order; rows are sorted by primary key",
                "run `make format`",
            )
