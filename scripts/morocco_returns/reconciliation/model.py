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

from morocco_returns.reconciliation.lattice import Lattice, Lattices
from morocco_returns.reconciliation.order import read_order
from morocco_returns.reconciliation.record import Record
from morocco_returns.reconciliation.statements import Cell, Condition, Span, Statement

_CODES = "code lists and identities"

Variable = tuple[Cell, Span]
Terms = tuple[tuple[Variable, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """``lower <= sum of coefficient times count <= upper``, with a name; None is an open side.

    ``statement`` is the key of what is stated; any other row is an identity in one period, of which
    ``identity`` is the name for all periods and ``source`` what gives it. ``conditions``: what it
    rests on. ``between`` are the keys of the statements that it connects, if only those.
    """

    name: str
    kind: str
    terms: Terms
    lower: int | None
    upper: int | None
    statement: str | None = None
    identity: str = ""
    source: str = ""
    conditions: frozenset[Condition] = frozenset()
    between: frozenset[str] = frozenset()

    @property
    def statements(self) -> frozenset[str]:
        """Keys of the statements without which the row would not be there."""
        return self.between if self.statement is None else frozenset([self.statement])


@dataclass(frozen=True)
class Model:
    """Rows over counts; every count is an integer from 0 up."""

    rows: tuple[Row, ...]
    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class Rules:
    """What a model is built by: how counts add over time, who is part of whom, what contains what."""

    record: Record
    lattices: Lattices

    def adds_over_time(self, cell: Cell) -> bool:
        """Whether the counts of sub-periods sum to that of the period."""
        return self.record.indicators[cell.indicator].adds_over_time == "yes"

    def at_most_over_time(self, cell: Cell) -> bool:
        """Whether the count of a period is at most that of its sub-periods together."""
        return self.record.indicators[cell.indicator].adds_over_time == "at_most"

    def grows_with_time(self, cell: Cell) -> bool:
        """Whether a longer period counts at least as many: everything but a state at a moment."""
        return self.record.indicators[cell.indicator].measure != "stock"


def rules_of(record: Record, *, definitions: bool = True) -> Rules:
    """The rules that the code lists and identities of a record give; see ``read_order``."""
    return Rules(record, Lattices(read_order(record, definitions=definitions)))


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
    own = frozenset({statement.cell for statement in kept} | {cell for cell, _ in asked})
    lattice = rules.lattices.around(own, dropped)
    timeline = _Timeline(lattice, _spans(kept, asked), rules)
    rows = [
        *_statement_rows(kept, timeline),
        *_part_rows(kept, rules.record, timeline),
        *_sum_rows(timeline),
        *_edge_rows(timeline),
        *_time_rows(timeline),
    ]
    rows = [row for row in rows if row.identity not in rules.record.without]
    used = {variable for row in rows for variable, _ in row.terms}
    used |= {variable for cell, span in asked for variable, _ in timeline.terms(cell, span)}
    return Model(tuple(rows), tuple(sorted(used)))


def conditions(said: Sequence[Statement], rules: Rules) -> frozenset[Condition]:
    """Every condition that statements or the identities between them rest on."""
    lattice = rules.lattices.around(frozenset(statement.cell for statement in said))
    return lattice.conditions.union(*(statement.conditions for statement in said))


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

    def __init__(self, lattice: Lattice, spans: dict[Cell, set[Span]], rules: Rules) -> None:
        self.lattice = lattice
        self.rules = rules
        days: dict[Cell, set[int]] = defaultdict(set)
        periods: dict[Cell, set[Span]] = defaultdict(set)
        once = {lattice.family[cell] for cell in spans if rules.at_most_over_time(cell)}
        for cell, own in spans.items():
            family = lattice.family[cell]
            days[family] |= {day for span in own for day in (span.start, span.stop)}
            periods[family] |= own
        self._atoms = {name: [Span(*ends) for ends in pairwise(sorted(cut))] for name, cut in days.items()}
        self._periods = {
            name: sorted(_with_rests(own) if name in once else own) for name, own in periods.items()
        }

    def spans(self, cell: Cell) -> list[Span]:
        """The atoms of a cell that adds up over time, or else the periods that occur in its family."""
        known = self._atoms if self.rules.adds_over_time(cell) else self._periods
        return known.get(self.lattice.family[cell], [])

    def terms(self, cell: Cell, span: Span) -> Terms:
        """The count of a cell in a span, as a sum of variables."""
        if not self.rules.adds_over_time(cell):
            return (((cell, span), 1),)
        return tuple(((cell, atom), 1) for atom in self.spans(cell) if atom.within(span))


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
    assumed = statement.conditions
    return Row(statement.key, "statement", terms, lower, upper, statement.key, conditions=assumed)


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
            name = f"{figure} is part of {own.part_of_id}"
            assumed, between = statement.conditions | base.conditions, frozenset([statement.key, base.key])
            yield Row(name, "part", terms, 0, None, None, name, own.document_id, assumed, between)


def _difference(whole: Terms, part: Terms) -> Terms:
    sums: dict[Variable, int] = defaultdict(int)
    for variable, coefficient in whole:
        sums[variable] += coefficient
    for variable, coefficient in part:
        sums[variable] -= coefficient
    return tuple((variable, coefficient) for variable, coefficient in sums.items() if coefficient)


def _sum_rows(timeline: _Timeline) -> Iterator[Row]:
    for total in timeline.lattice.sums:
        name, source = total.identity, total.split.source
        assumed = frozenset(condition for condition in [total.condition] if condition is not None)
        for span in timeline.spans(total.whole):
            terms = (((total.whole, span), 1), *(((part, span), -1) for part in total.parts))
            yield Row(f"{name}, {span}", "sum", terms, 0, 0, None, name, source, assumed)


def _edge_rows(timeline: _Timeline) -> Iterator[Row]:
    for narrow, broad, assumed in timeline.lattice.edges:
        differs = [(low, high) for low, high in zip(narrow[:4], broad[:4], strict=True) if low != high]
        label = timeline.rules.record.labels
        identity = " and ".join(
            f"“{label.get(low, low)}” is part of “{label.get(high, high)}”" for low, high in differs
        )
        for low, high in _comparable(timeline.spans(narrow), timeline.spans(broad), timeline.rules, narrow):
            terms = (((broad, high), 1), ((narrow, low), -1))
            name = f"{identity}, {low}"
            yield Row(name, "containment", terms, 0, None, None, identity, _CODES, assumed)


def _comparable(
    low: Sequence[Span], high: Sequence[Span], rules: Rules, cell: Cell
) -> Iterator[tuple[Span, Span]]:
    if rules.adds_over_time(cell) or not rules.grows_with_time(cell):
        shared = set(high)
        yield from ((span, span) for span in low if span in shared)
        return
    yield from ((inside, around) for inside in low for around in high if inside.within(around))


def _time_rows(timeline: _Timeline) -> Iterator[Row]:
    """What longer and shorter periods of one quantity say of each other where they do not add up."""
    for cell in timeline.lattice.cells:
        if timeline.rules.adds_over_time(cell) or not timeline.rules.grows_with_time(cell):
            continue
        spans = timeline.spans(cell)
        for inside in spans:
            for around in spans:
                if inside != around and inside.within(around):
                    terms = (((cell, around), 1), ((cell, inside), -1))
                    name = f"{inside} is part of {around}"
                    yield Row(name, "containment", terms, 0, None, None, name, "the calendar")
        if timeline.rules.at_most_over_time(cell):
            yield from _at_most_rows(cell, spans)


def _at_most_rows(cell: Cell, spans: Sequence[Span]) -> Iterator[Row]:
    """Each person is counted once a period, so a period is at most the sum of what it is cut into.

    ``spans`` hold the rests that cuts leave, so that cutting in two is enough.
    """
    known = set(spans)
    for whole in spans:
        for part in spans:
            rest = Span(part.stop, whole.stop, whole.moment)
            if part.start == whole.start and part.within(whole) and rest in known:
                terms = (((cell, part), 1), ((cell, rest), 1), ((cell, whole), -1))
                name = f"{whole} is at most {part} and {rest} together"
                yield Row(name, "containment", terms, 0, None, None, name, "adds_over_time of indicators")


def _with_rests(spans: Iterable[Span]) -> set[Span]:
    """Spans with what is left of each when others are cut off its beginning, one after another."""
    found = set(spans)
    stops: dict[int, set[int]] = defaultdict(set)
    for span in found:
        stops[span.start].add(span.stop)
    for whole in list(found):
        waiting = [whole.start]
        seen = set[int]()
        while waiting:
            start = waiting.pop()
            more = {stop for stop in stops[start] if stop < whole.stop} - seen
            seen |= more
            waiting += more
        found |= {Span(start, whole.stop, whole.moment) for start in seen}
    return found
