"""Returns to Morocco: published figures on asylum, return and readmission, with their sources.

import morocco_returns as mr
figures = mr.load("figures")
mr.total(figures, by="indicator_id")

``load`` gives counts as the censored type of ``morocco_returns.censored`` (``Censored``,
``CensoredArray``, ``CensoredDtype`` and more); the functions that its users need daily stand here
too: ``total``, ``change``, ``share``, ``ratio``, ``assume``, ``rounded``, ``certainly``,
``possibly``. ``from_printed`` reads printed figures as such counts (extra ``[parse]``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from morocco_returns.censored import assume, certainly, change, possibly, ratio, rounded, share, total
from morocco_returns.load import load, tables
from morocco_returns.locate import DESCRIPTOR, PackageNotFoundError, package_root
from morocco_returns.printed import from_printed

if TYPE_CHECKING:
    __version__: str

__all__ = [
    "PackageNotFoundError",
    "__version__",
    "assume",
    "certainly",
    "change",
    "from_printed",
    "load",
    "package_root",
    "possibly",
    "ratio",
    "rounded",
    "share",
    "tables",
    "total",
]


def __getattr__(name: str) -> str:
    """``__version__`` is the version of the data, which stands in the descriptor alone."""
    if name == "__version__":
        return str(json.loads((package_root() / DESCRIPTOR).read_bytes())["version"])
    raise AttributeError(name)
