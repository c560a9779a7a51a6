"""The pages and the workflow of a release say what the code does."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from morocco_returns.build.metadata import read_metadata
from morocco_returns.build.semver import semver_page
from morocco_returns.diff.semver import KINDS
from morocco_returns.release.run import tag_message

from .conftest import ROOT

METADATA = read_metadata(ROOT)
PAGE = (ROOT / "docs" / "semver.md").read_text("utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))


def test_the_page_is_as_the_table_in_the_code() -> None:
    """Catches a promise that the release does not hold."""
    assert semver_page(METADATA).decode("utf-8") == PAGE


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_every_kind_of_change(kind: str) -> None:
    """Catches a change of which readers are not told what it means for them."""
    rule = KINDS[kind]
    bump = "**refused**" if rule.refused else rule.bump.word
    assert f"| {rule.what} | {bump} | {rule.why} |" in PAGE
    departs = f"| {rule.what} | {rule.recipe.word} | {rule.bump.word} |" if rule.recipe else None
    assert departs is None or departs in PAGE


def test_a_departure_from_the_recipe_is_one() -> None:
    """Catches a row that says twice the same and calls it a difference."""
    assert all(rule.recipe != rule.bump for rule in KINDS.values())


def test_the_examples_in_python_run() -> None:
    """Catches an example that was true of another version."""
    for example in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(example, "docs/semver.md", "exec"), {})


def test_the_page_installs_no_package_that_others_could_give_our_name() -> None:
    """Catches `pip install morocco-returns`: it is on no index, and whoever takes the name is installed."""
    pages = [PAGE, *((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/validate.md"))]
    installed = [word for page in pages for word in re.findall(r'pip install "?(\S+)', page)]
    ours = [word for word in installed if "morocco" in word]
    assert f"./{METADATA.wheel}" in ours
    assert all(".whl" in word for word in ours)


def test_the_checklist_ends_with_its_own_improvement() -> None:
    """Catches a checklist that never learns."""
    last = (ROOT / "docs" / "release-checklist.md").read_text("utf-8").strip().split("\n\n")[-1]
    assert "Improve this checklist" in last.splitlines()[-2] + last.splitlines()[-1]


def _steps() -> list[dict[str, Any]]:
    return [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def _script(name: str) -> str:
    return next(str(step["run"]) for step in _steps() if step.get("name") == name)


def test_the_workflow_runs_for_version_tags_alone() -> None:
    """Catches a release of every push; YAML reads the key "on" as true."""
    assert WORKFLOW[True] == {"push": {"tags": ["v*"]}}


def test_each_job_may_do_no_more_than_it_must() -> None:
    """Catches a build that could write to the repository, or sign what it did not build."""
    assert WORKFLOW["permissions"] == {"contents": "read"}
    granted = {name: job.get("permissions", {}) for name, job in WORKFLOW["jobs"].items()}
    assert granted == {
        "build": {},
        "attest": {"contents": "read", "id-token": "write", "attestations": "write"},
        "draft": {"contents": "write"},
    }


def test_no_script_holds_text_of_others() -> None:
    """Catches a tag's name or message that the shell would run."""
    assert not any("${{" in str(step.get("run", "")) for step in _steps())


def test_the_workflow_finds_the_hashes_in_the_message_of_the_tag() -> None:
    """Catches a comparison of nothing with nothing, and one that no right build passes."""
    sums = f"{'0' * 64}  a.zip\n{'1' * 64}  b.whl\n"
    message = tag_message(ROOT, METADATA.version, sums)
    extract = re.search(r"\| (sed .*) > tagged", _script("Compare with the hashes in the tag"))
    assert extract
    result = subprocess.run(
        ["bash", "-c", extract[1]], input=f"{message}\n", capture_output=True, text=True, check=True
    )
    assert result.stdout == sums


def test_the_workflow_attaches_what_the_sums_name(tmp_path: Path) -> None:
    """Catches a draft that fails over the folder of the pages, or that lacks a file or the sums."""
    (tmp_path / "dist" / "site").mkdir(parents=True)
    (tmp_path / "dist" / "SHA256SUMS").write_text(f"{'0' * 64}  a.zip\n{'1' * 64}  b.whl\n")
    (tmp_path / "CHANGELOG.md").write_text("## 1.0.0 - 2026-01-01\n\nOld.\n")
    (tmp_path / "gh").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > ../asked\ntest -s ../notes.md\n')
    (tmp_path / "gh").chmod(0o755)
    script = _script("Draft the release with the changelog's entry and the files")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_REF_NAME": "v1.0.0"}
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[:3] == ["release", "create", "v1.0.0"]
    assert asked[-3:] == ["SHA256SUMS", "a.zip", "b.whl"]


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_with_their_version_beside(path: Path) -> None:
    """Catches a tag of others, which can be moved to code that nobody here has seen."""
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used)


def test_the_workflow_takes_the_notes_of_the_version(tmp_path: Path) -> None:
    """Catches a release with the whole changelog, or with none of it."""
    (tmp_path / "CHANGELOG.md").write_text(
        "# C\n\n## 1.1.0 - 2026-02-02\n\nNew.\n\n## 1.0.0 - 2026-01-01\n\nOld.\n"
    )
    script = _script("Draft the release with the changelog's entry and the files")
    awk = next(line for line in script.splitlines() if line.startswith("awk"))
    subprocess.run(["bash", "-c", f"version=1.0.0; {awk}"], cwd=tmp_path, check=True)
    assert (tmp_path / "notes.md").read_text() == "\nOld.\n"
