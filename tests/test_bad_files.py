"""What stands on the disk in place of the files that the descriptor names, or beside them."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morocco_returns.build.metadata import table_path
from morocco_returns.check.sums import digest, stale_files
from morocco_returns.check.unlisted import WORKBOOK, unlisted_files
from morocco_returns.contract.content import decoded
from morocco_returns.finding import Severity

from .conftest import ROOT, Copy

AREAS = table_path("areas")

CONTENT: dict[str, tuple[str, bytes, int | None]] = {
    "lfs": ("lfs-pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", 1),
    "html": ("html-page", b"<!DOCTYPE html>\n<p>Not found</p>\n", 1),
    "html after blanks": ("html-page", b"\xef\xbb\xbf\n  <HTML lang='nl'>", 1),
    "xml error": ("html-page", b'<?xml version="1.0"?><Error>AccessDenied</Error>', 1),
    "gzip": ("not-text", gzip.compress(b"a,b\n", mtime=0), None),
    "workbook": ("not-text", b"PK\x03\x04\x14\x00\x06\x00", None),
    "old Excel": ("not-text", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
    "parquet": ("not-text", b"PAR1\x15\x04", None),
    "pdf": ("not-text", b"%PDF-1.7\n", None),
    "ours": ("conflict-marker", b"a,b\n1,2\n<<<<<<< HEAD\n3,4\n", 3),
    "middle": ("conflict-marker", b"a,b\r\n1,2\r\n=======\r\n", 3),
    "theirs": ("conflict-marker", b"a,b\n1,2\n3,4\n>>>>>>> branch: a change\n", 4),
    "base": ("conflict-marker", b"a,b\n||||||| 1234abc\n", 2),
}


@pytest.mark.parametrize("name", CONTENT)
def test_what_stands_in_place_of_a_table_is_named(name: str) -> None:
    """Catches a message on headers and columns where the file is something else altogether."""
    rule, data, line = CONTENT[name]
    text, found = decoded(data)
    assert [(problem.rule, problem.line) for problem in found] == [(rule, line)]
    assert (text is None) is (rule != "conflict-marker")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b\n<5,======= \n",
        b"a\n<<<<<<<<\n",
        b'a\n"=======\n',
        b"a\n <<<<<<< x\n",
        b"html,body\n<p>,x\n",
    ],
)
def test_signs_inside_cells_are_no_markers(data: bytes) -> None:
    """Catches a print such as "<5" taken for a page or a conflict."""
    assert decoded(data) == (data.decode(), [])


@pytest.mark.parametrize("name", ["lfs", "html", "gzip", "ours"])
def test_what_stands_in_place_of_a_table_is_reported_in_its_file(package: Copy, name: str) -> None:
    """Catches the recognition that is never asked, and a second finding on the header."""
    rule, data, _ = CONTENT[name]
    package.write("areas", package.data("areas") + data if name == "ours" else data)
    found = [f.rule for f in package.read().findings if f.file == AREAS]
    assert rule in found
    assert "header" not in found


def _point(package: Copy, key: str, value: object) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        next(r for r in descriptor["resources"] if r["name"] == "areas")[key] = value

    package.descriptor(change)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("https://example.org/x.csv", "path-remote"),
        ("http://localhost/x.csv", "path-remote"),
        ("s3://bucket/x.csv", "path-remote"),
        ("ftp://[::1/x.csv", "path-remote"),
        ("file:///etc/hostname", "path-outside"),
        ("FILE:///etc/hostname", "path-outside"),
        ("C:/data/areas.csv", "path-outside"),
        ("C:\\data\\areas.csv", "path-outside"),
        ("\\\\server\\areas.csv", "path-outside"),
        ("/etc/hostname", "path-outside"),
        ("~/areas.csv", "path-outside"),
        ("../areas.csv", "path-outside"),
        ("data/../data/areas.csv", "path-outside"),
        ("data:text/csv,a", "path-outside"),
        ("./data/areas.csv", "path-form"),
        ("data//areas.csv", "path-form"),
        ("data/areas.csv ", "path-form"),
        ("data/areas.csv\x00", "path-form"),
        ("%2e%2e/areas.csv", "path-form"),
        ("data/%61reas.csv", "path-form"),
        ({"a": 1}, "inline"),
        (["data/areas.csv"], "path-outside"),
        ("data", "file-missing"),
        ("data/nothing.csv", "file-missing"),
        ("data/" + "x" * 5000, "file-missing"),
    ],
)
@pytest.mark.parametrize("key", ["path", "schema"])
def test_a_path_that_readers_follow_differently_is_refused(
    package: Copy, path: object, rule: str, key: str
) -> None:
    """Catches a file read, or fetched, from anywhere else than the package."""
    _point(package, key, path)
    due = "schema" if (key, rule) == ("schema", "file-missing") else rule
    found = [f for f in package.read().findings if f.rule == due]
    assert found
    if found[0].file == "datapackage.json":
        lines = (package.root / "datapackage.json").read_text("utf-8").split("\n")
        assert f'"{key}":' in lines[(found[0].line or 0) - 1]


def test_a_name_in_other_letters_is_reported(package: Copy) -> None:
    """Catches a package that opens on one system and not on the next."""
    _point(package, "path", "Data/areas.csv")
    _point(package, "schema", "schemas/Areas.json")
    found = {(f.rule, f.file) for f in package.read().findings}
    assert {("path-case", "Data/areas.csv"), ("path-case", "schemas/Areas.json")} <= found


def _link_file(root: Path) -> str:
    shutil.move(root / AREAS, root / "data" / "areas2.csv")
    (root / AREAS).symlink_to("areas2.csv")
    return AREAS


def _link_folder(root: Path) -> str:
    shutil.move(root / "data", root / "rows")
    (root / "data").symlink_to("rows")
    return AREAS


def _link_descriptor(root: Path) -> str:
    shutil.move(root / "datapackage.json", root / "other.json")
    (root / "datapackage.json").symlink_to("other.json")
    return "datapackage.json"


@pytest.mark.parametrize("link", [_link_file, _link_folder, _link_descriptor])
def test_a_link_inside_the_package_is_reported(package: Copy, link: Callable[[Path], str]) -> None:
    """Catches a link, which an archive or another system does not keep."""
    file = link(package.root)
    assert ("symbolic-link", file) in {(f.rule, f.file) for f in package.read().findings}


@pytest.mark.parametrize("target", ["datapackage.json", AREAS, "schemas/areas.json", "data", "schemas"])
def test_a_link_out_of_the_package_is_never_followed(package: Copy, tmp_path: Path, target: str) -> None:
    """Catches a file of somebody else read by way of a link, the folder on the way included."""
    outside = tmp_path / "outside"
    shutil.move(package.root / target, outside)
    (package.root / target).symlink_to(outside)
    read = package.read()
    assert "path-outside" in {f.rule for f in read.findings}
    assert not [path for path in read.raw if (package.root / path).resolve().is_relative_to(outside)]


def test_a_link_in_a_circle_is_reported(package: Copy) -> None:
    """Catches an operating system error passed on as a traceback."""
    (package.root / AREAS).unlink()
    (package.root / AREAS).symlink_to("areas.csv")
    assert "path-outside" in {f.rule for f in package.read().findings}


@pytest.mark.parametrize("name", ["datapackage.json", "schemas/areas.json", AREAS])
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_reported(package: Copy, name: str, kind: str) -> None:
    """Catches a check that waits for ever or falls over a folder."""
    path = package.root / name
    path.unlink()
    if kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    rule = {"datapackage.json": "descriptor", AREAS: "file-missing"}.get(name, "schema")
    assert (rule, name) in {(f.rule, f.file) for f in package.read().findings}


@pytest.mark.parametrize(
    ("path", "rule", "severity"),
    [
        ("data/left-over.csv", "file-unlisted", Severity.ERROR),
        ("data/notes.txt", "file-unlisted", Severity.ERROR),
        ("data/built/old/figures.csv", "file-unlisted", Severity.ERROR),
        ("data/.hidden.csv", "file-unlisted", Severity.ERROR),
        ("data/figures.parquet", "file-unlisted", Severity.ERROR),
        ("schemas/old.csv", "file-unlisted", Severity.ERROR),
        ("schemas/old.json", "schema-unused", Severity.ERROR),
        ("schemas/old/areas.json", "schema-unused", Severity.ERROR),
        ("figures.xlsx", "file-unlisted", Severity.WARNING),
        ("backup/areas.CSV", "file-unlisted", Severity.WARNING),
        ("Data/areas.csv", "file-unlisted", Severity.ERROR),
    ],
)
def test_a_file_that_nothing_lists_is_reported(
    package: Copy, path: str, rule: str, severity: Severity
) -> None:
    """Catches a table or schema that was forgotten, or an old one that somebody may take for valid."""
    target = package.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"a\n")
    found = [(f.rule, f.severity, f.file) for f in unlisted_files(package.read())]
    assert found == [(rule, severity, path)]


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE", "CHANGELOG.md", "docs/table.csv", "tests/keyings/a.csv", ".git/x.csv", "dist/a.csv",
        "venv/pyvenv.cfg", "notes.txt", "data/.DS_Store", "data/.~lock.areas.csv#", "data/~$figures.xlsx",
        "schemas/exceptions.yaml", WORKBOOK,
    ],
)  # fmt: skip
def test_what_may_lie_beside_the_package_is_not_reported(package: Copy, path: str) -> None:
    """Catches an alarm about a checkout, a release or a spreadsheet that is open."""
    target = package.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"a\n")
    (target.parent / "x.csv").write_bytes(b"a\n") if path == "venv/pyvenv.cfg" else None
    assert list(unlisted_files(package.read())) == []


DATA = (ROOT / AREAS).read_bytes()
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.mark.parametrize(
    ("stated", "rule"),
    [
        (None, "hash"),
        ("sha256:" + "0" * 64, "hash"),
        (hashlib.md5(DATA + b"x").hexdigest(), "hash"),
        ("md5:" + "0" * 32, "hash"),
        ("sha1:" + "0" * 40, "hash"),
        ("sha512:" + "0" * 128, "hash"),
        ("SHA-512:" + "0" * 128, "hash"),
        ("sha3-256:" + "0" * 64, "hash"),
        ("blake2b:" + "0" * 128, "hash"),
        ("shake_128:" + "0" * 32, "hash"),
        ("sha256:" + SHA256[:-1], "hash"),
        ("sha256:" + SHA256 + SHA256, "hash"),
        (hashlib.md5(DATA).hexdigest(), "hash-form"),
        ("sha1:" + hashlib.sha1(DATA).hexdigest(), "hash-form"),
        ("sha512:" + hashlib.sha512(DATA).hexdigest(), "hash-form"),
        ("SHA256:" + SHA256, "hash-form"),
        ("sha256:" + SHA256.upper(), "hash-form"),
        ("sha256:", "hash-form"),
        ("", "hash-form"),
        ("sha256:xyz", "hash-form"),
        ("crc32:" + "0" * 8, "hash-form"),
        ("shake_128:0", "hash"),
        (5, "hash-form"),
        ([], "hash-form"),
    ],
)
def test_a_hash_that_does_not_prove_the_file_is_reported(package: Copy, stated: object, rule: str) -> None:
    """Catches a wrong hash that passes because its algorithm is passed over."""
    _point(package, "hash", stated)
    assert [(f.rule, f.file) for f in stale_files(package.read())] == [(rule, AREAS)]


@pytest.mark.parametrize("stated", [None, 0, -1, len(DATA) + 1, float(len(DATA)), str(len(DATA)), True, []])
def test_a_size_that_is_not_the_size_is_reported(package: Copy, stated: object) -> None:
    """Catches a size of the wrong kind, which compares as it likes."""
    _point(package, "bytes", stated)
    assert [(f.rule, f.file) for f in stale_files(package.read())] == [("bytes", AREAS)]


def test_every_algorithm_of_the_standard_library_can_be_verified() -> None:
    """Catches an algorithm whose wrong hashes would pass as unknown."""
    for name in hashlib.algorithms_guaranteed:
        made = hashlib.new(name, b"x")
        due = made.hexdigest(16) if name.startswith("shake") else made.hexdigest()  # type: ignore[call-arg]
        assert digest(name, b"x", 16) == due
        assert digest(name.upper().replace("_", "-"), b"x", 16) == due


def test_the_sums_of_the_package_are_right(package: Copy) -> None:
    """Catches a rule that reports what is right."""
    assert list(stale_files(package.read())) == []
    assert list(unlisted_files(package.read())) == []


def test_all_files_are_reported_in_one_run(package: Copy) -> None:
    """Catches a broken file that hides what is wrong with another: one run must find all."""
    package.write("events", CONTENT["html"][1])
    package.edit("areas", "NL", label_nl="Nederland ")
    schema = package.root / "schemas" / "claims.json"
    schema.write_text(json.dumps({**json.loads(schema.read_text("utf-8")), "titel": 1}), "utf-8")
    (package.root / "data" / "left-over.csv").write_bytes(b"a\n")
    package.descriptor(lambda descriptor: descriptor.update(licences=[], version="1"))
    found = {(f.rule, f.file) for f in package.check()}
    assert {
        ("html-page", "data/events.csv"),
        ("white-space", AREAS),
        ("property-unknown", "schemas/claims.json"),
        ("property-unknown", "datapackage.json"),
        ("version", "datapackage.json"),
        ("file-unlisted", "data/left-over.csv"),
    } <= found
