"""Every built table, and what it is computed from."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from morocco_returns.derived import figures, series
from morocco_returns.derived.figures import Frames, Places, derive_figures
from morocco_returns.derived.series import derive_series
from morocco_returns.schema import TableSchema

# Built table -> the curated ones that it is computed from.
BUILT: Mapping[str, tuple[str, ...]] = {
    "figures": figures.SOURCES,
    "series": (*figures.SOURCES, *series.SOURCES),
}


def derive_tables(
    frames: Frames, schemas: Mapping[str, TableSchema], found: Places | None = None
) -> dict[str, pl.DataFrame]:
    """The built tables from the typed curated ones; ``schemas`` holds theirs, ``found`` what is known
    of which row leads to which.
    """
    due = derive_figures(frames, schemas["figures"], found)
    return {"figures": due, "series": derive_series(frames, due, schemas["series"])}
