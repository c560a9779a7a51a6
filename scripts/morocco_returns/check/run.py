"""Run the whole check over a package and collect every finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from morocco_returns.check.catalogue import rules
from morocco_returns.check.cells import constraint_problems, text_problems, typed_frame
from morocco_returns.check.files import (
    changed_schemas,
    missing_rows,
    other_forms,
    required_tables,
)
from morocco_returns.check.rule import Context, Rule
from morocco_returns.check.sums import stale_files
from morocco_returns.check.unlisted import unlisted_files
from morocco_returns.finding import Finding, Severity, in_order
from morocco_returns.locate import DESCRIPTOR
from morocco_returns.read import Package, Table, read_package

# Every table of the design; a package that lacks one could not be checked whole.
CORE = (
    "figures",
    "series",
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
MAY_BE_EMPTY = ("comparisons", "comparison_members", "changes")


def check_package(root: Path, descriptor: Mapping[str, object] | None = None) -> list[Finding]:
    """Every finding in the package at ``root``, errors first.

    ``descriptor`` stands in for a datapackage.json that is not built yet; sizes and hashes are
    then not compared. Never raises for a bad package, never goes to the network.
    """
    package = read_package(root, descriptor)
    findings = list(package.findings)
    if descriptor is None and package.built:
        findings += [*stale_files(package), *unlisted_files(package), *required_tables(package, CORE)]
    findings += [*missing_rows(package, MAY_BE_EMPTY), *other_forms(package), *changed_schemas(package)]
    frames: dict[str, pd.DataFrame] = {}
    for name, table in package.tables.items():
        frames[name], problems = check_cells(table)
        findings += problems
    findings += _run_rules(package, frames)
    return in_order(findings)


def check_cells(table: Table) -> tuple[pd.DataFrame, list[Finding]]:
    """The typed frame of a table, and what is wrong with its cells taken one by one."""
    frame, misformed = typed_frame(table)
    places = {(problem.line, problem.column) for problem in misformed}
    problems = [*text_problems(table), *misformed, *constraint_problems(table, frame, places)]
    return frame, [problem.finding(table.path) for problem in problems]


def _run_rules(package: Package, frames: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    context = Context(package, frames)
    for rule in rules():
        if all(name in frames for name in rule.needs):
            yield from run_rule(context, rule)


def run_rule(context: Context, rule: Rule) -> Iterator[Finding]:
    """The rule's findings, or one that says why it could not run: never a traceback.

    A rule can fail only where a schema lacks a column that it needs or gives it another type.
    """
    context.rule = rule
    try:
        found = list(rule.body(context))
    except Exception as error:
        reason = " ".join(str(error).split())
        message = f"the rule could not run: {type(error).__name__}: {reason:.120}"
        tables = ", ".join(rule.needs) or "the tables"
        hint = f"compare the schemas of {tables} with those of the released package"
        yield Finding("rule-failed", Severity.ERROR, DESCRIPTOR, None, None, rule.id, message, hint)
    else:
        yield from found
