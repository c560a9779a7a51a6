"""`format` repairs what has exactly one right answer, says what it did, and does nothing else."""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from morocco_returns.build.bounds import from_print, has_prints, number_locales
from morocco_returns.build.formatting import format_tables
from morocco_returns.build.metadata import read_metadata, schema_path
from morocco_returns.cli import main
from morocco_returns.csvform import Canonical, canonical
from morocco_returns.schema import Field, TableSchema, read_schema

from .conftest import ROOT, Copy, read_by_eye

AREAS = (ROOT / "data" / "areas.csv").read_bytes()
SCHEMA = read_schema("areas", (ROOT / schema_path("areas")).read_bytes())
LINES = AREAS.strip().split(b"\n")
NL = next(number for number, line in enumerate(LINES, start=1) if line.startswith(b"NL,"))
BELGIUM = next(number for number, line in enumerate(LINES, start=1) if line.startswith(b"BE,"))


def _canonical(data: bytes) -> Canonical:
    result = canonical(data, SCHEMA)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("spoiled", "repair", "lines"),
    [
        (b"\xef\xbb\xbf" + AREAS, "byte order mark taken out", [1]),
        (AREAS.replace(b"\n", b"\r\n"), "line end made LF", range(1, len(LINES) + 1)),
        (AREAS.replace(b"\n", b"\r"), "line end made LF", range(1, len(LINES) + 1)),
        (AREAS.replace(b"\n", b"\r\n", 1), "line end made LF", [1]),
        (AREAS.rstrip(b"\n"), "last line ended", [len(LINES)]),
        (AREAS + b"\n\n", "blank line taken out", [len(LINES) + 1, len(LINES) + 2]),
        (AREAS.replace(b"NL,", b'"NL",'), "quotation marks set anew", [NL]),
        (
            AREAS.replace("België".encode(), "Belgie\u0308".encode()),
            "letters composed (NFC)",
            [BELGIUM],
        ),
        (b"\n".join([*LINES[:1], *LINES[2:], LINES[1], b""]), "row moved to its place", [len(LINES)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_form_is_mended_and_the_repair_named(spoiled: bytes, repair: str, lines: list[int]) -> None:
    """Catches a slip of form that a contributor would have to find by hand, or that is mended unseen."""
    result = _canonical(spoiled)
    assert result.data == AREAS
    assert [(done.what, list(done.lines)) for done in result.repairs] == [(repair, list(lines))]


def test_what_stands_in_a_cell_is_not_touched() -> None:
    """Catches a formatter that trims or corrects text."""
    kept = AREAS.replace(b"Netherlands", b" Netherlands  ")
    assert _canonical(kept) == Canonical(kept, ())


TWO = TableSchema("two", (Field("a", "string"), Field("b", "string")), ("a",), ())
MARKS = st.one_of(
    st.sampled_from("a ,\"'\n;<5\t\u00a0e\u0308\u0338\u037e"),
    st.characters(codec="utf-8", exclude_characters="\r"),  # a CR inside a cell has its own test below
)
CELL = st.text(MARKS)
ROWS = st.lists(st.tuples(CELL, CELL), max_size=6)


def _written(rows: list[tuple[str, str]], quoting: bool, end: str, tail: str, mark: bool) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL).writerows(
        [TWO.names, *rows]
    )
    text = stream.getvalue()
    return (b"\xef\xbb\xbf" if mark else b"") + (text.removesuffix(end) + tail).encode("utf-8")


def _cells(data: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if row]


FILES = st.builds(
    _written,
    rows=ROWS,
    quoting=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
    tail=st.sampled_from(["", "\n", "\r\n", "\n\n\n"]),
    mark=st.booleans(),
)


@given(FILES)
@settings(deadline=None)
def test_no_cell_says_anything_else_afterwards(data: bytes) -> None:
    """Catches a repair that loses, moves or rewrites text, composed letters aside."""
    result = canonical(data, TWO)
    assert result is not None
    before, after = _cells(data), _cells(result.data)
    assert after[0] == before[0]
    assert sorted(tuple(unicodedata.normalize("NFC", cell) for cell in row) for row in before[1:]) == sorted(
        after[1:]
    )
    assert [row[0] for row in after[1:]] == sorted(row[0] for row in after[1:])


@given(FILES)
@settings(deadline=None)
def test_formatting_twice_changes_nothing_the_second_time(data: bytes) -> None:
    """Catches a form that is never reached, and a change that no repair names."""
    once = canonical(data, TWO)
    assert once is not None
    assert bool(once.repairs) == (once.data != data)
    assert canonical(once.data, TWO) == Canonical(once.data, ())


@given(st.binary(max_size=60).map(lambda noise: b"a,b\n" + noise))
@settings(deadline=None, max_examples=200)
def test_noise_is_read_whole_or_left_alone(data: bytes) -> None:
    """Catches a file half read, and a traceback."""
    result = canonical(data, TWO)
    if result is not None:
        assert len(_cells(result.data)) == len(_cells(data))


def _link(package: Copy) -> None:
    outside = package.root.parent / "outside.csv"
    outside.write_bytes(package.data("areas").rstrip())
    (package.root / "data/areas.csv").unlink()
    (package.root / "data/areas.csv").symlink_to(outside)


def _linked_folder(package: Copy) -> None:
    (package.root / "data").rename(package.root.parent / "data")
    (package.root / "data").symlink_to(package.root.parent / "data")


def _pipe(package: Copy) -> None:
    (package.root / "data/areas.csv").unlink()
    os.mkfifo(package.root / "data/areas.csv")


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\n",
        b"a;b\n",
        AREAS + b"x\n",
        AREAS + b'"\n',
        AREAS.decode().encode("utf-16"),
        AREAS.replace(b"\n", b"\n\n", 2),
        AREAS.replace(b"Netherlands", b'"Nether\rlands"'),
        AREAS.replace(b"area_id,", b"area_id,area_id,", 1),
        AREAS.replace(b"Netherlands", b"Netherland\xff"),
        b"<<<<<<< ours\n" + AREAS,
    ],
)
def test_a_file_that_cannot_be_read_whole_is_left_alone(package: Copy, broken: bytes) -> None:
    """Catches rows lost on the way through the formatter."""
    package.write("areas", broken)
    result = format_tables(package.root, write=True)
    assert (result.repaired, list(result.left)) == ({}, ["data/areas.csv"])
    assert package.data("areas") == broken


@pytest.mark.parametrize("spoil", [_link, _linked_folder, _pipe])
def test_nothing_outside_the_package_is_written(package: Copy, spoil: Callable[[Copy], None]) -> None:
    """Catches a link that is followed, or replaced by a file, and a formatter that waits for ever."""
    spoil(package)
    before = {path: path.read_bytes() for path in package.root.parent.rglob("*.csv") if path.is_file()}
    result = format_tables(package.root, write=True)
    assert "data/areas.csv" in result.left
    assert {path: path.read_bytes() for path in before} == before
    assert not any(path.is_file() and path not in before for path in package.root.parent.rglob("*.csv"))


READ = ("value", "approximate_value", "lower_bound", "upper_bound", "qualifier")
OBSERVATIONS = read_schema("observations", (ROOT / schema_path("observations")).read_bytes())


def test_value_columns_that_were_left_empty_are_read_from_the_prints(package: Copy) -> None:
    """Catches a reading that differs from what was keyed, anywhere in the package."""
    keyed = package.rows("observations")
    by_eye = read_by_eye()
    empty = [{**row, **dict.fromkeys(READ, "")} for row in keyed]
    package.save("observations", empty)
    result = format_tables(package.root, write=True)
    assert package.rows("observations") == [
        blank if row["observation_id"] in by_eye else row for row, blank in zip(keyed, empty, strict=True)
    ]
    (repair,) = result.repaired["data/observations.csv"]
    assert repair.what == "value columns filled from the print"
    assert list(repair.lines) == [
        line for line, row in enumerate(keyed, start=2) if row["observation_id"] not in by_eye
    ]


@pytest.mark.parametrize(
    "cells",
    [
        dict.fromkeys(READ, "") | {"value": "1771"},
        dict.fromkeys(READ, "") | {"qualifier": "exact"},
        {"value": ""},
        {"value": "", "upper_bound": ""},
        {"value": "1771", "lower_bound": "", "upper_bound": ""},
        {"lower_bound": "1771", "upper_bound": ""},
        {"qualifier": "", "lower_bound": ""},
        dict.fromkeys(READ, "") | {"obs_status": "M"},
        dict.fromkeys(READ, "") | {"value_printed": "1.77"},
        dict.fromkeys(READ, "") | {"value_printed": "-"},
        dict.fromkeys(READ, "") | {"value_printed": ""},
        dict.fromkeys(READ, "") | {"document_id": "nowhere"},
    ],
)
def test_what_is_filled_or_in_doubt_is_left_as_it_is(package: Copy, cells: dict[str, str]) -> None:
    """Catches a filled cell that is overwritten or completed, and a guess."""
    package.edit("observations", "f00006", **cells)
    before = package.data("observations")
    assert format_tables(package.root, write=True).repaired == {}
    assert package.data("observations") == before


@pytest.mark.parametrize("bounds", [("lower_bound",), ("upper_bound",), ("lower_bound", "upper_bound")])
@pytest.mark.parametrize("key", ["f00006", "f00021", "f00052"])
def test_bounds_that_were_left_empty_follow_from_what_is_filled(
    package: Copy, key: str, bounds: tuple[str, ...]
) -> None:
    """Catches derived bounds that are left to the keyboard where the filled cells agree with the print."""
    before = package.data("observations")
    package.edit("observations", key, **dict.fromkeys(bounds, ""))
    format_tables(package.root, write=True)
    assert package.data("observations") == before


def test_an_open_side_is_not_filled(package: Copy) -> None:
    """Catches an upper bound for "ruim 300", which has none."""
    before = package.data("observations")
    assert format_tables(package.root, write=True).repaired == {}
    package.edit("observations", "f00047", lower_bound="")
    format_tables(package.root, write=True)
    assert package.data("observations") == before


def test_a_print_is_read_in_the_number_locale_of_its_document() -> None:
    """Catches "1.770" read as in another country, and a choice between two locales."""
    locales = number_locales(
        [
            {"document_id": "a", "number_locale": "nl"},
            {"document_id": "b", "number_locale": "en"},
            {"document_id": "c", "number_locale": "nl"},
            {"document_id": "c", "number_locale": "en"},
            {"document_id": "d", "number_locale": ""},
        ]
    )
    row = dict.fromkeys([*READ, "obs_status"], "") | {"value_printed": "1.770"}
    filled = {document: from_print(locales)(row | {"document_id": document}) for document in "abcde"}
    assert filled["a"]["value"] == "1770"
    assert not any(filled[document] for document in "bcde")


def test_only_figures_of_documents_are_filled() -> None:
    """Catches official statistics, whose cells are no prints of a document, filled by a guess."""
    names = read_metadata(ROOT).resources
    schemas = {name: read_schema(name, (ROOT / schema_path(name)).read_bytes()) for name in names}
    assert {name for name, schema in schemas.items() if has_prints(schema)} == {"observations", "figures"}


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["format", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_command_says_what_it_repaired_and_where(package: Copy) -> None:
    """Catches a file that changed without a word."""
    package.write("areas", AREAS.replace(b"\n", b"\r\n"))
    said = f"data/areas.csv\n    line end made LF: lines 1, 2, 3, 4, 5 and {len(LINES) - 5} more\n"
    assert _run(package.root, "--check") == (1, f"would format {said}")
    assert package.data("areas") != AREAS
    code, output = _run(package.root)
    assert code == 0
    assert output.startswith(f"formatted {said}next: `make build`")
    assert package.data("areas") == AREAS
    assert _run(package.root) == (0, "")


def test_the_command_says_what_it_left_alone(package: Copy) -> None:
    """Catches a broken file that looks formatted."""
    package.write("areas", AREAS + b"x\n")
    code, output = _run(package.root)
    assert (code, output.startswith("left alone data/areas.csv: ")) == (1, True)


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_what_is_no_package_ends_with_2(path: str, tmp_path: Path) -> None:
    """Catches a traceback, and a mistyped folder that looks formatted."""
    (tmp_path / "empty").mkdir()
    assert _run(tmp_path / path)[0] == 2


def test_no_name_of_a_table_leads_out_of_the_package(package: Copy) -> None:
    """Catches a file elsewhere that is written because a package names it."""
    metadata = package.root / "schemas/package.yaml"
    metadata.write_text(metadata.read_text("utf-8").replace("  areas:", "  ../../areas:"), "utf-8")
    (package.root.parent / "areas.json").write_bytes((package.root / "schemas/areas.json").read_bytes())
    (package.root.parent / "areas.csv").write_bytes(AREAS.rstrip())
    assert _run(package.root)[0] in (1, 2)
    assert (package.root.parent / "areas.csv").read_bytes() == AREAS.rstrip()
