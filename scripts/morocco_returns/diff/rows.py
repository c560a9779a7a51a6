"""Rows of one table in two versions, matched by primary key; every cell compared as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

_NEW = "\x1fnew "  # no column is called so
_LEAST_FILLED = 2  # equal cells that make one row the likeness of another


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something else than before."""

    key: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Keys added and removed, cells changed in rows that stayed, and what keys look like doing.

    ``renamed`` maps a removed key to an added one whose row holds the same; ``reused`` are keys of
    which more than half of the filled cells changed.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Cell, ...]
    renamed: dict[str, str]
    reused: frozenset[str]

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.added or self.removed or self.changed)


def compare_rows(
    old: pl.DataFrame, new: pl.DataFrame, key: Sequence[str], aside: Collection[str] = ()
) -> RowChanges:
    """What changed between two frames of text whose keys are unique; columns that both have count.

    Columns ``aside`` do not count when rows are likened to others.
    """
    shared = [name for name in old.columns if name in new.columns and name not in key]
    telling = [name for name in shared if name not in aside]
    gone = old.join(new, on=key, how="anti", nulls_equal=True, maintain_order="left")
    come = new.join(old, on=key, how="anti", nulls_equal=True, maintain_order="left")
    pairs = old.join(_marked(new, key, shared), on=key, how="inner", nulls_equal=True, maintain_order="left")
    changed = tuple(_changed(pairs, key, shared))
    return RowChanges(
        added=_keys(come, key),
        removed=_keys(gone, key),
        changed=changed,
        renamed=_renamed(gone, come, key, telling),
        reused=_reused(pairs, key, telling),
    )


def _marked(frame: pl.DataFrame, key: Sequence[str], shared: Sequence[str]) -> pl.DataFrame:
    return frame.select(*key, *(pl.col(name).alias(_NEW + name) for name in shared))


def _keys(frame: pl.DataFrame, key: Sequence[str]) -> tuple[str, ...]:
    return tuple("|".join(part or "" for part in row) for row in frame.select(key).iter_rows())


def _changed(pairs: pl.DataFrame, key: Sequence[str], shared: Sequence[str]) -> Iterator[Cell]:
    for name in shared:
        differ = pairs.filter(pl.col(name).ne_missing(pl.col(_NEW + name)))
        values = differ.select(name, _NEW + name).iter_rows()
        for row, (before, after) in zip(_keys(differ, key), values, strict=True):
            yield Cell(row, name, before, after)


def _reused(pairs: pl.DataFrame, key: Sequence[str], shared: Sequence[str]) -> frozenset[str]:
    if not shared:
        return frozenset()
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in shared)
    other = pl.sum_horizontal(
        pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(_NEW + name)) for name in shared
    )
    return frozenset(_keys(pairs.filter((other >= _LEAST_FILLED) & (2 * other > filled)), key))


def _renamed(
    gone: pl.DataFrame, come: pl.DataFrame, key: Sequence[str], shared: Sequence[str]
) -> dict[str, str]:
    """Removed key -> added key, where the rest of the row is the same and of no other row."""
    if not shared or gone.is_empty() or come.is_empty():
        return {}
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in shared) >= _LEAST_FILLED
    distinct = ~pl.struct(shared).is_duplicated()
    before, after = (frame.filter(filled & distinct) for frame in (gone, come))
    both = before.join(
        after.select(*shared, *(pl.col(name).alias(_NEW + name) for name in key)),
        on=shared, nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    return dict(zip(_keys(both, key), _keys(both, [_NEW + name for name in key]), strict=True))
