"""Paths in the descriptor: plain, relative, inside the package, and spelt as on the disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from morocco_returns.access import leaves, stays_inside
from morocco_returns.contract.addresses import SCHEME
from morocco_returns.finding import Problem

_MEND = "name a file below the descriptor's folder, with forward slashes; nothing is fetched"


def path_problem(root: Path, name: str, value: object, key: str) -> Problem | None:
    """Why the file that a resource names must not be read; None if it may."""
    if isinstance(value, Mapping):
        message = f"the {key} of resource {name!r} stands inside the descriptor"
        return Problem("inline", message, "put it into a file of its own, and name that")
    if not isinstance(value, str) or not value:
        return Problem("path-outside", f"resource {name!r} has no {key} that names one file", _MEND)
    if "://" in value and not value.casefold().startswith("file:"):
        return Problem("path-remote", f"the {key} of resource {name!r} lies elsewhere", _MEND, value=value)
    if SCHEME.match(value) or leaves(value):
        message = f"the {key} of resource {name!r} leaves the package"
        return Problem("path-outside", message, _MEND, value=value)
    plain = PurePosixPath(value.strip()).as_posix() == value and value.isprintable()
    if not plain or "%" in value:
        message = f"the {key} of resource {name!r} is not in its plain form"
        return Problem("path-form", message, "no ./, no doubled slash, no % and no blank ends", value=value)
    if not stays_inside(root, value):
        message = f"the {key} of resource {name!r} leads out of the package or nowhere"
        return Problem("path-outside", message, _MEND, value=value)
    return None


def place_problems(root: Path, path: str) -> Iterator[Problem]:
    """Where the disk holds the file in another way than the path says: by a link, or in other letters."""
    place = root
    for part in PurePosixPath(path).parts:
        try:
            here = {entry.name for entry in place.iterdir()}
            place = place / part
            linked = place.is_symlink()
        except OSError:  # no folder, or a name that no disk can hold: reading the file says so
            return
        if linked:
            message = f"{part!r} is a symbolic link: archives and other systems lose it"
            yield Problem("symbolic-link", message, "put the file itself there")
        if part not in here:
            for name in sorted(name for name in here if _folded(name) == _folded(part))[:1]:
                message = f"the descriptor says {part!r}, on the disk stands {name!r}"
                yield Problem("path-case", message, "spell both alike; some systems tell them apart")
            return


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
