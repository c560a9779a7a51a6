"""Files in the package folder that nothing lists: forgotten in the descriptor, or left over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from morocco_returns.finding import Finding, Problem, Severity
from morocco_returns.read import Package

WORKBOOK = "data/built/figures.xlsx"
_SCHEMA_KINDS = (".yaml", ".yml")  # metadata and lists that the build reads
_DATA_KINDS = (
    ".csv", ".tsv", ".tab", ".psv", ".xls", ".xlsx", ".xlsm", ".ods", ".parquet", ".feather", ".arrow",
    ".sqlite", ".db", ".duckdb", ".rds", ".rdata", ".sav", ".dta", ".jsonl", ".ndjson",
)  # fmt: skip
# A checkout has these folders beside the package; what lies in them is not published with it.
_BESIDE = {"bench", "build", "dist", "docs", "node_modules", "scripts", "tests"}


def unlisted_files(package: Package) -> Iterator[Finding]:
    """A file beside the listed ones is either forgotten in the descriptor or left over."""
    listed = {str(resource.get("path")) for resource in package.resources()} | {WORKBOOK}
    for path in _paths(package.root):
        if path not in listed and path not in package.schema_paths and (problem := _problem(path)):
            yield problem.finding(path)


def _problem(path: str) -> Problem | None:
    folder, _, name = path.rpartition("/")
    top, kind = folder.partition("/")[0].casefold(), Path(name).suffix.casefold()
    hidden = name.startswith((".", "~$"))
    if top == "schemas" and kind == ".json":
        hint = "name it as the schema of a resource, or delete it"
        return Problem("schema-unused", "no resource of the descriptor uses this schema", hint)
    inside = top == "data" or (top == "schemas" and kind not in _SCHEMA_KINDS)
    if (inside and not hidden) or (kind in _DATA_KINDS and not name.startswith("~$")):
        severity = Severity.ERROR if top in ("data", "schemas") else Severity.WARNING
        hint = "add it to schemas/package.yaml with a schema, or delete it"
        return Problem("file-unlisted", "the descriptor does not list this file", hint, severity=severity)
    return None


def _paths(root: Path) -> Iterator[str]:
    """Every file of the package, relative, in order; links are not followed."""
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in linked and not _beside(root, here / name))
        for name in sorted([*names, *linked]):
            yield (here / name).relative_to(root).as_posix()


def _beside(root: Path, folder: Path) -> bool:
    """A folder that belongs to a checkout, or to a tool, and not to the package."""
    at_top = folder.parent == root
    tool = folder.name.startswith(".") or (folder / "pyvenv.cfg").is_file()
    return at_top and (tool or folder.name in _BESIDE)
