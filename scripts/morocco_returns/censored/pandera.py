"""Censored columns in pandera schemas; importing this module registers dtype and checks.

pandera takes the NA of a three-valued comparison for a pass, so its stock `Check.lt(10)` lets
[5, 14] through: it means "not certainly violated". The checks here say which reading is meant, as
functions (`certainly_lt(10)`) and, registered, as `Check.certainly_lt(10)` and
`Field(certainly_lt=10)`. A missing figure is left to `nullable`: pandera drops it before a check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.pandas as pa
from pandera import dtypes
from pandera.engines import pandas_engine
from pandera.extensions import register_check_method  # type: ignore[attr-defined]

from .dtype import CensoredDtype
from .readings import SYMBOLS, Comparison

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

__all__ = [
    "Censored64",
    "certainly_ge",
    "certainly_gt",
    "certainly_le",
    "certainly_lt",
    "possibly_ge",
    "possibly_gt",
    "possibly_le",
    "possibly_lt",
]


@pandas_engine.Engine.register_dtype(equivalents=["censored[int64]", CensoredDtype, CensoredDtype()])
@dtypes.immutable
class Censored64(pandas_engine.DataType):
    """pandera's name for `CensoredDtype`; coerces integers and interval notation."""

    type = CensoredDtype()


def certainly_lt(limit: int, **options: Any) -> pa.Check:
    """Passes figures that are below `limit` whatever they are."""
    return _check("certainly", "lt", limit, options)


def certainly_le(limit: int, **options: Any) -> pa.Check:
    """Passes figures that are at most `limit` whatever they are."""
    return _check("certainly", "le", limit, options)


def certainly_gt(limit: int, **options: Any) -> pa.Check:
    """Passes figures that are above `limit` whatever they are."""
    return _check("certainly", "gt", limit, options)


def certainly_ge(limit: int, **options: Any) -> pa.Check:
    """Passes figures that are at least `limit` whatever they are."""
    return _check("certainly", "ge", limit, options)


def possibly_lt(limit: int, **options: Any) -> pa.Check:
    """Passes figures that may be below `limit`."""
    return _check("possibly", "lt", limit, options)


def possibly_le(limit: int, **options: Any) -> pa.Check:
    """Passes figures that may be at most `limit`."""
    return _check("possibly", "le", limit, options)


def possibly_gt(limit: int, **options: Any) -> pa.Check:
    """Passes figures that may be above `limit`."""
    return _check("possibly", "gt", limit, options)


def possibly_ge(limit: int, **options: Any) -> pa.Check:
    """Passes figures that may be at least `limit`."""
    return _check("possibly", "ge", limit, options)


def _check(reading: str, comparison: Comparison, limit: int, options: dict[str, Any]) -> pa.Check:
    name = f"{reading}_{comparison}"
    message = f"{reading} {SYMBOLS[comparison]} {limit}"
    return pa.Check(_passes(name, limit), **{"name": name, "error": message, **options})


def _passes(name: str, limit: int) -> Callable[[pd.Series], pd.Series]:
    def passes(figures: pd.Series) -> pd.Series:
        result: pd.Series = getattr(figures.astype(CensoredDtype()).censored, name)(limit)
        return result

    return passes


def _register() -> None:
    for reading in ("certainly", "possibly"):
        for comparison in ("lt", "le", "gt", "ge"):
            name = f"{reading}_{comparison}"

            def method(figures: Any, *, limit: int, _name: str = name) -> Any:
                return _passes(_name, limit)(figures)

            method.__name__ = name
            if not hasattr(pa.Check, name):
                register_check_method(statistics=["limit"])(method)


_register()
