"""What follows from the curated columns: rounding, censoring, confidentiality."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morocco_returns.censored import preimage
from morocco_returns.censored.rounding import METHODS, Method
from morocco_returns.derived.columns import Rounding, censoring, is_suppressed, possible_bounds


def _printed(count: int, unit: int, method: str) -> set[int]:
    """Every number that rounding by this method may print for a count (brute force)."""
    below = count // unit * unit
    above = below if count == below else below + unit
    twice = 2 * (count - below)
    nearest = {below} if twice < unit else {above} if twice > unit else {below, above}
    match method:
        case "floor":
            return {below}
        case "ceiling":
            return {above}
        case "random":
            return {below, above}
        case "any_nearest":
            return nearest
        case "half_up":
            return {max(nearest)}
        case "half_down":
            return {min(nearest)}
    even = {number for number in nearest if number // unit % 2 == 0}
    return even if len(nearest) == 2 else nearest


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("unit", [1, 2, 5, 10, 50, 100])
def test_the_preimage_is_exactly_the_counts_that_round_to_the_print(unit: int, method: Method) -> None:
    """Catches a bound that is one too wide or too narrow, ties included."""
    for number in range(0, 6 * unit, unit):
        low, high = Rounding(unit, None, method).preimage(number)
        counts = [count for count in range(8 * unit) if number in _printed(count, unit, method)]
        assert (low, high) == (counts[0], counts[-1])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("unit", [1, 2, 5, 10, 50])
def test_the_censored_type_rounds_the_same_way(unit: int, method: Method) -> None:
    """Catches `rounded()` and the possible bounds of the package drifting apart."""
    printed = np.arange(0, 6 * unit, unit)
    lower, upper = preimage(printed, unit, method)
    ours = [Rounding(unit, None, method).preimage(number) for number in printed.tolist()]
    assert list(zip(lower.tolist(), upper.tolist(), strict=True)) == ours


def test_numbers_below_the_start_of_rounding_are_exact() -> None:
    """Catches the 6 among fives and tens being widened."""
    rounding = Rounding(5, 10, "any_nearest")
    assert rounding.preimage(6) == (6, 6)
    assert rounding.preimage(10) == (8, 12)


def test_no_rounding_known_means_no_widening() -> None:
    """Catches an assumed rounding."""
    assert possible_bounds(30, 30, Rounding()) == (30, 30)


def test_an_open_side_stays_open() -> None:
    """Catches "ruim 5.000" given an upper bound."""
    assert possible_bounds(5001, None, Rounding(10, None, "any_nearest"))[1] is None


def test_a_suppressed_cell_is_not_widened() -> None:
    """Catches "<5" turned into [0, 6] by a rounding to fives."""
    assert possible_bounds(0, 4, Rounding(5, None, "any_nearest"), suppressed=True) == (0, 4)


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from([1, 5, 10, 100]),
    st.sampled_from(METHODS),
    st.none() | st.integers(1, 100),
)
def test_possible_bounds_contain_the_bounds(
    first: int, second: int, unit: int, method: Method, start: int | None
) -> None:
    """Catches a rounding that takes away what the print says."""
    lower, upper = sorted((first // unit * unit, second // unit * unit))
    low, high = possible_bounds(lower, upper, Rounding(unit, start, method))
    assert low is not None
    assert 0 <= low <= lower
    assert upper <= (math.inf if high is None else high)


@pytest.mark.parametrize(
    ("qualifier", "lower", "upper", "kind"),
    [
        ("exact", 6, 6, "none"),
        ("exact", 0, 0, "none"),
        ("less_than", 0, 4, "left"),
        ("nearly", 0, 79999, "left"),
        ("slightly_more_than", 5001, None, "right"),
        ("at_least", 0, None, "right"),
        ("between", 10, 20, "interval"),
        ("about", 0, None, "vague"),
        ("indefinite", 0, None, "vague"),
        (None, None, None, None),
    ],
)
def test_censoring_follows_from_qualifier_and_bounds(
    qualifier: str | None, lower: int | None, upper: int | None, kind: str | None
) -> None:
    """Catches a true 0 called censored, and "about" called right-censored."""
    assert censoring(qualifier, lower, upper) == kind


@pytest.mark.parametrize(
    ("qualifier", "upper", "threshold", "suppressed"),
    [
        ("less_than", 4, 5, True),
        ("less_than", 9, 5, False),
        ("less_than", 4, None, False),
        ("exact", 4, 5, False),
    ],
)
def test_only_less_than_the_threshold_is_suppressed(
    qualifier: str, upper: int, threshold: int | None, suppressed: bool
) -> None:
    """Catches an ordinary "fewer than" taken for confidentiality."""
    assert is_suppressed(qualifier, upper, threshold) is suppressed
