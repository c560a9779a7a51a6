"""Rules on files: what the descriptor says of them, and what it does not list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from morocco_returns.finding import Finding, Severity
from morocco_returns.locate import DESCRIPTOR
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
