"""Double keying: two independent transcriptions and codings of a document, compared field by field.

A keying is a CSV of place, print and codes, one row a figure. The keyings lie beside the tests of
a checkout; they are not part of the package that users download.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = "tests/keyings"
# What both keyers copied from the document ...
PRINTED = (
    "page",
    "block",
    "row_number",
    "column_number",
    "row_label",
    "column_label",
    "period_printed",
    "value_printed",
    "counted_printed",
    "quote",
)
# ... and what both read into it.
CODED = (
    "area_id",
    "indicator_id",
    "population_id",
    "destination_id",
    "period_start",
    "period_end",
    "period_kind",
    "period_basis",
    "obs_status",
    "part_of",  # the print of the figure of which this one is a part
    "attributed_to",
)
FIELDS = (*PRINTED, *CODED)
KEYERS = ("a", "b")
Key = tuple[str, ...]
Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records of one figure differ, or a figure that only one of them has."""

    document_id: str
    figure: str
    field: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a difference between a keying and the package was settled against the text."""

    document_id: str
    figure: str
    field: str
    keyer: str
    keyed: str
    settled: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """How often two keyings differed: documents and figures keyed, and differences by field."""

    documents: int
    figures: int
    kinds: tuple[tuple[str, int], ...]
    fields: int = len(FIELDS)

    @property
    def total(self) -> int:
        """Every difference."""
        return sum(number for _, number in self.kinds)


def statistics(folder: Path) -> Statistics:
    """The differences of all keyings in ``folder``, the most frequent field first."""
    kinds: Counter[str] = Counter()
    documents = keyed_documents(folder)
    figures = 0
    for document in documents:
        first, second = (read_keying(folder, document, keyer) for keyer in KEYERS)
        figures += max(len(first), len(second))
        kinds.update(difference.field for difference in compare(document, first, second))
    return Statistics(len(documents), figures, tuple(kinds.most_common()))


def read_keying(folder: Path, document_id: str, keyer: str) -> list[Record]:
    """One keyer's records of a document; ValueError if the header is not ``FIELDS``."""
    return _read(folder / f"{document_id}.{keyer}.csv", FIELDS)


def read_resolutions(folder: Path) -> list[Resolution]:
    """Every settled difference; ValueError if the file has another header."""
    rows = _read(folder / "resolutions.csv", Resolution.__slots__)
    return [Resolution(**row) for row in rows]


def _read(path: Path, columns: tuple[str, ...]) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise ValueError(f"{path.name}: the header is {reader.fieldnames}, not {list(columns)}")
        rows: list[Record] = list(reader)
    if any(None in row.values() or None in row for row in rows):
        raise ValueError(f"{path.name}: a row has more or fewer cells than the header")
    return rows


def keyed_documents(folder: Path) -> list[str]:
    """The documents of which a first transcription is there."""
    return sorted(path.name.removesuffix(".a.csv") for path in folder.glob("*.a.csv"))


def record(figure: Mapping[str, Any]) -> Record:
    """A row of observations, typed or as text, in the form of a keying."""
    cells = {field: "" if figure.get(field) is None else str(figure.get(field)) for field in FIELDS}
    block = str(figure["table_id"]).removeprefix(f"{figure['document_id']}-")
    # every block of running text is ``prose``, ``t2`` is the second printed table
    return {**cells, "block": "prose" if block.startswith("prose") else block}


def _key(keyed: Record) -> Key:
    """A cell is found by its place, a figure of running text by its page and print."""
    if keyed["block"] == "prose":
        return ("prose", keyed["page"], keyed["value_printed"])
    return (keyed["block"], keyed["page"], keyed["row_number"], keyed["column_number"])


def _label(key: Key) -> str:
    return " ".join(part for part in key if part)


def is_figure(keyed: Record, difference: Difference) -> bool:
    """Whether a record of the package is the one that a difference is about."""
    same = _label(_key(keyed)) == difference.figure.split(" #")[0]
    return same and keyed.get(difference.field, difference.second) == difference.second


def compare(document_id: str, first: Iterable[Record], second: Iterable[Record]) -> list[Difference]:
    """Every field in which two transcriptions differ, in a fixed order."""
    one, two = _grouped(first), _grouped(second)
    _rename_alike(one, two)
    found: list[Difference] = []
    for key in sorted({*one, *two}):
        for number, (left, right) in enumerate(_paired(one.get(key, []), two.get(key, [])), 1):
            figure = _label(key) + (f" #{number}" if number > 1 else "")
            found += _differences(document_id, figure, left, right)
    return found


def _grouped(keying: Iterable[Record]) -> dict[Key, list[Record]]:
    groups: defaultdict[Key, list[Record]] = defaultdict(list)
    for keyed in keying:
        groups[_key(keyed)].append(keyed)
    return groups


def _rename_alike(one: dict[Key, list[Record]], two: dict[Key, list[Record]]) -> None:
    """Put prose figures of ``one`` whose print is a part of a print of ``two``, or holds it, beside them.

    "geen enkele keer" and "geen enkele" are one figure, keyed with a word more.
    """
    for key in [key for key in one if key not in two and key[0] == "prose"]:
        alike = [k for k in two if k not in one and k[:2] == key[:2] and (k[2] in key[2] or key[2] in k[2])]
        if len(alike) == 1 and len(one[key]) == len(two[alike[0]]) == 1:
            one[alike[0]] = one.pop(key)


def _paired(first: list[Record], second: list[Record]) -> Iterator[tuple[Record | None, Record | None]]:
    """Records that print the same number at the same place, those most alike together."""
    rest = list(second)
    for left in sorted(first, key=_in_order):
        right = max(rest, key=lambda other: (_alike(left, other), _in_order(other)), default=None)
        if right is not None:
            rest.remove(right)
        yield left, right
    yield from ((None, right) for right in sorted(rest, key=_in_order))


def _in_order(keyed: Record) -> Key:
    return tuple(keyed[field] for field in FIELDS)


def _alike(left: Record, right: Record) -> int:
    return sum(left[field] == right[field] for field in FIELDS)


def _differences(
    document_id: str, figure: str, left: Record | None, right: Record | None
) -> Iterator[Difference]:
    if left is None or right is None:
        sides = ("absent", "here") if left is None else ("here", "absent")
        yield Difference(document_id, figure, "figure", *sides)
        return
    for field in FIELDS:
        if left[field] != right[field]:
            yield Difference(document_id, figure, field, left[field], right[field])


def unsettled(
    folder: Path, document_id: str, mine: list[Record], settled: Collection[Resolution]
) -> Iterator[tuple[str, Difference]]:
    """Keyer and difference where a keying differs from the package and nobody settled it."""
    done = {
        (row.keyer, row.figure, row.field, row.keyed, row.settled)
        for row in settled
        if row.document_id == document_id
    }
    for keyer in KEYERS:
        for found in compare(document_id, read_keying(folder, document_id, keyer), mine):
            if (keyer, found.figure, found.field, found.first, found.second) not in done:
                yield keyer, found
