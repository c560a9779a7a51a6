"""All that a set of statements implies, as named linear rows over counts that are not negative.

A count that adds up over time is cut into atoms at every day on which a period of its family of
quantities begins or ends; other counts have one variable a period. Rows are of four kinds:
``statement`` (droppable: what a figure says), ``containment`` (a part is at most its whole),
``sum`` (parts make up the whole) and ``part`` ("of whom", within one document).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from morocco_returns.reconcile.order import Order, Split
from morocco_returns.reconcile.record import Record
from morocco_returns.reconcile.statements import Cell, Condition, Span, Statement

Variable = tuple[Cell, Span]
Terms = tuple[tuple[Variable, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """``lower <= sum of coefficient times count <= upper``, with a name; None is an open side."""

    name: str
    kind: str
    terms: Terms
    lower: int | None
    upper: int | None
    statement: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Model:
    """Rows over counts; every count is an integer from 0 up."""

    rows: tuple[Row, ...]
    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class Rules:
    """What a model is built by: the order of codes, how counts add over time, who is part of whom."""

    record: Record
    order: Order

    def adds_over_time(self, cell: Cell) -> bool:
        """Whether the counts of sub-periods sum to that of the period."""
        return self.record.indicators[cell.indicator].adds_over_time == "yes"

    def grows_with_time(self, cell: Cell) -> bool:
        """Whether a longer period counts at least as many: everything but a state at a moment."""
        return self.record.indicators[cell.indicator].measure != "stock"


def build(
    said: Sequence[Statement],
    rules: Rules,
    dropped: frozenset[Condition] = frozenset(),
    asked: Iterable[Variable] = (),
) -> Model:
    """The model of some statements, without the conditions that are ``dropped``.

    ``asked`` are further quantities and periods whose counts the model must have.
    """
    kept = [left for statement in said if (left := statement.without(dropped)) is not None]
    asked = list(asked)
    cells = _with_siblings({s.cell for s in kept} | {cell for cell, _ in asked}, rules)
    edges = _edges(sorted(cells), rules, dropped)
    splits = [split for split in _splits(cells, rules) if _split_condition(split[0]) not in dropped]
    spans = _spans(kept, asked)
    timeline = _Timeline(cells, edges, splits, spans, rules)
    rows = [
        *_statement_rows(kept, timeline),
        *_part_rows(kept, rules.record, timeline),
        *_split_rows(splits, timeline),
        *_edge_rows(edges, timeline),
        *_time_rows(timeline),
    ]
    used = {variable for row in rows for variable, _ in row.terms}
    used |= {variable for cell, span in asked for variable, _ in timeline.terms(cell, span)}
    return Model(tuple(rows), tuple(sorted(used)))


def conditions(said: Sequence[Statement], rules: Rules) -> frozenset[Condition]:
    """Every condition that statements or the identities between them rest on."""
    found = {condition for statement in said for condition in statement.conditions}
    cells = _with_siblings({statement.cell for statement in said}, rules)
    for edge in _edges(sorted(cells), rules, frozenset()):
        found |= _edge_conditions(*edge)
    found |= {_split_condition(split) for split, _, _ in _splits(cells, rules)} - {_NONE}
    return frozenset(found)


_NONE = Condition("", "")
Edge = tuple[Cell, Cell]
SplitCells = tuple[Split, Cell, tuple[Cell, ...]]


def _with_siblings(cells: set[Cell], rules: Rules) -> set[Cell]:
    """The cells, and those that a sum over at least two of them needs besides."""
    found = set(cells)
    for split, whole, parts in _splits(cells, rules):
        if split is not None:
            found |= {whole, *parts}
    return found


def _splits(cells: set[Cell], rules: Rules) -> list[SplitCells]:
    """The sums of which at least two members are among the cells, each once."""
    found = {}
    for cell in cells:
        for split in rules.order.splits:
            members = split.cells(cell)
            if members is not None and len({members[0], *members[1]} & cells) > 1:
                found[(split, members[0])] = (split, *members)
    return [found[key] for key in sorted(found, key=lambda key: (key[0].source, key[0].whole, key[1]))]


def _split_condition(split: Split) -> Condition:
    """A sum over indicators holds for one producer's definitions only."""
    if split.dimension != "indicator":
        return _NONE
    return Condition("definition", f"{split.whole} = {' + '.join(split.parts)}")


def _edge_conditions(narrow: Cell, broad: Cell) -> set[Condition]:
    if narrow.indicator == broad.indicator:
        return set()
    return {Condition("definition", f"{narrow.indicator} <= {broad.indicator}")}


def _edges(cells: list[Cell], rules: Rules, dropped: frozenset[Condition]) -> list[Edge]:
    """Pairs (narrow, broad) of cells, without those that follow from two others."""
    contains = rules.order.contains
    above = {
        cell: {b for b in cells if contains(b, cell) and not _edge_conditions(cell, b) & dropped}
        for cell in cells
    }
    return [
        (narrow, broad)
        for narrow, broads in above.items()
        for broad in sorted(broads)
        if not any(broad in above[between] for between in broads)
    ]


def _spans(said: Iterable[Statement], asked: Iterable[Variable]) -> dict[Cell, set[Span]]:
    spans: dict[Cell, set[Span]] = defaultdict(set)
    for statement in said:
        spans[statement.cell].add(statement.outer)
        if statement.inner is not None:
            spans[statement.cell].add(statement.inner)
    for cell, span in asked:
        spans[cell].add(span)
    return spans


class _Timeline:
    """Which variables count what happened to a cell in a span."""

    def __init__(
        self,
        cells: set[Cell],
        edges: list[Edge],
        splits: list[SplitCells],
        spans: dict[Cell, set[Span]],
        rules: Rules,
    ) -> None:
        self.rules = rules
        self.family = _families(cells, edges, splits)
        self.cells = sorted(cells)
        self._days: dict[Cell, set[int]] = defaultdict(set)
        self._spans: dict[Cell, set[Span]] = defaultdict(set)
        for cell, own in spans.items():
            family = self.family[cell]
            self._days[family] |= {day for span in own for day in (span.start, span.stop)}
            self._spans[family] |= own

    def spans(self, cell: Cell) -> list[Span]:
        """The atoms of a cell that adds up over time, or else the periods that occur in its family."""
        family = self.family[cell]
        if self.rules.adds_over_time(cell):
            return [Span(*days) for days in pairwise(sorted(self._days[family]))]
        return sorted(self._spans[family])

    def terms(self, cell: Cell, span: Span) -> Terms:
        """The count of a cell in a span, as a sum of variables."""
        if not self.rules.adds_over_time(cell):
            return (((cell, span), 1),)
        return tuple(((cell, atom), 1) for atom in self.spans(cell) if atom.within(span))


def _families(cells: set[Cell], edges: list[Edge], splits: list[SplitCells]) -> dict[Cell, Cell]:
    """For each cell one that stands for all that hang together with it."""
    root = {cell: cell for cell in cells}

    def find(cell: Cell) -> Cell:
        while root[cell] != cell:
            cell = root[cell]
        return cell

    for first, second in edges:
        root[find(first)] = find(second)
    for _, whole, parts in splits:
        for part in parts:
            root[find(part)] = find(whole)
    return {cell: find(cell) for cell in cells}


def _statement_rows(said: Iterable[Statement], timeline: _Timeline) -> Iterator[Row]:
    for statement in said:
        outer, inner = statement.outer, statement.inner
        if outer == inner:
            terms = timeline.terms(statement.cell, outer)
            yield _stated(statement, terms, statement.lower, statement.upper)
            continue
        if statement.lower:
            yield _stated(statement, timeline.terms(statement.cell, outer), statement.lower, None)
        if inner is not None and statement.upper is not None:
            yield _stated(statement, timeline.terms(statement.cell, inner), None, statement.upper)


def _stated(statement: Statement, terms: Terms, lower: int | None, upper: int | None) -> Row:
    return Row(statement.key, "statement", terms, lower, upper, statement.key)


def _part_rows(said: Sequence[Statement], record: Record, timeline: _Timeline) -> Iterator[Row]:
    """A part ("of whom") is at most its base, where both are dated."""
    of_figure = {figure: statement for statement in said for figure in statement.figures}
    for figure, statement in of_figure.items():
        base = of_figure.get(record.figure(figure).part_of_id or "")
        if base is None or statement.inner is None or base.inner is None or base is statement:
            continue
        terms = _difference(
            timeline.terms(base.cell, base.outer), timeline.terms(statement.cell, statement.inner)
        )
        if terms:
            own = record.figure(figure)
            yield Row(f"{figure} is part of {own.part_of_id}", "part", terms, 0, None, None, own.document_id)


def _difference(whole: Terms, part: Terms) -> Terms:
    sums: dict[Variable, int] = defaultdict(int)
    for variable, coefficient in whole:
        sums[variable] += coefficient
    for variable, coefficient in part:
        sums[variable] -= coefficient
    return tuple((variable, coefficient) for variable, coefficient in sums.items() if coefficient)


def _split_rows(splits: Iterable[SplitCells], timeline: _Timeline) -> Iterator[Row]:
    for split, whole, parts in splits:
        for span in timeline.spans(whole):
            terms = (((whole, span), 1), *(((part, span), -1) for part in parts))
            yield Row(_sum_name(split, whole, span), "sum", terms, 0, 0, None, split.source)


def _sum_name(split: Split, whole: Cell, span: Span) -> str:
    return f"{split.whole} = {' + '.join(split.parts)} ({whole.area}, {span})"


def _edge_rows(edges: Iterable[Edge], timeline: _Timeline) -> Iterator[Row]:
    rules = timeline.rules
    for narrow, broad in edges:
        differs = [f"{low} <= {high}" for low, high in zip(narrow[:4], broad[:4], strict=True) if low != high]
        name = f"{', '.join(differs)} ({narrow.area})"
        for low, high in _comparable(timeline.spans(narrow), timeline.spans(broad), rules, narrow):
            terms = (((broad, high), 1), ((narrow, low), -1))
            yield Row(f"{name}, {low}", "containment", terms, 0, None, None, "the code lists")


def _comparable(
    low: Sequence[Span], high: Sequence[Span], rules: Rules, cell: Cell
) -> Iterator[tuple[Span, Span]]:
    if rules.adds_over_time(cell) or not rules.grows_with_time(cell):
        yield from ((span, span) for span in low if span in set(high))
        return
    yield from ((inside, around) for inside in low for around in high if inside.within(around))


def _time_rows(timeline: _Timeline) -> Iterator[Row]:
    """What longer and shorter periods of one quantity say of each other where they do not add up."""
    for cell in timeline.cells:
        if timeline.rules.adds_over_time(cell) or not timeline.rules.grows_with_time(cell):
            continue
        spans = timeline.spans(cell)
        for inside in spans:
            for around in spans:
                if inside != around and inside.within(around):
                    terms = (((cell, around), 1), ((cell, inside), -1))
                    name = f"{inside} is part of {around} ({cell.area}, {cell.indicator})"
                    yield Row(name, "containment", terms, 0, None, None, "the calendar")
        if timeline.rules.record.indicators[cell.indicator].adds_over_time == "at_most":
            yield from _at_most_rows(cell, spans)


def _at_most_rows(cell: Cell, spans: Sequence[Span]) -> Iterator[Row]:
    """Each person is counted once a period, so a period is at most the sum of what it is cut into."""
    for whole in spans:
        for parts in _cuts(whole, [span for span in spans if span != whole and span.within(whole)]):
            terms = (*(((cell, part), 1) for part in parts), ((cell, whole), -1))
            name = f"{whole} is at most the sum of its parts ({cell.area}, {cell.indicator})"
            yield Row(name, "containment", terms, 0, None, None, "adds_over_time of indicators")


def _cuts(whole: Span, parts: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Every way to lay the parts end to end from the first day of the whole to its last."""
    if whole.start == whole.stop:
        yield ()
        return
    for part in parts:
        if part.start == whole.start:
            for rest in _cuts(Span(part.stop, whole.stop, whole.moment), parts):
                yield (part, *rest)
