"""The two optional libraries, imported only when a figure needs them."""

from __future__ import annotations

import importlib
from types import ModuleType


def optional(name: str) -> ModuleType:
    """Import a library of the extra `[parse]`; raise ImportError that names the extra if absent."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(
            f"reading printed figures needs the library {name.partition('.')[0]!r}, which is not "
            "installed: install the extra, morocco-returns[parse]"
        ) from error
