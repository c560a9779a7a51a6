"""Files: what is written stays flat, and plain pandas reads it without this package."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow
import pytest

from morocco_returns.censored import Censored, CensoredArray, CensoredDtype, flatten, unflatten

ARRAY = CensoredArray([Censored(0, 4), 6, pd.NA, Censored(5001, None), Censored(None, 7)])
FRAME = pd.DataFrame({"id": list("abcde"), "persons": ARRAY, "year": range(5)})

_READER = """
import json, sys
import pandas as pd
frame = getattr(pd, sys.argv[1])(sys.argv[2])
assert not any("censored" in name for name in sys.modules), "the package was imported"
print(json.dumps({
    "columns": list(frame.columns),
    "dtypes": [str(dtype) for dtype in frame.dtypes],
    "lower": [None if pd.isna(v) else int(v) for v in frame["persons_lower"]],
    "upper": [None if pd.isna(v) else int(v) for v in frame["persons_upper"]],
}))
"""


@pytest.mark.parametrize("kind", ["parquet", "feather", "csv"])
def test_plain_pandas_reads_a_flattened_file(kind: str, tmp_path: Path) -> None:
    """Slip: a custom dtype name in the file, which only this package can resolve."""
    path = tmp_path / f"figures.{kind}"
    options = {"index": False} if kind == "csv" else {}
    getattr(flatten(FRAME), f"to_{kind}")(path, **options)
    command = [sys.executable, "-I", "-c", _READER, f"read_{kind}", str(path)]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert seen["columns"] == ["id", "persons_lower", "persons_upper", "year"]
    assert seen["lower"] == [0, 6, None, 5001, None]
    assert seen["upper"] == [4, 6, None, None, 7]
    if kind != "csv":
        assert seen["dtypes"][1:3] == ["Int64", "Int64"]


@pytest.mark.parametrize("kind", ["parquet", "feather", "csv", "pickle"])
def test_flattened_files_round_trip(kind: str, tmp_path: Path) -> None:
    """Slip: open sides, missing figures or attributes lost between two files."""
    path = tmp_path / f"figures.{kind}"
    flat = flatten(FRAME)
    getattr(flat, f"to_{kind}")(path, **({"index": False} if kind == "csv" else {}))
    back = unflatten(getattr(pd, f"read_{kind}")(path), ["persons"])
    pd.testing.assert_frame_equal(back, FRAME)


def test_flattening_keeps_place_index_and_attributes() -> None:
    """Slip: columns moved to the end, an index reset, a scenario's name dropped."""
    frame = FRAME.set_index("id")
    frame.attrs["scenario"] = "fives"
    flat = flatten(frame)
    assert flat.columns.tolist() == ["persons_lower", "persons_upper", "year"]
    assert flat.index.equals(frame.index)
    assert flat.attrs == {"scenario": "fives"}
    with pytest.raises(ValueError, match="would occur twice"):
        flatten(FRAME.assign(persons_lower=1))
    with pytest.raises(ValueError, match="open on both sides"):
        flatten(pd.DataFrame({"x": CensoredArray([Censored(None, None)])}))
    with pytest.raises(KeyError):
        unflatten(FRAME, ["absent"])


def test_a_censored_column_written_as_it_is_needs_this_package(tmp_path: Path) -> None:
    """Documents the trap that flatten() is for; if it closes, the warning in the docs can go."""
    path = tmp_path / "figures.parquet"
    FRAME.to_parquet(path)
    pd.testing.assert_frame_equal(pd.read_parquet(path), FRAME)
    code = f"import pandas as pd; pd.read_parquet({str(path)!r})"
    command = [sys.executable, "-I", "-c", code]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode != 0
    assert "not understood" in run.stderr


def test_arrow_arrays_are_plain_structs() -> None:
    """Slip: an extension type, a lost open side, or null fields taken for 'no figure'."""
    array = CensoredArray([*ARRAY, Censored(None, None)])
    arrow = pyarrow.array(array)
    assert arrow.type == pyarrow.struct([("lower", pyarrow.int64()), ("upper", pyarrow.int64())])
    assert arrow.to_pylist()[:4] == [
        {"lower": 0, "upper": 4},
        {"lower": 6, "upper": 6},
        None,
        {"lower": 5001, "upper": None},
    ]
    assert arrow.to_pylist()[5] == {"lower": None, "upper": None}
    dtype = CensoredDtype()
    assert dtype.__from_arrow__(arrow).equals(array)
    assert dtype.__from_arrow__(arrow.slice(2, 3)).equals(array[2:5])
    assert dtype.__from_arrow__(pyarrow.chunked_array([arrow, arrow[:1]]))[6] == Censored(0, 4)
    empty = pyarrow.chunked_array([], type=arrow.type)
    assert len(dtype.__from_arrow__(empty)) == 0
    with pytest.raises(TypeError, match="expected struct"):
        dtype.__from_arrow__(pyarrow.array([{"a": 1}]))


def test_large_bounds_survive_arrow() -> None:
    """Slip: bounds through floats, which loses the last digits."""
    array = CensoredArray([Censored(2**62 + 1, 2**63 - 1), pd.NA])
    assert CensoredDtype().__from_arrow__(pyarrow.array(array)).equals(array)


@pytest.mark.parametrize("engine", ["c", "python"])
def test_csv_text_round_trips_through_the_dtype(engine: Any) -> None:
    """Slip: notation that read_csv splits or cannot parse."""
    text = FRAME.to_csv(index=False)
    back = pd.read_csv(StringIO(text), dtype={"persons": "censored[int64]"}, engine=engine)
    pd.testing.assert_frame_equal(back, FRAME)


def test_json_carries_notation() -> None:
    """Slip: JSON of internals, or of an end of the range."""
    assert list(json.loads(FRAME[["persons"]].to_json())["persons"].values()) == [
        "[0, 4]",
        "6",
        None,
        "[5001, )",
        "(, 7]",
    ]
