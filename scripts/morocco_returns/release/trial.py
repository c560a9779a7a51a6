"""Two builds of the same commit in different surroundings, which must agree byte for byte."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.release.refusal import Refusal
from morocco_returns.repository import git

DIST = "dist"
# What a machine may have set and a build must not heed.
_NOT_PASSED_ON = ("PYTHONSTARTUP", "PYTHONHOME")
_LONGEST = 3600  # seconds that a build may take


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and how a trial build runs."""

    folder: str
    env: dict[str, str]
    umask: int


# In the second, text is ASCII for whatever does not name its encoding. Languages with a comma in numbers
# or letters of their own are not on every machine: the long tests make one and build in it.
_PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
TRIALS = (
    Surroundings("one", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 0o022),
    Surroundings(
        "another place",
        {**_PLAIN, "TZ": "Pacific/Apia", "PYTHONHASHSEED": "4711", "SOURCE_DATE_EPOCH": "1"},
        0o077,
    ),
)


def export(root: Path, commit: str, folder: Path) -> None:
    """Put the files of a commit into a folder of their own."""
    folder.mkdir(parents=True)
    data = git(root, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")


def build_trials(folders: dict[Path, Surroundings]) -> list[Refusal]:
    """Build every folder in its surroundings, side by side; why one could not be built."""
    running: list[tuple[Path, subprocess.Popen[bytes]]] = []
    try:
        for folder, surroundings in folders.items():
            running.append((folder, _start(folder, surroundings)))
        return [refusal for folder, process in running for refusal in _failed(folder, process)]
    except BaseException:
        for _, process in running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        raise


def _log(folder: Path) -> Path:
    return folder.parent / f"{folder.name}.log"


def _start(folder: Path, surroundings: Surroundings) -> subprocess.Popen[bytes]:
    """The package's own build, run by the code of the commit."""
    env = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    env |= {**surroundings.env, "PYTHONPATH": str(folder / "scripts")}
    with _log(folder).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "morocco_returns", "build"],
            cwd=folder,
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
            umask=surroundings.umask,
            start_new_session=True,
        )


def _failed(folder: Path, process: subprocess.Popen[bytes]) -> Iterator[Refusal]:
    # Without a limit the wait would outlast Ctrl-C: polars has interrupted system calls start again.
    if process.wait(timeout=_LONGEST):
        said = _log(folder).read_text("utf-8", "replace").strip().splitlines()
        message = "the package cannot be built:\n" + "\n".join(said[-30:])
        yield Refusal("build", message, "`morocco-returns validate` says more")


def digests(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def drifted(before: dict[str, str], after: dict[str, str]) -> Iterator[Refusal]:
    """Committed files that the build wrote anew: they are not what the sources give."""
    changed = sorted(name for name, digest in before.items() if after.get(name) != digest)
    if changed:
        message = f"committed files are not as their sources give them: {', '.join(changed)}"
        yield Refusal("drift", message, "run `make build` and commit what it writes")


def differing(folders: list[Path]) -> Iterator[Refusal]:
    """Artefacts that depend on where or when they were built."""
    first, *others = (digests(folder / DIST) for folder in folders)
    if not first:
        yield Refusal("build", "the build wrote nothing to dist/", "run `make build` and look what it says")
    for other in others:
        names = sorted(name for name in first.keys() | other.keys() if first.get(name) != other.get(name))
        if names:
            message = f"two builds of the same commit differ: {', '.join(names)}"
            yield Refusal("reproducible", message, "find what of the surroundings goes into the file")
