"""Which of several statements of one body stands: the clause "latest vintage" of ``series``."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_KEY = "observation_id"
_NO_UPPER = 2**63 - 1


def latest_vintage(rows: pl.DataFrame, quantity: Sequence[str]) -> pl.DataFrame:
    """``rows`` without statements that another one with the same cells in ``quantity`` replaces."""
    known = rows.select(
        _KEY,
        *quantity,
        "published",
        pl.col("approximate_value").fill_null(-1).alias("about"),
        pl.col("possible_lower").fill_null(0).alias("low"),
        pl.col("possible_upper").fill_null(_NO_UPPER).alias("high"),
    )
    same = [*quantity, "published", "about", "low", "high"]
    first = known.unique(same, keep="first", maintain_order=True)
    pairs = first.join(first, on=list(quantity), suffix="_b").filter(pl.col(_KEY) != pl.col(f"{_KEY}_b"))
    replaced = pairs.filter(_later() & ~_vaguer() | ~_later() & ~_earlier() & _repeated())
    stands = first.join(replaced, on=_KEY, how="anti")
    return rows.join(stands, on=_KEY, how="semi", maintain_order="left")


def _prefixes() -> tuple[pl.Expr, pl.Expr]:
    """Both dates cut to the precision that they share: 2024 and 2024-04 leave the order open."""
    one, other = pl.col("published").fill_null(""), pl.col("published_b").fill_null("")
    shared = pl.min_horizontal(one.str.len_chars(), other.str.len_chars())
    return one.str.head(shared), other.str.head(shared)


def _later() -> pl.Expr:
    one, other = _prefixes()
    return other > one


def _earlier() -> pl.Expr:
    one, other = _prefixes()
    return other < one


def _vaguer() -> pl.Expr:
    wider = (pl.col("low_b") < pl.col("low")) | (pl.col("high_b") > pl.col("high"))
    return wider & (pl.col("low_b") <= pl.col("low")) & (pl.col("high_b") >= pl.col("high"))


def _repeated() -> pl.Expr:
    """The same number under another date: the more precisely dated one is kept."""
    same = pl.all_horizontal(pl.col(f"{name}_b") == pl.col(name) for name in ("about", "low", "high"))
    length = pl.col("published").fill_null("").str.len_chars()
    other = pl.col("published_b").fill_null("").str.len_chars()
    return same & (other > length)
