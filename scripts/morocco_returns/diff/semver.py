"""Data semver: every kind of change, the bump it demands, and why. docs/semver.md is built from here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Bump(IntEnum):
    """Which part of a version number goes up; the larger contains the smaller."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The bump as people write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change. ``recipe`` is the bump of the Data Package recipe where that is another one;
    ``refused`` means that no version number makes up for it.
    """

    what: str
    bump: Bump
    why: str
    recipe: Bump | None = None
    refused: bool = False


_NO_ROW = "people rely on published values; each that goes or changes is listed in `changes`"
KINDS: dict[str, Kind] = {
    "wording": Kind(
        "title, description, keywords, README or licence text reworded", Bump.PATCH, "no value changes"
    ),
    "descriptor-detail": Kind(
        "something else in the descriptor or a schema that no reader acts on", Bump.PATCH, "no value changes"
    ),
    "rewritten": Kind(
        "a file written anew with equal cells (row order, quoting, line ends)",
        Bump.PATCH,
        "every reader gets the same cells",
    ),
    "row-wording": Kind(
        "text of ours in a row (`note`, a label), or when and where a copy of a document was kept",
        Bump.PATCH,
        "no figure changes",
    ),
    "licence-opened": Kind(
        "a licence added, or replaced by a more open one", Bump.MINOR, "nobody may do less than before"
    ),
    "licence-restricted": Kind(
        "a licence taken away, or replaced by one that is narrower or unknown",
        Bump.MAJOR,
        "somebody may do less than before",
    ),
    "table-added": Kind("a new table", Bump.MINOR, "who does not read it notices nothing"),
    "table-removed": Kind(
        "a table removed, renamed, or its file moved", Bump.MAJOR, "who reads it finds nothing there"
    ),
    "row-added": Kind("a new row", Bump.MINOR, "sums and ranks may change"),
    "value-corrected": Kind(
        "a published value corrected, with its row in `changes`",
        Bump.MINOR,
        "results change: who takes patches alone must get the same numbers",
        recipe=Bump.PATCH,
    ),
    "value-follows": Kind(
        "what follows from other rows: built tables, comparisons, verdicts on claims, counts of figures",
        Bump.MINOR,
        "it says something else, and is no erratum",
    ),
    "row-withdrawn": Kind(
        "a row withdrawn, with its row in `changes`",
        Bump.MINOR,
        "as a correction: the row was wrong, and the list says so",
    ),
    "correction-unlisted": Kind(
        "a published value changed without its row in `changes`", Bump.MINOR, _NO_ROW, refused=True
    ),
    "removal-unlisted": Kind("a row removed without its row in `changes`", Bump.MINOR, _NO_ROW, refused=True),
    "key-renamed": Kind(
        "a row comes back unchanged under another key", Bump.MAJOR, "links and joins break; a key is for good"
    ),
    "key-reused": Kind(
        "a key given to another thing (most of its cells differ)",
        Bump.MAJOR,
        "a citation would name another thing",
    ),
    "code-added": Kind(
        "a new code in a code list or among the values of a column", Bump.MINOR, "old rows mean the same"
    ),
    "code-removed": Kind("a code removed or renamed", Bump.MAJOR, "a filter on it finds nothing"),
    "definition-reworded": Kind(
        "the definition of a code reworded, with its row in `changes` that says why it means the same",
        Bump.MINOR,
        "somebody has judged that the same number says the same",
    ),
    "definition-changed": Kind(
        "the definition of a code changed without such a row",
        Bump.MAJOR,
        "the same number may say something else",
    ),
    "meaning-changed": Kind(
        "unit, hierarchy or source of a code or column changed",
        Bump.MAJOR,
        "the same number says something else",
    ),
    "column-appended": Kind(
        "a described column that may be empty, added at the end",
        Bump.MINOR,
        "by name and by position all other columns stay",
        recipe=Bump.MAJOR,
    ),
    "column-appended-required": Kind(
        "a column added at the end that is required or not described",
        Bump.MAJOR,
        "who appends own rows cannot, or nobody knows what it means",
    ),
    "column-inserted": Kind(
        "a column added before the end", Bump.MAJOR, "R and DuckDB map columns by position"
    ),
    "column-moved": Kind("columns in another order", Bump.MAJOR, "R and DuckDB map columns by position"),
    "column-removed": Kind("a column removed or renamed", Bump.MAJOR, "code that names it breaks"),
    "type-changed": Kind(
        "type, format, missing values, delimiter or encoding changed", Bump.MAJOR, "readers must be rewritten"
    ),
    "primary-key-changed": Kind("the primary key of a table changed", Bump.MAJOR, "joins break"),
    "constraint-relaxed": Kind(
        "a constraint, reference or uniqueness relaxed", Bump.MINOR, "all that was valid still is"
    ),
    "constraint-tightened": Kind(
        "a constraint, reference or uniqueness tightened; every published row satisfies it",
        Bump.MINOR,
        "it says what was true already",
        recipe=Bump.MAJOR,
    ),
    "constraint-breaks": Kind(
        "a constraint, reference or uniqueness tightened; published rows fail it",
        Bump.MAJOR,
        "rows that were valid are not any more",
    ),
    "api-broken": Kind(
        "a name or parameter of the Python package that is gone or renamed",
        Bump.MAJOR,
        "code that calls it breaks",
    ),
}

Version = tuple[int, int, int]
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)


def parse_version(text: str) -> Version:
    """The three numbers of a version; ValueError for anything but ``x.y.z``."""
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no version of the form x.y.z (three numbers, no leading zeros)")
    return int(match[1]), int(match[2]), int(match[3])


def demanded(kinds: Iterable[str], since: Version) -> Bump:
    """The bump that changes of these kinds demand together after version ``since``."""
    bump = max((KINDS[kind].bump for kind in kinds), default=Bump.NONE)
    return Bump.MINOR if since < (1, 0, 0) and bump is Bump.MAJOR else bump


def bump_between(old: Version, new: Version) -> Bump:
    """Which part goes up from ``old`` to ``new``; NONE where ``new`` is not above ``old``."""
    if new <= old:
        return Bump.NONE
    if new[0] != old[0]:
        return Bump.MAJOR
    return Bump.MINOR if new[1] != old[1] else Bump.PATCH


def next_version(old: Version, bump: Bump) -> Version:
    """The lowest version that such a bump leads to."""
    steps: dict[Bump, Version] = {
        Bump.NONE: old,
        Bump.PATCH: (old[0], old[1], old[2] + 1),
        Bump.MINOR: (old[0], old[1] + 1, 0),
        Bump.MAJOR: (old[0] + 1, 0, 0),
    }
    return steps[bump]


def written(version: Version) -> str:
    """A version as text."""
    return ".".join(map(str, version))
