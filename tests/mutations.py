"""Seeded slips in the curated rows, and ways of covering them up: a benchmark of the check.

*alone*: one cell is edited and nothing else. *hash stale*: the built tables are made from the edited
row as well; only sizes and hashes in the descriptor still tell. *covered up*: sizes, hashes, row order,
the built tables, the counts of figures and the columns that read the print are all made consistent,
so that nothing but an independent key can notice: the keyings, parts and bases, the words of
periods, relations and rows of one table.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from morocco_returns import printed
from morocco_returns.build.metadata import read_metadata, table_path
from morocco_returns.build.sources import read_frames, read_schemas
from morocco_returns.check.figures import READ
from morocco_returns.check.run import check_package
from morocco_returns.csvform import frame_bytes
from morocco_returns.derived.tables import derive_tables
from morocco_returns.finding import Finding
from morocco_returns.printed import PrintedError

from .conftest import Copy

Rows = list[dict[str, str]]
SCENARIOS = ("alone", "hash stale", "covered up")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "value": (*READ, "value_printed", "obs_status"),
    "period": (*("period_printed", "period_start", "period_end", "period_kind", "period_basis", "event_id"),),
    "key": (
        *("observation_id", "area_id", "indicator_id", "population_id", "destination_id"),
        *("part_of_id", "document_id", "table_id"),
    ),
    "provenance": (
        *("page", "row_label", "column_label", "row_number", "column_number"),
        *("quote", "counted_printed", "attributed_to"),
    ),
}
SUMS = ("hash", "bytes")


@dataclass
class Score:
    """Of the edits of a column: how many, what reported them, and which nobody did."""

    edits: int = 0
    caught: int = 0
    by: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def spoiled(cell: str, others: list[str], random_: random.Random) -> str:
    """Another cell: a digit changed, the cell of another row, emptied, or a letter added."""
    digits = [index for index, mark in enumerate(cell) if mark.isdigit()]
    choices = [random_.choice(others), "", f"{cell}x"]
    if digits:
        index = random_.choice(digits)
        choices += [cell[:index] + random_.choice("0123456789") + cell[index + 1 :]] * 2
    return random_.choice([choice for choice in choices if choice != cell] or [f"{cell}x"])


def edits(rows: Rows, column: str, number: int) -> Iterator[tuple[int, str]]:
    """Rows and their new cells, the same ones in every run.

    Every other row has the cell filled: in a column that is mostly empty, a mistake is seldom where
    nothing stands.
    """
    random_ = random.Random(column)
    filled = [place for place, row in enumerate(rows) if row[column]]
    others = [rows[place][column] for place in filled]
    for places in itertools.islice(itertools.cycle((filled, range(len(rows)))), number):
        place = random_.choice(places)
        yield place, spoiled(rows[place][column], others, random_)


def run(package: Copy, column: str, number: int) -> dict[str, Score]:
    """Edit a column of the observations in each scenario, and check the package each time."""
    original = package.rows("observations")
    whole = {path: path.read_bytes() for path in package.root.rglob("*") if path.is_file()}
    scores: defaultdict[str, Score] = defaultdict(Score)
    for place, cell in edits(original, column, number):
        for scenario in SCENARIOS:
            rows = [dict(row) for row in original]
            rows[place][column] = cell
            _write(package, rows, place, column, scenario)
            shown = f"{original[place]['observation_id']}: {original[place][column]!r} -> {cell!r}"
            _count(scores[scenario], check_package(package.root), shown)
            for path, data in whole.items():
                path.write_bytes(data)
    return dict(scores)


def _count(score: Score, findings: list[Finding], shown: str) -> None:
    rules = {finding.rule for finding in findings} - {*SUMS}
    score.edits += 1
    score.caught += bool(rules)
    score.by.update(rules)
    if not rules:
        score.missed.append(shown)


def _write(package: Copy, rows: Rows, place: int, column: str, scenario: str) -> None:
    if scenario == "covered up":
        if column == "value_printed":
            _read_again(package, rows[place])
        rows.sort(key=lambda row: row["observation_id"])
        _count_figures(package, rows)
    descriptor = (package.root / "datapackage.json").read_bytes()
    package.save("observations", rows)
    if scenario != "alone":
        _rebuild(package)
    if scenario != "covered up":
        (package.root / "datapackage.json").write_bytes(descriptor)


def _read_again(package: Copy, row: dict[str, str]) -> None:
    """Make the columns that read the print agree with it, as somebody would who believes it."""
    locales = {document["document_id"]: document["number_locale"] for document in package.rows("documents")}
    try:
        figure = printed.parse(row["value_printed"], locales[row["document_id"]])
    except PrintedError:
        return
    for name in READ:
        value = getattr(figure, name)
        row[name] = "" if value is None else str(value)


def _count_figures(package: Copy, rows: Rows) -> None:
    documents = package.rows("documents")
    counts = Counter(row["document_id"] for row in rows)
    for document in documents:
        document["figures"] = str(counts[document["document_id"]])
    package.save("documents", documents)


def _rebuild(package: Copy) -> None:
    schemas = read_schemas(package.root, read_metadata(package.root))
    try:
        due = derive_tables(read_frames(package.root, schemas), schemas)
    except ValueError:  # the edited file is no table any more
        return
    for name, frame in due.items():
        (package.root / table_path(name)).write_bytes(frame_bytes(frame))
        package.refresh(name)
