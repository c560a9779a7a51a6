"""Conflicts in plain words, with the documents, pages and quotes that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.statements import Cell, Condition, Statement
from morocco_returns.reconciliation.verdict import Conflict, Way
from morocco_returns.wording import visible


def one_line(text: str) -> str:
    """A line with what data brought into it made fit to print: any white space is one blank."""
    margin = len(text) - len(text.lstrip(" "))
    return " " * margin + visible(" ".join(text.split()))


if TYPE_CHECKING:
    from morocco_returns.reconciliation.result import Dispute, Reconciliation


def quantity(cell: Cell, record: Record) -> str:
    """A quantity by the English labels of its codes."""
    named = [record.labels.get(code, code) for code in cell[:3]]
    to = {"_Z": "", "_X": ", destination not stated"}
    destination = record.labels.get(cell.destination, cell.destination)
    return ", ".join(named) + to.get(cell.destination, f", to {destination}")


def bounds(lower: int | None, upper: int | None) -> str:
    """Closed bounds in words."""
    if lower == upper and lower is not None:
        return f"exactly {lower}"
    if upper is None:
        return f"at least {lower or 0}"
    return f"{lower or 0} to {upper}"


def source(figure: Figure) -> str:
    """Where a figure stands: its document, page, and cell or quote."""
    place = [f"“{figure.document_title}”" if figure.document_title else figure.document_id]
    place += [part for part in (figure.publisher, figure.published) if part]
    place += [f"page {figure.page}"] if figure.page else []
    if figure.row_label or figure.column_label:
        place.append(f"row “{figure.row_label or ''}”, column “{figure.column_label or ''}”")
    if figure.quote:
        place.append(f"“{figure.quote}”")
    return ", ".join(place)


def statement_lines(statement: Statement, record: Record) -> Iterator[str]:
    """A statement: what it says, then every figure that says so."""
    first = record.figure(statement.figures[0])
    says = bounds(statement.lower, statement.upper)
    yield f"{first.observation_id} prints “{first.value_printed}”, that is {says}: " + ", ".join(
        [quantity(statement.cell, record), str(statement.outer)]
    )
    for figure in statement.figures:
        yield f"    {figure}: {source(record.figure(figure))}"


def because(conflict: Conflict) -> list[str]:
    """The identities that a proof uses, each once, with what gives it."""
    rows = conflict.core.impossible.rows
    named = {f"{row.identity} ({row.source})" for row in rows if row.identity}
    return sorted(named)


def condition(what: Condition, record: Record) -> str:
    """What would have to be so for the condition not to hold."""
    kind, subject = what
    if kind == "definition":
        return f"“{subject}” does not hold between these documents, which count by definitions of their own"
    if subject not in record.by_id:
        return f"the numbers of table {subject} are rounded"
    printed = f"“{record.figure(subject).value_printed}” ({subject})"
    return {
        "rounding": f"{printed} is a rounded number",
        "as_of": f"{printed} stops counting before the date of its document",
        "dated": f"{printed} is of an earlier day than its document",
        "inferred": f"{printed} counts another period than the inferred one",
        "destination": f"{printed}, which states no destination, means another one",
    }[kind]


def way_words(way: Way, record: Record) -> str:
    """One way out of a tension, with the numbers."""
    words = " and ".join(condition(what, record) for what in sorted(way.dropped))
    stands = [
        f"{needed.statement.key} then counts {bounds(needed.least, needed.most)}" for needed in way.needed
    ]
    return words + (f" ({'; '.join(stands)})" if stands else "")


def conflict_lines(conflict: Conflict, record: Record) -> Iterator[str]:
    """A conflict: its verdict, the figures in it, why they conflict and what would resolve it."""
    apart = "" if conflict.gap is None else f" (the numbers miss each other by at least {conflict.gap})"
    against = " against ".join(statement.key for statement in conflict.statements)
    yield f"{conflict.verdict}: {against}{apart}"
    for reason in because(conflict):
        yield f"    because {reason}"
    for way in conflict.ways:
        yield f"    possible only if {way_words(way, record)}"


def dispute_lines(dispute: Dispute, record: Record) -> Iterator[str]:
    """A dispute: what is said, what of it conflicts, and which statement settles all if it goes."""
    for statement in dispute.statements:
        yield from statement_lines(statement, record)
    for conflict in dispute.conflicts:
        yield from conflict_lines(conflict, record)
    if dispute.restores:
        yield "consistent without any one of: " + "; ".join(figures_of(s) for s in dispute.restores)
    else:
        yield "no single statement settles this when it goes"


def figures_of(statement: Statement) -> str:
    """The ids of the figures of a statement."""
    return ", ".join(statement.figures)


def report_lines(result: Reconciliation) -> Iterator[str]:
    """The whole result: disputes, agreements, and what was left out."""
    return (one_line(line) for line in _report(result))


def _report(result: Reconciliation) -> Iterator[str]:
    record = result.record
    for number, dispute in enumerate(result.disputes, start=1):
        yield f"dispute {number}"
        yield from (f"  {line}" for line in dispute_lines(dispute, record))
        yield ""
    for agreement in result.agreements:
        yield f"agreement: {quantity(agreement.cell, record)}, {agreement.span}: " + ", ".join(
            [bounds(agreement.lower, agreement.upper), *agreement.origins]
        )
    yield ""
    yield from _summary(result)


def _summary(result: Reconciliation) -> Iterator[str]:
    verdicts = [conflict.verdict for conflict in result.conflicts]
    yield (
        f"scenario “{result.scenario.name}”: {sum(len(s.figures) for s in result.statements)} figures in "
        f"{len(result.statements)} statements; {verdicts.count('contradiction')} contradictions, "
        f"{verdicts.count('tension')} tensions, {len(result.agreements)} agreements of independent origins"
    )
    if not result.complete:
        yield "the search was given up: there are more conflicts than these"
    reasons = _counted(left.reason for left in result.left_out)
    yield from (f"in doubt: {doubt}" for doubt in result.doubts)
    yield f"left out: {sum(reasons.values())} figures"
    for reason, times in sorted(reasons.items(), key=lambda item: -item[1]):
        yield f"  {times}: {reason}"


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts
