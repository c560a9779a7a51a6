"""The type stands alone: numpy and pandas, nothing of the package around it."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import morocco_returns.censored

SOURCES = sorted(Path(morocco_returns.censored.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_modules_import_nothing_from_the_package_around(path: Path) -> None:
    """Slip: an import that ties the type to the data package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level <= 1, f"{path.name} imports from its parent"
            assert not (node.module or "").startswith("morocco_returns")
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("morocco_returns") for alias in node.names)


def test_optional_libraries_stay_optional() -> None:
    """Slip: pandera or pyarrow imported with the type itself."""
    root = Path(morocco_returns.censored.__file__).parents[2]
    code = f"""
import sys
sys.modules["pandera"] = sys.modules["pyarrow"] = None
sys.path.insert(0, {str(root)!r})
import pandas as pd
from morocco_returns.censored import Censored, CensoredArray, total
series = pd.Series(CensoredArray([Censored(0, 4), 6]))
assert str(series.sum()) == "[6, 10]"
"""
    run = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr


def test_the_folder_works_on_its_own_under_another_name(tmp_path: Path) -> None:
    """Slip: a type that cannot be taken into another project as it is."""
    shutil.copytree(SOURCES[0].parent, tmp_path / "bounds", ignore=shutil.ignore_patterns("__pycache__"))
    code = """
import sys
import pandas as pd
from bounds import Censored, from_flat, total
frame = pd.DataFrame({"lower_bound": [0, 6], "upper_bound": [4, 6]}, dtype="Int64")
assert from_flat(frame).sum() == Censored(6, 10) == total(frame).at[0, "total"]
assert pd.array(["[0, 4]"], dtype="censored[int64]")[0] == Censored(0, 4)
assert not any(name.startswith("morocco_returns") for name in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr


def test_public_names_are_all_there() -> None:
    """Slip: a name in __all__ that does not exist, or an order that hides a duplicate."""
    names = morocco_returns.censored.__all__
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(morocco_returns.censored, name).__doc__
