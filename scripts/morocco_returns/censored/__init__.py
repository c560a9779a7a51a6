"""Counts known within bounds: a scalar, a pandas dtype and what can soundly be done with them.

`Censored(0, 4)` is a count between 0 and 4; a column of them has dtype "censored[int64]".
Arithmetic is interval arithmetic, comparisons have three values, and what would invent a point is
refused.
Needs numpy and pandas alone; `censored.pandera` (pandera) and Arrow export (pyarrow) are optional.
"""

from .accessor import CensoredAccessor
from .array import CensoredArray
from .dtype import CensoredDtype
from .flat import flatten, from_flat, unflatten
from .quantities import Change, FloatBounds, change, ratio, share
from .rounding import preimage, reach
from .scalar import Censored
from .scenarios import assume, rounded
from .survival import as_interval2
from .totals import total
from .truth import certainly, possibly

__all__ = [
    "Censored",
    "CensoredAccessor",
    "CensoredArray",
    "CensoredDtype",
    "Change",
    "FloatBounds",
    "as_interval2",
    "assume",
    "certainly",
    "change",
    "flatten",
    "from_flat",
    "possibly",
    "preimage",
    "ratio",
    "reach",
    "rounded",
    "share",
    "total",
    "unflatten",
]
