"""Minutes, not seconds: seeded mutations of cells, and bytes at random. Run by `make test-long`."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from morocco_returns.build.metadata import schema_path, table_path
from morocco_returns.build.run import check_sources
from morocco_returns.check.run import check_package

from .conftest import ROOT, Copy, copy_package
from .mutations import spoiled

pytestmark = pytest.mark.long

# What an edit of one cell must set off, columns whose text only the document can contradict aside.
COLUMNS = [
    "value_printed", "value", "approximate_value", "lower_bound", "upper_bound", "qualifier", "obs_status",
    "period_start", "period_end", "period_kind", "observation_id", "area_id", "indicator_id",
    "destination_id",
    "document_id", "table_id", "page", "row_number", "column_number", "row_label", "column_label",
]  # fmt: skip
EDITS_PER_COLUMN = 20
LETTER = "nl-kamerbrief-2023-06-07-marokko"


@pytest.mark.parametrize("column", COLUMNS)
def test_nearly_every_edit_of_one_cell_is_reported(tmp_path: Path, column: str) -> None:
    """Catches a column that no rule guards. Hashes and built tables are left out of the check, so only
    what the curated rows say can give the edit away. The letter's tables are edited: there each
    cell is held by its print, its place and its row."""
    random_ = random.Random(column)
    package = copy_package(tmp_path / "p")
    original = package.rows("observations")
    cells = [
        number for number, row in enumerate(original) if row["document_id"] == LETTER and row["row_number"]
    ]
    missed = Counter[str]()
    for _ in range(EDITS_PER_COLUMN):
        rows = [dict(row) for row in original]
        number = random_.choice(cells)
        rows[number][column] = spoiled(rows[number][column], [row[column] for row in original], random_)
        package.save("observations", rows)
        if not check_sources(package.root).findings:
            missed[f"{original[number][column]} -> {rows[number][column]}"] += 1
    assert not missed


@pytest.mark.parametrize("seed", range(8))
def test_bytes_at_random_never_break_the_check(tmp_path: Path, seed: int) -> None:
    """Catches a file, however broken, that ends in a traceback instead of a finding."""
    random_ = random.Random(seed)
    package = copy_package(tmp_path / "p")
    paths = ["datapackage.json", *(table_path(n) for n in ("observations", "documents", "tables", "areas"))]
    paths += [schema_path(name) for name in ("observations", "events")]
    for _ in range(25):
        path = package.root / random_.choice(paths)
        whole = path.read_bytes()
        path.write_bytes(_noise(whole, random_))
        findings = check_package(package.root)
        assert findings or path.suffix == ".json", path  # a letter of a description may change unseen
        path.write_bytes(whole)


def _noise(data: bytes, random_: random.Random) -> bytes:
    start, end = sorted(random_.randrange(len(data)) for _ in range(2))
    match random_.randrange(5):
        case 0:
            return data[:start]
        case 1:
            return data[:start] + data[end + 1 :]
        case 2:
            return data[:start] + random_.randbytes(random_.randrange(1, 40)) + data[start:]
        case 3:
            return data[:start] + data[start : end + 1] * 2 + data[end + 1 :]
    flipped = data[start] ^ (1 << random_.randrange(8))
    return data[:start] + bytes([flipped]) + data[start + 1 :]


JUNK: list[object] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    [],
    [1],
    [None],
    {},
    {"a": 1},
    [[]],
    "https://example.org/",
    "\x00",
]


def _paths(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += _paths(inner, (*path, key))
    return found


@pytest.mark.parametrize("name", ["datapackage.json", "schemas/observations.json", "schemas/areas.json"])
def test_junk_in_any_place_of_a_json_file_never_breaks_the_check(tmp_path: Path, name: str) -> None:
    """Catches a property of the wrong type that ends in a traceback."""
    random_ = random.Random(name)
    package = copy_package(tmp_path / "p")
    whole = json.loads((ROOT / name).read_text("utf-8"))
    for path in random_.sample(_paths(whole), 60):
        spoiled = json.loads(json.dumps(whole))
        inner = spoiled
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = random_.choice(JUNK)
        (package.root / name).write_text(json.dumps(spoiled), "utf-8")
        check_package(package.root)


def test_a_package_without_any_one_file_is_never_valid(tmp_path: Path) -> None:
    """Catches a file whose loss nobody would notice."""
    whole = copy_package(tmp_path / "p")
    lost = ["datapackage.json"]
    for folder in ("data", "schemas"):
        lost += [
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.suffix in (".csv", ".json")
        ]
    for number, path in enumerate(lost):
        copy = Copy(tmp_path / str(number))
        shutil.copytree(whole.root, copy.root)
        (copy.root / path).unlink()
        assert copy.check(), path
        shutil.rmtree(copy.root)
