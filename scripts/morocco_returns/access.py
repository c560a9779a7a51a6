"""The files of a data package, wherever it lies: in a folder, in a zip, or at an address of the web.

What is read from a package that was named is held against its datapackage.json, which gives size
and hash of every table. Nothing outside the package is read, and nothing in it is run.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import quote, urljoin, urlsplit

from morocco_returns.fetch import fetch
from morocco_returns.locate import DESCRIPTOR, PackageError, PackageNotFoundError, package_root

MAX_BYTES = 200_000_000
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class Files(Protocol):
    """Something that holds the files of a package."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; PackageNotFoundError if there is none."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A package in a folder."""

    root: Path

    def read(self, path: str) -> bytes:
        """The bytes of a file below the folder."""
        if not stays_inside(self.root, path):
            raise PackageError(f"{path} leads out of the package in {self.root}")
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise PackageNotFoundError(f"there is no readable {path} in {self.root}") from error


@dataclass(frozen=True, slots=True)
class Zip:
    """A package in a zip, unpacked in memory file by file."""

    data: bytes
    max_bytes: int

    def read(self, path: str) -> bytes:
        """The bytes of a file of the archive."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                size = archive.getinfo(path).file_size
                data = archive.read(path) if size <= self.max_bytes else None
        except KeyError:
            raise PackageNotFoundError(f"the zip holds no {path}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise PackageError(f"the zip is broken: {error}") from None
        if data is None:
            raise PackageError(f"{path} is larger than {self.max_bytes} bytes (max_bytes)")
        return data


@dataclass(frozen=True, slots=True)
class Web:
    """A package whose files lie at addresses beside that of its descriptor."""

    descriptor: str
    max_bytes: int
    cache: str | Path | None

    def read(self, path: str) -> bytes:
        """The bytes of a file of the package."""
        url = self.descriptor if path == DESCRIPTOR else urljoin(self.descriptor, quote(path))
        return fetch(url, self.max_bytes, self.cache)


@dataclass(frozen=True, slots=True)
class Package:
    """The tables of a package by name; ``verified`` where they are held against their hashes."""

    files: Files
    resources: Mapping[str, Mapping[str, Any]]
    verified: bool

    def schema(self, table: str) -> bytes:
        """The Table Schema of a table."""
        return self.files.read(_inside(self._resource(table), "schema"))

    def csv(self, table: str) -> bytes:
        """The bytes of a table; PackageError if they are not those that the descriptor vouches for."""
        resource = self._resource(table)
        path = _inside(resource, "path")
        data = self.files.read(path)
        if self.verified:
            _verify(path, data, resource.get("hash"))
        return data

    def _resource(self, table: str) -> Mapping[str, Any]:
        if table not in self.resources:
            raise KeyError(f"no table {table!r} in the package; there are: {', '.join(self.resources)}")
        return self.resources[table]


def open_package(
    package: str | Path | None,
    sha256: str | None = None,
    cache: str | Path | None = None,
    max_bytes: int = MAX_BYTES,
) -> Package:
    """The package that came with this installation, or the one that is named: a folder, its
    datapackage.json, a zip, or the https address of a zip or a datapackage.json.

    ``sha256`` is the due hash of the zip or the datapackage.json.
    """
    if isinstance(package, str) and _ADDRESS.match(package):
        data = fetch(package, max_bytes, cache)
        files: Files = Web(package, max_bytes, cache)
        if zipfile.is_zipfile(io.BytesIO(data)):
            files = Zip(data, max_bytes)
        elif not urlsplit(package).path.endswith(".json"):
            raise PackageError(f"{package} is neither a zip nor a {DESCRIPTOR}")
    elif package is not None and Path(package).is_file() and Path(package).name != DESCRIPTOR:
        if not zipfile.is_zipfile(package):
            raise PackageError(f"{package} is neither a zip nor a {DESCRIPTOR}")
        data = Path(package).read_bytes()
        files = Zip(data, max_bytes)
    else:
        files = Folder(package_root(package))
        data = files.read(DESCRIPTOR)
    if sha256 is not None:
        _verify(str(package or DESCRIPTOR), data, f"sha256:{sha256.lower()}")
    descriptor = files.read(DESCRIPTOR) if isinstance(files, Zip) else data
    return Package(files, _resources(descriptor), verified=package is not None)


def _resources(descriptor: bytes) -> dict[str, Mapping[str, Any]]:
    try:
        return {str(resource["name"]): dict(resource) for resource in json.loads(descriptor)["resources"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PackageError(f"{DESCRIPTOR} cannot be used: {error!r}") from None


def _inside(resource: Mapping[str, Any], key: str) -> str:
    path = resource.get(key)
    if not isinstance(path, str) or not path or leaves(path) or ":" in path:
        raise PackageError(f"the {key} of {resource['name']} is no file of the package: {path!r}")
    return path


def _verify(name: str, data: bytes, due: object) -> None:
    found = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if found != due:
        raise PackageError(
            f"{name} is not the file that was promised: its hash is {found}, due is {due}; get the "
            "package anew, or build it if you changed the file yourself"
        )


def leaves(path: str) -> bool:
    """Whether the words of a path alone lead out of the folder, on one system or another."""
    return path.startswith(("/", "~")) or "\\" in path or ".." in PurePosixPath(path).parts


def stays_inside(root: Path, path: str) -> bool:
    """Whether the path, links followed, lies below the root; a path that cannot be followed does not."""
    try:
        return (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False
