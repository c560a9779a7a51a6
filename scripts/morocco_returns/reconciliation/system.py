"""A model as arrays: the same rows over the same counts, for the programs that solve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from morocco_returns.reconciliation.model import Model

Ints = npt.NDArray[np.int64]
# Stands for an open side. Far above any count, far below the end of 64 bits, so that sums stay exact.
OPEN = 2**50


@dataclass(frozen=True)
class System:
    """``row_lower <= A x <= row_upper`` with integers ``lower <= x <= upper``; open sides are +-OPEN.

    A is given by its entries: ``row``, ``column`` and ``coefficient``, each of shape (entries,),
    sorted by row.
    """

    row: Ints
    column: Ints
    coefficient: Ints
    row_lower: Ints
    row_upper: Ints
    lower: Ints
    upper: Ints

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of counts."""
        return len(self.row_lower), len(self.lower)

    def matrix(self) -> sparse.csr_array:
        """A as a sparse matrix of floats."""
        entries = (self.coefficient.astype(float), (self.row, self.column))
        return sparse.csr_array(entries, shape=self.shape)

    def activity(self, point: Ints) -> Ints:
        """A x at an integer point, in integers."""
        sums = np.zeros(self.shape[0], dtype=np.int64)
        np.add.at(sums, self.row, self.coefficient * point[self.column])
        return sums

    def holds(self, point: Ints) -> bool:
        """Whether an integer point meets every bound and row: exact, no solver involved."""
        sums = self.activity(point)
        return bool(
            (point >= self.lower).all()
            and (point <= self.upper).all()
            and (sums >= self.row_lower).all()
            and (sums <= self.row_upper).all()
        )


def system(model: Model) -> System:
    """The arrays of a model; counts run from 0 up."""
    place = {variable: number for number, variable in enumerate(model.variables)}
    entries = [
        (number, place[variable], coefficient)
        for number, row in enumerate(model.rows)
        for variable, coefficient in row.terms
    ]
    row, column, coefficient = (np.array(part, dtype=np.int64) for part in _columns(entries))
    return System(
        row,
        column,
        coefficient,
        _side([r.lower for r in model.rows], -OPEN),
        _side([r.upper for r in model.rows], OPEN),
        np.zeros(len(place), dtype=np.int64),
        np.full(len(place), OPEN, dtype=np.int64),
    )


def _columns(entries: Sequence[tuple[int, int, int]]) -> list[list[int]]:
    return [[entry[part] for entry in entries] for part in range(3)]


def _side(bounds: Sequence[int | None], open_side: int) -> Ints:
    return np.array([open_side if bound is None else bound for bound in bounds], dtype=np.int64)
