"""A small repository of the package's own, in which tests release and break off releases."""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.build.metadata import read_metadata, table_path

from .conftest import ROOT

FILES = (
    "datapackage.json",
    "README.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "pyproject.toml",
    ".gitignore",
)
FOLDERS = ("data", "schemas", "docs")
ENTRY = "What readers should know."
_IDENTITY = ("-c", "user.name=n", "-c", "user.email=e@example.org")
# A build that takes no time: it writes one file to dist/, with its sum.
BUILD = """
import hashlib, os, pathlib, sys
dist = pathlib.Path("dist")
dist.mkdir(exist_ok=True)
data = b"the same everywhere"
(dist / "package.zip").write_bytes(data)
(dist / "SHA256SUMS").write_text(hashlib.sha256(data).hexdigest() + "  package.zip\\n")
"""


@dataclass(frozen=True)
class Scratch:
    """A repository with one commit on main."""

    root: Path

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *_IDENTITY, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def commit(self, message: str = "m") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", message)

    def tag(self, name: str) -> None:
        self.git("tag", "--no-sign", "-a", name, "-m", name)

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Change a file's text; the test breaks if that changes nothing."""
        file = self.root / path
        before = file.read_text("utf-8")
        after = change(before)
        assert after != before
        file.write_text(after, "utf-8")

    def rows(self, table: str) -> list[list[str]]:
        with (self.root / table_path(table)).open(encoding="utf-8", newline="") as handle:
            return list(csv.reader(handle))

    def save(self, table: str, rows: list[list[str]]) -> None:
        with (self.root / table_path(table)).open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)

    def cell(self, table: str, key: str, column: str, value: str) -> str:
        """Put a value into a cell; what stood there."""
        rows = self.rows(table)
        row = next(row for row in rows if row[0] == key)
        place = rows[0].index(column)
        before, row[place] = row[place], value
        self.save(table, rows)
        return before

    def state(self) -> dict[str, str]:
        """All that a release might change: refs, branch, status, and the bytes of every file but git's."""
        found = {
            "refs": self.git("for-each-ref"),
            "head": self.git("symbolic-ref", "HEAD"),
            "status": self.git("status", "--porcelain", "--ignored"),
        }
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and not name.startswith(".git/"):
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def make_scratch(root: Path) -> Scratch:
    """The package, without the code and tests around it, and with a build that takes no time."""
    root.mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, root)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name)
    metadata = read_metadata(ROOT)
    entry = f"# Changelog\n\n## {metadata.version} - {metadata.released}\n\n{ENTRY}\n"
    (root / "CHANGELOG.md").write_text(entry)
    code = root / "scripts" / "morocco_returns"
    code.mkdir(parents=True)
    (code / "__init__.py").write_text("")
    (code / "__main__.py").write_text(BUILD)
    scratch = Scratch(root)
    scratch.git("init", "--quiet", "--initial-branch=main")
    scratch.git("config", "user.name", "n")
    scratch.git("config", "user.email", "e@example.org")
    scratch.commit()
    return scratch
