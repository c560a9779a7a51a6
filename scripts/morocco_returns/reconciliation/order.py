"""Which quantities contain which, and which add up to which, from the code lists.

A quantity has four dimensions (area, indicator, population, destination). One contains another if
it is the same or broader in each. What adds up comes from ``adds_to_broader`` of ``indicators`` and
from the hand-written table ``identities``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from morocco_returns.reconciliation.record import Record
from morocco_returns.reconciliation.statements import OF_ITS_OWN, Cell

_CODE_LISTS = {
    "indicator": "the code list of indicators",
    "population": "the code list of populations",
    "area": "the code list of areas",
}


@dataclass(frozen=True, slots=True)
class Split:
    """Parts that are disjoint and together make up the whole, in one dimension."""

    dimension: str
    whole: str
    parts: tuple[str, ...]
    source: str
    indicator: str | None = None

    def cells(self, cell: Cell) -> tuple[Cell, tuple[Cell, ...]] | None:
        """The whole and the parts of this split with which ``cell`` shares all else, if it is one of them."""
        code = getattr(cell, self.dimension)
        if code not in (self.whole, *self.parts) or cell.private:
            return None
        if self.indicator is not None and cell.indicator != self.indicator:
            return None
        return (
            cell._replace(**{self.dimension: self.whole}),
            tuple(cell._replace(**{self.dimension: part}) for part in self.parts),
        )


Step = tuple[str, str]  # an indicator and the one directly above it


@dataclass(frozen=True)
class Order:
    """The containment of codes, each dimension for itself, and the splits.

    ``parents`` are the codes directly above each code, ``above`` all of them, by dimension; ``scoped``
    is ``above`` for a dimension and an indicator for which identities say more.
    """

    parents: Mapping[str, Mapping[str, frozenset[str]]]
    above: Mapping[str, Mapping[str, frozenset[str]]]
    splits: tuple[Split, ...]
    scoped: Mapping[tuple[str, str], Mapping[str, frozenset[str]]]

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """Every step from an indicator to one directly above it."""
        return tuple((low, high) for low, parents in self.parents["indicator"].items() for high in parents)

    def contains(self, broad: Cell, narrow: Cell) -> bool:
        """Whether whoever is counted in ``narrow`` is counted in ``broad`` too; not for a cell and itself."""
        if broad == narrow or not all(
            self._at_least(dimension, getattr(broad, dimension), getattr(narrow, dimension), narrow.indicator)
            for dimension in ("area", "indicator", "population", "destination")
        ):
            return False
        own = [cell for cell in (broad, narrow) if cell.private]
        return not own or (broad[:4] != narrow[:4] and not self._share_a_group(broad, narrow))

    def _at_least(self, dimension: str, broad: str, narrow: str, indicator: str) -> bool:
        if dimension == "destination" and narrow.startswith(OF_ITS_OWN):
            return broad in (narrow, "_T")
        above = self.scoped.get((dimension, indicator), self.above[dimension])
        return broad == narrow or broad in above.get(narrow, frozenset())

    def steps(self, narrow: str, broad: str, without: frozenset[Step]) -> tuple[Step, ...] | None:
        """The steps from an indicator up to a broader one; None if there is no way but over ``without``."""
        if narrow == broad:
            return ()
        for parent in sorted(self.parents["indicator"].get(narrow, ())):
            higher = broad == parent or broad in self.above["indicator"].get(parent, ())
            if higher and (narrow, parent) not in without:
                rest = self.steps(parent, broad, without | {(narrow, parent)})
                if rest is not None:
                    return ((narrow, parent), *rest)
        return None

    def _share_a_group(self, broad: Cell, narrow: Cell) -> bool:
        """Whether both name the same kind of closed group, which need not be the same group."""
        if broad.private == narrow.private:
            return False
        return any(code in OPEN and code in narrow for code in broad)


# Codes that stand for another thing in each text, so that two private cells do not share them.
OPEN = ("named-group", "moroccans-with-others")


def read_order(record: Record, *, definitions: bool = True) -> Order:
    """The order that the code lists and identities of a record give.

    Without ``definitions`` no indicator is part of another: that holds within the counts of one
    producer only.
    """
    parents: dict[str, dict[str, set[str]]] = {
        name: defaultdict(set) for name in ("area", "indicator", "population", "destination")
    }
    for code, indicator in record.indicators.items():
        if definitions and indicator.broader_id is not None:
            parents["indicator"][code].add(indicator.broader_id)
    for dimension, broader in (("population", record.broader_population), ("area", record.broader_area)):
        for code, parent in broader.items():
            parents[dimension][code].add(parent)
    scoped: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for identity in record.identities:
        if identity.dimension == "indicator" and not definitions:
            continue
        if identity.indicator_id is None:
            parents[identity.dimension][identity.part].add(identity.whole)
        else:
            scoped[(identity.dimension, identity.indicator_id)][identity.part].add(identity.whole)
    splits = (*_indicator_splits(record), *_written_splits(record))
    return Order(
        {name: {code: frozenset(up) for code, up in known.items()} for name, known in parents.items()},
        {name: _closed([known]) for name, known in parents.items()},
        tuple(split for split in splits if definitions or split.dimension != "indicator"),
        {key: _closed([parents[key[0]], more]) for key, more in scoped.items()},
    )


def _closed(parents: Sequence[Mapping[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """All codes above each code; a code list that goes in a circle has them all above one another."""

    def ancestors(code: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [code]
        while waiting:
            child = waiting.pop()
            more = {parent for known in parents for parent in known.get(child, ())} - found
            found |= more
            waiting += more
        return frozenset(found)

    return {code: ancestors(code) for known in parents for code in known}


def _indicator_splits(record: Record) -> Iterator[Split]:
    parts = defaultdict(list)
    for code, indicator in record.indicators.items():
        if indicator.adds_to_broader == "all" and indicator.broader_id is not None:
            parts[indicator.broader_id].append(code)
    for whole, codes in parts.items():
        yield Split("indicator", whole, tuple(codes), _CODE_LISTS["indicator"])


def _written_splits(record: Record) -> Iterator[Split]:
    sums = defaultdict(list)
    for identity in record.identities:
        if identity.relation == "sum":
            sums[identity.identity_id].append(identity)
    for name, rows in sums.items():
        first = rows[0]
        parts = tuple(row.part for row in rows)
        yield Split(first.dimension, first.whole, parts, f"identities, {name}", first.indicator_id)
