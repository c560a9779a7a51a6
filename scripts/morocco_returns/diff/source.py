"""The files of a version of the package, wherever it lies: a folder, a zip, a tag or commit.

A source gives the bytes of a path below the package's folder and nothing else: no link, name or
archive leads out of it, and no checkout is touched.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.access import Files, Folder, leaves
from morocco_returns.contract.addresses import SCHEME
from morocco_returns.locate import DESCRIPTOR, PackageNotFoundError
from morocco_returns.repository import blob, revision

LARGEST = 2**29  # bytes unpacked: far above any release, far below what fills a memory


class SourceError(ValueError):
    """A version of the package that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A package in a zip, held in memory."""

    files: Mapping[str, bytes]

    def read(self, path: str) -> bytes:
        """The bytes of a member."""
        if path not in self.files:
            raise PackageNotFoundError(f"the zip holds no {path}")
        return self.files[path]


@dataclass(frozen=True, slots=True)
class Committed:
    """A package in the history of a repository."""

    repository: Path
    commit: str

    def read(self, path: str) -> bytes:
        """The bytes of a file as committed."""
        data = blob(self.repository, self.commit, path)
        if data is None:
            raise PackageNotFoundError(f"the commit holds no {path}")
        return data


def open_source(name: str, repository: Path) -> Files:
    """The version that ``name`` means: a folder or zip on the disk, else a tag or commit."""
    path = Path(name)
    if name and path.is_dir():
        return Folder(path)
    if path.name == DESCRIPTOR and path.is_file():
        return Folder(path.parent)
    if path.is_file():
        return _archive(path)
    commit = revision(repository, name)
    if commit is None:
        raise SourceError(f"{name!r} is no folder, no zip, and no tag or commit of {repository}")
    return Committed(repository, commit)


def inner_path(value: object, what: str) -> str:
    """A path that a descriptor names, if it is a plain one inside the package."""
    if not isinstance(value, str) or not value or leaves(value) or SCHEME.match(value):
        raise SourceError(f"{what} is not a path inside the package: {value!r}")
    return value


def _archive(path: Path) -> Archive:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _refuse_unsafe(path, members)
            files = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise SourceError(f"{path} cannot be read as a zip: {error}") from None
    return Archive(_without_top_folder(files))


def _refuse_unsafe(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len({member.filename for member in members}) != len(members):
        raise SourceError(f"{path} holds a member twice")
    for member in members:
        if leaves(member.filename) or SCHEME.match(member.filename):
            raise SourceError(f"{path} holds a member that leaves its folder: {member.filename!r}")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise SourceError(f"{path} holds a symbolic link: {member.filename!r}")
        if member.flag_bits & 1:
            raise SourceError(f"{path} is encrypted")
    if sum(member.file_size for member in members) > LARGEST:
        raise SourceError(f"{path} holds more than {LARGEST >> 20} MB unpacked")


def _without_top_folder(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files below the one folder around them, where an archive has such a folder."""
    tops = {name.partition("/")[0] for name in files}
    if DESCRIPTOR in files or len(tops) != 1:
        return files
    prefix = f"{tops.pop()}/"
    return {name.removeprefix(prefix): data for name, data in files.items()}
