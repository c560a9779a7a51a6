"""Where the data package lies: inside the installed wheel, or in the repository around it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

DESCRIPTOR = "datapackage.json"


class PackageNotFoundError(FileNotFoundError):
    """No data package lies where it was looked for; the message says where that was."""


class PackageError(ValueError):
    """What was found is not the package that was asked for, or must not be taken; the message says why."""


def package_root(path: str | Path | None = None) -> Path:
    """Folder of the data package.

    ``path`` may name the folder or its descriptor; without it, the package that came with this
    installation, else the repository that holds this file. Raises PackageNotFoundError.
    """
    if path is not None:
        return _given(Path(path))
    shipped = Path(str(resources.files("morocco_returns") / "_package"))
    candidates = [shipped, *Path(__file__).resolve().parents[2:4]]
    for candidate in candidates:
        if (candidate / DESCRIPTOR).is_file():
            return candidate
    looked = ", ".join(str(candidate) for candidate in candidates)
    raise PackageNotFoundError(f"no {DESCRIPTOR} was found; looked in {looked}")


def _given(path: Path) -> Path:
    root = path.parent if path.name == DESCRIPTOR else path
    if root.is_file():
        raise PackageNotFoundError(f"{root} is a file, but not a {DESCRIPTOR}")
    if not root.is_dir():
        raise PackageNotFoundError(f"{root} is not a folder: name the folder that holds {DESCRIPTOR}")
    return root
