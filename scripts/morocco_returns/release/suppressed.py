"""Nothing that ships states tighter bounds than a suppressed cell's own print.

Totals can undo a "<5". So every column of bounds, and every sentence of ours that names such a cell by
its id, is held against what its print alone says. What follows from several figures that stand far
apart, without their ids, no program finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from morocco_returns.access import Folder
from morocco_returns.diff.snapshot import Resource, read_snapshot
from morocco_returns.printed import PrintedError, parse
from morocco_returns.release.refusal import Refusal

_SUPPRESSED = "less_than"
_LOWER, _UPPER = ("lower_bound", "possible_lower"), ("upper_bound", "possible_upper")
_POINTS = ("value", "approximate_value")
_PAGES = ("*.md", "docs/*.md")
_ID = re.compile(r"\bf\d{5,}\b")
_CLAUSE_END = re.compile(r"[;\n]|\.\s|\.$")
_REACH = 80  # characters after an id in which a bound is one of that cell
# A number that says what a count is; the groups are its lower and upper bound.
_STATED = [
    (re.compile(r"\[(\d+), ?(\d*)[\])]"), 0, 0),
    (re.compile(r"\b(?:between|from) (\d+) (?:and|to) (\d+)"), 0, 0),
    (re.compile(r"(?:\b(?:is|was|be|equals|exactly|means)|=) (\d+)\b"), 0, 0),
    (re.compile(r"(?:\b(?:at least|no fewer than)|>=|≥) ?(\d+)()"), 0, 0),
    (re.compile(r"(?:\b(?:more than|over|above)|>) ?(\d+)()"), 1, 0),
    (re.compile(r"()(?:\b(?:at most|no more than|up to)|<=|≤) ?(\d+)"), 0, 0),
    (re.compile(r"()(?:\b(?:less than|fewer than|below|under)|<) ?(\d+)"), 0, -1),
]


@dataclass(frozen=True, slots=True)
class Print:
    """A suppressed cell: what it prints, and the bounds that this alone implies."""

    printed: str
    lower: int
    upper: int

    def undone_by(self, lower: int | None, upper: int | None) -> bool:
        """Whether bounds say more than the print."""
        return (lower is not None and lower > self.lower) or (upper is not None and upper < self.upper)


def narrower(root: Path) -> Iterator[Refusal]:
    """Every place of the package in ``root`` that says more of a suppressed cell than its print."""
    tables = read_snapshot(Folder(root), "the package").tables
    prints = suppressed_prints(tables["observations"].frame, tables["documents"].frame)
    for table in tables.values():
        if "observation_id" in table.frame.columns:
            yield from _in_columns(table, prints)
        yield from _in_cells(table, prints)
    for path in sorted(path for pattern in _PAGES for path in root.glob(pattern)):
        for statement in tighter_statements(path.read_text("utf-8"), prints):
            yield _refusal(path.relative_to(root).as_posix(), statement)


def suppressed_prints(observations: pl.DataFrame, documents: pl.DataFrame) -> dict[str, Print]:
    """Every cell printed as less than a number, read anew from its print."""
    locales = dict(documents.select("document_id", "number_locale").iter_rows())
    found = {}
    cells = observations.filter(pl.col("qualifier") == _SUPPRESSED)
    for row in cells.iter_rows(named=True):
        try:
            reading = parse(row["value_printed"], locales.get(row["document_id"]) or "")
            upper = reading.upper_bound
        except PrintedError:
            upper = None
        bound = int(row["upper_bound"] or 0) if upper is None else upper
        found[row["observation_id"]] = Print(row["value_printed"], 0, bound)
    return found


def _in_columns(table: Resource, prints: Mapping[str, Print]) -> Iterator[Refusal]:
    there = [name for name in (*_LOWER, *_UPPER, *_POINTS) if name in table.frame.columns]
    cells = table.frame.filter(pl.col("observation_id").is_in(list(prints)))
    for row in cells.select("observation_id", *there).iter_rows(named=True):
        cell = prints[row["observation_id"]]
        for name in there:
            number = None if row[name] is None else int(row[name])
            lower = number if name not in _UPPER else None
            upper = number if name not in _LOWER else None
            tight = number is not None if name in _POINTS else cell.undone_by(lower, upper)
            if tight:
                yield _refusal(table.path, f"{row['observation_id']} {name} {number} ({cell.printed})")


def _in_cells(table: Resource, prints: Mapping[str, Print]) -> Iterator[Refusal]:
    for name in table.frame.columns:
        texts = table.frame[name].filter(table.frame[name].str.contains(_ID.pattern)).unique()
        for text in texts.sort():
            for statement in tighter_statements(text, prints):
                yield _refusal(f"{table.path} ({name})", statement)


def tighter_statements(text: str, prints: Mapping[str, Print]) -> Iterator[str]:
    """Every clause that names a suppressed cell by its id and then bounds it more tightly than its print."""
    for match in _ID.finditer(text):
        cell = prints.get(match[0])
        if cell is None:
            continue
        clause = _clause(text[match.end() :])
        if any(cell.undone_by(*bounds) for bounds in _bounds(clause)):
            yield f"{match[0]}{clause}"


def _clause(text: str) -> str:
    """The words up to the end of the clause or the next figure."""
    ends = [found.start() for pattern in (_CLAUSE_END, _ID) if (found := pattern.search(text))]
    return text[: min([*ends, _REACH])]


def _bounds(clause: str) -> Iterator[tuple[int | None, int | None]]:
    for pattern, more, less in _STATED:
        for found in pattern.finditer(clause):
            lower, upper = found.groups() if len(found.groups()) > 1 else (found[1], found[1])
            yield (int(lower) + more if lower else None, int(upper) + less if upper else None)


def _refusal(place: str, statement: str) -> Refusal:
    message = f"{place} says more of a suppressed cell than its print: {statement.strip()}"
    return Refusal("suppressed", message, "state the bounds of the print alone")
