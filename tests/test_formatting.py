"""`format` mends what has exactly one right answer, and nothing else."""

from __future__ import annotations

import pytest

from morocco_returns.build.formatting import format_tables
from morocco_returns.build.metadata import schema_path
from morocco_returns.csvform import canonical
from morocco_returns.schema import read_schema

from .conftest import ROOT, Copy

AREAS = (ROOT / "data" / "areas.csv").read_bytes()
SCHEMA = read_schema("areas", (ROOT / schema_path("areas")).read_bytes())


@pytest.mark.parametrize(
    "spoiled",
    [
        b"\xef\xbb\xbf" + AREAS,
        AREAS.replace(b"\n", b"\r\n"),
        AREAS.rstrip(b"\n"),
        AREAS.replace(b"NL,", b'"NL",'),
        b"\n".join([AREAS.split(b"\n")[0], *reversed(AREAS.strip().split(b"\n")[1:]), b""]),
        AREAS.replace("België".encode(), "Belgie\u0308".encode()),
    ],
    ids=["byte order mark", "line ends", "last line end", "quoting", "order", "composition"],
)
def test_form_is_mended(spoiled: bytes) -> None:
    """Catches a slip of form that a contributor would have to find by hand."""
    assert canonical(spoiled, SCHEMA) == AREAS


def test_what_stands_in_a_cell_is_not_touched() -> None:
    """Catches a formatter that trims or corrects text."""
    kept = AREAS.replace(b"Netherlands", b" Netherlands  ")
    assert canonical(kept, SCHEMA) == kept


@pytest.mark.parametrize(
    "broken", [b"", b"a;b\n", AREAS + b"x\n", AREAS + b'"\n', AREAS.decode().encode("utf-16")]
)
def test_a_file_that_cannot_be_read_whole_is_left_alone(package: Copy, broken: bytes) -> None:
    """Catches rows lost on the way through the formatter."""
    package.write("areas", broken)
    assert format_tables(package.root, write=True) == ([], ["data/areas.csv"])
    assert package.data("areas") == broken
