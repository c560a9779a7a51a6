"""What other repositories run on their copy of the package: hooks and the checklist."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from frictionless import Checklist, Package, system

from .conftest import ROOT, Copy

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
CHECKLIST = Checklist.from_descriptor(str(ROOT / "docs" / "checklist.json"))


def _run(hook: str, folder: Path) -> int:
    """Run a hook as pre-commit would, in the folder of another repository, with the code of this one."""
    command = [*shlex.split(HOOKS[hook]["entry"]), *HOOKS[hook]["args"]]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "scripts")}
    found = subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=False)
    assert found.stderr == b""
    return found.returncode


def test_every_hook_says_what_pre_commit_needs() -> None:
    """Catches a hook that pre-commit refuses, or that lacks the libraries of the command line."""
    assert set(HOOKS) == {"morocco-returns-format", "morocco-returns-validate"}
    for hook in HOOKS.values():
        assert {"id", "name", "entry", "language"} <= set(hook)
        assert hook["pass_filenames"] is False
        assert hook["additional_dependencies"] == [".[curate]"]


def test_the_validate_hook_fails_on_an_error_alone(package: Copy) -> None:
    """Catches a hook that passes whatever it finds, or checks another copy than the one at hand."""
    assert _run("morocco-returns-validate", package.root) == 0
    package.edit("observations", "f00006", value="1771")
    assert _run("morocco-returns-validate", package.root) == 1


def test_the_format_hook_mends_the_files_at_hand(package: Copy) -> None:
    """Catches a hook that formats the installed copy."""
    due = package.data("areas")
    package.write("areas", due.replace(b"\n", b"\r\n"))
    assert _run("morocco-returns-format", package.root) == 0
    assert package.data("areas") == due


SLIPS = {
    "lower_bound is None or upper_bound is None or lower_bound <= upper_bound": {"lower_bound": "1771"},
    "possible_lower is None or possible_upper is None or possible_lower <= possible_upper": {
        "possible_upper": "1"
    },
    "lower_bound is None or possible_lower is None or possible_lower <= lower_bound": {
        "possible_lower": "1771"
    },
    "upper_bound is None or possible_upper is None or upper_bound <= possible_upper": {
        "possible_upper": "1769"
    },
    "value is None or lower_bound is None or value == lower_bound == upper_bound": {"value": "1771"},
    "value is None or qualifier is None or qualifier == 'exact'": {"qualifier": "about"},
    "period_start is None or period_end is None or period_start <= period_end": {"period_end": "2018-12-31"},
}


def test_the_checklist_passes_the_package_and_every_check_has_a_slip() -> None:
    """Catches a check that fails what is right, and one that nobody ever saw fail."""
    report = Package(str(ROOT / "datapackage.json")).validate(CHECKLIST)
    assert report.valid
    assert not report.warnings
    assert [check.formula for check in CHECKLIST.checks] == list(SLIPS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("formula", SLIPS)
def test_a_slip_that_a_schema_cannot_see_is_seen_by_the_checklist(package: Copy, formula: str) -> None:
    """Catches a formula that is true whatever stands in the row."""
    package.edit("figures", "f00006", **SLIPS[formula])
    with system.use_context(trusted=True):
        report = Package(str(package.root / "datapackage.json")).get_resource("figures").validate(CHECKLIST)
    notes = [error.note for task in report.tasks for error in task.errors]
    assert any(f'"{formula}"' in note for note in notes), notes
