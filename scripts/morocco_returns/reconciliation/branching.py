"""Refutations by cases, for rows that can be met in fractions but not in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from morocco_returns.reconciliation.solver import Refutation, UnsolvedError, in_fractions, refute, with_bounds
from morocco_returns.reconciliation.system import System

MOST_CASES = 200


@dataclass(frozen=True)
class Branch:
    """A count is at most ``bound`` or it is more, and each case is refuted."""

    column: int
    bound: int
    at_most: Refutation | Branch
    more: Refutation | Branch

    @property
    def rows(self) -> list[int]:
        """The rows that the cases use."""
        return sorted({*self.at_most.rows, *self.more.rows})

    def holds(self, of: System) -> bool:
        """Whether both cases show in integers that the rows have no solution."""
        if not 0 <= self.column < of.shape[1]:
            return False
        at_most, more = _cases(of, self.column, self.bound)
        return self.at_most.holds(at_most) and self.more.holds(more)


def refute_by_cases(of: System, most: int = MOST_CASES) -> Refutation | Branch:
    """A proof that no whole counts meet the rows.

    Raises UnsolvedError where the rows can be met, or need more than ``most`` cases.
    """
    return _Cases(most).refuted(of)


class _Cases:
    """How many cases may still be told apart."""

    def __init__(self, left: int) -> None:
        self._left = left

    def refuted(self, of: System) -> Refutation | Branch:
        if self._left <= 0:
            raise UnsolvedError("there are too many cases to refute one by one")
        self._left -= 1
        if (proof := refute(of)) is not None:
            return proof
        point = in_fractions(of)
        away = np.abs(point - np.rint(point))
        column = int(away.argmax())
        if away[column] < 1e-6:
            raise UnsolvedError("the rows can be met, though the solver found no whole counts")
        bound = int(np.floor(point[column]))
        at_most, more = _cases(of, column, bound)
        return Branch(column, bound, self.refuted(at_most), self.refuted(more))


def _cases(of: System, column: int, bound: int) -> tuple[System, System]:
    lower, upper = of.lower.copy(), of.upper.copy()
    lower[column], upper[column] = max(lower[column], bound + 1), min(upper[column], bound)
    return with_bounds(of, of.lower, upper), with_bounds(of, lower, of.upper)
