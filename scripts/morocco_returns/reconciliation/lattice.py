"""Some quantities with all identities between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from morocco_returns.reconciliation.joined import Joined
from morocco_returns.reconciliation.order import Order, Split, Step
from morocco_returns.reconciliation.statements import Cell, Condition


class Edge(NamedTuple):
    """That one quantity is part of another, and what has to hold for it."""

    narrow: Cell
    broad: Cell
    conditions: frozenset[Condition] = frozenset()


@dataclass(frozen=True, slots=True)
class Sum:
    """A split applied to a quantity: ``whole`` is the sum of ``parts``."""

    split: Split
    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def identity(self) -> str:
        """Its name for all quantities to which the split applies."""
        return f"{self.split.whole} = {' + '.join(self.split.parts)}"

    @property
    def condition(self) -> Condition | None:
        """A sum over indicators holds for one producer's definitions only."""
        return Condition("definition", self.identity) if self.split.dimension == "indicator" else None


def _step_condition(step: Step) -> Condition:
    """That an indicator is part of a broader one holds for one producer's definitions."""
    return Condition("definition", f"{step[0]} is part of {step[1]}")


@dataclass(frozen=True)
class Lattice:
    """Quantities, the pairs (narrow, broad) of them that no third one lies between, and the sums."""

    cells: tuple[Cell, ...]
    edges: tuple[Edge, ...]
    sums: tuple[Sum, ...]

    @cached_property
    def family(self) -> dict[Cell, Cell]:
        """For each quantity the one that stands for all that hang together with it."""
        joined = Joined[Cell]()
        for narrow, broad, _ in self.edges:
            joined.join(narrow, broad)
        for total in self.sums:
            for part in total.parts:
                joined.join(part, total.whole)
        return {cell: joined.root(cell) for cell in self.cells}

    @cached_property
    def conditions(self) -> frozenset[Condition]:
        """The conditions on which its edges and sums rest."""
        of_sums = frozenset(total.condition for total in self.sums if total.condition is not None)
        return of_sums.union(*(edge.conditions for edge in self.edges))


class Lattices:
    """The lattice around any quantities: with all that a sum over some of them needs besides.

    A sum says more than that each part is within the whole in two cases: where at least two parts
    hold a known quantity and the whole is within one (their sum is at most that), and where the
    whole holds a known quantity and every part is within one that does not hold the whole. Members
    that are new are known from then on. So more statements never take an identity away.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._contains: dict[tuple[Cell, Cell], bool] = {}
        self._known: dict[tuple[frozenset[Cell], frozenset[Condition]], Lattice] = {}

    def around(self, own: frozenset[Cell], dropped: frozenset[Condition] = frozenset()) -> Lattice:
        """The lattice around some quantities, without the identities that are dropped."""
        key = own, frozenset(condition for condition in dropped if condition.kind == "definition")
        if key not in self._known:
            self._known[key] = self._lattice(*self._closed(own), key[1])
        return self._known[key]

    def _within(self, narrow: Cell, broad: Cell) -> bool:
        pair = narrow, broad
        if pair not in self._contains:
            self._contains[pair] = self._order.contains(broad, narrow)
        return self._contains[pair]

    def _closed(self, own: frozenset[Cell]) -> tuple[frozenset[Cell], list[Sum]]:
        """All quantities and sums around some quantities."""
        cells = own
        while True:
            sums = [total for total in _sums(cells, self._order) if self._tells(total, cells)]
            found = cells.union(*((total.whole, *total.parts) for total in sums))
            if found == cells:
                return cells, sums
            cells = found

    def _tells(self, total: Sum, cells: Iterable[Cell]) -> bool:
        """Whether a sum says more of known quantities than that the parts are within the whole."""
        inside = [any(self._at_most(cell, part) for cell in cells) for part in total.parts]
        around = [cell for cell in cells if self._at_most(total.whole, cell)]
        if sum(inside) > 1 and around:
            return True
        return any(self._at_most(cell, total.whole) for cell in cells) and all(
            any(self._at_most(part, cell) and cell not in around for cell in cells) for part in total.parts
        )

    def _at_most(self, narrow: Cell, broad: Cell) -> bool:
        return narrow == broad or self._within(narrow, broad)

    def _lattice(self, cells: Iterable[Cell], sums: Iterable[Sum], dropped: frozenset[Condition]) -> Lattice:
        listed = sorted(cells)
        gone = frozenset(step for step in self._order.all_steps if _step_condition(step) in dropped)
        above = {cell: self._above(cell, listed, gone) for cell in listed}
        edges = (
            Edge(narrow, broad, broads[broad])
            for narrow, broads in above.items()
            for broad in sorted(broads)
            if not any(broad in above[between] for between in broads)
        )
        left = (total for total in sums if total.condition not in dropped)
        return Lattice(tuple(listed), tuple(edges), tuple(left))

    def _above(
        self, cell: Cell, cells: Iterable[Cell], gone: frozenset[Step]
    ) -> dict[Cell, frozenset[Condition]]:
        """The cells that contain a cell without the steps that are gone, each with its conditions."""
        found = {}
        for broad in cells:
            if self._within(cell, broad):
                steps = self._order.steps(cell.indicator, broad.indicator, gone)
                if steps is not None:
                    found[broad] = frozenset(_step_condition(step) for step in steps)
        return found


def _sums(cells: Iterable[Cell], order: Order) -> list[Sum]:
    """Every sum of which some member is among the cells, each once."""
    found = {
        Sum(split, *members)
        for cell in cells
        for split in order.splits
        if (members := split.cells(cell)) is not None
    }
    return sorted(found, key=lambda total: (total.split.source, total.identity, total.whole))
