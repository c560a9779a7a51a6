"""What changed in the descriptor: licences, words, and how the files of the tables are written."""

from __future__ import annotations

from collections.abc import Iterator

from morocco_returns.diff.change import Change
from morocco_returns.diff.schemas import as_written
from morocco_returns.diff.snapshot import Json, Resource, Snapshot

# What changes with every version, or follows from the files.
_OF_THE_VERSION = ("version", "created", "resources", "hash", "bytes", "path", "schema", "name")
_WORDING = ("title", "description", "keywords")
_READING = ("dialect", "encoding", "format", "mediatype", "profile", "type")
# From the most open down; what is not in the list is taken for narrower than all that is.
_OPENNESS = (
    ("CC0-1.0", "PDDL-1.0", "ODC-PDDL-1.0"),
    ("CC-BY-4.0", "CC-BY-3.0", "ODC-By-1.0"),
    ("CC-BY-SA-4.0", "ODbL-1.0"),
)


def descriptor_changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Every change in the words and licences of the package, and in its pages that a source has."""
    yield from _licences(None, old.descriptor, new.descriptor)
    yield from _rest(None, old.descriptor, new.descriptor)
    for page in sorted(old.pages.keys() & new.pages.keys()):
        if old.pages[page] != new.pages[page]:
            yield Change("wording", note=page)
    if [name for name in old.tables if name in new.tables] != [n for n in new.tables if n in old.tables]:
        yield Change("descriptor-detail", note="order of the tables")


def resource_changes(old: Resource, new: Resource) -> Iterator[Change]:
    """Every change in what the descriptor says of one table."""
    if old.path != new.path:
        yield Change("table-removed", new.name, old=old.path, new=new.path, note="the file moved")
    for key in _READING:
        if old.about.get(key) != new.about.get(key):
            yield _differs("type-changed", new.name, key, old.about, new.about)
    yield from _licences(new.name, old.about, new.about)
    yield from _rest(new.name, old.about, new.about)


def _rest(table: str | None, old: Json, new: Json) -> Iterator[Change]:
    aside = {*_OF_THE_VERSION, *(_READING if table else ()), "licenses"}
    for key in sorted((old.keys() | new.keys()) - aside):
        if old.get(key) != new.get(key):
            yield _differs("wording" if key in _WORDING else "descriptor-detail", table, key, old, new)


def _differs(kind: str, table: str | None, key: str, old: Json, new: Json) -> Change:
    return Change(kind, table, None, None, as_written(old.get(key)), as_written(new.get(key)), note=key)


def _licences(table: str | None, old: Json, new: Json) -> Iterator[Change]:
    before, after = _names(old), _names(new)
    if set(before) == set(after):
        return
    opened = set(before) <= set(after) or _most_open(after) < _most_open(before)
    kind = "licence-opened" if opened else "licence-restricted"
    yield Change(kind, table, old=", ".join(before) or None, new=", ".join(after) or None, note="licenses")


def _names(entry: Json) -> list[str]:
    licences = entry.get("licenses")
    listed = licences if isinstance(licences, list) else []
    return [str(one.get("name") or one.get("path")) for one in listed if isinstance(one, dict)]


def _most_open(names: list[str]) -> int:
    """The place of the most open licence: the lower, the more open."""
    places = [place for place, group in enumerate(_OPENNESS) for name in names if name in group]
    return min(places, default=len(_OPENNESS))
