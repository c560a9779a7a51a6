"""Shares, ratios and changes: tight, sound, defined where they are defined."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morocco_returns.censored import Censored, CensoredArray, FloatBounds, change, ratio, share

small = st.tuples(st.integers(0, 6), st.integers(0, 4)).map(lambda t: Censored(t[0], t[0] + t[1]))


def _points(value: Censored) -> range:
    assert value.lower is not None
    assert value.upper is not None
    return range(value.lower, value.upper + 1)


def test_share_of_the_departures_of_2022() -> None:
    """Slip: dividing by the sum of ranges, which gives [40.6 %, 52.5 %]."""
    bounds = share(Censored(28, 32), Censored(33, 37))
    assert bounds == FloatBounds(28 / 65, 32 / 65)
    assert [round(100 * end, 1) for end in bounds] == [43.1, 49.2]


def test_share_with_open_sides_and_zeros() -> None:
    """Slip: NaN out of inf/inf, or 0 of 0 taken for a share."""
    assert share(Censored(5, None), Censored(5, None)) == (0, 1)
    assert share(Censored(5, None), 5) == (0.5, 1)
    assert share(5, Censored(5, None)) == (0, 0.5)
    assert share(Censored(0, 4), 0) == (1, 1)
    assert share(0, Censored(0, 4)) == (0, 0)
    assert all(math.isnan(end) for end in share(0, 0))
    assert all(math.isnan(end) for end in share(pd.NA, 3))


@settings(max_examples=150, deadline=None)
@given(small, small)
def test_share_is_exactly_the_hull_of_its_outcomes(part: Censored, rest: Censored) -> None:
    """Slip: bounds that miss an outcome, or that no outcome reaches."""
    outcomes = [p / (p + r) for p in _points(part) for r in _points(rest) if p + r]
    bounds = share(part, rest)
    if outcomes:
        assert bounds == (min(outcomes), max(outcomes))
    else:
        assert math.isnan(bounds.lower)
        assert math.isnan(bounds.upper)


@settings(max_examples=150, deadline=None)
@given(small, small)
def test_ratio_is_exactly_the_hull_of_its_outcomes(num: Censored, den: Censored) -> None:
    """Slip: a subset ratio above 1 or wider than its outcomes; a finite bound over zero."""
    assert num.lower is not None
    assert den.upper is not None
    pairs = [(n, d) for n in _points(num) for d in _points(den) if d]
    free = ratio(num, den)
    if pairs:
        assert free.lower == min(n / d for n, d in pairs)
        may_be_unbounded = 0 in den and num != Censored(0)
        assert free.upper == (math.inf if may_be_unbounded else max(n / d for n, d in pairs))
    else:
        assert math.isnan(free.lower)
    inside = [n / d for n, d in pairs if n <= d]
    if num.lower > den.upper:
        with pytest.raises(ValueError, match="no subset"):
            ratio(num, den, subset=True)
    elif inside:
        assert ratio(num, den, subset=True) == (min(inside), max(inside))


def test_ratio_with_open_sides() -> None:
    """Slip: an open numerator or denominator giving NaN or a finite bound."""
    assert ratio(Censored(5, None), 10) == (0.5, math.inf)
    assert ratio(Censored(5, None), 10, subset=True) == (0.5, 1)
    assert ratio(5, Censored(10, None), subset=True) == (0, 0.5)
    assert ratio(5, Censored(10, None)) == (0, 0.5)


@settings(max_examples=150, deadline=None)
@given(small, small)
def test_change_contains_its_outcomes_and_its_verdict_is_sound(before: Censored, after: Censored) -> None:
    """Slip: a verdict that one pair of counts contradicts, or percentages that miss one."""
    outcomes = [(b, a) for b in _points(before) for a in _points(after)]
    result = change(before, after)
    steps = {a - b for b, a in outcomes}
    assert result.absolute == Censored(min(steps), max(steps))
    signs = {(step > 0) - (step < 0) for step in steps}
    expected = {1: "rose", -1: "fell", 0: "unchanged"}[signs.pop()] if len(signs) == 1 else None
    assert result.verdict == (expected or "undetermined")
    percents = [100 * (a - b) / b for b, a in outcomes if b]
    if percents:
        assert result.percent.lower == min(percents)
        unbounded = 0 in before and after != Censored(0)
        assert result.percent.upper == (math.inf if unbounded else max(percents))
    else:
        assert math.isnan(result.percent.lower)


def test_change_of_forced_departures() -> None:
    """Slip: an exact step where rounding leaves a range."""
    result = change(Censored(6), Censored(28, 32))
    assert result.absolute == Censored(22, 26)
    assert result.verdict == "rose"
    assert change(Censored(0, 4), Censored(0, 4)).verdict == "undetermined"
    assert change(Censored(5), Censored(5)).verdict == "unchanged"
    assert change(Censored(5, None), Censored(0, 4)).verdict == "fell"
    assert change(Censored(5, None), Censored(9)).percent == (-100, 80)
    missing = change(pd.NA, Censored(5))
    assert missing.absolute is pd.NA
    assert missing.verdict is None


def test_columns_in_frames_out() -> None:
    """Slip: a result on another index, or missing figures that are not NaN."""
    index = ["a", "b", "c"]
    part = pd.Series(CensoredArray([1, pd.NA, Censored(0, 4)]), index=index)
    rest = pd.Series(CensoredArray([3, 3, 0]), index=index)
    shares = share(part, rest)
    assert shares.index.tolist() == index
    assert shares.columns.tolist() == ["lower", "upper"]
    assert shares.loc["a"].tolist() == [0.25, 0.25]
    assert shares.loc["b"].isna().all()
    changes = change(part, rest)
    assert changes.columns.tolist() == ["absolute", "percent_lower", "percent_upper", "verdict"]
    assert changes["absolute"].dtype == "censored[int64]"
    assert changes["verdict"].tolist() == ["rose", pd.NA, "undetermined"]
    assert ratio(part, 4)["upper"].tolist()[0] == 0.25
    assert ratio([1, 2], np.array([4, 4]))["upper"].tolist() == [0.25, 0.5]


def test_operands_that_do_not_match_are_refused() -> None:
    """Slip: rows of different things divided by position; negative counts."""
    with pytest.raises(ValueError, match="different indexes"):
        share(pd.Series(CensoredArray([1])), pd.Series(CensoredArray([1]), index=[7]))
    with pytest.raises(ValueError, match="equal length"):
        share(CensoredArray([1]), CensoredArray([1, 2]))
    with pytest.raises(TypeError, match="expected censored counts"):
        share(0.5, 1)
    for negative in (Censored(-1, 4), Censored(None, 4)):
        with pytest.raises(ValueError, match="may be negative"):
            ratio(negative, 5)
