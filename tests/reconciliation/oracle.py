"""What can be true together, found by trying counts: code of its own, nothing of the engine but its words.

Every quantity of a small world is a whole number a quarter. The rules between them are written out
here from the code lists, for all quantities at once, and numbers are tried until all hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise, product

from morocco_returns.reconciliation.statements import Cell, Condition, Span, Statement

STEPS = {
    "returned": "departure",
    "unsupervised-departure": "departure",
    "voluntary-return": "returned",
    "enforced-return": "returned",
    "returned-on-laissez-passer": "returned",
    "assisted-voluntary-return": "voluntary-return",
}
SUMS = {
    "departure": ("returned", "unsupervised-departure"),
    "returned": ("enforced-return", "voluntary-return"),
}
POPULATIONS = {
    "moroccan-nationals": "any-nationality",
    "asylum-seekers": "moroccan-nationals",
    "rejected-asylum-seekers": "asylum-seekers",
    "minors": "moroccan-nationals",
    "named-group": "any-nationality",
}
AREAS = {"DEA": "DE"}
DESTINATIONS = {"MA": "_X", "_X": "_T", "_O": "_T"}
ANY_DESTINATION = ("MA", "_O")  # together they make up _T
INDICATORS = sorted({*STEPS, *STEPS.values()})

Variable = tuple[Cell, Span]
Terms = dict[Variable, int]
Row = tuple[Terms, int | None, int | None]


def definition(words: str) -> Condition:
    return Condition("definition", words)


@cache
def definitions() -> frozenset[Condition]:
    """Every definition between the indicators of this world."""
    steps = {definition(f"{low} is part of {high}") for low, high in STEPS.items()}
    return frozenset(steps | {definition(_sum_name(whole)) for whole in SUMS})


def _sum_name(whole: str) -> str:
    return f"{whole} = {' + '.join(SUMS[whole])}"


def reduced(statement: Statement, dropped: frozenset[Condition]) -> Statement | None:
    """The statement without some conditions, written again from what each kind means."""
    kinds = {condition.kind for condition in statement.conditions if condition in dropped}
    if "inferred" in kinds or "dated" in kinds:
        return None
    lower, upper = statement.wide if "rounding" in kinds else (statement.lower, statement.upper)
    destination = f"_X of {statement.key}" if "destination" in kinds else statement.cell.destination
    inner = None if "as_of" in kinds else statement.inner
    return Statement(
        statement.key,
        statement.figures,
        statement.cell._replace(destination=destination),
        statement.outer,
        inner,
        lower,
        upper,
        statement.wide,
    )


def can_be_true(said: Iterable[Statement], dropped: frozenset[Condition] = frozenset()) -> bool:
    """Whether some whole numbers make all the statements true."""
    return solve(rows(said, dropped)) is not None


def rows(said: Iterable[Statement], dropped: frozenset[Condition] = frozenset()) -> list[Row]:
    """All that the statements and the rules say of the counts."""
    left = [s for s in (reduced(s, dropped) for s in said) if s is not None]
    if not left:
        return []
    days = {day for s in left for span in (s.outer, s.inner) if span for day in (span.start, span.stop)}
    atoms = [Span(*ends) for ends in pairwise(sorted(days))]
    found: list[Row] = []
    for s in left:
        if s.lower is not None:
            found.append((_count(s.cell, s.outer, atoms), s.lower, None))
        if s.inner is not None and s.upper is not None:
            found.append((_count(s.cell, s.inner, atoms), None, s.upper))
    cells = _world([s.cell for s in left])
    parts_of = [pair for pair in product(cells, cells) if _contained(*pair, dropped & definitions())]
    for atom in atoms:
        found += [({(high, atom): 1, (low, atom): -1}, 0, None) for low, high in parts_of]
        for cell in cells:
            parts = SUMS.get(cell.indicator)
            if parts and not cell.private and definition(_sum_name(cell.indicator)) not in dropped:
                terms = {(cell, atom): 1} | {(cell._replace(indicator=p), atom): -1 for p in parts}
                found.append((terms, 0, 0))
            if cell.destination == "_T" and not cell.private:
                terms = {(cell, atom): 1}
                terms |= {(cell._replace(destination=part), atom): -1 for part in ANY_DESTINATION}
                found.append((terms, 0, 0))
    return found


def _count(cell: Cell, span: Span, atoms: Sequence[Span]) -> Terms:
    return {(cell, a): 1 for a in atoms if span.start <= a.start and a.stop <= span.stop}


def _upward(code: str, above: dict[str, str]) -> list[str]:
    return [code, *(_upward(above[code], above) if code in above else [])]


def _ways(destination: str) -> list[str]:
    """A destination and those that hold it; one that a single text means is somewhere."""
    return [destination, "_T"] if destination.startswith("_X of") else _upward(destination, DESTINATIONS)


def _world(used: Sequence[Cell]) -> list[Cell]:
    """Every quantity of the codes in use and those above them, with all indicators."""
    areas = {code for cell in used for code in _upward(cell.area, AREAS)}
    populations = {code for cell in used for code in _upward(cell.population, POPULATIONS)} - {"named-group"}
    destinations = {cell.destination for cell in used}
    if destinations & {"_T", "_O"}:
        destinations |= {"_T", "_X", *ANY_DESTINATION}
    all_of_them = {Cell(*codes) for codes in product(areas, INDICATORS, populations, destinations)}
    return sorted(all_of_them | set(used))


@cache
def _contained(low: Cell, high: Cell, dropped: frozenset[Condition]) -> bool:
    """Whether all that ``low`` counts, ``high`` counts. A closed group is nobody else's whole."""
    if low == high or high.private:
        return False
    way = _upward(low.indicator, STEPS)
    if high.indicator not in way or high.destination not in _ways(low.destination):
        return False
    steps = pairwise(way[: way.index(high.indicator) + 1])
    if any(definition(f"{one} is part of {other}") in dropped for one, other in steps):
        return False
    return high.population in _upward(low.population, POPULATIONS) and high.area in _upward(low.area, AREAS)


class _Empty(Exception):
    """No number is left for some count."""


def solve(all_rows: Sequence[Row]) -> dict[Variable, int] | None:
    """Whole numbers from 0 up that meet every row, tried one after another; None if there are none."""
    names = sorted({variable for terms, _, _ in all_rows for variable in terms})
    place = {name: number for number, name in enumerate(names)}
    limits = [abs(side) for _, low, high in all_rows for side in (low, high) if side is not None]
    most = sum(limits) + 1
    sparse = [([(place[v], c) for v, c in terms.items()], low, high) for terms, low, high in all_rows]
    of: list[list[int]] = [[] for _ in names]
    for number, (terms, _, _) in enumerate(sparse):
        for v, _ in terms:
            of[v].append(number)
    found = _try([(0, most)] * len(names), sparse, of, set(range(len(sparse))))
    return None if found is None else dict(zip(names, found, strict=True))


_Sparse = tuple[list[tuple[int, int]], int | None, int | None]


def _try(
    ranges: list[tuple[int, int]], all_rows: list[_Sparse], of: list[list[int]], open_rows: set[int]
) -> list[int] | None:
    try:
        ranges = _narrowed(list(ranges), all_rows, of, open_rows)
    except _Empty:
        return None
    choice = _unmet(ranges, all_rows)
    if choice is None:
        return [low for low, _ in ranges]
    low, high = ranges[choice]
    middle = (low + high) // 2
    for part in ((middle + 1, high), (low, middle)):
        tried = [*ranges[:choice], part, *ranges[choice + 1 :]]
        if (found := _try(tried, all_rows, of, set(of[choice]))) is not None:
            return found
    return None


def _unmet(ranges: list[tuple[int, int]], all_rows: list[_Sparse]) -> int | None:
    """A count to raise in a row that the least numbers do not meet; None if they meet all rows."""
    for terms, low, high in all_rows:
        least = sum(c * ranges[v][0] for v, c in terms)
        short, over = low is not None and least < low, high is not None and least > high
        if short or over:
            wanted = 1 if short else -1
            return next(v for v, c in terms if c == wanted and ranges[v][0] < ranges[v][1])
    return None


def _narrowed(
    ranges: list[tuple[int, int]], all_rows: list[_Sparse], of: list[list[int]], open_rows: set[int]
) -> list[tuple[int, int]]:
    """Strike the numbers that a row by itself rules out."""
    while open_rows:
        terms, low, high = all_rows[open_rows.pop()]
        least = sum(c * ranges[v][0 if c > 0 else 1] for v, c in terms)
        most = sum(c * ranges[v][1 if c > 0 else 0] for v, c in terms)
        for v, c in terms:
            start, stop = ranges[v]
            rest_least, rest_most = least - min(c * start, c * stop), most - max(c * start, c * stop)
            kept = _kept(
                start,
                stop,
                c,
                None if low is None else low - rest_most,
                None if high is None else high - rest_least,
            )
            if kept[0] > kept[1]:
                raise _Empty
            if kept != (start, stop):
                ranges[v] = kept
                open_rows.update(of[v])
                least, most = rest_least + min(c * k for k in kept), rest_most + max(c * k for k in kept)
    return ranges


def _kept(start: int, stop: int, factor: int, least: int | None, most: int | None) -> tuple[int, int]:
    """The numbers n for which ``factor`` (1 or -1) times n lies between the two."""
    if factor < 0:
        least, most = None if most is None else -most, None if least is None else -least
    return max(start, start if least is None else least), min(stop, stop if most is None else most)
