"""A comparison for people in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from morocco_returns.diff.change import Change
from morocco_returns.diff.compare import Difference
from morocco_returns.diff.errata import Erratum
from morocco_returns.diff.semver import KINDS, Bump
from morocco_returns.diff.words import counted, described, value_shown, verdict
from morocco_returns.report.safe import visible
from morocco_returns.report.summary import number

FEW = 5
_STYLE = {Bump.PATCH: "green", Bump.MINOR: "yellow", Bump.MAJOR: "bold red", Bump.NONE: "dim"}


def print_difference(difference: Difference, console: Console, *, every: bool = False) -> None:
    """Print the rows that changed by table, every kind of change with the first few (or ``every`` one)
    of them, the errata that are missing, and the bump that all this demands.
    """
    old, new = difference.old, difference.new
    ends = visible(f"{old.label} (version {old.version}) -> {new.label} (version {new.version})")
    _line(console, Text(ends, "bold"))
    for counts in difference.tables:
        if said := counted(counts):
            built = ", built from the others" if counts.built else ""
            _line(console, Text(f"  {counts.name}: {said}{built}"))
    for kind, changes in difference.by_kind().items():
        _print_kind(kind, changes, console, len(changes) if every else FEW)
    lacking = "missing in data/changes.csv (`release --prepare` writes them)"
    _print_errata(lacking, difference.missing, console, every=every)
    _print_errata("of data/changes.csv for which nothing changed", difference.idle, console, every=every)
    _line(console, Text(verdict(difference), _STYLE[difference.demands]))


def _print_kind(kind: str, changes: list[Change], console: Console, most: int) -> None:
    rule = KINDS[kind]
    weight = f"{rule.bump.word}, refused as it stands" if rule.refused else rule.bump.word
    heading = Text.assemble((weight, _STYLE[rule.bump]), f" [{kind}] {rule.what}: ", str(len(changes)))
    _line(console, heading)
    _line(console, Text(f"  because {rule.why}", "dim"))
    _few([described(change) for change in changes], console, most)


def _print_errata(title: str, errata: Iterable[Erratum], console: Console, *, every: bool) -> None:
    rows = [visible(f"{e.resource} {e.row_key} {e.field}: {_values(e)}") for e in errata]
    if rows:
        _line(console, Text(f"{number(len(rows), 'row')} {title}", "bold"))
        _few(rows, console, len(rows) if every else FEW)


def _values(erratum: Erratum) -> str:
    return f"{value_shown(erratum.old_value)} -> {value_shown(erratum.new_value)}"


def _few(shown: list[str], console: Console, most: int) -> None:
    for text in shown[:most]:
        _line(console, Text(f"  {text}"))
    if len(shown) > most:
        _line(console, Text(f"  and {len(shown) - most} more (--all shows them)", "dim"))


def _line(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)
