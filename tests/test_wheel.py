"""The wheel carries the data and loads with nothing but pandas."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import morocco_returns as mr

from .conftest import ROOT

# Fails on every import of a library that pandas does not bring, of ours outside the wheel, and on any
# attempt to reach the network.
SCRIPT = """
import socket, sys
allowed = {{*sys.stdlib_module_names, "morocco_returns", *{brought!r}}}
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in allowed and not name.startswith("_sysconfigdata"):
            raise ImportError("not installed for users of the wheel: " + name)
sys.meta_path.insert(0, Refuse())
def refuse(*_):
    raise OSError("the network was used")
socket.socket.connect = refuse
import morocco_returns as mr
from morocco_returns.censored import Censored, CensoredArray, CensoredDtype
assert "_package" in str(mr.package_root()), mr.package_root()
assert str(mr.load("observations")["count"].dtype) == CensoredDtype.name
assert str(mr.total(mr.load("series"), by="observation_id").at["f00001", "total"]) == "[0, )"
try:
    mr.from_printed("<5", "nl")
except ImportError as error:
    assert "morocco-returns[parse]" in str(error)
else:
    raise AssertionError("printed figures were read without the extra")
printed = mr.load("observations").set_index("observation_id")["value_printed"]
print(mr.__version__, len(mr.load("figures")), printed["f00021"])
"""
# What `pip install pandas` brings.
BROUGHT = ("pandas", "numpy", "dateutil", "six", "tzdata")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_loads_without_network_and_with_pandas_alone(wheel: Path, tmp_path: Path) -> None:
    """Catches an import that only a developer's machine satisfies, and data left out of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    result = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{SCRIPT.format(brought=BROUGHT)}",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [mr.__version__, str(len(mr.load("figures"))), "<5"]


def test_the_command_says_what_to_install_where_pandas_stands_alone(wheel: Path, tmp_path: Path) -> None:
    """Catches a traceback as the first thing that a user of the plain wheel sees."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
sys.modules["click"] = None
from morocco_returns.__main__ import main
main()
"""
    result = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "pip install 'morocco-returns[curate]'" in result.stderr


def test_the_wheel_carries_the_package_as_it_is(wheel: Path) -> None:
    """Catches a table that is missing or stale inside the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for path in [
            ROOT / "datapackage.json",
            *(ROOT / "data").rglob("*.csv"),
            *(ROOT / "schemas").glob("*.json"),
        ]:
            inside = f"morocco_returns/_package/{path.relative_to(ROOT).as_posix()}"
            assert hashlib.sha256(archive.read(inside)).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert not any("_hatch_hook" in name for name in names)


def test_the_wheel_is_named_after_the_version_of_the_data(wheel: Path) -> None:
    """Catches a wheel whose version is not that of its data."""
    assert wheel.name == f"morocco_returns-{mr.__version__}-py3-none-any.whl"
