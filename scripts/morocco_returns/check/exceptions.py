"""Findings that were reviewed and may stand for a time: `schemas/exceptions.yaml` of the package.

Each exception names a rule, a file, if need be the row (by its primary key, never by its line) and
the column, and says why, since when and until when. One that is not in order excuses nothing.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import yaml

from morocco_returns.access import stays_inside
from morocco_returns.check.catalogue import excusable, reasons, severities
from morocco_returns.finding import Finding, Problem
from morocco_returns.read import Package, Table
from morocco_returns.rows import LINE
from morocco_returns.wording import perhaps

PATH = "schemas/exceptions.yaml"
_KEYS = {"rule", "file", "key", "column", "reason", "reviewed", "expires"}
_REQUIRED = ("rule", "file", "reason", "reviewed", "expires")
_LONGEST = timedelta(days=366)
_TOMORROW = timedelta(days=1)  # it may be tomorrow already where the reviewer lives


@dataclass(frozen=True, slots=True)
class Entry:
    """One exception; ``line`` is where it begins in its file."""

    line: int
    rule: str
    file: str
    key: str | None
    column: str | None
    reason: str
    reviewed: date
    expires: date

    def covers(self, finding: Finding, key: str | None) -> bool:
        """Whether it is meant for a finding in the row of that primary key."""
        return (
            (self.rule, self.file) == (finding.rule, finding.file)
            and self.key in (None, key)
            and self.column in (None, finding.column)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings that stay, those that are excused, and what is wrong with the exceptions themselves."""

    kept: list[Finding]
    excused: list[Finding]
    problems: list[Finding]


def excuse(package: Package, findings: Iterable[Finding], today: date) -> Verdict:
    """Set aside the findings that the package's own exceptions cover on that day."""
    entries, problems = read_exceptions(package.root, today)
    kept, excused, used = [], [], set[Entry]()
    keys = _Keys(package)
    for finding in findings:
        entry = next((e for e in entries if e.covers(finding, keys.of(finding, e))), None)
        if entry is None:
            kept.append(finding)
        else:
            excused.append(finding)
            used.add(entry)
    problems += [_unused(entry) for entry in entries if entry not in used]
    return Verdict(kept, excused, problems)


class _Keys:
    """The primary key of the row in which a finding stands, looked up only where an exception asks."""

    def __init__(self, package: Package) -> None:
        self._tables = {table.path: table for table in package.tables.values()}
        self._known: dict[str, dict[int, str]] = {}

    def of(self, finding: Finding, entry: Entry) -> str | None:
        if entry.key is None or finding.line is None or finding.file not in self._tables:
            return None
        if finding.file not in self._known:
            self._known[finding.file] = _row_keys(self._tables[finding.file])
        return self._known[finding.file].get(finding.line)


def _row_keys(table: Table) -> dict[int, str]:
    """The primary key of each row, by line; parts of a composite key are joined by ", "."""
    key = pl.concat_str(pl.col(table.schema.primary_key).fill_null(""), separator=", ")
    return dict(table.frame.select(LINE, key.alias("_key")).iter_rows())


def _unused(entry: Entry) -> Finding:
    message = f"no finding of {entry.rule} stands where this exception looks for one"
    return _finding("exception-unused", entry.line, None, entry.rule, message, "delete it")


def _finding(
    rule: str, line: int | None, column: str | None, value: str | None, message: str, hint: str
) -> Finding:
    return Problem(rule, message, hint, line, column, value, severities(rule)[0]).finding(PATH)


def read_exceptions(root: Path, today: date) -> tuple[list[Entry], list[Finding]]:
    """The exceptions that hold today, and findings on the others; none where there is no such file."""
    path = root / PATH
    if not os.path.lexists(path):
        return [], []
    try:
        items = _items(_document(root, path))
    except ValueError as error:
        return [], [
            _finding("exceptions-broken", None, None, None, f"the file cannot be read: {error}", _FORM)
        ]
    entries, problems = [], []
    for line, item in items:
        found = list(_faults(line, item, today))
        problems += found
        if not found:
            entries.append(_entry(line, item))
    return entries, problems


_FORM = "a list; each exception has rule, file, reason, reviewed and expires, and if need be key and column"


def _document(root: Path, path: Path) -> yaml.Node | None:
    """The file as YAML nodes, which keep lines and leave every scalar the text that it is."""
    try:
        if not path.is_file() or not stays_inside(root, PATH):
            raise ValueError("it is not a file of the package")
        return yaml.compose(path.read_bytes().decode("utf-8"), yaml.SafeLoader)
    except (OSError, RecursionError, yaml.YAMLError) as error:
        raise ValueError(" ".join(str(error).split())) from None


def _items(document: yaml.Node | None) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line and content of each exception; ValueError where the form is another one."""
    if document is None:
        return iter(())
    if not isinstance(document, yaml.SequenceNode):
        raise ValueError("it is not a list of exceptions")
    return iter([(node.start_mark.line + 1, _mapping(node)) for node in document.value])


def _mapping(node: yaml.Node) -> Mapping[str, str]:
    where = f"line {node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise ValueError(f"{where} is not a mapping of names to values")
    found: dict[str, str] = {}
    for name, value in node.value:
        if not isinstance(name, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise ValueError(f"the exception in {where} holds more than one value under a name")
        if name.value in found:
            raise ValueError(f"the exception in {where} says {name.value!r} twice")
        found[name.value] = value.value
    return found


def _faults(line: int, item: Mapping[str, str], today: date) -> Iterator[Finding]:
    unknown = sorted(set(item) - _KEYS)
    missing = [name for name in _REQUIRED if not item.get(name)]
    if unknown or missing:
        parts = [*(f"{name!r} is not known" for name in unknown), *(f"{name} is missing" for name in missing)]
        yield _finding("exceptions-broken", line, None, None, "; ".join(parts), _FORM)
    if rule := item.get("rule"):
        yield from _rule_faults(line, rule)
    if (reason := item.get("reason")) and (len(reason.split()) < 4 or len(reason) < 20):
        hint = "say in a sentence why the finding may stand, so that another person can judge it"
        yield _finding("exception-reason", line, "reason", reason, "the reason is too thin", hint)
    if item.get("reviewed") and item.get("expires"):
        yield from _date_faults(line, item["reviewed"], item["expires"], today)


def _rule_faults(line: int, rule: str) -> Iterator[Finding]:
    if rule not in reasons():
        hint = perhaps(rule, reasons()) or "docs/rules.md lists the rules"
        yield _finding("exception-rule", line, "rule", rule, "no rule has this name", hint)
    elif not excusable(rule):
        hint = "mend what the rule reports: files, sums, the descriptor and what schemas say stand firm"
        yield _finding("exception-rule", line, "rule", rule, "this rule cannot be excused", hint)


def _date_faults(line: int, reviewed: str, expires: str, today: date) -> Iterator[Finding]:
    days = {"reviewed": _day(reviewed), "expires": _day(expires)}
    for name, day in days.items():
        if day is None:
            text = {"reviewed": reviewed, "expires": expires}[name]
            yield _finding("exception-dates", line, name, text, f"{name} is not a day", "YYYY-MM-DD")
    start, end = days["reviewed"], days["expires"]
    if start is None or end is None:
        return
    if start > today + _TOMORROW:
        hint = "the day on which somebody looked at the finding"
        yield _finding("exception-dates", line, "reviewed", reviewed, "the day is yet to come", hint)
    if end < start or end - start > _LONGEST:
        message = "an exception holds for at most a year from its review"
        hint = "a day between the review and a year later; then review it again"
        yield _finding("exception-dates", line, "expires", expires, message, hint)
    elif end < today:
        message = "the exception has expired and excuses nothing"
        hint = "mend the finding, or review it again and renew both days"
        yield _finding("exception-expired", line, "expires", expires, message, hint)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None  # Python takes 20261122 and 2026-W47-7 too


def _entry(line: int, item: Mapping[str, str]) -> Entry:
    return Entry(
        line=line,
        rule=item["rule"],
        file=item["file"],
        key=item.get("key") or None,
        column=item.get("column") or None,
        reason=item["reason"],
        reviewed=date.fromisoformat(item["reviewed"]),
        expires=date.fromisoformat(item["expires"]),
    )
