"""Integer witnesses and exact refutations: a solver searches, plain integers decide.

Nothing that a solver says is taken on trust. A point counts only if it meets every row in integers;
a refutation only if its whole multipliers, added up exactly, leave a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from morocco_returns.reconciliation.system import OPEN, Ints, System

_LARGEST_DENOMINATOR = 10_000
_NOTHING = 1e-6  # a violation up to here is the solver's own inexactness


class UnsolvedError(RuntimeError):
    """The solver gave no answer that integers bear out."""


@dataclass(frozen=True)
class Refutation:
    """Whole multipliers of rows whose sum no counts from 0 up can meet.

    ``upper[r]`` times the upper side of row r minus ``lower[r]`` times its lower side: the sum has
    no negative coefficient on the left and a negative number on the right.
    """

    upper: dict[int, int]
    lower: dict[int, int]

    @property
    def rows(self) -> list[int]:
        """The rows that it uses."""
        return sorted({*self.upper, *self.lower})

    def holds(self, of: System) -> bool:
        """Whether the multipliers show that the rows have no solution, added up in integers."""
        if not all(0 <= row < of.shape[0] for row in self.rows):
            return False
        factors = {row: self.upper.get(row, 0) - self.lower.get(row, 0) for row in self.rows}
        sums: dict[int, int] = {}
        for row, column, coefficient in _entries(of, factors):
            sums[column] = sums.get(column, 0) + factors[row] * coefficient
        right = sum(factor * int(of.row_upper[row]) for row, factor in self.upper.items())
        right -= sum(factor * int(of.row_lower[row]) for row, factor in self.lower.items())
        # What is left on the left is at least its value at the bounds of the counts.
        for column, factor in sums.items():
            bound = int(of.lower[column] if factor > 0 else of.upper[column])
            if factor and abs(bound) >= OPEN:
                return False
            right -= factor * bound
        sides = [int(side) for side in (*of.row_upper[[*self.upper]], *of.row_lower[[*self.lower]])]
        used = [*self.upper.values(), *self.lower.values()]
        return right < 0 and all(abs(side) < OPEN for side in sides) and all(f >= 0 for f in used)


def _entries(of: System, rows: Iterable[int]) -> Iterable[tuple[int, int, int]]:
    chosen = np.isin(of.row, list(rows))
    return zip(
        of.row[chosen].tolist(), of.column[chosen].tolist(), of.coefficient[chosen].tolist(), strict=True
    )


def witness(of: System, objective: npt.NDArray[np.float64] | None = None) -> Ints | None:
    """Integer counts that meet every row, least in ``objective``; None where the solver finds none.

    Raises UnsolvedError where the solver stops without an answer or its point fails in integers.
    """
    count = of.shape[1]
    goal = np.zeros(count) if objective is None else objective
    found = milp(
        goal,
        constraints=LinearConstraint(of.matrix(), _float(of.row_lower), _float(of.row_upper)),
        bounds=Bounds(_float(of.lower), _float(of.upper)),
        integrality=np.ones(count),
    )
    if found.status == 2:
        return None
    if found.x is None:
        raise UnsolvedError(f"no integer counts found: {found.message}")
    point: Ints = np.rint(found.x).astype(np.int64)
    if not of.holds(point):
        raise UnsolvedError("the solver's counts do not meet the rows in integers")
    return point


def _float(side: Ints) -> npt.NDArray[np.float64]:
    """A side as floats, open ones infinite."""
    values = side.astype(float)
    values[side >= OPEN] = np.inf
    values[side <= -OPEN] = -np.inf
    return values


def refute(of: System, elastic: Sequence[int] | None = None) -> Refutation | None:
    """A refutation from the dual of the least violation; None where the rows can be met in fractions.

    ``elastic`` are the rows that may be violated (all of them if None). Raises UnsolvedError where
    the multipliers do not bear out the solver.
    """
    sides = _Sides.of(of, elastic)
    found = _least_violation(of, sides)
    return None if found.fun < _NOTHING else _whole(sides, -found.ineqlin.marginals, of)


def in_fractions(of: System) -> npt.NDArray[np.float64]:
    """Counts, whole or not, that violate the rows least."""
    point: npt.NDArray[np.float64] = _least_violation(of, _Sides.of(of, None)).x[: of.shape[1]]
    return point


def _least_violation(of: System, sides: _Sides) -> OptimizeResult:
    lower = np.concatenate([_float(of.lower), np.zeros(sides.slack)])
    upper = np.concatenate([_float(of.upper), np.full(sides.slack, np.inf)])
    found = linprog(
        np.concatenate([np.zeros(of.shape[1]), np.ones(sides.slack)]),
        A_ub=sides.matrix,
        b_ub=sides.right,
        bounds=np.column_stack([lower, upper]),
        method="highs",
    )
    if found.status != 0:
        raise UnsolvedError(f"the least violation was not found: {found.message}")
    return found


def _whole(sides: _Sides, duals: npt.NDArray[np.float64], of: System) -> Refutation:
    parts = [Fraction(float(dual)).limit_denominator(_LARGEST_DENOMINATOR) for dual in duals]
    scale = lcm(*(part.denominator for part in parts if part > 0))
    upper, lower = (dict[int, int]() for _ in range(2))
    for (row, is_upper), part in zip(sides.rows, parts, strict=True):
        if part > 0:
            (upper if is_upper else lower)[row] = int(part * scale)
    found = Refutation(upper, lower)
    if not found.holds(of):
        raise UnsolvedError("the multipliers of the solver do not add up to a contradiction")
    return found


@dataclass(frozen=True)
class _Sides:
    """Every finite side of every row as ``matrix x <= right``, with a slack where a row may give way."""

    matrix: sparse.csr_array
    right: npt.NDArray[np.float64]
    rows: list[tuple[int, bool]]
    slack: int

    @classmethod
    def of(cls, of: System, elastic: Sequence[int] | None) -> _Sides:
        matrix = of.matrix()
        tops, bottoms = np.flatnonzero(of.row_upper < OPEN), np.flatnonzero(of.row_lower > -OPEN)
        rows = [(int(row), True) for row in tops] + [(int(row), False) for row in bottoms]
        may = set(range(of.shape[0]) if elastic is None else elastic)
        slack = [number for number, (row, _) in enumerate(rows) if row in may]
        give = sparse.csr_array(
            (-np.ones(len(slack)), (slack, range(len(slack)))), shape=(len(rows), len(slack))
        )
        stacked = sparse.vstack([matrix[tops], -matrix[bottoms]])
        right = np.concatenate([of.row_upper[tops], -of.row_lower[bottoms]]).astype(float)
        return cls(sparse.csr_array(sparse.hstack([stacked, give])), right, rows, len(slack))


def with_bounds(of: System, lower: Ints, upper: Ints) -> System:
    """The system with other bounds on its counts."""
    return replace(of, lower=lower, upper=upper)
