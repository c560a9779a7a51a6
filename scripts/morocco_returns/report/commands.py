"""Findings as workflow commands, which a pull request shows beside the lines.

A runner shows ten annotations of a kind for a step and fifty for a job, the first ones: so the
first finding of every group comes before the second of any.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import PurePosixPath

from morocco_returns.check.run import Report
from morocco_returns.finding import Finding, Severity
from morocco_returns.report.safe import message, quoted, visible
from morocco_returns.report.summary import Counts, groups, number

SHOWN_PER_STEP = 10
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def workflow_commands(report: Report, folder: PurePosixPath) -> Iterator[str]:
    """A command for each finding; ``folder`` leads from the repository's root to the package."""
    for finding in _spread(report.findings):
        yield _command(finding, folder)
    counts = Counts.of(report.findings)
    hidden = sum(max(0, count - SHOWN_PER_STEP) for count in counts.severities.values())
    if hidden:
        more = f"{number(hidden, 'finding')} more than a step can show; the log of the step lists all"
        yield f"::notice title=morocco-returns::{_escaped(f'{counts.said()}: {more}')}"


def _spread(findings: list[Finding]) -> Iterator[Finding]:
    """Errors, then the rest; among each the first finding of every group, then the second, and so on."""
    for severity in Severity:
        columns = [group.findings for group in groups(f for f in findings if f.severity is severity)]
        yield from (finding for finding in chain(*zip_longest(*columns)) if finding)


def _command(finding: Finding, folder: PurePosixPath) -> str:
    place = {"file": folder / finding.file, "line": finding.line, "title": finding.rule}
    given = ",".join(
        f"{key}={_escaped(visible(str(value)), ':,')}" for key, value in place.items() if value is not None
    )
    column = f"{finding.column}: " if finding.column else ""
    value = "" if finding.value is None else f"{quoted(finding.value)}: "
    text = f"{column}{value}{message(finding.message)} ({message(finding.hint)})"
    return f"::{_LEVEL[finding.severity]} {given}::{_escaped(visible(text))}"


def _escaped(text: str, more: str = "") -> str:
    """Per cent signs, line ends and ``more`` as workflow commands want them."""
    for mark in f"%\r\n{more}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
