"""Rules on the built tables: they say what the curated ones say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from morocco_returns.check.rule import Context, rule
from morocco_returns.derived import figures, series
from morocco_returns.finding import Finding
from morocco_returns.frames import Row, as_text, each_row

_MEND = "run `make build`; correct the curated table if the built one is right"


@rule("figures-stale", "figures", *figures.SOURCES)
def figures_stale(check: Context) -> Iterator[Finding]:
    """People who open one file open figures.csv: a change there that the curated tables do not
    know, or a change of theirs that did not reach it, misleads them.
    """
    due = figures.derive_figures(check.frames, check.package.tables["figures"].schema)
    yield from _differences(check, "figures", due)


@rule("series-stale", "series", "figures", *series.SOURCES)
def series_stale(check: Context) -> Iterator[Finding]:
    """The answers table is selected from the figures: a row edited, added or lost there is an
    answer that no document gives.
    """
    due = series.derive_series(check.frames, check["figures"], check.package.tables["series"].schema)
    yield from _differences(check, "series", due)


def _differences(check: Context, table: str, due: pd.DataFrame) -> Iterator[Finding]:
    found, right = _by_key(check[table]), _by_key(due)
    for key in right.keys() - found.keys():
        yield check.finding(table, None, "observation_id", key, "the row is missing", _MEND)
    for key, (line, row) in found.items():
        if key not in right:
            yield check.finding(table, line, "observation_id", key, "no curated row gives this row", _MEND)
            continue
        for column, cell in right[key][1].items():
            if row[column] != cell:
                message = f"the curated tables give {cell!r}"
                yield check.finding(table, line, column, row[column], message, _MEND)


def _by_key(frame: pd.DataFrame) -> dict[str, tuple[int, Row]]:
    return {str(row["observation_id"]): (line, row) for line, row in each_row(as_text(frame))}
