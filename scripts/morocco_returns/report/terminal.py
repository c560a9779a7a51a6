"""Findings for people: grouped, counted, the mend once a group."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from morocco_returns.check.exceptions import PATH
from morocco_returns.check.run import Report
from morocco_returns.finding import Finding, Severity
from morocco_returns.report.safe import message, quoted, visible
from morocco_returns.report.summary import Counts, Group, groups, lookings, number

FEW = 5
_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}


def print_findings(report: Report, console: Console, *, every: bool = False) -> None:
    """Print the findings of a report (the first few of each group, or ``every`` one), then the counts."""
    for group in groups(report.findings):
        _print_group(group, console, len(group.findings) if every else FEW)
    _print_summary(report, console)


def _print_group(group: Group, console: Console, most: int) -> None:
    heading = Text.assemble(
        (group.severity, _STYLE[group.severity]),
        f" [{group.rule}] ",
        (visible(f"{group.file}:"), "bold"),
        f" {number(len(group.findings), 'finding')}",
    )
    _line(console, heading, indent=0)
    hint = group.hint()
    for finding in group.findings[:most]:
        _line(console, _place(finding), indent=2)
        if hint is None:
            _line(console, Text(f"to mend: {message(finding.hint)}"), indent=4)
    left = len(group.findings) - most
    if left > 0:
        _line(console, Text(f"and {left} more (--all shows them)", style="dim"), indent=2)
    if hint is not None:
        _line(console, Text(f"to mend: {message(hint)}"), indent=2)
    console.line()


def _place(finding: Finding) -> Text:
    value = "" if finding.value is None else f" {quoted(finding.value)}:"
    return Text(visible(f"{finding.place()}:{value} {message(finding.message)}"))


def _print_summary(report: Report, console: Console) -> None:
    counts = Counts.of(report.findings)
    worst = next((severity for severity, count in counts.severities.items() if count), None)
    _line(console, Text(counts.said(), style=_STYLE[worst] if worst else "bold green"), indent=0)
    if report.excused:
        excused = f"{number(len(report.excused), 'finding')} excused by {PATH} (--no-exceptions shows them)"
        _line(console, Text(excused), indent=0)
    if report.rules:
        _line(console, Text(f"checked: {lookings(report)}"), indent=0)
    if report.not_run:
        unread = f"not run, because a table they need could not be read: {', '.join(report.not_run)}"
        _line(console, Text(unread), indent=0)


def _line(console: Console, text: Text, indent: int) -> None:
    """A line; in a terminal wrapped with its continuation set in, elsewhere whole for other programs."""
    if not console.is_terminal:
        console.file.write(f"{' ' * indent}{text.plain}\n")
        return
    for number_, part in enumerate(text.wrap(console, max(20, console.width - indent - 2))):
        part.rstrip()
        console.print(Text(" " * (indent + 2 * (number_ > 0))).append_text(part), soft_wrap=True)
