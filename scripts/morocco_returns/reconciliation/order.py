"""Which quantities contain which, and which add up to which, from the code lists.

A quantity has four dimensions (area, indicator, population, destination). One contains another if
it is the same or broader in each. What adds up comes from ``adds_to_broader`` of ``indicators`` and
from the hand-written table ``identities``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Order:
    """The containment of codes, each dimension for itself, and the splits."""

    above: Mapping[str, Mapping[str, frozenset[str]]]
    splits: tuple[Split, ...]
    scoped: tuple[tuple[str, str, str, str], ...] = ()

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
        return (
            broad == narrow
            or broad in self.above[dimension].get(narrow, frozenset())
            or (dimension, broad, narrow, indicator) in self.scoped
        )

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
    scoped = set()
    for code, indicator in record.indicators.items():
        if definitions and indicator.broader_id is not None:
            parents["indicator"][code].add(indicator.broader_id)
    for dimension, broader in (("population", record.broader_population), ("area", record.broader_area)):
        for code, parent in broader.items():
            parents[dimension][code].add(parent)
    for identity in record.identities:
        if identity.dimension == "indicator" and not definitions:
            continue
        if identity.indicator_id is None:
            parents[identity.dimension][identity.part].add(identity.whole)
        else:
            scoped.add((identity.dimension, identity.whole, identity.part, identity.indicator_id))
    above = {dimension: _closed(known) for dimension, known in parents.items()}
    splits = (*_indicator_splits(record), *_written_splits(record))
    kept = (split for split in splits if definitions or split.dimension != "indicator")
    return Order(above, tuple(kept), tuple(sorted(scoped)))


def _closed(parents: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    def ancestors(code: str) -> Iterator[str]:
        for parent in parents.get(code, ()):
            yield parent
            yield from ancestors(parent)

    return {code: frozenset(ancestors(code)) for code in list(parents)}


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
