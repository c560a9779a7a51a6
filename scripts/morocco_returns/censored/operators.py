"""Operators of the censored array: arithmetic by interval, comparison in three values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self

import numpy as np
import pandas as pd

from . import arithmetic, construct
from .buffers import Bools, Buffers
from .comparison import compare
from .readings import SYMBOLS, Comparison, Readings

if TYPE_CHECKING:
    from collections.abc import Callable

_FRAMES = (pd.Series, pd.Index, pd.DataFrame)

_NO_PRODUCT = "censored values multiply with one integer only; for a share or a rate use share() or ratio()"
_NO_QUOTIENT = (
    "censored values do not divide: the quotient of two ranges is wider than what is known; use "
    "share(part, rest), ratio(numerator, denominator) or change(before, after)"
)
_NO_POWER = "censored values have no powers; only +, - and multiplication by an integer are defined"


class Operators(Readings[Bools]):
    """Mixin over `_cells`, the buffers of the array."""

    _cells: Buffers

    if TYPE_CHECKING:

        @classmethod
        def _wrap(cls, cells: Buffers) -> Self: ...

    # -- arithmetic ------------------------------------------------------------------------------

    def __add__(self, other: object) -> Any:
        return self._arithmetic(other, "+", arithmetic.add)

    __radd__ = __add__

    def __sub__(self, other: object) -> Any:
        return self._arithmetic(other, "-", arithmetic.subtract)

    def __rsub__(self, other: object) -> Any:
        return self._arithmetic(other, "-", lambda mine, its: arithmetic.subtract(its, mine))

    def __mul__(self, other: object) -> Any:
        if isinstance(other, _FRAMES):
            return NotImplemented
        if other is pd.NA:
            return self._wrap(arithmetic.add(self._cells, construct.one(pd.NA)))
        if not isinstance(other, int | np.integer) or isinstance(other, bool):
            raise TypeError(_NO_PRODUCT)
        return self._wrap(arithmetic.scale(self._cells, int(other)))

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        return self._wrap(arithmetic.negate(self._cells))

    def __pos__(self) -> Self:
        return self._wrap(self._cells.copy())

    def __abs__(self) -> Self:
        return self._wrap(arithmetic.absolute(self._cells))

    def _arithmetic(
        self, other: object, symbol: str, operation: Callable[[Buffers, Buffers], Buffers]
    ) -> Any:
        if isinstance(other, _FRAMES):
            return NotImplemented
        operand = self._operand(other)
        if operand is None:
            raise TypeError(
                f"unsupported operand for {symbol}: a censored array and "
                f"{type(other).__name__}; use integers, Censored values or censored arrays"
            )
        return self._wrap(operation(self._cells, operand))

    def _operand(self, other: Any) -> Buffers | None:
        """The other operand as cells (one, or as many as here); None if it is no count."""
        if isinstance(other, Operators):
            cells = other._cells
        elif isinstance(other, np.ndarray) and other.ndim == 0:
            return self._operand(other.item())
        elif pd.api.types.is_list_like(other):
            try:
                cells = construct.from_scalars(other, text=False)
            except TypeError:
                return None
        else:
            try:
                return construct.one(other)
            except TypeError:
                return None
        if len(cells) != len(self._cells):
            raise ValueError(f"Lengths must match: {len(self._cells)} cells against {len(cells)}")
        return cells

    # -- refusals --------------------------------------------------------------------------------

    def __truediv__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __rtruediv__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __floordiv__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __rfloordiv__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __mod__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __rmod__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __divmod__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __rdivmod__(self, other: object) -> Any:
        return _refuse(other, _NO_QUOTIENT)

    def __pow__(self, other: object) -> Any:
        return _refuse(other, _NO_POWER)

    def __rpow__(self, other: object) -> Any:
        return _refuse(other, _NO_POWER)

    # -- comparison ------------------------------------------------------------------------------

    def __lt__(self, other: object) -> Any:
        return self._comparison("lt", other)

    def __le__(self, other: object) -> Any:
        return self._comparison("le", other)

    def __gt__(self, other: object) -> Any:
        return self._comparison("gt", other)

    def __ge__(self, other: object) -> Any:
        return self._comparison("ge", other)

    def __eq__(self, other: object) -> Any:
        return self._comparison("eq", other)

    def __ne__(self, other: object) -> Any:
        return self._comparison("ne", other)

    __hash__ = None  # type: ignore[assignment]

    def _comparison(self, comparison: Comparison, other: object) -> Any:
        """Nullable boolean: True certainly, False never, NA possibly or no figure."""
        if isinstance(other, _FRAMES):
            return NotImplemented
        operand = self._operand(other)
        if operand is None:
            return self._unlike(comparison, other)
        return pd.arrays.BooleanArray(*compare(comparison, self._cells, operand))

    def _unlike(self, comparison: Comparison, other: object) -> pd.arrays.BooleanArray:
        """What is no count differs from every count, and has no order with one."""
        if comparison not in ("eq", "ne"):
            raise TypeError(
                f"'{SYMBOLS[comparison]}' is not defined between censored values and "
                f"{type(other).__name__}; compare with an integer, a Censored or a censored array"
            )
        values = np.full(len(self._cells), comparison == "ne")
        return pd.arrays.BooleanArray(values, self._cells.missing)

    def _reading(self, comparison: Comparison, other: object, possible: bool) -> Bools:
        other = other.array if isinstance(other, pd.Series | pd.Index) else other
        operand = self._operand(other)
        if operand is None:
            self._refuse_operand(comparison, other)
        yes, open_question = compare(comparison, self._cells, operand)
        if possible:
            return yes | (open_question & ~self._cells.missing & ~operand.missing)
        return yes

    def _refuse_operand(self, comparison: Comparison, other: object) -> NoReturn:
        raise TypeError(
            f"certainly_{comparison} and possibly_{comparison} take an integer, a Censored or a "
            f"censored array, not {type(other).__name__}"
        )


def _refuse(other: object, reason: str) -> Any:
    if isinstance(other, _FRAMES):
        return NotImplemented
    raise TypeError(reason)
