"""Imports follow the flow of the data: schemas and data, read, check, build; no module looks ahead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from .conftest import ROOT

CODE = ROOT / "scripts" / "morocco_returns"
# From the ground up. A module may import from its own layer and from those before it.
LAYERS = [
    ["censored"],
    [
        "cores",
        "finding",
        "wording",
        "locate",
        "fetch",
        "access",
        "schema",
        "frames",
        "rows",
        "text",
        "printed",
    ],
    ["derived"],
    ["load"],
    ["reconciliation"],
    ["contract"],
    ["read"],
    ["csvform", "keying"],
    ["check"],
    ["proof", "show", "report"],
    ["repository"],
    ["diff"],
    ["build"],
    ["site"],
    ["release"],
    ["cli"],
    ["__main__"],
]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
APART = (CODE / "__init__.py", CODE / "_hatch_hook.py")
MODULES = sorted(path for path in CODE.rglob("*.py") if path not in APART)


def _imports(path: Path) -> set[str]:
    """The parts of the package that a module imports, wherever in its text."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = node.module
            names = (
                [f"{module}.{alias.name}" for alias in node.names]
                if module == "morocco_returns"
                else [module]
            )
            found |= {name.split(".")[1] for name in names if name.startswith("morocco_returns.")}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("morocco_returns.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(CODE).as_posix())
def test_no_module_imports_from_one_further_along(path: Path) -> None:
    """Catches a circle, and a check that needs the build or a type that needs the data."""
    own = path.relative_to(CODE).parts[0].removesuffix(".py")
    assert own in LAYER, f"{own} has no place in the flow: add it to LAYERS"
    later = {name for name in _imports(path) if LAYER[name] > LAYER[own]}
    assert not later


def test_the_map_for_contributors_names_every_part_of_the_code() -> None:
    """Catches a module that newcomers find nowhere, and one that is gone and still on the map."""
    rows = re.findall(r"(?m)^\| (`.*?`) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    mapped = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    parts = [path for path in CODE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    assert sorted(mapped) == sorted(f"{path.name}/" if path.is_dir() else path.name for path in parts)


def test_every_part_of_the_flow_exists() -> None:
    """Catches a layer whose module was renamed."""
    assert {
        name for name in LAYER if not ((CODE / name).is_dir() or (CODE / f"{name}.py").is_file())
    } == set()
