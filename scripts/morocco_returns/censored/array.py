"""The pandas array of censored values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray, no_default, take
from pandas.api.indexers import check_array_indexer

from . import construct, identity
from .buffers import MISSING, OPEN_LOWER, OPEN_UPPER, Bools, Buffers, Facts, concatenate
from .dtype import CensoredDtype
from .operators import Operators
from .reductions import Reductions
from .scalar import Censored


class CensoredArray(Operators, Reductions, ExtensionArray):
    """One-dimensional array of counts known within closed integer bounds.

    Parameters
    ----------
    values
        Sequence of `Censored`, integers, interval notation ("[0, 4]") and missing values
        (`pd.NA`, `None`, NaN: "no figure"). For bounds in two columns see `from_bounds`.

    Raises
    ------
    TypeError
        For truth values, fractions and anything else that is no count.
    ValueError
        For text that is not notation, and for lower > upper.
    OverflowError
        For bounds outside int64.

    """

    _cells: Buffers
    _readonly = False

    def __init__(self, values: Any, dtype: object = None, copy: bool = False) -> None:
        self._cells = type(self)._from_sequence(values, copy=copy)._cells

    # -- construction and export -----------------------------------------------------------------

    @classmethod
    def _wrap(cls, cells: Buffers) -> Self:
        result = object.__new__(cls)
        result._cells = cells
        return result

    @classmethod
    def from_bounds(cls, lower: object, upper: object, *, missing: object = None) -> Self:
        """From two equally long columns of integer bounds; a null is an open side.

        Two nulls mean "no figure", as in the flat columns. Pass `missing`, a mask, to say it
        yourself; two nulls outside the mask are then a cell without any known bound.

        Raises TypeError for columns that are not integers, ValueError for lower > upper.
        """
        return cls._wrap(construct.from_columns(_bare(lower), _bare(upper), missing))

    @classmethod
    def from_flat(cls, frame: pd.DataFrame, lower: str = "lower_bound", upper: str = "upper_bound") -> Self:
        """From the two flat columns of a frame; both null is "no figure" (`pd.NA`).

        Raises KeyError if a column is not there; otherwise as `from_bounds`.
        """
        return cls.from_bounds(frame[lower], frame[upper])

    def to_flat(self, lower: str = "lower_bound", upper: str = "upper_bound") -> pd.DataFrame:
        """Two Int64 columns, null for an open side, both null for "no figure".

        Raises ValueError if a figure is open on both sides: two columns cannot tell it from "no
        figure". (Such cells arise from subtracting unknown counts.)
        """
        cells = self._cells
        both_open = (cells.flags == (OPEN_LOWER | OPEN_UPPER)).nonzero()[0]
        if len(both_open):
            raise ValueError(
                f"cell {both_open[0]} is open on both sides, which two flat columns cannot tell "
                "from 'no figure'; drop it or set it to pd.NA before the export"
            )
        return pd.DataFrame({lower: self.lower, upper: self.upper})

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: object = None, copy: bool = False) -> Self:
        scalars = _bare(scalars)
        if isinstance(scalars, CensoredArray):
            return cls._wrap(scalars._cells.copy() if copy else scalars._cells)
        return cls._wrap(construct.from_scalars(scalars, text=True))

    @classmethod
    def _from_scalars(cls, scalars: Any, *, dtype: object) -> Self:
        if not all(isinstance(value, Censored) or value is pd.NA for value in scalars):
            raise TypeError("not all values are censored values or pd.NA")
        return cls._from_sequence(scalars)

    @classmethod
    def _from_sequence_of_strings(cls, strings: Any, *, dtype: object = None, copy: bool = False) -> Self:
        return cls._wrap(construct.from_scalars(strings, text=True))

    @classmethod
    def _from_factorized(cls, values: Any, original: CensoredArray) -> Self:
        return cls._from_sequence(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[CensoredArray]) -> Self:
        return cls._wrap(concatenate([part._cells for part in to_concat]))

    # -- what it holds ---------------------------------------------------------------------------

    @property
    def dtype(self) -> CensoredDtype:
        """`CensoredDtype()`."""
        return CensoredDtype()

    @property
    def lower(self) -> pd.arrays.IntegerArray:
        """Lower bounds as Int64; null where that side is open or there is no figure. A copy."""
        return self._side(self._cells.lower, OPEN_LOWER)

    @property
    def upper(self) -> pd.arrays.IntegerArray:
        """Upper bounds as Int64; null where that side is open or there is no figure. A copy."""
        return self._side(self._cells.upper, OPEN_UPPER)

    def _side(self, values: npt.NDArray[np.int64], flag: np.uint8) -> pd.arrays.IntegerArray:
        mask = (self._cells.flags & flag) != 0
        return pd.arrays.IntegerArray(values * ~mask, mask)

    @property
    def is_exact(self) -> Bools:
        """True where one count only fits; False for missing figures."""
        return self._cells.exact

    @property
    def nbytes(self) -> int:
        """Bytes of the buffers: 17 per cell."""
        cells = self._cells
        return cells.lower.nbytes + cells.upper.nbytes + cells.flags.nbytes

    def __len__(self) -> int:
        return len(self._cells)

    def isna(self) -> Bools:
        """True where there is no figure; an unknown count [0, ) is not missing."""
        return self._cells.missing

    def _objects(self) -> list[object]:
        cells = self._cells
        columns = zip(cells.lower.tolist(), cells.upper.tolist(), cells.flags.tolist(), strict=True)
        return [_box(lower, upper, flag) for lower, upper, flag in columns]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._objects())

    def __getitem__(self, item: Any) -> Any:
        key = check_array_indexer(self, item)
        cells = self._cells
        if isinstance(key, int | np.integer):
            return _box(int(cells.lower[key]), int(cells.upper[key]), int(cells.flags[key]))
        view = _is_view(key)
        result = self._wrap(cells.select(key, view=view))
        if view:
            result._readonly = self._readonly
        return result

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._readonly:
            raise ValueError("Cannot modify read-only array")
        self._cells.write(check_array_indexer(self, key), self._assigned(value))

    def _assigned(self, value: Any) -> Buffers:
        """A value to be written: a scalar, or a sequence without text."""
        value = _bare(value)
        if isinstance(value, CensoredArray):
            return value._cells
        if pd.api.types.is_list_like(value):
            return construct.from_scalars(value, text=False)
        return construct.one(value)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: object = None) -> Self:
        """Cells at the indices; with `allow_fill`, -1 stands for `fill_value` (default missing)."""
        cells = self._cells
        if not allow_fill:
            index = np.asarray(indices, dtype=np.intp)
            if len(cells) == 0 and len(index):
                raise IndexError("cannot do a non-empty take from an empty axes.")
            return self._wrap(cells.select(index, view=False))
        fill = construct.one(fill_value)
        columns = [
            take(column, indices, allow_fill=True, fill_value=filler[0])
            for column, filler in (
                (cells.lower, fill.lower),
                (cells.upper, fill.upper),
                (cells.flags, fill.flags),
            )
        ]
        lower, upper, flags = (np.asarray(column) for column in columns)
        clean = not flags.any()
        limit = max(cells.facts.limit, fill.facts.limit)
        settled = clean or cells.facts.settled
        closed_below = cells.facts.closed_below and fill.facts.closed_below
        facts = Facts(limit, clean, settled, closed_below)
        return self._wrap(Buffers(lower, upper, flags, facts))

    def copy(self) -> Self:
        """The same cells in fresh memory."""
        return self._wrap(self._cells.copy())

    def view(self, dtype: Any = None) -> Any:
        """The same memory in a new array. Raises NotImplementedError for another dtype."""
        if dtype is not None and dtype != self.dtype:
            raise NotImplementedError(f"a censored array cannot be viewed as {dtype}; use astype")
        return self._wrap(self._cells)

    # -- conversion ------------------------------------------------------------------------------

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[Any]:
        if copy is False:
            raise ValueError("Unable to avoid copy while creating an array as requested.")
        if dtype is None or np.dtype(dtype) == np.dtype(object):
            return _object_array(self._objects())
        if np.dtype(dtype).kind in "iuf":
            return self._points(np.dtype(dtype))
        return _object_array(self._objects()).astype(dtype)

    def _points(self, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
        """Exact counts as numbers; ValueError as soon as one cell is not exact."""
        missing = self.isna()
        inexact = ~(self._cells.exact | missing)
        if inexact.any():
            at = int(inexact.argmax())
            raise ValueError(
                f"cannot convert to {dtype}: cell {at} is {self[at]}, not one number; use .lower "
                "and .upper (or to_flat()), or state a scenario with assume() or rounded()"
            )
        if not missing.any():
            return self._cells.lower.astype(dtype)
        if dtype.kind != "f":
            raise ValueError(
                f"cannot convert to {dtype}: cell {int(missing.argmax())} has no figure; drop it "
                "with dropna() or convert to 'Int64'"
            )
        return np.where(missing, np.nan, self._cells.lower).astype(dtype)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Convert; to numbers only if every figure is exact (else ValueError)."""
        target = pd.api.types.pandas_dtype(dtype)
        if target == self.dtype:
            return self.copy() if copy else self
        if isinstance(target, pd.api.extensions.ExtensionDtype):
            values: Any = self._objects()
            if isinstance(target, pd.StringDtype):
                values = [value if value is pd.NA else str(value) for value in values]
            elif target.kind in "iuf":
                missing = self.isna()
                values = pd.arrays.IntegerArray(self.fillna(0)._points(np.dtype("int64")), missing)
            cls: Any = target.construct_array_type()
            return cls._from_sequence(values, dtype=target, copy=copy)
        return super().astype(target, copy=copy)

    def to_numpy(
        self,
        dtype: npt.DTypeLike | None = None,
        copy: bool = False,
        na_value: object = no_default,
    ) -> npt.NDArray[Any]:
        """Objects, or numbers if every figure is exact; never shares memory with the array."""
        if na_value is no_default:
            return self.__array__(dtype)
        filled = [na_value if value is pd.NA else value for value in self]
        return _object_array(filled).astype(object if dtype is None else dtype)

    def _values_for_json(self) -> npt.NDArray[np.object_]:
        return _object_array([None if value is pd.NA else str(value) for value in self])

    def __arrow_array__(self, type: Any = None) -> Any:
        """struct<lower: int64, upper: int64>, null for "no figure", null fields for open sides."""
        import pyarrow  # type: ignore[import-untyped, unused-ignore]

        fields = [pyarrow.array(side, type=pyarrow.int64()) for side in (self.lower, self.upper)]
        array = pyarrow.StructArray.from_arrays(
            fields, names=["lower", "upper"], mask=pyarrow.array(self.isna())
        )
        return array if type is None else array.cast(type)

    def _formatter(self, boxed: bool = False) -> Any:
        return str

    # -- identity --------------------------------------------------------------------------------

    def equals(self, other: object) -> bool:
        """Same length, same bounds, same open sides, missing in the same places."""
        if not isinstance(other, CensoredArray) or len(self) != len(other):
            return False
        return bool(identity.identical(self._cells, other._cells).all())

    def __contains__(self, item: object) -> bool:
        """Whether a cell has exactly these bounds; `pd.NA` asks for a missing figure."""
        if item is pd.NA:
            return bool(self.isna().any())
        if construct.is_missing(item):
            return False
        try:
            cell = construct.one(item)
        except TypeError:
            return False
        return bool(identity.identical(self._cells, cell).any())

    def factorize(self, use_na_sentinel: bool = True) -> tuple[npt.NDArray[np.intp], CensoredArray]:
        """Codes and distinct cells by identity, in order of appearance."""
        codes, first = identity.factorized(self._cells, keep_missing=not use_na_sentinel)
        return codes, self.take(first)

    def unique(self) -> Self:
        """Distinct cells by identity, in order of appearance."""
        return self.take(identity.factorized(self._cells, keep_missing=True)[1])

    def value_counts(self, dropna: bool = True) -> pd.Series:
        """Number of cells with the same bounds, as Int64, most frequent first."""
        codes, first = identity.factorized(self._cells, keep_missing=not dropna)
        counts = np.bincount(codes[codes >= 0], minlength=len(first))
        index = pd.Index(self.take(first))
        return pd.Series(counts, index=index, dtype="Int64", name="count")

    def duplicated(self, keep: Any = "first") -> Bools:
        """True for cells whose bounds occur elsewhere, as `Series.duplicated`."""
        codes, _ = identity.factorized(self._cells, keep_missing=True)
        return np.asarray(pd.Series(codes).duplicated(keep=keep))

    def isin(self, values: Any) -> Bools:
        """True where a cell has exactly the bounds of one of the values."""
        wanted = [value for value in values if _may_be_cell(value)]
        joined = concatenate([self._cells, construct.from_scalars(wanted, text=False)])
        codes, _ = identity.factorized(joined, keep_missing=True)
        return np.isin(codes[: len(self)], codes[len(self) :])

    def _values_for_factorize(self) -> tuple[npt.NDArray[Any], object]:
        return _object_array(self._objects()), pd.NA

    def _hash_pandas_object(
        self, *, encoding: str, hash_key: str, categorize: bool
    ) -> npt.NDArray[np.uint64]:
        return identity.hashed(self._cells)


def _box(lower: int, upper: int, flag: int) -> object:
    if flag == MISSING:
        return pd.NA
    return Censored._trusted(None if flag & OPEN_LOWER else lower, None if flag & OPEN_UPPER else upper)


def _may_be_cell(value: object) -> bool:
    """Whether a value can be found in a column: a count or `pd.NA`, not another null."""
    count = isinstance(value, Censored | int | np.integer) and not isinstance(value, bool)
    return count or value is pd.NA


def _bare(values: Any) -> Any:
    """The array inside a Series or Index; anything else as it is."""
    return values.array if isinstance(values, pd.Series | pd.Index) else values


def _is_view(key: object) -> bool:
    """Whether numpy answers a key with shared memory."""
    parts = key if isinstance(key, tuple) else (key,)
    return all(isinstance(part, slice) or part is Ellipsis for part in parts)


def _object_array(values: list[Any]) -> npt.NDArray[Any]:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result
