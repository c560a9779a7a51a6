"""Sentences about a comparison that the terminal and the summary for a changelog share."""

from __future__ import annotations

from morocco_returns.diff.change import Change
from morocco_returns.diff.compare import Difference, TableCounts
from morocco_returns.diff.semver import bump_between, next_version, parse_version, written
from morocco_returns.report.safe import quoted, visible
from morocco_returns.report.summary import number


def verdict(difference: Difference) -> str:
    """Which bump the changes demand, and whether the newer version number gives it."""
    old, new = parse_version(difference.old.version), parse_version(difference.new.version)
    due = difference.demands
    if not difference.changes:
        return "nothing changed: no new version is due"
    made = bump_between(old, new)
    least = written(next_version(old, due))
    said = f"these changes demand a {due.word} version: {least} or above"
    if made >= due:
        return f"{said}; {difference.new.version} is"
    return f"{said}; {difference.new.version} is not"


def counted(counts: TableCounts) -> str:
    """What became of the rows of a table; empty where nothing did."""
    if counts.added is None or counts.removed is None or counts.changed is None:
        return f"{counts.rows[0]} rows before, {counts.rows[1]} now; the key changed, so none can be matched"
    parts = [
        f"{count} {word}"
        for count, word in ((counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed"))
        if count
    ]
    return f"{', '.join(parts)} ({number(counts.rows[1], 'row')} now)" if parts else ""


def described(change: Change) -> str:
    """One change: where, and from what to what."""
    valued = (change.old, change.new) != (None, None)
    values = f": {value_shown(change.old)} -> {value_shown(change.new)}" if valued else ""
    note = f" ({change.note})" if change.note else ""
    return visible(f"{change.place()}{values}{note}")


def value_shown(value: str | None) -> str:
    """A cell as it stands in a sentence."""
    return "(empty)" if value is None else quoted(value)
