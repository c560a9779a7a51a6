"""What a maintainer completes by hand before a release: version and date, errata, changelog entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from morocco_returns.access import Folder
from morocco_returns.build.formatting import format_tables
from morocco_returns.build.metadata import read_metadata, table_path
from morocco_returns.build.run import build as build_package
from morocco_returns.build.run import build_files
from morocco_returns.build.write import write_bytes
from morocco_returns.check.run import Report
from morocco_returns.csvform import csv_bytes
from morocco_returns.diff.compare import REASON_DUE
from morocco_returns.diff.errata import TABLE, Erratum, since
from morocco_returns.diff.errata import missing as missing_errata
from morocco_returns.diff.semver import parse_version
from morocco_returns.diff.snapshot import read_snapshot
from morocco_returns.finding import Severity
from morocco_returns.release.changelog import PATH as CHANGELOG
from morocco_returns.release.changelog import with_stub
from morocco_returns.release.earned import difference_from_last
from morocco_returns.release.refusal import Refusal
from morocco_returns.release.state import not_above, off_branch, taken, unclean
from morocco_returns.release.undo import all_or_nothing

_METADATA = "schemas/package.yaml"
_COUNTED = {
    "observations": "figures",
    "documents": "documents",
    "event_mentions": "mentions of events",
    "claims": "claims",
}


Build = Callable[[Path], tuple[Report, list[str]]]


def prepare(
    root: Path, version: str, today: date, build: Build = build_package
) -> tuple[list[Refusal], list[str]]:
    """Write what can be written for a release, and build; the refusals, else the files written.

    ``build`` is another one in tests alone. If anything fails or breaks it off, every file is as it was.
    """
    parse_version(version)
    refusals = [*unclean(root), *off_branch(root), *taken(root, version), *not_above(root, version)]
    if refusals:
        return refusals, []
    tables = [table_path(name) for name in read_metadata(root).resources]  # all of them are formatted
    paths = {root / path for path in (_METADATA, CHANGELOG, *tables, *build_files(root))}
    before = {path: path.read_bytes() for path in paths if path.is_file()}
    try:
        with all_or_nothing(paths):
            _write_errata(root, version)
            _write_version(root, version, today)
            _write_entry(root, version, today)
            format_tables(root, write=True)
            report, _ = build(root)
            errors = [f for f in report.findings if f.severity is Severity.ERROR]
            if errors:
                found = [Refusal("validate", f"{f.place()}: {f.message}", f.hint) for f in errors]
                raise _NotValidError(found)
    except _NotValidError as stopped:
        return stopped.refusals, []
    written = sorted(path for path in paths if path.is_file() and path.read_bytes() != before.get(path))
    return [], [path.relative_to(root).as_posix() for path in written]


class _NotValidError(Exception):
    """What was prepared does not pass the check."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__()
        self.refusals = refusals


def _write_version(root: Path, version: str, today: date) -> None:
    path = root / _METADATA
    text = re.sub(r"(?m)^version: .*$", f"version: {version}", path.read_text("utf-8"))
    text = re.sub(r"(?m)^released: .*$", f'released: "{today.isoformat()}"', text)
    write_bytes(path, text.encode("utf-8"))


def _write_errata(root: Path, version: str) -> None:
    """Give the errata since the last release its number, and add one for every change that has none."""
    difference = difference_from_last(root)
    if difference is None:
        return
    table = difference.new.tables[TABLE]
    columns = table.frame.columns
    new = set(since(difference.old, difference.new))
    listed = [Erratum(**row) for row in table.frame.iter_rows(named=True)]
    rows = [replace(row, release=version) if row in new else row for row in listed]
    rows += missing_errata(difference.changes, version, REASON_DUE)
    cells = ([getattr(row, column) or "" for column in columns] for row in rows)
    write_bytes(root / table.path, csv_bytes(columns, cells))


def _write_entry(root: Path, version: str, today: date) -> None:
    path = root / CHANGELOG
    tables = read_snapshot(Folder(root), "the checkout").tables
    counts = ", ".join(f"{tables[name].frame.height} {word}" for name, word in _COUNTED.items())
    facts = f"- The package holds {counts}."
    text = with_stub(path.read_text("utf-8"), version, today.isoformat(), facts)
    write_bytes(path, text.encode("utf-8"))
