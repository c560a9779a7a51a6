"""Run the whole check over a package and collect every finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from morocco_returns.check import figures, keys, periods, provenance  # noqa: F401  (they register rules)
from morocco_returns.check.cells import constraint_problems, text_problems, typed_frame
from morocco_returns.check.files import required_tables, stale_files, unlisted_files
from morocco_returns.check.rule import RULES, Context
from morocco_returns.finding import Finding, in_order
from morocco_returns.read import Package, Table, read_package

CORE = (
    "observations",
    "documents",
    "document_relations",
    "tables",
    "indicators",
    "populations",
    "areas",
    "events",
    "event_mentions",
    "claims",
    "comparisons",
    "comparison_members",
    "reference_statistics",
    "changes",
)


def check_package(root: Path, descriptor: Mapping[str, object] | None = None) -> list[Finding]:
    """Every finding in the package at ``root``, errors first.

    ``descriptor`` stands in for a datapackage.json that is not built yet; sizes and hashes are
    then not compared. Never raises for a bad package, never goes to the network.
    """
    package = read_package(root, descriptor)
    findings = [*package.findings, *required_tables(package, CORE)]
    if descriptor is None:
        findings += [*stale_files(package), *unlisted_files(package)]
    frames: dict[str, pd.DataFrame] = {}
    for name, table in package.tables.items():
        frames[name], problems = _check_cells(table)
        findings += problems
    findings += _run_rules(package, frames)
    return in_order(findings)


def _check_cells(table: Table) -> tuple[pd.DataFrame, list[Finding]]:
    frame, misformed = typed_frame(table)
    places = {(problem.line, problem.column) for problem in misformed}
    problems = [*text_problems(table), *misformed, *constraint_problems(table, frame, places)]
    return frame, [problem.finding(table.path) for problem in problems]


def _run_rules(package: Package, frames: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    context = Context(package, frames)
    for rule in RULES.values():
        if all(name in frames for name in rule.needs):
            context.rule = rule
            yield from rule.body(context)
