"""The tightest bounds that rows imply for chosen counts, every one of them proven in integers.

First propagation; then integer witnesses that push all open counts to a bound at once, alternating
between least and most; what is still open then is solved one by one. A bound is claimed only if
propagation steps or whole multipliers prove it; ``attained`` says that a witness shows it cannot be
tightened. Where the solver finds more than can be proven, the proven bound is the one that is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from morocco_returns.reconciliation.propagation import Propagated, Step, propagate, replay
from morocco_returns.reconciliation.solver import Refutation, UnsolvedError, refute, witness
from morocco_returns.reconciliation.system import OPEN, Ints, System

MOST_ROUNDS = 20
WORTH_GOING_ON = 0.98
_CONTRADICTORY = "no counts meet all rows: reconcile first, and leave out what conflicts"


class ContradictoryError(ValueError):
    """No counts meet all rows, so that bounds would mean nothing."""


Proof = tuple[Step, ...] | Refutation


@dataclass(frozen=True)
class Bound:
    """A bound of a count: None where none is known. ``attained``: a witness takes this very value."""

    value: int | None
    proof: Proof | None
    attained: bool


@dataclass(frozen=True)
class Tightest:
    """Bounds of some counts of a system, with the witnesses that attain them."""

    system: System
    columns: tuple[int, ...]
    lower: tuple[Bound, ...]
    upper: tuple[Bound, ...]
    witnesses: tuple[Ints, ...]
    solved: int

    def check(self) -> None:
        """Verify every claim again in integers; AssertionError names the first that fails."""
        for number, point in enumerate(self.witnesses):
            _verify(len(point) == self.system.shape[1] and self.system.holds(point), f"witness {number}")
        proofs = {id(bound.proof): bound.proof for bound in self.lower + self.upper}
        replayed = {key: _replayed(self.system, proof) for key, proof in proofs.items()}
        for is_lower, bounds in ((True, self.lower), (False, self.upper)):
            for column, bound in zip(self.columns, bounds, strict=True):
                name = f"the {'lower' if is_lower else 'upper'} bound of count {column}"
                _verify(self._witnessed(column, bound, is_lower=is_lower), name)
                _verify(self._proven(column, bound, replayed[id(bound.proof)], is_lower=is_lower), name)

    def _witnessed(self, column: int, bound: Bound, *, is_lower: bool) -> bool:
        """Whether no witness goes beyond the bound, and one attains it if that is said."""
        values = [int(point[column]) for point in self.witnesses]
        if bound.value is None:
            return not is_lower and not bound.attained
        if bound.attained and bound.value not in values:
            return False
        return not any(value < bound.value if is_lower else value > bound.value for value in values)

    def _proven(self, column: int, bound: Bound, replayed: _Sides | None, *, is_lower: bool) -> bool:
        if bound.value is None:
            return True
        if isinstance(bound.proof, Refutation):
            return bound.proof.holds(_beyond(self.system, column, bound.value, is_lower=is_lower))
        if replayed is None:
            return False
        if is_lower:
            return replayed[0].get(column, int(self.system.lower[column])) >= bound.value
        return replayed[1].get(column, int(self.system.upper[column])) <= bound.value


_Sides = tuple[dict[int, int], dict[int, int]]


def _replayed(of: System, proof: Proof | None) -> _Sides | None:
    """The bounds that steps of propagation show; None if a step does not follow, or there are none."""
    if not isinstance(proof, tuple):
        return None
    try:
        return replay(of, proof)
    except ValueError:
        return None


def _verify(so: bool, name: str) -> None:
    if not so:
        raise AssertionError(f"{name} is not borne out in integers")


def tightest(of: System, columns: Sequence[int], *, seed: int = 0, singles: int = 200) -> Tightest:
    """Bounds of the counts in ``columns``; at most ``singles`` of them are solved by themselves.

    Raises ContradictoryError where no counts meet all rows.
    """
    known = propagate(of)
    if known.empty is not None:
        raise ContradictoryError(_CONTRADICTORY)
    search = _Search(of, known, np.array(columns, dtype=np.int64), seed)
    search.push_all()
    lower = [search.settled(place, is_lower=True, may_solve=singles) for place in range(len(columns))]
    upper = [search.settled(place, is_lower=False, may_solve=singles) for place in range(len(columns))]
    return Tightest(of, tuple(columns), tuple(lower), tuple(upper), tuple(search.witnesses), search.solved)


class _Search:
    """The state of one search for bounds."""

    def __init__(self, of: System, known: Propagated, columns: Ints, seed: int) -> None:
        self.of, self.known, self.columns = of, known, columns
        self.chance = np.random.default_rng(seed)
        # Open counts are pushed up to here; one that gets here counts as open.
        self.cap = 1000 + 10 * _largest(known.system)
        self.capped = replace(known.system, upper=np.minimum(known.system.upper, self.cap))
        self.witnesses: list[Ints] = []
        self.solved = self.alone = 0
        first = witness(self.capped)
        if first is None:
            first = witness(known.system)  # counts can be far larger than any single number of the rows
            if first is None:
                raise ContradictoryError(_CONTRADICTORY)
            self.cap = 10 * int(first.max())
            self.capped = replace(known.system, upper=np.minimum(known.system.upper, self.cap))
        self.least = self.most = first[columns]
        self._keep(first)

    def _keep(self, point: Ints) -> None:
        self.witnesses.append(point)
        self.solved += 1
        self.least = np.minimum(self.least, point[self.columns])
        self.most = np.maximum(self.most, point[self.columns])

    def _open(self, *, is_lower: bool) -> Ints:
        """Places of the counts whose bound no witness attains yet."""
        if is_lower:
            return np.flatnonzero(self.least > self.capped.lower[self.columns])
        return np.flatnonzero(self.most < self.capped.upper[self.columns])

    def push_all(self) -> None:
        """Push all open counts to their bound at once, first down, then up, while that settles some."""
        left = 2 * len(self.columns) + 1
        for _ in range(MOST_ROUNDS):
            for is_lower in (True, False):
                if (places := self._open(is_lower=is_lower)).size:
                    self._push(places, is_lower=is_lower)
            before, left = left, self._open(is_lower=True).size + self._open(is_lower=False).size
            if not left or left > WORTH_GOING_ON * before:
                return

    def _push(self, places: Ints, *, is_lower: bool) -> None:
        goal = np.zeros(self.of.shape[1])
        goal[self.columns[places]] = self.chance.uniform(1, 2, size=len(places)) * (1 if is_lower else -1)
        try:
            point = witness(self.capped, goal)
        except UnsolvedError:
            return  # what is known stays true, only wider
        assert point is not None
        self._keep(point)

    def settled(self, place: int, *, is_lower: bool, may_solve: int) -> Bound:
        """The bound of one count, solved by itself if need be and still allowed."""
        side = self.capped.lower if is_lower else self.capped.upper
        given = int(side[self.columns[place]])
        reached = int((self.least if is_lower else self.most)[place])
        if reached != given and self.alone < may_solve:
            self.alone += 1
            self._push(np.array([place]), is_lower=is_lower)
            reached = int((self.least if is_lower else self.most)[place])
            if reached != given and (proof := self._proof(place, reached, is_lower=is_lower)):
                return Bound(reached, proof, attained=True)
        if not is_lower and given >= self.cap:
            return Bound(None, None, attained=False)
        return Bound(given, self.known.steps, attained=reached == given)

    def _proof(self, place: int, bound: int, *, is_lower: bool) -> Refutation | None:
        try:
            return refute(_beyond(self.of, int(self.columns[place]), bound, is_lower=is_lower))
        except UnsolvedError:
            return None


def _largest(of: System) -> int:
    """The largest finite number among the sides of rows and counts."""
    sides: Ints = np.abs(np.concatenate([of.row_lower, of.row_upper, of.lower, of.upper]))
    return int(sides[sides < OPEN].max(initial=0))


def _beyond(of: System, column: int, bound: int, *, is_lower: bool) -> System:
    """The system with one more row, which asks for a count beyond the bound."""
    return replace(
        of,
        row=np.append(of.row, of.shape[0]),
        column=np.append(of.column, column),
        coefficient=np.append(of.coefficient, 1),
        row_lower=np.append(of.row_lower, -OPEN if is_lower else bound + 1),
        row_upper=np.append(of.row_upper, bound - 1 if is_lower else OPEN),
    )
