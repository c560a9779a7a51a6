"""Run the whole check over a package and collect every finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from morocco_returns.check.catalogue import BASIC, Stage, most_useful_first, rules, stage
from morocco_returns.check.cells import constraint_problems, text_problems, typed_frame
from morocco_returns.check.derived import proved
from morocco_returns.check.exceptions import excuse
from morocco_returns.check.files import (
    changed_schemas,
    missing_rows,
    other_forms,
    required_tables,
)
from morocco_returns.check.rule import Context, Rule
from morocco_returns.check.sums import stale_files
from morocco_returns.check.unlisted import unlisted_files
from morocco_returns.cores import side_by_side
from morocco_returns.derived.tables import BUILT
from morocco_returns.finding import Finding, Problem
from morocco_returns.locate import DESCRIPTOR
from morocco_returns.read import Table, read_package

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
    "claim_observations",
    "identities",
    "comparisons",
    "comparison_members",
    "reference_statistics",
    "changes",
)
MAY_BE_EMPTY = ("comparisons", "comparison_members", "changes")


# Told of every step before it begins: what is looked at, how many steps are done, and of how many.
OnStep = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, what of it the package's exceptions excuse, and how much was looked at."""

    findings: list[Finding]
    excused: list[Finding]
    tables: int
    rows: int
    rules: int
    not_run: tuple[str, ...]


def check_package(
    root: Path, descriptor: Mapping[str, object] | None = None, on_step: OnStep | None = None
) -> list[Finding]:
    """Every finding in the package at ``root``, the most useful first; see ``report_on``."""
    return report_on(root, descriptor, on_step).findings


def report_on(
    root: Path,
    descriptor: Mapping[str, object] | None = None,
    on_step: OnStep | None = None,
    today: date | None = None,
) -> Report:
    """Check the package at ``root``.

    ``descriptor`` stands in for a datapackage.json that is not built yet; sizes and hashes are
    then not compared. ``today`` decides which exceptions have expired; of those that cover nothing
    only a check of the whole package can tell. Never raises for a bad package, never goes to the network.
    """
    package = read_package(root, descriptor, later=BUILT)
    step = _Steps(on_step, len(package.tables) + len(package.later) + len(rules()))
    compared = descriptor is None and package.built
    with ThreadPoolExecutor() as pool:  # sums and built tables take their time: the rest goes on beside them
        sums = pool.submit(lambda: list(stale_files(package)) if compared else [])
        findings: list[Finding] = []
        if compared:
            findings += [*unlisted_files(package), *required_tables(package, CORE)]
        frames: dict[str, pl.DataFrame] = {}
        context = Context(package, frames)
        checked = side_by_side(check_cells, package.tables.values())
        for name in package.tables:
            step(f"table {name}")
            frames[name], problems = next(checked)
            findings += problems
        proof = pool.submit(proved, context)
        findings += _run(rules_on(curated=True), context, step)
        right = proof.result()
        for name in list(package.later):
            step(f"table {name}")
            if name in right:
                continue
            package.parse([name])
            if name in package.tables:
                frames[name], problems = check_cells(package.tables[name])
                findings += problems
        findings += _run(rules_on(curated=False), context, step)
        findings += sums.result()
    findings += [*missing_rows(package, MAY_BE_EMPTY), *other_forms(package), *changed_schemas(package)]
    verdict = excuse(package, [*package.findings, *findings], today or date.today())
    whole = descriptor is None and all(stage(f.rule) > Stage.FILE for f in verdict.kept)
    wrong = [f for f in verdict.problems if whole or f.rule != "exception-unused"]
    done = {*frames, *right}
    return Report(
        findings=most_useful_first([*verdict.kept, *wrong]),
        excused=most_useful_first(verdict.excused),
        tables=len(done),
        rows=sum(len(frame) for frame in frames.values()) + sum(right.values()),
        rules=len(BASIC) + sum(rule.runs_on(done) for rule in rules()),
        not_run=tuple(sorted(rule.id for rule in rules() if not rule.runs_on(done))),
    )


def rules_on(*, curated: bool) -> list[Rule]:
    """The rules that read curated tables alone, or those that read built ones too."""
    return [rule for rule in rules() if curated != bool(BUILT.keys() & {*rule.needs, *rule.each})]


def _run(due: list[Rule], context: Context, step: _Steps) -> list[Finding]:
    found = side_by_side(lambda rule: list(run_rule(context, rule)), due)
    findings = []
    for rule in due:
        step(f"rule {rule.id}")
        findings += next(found)
    return findings


class _Steps:
    """Counts the steps of a check for whoever wants to be told."""

    def __init__(self, on_step: OnStep | None, total: int) -> None:
        self._on_step, self._total, self._done = on_step, total, 0

    def __call__(self, what: str) -> None:
        if self._on_step is not None:
            self._on_step(what, self._done, self._total)
        self._done += 1


def check_cells(table: Table) -> tuple[pl.DataFrame, list[Finding]]:
    """The typed frame of a table, and what is wrong with its cells taken one by one."""
    frame, misformed = typed_frame(table)
    places = {(problem.line, problem.column) for problem in misformed}
    problems = [*text_problems(table), *misformed, *constraint_problems(table, frame, places)]
    return frame, [problem.finding(table.path) for problem in problems]


def run_rule(context: Context, rule: Rule) -> Iterator[Finding]:
    """The rule's findings, or one that says why it could not run: never a traceback. None where a
    table that it needs could not be read.

    A rule can fail only where a schema lacks a column that it needs or gives it another type.
    """
    if not rule.runs_on(context.frames):
        return
    try:
        found = list(rule.body(replace(context, rule=rule)))
    except Exception as error:
        reason = " ".join(str(error).split())
        message = f"the rule could not run: {type(error).__name__}: {reason:.120}"
        tables = ", ".join((*rule.each, *rule.needs)) or "the tables"
        hint = f"compare the schemas of {tables} with those of the released package"
        yield Problem("rule-failed", message, hint, value=rule.id).finding(DESCRIPTOR)
    else:
        yield from found
