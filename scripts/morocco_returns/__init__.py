"""Returns to Morocco: published figures on asylum, return and readmission, with their sources.

import morocco_returns as mr
figures = mr.load("figures")
mr.total(figures, by="indicator_id")

``load`` gives counts as the censored type of ``morocco_returns.censored`` (``Censored``,
``CensoredArray``, ``CensoredDtype`` and more); the functions that its users need daily stand here
too: ``total``, ``change``, ``share``, ``ratio``, ``assume``, ``rounded``, ``certainly``,
``possibly``. ``from_printed`` reads printed figures as such counts (extra ``[parse]``).
``reconcile``, ``sensitivity``, ``tighten``, ``implied`` and ``explain`` hold the figures against one
another, each ``Scenario`` of ``SCENARIOS`` reading doubtful prints in a way of its own (extra
``[reconcile]``).
``infer_rounding`` says how printed numbers were probably rounded.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

from morocco_returns.censored import assume, certainly, change, possibly, ratio, rounded, share, total
from morocco_returns.load import load, tables
from morocco_returns.locate import DESCRIPTOR, PackageError, PackageNotFoundError, package_root
from morocco_returns.printed import from_printed
from morocco_returns.reconciliation.rounding import infer_rounding

if TYPE_CHECKING:
    from morocco_returns.reconciliation.engine import reconcile
    from morocco_returns.reconciliation.explain import explain
    from morocco_returns.reconciliation.scenarios import SCENARIOS, Scenario
    from morocco_returns.reconciliation.sensitivity import sensitivity
    from morocco_returns.reconciliation.tighten import implied, tighten

    __version__: str

__all__ = [
    "SCENARIOS",
    "PackageError",
    "PackageNotFoundError",
    "Scenario",
    "__version__",
    "assume",
    "certainly",
    "change",
    "explain",
    "from_printed",
    "implied",
    "infer_rounding",
    "load",
    "package_root",
    "possibly",
    "ratio",
    "reconcile",
    "rounded",
    "sensitivity",
    "share",
    "tables",
    "tighten",
    "total",
]


# Read only when asked for: they need scipy, which those who only load tables should not need.
_LATER = {
    "SCENARIOS": "scenarios",
    "Scenario": "scenarios",
    "explain": "explain",
    "implied": "tighten",
    "reconcile": "engine",
    "sensitivity": "sensitivity",
    "tighten": "tighten",
}


def __getattr__(name: str) -> Any:
    """``__version__`` is the version of the data, which stands in the descriptor alone."""
    if name == "__version__":
        return str(json.loads((package_root() / DESCRIPTOR).read_bytes())["version"])
    if name not in _LATER:
        raise AttributeError(name)
    try:
        module = importlib.import_module(f"morocco_returns.reconciliation.{_LATER[name]}")
    except ModuleNotFoundError as error:
        raise ImportError(f"{name} needs scipy: pip install 'morocco-returns[reconcile]'") from error
    return getattr(module, name)
