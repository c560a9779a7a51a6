"""Proofs are checked in plain integers, and a forged one is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from morocco_returns.reconciliation import branching
from morocco_returns.reconciliation.branching import Branch, refute_by_cases
from morocco_returns.reconciliation.cores import Impossible, decide
from morocco_returns.reconciliation.model import Model, Row, build, rules_of
from morocco_returns.reconciliation.propagation import Step, propagate, replay, shows_empty
from morocco_returns.reconciliation.solver import Refutation, UnsolvedError, refute, witness
from morocco_returns.reconciliation.statements import Cell, Span
from morocco_returns.reconciliation.system import system
from tests.reconciliation.making import figure, quarters, read, record

_CELLS = [Cell("NL", "enforced-return", "minors", "MA", name) for name in "abc"]
_SPAN = Span(1, 2)


def _model(*sums: tuple[str, int | None, int | None]) -> Model:
    """Rows over the counts a, b and c: each the sum of the letters named, with its bounds."""
    variables = {cell.private: (cell, _SPAN) for cell in _CELLS}
    rows = tuple(
        Row(name, "statement", tuple((variables[letter], 1) for letter in name), low, high, name)
        for name, low, high in sums
    )
    return Model(rows, tuple(sorted({variable for row in rows for variable, _ in row.terms})))


# a + b, b + c and a + c are all 1: met by halves, not by whole numbers.
_ODD = _model(("ab", 1, 1), ("bc", 1, 1), ("ac", 1, 1))


def _impossible() -> Impossible:
    """A year of 3 whose halves are 2 and 2."""
    of = record(
        figure(1, 3, **quarters(0, 4)), figure(2, 2, **quarters(0, 2)), figure(3, 2, **quarters(2, 4))
    )
    found = decide(build(read(of), rules_of(of)))
    assert found is not None
    return found


def _adds_up_to_a_contradiction(proof: Refutation, rows: Sequence[Row]) -> bool:
    """The check of a refutation, written out with nothing but Python's integers."""
    left: dict[object, int] = {}
    right = 0
    for chosen, sign in ((proof.upper, 1), (proof.lower, -1)):
        for number, factor in chosen.items():
            side = rows[number].upper if sign > 0 else rows[number].lower
            if factor < 0 or side is None:
                return False
            right += sign * factor * side
            for variable, coefficient in rows[number].terms:
                left[variable] = left.get(variable, 0) + sign * factor * coefficient
    return right < 0 and all(coefficient >= 0 for coefficient in left.values())


def test_the_multipliers_of_a_refutation_add_up() -> None:
    """Catches a refutation that only the engine itself believes."""
    found = _impossible()
    assert isinstance(found.proof, Refutation)
    assert _adds_up_to_a_contradiction(found.proof, found.model.rows)
    assert found.holds()
    assert found.statements == {"f00001", "f00002", "f00003"}


@pytest.mark.parametrize(
    "forged",
    [
        Refutation({}, {}),
        Refutation({0: 1}, {1: 1}),
        Refutation({0: -1}, {1: -1, 2: -1}),
        Refutation({0: 1}, {1: 1, 2: 0}),
        Refutation({}, {-1: 1}),
        Refutation({}, {99: 1}),
        Refutation({99: 1}, {}),
    ],
    ids=["nothing", "too few", "negative", "zero", "from the end", "no such row", "no such top"],
)
def test_a_forged_multiplier_is_refused(forged: Refutation) -> None:
    """Catches a check that believes multipliers of rows that do not contradict, or do not exist."""
    found = _impossible()
    arrays = system(found.model)
    assert found.proof.holds(arrays)  # type: ignore[union-attr]
    assert not forged.holds(arrays)
    assert not replace(found, proof=forged).holds()


def test_an_open_side_refutes_nothing() -> None:
    """Catches an open side used as if it were a number."""
    arrays = system(_model(("a", 3, None), ("ab", None, 9)))
    assert not Refutation({0: 1}, {0: 1}).holds(arrays)
    assert not Refutation({1: 1}, {1: 1}).holds(arrays)


def test_steps_of_propagation_are_replayed_one_by_one() -> None:
    """Catches a step that does not follow from its row and the bounds before it."""
    arrays = system(_model(("a", 3, None), ("ab", None, 2)))
    found = propagate(arrays)
    assert found.empty is not None
    assert shows_empty(arrays, found.steps)
    assert not shows_empty(arrays, ())
    lower, upper = replay(arrays, [Step(0, 0, "lower", 3)])
    assert (lower, upper) == ({0: 3}, {})


@pytest.mark.parametrize(
    "forged",
    [
        Step(0, 0, "lower", 4),
        Step(1, 0, "upper", 1),
        Step(0, 0, "upper", 9),
        Step(0, 1, "lower", 1),
        Step(9, 0, "lower", 1),
        Step(1, 9, "upper", 1),
    ],
    ids=["too high", "too low", "open side", "not in the row", "no such row", "no such count"],
)
def test_a_forged_step_is_refused(forged: Step) -> None:
    """Catches a bound taken from a row that does not imply it."""
    arrays = system(_model(("a", 3, None), ("ab", None, 2)))
    with pytest.raises(ValueError, match="does not follow"):
        replay(arrays, [forged])


def test_what_is_met_in_fractions_only_is_refuted_by_cases() -> None:
    """Catches a model without whole solutions that ends the run, or passes as possible."""
    arrays = system(_ODD)
    assert refute(arrays) is None
    assert witness(arrays) is None
    found = decide(_ODD)
    assert found is not None
    assert isinstance(found.proof, Branch)
    assert found.holds()
    assert found.statements == {"ab", "bc", "ac"}


def test_a_forged_case_is_refused() -> None:
    """Catches a proof that leaves a case out, or refutes one case twice."""
    arrays = system(_ODD)
    proof = refute_by_cases(arrays)
    assert isinstance(proof, Branch)
    for forged in (
        replace(proof, bound=proof.bound + 1),
        replace(proof, bound=proof.bound - 1),
        replace(proof, at_most=proof.more, more=proof.at_most),
        replace(proof, column=-1),
        replace(proof, column=7),
        replace(proof, more=Refutation({}, {})),
    ):
        assert not forged.holds(arrays)


def test_too_many_cases_are_said_to_be_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a search that goes on for ever, or gives up without a word."""
    with pytest.raises(UnsolvedError, match="too many cases"):
        refute_by_cases(system(_ODD), most=1)
    monkeypatch.setattr(branching, "MOST_CASES", 1)
    possible = system(_model(("ab", 1, 1)))
    with pytest.raises(UnsolvedError, match="can be met"):
        refute_by_cases(possible)


def test_a_witness_counts_only_if_it_meets_every_row() -> None:
    """Catches a solver that is believed: its point is put into the rows in integers."""
    arrays = system(_model(("ab", 3, 3), ("bc", 2, None)))
    point = witness(arrays)
    assert point is not None
    assert arrays.holds(point)
    assert not arrays.holds(point + 1)
    assert not arrays.holds(np.array([4, -1, 3]))
