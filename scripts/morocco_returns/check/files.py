"""Rules on files: what the descriptor says of them, and what it does not list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from morocco_returns.csvform import serialised
from morocco_returns.finding import Finding, Severity
from morocco_returns.locate import DESCRIPTOR, package_root
from morocco_returns.read import Package, Problem

_MEND = "run `make build` if the change is meant, else restore the file"


def stale_files(package: Package) -> Iterator[Finding]:
    """Bytes and hash of every file against the descriptor: a release is what its hashes say."""
    for resource in package.resources():
        data = package.raw.get(str(resource.get("path")))
        if data is None:
            continue
        for problem in _stale(resource, data):
            yield problem.finding(str(resource["path"]))


def _stale(resource: Mapping[str, object], data: bytes) -> Iterator[Problem]:
    due = f"sha256:{hashlib.sha256(data).hexdigest()}"
    stated = resource.get("hash")
    if stated is None:
        yield Problem("hash", "the descriptor gives no hash for this file", _MEND)
    elif stated != due:
        yield Problem(
            "hash", "the file is not the one whose hash the descriptor gives", _MEND, value=str(stated)
        )
    if resource.get("bytes") is None:
        yield Problem("bytes", "the descriptor gives no size for this file", _MEND)
    elif resource.get("bytes") != len(data):
        yield Problem(
            "bytes", f"the file has {len(data)} bytes, the descriptor says {resource.get('bytes')}", _MEND
        )


def unlisted_files(package: Package) -> Iterator[Finding]:
    """A CSV beside the listed ones is either forgotten in the descriptor or left over."""
    listed = {str(resource.get("path")) for resource in package.resources()}
    folder = package.root / "data"
    for path in sorted(folder.rglob("*.csv")) if folder.is_dir() else []:
        relative = path.relative_to(package.root).as_posix()
        if relative not in listed:
            hint = "add it to schemas/package.yaml with a schema, or delete it"
            yield Finding(
                "file-unlisted",
                Severity.ERROR,
                relative,
                None,
                None,
                None,
                "the descriptor does not list this file",
                hint,
            )


def required_tables(package: Package, due: tuple[str, ...]) -> Iterator[Finding]:
    """Without its core tables a package cannot be checked, and must not pass for that."""
    listed = {str(resource.get("name")) for resource in package.resources()}
    for name in due:
        if listed and name not in listed:
            hint = "restore the resource; rules that need it did not run"
            yield Finding(
                "table-missing",
                Severity.ERROR,
                DESCRIPTOR,
                None,
                None,
                name,
                f"the package has no table {name!r}",
                hint,
            )


def missing_rows(package: Package, may_be_empty: tuple[str, ...]) -> Iterator[Finding]:
    """A table that lost all its rows still has a header, and would pass every check of its cells."""
    for name, table in package.tables.items():
        if table.frame.is_empty() and table.sound and name not in may_be_empty:
            problem = Problem("rows-missing", "the table has a header and no rows", "restore its rows")
            yield problem.finding(table.path)


def other_forms(package: Package) -> Iterator[Finding]:
    """A file that means the same in other bytes (quoting) makes every later difference unreadable."""
    for table in package.tables.values():
        if table.in_form or not table.sound or table.marred:
            continue
        if package.raw[table.path] != serialised(table):
            hint = "run `make format`: quotation marks only where a cell needs them"
            message = "the file is not in the one form of the package"
            yield Problem("other-form", message, hint).finding(table.path)


def changed_schemas(package: Package) -> Iterator[Finding]:
    """A constraint that was dropped or widened would let everything pass: a package that gives the
    version of this check must bring the schemas of that version.
    """
    own = package_root()
    if own.resolve() == package.root.resolve() or package.descriptor.get("version") != _version(own):
        return
    for resource in package.resources():
        path = str(resource.get("schema"))
        due = own / path
        if path in package.raw and due.is_file() and due.read_bytes() != package.raw[path]:
            message = "the schema is not the one of this version of the package"
            hint = "restore it from the release; a schema of your own needs another version"
            yield Problem("schema-changed", message, hint).finding(path)


def _version(root: Path) -> object:
    return json.loads((root / DESCRIPTOR).read_bytes()).get("version")
