"""Rules on the errata: what ``changes`` says must be true of the package as it is."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.rows import LINE, Row

_WHOLE_ROW = "withdrawn"


@rule("change-dangling", "changes")
def change_dangling(check: Context) -> Iterator[Finding]:
    """An erratum on a row or column that does not exist cannot be looked up; a row that was
    withdrawn must be gone.
    """
    withdrawn = check["changes"].filter(pl.col("kind") == _WHOLE_ROW)
    gone = set(withdrawn.select("resource", "row_key").iter_rows())
    for row in check["changes"].iter_rows(named=True):
        table = check.package.tables.get(row["resource"] or "")
        if table is None and row["resource"] in check.package.schemas:  # it could not be read
            continue
        if table is None:
            yield _dangling(check, row, "resource", "the package has no such table")
            continue
        key = pl.concat_str(table.schema.primary_key, separator="|")
        there = not table.frame.filter(key == row["row_key"]).is_empty()
        if there and row["kind"] == _WHOLE_ROW:
            yield _dangling(check, row, "row_key", "the row was withdrawn and is still there")
        elif not there and (row["resource"], row["row_key"]) not in gone:  # it may have been corrected first
            yield _dangling(check, row, "row_key", "the table has no such row")
        if row["kind"] != _WHOLE_ROW and row["field"] not in table.schema.names:
            yield _dangling(check, row, "field", "the table has no such column")


def _dangling(check: Context, row: Row, column: str, message: str) -> Finding:
    hint = "compare resource, row_key and field with the table that changed"
    return check.finding("changes", row[LINE], column, row[column], message, hint)


@rule("change-release", "changes")
def change_release(check: Context) -> Iterator[Finding]:
    """An erratum belongs to a release that exists: none is later than the package itself."""
    version = str(check.package.descriptor.get("version", ""))
    if not version:
        return
    for release, line in check["changes"].select("release", LINE).drop_nulls().iter_rows():
        if _ordinal(release) > _ordinal(version):
            message = f"the package is version {version}"
            yield check.finding(
                "changes", line, "release", release, message, "name the release of the change"
            )


def _ordinal(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("-")[0].split("+")[0].split(".") if part.isdigit())


@rule("change-value", "changes")
def change_value(check: Context) -> Iterator[Finding]:
    """The errata on a cell follow from one another, and the last says what stands there now; one that
    changes nothing is a slip.
    """
    rows = check["changes"]
    yield from check.each(
        "changes",
        pl.col("old_value").eq_missing(pl.col("new_value")) & (pl.col("kind") != _WHOLE_ROW),
        "new_value",
        "old and new value are the same",
        "compare with the release before",
    )
    last: dict[tuple[str, ...], Row] = {}
    ordered = sorted(rows.iter_rows(named=True), key=lambda row: _ordinal(row["release"] or ""))
    for row in (row for row in ordered if row["kind"] != _WHOLE_ROW):
        before = last.get(_cell(row))
        if before is not None and before["new_value"] != row["old_value"]:
            message = f"the erratum of release {before['release']} left {before['new_value']!r} there"
            hint = "each erratum on a cell begins with what the one before it left"
            yield check.finding("changes", row[LINE], "old_value", row["old_value"], message, hint)
        last[_cell(row)] = row
    for (resource, key, field), newest in last.items():
        table = check.package.tables.get(resource or "")
        if table is None or field not in table.schema.names:
            continue
        keyed = table.frame.filter(pl.concat_str(table.schema.primary_key, separator="|") == key)
        for (now,) in keyed.select(field).iter_rows():
            if now != newest["new_value"]:
                message = f"the cell holds {now!r} now"
                hint = "add the later change, or correct new_value"
                yield check.finding("changes", newest[LINE], "new_value", newest["new_value"], message, hint)


def _cell(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("resource", "row_key", "field"))
