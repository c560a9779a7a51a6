"""Between what the rows of a model hold sums of its counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from morocco_returns.reconciliation.model import Model, Terms
from morocco_returns.reconciliation.system import OPEN, System, system
from morocco_returns.reconciliation.tightest import Tightest, tightest


def ranges(model: Model, targets: Sequence[Terms]) -> Tightest:
    """The tightest bounds of each target, which becomes a count of its own, equal to the sum.

    Raises as ``tightest`` does.
    """
    arrays = system(model)
    place = {variable: number for number, variable in enumerate(model.variables)}
    rows, counts = arrays.shape
    entries = [
        [(rows + number, counts + number, -1), *((rows + number, place[v], c) for v, c in terms)]
        for number, terms in enumerate(targets)
    ]
    added = np.array(list(chain.from_iterable(entries)), dtype=np.int64).reshape(-1, 3)
    zeros = np.zeros(len(targets), dtype=np.int64)
    extended = System(
        np.append(arrays.row, added[:, 0]),
        np.append(arrays.column, added[:, 1]),
        np.append(arrays.coefficient, added[:, 2]),
        np.append(arrays.row_lower, zeros),
        np.append(arrays.row_upper, zeros),
        np.append(arrays.lower, zeros),
        np.append(arrays.upper, zeros + OPEN),
    )
    return tightest(extended, range(counts, counts + len(targets)))
