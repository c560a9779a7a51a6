"""What many tests share: the repository, copies of the package to spoil, and optional tools."""

from __future__ import annotations

import csv
import hashlib
import importlib
import json
import os
import shutil
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from morocco_returns.build.metadata import read_metadata, schema_path, table_path
from morocco_returns.build.run import build_dist
from morocco_returns.check.cells import typed_frame
from morocco_returns.check.exceptions import PATH as EXCEPTIONS
from morocco_returns.check.rule import RULES, Context
from morocco_returns.check.run import check_cells, check_package, run_rule
from morocco_returns.finding import Finding
from morocco_returns.read import Package, read_package

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SOURCES = {
    "nl-kamerbrief-2023-06-07-marokko": "nl-letter-2023-06-07-morocco.txt",
    "nl-beslisnota-2023-06-07-marokko": "nl-decision-note-2023-06-07-morocco.txt",
    "nl-gov-2023-02-21-morocco-visit-en": "nl-gov-2023-02-21-laftit-visit.txt",
    "ma-yabiladi-2024-01-almost-ideal": "news-2024-01-morocco-almost-ideal.txt",
    "be-nicoledm-2024-04-morocco-mission": "be-demoor-2024-04-morocco-mission.txt",
    "be-nicoledm-2024-teaser-visa-policy": "be-demoor-2024-04-morocco-mission.txt",
    "be-nicoledm-2024-teaser-temporary-protection": "be-demoor-2024-04-morocco-mission.txt",
    "be-nicoledm-2024-teaser-returns-doubled": "be-demoor-2024-04-morocco-mission.txt",
}


def source(document_id: str) -> bytes:
    """The held text of a founding document; skips where the texts are not at hand."""
    path = SHARED / "sources" / SOURCES[document_id]
    if not path.is_file():
        pytest.skip("the held texts are not beside the repository")
    return path.read_bytes()


def tool(name: str, *folders: Path) -> str:
    """The path of an optional program: skipped where it is missing, but a failure in CI.

    ``folders`` are looked into beside those of the search path.
    """
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)]))
    if found is None:
        absent = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(absent)
        pytest.skip(absent)
    return found


def library(name: str) -> Any:
    """An optional library: skipped where it is missing, but a failure in CI."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an old library may warn of itself on import
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            return tool(f"the library {name}")


def read_by_eye() -> set[str]:
    """The figures that the package's exceptions name because no program reads their print."""
    exceptions = yaml.safe_load((ROOT / EXCEPTIONS).read_text("utf-8")) or []
    return {entry["key"] for entry in exceptions if entry["rule"] == "value-reread"}


@dataclass(frozen=True)
class Copy:
    """A copy of the package that a test may spoil; edits keep the descriptor's sums true."""

    root: Path

    def data(self, table: str) -> bytes:
        return (self.root / table_path(table)).read_bytes()

    def write(self, table: str, data: bytes) -> None:
        (self.root / table_path(table)).write_bytes(data)
        self.refresh(table)

    def refresh(self, table: str) -> None:
        """Make size and hash in the descriptor those of the file again."""
        path = self.root / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        data = self.data(table)
        for resource in descriptor["resources"]:
            if resource["name"] == table:
                resource.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")
        path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8")

    def rows(self, table: str) -> list[dict[str, str]]:
        return list(csv.DictReader(self.data(table).decode("utf-8").splitlines()))

    def save(self, table: str, rows: list[dict[str, str]], columns: list[str] | None = None) -> None:
        names = columns or list(json.loads((self.root / schema_path(table)).read_text("utf-8"))["fields"])
        header = [name["name"] if isinstance(name, dict) else name for name in names]
        path = self.root / table_path(table)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        self.refresh(table)

    def edit(self, table: str, key: str, **cells: str) -> int:
        """Change cells of the row whose first column is ``key``; its line in the file."""
        rows = self.rows(table)
        for number, row in enumerate(rows):
            if next(iter(row.values())) == key:
                row.update(cells)
                self.save(table, rows)
                return number + 2
        raise KeyError(key)

    def edit_without_descriptor(self, table: str, key: str, **cells: str) -> None:
        """As ``edit``, where the descriptor cannot be read."""
        descriptor = (self.root / "datapackage.json").read_bytes()
        shutil.copy(ROOT / "datapackage.json", self.root)
        self.edit(table, key, **cells)
        (self.root / "datapackage.json").write_bytes(descriptor)

    def edit_raw(self, table: str, old: bytes, new: bytes) -> None:
        """Replace bytes of a table once, where its schema cannot be read."""
        assert old in self.data(table)
        self.write(table, self.data(table).replace(old, new, 1))

    def read(self) -> Package:
        """The package as read, before cells and rows are checked."""
        return read_package(self.root)

    def check(self) -> list[Finding]:
        return check_package(self.root)

    def check_cells(self, table: str) -> list[Finding]:
        """The findings in the cells of one table alone."""
        return check_cells(read_package(self.root).tables[table])[1]

    def run_rule(self, name: str) -> list[Finding]:
        """The findings of one rule alone, which is quicker than the whole check."""
        package = read_package(self.root)
        frames = {table: typed_frame(text)[0] for table, text in package.tables.items()}
        return list(run_rule(Context(package, frames), RULES[name]))

    def descriptor(self, change: Callable[[dict[str, object]], None]) -> None:
        path = self.root / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        change(descriptor)
        path.write_text(json.dumps(descriptor, indent=2) + "\n", "utf-8")


def copy_package(target: Path) -> Copy:
    """Copy descriptor, tables and schemas into a folder of their own."""
    target.mkdir(parents=True, exist_ok=True)
    for part in ("data", "schemas"):
        shutil.copytree(ROOT / part, target / part)
    for part in ("datapackage.json", "README.md"):
        shutil.copy(ROOT / part, target)
    return Copy(target)


@pytest.fixture
def package(tmp_path: Path) -> Copy:
    return copy_package(tmp_path / "package")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file of a release, made from the repository as it stands."""
    folder = tmp_path_factory.mktemp("dist")
    build_dist(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def release(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the release, unpacked: what its users have, and nothing else."""
    folder = tmp_path_factory.mktemp("release")
    with zipfile.ZipFile(next(dist.glob("*.zip"))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach another machine fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr("socket.socket.connect", refuse)


@pytest.fixture(scope="session")
def table_names() -> list[str]:
    return list(read_metadata(ROOT).resources)
