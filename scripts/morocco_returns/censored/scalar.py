"""One count that is known only within bounds."""

from __future__ import annotations

import enum
from typing import Any, Final, NoReturn

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from .notation import check_bounds, format_bounds, parse_bounds
from .readings import SYMBOLS, Comparison, Readings


class _Same(enum.Enum):
    """Marks an upper bound that was not given, as against one that is open."""

    AS_LOWER = enum.auto()


_AS_LOWER: Final = _Same.AS_LOWER

Truth = bool | NAType


class Censored(Readings[bool]):
    """A count known to lie in the closed interval [lower, upper]; `None` is an open side.

    `Censored(5)` is exact, `Censored(0, 4)` lies between 0 and 4, `Censored(5001, None)` has no
    known upper bound. An open lower side (`Censored(None, 4)`) arises from subtraction only. "No
    figure at all" is `pd.NA`, which is not the same as the unknown count `Censored(0, None)`.

    Equality and hash are those of the two bounds, so values serve as keys; they say nothing of
    whether two counts are equal: for that see `eq`, `certainly_eq` and `possibly_eq`. There is no
    order: `<` raises TypeError, `lt`, `certainly_lt` and `possibly_lt` answer instead.

    Raises TypeError for bounds that are not integers, ValueError for lower > upper, OverflowError
    outside int64.
    """

    # Not a dataclass: pandas would spread a list of those over one column per field.
    __slots__ = ("_lower", "_upper")

    _lower: int | None
    _upper: int | None

    def __init__(
        self,
        lower: int | np.integer[Any] | None,
        upper: int | np.integer[Any] | _Same | None = _AS_LOWER,
    ) -> None:
        low = _as_bound(lower)
        if isinstance(upper, _Same):
            if low is None:
                raise TypeError(
                    "Censored(None) does not say what is known; write pd.NA for 'no figure' or "
                    "Censored(0, None) for an unknown count"
                )
            high: int | None = low
        else:
            high = _as_bound(upper)
        check_bounds(low, high)
        object.__setattr__(self, "_lower", low)
        object.__setattr__(self, "_upper", high)

    @property
    def lower(self) -> int | None:
        """The least count that fits; None if that side is open."""
        return self._lower

    @property
    def upper(self) -> int | None:
        """The greatest count that fits; None if that side is open."""
        return self._upper

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(
            f"cannot set {name!r}: a censored value is a key and never changes; make a new one"
        )

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r}: a censored value never changes")

    def __reduce__(self) -> tuple[type[Censored], tuple[int | None, int | None]]:
        return Censored, (self._lower, self._upper)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Censored):
            return NotImplemented
        return self._lower == other._lower and self._upper == other._upper

    def __hash__(self) -> int:
        return hash((Censored, self._lower, self._upper))

    @classmethod
    def _trusted(cls, lower: int | None, upper: int | None) -> Censored:
        """From bounds that have been checked, as those in an array's buffers."""
        result = object.__new__(cls)
        object.__setattr__(result, "_lower", lower)
        object.__setattr__(result, "_upper", upper)
        return result

    # -- other ways to make one ------------------------------------------------------------------

    @classmethod
    def exact(cls, count: int) -> Censored:
        """[count, count]."""
        return cls(count)

    @classmethod
    def less_than(cls, count: int) -> Censored:
        """[0, count - 1]: a count below `count`."""
        return cls(0, count - 1)

    @classmethod
    def at_most(cls, count: int) -> Censored:
        """[0, count]."""
        return cls(0, count)

    @classmethod
    def more_than(cls, count: int) -> Censored:
        """[count + 1, )."""
        return cls(count + 1, None)

    @classmethod
    def at_least(cls, count: int) -> Censored:
        """[count, )."""
        return cls(count, None)

    @classmethod
    def between(cls, lower: int, upper: int) -> Censored:
        """[lower, upper]."""
        return cls(lower, upper)

    @classmethod
    def unknown(cls) -> Censored:
        """[0, ): there is a count, nothing is known of its size."""
        return cls(0, None)

    @classmethod
    def parse(cls, text: str) -> Censored:
        """Read canonical notation: "6", "[0, 4]", "[5001, )". Raises ValueError for other text."""
        return cls(*parse_bounds(text))

    # -- what it is ------------------------------------------------------------------------------

    @property
    def is_exact(self) -> bool:
        """True if one count only fits."""
        return self.lower is not None and self.lower == self.upper

    def __contains__(self, count: int) -> bool:
        return (self.lower is None or self.lower <= count) and (self.upper is None or count <= self.upper)

    def __str__(self) -> str:
        return format_bounds(self.lower, self.upper)

    def __repr__(self) -> str:
        if self.is_exact:
            return f"Censored({self.lower})"
        return f"Censored({self.lower}, {self.upper})"

    def __int__(self) -> int:
        if self.lower is None or not self.is_exact:
            raise ValueError(
                f"{self} is not one number; use .lower and .upper, or assume() and rounded() on a "
                "frame to state a scenario"
            )
        return self.lower

    def __float__(self) -> float:
        return float(int(self))

    def __bool__(self) -> bool:
        truth = self.ne(0)
        if isinstance(truth, NAType):
            raise TypeError(f"whether {self} is zero is not known; use certainly_gt(0) or possibly_gt(0)")
        return truth

    # -- arithmetic ------------------------------------------------------------------------------

    def __add__(self, other: object) -> Any:
        right = _as_censored(other)
        if right is None:
            return pd.NA if other is pd.NA else NotImplemented
        return Censored(_plus(self.lower, right.lower), _plus(self.upper, right.upper))

    __radd__ = __add__

    def __neg__(self) -> Censored:
        return Censored(_negative(self.upper), _negative(self.lower))

    def __pos__(self) -> Censored:
        return self

    def __abs__(self) -> Censored:
        if self.lower is not None and self.lower >= 0:
            return self
        if self.upper is not None and self.upper <= 0:
            return -self
        if self.lower is None or self.upper is None:
            return Censored(0, None)
        return Censored(0, max(-self.lower, self.upper))

    def __sub__(self, other: object) -> Any:
        right = _as_censored(other)
        if right is None:
            return pd.NA if other is pd.NA else NotImplemented
        return Censored(_plus(self.lower, _negative(right.upper)), _plus(self.upper, _negative(right.lower)))

    def __rsub__(self, other: object) -> Any:
        left = _as_censored(other)
        if left is None:
            return pd.NA if other is pd.NA else NotImplemented
        return left - self

    def __mul__(self, other: object) -> Any:
        if other is pd.NA:
            return pd.NA
        if not _is_integer(other):
            return NotImplemented
        factor = int(other)  # type: ignore[call-overload]
        if factor == 0:  # the count is finite even where its bound is open
            return Censored(0)
        ends = [None if end is None else end * factor for end in (self.lower, self.upper)]
        return Censored(*ends) if factor > 0 else Censored(*reversed(ends))

    __rmul__ = __mul__

    # -- comparison ------------------------------------------------------------------------------

    def lt(self, other: object) -> Truth:
        """Three-valued `<`: True certainly, False never, `pd.NA` possibly (or no figure)."""
        right = _comparable(other)
        return pd.NA if right is None else _less(self, right)

    def le(self, other: object) -> Truth:
        """Three-valued `<=`."""
        right = _comparable(other)
        return pd.NA if right is None else _negate(_less(right, self))

    def gt(self, other: object) -> Truth:
        """Three-valued `>`."""
        return _negate(self.le(other))

    def ge(self, other: object) -> Truth:
        """Three-valued `>=`."""
        return _negate(self.lt(other))

    def eq(self, other: object) -> Truth:
        """Three-valued equality of the two counts; the operator `==` compares the bounds."""
        right = _comparable(other)
        if right is None:
            return pd.NA
        if self.is_exact and self == right:
            return True
        apart = _less(self, right) is True or _less(right, self) is True
        return False if apart else pd.NA

    def ne(self, other: object) -> Truth:
        """Three-valued inequality."""
        return _negate(self.eq(other))

    def _reading(self, comparison: Comparison, other: object, possible: bool) -> bool:
        truth: Truth = getattr(self, comparison)(other)
        if isinstance(truth, NAType):
            return possible and other is not pd.NA
        return truth

    def __lt__(self, other: object) -> NoReturn:
        _refuse_order("lt")

    def __le__(self, other: object) -> NoReturn:
        _refuse_order("le")

    def __gt__(self, other: object) -> NoReturn:
        _refuse_order("gt")

    def __ge__(self, other: object) -> NoReturn:
        _refuse_order("ge")


def _refuse_order(comparison: Comparison) -> NoReturn:
    symbol = SYMBOLS[comparison]
    raise TypeError(
        f"censored values have no order, so '{symbol}' (and sorted) cannot decide; use "
        f"certainly_{comparison}() or possibly_{comparison}(), or {comparison}() for the "
        "three-valued answer"
    )


def _is_integer(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _as_bound(value: object) -> int | None:
    if value is None:
        return None
    if not _is_integer(value):
        raise TypeError(
            f"a bound is an integer or None for an open side, not {value!r} "
            f"({type(value).__name__}); round it outward first"
        )
    return int(value)  # type: ignore[call-overload, no-any-return]


def _as_censored(value: object) -> Censored | None:
    """The operand as a censored value; None for whatever cannot be one."""
    if isinstance(value, Censored):
        return value
    return Censored(_as_bound(value)) if _is_integer(value) else None


def _comparable(value: object) -> Censored | None:
    """The operand as a censored value, None for a missing figure; TypeError for the rest."""
    right = _as_censored(value)
    if right is None and value is not pd.NA:
        raise TypeError(
            f"a censored count compares with an integer or a Censored, not with {type(value).__name__}"
        )
    return right


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _negative(bound: int | None) -> int | None:
    return None if bound is None else -bound


def _less(left: Censored, right: Censored) -> Truth:
    if left.upper is not None and right.lower is not None and left.upper < right.lower:
        return True
    if left.lower is not None and right.upper is not None and left.lower >= right.upper:
        return False
    return pd.NA


def _negate(truth: Truth) -> Truth:
    return truth if isinstance(truth, NAType) else not truth
