"""The two readings of a mask that has already been computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .buffers import Bools
from .construct import is_missing


def certainly(mask: Any) -> Any:
    """True where a three-valued mask certainly holds.

    `mask` is the result of a comparison, or several joined with `&`, `|` and `~`. Returns plain
    truth values: a Series for a Series, an array for an array, a bool for a scalar. Raises
    TypeError if the mask is not boolean.
    """
    if pd.api.types.is_scalar(mask):
        return _scalar(mask) is True
    return _like(mask, _split(mask)[0])


def possibly(mask: Any, *figures: Any) -> Any:
    """True where a three-valued mask may hold, given the figures that went into it.

    In a mask alone NA may mean "possibly" or "no figure", so the compared columns (Series, arrays
    or scalars) follow it: `possibly((a < 10) & (b > 5), a, b)`. A row where one of them is missing
    is selected only if the mask is certain all the same. For one comparison
    `series.censored.possibly_lt(10)` is shorter.

    Returns what `certainly` returns. Raises TypeError if the mask is not boolean, ValueError if it
    has NA and no figure is given, or if lengths or indexes differ.
    """
    if pd.api.types.is_scalar(mask):
        truth = _scalar(mask)
        _need_figures(truth is pd.NA, figures)
        return truth is True or (truth is pd.NA and not any(map(is_missing, figures)))
    certain, undecided = _split(mask)
    _need_figures(bool(undecided.any()), figures)
    for figure in figures:
        undecided &= ~_missing(figure, mask)
    return _like(mask, certain | undecided)


def _need_figures(undecided: bool, figures: tuple[Any, ...]) -> None:
    if undecided and not figures:
        raise ValueError(
            "the mask has NA, which may mean 'possibly' or 'no figure'; pass the compared columns "
            "too, as in possibly(s < 10, s), or use s.censored.possibly_lt(10)"
        )


def _scalar(mask: Any) -> Any:
    if mask is not pd.NA and not isinstance(mask, bool | np.bool_):
        raise TypeError(_NOT_BOOLEAN.format(type(mask).__name__))
    return mask if mask is pd.NA else bool(mask)


def _split(mask: Any) -> tuple[Bools, Bools]:
    """Where a mask holds, and where it is NA."""
    values = mask.array if isinstance(mask, pd.Series | pd.Index) else mask
    if not pd.api.types.is_bool_dtype(values):
        raise TypeError(_NOT_BOOLEAN.format(getattr(values, "dtype", type(values).__name__)))
    undecided = np.array(pd.isna(values), dtype=np.bool_)
    truths = pd.Series(values, dtype="boolean").fillna(False)
    return truths.to_numpy(dtype=np.bool_), undecided


def _missing(figure: Any, mask: Any) -> Bools:
    aligned = isinstance(figure, pd.Series) and isinstance(mask, pd.Series)
    if aligned and not figure.index.equals(mask.index):
        raise ValueError("the mask and a figure have different indexes; select the same rows of both first")
    missing = np.asarray(pd.isna(figure), dtype=np.bool_)
    if missing.ndim and len(missing) != len(mask):
        raise ValueError(
            f"the mask has {len(mask)} cells and a figure has {len(missing)}; pass the columns "
            "that were compared"
        )
    return missing


def _like(mask: Any, values: Bools) -> Any:
    if isinstance(mask, pd.Series):
        return pd.Series(values, index=mask.index, name=mask.name)
    return values


_NOT_BOOLEAN = "a mask of truth values is expected, not {}; compare first, as in certainly(figures < 10)"
