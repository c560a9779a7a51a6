"""What cannot be true together: minimal sets of statements, each with its proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from morocco_returns.reconciliation.branching import Branch, refute_by_cases
from morocco_returns.reconciliation.joined import Joined
from morocco_returns.reconciliation.model import Model, Row, Rules, Variable, build
from morocco_returns.reconciliation.propagation import Step, propagate, shows_empty
from morocco_returns.reconciliation.solver import Refutation, UnsolvedError, refute, witness
from morocco_returns.reconciliation.statements import Condition, Statement
from morocco_returns.reconciliation.system import System, system

MOST_ROUNDS = 500


@dataclass(frozen=True)
class Impossible:
    """Why a model has no solution: steps of propagation, multipliers of its rows, or such by cases."""

    model: Model
    proof: tuple[Step, ...] | Refutation | Branch

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that the proof uses."""
        if isinstance(self.proof, tuple):
            return self.model.rows
        return tuple(self.model.rows[row] for row in self.proof.rows)

    def holds(self) -> bool:
        """Whether the proof, checked again in integers, shows that the model has no solution."""
        arrays = system(self.model)
        return shows_empty(arrays, self.proof) if isinstance(self.proof, tuple) else self.proof.holds(arrays)

    @cached_property
    def statements(self) -> frozenset[str]:
        """Keys of the statements that the rows of the proof rest on."""
        return frozenset[str]().union(*(row.statements for row in self.rows))

    @cached_property
    def conditions(self) -> frozenset[Condition]:
        """The conditions on which the rows of the proof rest."""
        return frozenset(condition for row in self.rows for condition in row.conditions)


@dataclass(frozen=True)
class Core:
    """Statements that cannot all be true, though without any one of them the rest can."""

    statements: tuple[Statement, ...]
    impossible: Impossible

    @property
    def key(self) -> frozenset[str]:
        """The keys of the statements."""
        return frozenset(statement.key for statement in self.statements)


@dataclass
class Judge:
    """Decides which statements can be true together, and remembers what it decided.

    What is possible stays so with fewer statements or conditions, what is impossible with more.
    ``doubts`` says in words what could not be decided, or not be searched to the end.
    """

    rules: Rules
    doubts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._possible: list[tuple[frozenset[str], frozenset[Condition]]] = []
        self._impossible: list[tuple[frozenset[Condition], Impossible]] = []

    def why_not(
        self, said: Sequence[Statement], dropped: frozenset[Condition] = frozenset()
    ) -> Impossible | None:
        """None if the statements can be true together (an integer witness was found), else why not.

        None too where neither can be shown, which then is one of the ``doubts``.
        """
        asked = frozenset(statement.key for statement in said)
        if any(asked <= known and without <= dropped for known, without in self._possible):
            return None
        for without, known in self._impossible:
            if known.statements <= asked and dropped <= without:
                return known
        try:
            found = decide(build(said, self.rules, dropped))
        except UnsolvedError as error:
            self.doubt(f"whether {_names(said)} can be true together is not known: {error}")
            return None
        if found is None:
            self._possible.append((asked, dropped))
        else:
            self._impossible.append((dropped, found))
        return found

    def doubt(self, words: str) -> None:
        """Note what could not be decided, once."""
        if words not in self.doubts:
            self.doubts.append(words)

    def shrunk(self, found: Impossible, said: Sequence[Statement]) -> Core:
        """A minimal core among the statements that a proof uses, by deletion."""
        left = [statement for statement in said if statement.key in found.statements]
        for statement in list(left):
            without = [other for other in left if other is not statement]
            if smaller := self.why_not(without):
                left, found = without, smaller
        final = self.why_not(left)
        assert final is not None
        return Core(tuple(sorted(left, key=lambda statement: statement.key)), final)


def decide(model: Model) -> Impossible | None:
    """None if a model has an integer solution, else why not. UnsolvedError if neither can be shown."""
    if not model.variables:
        return None
    arrays = system(model)
    narrowed = propagate(arrays)
    if narrowed.empty is not None and shows_empty(arrays, narrowed.steps):
        if short := _refuted(arrays, model):
            return Impossible(model, short)
        return Impossible(model, narrowed.steps)
    if witness(arrays) is not None:
        return None
    return Impossible(model, _refuted(arrays, model) or refute_by_cases(arrays))


def _refuted(arrays: System, model: Model) -> Refutation | None:
    """A refutation that violates statements only; None where there is none or none is found."""
    try:
        return refute(arrays, [number for number, row in enumerate(model.rows) if row.statement is not None])
    except UnsolvedError:
        return None


def _names(said: Iterable[Statement]) -> str:
    return ", ".join(sorted(statement.key for statement in said))


@dataclass(frozen=True)
class Found:
    """The minimal cores of some statements; ``complete`` unless the search was given up."""

    cores: tuple[Core, ...]
    complete: bool


def find_cores(said: Sequence[Statement], judge: Judge) -> Found:
    """Every minimal core among some statements.

    Each round looks at a largest set of statements of which nothing is known yet: it holds no known
    core and is part of no known consistent set. It is consistent itself, or holds a new core. When
    no such set is left, all cores are known. Source of the method: MARCO (Liffiton and others 2016).
    Where that takes too many rounds, all cores of two are found at least.
    """
    found: dict[frozenset[str], Core] = {}
    possible: list[frozenset[str]] = []
    for _ in range(MOST_ROUNDS):
        try:
            keys = _unexplored([s.key for s in said], list(found), possible)
        except UnsolvedError:
            break
        if keys is None:
            return _found(found, complete=True)
        core = _core([statement for statement in said if statement.key in keys], judge)
        if core is None:
            possible.append(keys)
        else:
            found[core.key] = core
    pairs = (_core(pair, judge) for pair in combinations(said, 2))
    return _found(found | {core.key: core for core in pairs if core is not None}, complete=False)


def _core(said: Sequence[Statement], judge: Judge) -> Core | None:
    """A minimal core among some statements; None if they can be true together."""
    wrong = judge.why_not(said)
    return None if wrong is None else judge.shrunk(wrong, said)


def _found(cores: Mapping[frozenset[str], Core], *, complete: bool) -> Found:
    return Found(tuple(cores[key] for key in sorted(cores, key=sorted)), complete)


def _unexplored(
    keys: Sequence[str], cores: Sequence[frozenset[str]], possible: Sequence[frozenset[str]]
) -> frozenset[str] | None:
    """A largest set of keys that holds no core and is part of no possible set; None if there is none."""
    if any(len(known) == len(keys) for known in possible):
        return None
    rows = [[float(key in core) for key in keys] for core in cores]
    rows += [[-float(key not in known) for key in keys] for known in possible]
    if not rows:
        return frozenset(keys)
    limits = [float(len(core) - 1) for core in cores] + [-1.0] * len(possible)
    count = len(keys)
    chosen = milp(
        -np.ones(count),
        constraints=LinearConstraint(np.array(rows), -np.inf, limits),
        bounds=Bounds(0, 1),
        integrality=np.ones(count),
    )
    if chosen.status == 2:
        return None
    if chosen.x is None:
        raise UnsolvedError(f"no set to look at was found: {chosen.message}")
    return frozenset(key for key, share in zip(keys, chosen.x, strict=True) if share > 0.5)


def families(said: Sequence[Statement], rules: Rules) -> list[list[Statement]]:
    """The statements in groups that no row connects with one another."""
    model = build(said, rules)
    joined = Joined[Variable]()
    for row in model.rows:
        for variable, _ in row.terms[1:]:
            joined.join(variable, row.terms[0][0])
    groups: dict[Variable, list[Statement]] = defaultdict(list)
    home = {
        row.statement: joined.root(row.terms[0][0])
        for row in model.rows
        if row.statement is not None and row.terms
    }
    for statement in said:
        if statement.key in home:
            groups[home[statement.key]].append(statement)
    return list(groups.values())
