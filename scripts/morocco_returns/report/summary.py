"""The findings of a report in groups, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from morocco_returns.check.run import Report
from morocco_returns.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule in one file."""

    rule: str
    severity: Severity
    file: str
    findings: tuple[Finding, ...]

    def hint(self) -> str | None:
        """How to mend them, where that is the same for all."""
        hints = {finding.hint for finding in self.findings}
        return hints.pop() if len(hints) == 1 else None


def groups(findings: Iterable[Finding]) -> Iterator[Group]:
    """Findings of one rule in one file together, in the order in which they come."""
    for (severity, file, rule), found in groupby(findings, lambda f: (f.severity, f.file, f.rule)):
        yield Group(rule, severity, file, tuple(found))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of which kind there are."""

    severities: dict[Severity, int]
    rules: dict[str, int]
    files: dict[str, int]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Counts:
        """Count findings; every severity is there, rules and files as they come."""
        found = list(findings)
        severities = Counter(finding.severity for finding in found)
        return cls(
            {severity: severities[severity] for severity in Severity},
            dict(Counter(finding.rule for finding in found)),
            dict(Counter(finding.file for finding in found)),
        )

    def said(self) -> str:
        """The counts in words: "2 errors and 1 warning by 3 rules in 1 file", or "no findings"."""
        kinds = [number(count, severity) for severity, count in self.severities.items() if count]
        if not kinds:
            return "no findings"
        said = f"{' and '.join(filter(None, [', '.join(kinds[:-1]), kinds[-1]]))}"
        return f"{said} by {number(len(self.rules), 'rule')} in {number(len(self.files), 'file')}"


def number(count: int, thing: str) -> str:
    """A count with its thing: "1 row", "2 rows"."""
    return f"{count} {thing}{'s' * (count != 1)}"


def lookings(report: Report) -> str:
    """What the check looked at, in words."""
    return ", ".join(
        [number(report.tables, "table"), number(report.rows, "row"), number(report.rules, "rule")]
    )


def places(lines: Sequence[int], most: int = 5) -> str:
    """Lines in words: "line 3", "lines 3, 4 and 12 more"."""
    more = f" and {len(lines) - most} more" if len(lines) > most else ""
    return f"line{'s' * (len(lines) > 1)} {', '.join(map(str, lines[:most]))}{more}"
