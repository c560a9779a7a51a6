"""The array: construction, memory, conversion."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import Censored, CensoredArray, CensoredDtype, from_flat

MIXED = [Censored(0, 4), 6, pd.NA, Censored(5001, None), Censored(None, 7), Censored(None, None)]


def test_the_dtype_is_known_by_name() -> None:
    """Slip: the dtype not registered, so that its name fails everywhere but here."""
    values: list[Any] = [Censored(0, 4), None, 3]
    array: Any = pd.array(values, dtype="censored[int64]")  # type: ignore[call-overload]
    assert isinstance(array, CensoredArray)
    assert str(array.dtype) == "censored[int64]"
    dtype: Any = array.dtype
    assert dtype == "censored[int64]"
    assert array.dtype == CensoredDtype()
    assert pd.Series([1, 2], dtype="censored[int64]").dtype == CensoredDtype()
    assert not pd.api.types.is_numeric_dtype(array.dtype)


@pytest.mark.parametrize(
    "values",
    [
        [1, None, 3],
        np.array([1.0, np.nan, 3.0]),
        pd.array([1, None, 3], dtype="Int64"),
        pd.Series([1, None, 3], dtype="Int64"),
        pd.Series([1, None, 3]),
        pd.Index([1, None, 3], dtype="Int64"),
        ["1", None, "[3, 3]"],
        pd.array(["1", None, "3"], dtype="string"),
        np.array([1, None, 3], dtype=object),
    ],
)
def test_exact_counts_come_from_any_integer_container(values: Any) -> None:
    """Slip: a container whose nulls or integers are misread."""
    assert CensoredArray(values).equals(CensoredArray([Censored(1), pd.NA, Censored(3)]))
    assert pd.array(values, dtype="censored[int64]")[0] == Censored(1)


@pytest.mark.parametrize("values", [[True], [1.5], np.array([1.5]), [object()], [pd.Timestamp(0)]])
def test_what_is_no_count_is_refused(values: Any) -> None:
    """Slip: truth values, fractions or objects coerced to counts."""
    with pytest.raises(TypeError):
        CensoredArray(values)


def test_from_bounds_checks_and_names_the_cell() -> None:
    """Slip: inverted bounds accepted, or an error that does not say where."""
    with pytest.raises(ValueError, match="cell 1: lower bound 9 is above upper bound 3"):
        CensoredArray.from_bounds([1, 9, None], [1, 3, 2])
    with pytest.raises(ValueError, match="equal length"):
        CensoredArray.from_bounds([1], [1, 2])
    for bad in ([1.5], [True], ["1"], np.array([2**63], dtype=np.uint64)):
        with pytest.raises(TypeError, match="lower"):
            CensoredArray.from_bounds(bad, [5])


def test_from_bounds_copies_what_it_is_given() -> None:
    """Slip: sharing the caller's memory, so that a later write changes both."""
    lower, upper = np.array([1, 2]), np.array([3, 4])
    array = CensoredArray.from_bounds(lower, upper)
    lower[0] = 3
    array[1] = 0
    assert array[0] == Censored(1, 3)
    assert upper.tolist() == [3, 4]


def test_missing_and_unknown_are_different() -> None:
    """Slip: 'no figure' and the unknown count [0, ) folded into one."""
    array = CensoredArray.from_bounds([0, None], [None, None])
    assert array[0] == Censored(0, None)
    assert array[1] is pd.NA
    assert array.isna().tolist() == [False, True]
    both_open = CensoredArray.from_bounds([None], [None], missing=[False])
    assert both_open[0] == Censored(None, None)


def test_flat_round_trip_keeps_open_sides_and_missing_figures(letter: pd.DataFrame) -> None:
    """Slip: nulls of an open side and of a missing figure exchanged on the way."""
    array = CensoredArray(MIXED[:5])
    flat = array.to_flat()
    assert [str(dtype) for dtype in flat.dtypes] == ["Int64", "Int64"]
    assert flat.columns.tolist() == ["lower_bound", "upper_bound"]
    assert CensoredArray.from_flat(flat).equals(array)
    series = from_flat(letter.set_index("value_printed"))
    assert series["<5"].tolist() == [Censored(0, 4)] * 3
    assert series["ca. 200"] == Censored(0, None)
    pd.testing.assert_frame_equal(
        series.censored.to_flat(),
        letter.set_index("value_printed")[["lower_bound", "upper_bound"]],
    )


def test_flat_export_refuses_what_two_columns_cannot_say() -> None:
    """Slip: a figure open on both sides exported as 'no figure'."""
    with pytest.raises(ValueError, match="cell 5 is open on both sides"):
        CensoredArray(MIXED).to_flat()


def test_sides_are_copies_with_nulls() -> None:
    """Slip: a zero shown for an open side, or a write that reaches the buffers."""
    array = CensoredArray(MIXED)
    assert array.lower.tolist() == [0, 6, pd.NA, 5001, pd.NA, pd.NA]
    assert array.upper.tolist() == [4, 6, pd.NA, pd.NA, 7, pd.NA]
    array.lower[0] = 3
    assert array[0] == Censored(0, 4)
    assert array.is_exact.tolist() == [False, True, False, False, False, False]


@pytest.mark.parametrize("value", [pd.NA, Censored(9, None), Censored(None, None)])
def test_a_write_through_a_view_is_seen_by_every_fact(value: Any) -> None:
    """Slip: a cached 'nothing missing, nothing open' that outlives a write through a view."""
    array = CensoredArray([1, 2, 3])
    view = array[1:]
    assert array.sum() == Censored(6)
    view[0] = value
    assert (array[1] is pd.NA) if value is pd.NA else array[1] == value
    if value is pd.NA:
        assert array.sum() == Censored(4)
        assert (array < 5).tolist() == [True, pd.NA, True]
    else:
        assert array.sum() == Censored(1) + value + Censored(3)
    assert (array + 1)[1] is pd.NA if value is pd.NA else (array + 1)[1] == value + 1


def test_a_large_value_written_through_a_view_still_overflows() -> None:
    """Slip: the cached size limit of one view missing a write through another."""
    array = CensoredArray([1, 2, 3])
    array.view()[0] = 2**63 - 1
    with pytest.raises(OverflowError):
        array + array
    with pytest.raises(OverflowError):
        array.sum()


def test_writing_takes_counts_and_nothing_else() -> None:
    """Slip: text or fractions written into a column, or a wrong length spread out."""
    array = CensoredArray([1, 2, 3])
    array[[0, 1]] = [Censored(0, 4), None]
    assert array.tolist()[:1] == [Censored(0, 4)]
    assert array[1] is pd.NA
    for value in ("6", 1.5, True, ["6", "7"]):
        with pytest.raises(TypeError):
            array[[0, 1]] = value
    array._readonly = True
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


def test_take_fills_with_missing_or_with_a_value() -> None:
    """Slip: a fill that reads as zero."""
    array = CensoredArray([1, 2])
    assert array.take([0, -1], allow_fill=True)[1] is pd.NA
    filled = array.take([0, -1], allow_fill=True, fill_value=Censored(3, None))
    assert filled[1] == Censored(3, None)
    assert filled.sum() == Censored(4, None)
    assert pd.Series(array).reindex([0, 5])[5] is pd.NA


def test_conversion_to_numbers_needs_exact_cells() -> None:
    """Slip: a range that becomes an end or a midpoint on the way to int or float."""
    exact = CensoredArray([5, 6])
    assert exact.astype("int64").tolist() == [5, 6]
    assert exact.astype(float).tolist() == [5.0, 6.0]
    assert CensoredArray([5, pd.NA]).astype("Int64").tolist() == [5, pd.NA]
    assert np.isnan(CensoredArray([5, pd.NA]).astype(float)[1])
    for dtype in ("int64", "Int64", float, "Float64"):
        with pytest.raises(ValueError, match=r"cell 1 is \[0, 4\], not one number"):
            CensoredArray([5, Censored(0, 4)]).astype(dtype)
    with pytest.raises(ValueError, match="has no figure"):
        CensoredArray([5, pd.NA]).astype("int64")


def test_text_conversion_round_trips() -> None:
    """Slip: str() of a column that cannot be read back, as CSV and JSON need."""
    array = CensoredArray(MIXED)
    assert array.astype("string").tolist()[:2] == ["[0, 4]", "6"]
    text: Any = pd.Series(array).astype("string")
    assert text.astype("censored[int64]").array.equals(array)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_text_with_gaps_is_read(missing: object) -> None:
    """Slip: a gap between texts read as an empty text, or as zero."""
    array = CensoredArray._from_sequence_of_strings(["[5001, )", missing, "6"])
    assert array.equals(CensoredArray([Censored(5001, None), pd.NA, 6]))


def test_pickle_keeps_every_cell() -> None:
    """Slip: flags or facts lost in a pickle."""
    frame = pd.DataFrame({"persons": CensoredArray(MIXED)})
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(frame)), frame)


def test_a_frame_of_scalars_keeps_them_whole() -> None:
    """Slip: pandas spreading a list of records over one column per field."""
    assert pd.DataFrame([Censored(0, 4), Censored(5)]).shape == (2, 1)


def test_concatenation_of_columns_keeps_the_dtype() -> None:
    """Slip: concat of clean and unclean parts trusting the facts of the first."""
    joined = pd.concat([pd.Series(CensoredArray([1])), pd.Series(CensoredArray([pd.NA, Censored(2, None)]))])
    assert joined.dtype == CensoredDtype()
    assert joined.sum() == Censored(3, None)
    assert joined.isna().tolist() == [False, True, False]


def test_describe_and_display_do_not_ask_for_points() -> None:
    """Slip: describe() failing on, or averaging, a censored column."""
    frame = pd.DataFrame({"persons": CensoredArray(MIXED), "n": range(6)})
    assert frame.describe().columns.tolist() == ["n"]
    assert "[5001, )" in repr(frame)
