"""Sums, differences, extremes and groups of arrays; overflow."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import Censored, CensoredArray, buffers
from morocco_returns.censored.readings import COMPARISONS

TOP = 2**63 - 1


def test_arrays_add_with_arrays_scalars_and_lists() -> None:
    """Slip: broadcasting a scalar wrongly, or losing the reflected operator."""
    array = CensoredArray([Censored(0, 4), 6, pd.NA])
    expected = CensoredArray([Censored(1, 5), 7, pd.NA])
    results: list[Any] = [
        array + 1,
        1 + array,
        array + Censored(1),
        array + [1, 1, 1],  # noqa: RUF005 - addition, not concatenation
        np.int64(1) + array,
    ]
    for result in results:
        assert result.equals(expected)
    assert (array + pd.NA).isna().all()
    from_left: Any = np.array([1, 1, 1]) + array
    assert from_left.equals(expected)
    from_left = np.array([10, 10, 10]) - array
    assert from_left.equals(CensoredArray([Censored(6, 10), 4, pd.NA]))
    with pytest.raises(ValueError, match="Lengths must match"):
        array + [1, 2]  # noqa: RUF005 - addition
    for other in ("a", 1.5, [1.5, 2, 3], None.__class__):
        with pytest.raises(TypeError, match="unsupported operand"):
            array + other


def test_subtraction_exchanges_the_sides() -> None:
    """Slip: [a - c, b - d] in place of [a - d, b - c]; an open upper side that stays upper."""
    left = CensoredArray([Censored(10, 12), 5, 5])
    right = CensoredArray([Censored(0, 4), Censored(1, None), pd.NA])
    assert (left - right).equals(CensoredArray([Censored(6, 12), Censored(None, 4), pd.NA]))
    assert (10 - right).equals(CensoredArray([Censored(6, 10), Censored(None, 9), pd.NA]))
    whole = CensoredArray([Censored(155, 164)])
    assert (whole - whole).equals(CensoredArray([Censored(-9, 9)]))


def test_multiplication_takes_one_integer() -> None:
    """Slip: a negative factor that leaves the sides in place, or 0 times an open side."""
    array = CensoredArray([Censored(1, 4), Censored(2, None), pd.NA])
    assert (array * 2).equals(CensoredArray([Censored(2, 8), Censored(4, None), pd.NA]))
    assert (-2 * array).equals(CensoredArray([Censored(-8, -2), Censored(None, -4), pd.NA]))
    assert (array * 0).equals(CensoredArray([0, 0, pd.NA]))
    assert (array * pd.NA).isna().all()
    for factor in (1.5, True, [1, 2, 3], array):
        with pytest.raises(TypeError, match=r"share\(\) or ratio\(\)"):
            array * factor


def test_sign_operators() -> None:
    """Slip: abs() of a range over zero keeping a lower bound above zero."""
    array = CensoredArray([Censored(-5, 2), Censored(-5, -2), Censored(3, None), Censored(None, 2)])
    assert abs(array).equals(
        CensoredArray([Censored(0, 5), Censored(2, 5), Censored(3, None), Censored(0, None)])
    )
    assert (-array)[2] == Censored(None, -3)
    magnitudes: Any = np.abs(array)
    assert magnitudes.equals(abs(array))
    assert (+array).equals(array)


def test_clip_limits_every_possible_count() -> None:
    """Slip: replacing what is not certainly inside, as Series.clip does with its mask."""
    array = CensoredArray([Censored(0, 4), 6, Censored(2, None), Censored(None, None), pd.NA])
    assert array.clip(1, 5).equals(CensoredArray([Censored(1, 4), 5, Censored(2, 5), Censored(1, 5), pd.NA]))
    assert array.clip(upper=3)[3] == Censored(None, 3)
    assert pd.Series(array).censored.clip(1, 5)[0] == Censored(1, 4)
    with pytest.raises(ValueError, match="above upper"):
        array.clip(5, 1)


@pytest.mark.parametrize(
    "operation",
    [
        lambda: CensoredArray([1, TOP]) + 1,
        lambda: CensoredArray([1, -TOP]) - 2,
        lambda: CensoredArray([1, TOP]) + CensoredArray([TOP, 1]),
        lambda: CensoredArray([Censored(0, TOP)]) + 1,
        lambda: CensoredArray([Censored(-TOP, 0)]) + -2,
        lambda: CensoredArray([Censored(0, TOP)]) - CensoredArray([Censored(-1, 0)]),
        lambda: CensoredArray([Censored(-TOP, 0)]) - CensoredArray([Censored(0, 2)]),
        lambda: CensoredArray([TOP // 2 + 1]) * 2,
        lambda: -CensoredArray([-TOP - 1]),
        lambda: CensoredArray([-TOP - 1]) * -1,
        lambda: abs(CensoredArray([-TOP - 1])),
        lambda: CensoredArray([TOP, 1]).sum(),
        lambda: CensoredArray([Censored(0, TOP)] * 3).sum(),
        lambda: CensoredArray([3]) * 2**80,
        lambda: pd.Series(CensoredArray([TOP, 1])).groupby([0, 0]).sum(),
    ],
)
def test_overflow_raises_in_every_operation(operation: Any) -> None:
    """Slip: a bound that wraps round and turns a huge count into a negative one."""
    with pytest.raises(OverflowError, match="64-bit"):
        operation()


def test_overflow_is_not_raised_where_nothing_overflows() -> None:
    """Slip: the cheap size limit taken for the truth, or a bound under a flag for a bound."""
    near = CensoredArray([TOP, -TOP])
    assert (near + CensoredArray([-TOP, TOP])).equals(CensoredArray([0, 0]))
    assert near.sum() == Censored(0)
    assert CensoredArray([TOP, 1, -1]).sum() == Censored(TOP)
    mixed = CensoredArray([TOP, pd.NA, Censored(1, None)])
    assert (mixed + CensoredArray([-1, TOP, 1]))[0] == Censored(TOP - 1)
    later = mixed + CensoredArray([0, TOP, 0])  # the buffers under NA would overflow next
    assert (later + CensoredArray([0, TOP, 0]))[1] is pd.NA
    grouped = pd.Series(near).groupby([0, 0]).sum()
    assert grouped[0] == Censored(0)
    assert (CensoredArray([0]) * 2**80).equals(CensoredArray([0]))
    assert (CensoredArray([-(TOP // 2) - 1]) * 2)[0] == Censored(-TOP - 1)
    small = CensoredArray([TOP, 5])[1:]
    assert (small + TOP // 2)[0] == Censored(TOP // 2 + 5)


def test_sum_follows_pandas_on_missing_figures() -> None:
    """Slip: skipna=False that skips, min_count that is ignored, an empty sum that is missing."""
    array = CensoredArray([Censored(0, 4), 6, pd.NA])
    assert array.sum() == Censored(6, 10)
    assert array.sum(skipna=False) is pd.NA
    assert array.sum(min_count=3) is pd.NA
    assert array.sum(min_count=2) == Censored(6, 10)
    assert CensoredArray([]).sum() == Censored(0)
    assert CensoredArray([]).sum(min_count=1) is pd.NA
    assert CensoredArray([pd.NA]).sum() == Censored(0)
    assert pd.DataFrame({"a": array}).sum()["a"] == Censored(6, 10)
    assert np.sum(pd.Series(array)) == Censored(6, 10)
    assert CensoredArray([Censored(1, None), Censored(None, 3)]).sum() == Censored(None, None)


def test_sum_of_a_result_ignores_what_lies_under_a_flag() -> None:
    """Slip: garbage left under an open side or a missing figure by an earlier operation."""
    array = CensoredArray([Censored(1, None), pd.NA, 3])
    shifted = array + 10
    assert shifted.sum() == Censored(24, None)
    assert shifted[[0, 1, 2]].sum() == Censored(24, None)
    assert shifted.take([0, 1, -1], allow_fill=True).sum() == Censored(11, None)
    assert CensoredArray._concat_same_type([array, shifted]).sum() == Censored(28, None)
    assert pd.Series(shifted).groupby([0, 0, 1]).sum().tolist() == [
        Censored(11, None),
        Censored(13),
    ]
    assert shifted.equals(CensoredArray([Censored(11, None), pd.NA, 13]))


def test_min_and_max_bound_the_least_and_greatest_figure() -> None:
    """Slip: the display order used to pick a cell in place of bounding the value."""
    array = CensoredArray([Censored(0, 9), Censored(3, 4), pd.NA])
    assert array.min() == Censored(0, 4)
    assert array.max() == Censored(3, 9)
    assert array.min(skipna=False) is pd.NA
    open_sides = CensoredArray([Censored(3, None), Censored(None, 7)])
    assert open_sides.min() == Censored(None, 7)
    assert open_sides.max() == Censored(3, None)
    assert CensoredArray([Censored(3, None)]).min() == Censored(3, None)
    assert CensoredArray([pd.NA]).max() is pd.NA


def test_groups_agree_with_sums_of_their_parts() -> None:
    """Slip: rows without a key counted into a group, or NA handled otherwise than in sum()."""
    values = CensoredArray([Censored(0, 4), 6, pd.NA, Censored(2, None), 7, pd.NA, 100])
    keys = ["a", "b", "a", "b", "c", "d", None]
    series = pd.Series(values)
    for how in ("sum", "min", "max"):
        grouped = series.groupby(keys).agg(how)
        assert grouped.dtype == values.dtype
        for key in "abcd":
            part = values[[index for index, name in enumerate(keys) if name == key]]
            expected = getattr(part, how)()
            assert grouped[key] is pd.NA if expected is pd.NA else grouped[key] == expected
    strict = series.groupby(keys).sum(skipna=False)
    assert strict["a"] is pd.NA
    assert strict["c"] == Censored(7)
    assert series.groupby(keys).sum(min_count=1)["d"] is pd.NA
    assert series.groupby(keys).transform("sum")[0] == Censored(0, 4)
    assert series.groupby(keys).first()["b"] == Censored(6)


def test_long_arrays_take_two_threads_to_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slip: sides exchanged between threads, or an error lost in the second one."""
    values = [Censored(0, 4), 6, pd.NA, Censored(2, None), Censored(None, 3)]
    array = CensoredArray(values)
    names = {threading.current_thread().name}

    def recorded(side: Any) -> Any:
        names.add(threading.current_thread().name)
        return side.sum()

    def results() -> list[Any]:
        grouped = pd.Series(array).groupby([0, 0, 1, 1, 1]).sum()
        compared = [getattr(array, f"__{name}__")(6) for name in COMPARISONS]
        masks = [truth for mask in compared for truth in mask]
        return [array.sum(), *(array + array), *(array - array), *(array * -2), *grouped, *masks]

    short = results()
    monkeypatch.setattr(buffers, "_PARALLEL_LENGTH", 2)
    assert all(a is b or a == b for a, b in zip(results(), short, strict=True))
    assert buffers.both(recorded, array._cells) == (8, 13)
    assert len(names) == 2
    with pytest.raises(ZeroDivisionError):
        buffers.pair(lambda: 1, lambda: 1 // 0, 9)


def test_diff_is_the_difference_of_neighbours() -> None:
    """Slip: a step computed on one side only."""
    steps = pd.Series(CensoredArray([Censored(0, 4), 6, pd.NA])).diff()
    assert steps[1] == Censored(2, 6)
    assert steps.isna().tolist() == [True, False, True]
