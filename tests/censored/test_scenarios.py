"""Scenarios: rounding by brute force, hedges by arithmetic, names that stay."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import assume, from_flat, preimage, rounded
from morocco_returns.censored.rounding import METHODS, Method

NEAREST: dict[str, Callable[[int, int], int]] = {
    "half_up": lambda n, unit: math.floor(n / unit + 0.5) * unit,
    "half_down": lambda n, unit: math.ceil(n / unit - 0.5) * unit,
    "half_even": lambda n, unit: round(n / unit) * unit,
    "floor": lambda n, unit: n // unit * unit,
    "ceiling": lambda n, unit: -(-n // unit) * unit,
}


def _prints(method: Method, count: int, unit: int) -> set[int]:
    """Every print that rounding a count may give, by definition."""
    if method == "any_nearest":
        return {NEAREST[rule](count, unit) for rule in ("half_up", "half_down", "half_even")}
    if method == "random":
        return {count // unit * unit, -(-count // unit) * unit}
    return {NEAREST[method](count, unit)}


@pytest.mark.parametrize("unit", [1, 2, 5, 10, 50])
@pytest.mark.parametrize("method", METHODS)
def test_preimage_holds_just_the_counts_that_print_so(method: Method, unit: int) -> None:
    """Slip: a tie on the wrong side; a bound below zero; random rounding too narrow."""
    printed = np.arange(0, 20 * unit, unit)
    lower, upper = preimage(printed, unit, method)
    for value, low, high in zip(printed.tolist(), lower.tolist(), upper.tolist(), strict=True):
        counts = [n for n in range(25 * unit) if value in _prints(method, n, unit)]
        assert (low, high) == (min(counts), max(counts))


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("half_up", (155, 164)),
        ("half_even", (155, 165)),
        ("half_down", (156, 165)),
        ("any_nearest", (155, 165)),
        ("floor", (160, 169)),
        ("ceiling", (151, 160)),
        ("random", (151, 169)),
    ],
)
def test_160_in_tens(method: Method, expected: tuple[int, int]) -> None:
    """Slip: departing from the measured preimages."""
    lower, upper = preimage(np.array([160]), 10, method)
    assert (lower[0], upper[0]) == expected


def test_preimage_refuses_what_was_not_rounded_so() -> None:
    """Slip: 6 read as a number in fives, a unit of zero, an unknown rule."""
    with pytest.raises(ValueError, match="6 cannot be a count rounded to 5s"):
        preimage(np.array([10, 6]), 5, "half_up")
    with pytest.raises(ValueError, match="negative"):
        preimage(np.array([-5]), 5, "half_up")
    with pytest.raises(ValueError, match="unit 0"):
        preimage(np.array([5]), 0, "half_up")
    with pytest.raises(ValueError, match="unknown rounding method"):
        preimage(np.array([5]), 5, "nearest")  # type: ignore[arg-type]
    with pytest.raises(OverflowError):
        preimage(np.array([2**63 - 8]), 8, "half_up")


def test_rounded_touches_unqualified_numbers_only(letter: Any) -> None:
    """Slip: a suppressed cell widened or narrowed by rounding; printed bounds overwritten."""
    result: Any = rounded(letter, 5, exact_below=10)
    by_print: Any = result.set_index("value_printed")
    assert by_print.loc["30", ["possible_lower", "possible_upper"]].to_numpy().tolist() == [[28, 32]] * 2
    assert by_print.loc["6", ["possible_lower", "possible_upper"]].tolist() == [6, 6]
    suppressed = by_print.loc["<5", ["possible_lower", "possible_upper"]]
    assert suppressed.to_numpy().tolist() == [[0, 4]] * 3
    assert pd.isna(by_print.loc["ca. 200", "possible_upper"])
    pd.testing.assert_frame_equal(result[letter.columns.tolist()], letter, check_flags=False)
    assert result["scenario"].notna().sum() == (letter["value"] >= 10).sum()
    with pytest.raises(ValueError, match="6 cannot be a count rounded to 5s"):
        rounded(letter, 5)


def test_assume_puts_numbers_on_words_outward(letter: Any) -> None:
    """Slip: float noise that moves a bound by one; words that were not given a share."""
    result: Any = assume(letter, about=0.1).set_index("indicator")
    assert result.loc["detained", ["possible_lower", "possible_upper"]].tolist() == [180, 220]
    assert pd.isna(result.loc["intercepted", "possible_upper"])
    assert result["scenario"].notna().sum() == 1
    words: Any = assume(letter, slightly_more_than=0.1, nearly=0.05).set_index("indicator")
    assert words.loc["intercepted", ["possible_lower", "possible_upper"]].tolist() == [5001, 5500]
    assert words.loc["residents", ["possible_lower", "possible_upper"]].tolist() == [76_000, 79_999]
    odd: Any = assume(letter.assign(approximate_value=203), about=0.15).set_index("indicator")
    assert odd.loc["detained", ["possible_lower", "possible_upper"]].tolist() == [172, 234]
    floor: Any = assume(letter, about=2).set_index("indicator")
    assert floor.loc["detained", "possible_lower"] == 0


def test_a_censored_column_of_possible_bounds_follows_the_scenario(letter: Any) -> None:
    """Slip: a column beside the flat ones that still says what held before the scenario."""
    flat = letter.assign(possible_lower=letter["lower_bound"], possible_upper=letter["upper_bound"])
    frame = flat.assign(count=from_flat(flat), possible=from_flat(flat))
    for result in (assume(frame, about=0.1), rounded(frame, 5, exact_below=10)):
        assert not result["possible"].equals(frame["possible"])
        assert result["possible"].equals(from_flat(result, "possible_lower", "possible_upper"))
        assert result["count"].equals(frame["count"])
    text = flat.assign(possible="yes")
    assert (assume(text, about=0.1)["possible"] == "yes").all()


def test_scenarios_stack_and_keep_their_names(letter: Any) -> None:
    """Slip: a scenario whose result cannot be told from data."""
    both = assume(rounded(letter, 5, exact_below=10, name="fives"), about=0.1, name="loose")
    assert both.attrs["scenario"] == "fives; loose"
    names: Any = both.set_index("value_printed")["scenario"]
    assert names["ca. 200"] == "loose"
    assert set(names["30"]) == {"fives"}
    assert pd.isna(names["<5"]).all()
    assert pd.concat([both, both])["scenario"].notna().sum() == 2 * names.notna().sum()
    assert "scenario" not in letter
    assert "scenario" not in letter.attrs
    again: Any = rounded(both, 10, exact_below=100, name="tens").set_index("value_printed")
    assert set(again.loc["240", "scenario"]) == {"fives; tens"}


def test_assume_needs_something_to_assume(letter: Any) -> None:
    """Slip: a default share, or a hedge without its number passed over."""
    with pytest.raises(ValueError, match="at least one word"):
        assume(letter)
    with pytest.raises(ValueError, match="negative"):
        assume(letter, about=-0.1)
    with pytest.raises(ValueError, match="has no approximate_value"):
        assume(letter.assign(approximate_value=pd.NA), about=0.1)
    with pytest.raises(KeyError):
        assume(letter.drop(columns="qualifier"), about=0.1)
