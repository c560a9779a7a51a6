"""Identities can be dropped by name."""

from __future__ import annotations

import morocco_returns as mr

FIGURES = ["f00108", "f00169"]  # 18 in a year of any nationality, 55 Moroccans in five of its months


def test_a_conflict_goes_away_with_an_identity_that_it_rests_on() -> None:
    """Slip: a name that is printed as the reason of a conflict and cannot be dropped."""
    (conflict,) = mr.reconcile(figures=FIGURES).conflicts
    (reason,) = mr.reconcile(figures=FIGURES).frame()["because"]
    name = reason.rpartition(" (")[0]
    assert conflict.verdict == "contradiction"
    assert mr.reconcile(figures=FIGURES, without=[name]).conflicts == ()


def test_a_conflict_stays_when_another_identity_is_dropped() -> None:
    """Slip: one name that drops them all."""
    assert mr.reconcile(figures=FIGURES, without=["“Morocco” is part of “not stated”"]).conflicts
