"""Nothing that ships states tighter bounds than a suppressed cell's own print.

Totals can undo a "<5". So every column of bounds is held against what the print alone says, and so is
every text of ours: where it names such a cell by its id, it may name no number that the print leaves open,
except in words that repeat the print; where it explains figures that tables list beside it, it may not
say what a count "is" or "can only be". What follows from several figures that stand far apart, or without
their ids elsewhere, no program finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from morocco_returns.access import Folder
from morocco_returns.diff.snapshot import Resource, Snapshot, read_snapshot
from morocco_returns.printed import PrintedError, parse
from morocco_returns.release.refusal import Refusal

_SUPPRESSED = "less_than"
_LOWER, _UPPER = ("lower_bound", "possible_lower"), ("upper_bound", "possible_upper")
_POINTS = ("value", "approximate_value")
# Texts that ship, beside the tables; what is built from them says nothing of its own.
_PAGES = ("*.md", "docs/*", "schemas/*", "scripts/**/*.html", "scripts/**/*.js", "scripts/**/*.py")
# Where our words on figures are, and the table that lists these figures.
_EXPLAINED = (
    ("comparisons", "comparison_id", "explanation", "comparison_members"),
    ("claims", "claim_id", "note", "claim_observations"),
)
_ID = re.compile(r"\bf\d{5,}\b")
_CLAUSE_END = re.compile(r"[;\n]|\.\s|\.$")
_CLAUSE_START = re.compile(rf"{_CLAUSE_END.pattern}|\||\s\s")  # or the next column of a table
_REACH = 80  # characters from an id in which a number is one of that cell
_SMALL = 20  # "fewer than 1,000" hides nobody, and every number would be one that it leaves open
# "one" is left out: it is hardly ever a count.
_WORDS = {
    "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10",
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_NUMBER = r"(?<![\w-])(?<!\d[.,])(\d+)(?!\w|[.,]\d{3})"  # no part of a date, a code or "1,004"
_CLAIMED = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|exactly|only|means|leaves|least|most|over|above|than)|[=<>≤≥]) ?"
    + _NUMBER
)


@dataclass(frozen=True, slots=True)
class Print:
    """A suppressed cell: what it prints, and the bounds that this alone implies."""

    printed: str
    lower: int
    upper: int

    def undone_by(self, lower: int | None, upper: int | None) -> bool:
        """Whether bounds say more than the print."""
        return (lower is not None and lower > self.lower) or (upper is not None and upper < self.upper)

    def undone_in(self, text: str, number: re.Pattern[str]) -> bool:
        """Whether a text names a ``number`` that the print leaves open, in other words than the print's."""
        if self.upper > _SMALL:
            return False
        rest = self._repeated().sub("", _WORD.sub(lambda word: _WORDS[word[0].lower()], text))
        return any(int(found[1]) <= self.upper for found in number.finditer(rest))

    def _repeated(self) -> re.Pattern[str]:
        """The words that say no more than the print."""
        most, below = self.upper, self.upper + 1
        return re.compile(
            rf"\b0\W{{1,4}}(?:and|to)?\W{{0,4}}{most}\b"
            rf"|(?:\bat least|\bno fewer than|>=|≥) ?0\b"
            rf"|(?:\bat most|\bno more than|\bup to|<=|≤) ?{most}\b"
            rf"|(?:\bless than|\bfewer than|\bbelow|\bunder|<) ?{below}\b",
            re.IGNORECASE,
        )


def narrower(root: Path) -> Iterator[Refusal]:
    """Every place of the package in ``root`` that says more of a suppressed cell than its print."""
    package = read_snapshot(Folder(root), "the package")
    tables = package.tables
    prints = suppressed_prints(tables["observations"].frame, tables["documents"].frame)
    for table in tables.values():
        if "observation_id" in table.frame.columns:
            yield from _in_columns(table, prints)
        yield from _in_cells(table, prints)
    yield from _in_explanations(package, prints)
    for path in sorted({path for pattern in _PAGES for path in root.glob(pattern) if path.is_file()}):
        for statement in tighter_statements(path.read_text("utf-8", "replace"), prints):
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


def _in_explanations(package: Snapshot, prints: Mapping[str, Print]) -> Iterator[Refusal]:
    """Explanations of figures that they do not name: another table lists these."""
    for name, key, column, members in _EXPLAINED:
        texts = dict(package.tables[name].frame.select(key, column).drop_nulls().iter_rows())
        cited = package.tables[members].frame.select(key, "observation_id")
        for row, observation in cited.filter(pl.col("observation_id").is_in(list(prints))).iter_rows():
            text = texts.get(row, "")
            if prints[observation].undone_in(text, _CLAIMED):
                yield _refusal(f"{package.tables[name].path} ({row}, on {observation})", text)


def tighter_statements(text: str, prints: Mapping[str, Print]) -> Iterator[str]:
    """Every clause that names a suppressed cell by its id and a number that its print leaves open."""
    for match in _ID.finditer(text):
        cell = prints.get(match[0])
        if cell is None:
            continue
        clause = f"{_before(text[: match.start()])}{match[0]}{_after(text[match.end() :])}"
        if cell.undone_in(clause, re.compile(_NUMBER)):
            yield clause


def _after(text: str) -> str:
    """The words up to the end of the clause or the next figure."""
    ends = [found.start() for pattern in (_CLAUSE_END, _ID) if (found := pattern.search(text))]
    return text[: min([*ends, _REACH])]


def _before(text: str) -> str:
    """The words since the clause began, unless they are those of another figure."""
    clause = _CLAUSE_START.split(text[-_REACH:])[-1]
    return "" if _ID.search(clause) else clause


def _refusal(place: str, statement: str) -> Refusal:
    message = f"{place} says more of a suppressed cell than its print: {statement.strip()}"
    return Refusal("suppressed", message, "state the bounds of the print alone")
