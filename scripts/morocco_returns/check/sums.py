"""Size and hash of every file against the descriptor: a release is what its hashes say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from morocco_returns.cores import side_by_side
from morocco_returns.finding import Finding, Problem
from morocco_returns.read import Package
from morocco_returns.wording import as_text, shortened

DUE = "sha256"
_MEND = "run `make build` if the change is meant, else restore the file"
_HASH = re.compile(r"(?:([^:]+):)?([0-9a-fA-F]+)")


def sums(data: bytes) -> dict[str, object]:
    """Hash and size of a file, as the descriptor gives them."""
    return {"hash": f"{DUE}:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}


def stale_files(package: Package) -> Iterator[Finding]:
    """Every file that is not the one whose size and hash the descriptor gives."""
    for found in side_by_side(lambda resource: list(_stale(package, resource)), package.resources()):
        yield from found


def _stale(package: Package, resource: Mapping[str, object]) -> Iterator[Finding]:
    path = resource.get("path")
    data = package.raw.get(path) if isinstance(path, str) else None
    if data is not None:
        for problem in [*_size_problems(resource, data), *_hash_problems(resource, data)]:
            yield problem.finding(str(path))


def _size_problems(resource: Mapping[str, object], data: bytes) -> Iterator[Problem]:
    stated = resource.get("bytes")
    if stated is None:
        yield Problem("bytes", "the descriptor gives no size for this file", _MEND)
    elif type(stated) is not int:
        message = "the size in the descriptor is no whole number"
        yield Problem("bytes", message, _MEND, value=as_text(stated))
    elif stated != len(data):
        yield Problem("bytes", f"the file has {len(data)} bytes, the descriptor says {stated}", _MEND)


def _hash_problems(resource: Mapping[str, object], data: bytes) -> Iterator[Problem]:
    stated = resource.get("hash")
    if stated is None:
        yield Problem("hash", "the descriptor gives no hash for this file", _MEND)
        return
    parts = _HASH.fullmatch(stated) if isinstance(stated, str) else None
    if parts is None:
        message = "the hash in the descriptor is not of the form algorithm:digits"
        yield Problem("hash-form", message, _MEND, value=as_text(stated))
        return
    name, digits = parts[1] or "md5", parts[2]
    found = digest(name, data, len(digits) // 2)
    if found is None:
        message = f"the hash in the descriptor is of an algorithm that is not known: {shortened(name)}"
        yield Problem("hash-form", message, _MEND, value=str(stated))
    elif found != digits.lower():
        message = "the file is not the one whose hash the descriptor gives"
        yield Problem("hash", message, _MEND, value=str(stated))
    elif stated != f"{DUE}:{found}":
        message = f"the hash is right, but readers of this package look for {DUE} in small letters"
        yield Problem("hash-form", message, "run `make build`", value=str(stated))


def digest(name: str, data: bytes, length: int) -> str | None:
    """The hash of ``data`` as hexadecimal digits, by any algorithm that the standard library has.

    Names are written in several ways (SHA-256, sha3-256); None for one that is not known. The
    shake algorithms give as many bytes as one asks for: ``length``.
    """
    plain = name.lower()
    spellings = {plain, plain.replace("-", "_"), plain.replace("-", "")}
    known = sorted(spellings & hashlib.algorithms_available)
    if not known:
        return None
    try:
        made = hashlib.new(known[0], data, usedforsecurity=False)
    except ValueError:  # listed, but switched off in this build
        return None
    return made.hexdigest(length) if known[0].startswith("shake") else made.hexdigest()  # type: ignore[call-arg]
