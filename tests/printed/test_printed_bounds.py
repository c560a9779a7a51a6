"""What a qualifier strictly implies, checked against its meaning count by count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from morocco_returns.printed import QUALIFIERS, bounds

# Whether a count k satisfies the qualifier of n: the meaning in words of the coding rules.
MEANINGS: dict[str, Callable[[int, int], bool]] = {
    "exact": lambda k, n: k == n,
    "about": lambda k, n: True,
    "nearly": lambda k, n: k < n,
    "less_than": lambda k, n: k < n,
    "at_most": lambda k, n: k <= n,
    "more_than": lambda k, n: k > n,
    "slightly_more_than": lambda k, n: k > n,
    "at_least": lambda k, n: k >= n,
}
COUNTS = range(60)


def inside(count: int, pair: tuple[int | None, int | None]) -> bool:
    lower, upper = pair
    return lower is not None and lower <= count and (upper is None or count <= upper)


@pytest.mark.parametrize("qualifier", list(MEANINGS))
def test_the_bounds_hold_exactly_the_counts_that_are_meant(qualifier: str) -> None:
    """Catches a bound off by one, an open end that is closed, and a bound below 0."""
    for number in range(30):
        meant = {count for count in COUNTS if MEANINGS[qualifier](count, number)}
        if not meant:
            with pytest.raises(ValueError, match="below 0"):
                bounds(qualifier, number)
            continue
        pair = bounds(qualifier, number)
        assert {count for count in COUNTS if inside(count, pair)} == meant
        open_ended = MEANINGS[qualifier](10**9, number)
        assert (pair[1] is None) == open_ended


def test_a_range_holds_both_its_ends() -> None:
    """Catches an exclusive end, and reversed ends that are swapped in silence."""
    for first in range(15):
        for last in range(15):
            if first > last:
                with pytest.raises(ValueError, match="reversed"):
                    bounds("between", first, last)
            else:
                assert bounds("between", first, last) == (first, last)


def test_indefinite_excludes_no_count() -> None:
    """Catches "dozens" with a lower bound that the source did not print."""
    assert bounds("indefinite", None) == (0, None)


def test_the_code_list_is_complete() -> None:
    """Catches a qualifier added to the list without a meaning tested here."""
    assert set(QUALIFIERS) == {*MEANINGS, "between", "indefinite"}
    assert len(QUALIFIERS) == len(set(QUALIFIERS))


@pytest.mark.parametrize(
    ("qualifier", "number", "second", "message"),
    [
        ("roughly", 5, None, "unknown qualifier"),
        ("exact", None, None, "needs a number"),
        ("between", 5, None, "needs two numbers"),
        ("between", None, 5, "needs two numbers"),
        ("exact", -1, None, "negative"),
        ("between", -1, 5, "negative"),
        ("at_most", 5, 6, "takes one number"),
        ("indefinite", 5, None, "states no number"),
    ],
)
def test_impossible_combinations_are_errors(
    qualifier: str, number: int | None, second: int | None, message: str
) -> None:
    """Catches bounds made up for columns that contradict one another."""
    with pytest.raises(ValueError, match=message):
        bounds(qualifier, number, second)


@pytest.mark.parametrize("number", [True, 5.0, "5"])
def test_what_is_no_whole_number_is_a_type_error(number: object) -> None:
    """Catches a float from a spreadsheet that passes as a count."""
    with pytest.raises(TypeError, match="pass a whole number"):
        bounds("exact", number)  # type: ignore[arg-type]
