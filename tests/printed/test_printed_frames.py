"""Whole columns: alignment, distinct reading, errors."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd
import pytest

from morocco_returns.printed import (
    AmbiguousFigure,
    PrintedError,
    Reading,
    frames,
    parse,
    parse_many,
)

COLUMNS = ["printed", *(field.name for field in fields(Reading))]
TEXTS = ["<5", "1.770", "", "1.770", "tussen 10 en 20", "<5", "-", "ca. 200"]


def test_each_row_is_the_reading_of_its_own_text() -> None:
    """Catches rows that are shuffled when distinct texts are put back in place."""
    frame = parse_many(TEXTS, "nl")
    assert list(frame.columns) == COLUMNS
    assert frame.index.tolist() == list(range(len(TEXTS)))
    for text, row in zip(TEXTS, frame.itertuples(index=False), strict=True):
        values = [None if pd.isna(value) else value for value in row]
        reading = parse(text, "nl")
        assert values == [text, *(getattr(reading, name) for name in COLUMNS[1:])]


def test_columns_are_nullable() -> None:
    """Catches counts that turn into floats because one row has none."""
    dtypes = parse_many(["5", "ruim 5"], "nl").dtypes.astype(str)
    text_columns = {"printed", "qualifier", "obs_status"}
    assert {name: str(dtypes[name]) for name in COLUMNS} == {
        name: "string" if name in text_columns else "Int64" for name in COLUMNS
    }


def test_the_largest_count_keeps_its_last_digit() -> None:
    """Catches a detour through floats, which would lose it."""
    frame = parse_many([str(2**53 - 1), "ruim 5"], "nl")
    assert frame["value"].iloc[0] == 2**53 - 1


def test_the_index_of_the_texts_is_kept() -> None:
    """Catches a fresh index, with which a later join would attach figures to wrong rows."""
    texts = pd.Series(TEXTS, index=[f"f{number}" for number in range(len(TEXTS))][::-1])
    frame = parse_many(texts, "nl")
    assert frame.index.equals(texts.index)
    assert frame["printed"].tolist() == TEXTS


def test_each_text_is_read_in_its_own_locale() -> None:
    """Catches one locale for all rows, and one reading for one text in two locales."""
    texts = pd.Series(["1.770", "1,770", "5", "mille"], index=[4, 3, 2, 1])
    locales = pd.Series(["nl", "en", "fr", "fr"], index=[4, 3, 2, 1])
    assert parse_many(texts, locales)["value"].tolist() == [1770, 1770, 5, 1000]
    same = parse_many(["1.770", "1.770"], ["nl", "en"], errors="coerce")
    assert same["value"].isna().tolist() == [False, True]


def test_every_distinct_pair_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches one reading a row, which takes minutes on a large table."""
    calls: list[tuple[str, str]] = []

    def counted(text: str, locale: str) -> Reading:
        calls.append((text, locale))
        return parse(text, locale)

    monkeypatch.setattr(frames, "parse", counted)
    frame = parse_many(["5", "6", "5", "5", "6"] * 10, ["nl", "nl", "nl", "en", "nl"] * 10)
    assert sorted(calls) == [("5", "en"), ("5", "nl"), ("6", "nl")]
    assert frame["value"].tolist() == [5, 6, 5, 5, 6] * 10


def test_a_wrong_text_raises_with_its_place() -> None:
    """Catches an error that leaves the reader to search a million rows."""
    texts = pd.Series(["5", "6", "xyz"], index=["f00001", "f00002", "f00003"])
    with pytest.raises(PrintedError, match="at 'f00003'.*'xyz'"):
        parse_many(texts, "nl")
    with pytest.raises(AmbiguousFigure, match="at 1: .*1,770"):
        parse_many(["5", "1,770"], "nl")


def test_coerce_gives_an_empty_row_and_the_message() -> None:
    """Catches a wrong text that passes as a blank, and a right one that carries an error."""
    frame = parse_many(["5", "xyz", "", "1,770"], "nl", errors="coerce")
    assert list(frame.columns) == [*COLUMNS, "error"]
    assert frame["error"].isna().tolist() == [True, False, True, False]
    wrong = frame[frame["error"].notna()]
    assert wrong[COLUMNS[1:]].isna().all(axis=None)
    assert wrong["printed"].tolist() == ["xyz", "1,770"]
    assert "not a number" in wrong["error"].iloc[0]
    assert "ambiguous" in wrong["error"].iloc[1]
    assert frame["obs_status"].iloc[2] == "O"


def test_coerce_has_the_error_column_without_errors() -> None:
    """Catches a column that comes and goes with the data."""
    assert parse_many(["5"], "nl", errors="coerce")["error"].isna().all()
    assert "error" not in parse_many(["5"], "nl")


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, 5])
def test_a_missing_cell_is_an_error_and_not_a_blank(missing: object) -> None:
    """Catches NA, which states nothing, being read as a blank that was printed."""
    with pytest.raises(PrintedError, match="not text"):
        parse_many(["5", missing], "nl")  # type: ignore[list-item]
    frame = parse_many(["5", missing, ""], "nl", errors="coerce")  # type: ignore[list-item]
    assert frame["error"].isna().tolist() == [True, False, True]
    assert pd.isna(frame["printed"].iloc[1])


def test_an_empty_column_gives_an_empty_frame() -> None:
    """Catches a table without figures that falls over or loses its columns."""
    frame = parse_many(pd.Series([], dtype="str"), "nl")
    assert (len(frame), list(frame.columns)) == (0, COLUMNS)
    assert str(frame["value"].dtype) == "Int64"


def test_mismatched_arguments_are_errors() -> None:
    """Catches texts read in the locale of their neighbours."""
    with pytest.raises(ValueError, match="2 texts but 1 locales"):
        parse_many(["5", "6"], ["nl"])
    with pytest.raises(ValueError, match="different indexes"):
        parse_many(pd.Series(["5"], index=[0]), pd.Series(["nl"], index=[1]))
    with pytest.raises(ValueError, match="errors='ignore'"):
        parse_many(["5"], "nl", errors="ignore")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="one string"):
        parse_many("5", "nl")
