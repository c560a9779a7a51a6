"""Rules on the built tables: they say what the curated ones say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.csvform import is_written
from morocco_returns.derived.tables import BUILT, derive_tables
from morocco_returns.finding import Finding
from morocco_returns.rows import LINE

_KEY = "observation_id"
_MEND = "run `make build`; correct the curated table if the built one is right"


def proved(check: Context) -> dict[str, int]:
    """The built tables in the package that are, byte for byte, what its curated tables give.

    Nothing in them is left to check, so that they need not be read. Returns their numbers of rows.
    """
    package, frames = check.package, check.frames
    sources = {source for needed in BUILT.values() for source in needed}
    if not (BUILT.keys() <= package.later.keys() and sources <= frames.keys()):
        return {}
    try:
        due = derive_tables(frames, package.schemas, check.places)
    except Exception:  # a schema lacks a column: the rules below say so
        return {}
    files = {name: package.raw[package.later[name]] for name in due}
    return {name: len(frame) for name, frame in due.items() if is_written(frame, files[name])}


@rule("figures-stale", "figures", *BUILT["series"])
def figures_stale(check: Context) -> Iterator[Finding]:
    """People who open one file open figures.csv: a change there that the curated tables do not
    know, or a change of theirs that did not reach it, misleads them.
    """
    yield from _differences(check, "figures")


@rule("series-stale", "series", *BUILT["series"])
def series_stale(check: Context) -> Iterator[Finding]:
    """The answers table is selected from the figures: a row edited, added or lost there is an
    answer that no document gives.
    """
    yield from _differences(check, "series")


def _differences(check: Context, table: str) -> Iterator[Finding]:
    due = derive_tables(check.frames, check.package.schemas, check.places)[table]
    found = check[table]
    if found.drop(LINE).equals(due):
        return
    for key in due.join(found, on=_KEY, how="anti", maintain_order="left")[_KEY]:
        yield check.finding(table, None, _KEY, key, "the row is missing", _MEND)
    extra = found.join(due, on=_KEY, how="anti", nulls_equal=True, maintain_order="left")
    for key, line in extra.select(_KEY, LINE).iter_rows():
        yield check.finding(table, line, _KEY, key, "no curated row gives this row", _MEND)
    both = found.join(due, on=_KEY, how="inner", suffix="_due", maintain_order="left")
    for column in due.columns:
        if column == _KEY:
            continue
        other = both.filter(pl.col(column).ne_missing(pl.col(f"{column}_due")))
        for cell, right, line in other.select(column, f"{column}_due", LINE).iter_rows():
            said = "nothing" if right is None else repr(str(right))
            yield check.finding(table, line, column, cell, f"the curated tables give {said}", _MEND)
