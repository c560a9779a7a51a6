"""Reductions, order and groupby of the censored array, and what it refuses to reduce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import arithmetic, construct, identity, reduction
from .buffers import MISSING, Bools, Buffers, Facts
from .reduction import Extreme, Groups
from .scalar import Censored

_POINT = (
    "it would pick one number out of a range; use sum(), min() or max() for bounds, total(frame, "
    "by=...) for a documented total, or .lower and .upper for each side"
)
_ORDER = "cells may overlap, so their order is not known; use certainly_* and possibly_*"
_RUNNING = (
    "a running figure would carry missing cells along unseen; use total(frame, by=...) for totals "
    "and change(before, after) for steps"
)
_PRODUCT = "counts are not multiplied with one another; use share() or ratio()"
_TRUTH = "a count is no truth value; compare it first and read the mask with certainly()"

REFUSED: dict[str, str] = {
    **dict.fromkeys(
        ("mean", "median", "std", "var", "sem", "skew", "kurt", "quantile", "interpolate"), _POINT
    ),
    **dict.fromkeys(("cumsum", "cumprod", "cummin", "cummax"), _RUNNING),
    **dict.fromkeys(("idxmin", "idxmax", "rank"), _ORDER),
    "prod": _PRODUCT,
    "any": _TRUTH,
    "all": _TRUTH,
}
"""Why each operation that pandas might ask for is not answered."""


def refuse(name: str) -> NoReturn:
    """TypeError for an operation that would invent a point, naming what to use instead."""
    reason = REFUSED.get(name, "it is not defined for bounds")
    raise TypeError(f"dtype 'censored[int64]' does not support operation '{name}': {reason}")


class Reductions:
    """Mixin over `_cells`, the buffers of the array."""

    _cells: Buffers

    if TYPE_CHECKING:

        @classmethod
        def _wrap(cls, cells: Buffers) -> Self: ...
        def isna(self) -> Bools:
            """Given by the array."""

    # -- whole arrays ----------------------------------------------------------------------------

    def sum(self, *, skipna: bool = True, min_count: int = 0, **kwargs: object) -> Any:
        """Sum end by end: a `Censored`; [0, 0] for no cells.

        With `skipna` (the default, as in pandas) missing figures are left out silently, which
        makes a sum look complete that is not: `total()` counts them. Without it, one missing
        figure gives `pd.NA`, as does having fewer than `min_count` figures.

        Raises OverflowError if a bound leaves int64.
        """
        if self._too_few(skipna, min_count):
            return pd.NA
        return Censored(*reduction.total(self._cells))

    def min(self, *, skipna: bool = True, **kwargs: object) -> Any:
        """Bounds of the least figure, [min of lowers, min of uppers]; `pd.NA` without figures."""
        return self._extreme("min", skipna)

    def max(self, *, skipna: bool = True, **kwargs: object) -> Any:
        """Bounds of the greatest figure, [max of lowers, max of uppers]; `pd.NA` without."""
        return self._extreme("max", skipna)

    def _extreme(self, which: Extreme, skipna: bool) -> Any:
        if self._too_few(skipna, 1):
            return pd.NA
        bounds = reduction.extreme(self._cells, which)
        return pd.NA if bounds is None else Censored(*bounds)

    def _too_few(self, skipna: bool, min_count: int) -> bool:
        if self._cells.facts.clean or (skipna and min_count <= 0):
            return len(self._cells) < min_count
        missing = int(self._cells.missing.sum())
        return (missing > 0 and not skipna) or len(self._cells) - missing < min_count

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **kwargs: Any) -> Any:
        match name:
            case "sum":
                result = self.sum(skipna=skipna, **kwargs)
            case "min" | "max":
                result = self._extreme(name, skipna)
            case "count":
                result = int((~self.isna()).sum())
            case _:
                refuse(name)
        if not keepdims:
            return result
        return np.array([result]) if name == "count" else self._wrap(construct.one(result))

    def _accumulate(self, name: str, *, skipna: bool = True, **kwargs: object) -> NoReturn:
        refuse(name)

    def interpolate(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("interpolate")

    def _quantile(self, qs: object, interpolation: str) -> NoReturn:
        refuse("quantile")

    def mean(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("mean")

    def median(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("median")

    def std(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("std")

    def var(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("var")

    def sem(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("sem")

    def skew(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("skew")

    def kurt(self, **kwargs: object) -> NoReturn:
        """Refused: it would invent a point."""
        refuse("kurt")

    def prod(self, **kwargs: object) -> NoReturn:
        """Refused: counts are not multiplied with one another."""
        refuse("prod")

    def any(self, **kwargs: object) -> NoReturn:
        """Refused: a count is no truth value."""
        refuse("any")

    def all(self, **kwargs: object) -> NoReturn:
        """Refused: a count is no truth value."""
        refuse("all")

    def clip(self, lower: int | None = None, upper: int | None = None) -> Self:
        """Every possible count limited to [lower, upper]: both bounds are clipped.

        `Series.clip` must not be used: it replaces every cell that is not certainly inside.
        """
        return self._wrap(arithmetic.clip(self._cells, lower, upper))

    # -- order -----------------------------------------------------------------------------------

    def _values_for_argsort(self) -> npt.NDArray[np.int64]:
        """Display order (lower, then upper); it does not say which count is larger."""
        return identity.display_ranks(self._cells)

    def argmin(self, skipna: bool = True) -> int:
        """Position of the figure that is certainly the least.

        Raises ValueError if no figure is: bounds overlap, there is none, or one is missing and
        `skipna` is False.
        """
        return self._arg("min", skipna)

    def argmax(self, skipna: bool = True) -> int:
        """Position of the figure that is certainly the greatest; otherwise as `argmin`."""
        return self._arg("max", skipna)

    def _arg(self, which: Extreme, skipna: bool) -> int:
        missing = self.isna()
        if len(missing) == 0:
            raise ValueError(f"attempt to get arg{which} of an empty sequence")
        if not skipna and missing.any():
            raise ValueError("Encountered an NA value")
        if missing.all():
            raise ValueError("Encountered all NA values")
        low_or_high = construct.one(self._extreme(which, True))
        winner = np.flatnonzero(identity.identical(self._cells, low_or_high))
        # Others may tie with an exact winner, but none may lie beyond any part of it.
        if len(winner) == 0 or not self._beats_all(int(winner[0]), which):
            raise ValueError(
                f"no cell is certainly the {which}imum, because bounds overlap; use {which}() for "
                "its bounds, or certainly_* and possibly_* to select cells"
            )
        return int(winner[0])

    def _beats_all(self, position: int, which: Extreme) -> bool:
        from .comparison import compare

        best = self._cells.select(slice(position, position + 1), view=True)
        certain, _ = compare("ge" if which == "min" else "le", self._cells, best)
        certain[position] = True
        return bool((certain | self.isna()).all())

    def _rank(self, **kwargs: Any) -> Any:
        if not identity.certain_order(self._cells):
            refuse("rank")
        ranks = pd.Series(identity.display_ranks(self._cells), dtype="Int64")
        return ranks.mask(self.isna()).array._rank(**kwargs)

    def searchsorted(self, value: Any, side: Literal["left", "right"] = "left", sorter: Any = None) -> Any:
        """Where values go in display order, as `numpy.searchsorted`."""
        sequence = pd.api.types.is_list_like(value)
        wanted = construct.from_scalars(value if sequence else [value], text=False)
        joined = identity.concatenated_ranks(self._cells, wanted)
        mine, its = joined[: len(self._cells)], joined[len(self._cells) :]
        found = np.searchsorted(mine, its, side=side, sorter=sorter)
        return found if sequence else found[0]

    # -- groups ----------------------------------------------------------------------------------

    def _groupby_op(
        self,
        *,
        how: str,
        has_dropped_na: bool,
        min_count: int,
        ngroups: int,
        ids: npt.NDArray[np.intp],
        **kwargs: Any,
    ) -> Any:
        if how in ("first", "last"):
            return super()._groupby_op(  # type: ignore[misc]
                how=how,
                has_dropped_na=has_dropped_na,
                min_count=min_count,
                ngroups=ngroups,
                ids=ids,
                **kwargs,
            )
        if how not in ("sum", "min", "max"):
            refuse(how)
        groups = Groups(ids, ngroups)
        if how == "sum":
            result = reduction.grouped_total(self._cells, groups)
        else:
            which: Extreme = "min" if how == "min" else "max"
            result = reduction.grouped_extreme(self._cells, groups, which)
        absent = self._undefined(groups, min_count, kwargs.get("skipna", True))
        return self._wrap(_blank(result, absent))

    def _undefined(self, groups: Groups, min_count: int, skipna: bool) -> Bools:
        """Groups that have no result: too few figures, or a missing one that counts."""
        missing = self.isna()
        absent = np.zeros(groups.count, dtype=np.bool_)
        if min_count > 0:
            absent |= groups.sizes(~missing) < min_count
        if not skipna and missing.any():
            absent |= groups.having(missing)
        return absent

    def _groupby_quantile(self, **kwargs: object) -> NoReturn:
        refuse("quantile")


def _blank(cells: Buffers, absent: Bools) -> Buffers:
    if not absent.any():
        return cells
    flags = np.where(absent, MISSING, cells.flags).astype(np.uint8)
    return Buffers(
        cells.lower, cells.upper, flags, Facts(cells.facts.limit, clean=False, settled=False)
    ).settle()
