"""Returns to Morocco: published figures on asylum, return and readmission, with their sources.

import morocco_returns as mr
mr.load("figures")
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from morocco_returns.load import load, tables
from morocco_returns.locate import DESCRIPTOR, PackageNotFoundError, package_root

if TYPE_CHECKING:
    __version__: str

__all__ = ["PackageNotFoundError", "__version__", "load", "package_root", "tables"]


def __getattr__(name: str) -> str:
    """``__version__`` is the version of the data, which stands in the descriptor alone."""
    if name == "__version__":
        return str(json.loads((package_root() / DESCRIPTOR).read_bytes())["version"])
    raise AttributeError(name)
