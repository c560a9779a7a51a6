"""The one form of a CSV in the package: UTF-8, LF, commas, minimal quoting, rows by primary key."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from operator import itemgetter

import polars as pl

from morocco_returns.cores import side_by_side
from morocco_returns.read import Table, decode, parse
from morocco_returns.schema import TableSchema

_SLICE = 10_000  # rows: so few that their text stays in the processor's own memory


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Header and rows as the bytes of a CSV in the dialect of the package."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")


def frame_bytes(frame: pl.DataFrame, *, header: bool = True) -> bytes:
    """A frame, typed or of text (null = empty cell), as the bytes of a CSV in the dialect of the package."""
    stream = io.BytesIO()
    frame.write_csv(stream, include_header=header, quote_style="necessary")
    return stream.getvalue()


def is_written(frame: pl.DataFrame, data: bytes) -> bool:
    """Whether ``data`` is what ``frame_bytes`` would give, found out a slice at a time."""
    header = frame_bytes(frame.clear())
    slices = (frame.slice(start, _SLICE) for start in range(0, frame.height, _SLICE))
    place = len(header) if data.startswith(header) else -1
    for part in side_by_side(partial(frame_bytes, header=False), slices) if place > 0 else ():
        if not data.startswith(part, place):
            return False
        place += len(part)
    return place == len(data)


def serialised(table: Table) -> bytes:
    """The table in this form, its rows as they stand."""
    return frame_bytes(table.frame.select(table.schema.names))


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of repair in a file, and the lines of the old file that it concerns."""

    what: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Canonical:
    """The bytes of a CSV in the one form of the package, and what was repaired on the way."""

    data: bytes
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row: the line it begins on, its text there, and its cells."""

    line: int
    text: str
    cells: tuple[str, ...]


# From a row, by column, the cells that follow from it and are empty.
Fill = Callable[[Mapping[str, str]], Mapping[str, str]]


def read_rows(data: bytes, schema: TableSchema) -> list[CsvRow] | None:
    """Header and rows of a CSV that can be read whole; None for any other.

    Blank lines at its end are rows without cells. A CR inside a cell has no place in the one form,
    and what should stand there instead is not for a program to say.
    """
    text, _ = decode(data)
    if text is None:
        return None
    found, problems = parse(text)
    lines = list(io.StringIO(text, newline=""))
    starts = [line for line, _ in found]
    rows = [
        CsvRow(line, "".join(lines[line - 1 : following - 1]), tuple(cells))
        for (line, cells), following in zip(found, [*starts[1:], len(lines) + 1], strict=True)
    ]
    filled = [row for row in rows if row.cells]
    whole = (
        not problems
        and rows[: len(filled)] == filled
        and all(len(row.cells) == len(schema.names) for row in filled)
        and [row.cells for row in filled[:1]] == [schema.names]
        and not any("\r" in cell for row in filled for cell in row.cells)
    )
    return rows if whole else None


def canonical(data: bytes, schema: TableSchema, fill: Fill | None = None) -> Canonical | None:
    """A CSV in the one form of the package; None where it cannot be read whole.

    Byte order mark, line ends, blank lines at the end, quoting, composed letters and row order are
    repaired; ``fill`` may say what empty cells must hold. No filled cell says anything else than before.
    """
    rows = read_rows(data, schema)
    if rows is None:
        return None
    filled = [row for row in rows if row.cells]
    composed = [_composed(row) for row in filled]
    complete = [composed[0], *(_filled(row, schema, fill) for row in composed[1:])]
    ordered, moved = _in_order(complete[1:], schema)
    repairs = [
        Repair("byte order mark taken out", (1,) if data.startswith(codecs.BOM_UTF8) else ()),
        Repair("line end made LF", _lines(row for row in rows if "\r" in _line_end(row.text))),
        Repair("last line ended", _lines(row for row in rows[-1:] if not _line_end(row.text))),
        Repair("blank line taken out", _lines(rows[len(filled) :])),
        Repair("quotation marks set anew", _lines(row for row in filled if _quoted_otherwise(row))),
        Repair("letters composed (NFC)", _changed(filled, composed)),
        Repair("value columns filled from the print", _changed(composed, complete)),
        Repair("row moved to its place", moved),
    ]
    return Canonical(
        csv_bytes(schema.names, [row.cells for row in ordered]),
        tuple(repair for repair in repairs if repair.lines),
    )


def _lines(rows: Iterable[CsvRow]) -> tuple[int, ...]:
    return tuple(row.line for row in rows)


def _changed(before: Iterable[CsvRow], after: Iterable[CsvRow]) -> tuple[int, ...]:
    return tuple(old.line for old, new in zip(before, after, strict=True) if old.cells != new.cells)


def _line_end(text: str) -> str:
    return text[len(text.rstrip("\r\n")) :]


def _quoted_otherwise(row: CsvRow) -> bool:
    return csv_bytes(row.cells, []).decode("utf-8") != row.text.rstrip("\r\n") + "\n"


def _composed(row: CsvRow) -> CsvRow:
    return replace(row, cells=tuple(unicodedata.normalize("NFC", cell) for cell in row.cells))


def _filled(row: CsvRow, schema: TableSchema, fill: Fill | None) -> CsvRow:
    if fill is None:
        return row
    due = fill(dict(zip(schema.names, row.cells, strict=True)))
    cells = zip(schema.names, row.cells, strict=True)
    return replace(row, cells=tuple(cell or due.get(name, "") for name, cell in cells))


def _in_order(rows: list[CsvRow], schema: TableSchema) -> tuple[list[CsvRow], tuple[int, ...]]:
    """The rows by primary key, and the lines of those that stood below a row that follows them."""
    places = [schema.names.index(name) for name in schema.primary_key]
    keys = [tuple(row.cells[place] for place in places) for row in rows]
    highest = accumulate(keys, max)
    moved = tuple(row.line for row, key, high in zip(rows, keys, highest, strict=True) if key < high)
    return [row for _, row in sorted(zip(keys, rows, strict=True), key=itemgetter(0))], moved
