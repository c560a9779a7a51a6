"""Packages that lie elsewhere: zips and addresses, taken only if they are what their hashes promise."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import morocco_returns as mr
from morocco_returns.build.archive import zip_bytes
from morocco_returns.fetch import fetch

from .conftest import ROOT, Copy, copy_package

OUTSIDE = [
    "../outside.csv",
    "/etc/passwd",
    "a/../../outside.csv",
    "..\\outside.csv",
    "C:/x.csv",
    "~/x",
    "",
    None,
    5,
]
AREAS = ["datapackage.json", "data/areas.csv", "schemas/areas.json"]


def _files() -> dict[str, bytes]:
    return {name: (ROOT / name).read_bytes() for name in AREAS}


def _descriptor(**changes: object) -> bytes:
    """The descriptor with other properties of its table of areas."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] == "areas":
            resource.update(changes)
    return json.dumps(descriptor).encode("utf-8")


def _spoilt() -> dict[str, bytes]:
    files = _files()
    files["data/areas.csv"] = files["data/areas.csv"].replace(b"Netherlands", b"Netherlandz")
    return files


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "package.zip"
    path.write_bytes(zip_bytes(_files()))
    return path


# --- Zips -------------------------------------------------------------------------------------------------


def test_a_zip_loads_as_its_folder_does(archive: Path) -> None:
    """Catches a reader of zips with types or tables of its own."""
    assert mr.load("areas", archive).equals(mr.load("areas"))
    assert mr.load("areas", str(archive)).equals(mr.load("areas"))
    assert mr.tables(archive) == mr.tables()


def test_the_zip_of_a_release_loads(dist: Path) -> None:
    """Catches a release that its own loader does not take."""
    path = next(dist.glob("*.zip"))
    manifest = json.loads((dist / "manifest.json").read_text("utf-8"))
    due = next(file["sha256"] for file in manifest["files"] if file["name"] == path.name)
    assert mr.load("observations", path, sha256=due).equals(mr.load("observations"))


@pytest.mark.parametrize("kind", ["zip", "folder", "descriptor"])
def test_a_table_that_was_changed_is_not_loaded(tmp_path: Path, kind: str) -> None:
    """Catches a count that someone, or a spreadsheet, changed on the way."""
    (tmp_path / "p.zip").write_bytes(zip_bytes(_spoilt()))
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        archive.extractall(tmp_path / "p")
    places = {"zip": "p.zip", "folder": "p", "descriptor": "p/datapackage.json"}
    with pytest.raises(mr.PackageError, match=r"data/areas\.csv is not the file that was promised"):
        mr.load("areas", tmp_path / places[kind])


def test_a_table_without_a_hash_is_not_loaded(tmp_path: Path) -> None:
    """Catches a check that whoever takes out the hash gets round."""
    (tmp_path / "p.zip").write_bytes(zip_bytes(_files() | {"datapackage.json": _descriptor(hash=None)}))
    with pytest.raises(mr.PackageError, match="due is None"):
        mr.load("areas", tmp_path / "p.zip")


def test_a_pinned_zip_is_that_zip_or_an_error(archive: Path) -> None:
    """Catches a pin that pins nothing."""
    due = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert len(mr.load("areas", archive, sha256=due.upper()))
    with pytest.raises(mr.PackageError, match="not the file that was promised"):
        mr.load("areas", archive, sha256="0" * 64)


def test_a_folder_can_be_pinned_by_its_descriptor(package: Copy) -> None:
    """Catches a pin that only files can have."""
    due = hashlib.sha256((package.root / "datapackage.json").read_bytes()).hexdigest()
    assert len(mr.load("areas", package.root, sha256=due))
    with pytest.raises(mr.PackageError):
        mr.load("areas", package.root, sha256="0" * 64)


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "/etc/passwd",
        "a/../../outside.csv",
        "..\\outside.csv",
        "C:/x.csv",
        "~/x.csv",
        "",
        None,
        5,
    ],
)
@pytest.mark.parametrize("key", ["path", "schema"])
def test_no_file_outside_the_package_is_read(tmp_path: Path, key: str, path: object) -> None:
    """Catches a descriptor that makes the loader read something else."""
    (tmp_path / "outside.csv").write_bytes((ROOT / "data" / "areas.csv").read_bytes())
    files = _files() | {"datapackage.json": _descriptor(**{key: path})}
    (tmp_path / "p.zip").write_bytes(zip_bytes(files))
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        archive.extractall(tmp_path / "p")
    for place in ("p.zip", "p"):
        with pytest.raises(mr.PackageError, match="no file of the package"):
            mr.load("areas", tmp_path / place)


def test_a_link_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    """Catches a folder that shows what lies beside it."""
    package = copy_package(tmp_path / "p")
    (tmp_path / "outside.csv").write_bytes(package.data("areas"))
    (package.root / "data" / "areas.csv").unlink()
    (package.root / "data" / "areas.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(mr.PackageError, match="leads out of the package"):
        mr.load("areas", package.root)


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2] + data[-200:]


def _flipped(data: bytes) -> bytes:
    place = data.index(b"Netherlands")
    return data[:place] + b"X" + data[place + 1 :]


def _misplaced(data: bytes) -> bytes:
    return data[:-6] + b"\xf0\xff\xff\x7f" + data[-2:]  # where the list of files begins


@pytest.mark.parametrize("spoil", [_truncated, _flipped, _misplaced])
def test_a_broken_zip_is_an_error_that_says_so(archive: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Catches a traceback from inside the library for zips."""
    archive.write_bytes(spoil(archive.read_bytes()))
    with pytest.raises(mr.PackageError, match="the zip is broken"):
        mr.load("areas", archive)


@pytest.mark.parametrize("lost", AREAS)
def test_a_zip_without_one_of_its_files_says_which(tmp_path: Path, lost: str) -> None:
    """Catches a bare KeyError."""
    files = {name: data for name, data in _files().items() if name != lost}
    (tmp_path / "p.zip").write_bytes(zip_bytes(files))
    with pytest.raises(mr.PackageNotFoundError, match=f"holds no {lost}"):
        mr.load("areas", tmp_path / "p.zip")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"resources": 3}', '{"resources": [{}]}', "[" * 100_000, "\xff"]
)
def test_a_descriptor_that_cannot_be_used_is_an_error_that_says_so(tmp_path: Path, text: str) -> None:
    """Catches a traceback for a file that anybody may have written."""
    (tmp_path / "datapackage.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(mr.PackageError, match=r"datapackage\.json cannot be used"):
        mr.load("areas", tmp_path)


def test_a_small_zip_does_not_unpack_into_a_flood(tmp_path: Path) -> None:
    """Catches a file of zeros that fills the memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files().items():
            archive.writestr(name, data + b" " * 3_000_000 if name.endswith("areas.csv") else data)
    (tmp_path / "p.zip").write_bytes(stream.getvalue())
    assert len(stream.getvalue()) < 100_000
    with pytest.raises(mr.PackageError, match="larger than 1000000 bytes"):
        mr.load("areas", tmp_path / "p.zip", max_bytes=1_000_000)


def test_what_is_neither_folder_nor_zip_nor_descriptor_is_said_to_be_so(tmp_path: Path) -> None:
    """Catches a guess at what a file may be."""
    (tmp_path / "figures.csv").write_text("a,b\n", "utf-8")
    with pytest.raises(mr.PackageError, match=r"neither a zip nor a datapackage\.json"):
        mr.load("areas", tmp_path / "figures.csv")


# --- Addresses --------------------------------------------------------------------------------------------


class _Site(BaseHTTPRequestHandler):
    """Answers with the bytes of a file, sends on, or breaks off; counts what it was asked."""

    def __init__(
        self, files: Mapping[str, bytes], redirects: Mapping[str, str], asked: list[str], *args: Any
    ) -> None:
        self.files, self.redirects, self.asked = files, redirects, asked
        super().__init__(*args)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.removeprefix("/")
        if name in self.redirects:
            self.send_response(302)
            self.send_header("Location", self.redirects[name])
            self.end_headers()
        elif name in self.files or name == "broken-off.zip":
            data = self.files.get(name, b"PK\x03\x04")
            self.send_response(200)
            self.send_header("Content-Length", str(len(data) + (1000 if name == "broken-off.zip" else 0)))
            self.end_headers()
            self.wfile.write(data)
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


Serve = Callable[..., tuple[str, list[str]]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves files on this machine, and gives the address and what was asked for."""
    servers: list[ThreadingHTTPServer] = []

    def start(files: Mapping[str, bytes], **redirects: str) -> tuple[str, list[str]]:
        asked: list[str] = []
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Site, files, redirects, asked))
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_zip_at_an_address_loads_and_is_kept_nowhere(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a download that leaves files behind, and a name of the file that matters."""
    site, asked = serve({"v1/morocco-returns.zip?download=1": zip_bytes(_files())})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    address = f"{site}/v1/morocco-returns.zip?download=1"
    assert mr.load("areas", address).equals(mr.load("areas"))
    assert len(mr.tables(address)) == len(mr.tables())
    assert len(asked) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_descriptor_at_an_address_loads_with_the_files_beside_it(serve: Serve) -> None:
    """Catches a path that is resolved against another address, and files fetched that nobody asked for."""
    site, asked = serve({f"v1/{name}": data for name, data in _files().items()})
    assert mr.load("areas", f"{site}/v1/datapackage.json").equals(mr.load("areas"))
    assert asked == ["/v1/datapackage.json", "/v1/schemas/areas.json", "/v1/data/areas.csv"]


def test_what_is_fetched_is_kept_where_asked(serve: Serve, tmp_path: Path) -> None:
    """Catches a second download, and a kept file that is trusted more than a fetched one."""
    site, asked = serve({"p.zip": zip_bytes(_files()), **_files()})
    for address in (f"{site}/p.zip", f"{site}/datapackage.json"):
        first = mr.load("areas", address, cache=tmp_path / "kept")
        number = len(asked)
        assert mr.load("areas", address, cache=tmp_path / "kept").equals(first)
        assert len(asked) == number
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(path.read_bytes().replace(b"Netherlands", b"Netherlandz"))
    for address in (f"{site}/p.zip", f"{site}/datapackage.json"):
        with pytest.raises(mr.PackageError):
            mr.load("areas", address, cache=tmp_path / "kept")


def test_a_changed_table_or_release_at_an_address_is_not_loaded(serve: Serve) -> None:
    """Catches a server whose word is taken."""
    site, _ = serve({"p.zip": zip_bytes(_spoilt()), **_spoilt(), "good.zip": zip_bytes(_files())})
    for name in ("p.zip", "datapackage.json"):
        with pytest.raises(mr.PackageError, match="not the file that was promised"):
            mr.load("areas", f"{site}/{name}")
    with pytest.raises(mr.PackageError, match="not the file that was promised"):
        mr.load("areas", f"{site}/good.zip", sha256="0" * 64)
    due = hashlib.sha256(zip_bytes(_files())).hexdigest()
    assert len(mr.load("areas", f"{site}/good.zip", sha256=due))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/p.zip",
        "ftp://example.org/p.zip",
        "file:///etc/passwd",
        "data://text/plain,x",
        "https:///p.zip",
        "https://[::1/p.zip",
    ],
)
@pytest.mark.usefixtures("no_network")
def test_only_https_is_taken(address: str) -> None:
    """Catches an address that others could read along, and one that reads this machine's files."""
    with pytest.raises(mr.PackageError):
        mr.load("areas", address)


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/p.zip", "http://192.0.2.1/p.zip", "https://127.0.0.1:1/"],
)
def test_a_server_cannot_send_on_to_another_kind_of_address(serve: Serve, target: str) -> None:
    """Catches a redirect to a file of this machine, or from one protection to another."""
    site, _ = serve({}, go=target)
    refusals = (mr.PackageError, mr.PackageNotFoundError)
    with pytest.raises(refusals, match="is not taken|which is not http|is not allowed"):
        mr.load("areas", f"{site}/go")


def test_a_server_can_send_on_to_an_address_of_the_same_kind(serve: Serve) -> None:
    """Catches a refusal of how releases are usually served."""
    store, _ = serve({"p.zip": zip_bytes(_files())})
    site, _ = serve({}, go=f"{store}/p.zip")
    assert len(mr.load("areas", f"{site}/go"))


def test_a_download_ends_at_the_limit(serve: Serve) -> None:
    """Catches a server that sends without end."""
    site, _ = serve({"p.zip": zip_bytes(_files())})
    with pytest.raises(mr.PackageError, match="larger than 1000 bytes"):
        mr.load("areas", f"{site}/p.zip", max_bytes=1000)


@pytest.mark.parametrize(("name", "reason"), [("none.zip", "404"), ("broken-off.zip", "broke off")])
def test_what_cannot_be_had_says_why(serve: Serve, name: str, reason: str) -> None:
    """Catches a bare error of the library, and half a file taken for the whole."""
    site, _ = serve({})
    with pytest.raises(mr.PackageNotFoundError, match=f"{name} cannot be had: .*{reason}"):
        mr.load("areas", f"{site}/{name}")


def test_a_machine_that_does_not_answer_says_so(serve: Serve) -> None:
    """Catches a traceback where there is no network."""
    with pytest.raises(mr.PackageNotFoundError, match="cannot be had"):
        fetch("http://127.0.0.1:1/p.zip", 1000)


def test_a_page_is_no_package(serve: Serve) -> None:
    """Catches a page with an error message read as a table."""
    site, _ = serve({"releases": b"<html>", "datapackage.json": b"<html>"})
    with pytest.raises(mr.PackageError, match=r"neither a zip nor a datapackage\.json"):
        mr.load("areas", f"{site}/releases")
    with pytest.raises(mr.PackageError, match="cannot be used"):
        mr.load("areas", f"{site}/datapackage.json")
