"""Rules on keys: what refers to what, and which keys look alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.derived.tables import BUILT
from morocco_returns.finding import Finding, Severity
from morocco_returns.read import Table
from morocco_returns.rows import LINE, ancestors
from morocco_returns.schema import ForeignKey, TableSchema

# Marks that are taken for one another, in print and on the keyboard.
_ALIKE = {"0": "o", "1": "l", "i": "l", "|": "l", "_": "-", ".": "-", "–": "-"}
# Patterns of keys that are a letter and a number: digits cannot look like anything else.
_OPAQUE = ("(?:f[0-9]", "(?:c[0-9]", "(?:k[0-9]")


@rule("foreign-key")
def foreign_key(check: Context) -> Iterator[Finding]:
    """A key that names no row leaves a figure without its document, table or code."""
    for name, table in check.package.tables.items():
        for key in table.schema.foreign_keys:
            target = check.package.tables.get(key.table)
            if target is None or key.target not in target.schema.names:
                yield from _nowhere(check, name, key)
                continue
            yield from _dangling(check, name, key, target)


def _dangling(check: Context, name: str, key: ForeignKey, target: Table) -> Iterator[Finding]:
    cells = check.package.tables[name].frame.select(key.field, LINE)
    nowhere = check.places(name, key.field, key.table, key.target).is_null()
    lost = cells.filter(nowhere & cells[key.field].is_not_null())
    if lost.is_empty():
        return
    known = target.frame.select(pl.col(key.target).alias(key.field))
    twins = known.select(pl.col(key.field).alias("twin"), _folded(pl.col(key.field)).alias("folded"))
    lost = lost.with_columns(_folded(pl.col(key.field)).alias("folded"))
    for row in lost.join(twins.unique("folded"), on="folded", how="left", maintain_order="left").iter_rows(
        named=True
    ):
        cell, twin = row[key.field], row["twin"]
        message = f"{cell!r} is not a {key.target} of {target.path}"
        hint = f"perhaps {twin!r}" if twin else f"add the row to {target.path}, or correct the key"
        yield check.finding(name, row[LINE], key.field, cell, message, hint)


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


def _folded(keys: pl.Expr) -> pl.Expr:
    """Keys that an eye takes for one another become one."""
    return keys.str.strip_chars().str.to_lowercase().str.replace_many(list(_ALIKE), list(_ALIKE.values()))


def _numbered(schema: TableSchema) -> bool:
    """Whether the rows are numbered: a letter and digits, which look like nothing else."""
    key = schema.primary_key
    return len(key) == 1 and (schema.field(key[0]).pattern or "").startswith(_OPAQUE)


@rule("key-look-alike")
def key_look_alike(check: Context) -> Iterator[Finding]:
    """Two keys that differ in case, or in marks that look alike (0 and o, 1 and l), get mixed up."""
    for name, table in check.package.tables.items():
        key = table.schema.primary_key[0]
        if len(table.schema.primary_key) > 1 or _numbered(table.schema):
            continue
        keys = table.frame.select(key, LINE).drop_nulls()
        if not table.in_order:
            keys = keys.unique(key, keep="first", maintain_order=True)
        folded = keys.select(_folded(pl.col(key))).to_series()
        twins = keys.filter(folded.is_duplicated()) if folded.n_unique() < len(folded) else keys.clear()
        for cell, line in twins.iter_rows():
            hint = "rename one of them, if they are two; if they are one, keep one"
            yield check.finding(name, line, key, cell, "another key of this table looks like this one", hint)


@rule("id-gap", "changes")
def id_gap(check: Context) -> Iterator[Finding]:
    """Numbers are given in order and never again: one that is missing was withdrawn, which the errata
    say, or its row was lost or renamed.
    """
    for name, table in check.package.tables.items():
        key = table.schema.primary_key[0]
        if name in BUILT or not _numbered(table.schema):
            continue
        gone = check["changes"].filter((pl.col("resource") == name) & (pl.col("kind") == "withdrawn"))
        ids = pl.concat([table.frame[key], gone["row_key"].rename(key)])
        numbers = ids.str.slice(1).cast(pl.Int64, strict=False).drop_nulls().unique().sort()
        gaps = numbers.to_frame().with_columns(pl.col(key).shift(fill_value=0).alias("before"))
        for number, before in gaps.filter(pl.col(key) > pl.col("before") + 1).iter_rows():
            due = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
            message = f"number {due} is not there, and no erratum says that it was withdrawn"
            hint = "restore the row, or list it in changes as withdrawn"
            yield check.finding(name, None, key, None, message, hint)


TREES = {
    "indicators": ("indicator_id", "broader_id"),
    "populations": ("population_id", "broader_id"),
    "areas": ("area_id", "part_of_id"),
    "observations": ("observation_id", "part_of_id"),
}


@rule("hierarchy-cycle")
def hierarchy_cycle(check: Context) -> Iterator[Finding]:
    """A code that is broader than itself, directly or by way of others, has no place in a sum."""
    for name, (key, broader) in TREES.items():
        if name not in check.frames:
            continue
        rows = check[name].select(key, broader).drop_nulls(broader)
        rows = rows.join(rows, left_on=broader, right_on=key, how="semi")  # most lead to a top at once
        circles = [code for code, above in ancestors(rows, key, broader).items() if code in above]
        yield from check.each(
            name, pl.col(key).is_in(circles), broader, "the row stands above itself", "break the circle"
        )


@rule("adds-to-broader", "indicators")
def adds_to_broader(check: Context) -> Iterator[Finding]:
    """What adds to what is said exactly where there is a broader code."""
    yield from check.each(
        "indicators",
        pl.col("broader_id").is_null() != pl.col("adds_to_broader").is_null(),
        "adds_to_broader",
        "filled exactly where broader_id is",
        "all or part, or empty both",
    )


@rule("adds-over-time", "indicators")
def adds_over_time(check: Context) -> Iterator[Finding]:
    """Stocks and cumulative counts never add up over time; adding two months of a stock counts the
    same persons twice.
    """
    yield from check.each(
        "indicators",
        (pl.col("measure") != "flow") & (pl.col("adds_over_time") != "no"),
        "adds_over_time",
        lambda row: f"a {row['measure']} does not add up over time",
        "no, or another measure",
    )


@rule("unlike-broader", "indicators")
def unlike_broader(check: Context) -> Iterator[Finding]:
    """Persons do not add to decisions, nor a flow to a stock: what adds to a broader code is
    counted in its unit, measure and family.
    """
    columns = {name: f"broader_{name}" for name in ("measure", "unit", "family")}
    codes = check.joined("indicators", "broader_id", "indicators", columns)
    for column, other in columns.items():
        yield from check.each(
            "indicators",
            pl.col(column) != pl.col(other),
            column,
            lambda row, other=other: f"its broader code {row['broader_id']} has {row[other]}",  # type: ignore[misc]
            f"give both the same {column}, or take the code from under the other",
            rows=codes,
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
        key = check.package.tables[name].schema.primary_key[0]
        found = pl.concat(check.places(table, column, name) for table, column in uses).unique()
        used = check[name].select(pl.col(key).gather(found.drop_nulls()))
        if name in TREES:
            above = ancestors(check[name], key, TREES[name][1])
            broader = {code for low in used[key].drop_nulls() for code in above.get(low, [])}
            used = pl.concat([used, pl.DataFrame({key: sorted(broader)}, schema={key: pl.String})])
        yield from check.each(
            name,
            pl.lit(True),
            key,
            "nothing refers to this row",
            "delete it, or restore what used it",
            rows=check[name].join(used, on=key, how="anti", maintain_order="left"),
        )


@rule("row-order")
def row_order(check: Context) -> Iterator[Finding]:
    """One fixed order (by primary key) keeps differences between versions readable."""
    for name, table in check.package.tables.items():
        if table.in_order:
            continue
        key = table.schema.primary_key
        rows = table.frame.select(*key, LINE)
        for row in rows.filter(_before_the_last(key)).head(1).iter_rows(named=True):
            message = "the row is out of order; rows are sorted by primary key"
            yield check.finding(name, row[LINE], key[0], row[key[0]], message, "run `make format`")


def _before_the_last(key: Sequence[str]) -> pl.Expr:
    """Whether the key of a row belongs before that of the row above it."""
    before = pl.lit(False)
    for column in reversed(key):
        cell = pl.col(column).fill_null("")
        before = (cell < cell.shift()) | ((cell == cell.shift()) & before)
    return before
