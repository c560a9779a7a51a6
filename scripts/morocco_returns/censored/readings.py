"""The two readings of a three-valued comparison, spelled once for scalars, arrays and columns."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

Comparison = Literal["lt", "le", "gt", "ge", "eq", "ne"]
COMPARISONS: tuple[Comparison, ...] = ("lt", "le", "gt", "ge", "eq", "ne")
SYMBOLS: dict[Comparison, str] = {
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "eq": "==",
    "ne": "!=",
}

T = TypeVar("T")


class Readings(Generic[T]):
    """Methods `certainly_*` and `possibly_*` over one three-valued comparison.

    `certainly_lt(x)` holds where every count within the bounds is below `x`; `possibly_lt(x)` where
    at least one is. A missing figure (`pd.NA`) satisfies neither: no figure is no evidence.
    """

    __slots__ = ()

    def _reading(self, comparison: Comparison, other: object, possible: bool) -> T:
        raise NotImplementedError

    def certainly_lt(self, other: object) -> T:
        """True where the count is below `other` whatever it is."""
        return self._reading("lt", other, False)

    def certainly_le(self, other: object) -> T:
        """True where the count is at most `other` whatever it is."""
        return self._reading("le", other, False)

    def certainly_gt(self, other: object) -> T:
        """True where the count is above `other` whatever it is."""
        return self._reading("gt", other, False)

    def certainly_ge(self, other: object) -> T:
        """True where the count is at least `other` whatever it is."""
        return self._reading("ge", other, False)

    def certainly_eq(self, other: object) -> T:
        """True where both counts are exact and the same."""
        return self._reading("eq", other, False)

    def certainly_ne(self, other: object) -> T:
        """True where the bounds have no count in common."""
        return self._reading("ne", other, False)

    def possibly_lt(self, other: object) -> T:
        """True where the count may be below `other`; never for a missing figure."""
        return self._reading("lt", other, True)

    def possibly_le(self, other: object) -> T:
        """True where the count may be at most `other`; never for a missing figure."""
        return self._reading("le", other, True)

    def possibly_gt(self, other: object) -> T:
        """True where the count may be above `other`; never for a missing figure."""
        return self._reading("gt", other, True)

    def possibly_ge(self, other: object) -> T:
        """True where the count may be at least `other`; never for a missing figure."""
        return self._reading("ge", other, True)

    def possibly_eq(self, other: object) -> T:
        """True where the bounds have a count in common; never for a missing figure."""
        return self._reading("eq", other, True)

    def possibly_ne(self, other: object) -> T:
        """True unless both are exact and the same; never for a missing figure."""
        return self._reading("ne", other, True)
