"""The scalar: what it holds, how it reads, what it refuses."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pandas as pd
import pytest

from morocco_returns.censored import Censored


def test_constructors_give_the_bounds_of_the_code_list() -> None:
    """Slip: an off-by-one between 'less than' and 'at most', or 'more than' and 'at least'."""
    assert Censored(5) == Censored(5, 5) == Censored.exact(5) == Censored(np.int64(5))
    assert Censored.less_than(5) == Censored(0, 4)
    assert Censored.at_most(5) == Censored(0, 5)
    assert Censored.more_than(5000) == Censored(5001, None)
    assert Censored.at_least(5000) == Censored(5000, None)
    assert Censored.between(2, 4) == Censored(2, 4)
    assert Censored.unknown() == Censored(0, None)


@pytest.mark.parametrize(
    ("value", "text", "representation"),
    [
        (Censored(6), "6", "Censored(6)"),
        (Censored(0, 4), "[0, 4]", "Censored(0, 4)"),
        (Censored(5001, None), "[5001, )", "Censored(5001, None)"),
        (Censored(None, -3), "(, -3]", "Censored(None, -3)"),
        (Censored(None, None), "(, )", "Censored(None, None)"),
    ],
)
def test_text_and_representation_round_trip(value: Censored, text: str, representation: str) -> None:
    """Slip: a text that reads well but cannot be read back."""
    assert str(value) == text
    assert repr(value) == representation
    assert Censored.parse(text) == value
    assert eval(representation, {"Censored": Censored}) == value


@pytest.mark.parametrize(
    "text", ["<5", "1.770", "1,770", "5.0", " 5", "05", "+5", "[0,  4]", "[4]", "", "٥", "0-4"]
)
def test_only_canonical_notation_is_parsed(text: str) -> None:
    """Slip: printed figures read without their locale ("1.770" as 1, or 1.77, or 1770)."""
    with pytest.raises(ValueError, match="not interval notation"):
        Censored.parse(text)


def test_bad_bounds_are_refused() -> None:
    """Slip: inverted, fractional, boolean, absent or oversized bounds stored as given."""
    with pytest.raises(ValueError, match="above upper bound"):
        Censored(5, 4)
    for bound in (1.5, "5", True, 5.0):
        with pytest.raises(TypeError, match="a bound is an integer"):
            Censored(bound)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"pd\.NA"):
        Censored(None)
    with pytest.raises(OverflowError, match="64-bit"):
        Censored(2**63)
    assert Censored(-(2**63), 2**63 - 1).lower == -(2**63)


def test_identity_is_structural_and_values_never_change() -> None:
    """Slip: equality by possible count, a hash that differs, or a key that mutates in a dict."""
    assert len({Censored(0, 4), Censored(0, 4), Censored(1, 4), Censored(0, None)}) == 3
    assert Censored(5) != 5
    assert not pd.isna(Censored(0, None))  # type: ignore[call-overload]
    for duplicate in (pickle.loads(pickle.dumps(Censored(0, None))), copy.copy(Censored(0, None))):
        assert duplicate == Censored(0, None)
    with pytest.raises(AttributeError, match="never changes"):
        Censored(5)._lower = 6
    with pytest.raises(AttributeError, match="never changes"):
        del Censored(5)._lower


def test_sorting_is_refused_and_names_the_way_out() -> None:
    """Slip: a lexicographic order that calls [0, 4] smaller than [1, 2]."""
    for compare in (
        lambda: sorted([Censored(0, 4), Censored(1, 2)]),
        lambda: Censored(1) < 2,
        lambda: 1 <= Censored(2),  # noqa: SIM300 - the reflected operator
        lambda: max(Censored(1), Censored(2)),
        lambda: Censored(1) >= Censored(2),
    ):
        with pytest.raises(TypeError, match=r"certainly_\w\w\(\) or possibly_\w\w\(\)"):
            compare()


def test_three_valued_comparison() -> None:
    """Slip: 'possibly' answered with yes or no, or touching bounds misjudged."""
    small, wide = Censored(0, 4), Censored(3, None)
    assert small.lt(5) is True
    assert small.lt(0) is False
    assert small.lt(4) is pd.NA
    assert small.le(4) is True
    assert wide.gt(2) is True
    assert wide.ge(4) is pd.NA
    assert wide.le(2) is False
    assert small.eq(Censored(0, 4)) is pd.NA
    assert Censored(4).eq(4) is True
    assert small.eq(5) is False
    assert small.ne(5) is True
    assert small.lt(wide) is pd.NA
    assert small.lt(pd.NA) is pd.NA
    with pytest.raises(TypeError, match="compares with an integer"):
        small.lt("5")


def test_readings_of_a_missing_figure_are_false() -> None:
    """Slip: 'possibly' taken for 'not known', so that no figure counts as evidence."""
    assert Censored(0, 4).possibly_lt(2) is True
    assert Censored(0, 4).certainly_lt(2) is False
    assert Censored(0, 4).possibly_lt(pd.NA) is False
    assert Censored(0, 4).possibly_ne(pd.NA) is False
    assert Censored(0, 4).certainly_ne(7) is True


def test_arithmetic_is_exact_and_keeps_open_sides() -> None:
    """Slip: a difference taken end by end, or an open side that closes on the way."""
    assert Censored(0, 4) + 2 == 2 + Censored(0, 4) == Censored(2, 6)
    assert Censored(10, 12) - Censored(0, 4) == Censored(6, 12)
    assert 10 - Censored(0, 4) == Censored(6, 10)
    assert 10 - Censored(5, None) == Censored(None, 5)
    assert Censored(5, None) - Censored(5, None) == Censored(None, None)
    assert Censored(1, 4) * -2 == Censored(-8, -2)
    assert 3 * Censored(1, None) == Censored(3, None)
    assert Censored(1, None) * -1 == Censored(None, -1)
    assert Censored(1, None) * 0 == Censored(0)
    assert -Censored(1, None) == Censored(None, -1)
    assert abs(Censored(-5, 2)) == Censored(0, 5)
    assert abs(Censored(-5, -2)) == Censored(2, 5)
    assert abs(Censored(None, 2)) == Censored(0, None)
    assert +Censored(1, 2) == Censored(1, 2)
    assert Censored(-(2**63)) - Censored(-(2**63)) == Censored(0)


def test_arithmetic_with_missing_and_with_strangers() -> None:
    """Slip: a missing figure treated as zero, or a float silently truncated."""
    for result in (
        Censored(1) + pd.NA,
        pd.NA + Censored(1),
        Censored(1) * pd.NA,
        pd.NA - Censored(1),
    ):
        assert result is pd.NA
    for operation in (
        lambda: Censored(1) + 1.5,
        lambda: Censored(1) * Censored(2),
        lambda: Censored(1) / 2,  # type: ignore[operator]
        lambda: Censored(1) + True,
    ):
        with pytest.raises(TypeError):
            operation()
    for operation in (lambda: Censored(2**63 - 1) + 1, lambda: -Censored(-(2**63))):
        with pytest.raises(OverflowError, match="64-bit"):
            operation()


def test_only_exact_values_become_numbers_or_truths() -> None:
    """Slip: int() of a range giving an end, a midpoint or anything else."""
    assert int(Censored(5)) == 5
    assert float(Censored(5)) == 5.0
    for convert in (int, float):
        with pytest.raises(ValueError, match="not one number"):
            convert(Censored(0, 4))
    assert not Censored(0)
    assert Censored(1, None)
    with pytest.raises(TypeError, match="is zero is not known"):
        bool(Censored(0, 4))
    assert 3 in Censored(0, 4)
    assert 5 not in Censored(0, 4)
