"""Three-valued comparison of arrays and the two readings of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import Censored, CensoredArray, certainly, possibly

FIGURES = CensoredArray([Censored(0, 4), 12, Censored(5, None), Censored(None, 3), pd.NA, Censored(8, 14)])


def test_operators_return_nullable_boolean() -> None:
    """Slip: a plain boolean that has decided what is not known."""
    result = FIGURES < 10
    assert result.dtype == "boolean"
    assert result.tolist() == [True, False, pd.NA, True, pd.NA, pd.NA]
    assert (FIGURES <= 4).tolist() == [True, False, False, True, pd.NA, False]
    assert (FIGURES > 4).tolist() == [False, True, True, False, pd.NA, True]
    assert (FIGURES >= 8).tolist() == [False, True, pd.NA, False, pd.NA, True]
    assert (FIGURES == 12).tolist() == [False, True, pd.NA, False, pd.NA, pd.NA]
    assert (FIGURES != 12).tolist() == [True, False, pd.NA, True, pd.NA, pd.NA]
    assert (10 > FIGURES).tolist() == result.tolist()  # noqa: SIM300 - the reflected operator


def test_equal_bounds_are_not_equal_counts() -> None:
    """Slip: [0, 4] == [0, 4] answered True, as if two '<5' were the same number."""
    twin = FIGURES.copy()
    assert (twin == FIGURES).tolist() == [pd.NA, True, pd.NA, pd.NA, pd.NA, pd.NA]


def test_comparison_with_what_is_no_count() -> None:
    """Slip: an order with text, or a missing figure called different from text."""
    assert (FIGURES == "a").tolist() == [False, False, False, False, pd.NA, False]
    assert (FIGURES != "a").tolist() == [True, True, True, True, pd.NA, True]
    with pytest.raises(TypeError, match="not defined between censored values and str"):
        FIGURES < "a"  # noqa: B015
    with pytest.raises(TypeError):
        FIGURES < 4.5  # noqa: B015
    with pytest.raises(ValueError, match="Lengths"):
        FIGURES < [1, 2]  # noqa: B015
    assert (FIGURES < pd.NA).isna().all()


def test_methods_tell_possible_from_missing() -> None:
    """Slip: possibly_* selecting rows that have no figure at all."""
    assert FIGURES.possibly_lt(10).tolist() == [True, False, True, True, False, True]
    assert FIGURES.certainly_lt(10).tolist() == [True, False, False, True, False, False]
    assert FIGURES.possibly_eq(FIGURES).tolist() == [True, True, True, True, False, True]
    assert FIGURES.possibly_lt(CensoredArray([pd.NA] * 6)).tolist() == [False] * 6
    assert FIGURES.certainly_ge(8).dtype == np.bool_
    with pytest.raises(TypeError, match="take an integer"):
        FIGURES.possibly_lt("a")


def test_accessor_methods_keep_the_index() -> None:
    """Slip: a mask on another index, which selects the wrong rows."""
    series = pd.Series(FIGURES, index=list("abcdef"), name="persons")
    mask = series.censored.possibly_gt(10)
    assert mask.index.tolist() == list("abcdef")
    assert series[mask].index.tolist() == ["b", "c", "f"]
    assert series.censored.certainly_gt(series - 1).tolist() == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]
    with pytest.raises(ValueError, match="different indexes"):
        series.censored.possibly_gt(series.reset_index(drop=True))
    with pytest.raises(AttributeError, match="censored"):
        _ = pd.Series([1]).censored


def test_certainly_and_possibly_read_a_mask() -> None:
    """Slip: NA of a missing figure read as 'possibly', or a certain row dropped."""
    series = pd.Series(FIGURES, index=list("abcdef"))
    mask = series < 10
    assert certainly(mask).tolist() == [True, False, False, True, False, False]
    assert possibly(mask, series).tolist() == [True, False, True, True, False, True]
    assert possibly(mask, series).index.tolist() == list("abcdef")
    assert possibly(mask, series).dtype == np.bool_
    assert possibly(FIGURES < 10, FIGURES).tolist() == FIGURES.possibly_lt(10).tolist()


def test_compound_masks_keep_certain_rows_and_drop_missing_ones() -> None:
    """Slip: a row that is certain by one figure lost because the other is missing."""
    left = pd.Series(CensoredArray([1, pd.NA, pd.NA, Censored(0, 4)]))
    right = pd.Series(CensoredArray([pd.NA, 9, 1, Censored(0, 9)]))
    mask = (left < 3) | (right > 5)
    assert mask.tolist() == [True, True, pd.NA, pd.NA]
    assert possibly(mask, left, right).tolist() == [True, True, False, True]
    assert certainly(mask).tolist() == [True, True, False, False]


def test_possibly_asks_for_the_figures_when_it_needs_them() -> None:
    """Slip: a guess at what NA in a bare mask means."""
    with pytest.raises(ValueError, match="pass the compared columns"):
        possibly(FIGURES < 10)
    assert possibly(CensoredArray([1, 20]) < 10).tolist() == [True, False]
    with pytest.raises(ValueError, match="cells"):
        possibly(FIGURES < 10, FIGURES[:2])
    with pytest.raises(ValueError, match="different indexes"):
        possibly(pd.Series(FIGURES) < 10, pd.Series(FIGURES, index=list("abcdef")))


def test_scalar_truths() -> None:
    """Slip: a scalar NA read as true or false without asking what it means."""
    figure = Censored(0, 4)
    assert certainly(figure.lt(10)) is True
    assert certainly(figure.lt(2)) is False
    assert possibly(figure.lt(2), figure) is True
    assert possibly(figure.lt(pd.NA), figure, pd.NA) is False
    with pytest.raises(ValueError, match="pass the compared"):
        possibly(figure.lt(2))


@pytest.mark.parametrize("mask", [pd.Series([1, 2]), np.array([1.0]), 1, FIGURES])
def test_only_masks_are_read(mask: object) -> None:
    """Slip: a column of figures passed for a mask and read as truth."""
    with pytest.raises(TypeError, match="a mask of truth values"):
        certainly(mask)
    with pytest.raises(TypeError, match="a mask of truth values"):
        possibly(mask, 1)


def test_selecting_with_a_bare_mask_is_the_certain_reading() -> None:
    """Slip: pandas' own selection differing from certainly()."""
    series = pd.Series(FIGURES)
    assert series[series < 10].equals(series[certainly(series < 10)])


def test_series_clip_is_a_trap_and_ours_is_not() -> None:
    """Documents why the accessor has clip(): pandas replaces every uncertain cell by the limit."""
    series = pd.Series(CensoredArray([Censored(0, 4)]))
    assert series.clip(upper=3)[0] == Censored(3)  # wrong, and out of an array's reach
    assert series.censored.clip(upper=3)[0] == Censored(0, 3)


def test_other_traps_of_three_valued_masks() -> None:
    """Documents what the page warns of; if pandas changes, the page can."""
    series = pd.Series(CensoredArray([Censored(0, 4), 6, pd.NA]))
    assert series.replace(Censored(0, 4), 9)[0] == Censored(0, 4)
    assert series.replace(6, 9)[1] == Censored(9)
    assert series.where(series < 3, 0)[0] == Censored(0)
    assert series.where(series.censored.possibly_lt(3), 0)[0] == Censored(0, 4)
    assert (series < 3).fillna(True).tolist() == [True, False, True]
    assert possibly(series < 3, series).tolist() == [True, False, False]
