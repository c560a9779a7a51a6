"""Cells as keys: equals, hash, unique, factorize, groups, merge, index, display order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import Censored, CensoredArray

A, B, C = Censored(0, 4), Censored(0, None), Censored(5)


def test_equals_compares_bounds_not_counts() -> None:
    """Slip: equals() through the three-valued ==, where [0, 4] is not certainly [0, 4]."""
    array = CensoredArray([A, B, pd.NA])
    assert array.equals(CensoredArray([A, B, pd.NA]))
    assert not array.equals(CensoredArray([A, pd.NA, pd.NA]))
    assert not array.equals(CensoredArray([A, B, B]))
    assert not array.equals(array[:2])
    assert not array.equals([A, B, pd.NA])
    assert (array + 3 - 3).equals(array)
    assert not CensoredArray([Censored(None, 0)]).equals(CensoredArray([Censored(0)]))


def test_unique_and_factorize_follow_first_appearance() -> None:
    """Slip: codes in the order of the bounds, or NA and [0, ) folded together."""
    array = CensoredArray([C, A, pd.NA, C, B, A, pd.NA])
    codes, uniques = array.factorize()
    again, same = pd.factorize(pd.Series(array))
    assert again.tolist() == codes.tolist()
    assert pd.Index(uniques).equals(same)
    assert codes.tolist() == [0, 1, -1, 0, 2, 1, -1]
    assert uniques.tolist() == [C, A, B]
    kept, with_missing = array.factorize(use_na_sentinel=False)
    assert kept.tolist() == [0, 1, 2, 0, 3, 1, 2]
    assert with_missing[2] is pd.NA
    assert array.unique().equals(CensoredArray([C, A, pd.NA, B]))
    assert pd.Series(array).nunique() == 3
    assert pd.Series(array).duplicated().tolist() == [False, False, False, True, False, True, True]
    counts: Any = pd.Series(array).value_counts(dropna=False)
    assert counts[A] == 2
    assert counts[B] == 1


def test_membership_is_by_identity() -> None:
    """Slip: 3 found in a column because [0, 4] might be 3."""
    array = CensoredArray([A, C, pd.NA])
    assert A in array
    assert 5 in array
    assert 3 not in array
    assert "5" not in array
    assert pd.NA in array
    assert None not in array
    assert pd.Series(array).isin([A, 5]).tolist() == [True, True, False]
    assert pd.Series(array).isin([pd.NA]).tolist() == [False, False, True]


def test_hash_depends_on_the_cell_alone() -> None:
    """Slip: a hash that changes with the neighbours or with garbage under a flag."""
    array = CensoredArray([A, B, pd.NA])
    hashes = pd.util.hash_pandas_object(pd.Series(array), index=False)
    shuffled = pd.util.hash_pandas_object(pd.Series((array + 7 - 7)[[2, 0, 1]]), index=False)
    assert shuffled.tolist() == hashes[[2, 0, 1]].tolist()
    assert hashes.nunique() == 3


def test_groups_by_censored_keys() -> None:
    """Slip: keys grouped by possible equality, or a group that cannot be looked up again."""
    frame = pd.DataFrame({"key": CensoredArray([A, C, A, pd.NA, B]), "n": [1, 2, 3, 4, 5]})
    sums: Any = frame.groupby("key")["n"].sum()
    assert sums[A] == 4
    assert sums[B] == 5
    assert sums[C] == 2
    assert len(sums) == 3
    assert frame.groupby("key", dropna=False)["n"].sum().tolist() == [4, 5, 2, 4]


def test_merge_joins_equal_bounds() -> None:
    """Slip: merge joining overlapping bounds, or losing missing keys."""
    left = pd.DataFrame({"key": CensoredArray([A, C, pd.NA]), "x": [1, 2, 3]})
    right = pd.DataFrame({"key": CensoredArray([Censored(1, 4), A, pd.NA, A]), "y": [1, 2, 3, 4]})
    merged = left.merge(right, on="key")
    assert merged[["x", "y"]].to_numpy().tolist() == [[1, 2], [1, 4], [3, 3]]
    assert merged["key"].dtype == "censored[int64]"


def test_an_index_finds_labels_by_identity() -> None:
    """Slip: lookup by possible equality in an index of censored values."""
    series: Any = pd.Series([1, 2, 3], index=pd.Index(CensoredArray([A, B, C])))
    assert series[A] == 1
    assert series.loc[B] == 2
    assert Censored(1, 4) not in series.index
    assert series.index.get_indexer([C, Censored(9)]).tolist() == [2, -1]


def test_display_order_is_lower_then_upper() -> None:
    """Slip: open sides sorted by the zero that stands in their buffer."""
    values = [
        pd.NA,
        C,
        B,
        A,
        Censored(None, 2),
        Censored(0),
        Censored(-3, None),
        Censored(None, None),
    ]
    ordered = pd.Series(CensoredArray(values)).sort_values().tolist()
    assert ordered[:-1] == [
        Censored(None, 2),
        Censored(None, None),
        Censored(-3, None),
        Censored(0),
        A,
        B,
        C,
    ]
    assert ordered[-1] is pd.NA
    backwards = pd.Series(CensoredArray(values)).sort_values(ascending=False, na_position="first")
    assert backwards.iloc[1] == C


def test_positions_of_extremes_must_be_certain() -> None:
    """Slip: idxmax naming a row although another may be larger."""
    certain = pd.Series(CensoredArray([Censored(0, 4), Censored(4, 6), 6, pd.NA]))
    assert certain.idxmax() == 2
    with pytest.raises(ValueError, match="no cell is certainly the minimum"):
        pd.Series(CensoredArray([Censored(0, 4), Censored(0, 4)])).idxmin()
    with pytest.raises(ValueError, match="no cell is certainly the maximum"):
        pd.Series(CensoredArray([Censored(0, 4), Censored(3, None)])).idxmax()
    assert CensoredArray([Censored(3, None), 2]).argmax() == 0
    assert CensoredArray([2, Censored(None, 1)]).argmin() == 1


def test_ranks_need_a_certain_order() -> None:
    """Slip: ranks of overlapping bounds."""
    assert pd.Series(CensoredArray([5, Censored(0, 4), 5, pd.NA])).rank().tolist()[:3] == [
        2.5,
        1,
        2.5,
    ]
    for cells in ([Censored(0, 5), 5], [Censored(0, None), 5], [5, Censored(None, 7)]):
        with pytest.raises(TypeError, match="rank"):
            pd.Series(CensoredArray(cells)).rank()


def test_searchsorted_uses_the_display_order() -> None:
    """Slip: ranks of the array and of the wanted values on different scales."""
    array = CensoredArray([Censored(0, 4), 6, Censored(10, None)])
    assert array.searchsorted(Censored(0, 5)) == 1
    assert array.searchsorted([6, Censored(11)], side="right").tolist() == [2, 3]
    assert array.searchsorted(np.array([-1])).tolist() == [0]
