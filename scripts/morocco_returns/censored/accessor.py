"""`series.censored`: what a censored column offers beyond pandas' own methods."""

from __future__ import annotations

import pandas as pd
from pandas.api.extensions import register_series_accessor

from .array import CensoredArray
from .dtype import CensoredDtype
from .flat import LOWER, UPPER
from .readings import Comparison, Readings
from .survival import as_interval2


@register_series_accessor("censored")
class CensoredAccessor(Readings["pd.Series[bool]"]):
    """Bounds, two-way comparisons and exports of a column of dtype `censored[int64]`.

    Raises AttributeError on a column of another dtype.
    """

    def __init__(self, series: pd.Series) -> None:
        if series.dtype != CensoredDtype():
            raise AttributeError(
                f".censored needs dtype censored[int64], not {series.dtype}; convert with "
                "astype('censored[int64]') or from_flat(frame)"
            )
        self._series = series
        self._array = CensoredArray._from_sequence(series)

    @property
    def lower(self) -> pd.Series:
        """Lower bounds as Int64; null where that side is open or there is no figure."""
        return self._like(self._array.lower)

    @property
    def upper(self) -> pd.Series:
        """Upper bounds as Int64; null where that side is open or there is no figure."""
        return self._like(self._array.upper)

    @property
    def is_exact(self) -> pd.Series:
        """True where one count only fits; False for missing figures."""
        return self._like(self._array.is_exact)

    def clip(self, lower: int | None = None, upper: int | None = None) -> pd.Series:
        """Every possible count limited to [lower, upper]; use it in place of `Series.clip`."""
        return self._like(self._array.clip(lower, upper))

    def to_flat(self, lower: str = LOWER, upper: str = UPPER) -> pd.DataFrame:
        """Two Int64 columns on the same index; see `CensoredArray.to_flat`."""
        return self._array.to_flat(lower, upper).set_axis(self._series.index)

    def as_interval2(self) -> pd.DataFrame:
        """Limits for survival models; see `as_interval2`."""
        return as_interval2(self._series)

    def _reading(self, comparison: Comparison, other: object, possible: bool) -> pd.Series:
        if isinstance(other, pd.Series) and not other.index.equals(self._series.index):
            raise ValueError("the two columns have different indexes; align them first")
        return self._like(self._array._reading(comparison, other, possible))

    def _like(self, values: object) -> pd.Series:
        return pd.Series(values, index=self._series.index, name=self._series.name)
