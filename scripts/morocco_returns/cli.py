"""The command line: ``morocco-returns``. Exit codes: 0 no errors, 1 errors, 2 could not run."""

from __future__ import annotations

import functools
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import ParamSpec, TypeVar

import click
from rich.console import Console

from morocco_returns.build.formatting import format_tables
from morocco_returns.build.run import build as build_package
from morocco_returns.build.run import build_dist
from morocco_returns.check.catalogue import most_useful_first, reasons
from morocco_returns.check.run import Report, report_on
from morocco_returns.diff.compare import compare_versions
from morocco_returns.diff.markdown import as_markdown
from morocco_returns.diff.records import as_json as difference_as_json
from morocco_returns.diff.snapshot import read_snapshot
from morocco_returns.diff.source import open_source
from morocco_returns.diff.terminal import print_difference
from morocco_returns.finding import Finding, Severity
from morocco_returns.keying import KEYERS, compare, keyed_documents, read_keying
from morocco_returns.locate import PackageNotFoundError, package_root
from morocco_returns.proof import Proof, UnknownDocumentError, curated, neighbours, prove
from morocco_returns.reconciliation.curated import read_comparisons, unsettled
from morocco_returns.reconciliation.engine import reconcile as reconciliation
from morocco_returns.reconciliation.explain import explain as explained
from morocco_returns.reconciliation.records import as_records
from morocco_returns.reconciliation.scenarios import AS_RECORDED, SCENARIOS
from morocco_returns.release.prepare import prepare as prepared
from morocco_returns.release.refusal import Refusal
from morocco_returns.release.run import release as released
from morocco_returns.release.undo import terminable
from morocco_returns.report.commands import workflow_commands
from morocco_returns.report.explain import explanation
from morocco_returns.report.progress import progress_bar
from morocco_returns.report.records import as_json
from morocco_returns.report.safe import visible
from morocco_returns.report.summary import number, places
from morocco_returns.report.terminal import print_findings
from morocco_returns.show import UnknownNameError, show
from morocco_returns.site.run import SITE, build_site
from morocco_returns.wording import perhaps

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _or_exit_2(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """A reason instead of a traceback, with exit code 2, where a command cannot run."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            raise  # whoever read the output has seen enough: click ends quietly
        except (
            PackageNotFoundError,
            UnknownDocumentError,
            UnknownNameError,
            OSError,
            ValueError,
            RuntimeError,
        ) as error:
            click.echo(f"morocco-returns: {error}", err=True)
            sys.exit(2)

    return run


@click.group()
@click.version_option(package_name="morocco-returns")
def main() -> None:
    """Check, proof-read and build the package of published figures and their sources."""


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Form of the report.",
)
@click.option("--all", "every", is_flag=True, help="Print every finding of a group, not the first few.")
@click.option(
    "--rule", "only", multiple=True, metavar="RULE", help="Report this rule alone (may be repeated)."
)
@click.option("--no-exceptions", is_flag=True, help="Report also what schemas/exceptions.yaml excuses.")
@click.option("--no-progress", is_flag=True, help="Draw no bar in the terminal while the check runs.")
@click.option("--explain", metavar="RULE", help="Say what a rule is for, with an example, and stop.")
@_or_exit_2
def validate(
    path: Path | None,
    form: str,
    every: bool,
    only: tuple[str, ...],
    no_exceptions: bool,
    no_progress: bool,
    explain: str | None,
) -> None:
    """Check the package in PATH (a folder or its datapackage.json) and report every finding.

    Exit code 0: no errors; 1: errors; 2: the check could not run.
    """
    for name in (*only, *([explain] if explain else [])):
        _known(name)
    if explain:
        click.echo(explanation(explain))
        return
    try:
        root = package_root(path)
        with nullcontext() if no_progress else progress_bar(Console(stderr=True)) as on_step:
            report = report_on(root, on_step=on_step)
    except (OSError, ValueError) as error:
        _report(_not_run(path, error), form, every, path)
        sys.exit(2)
    report = _chosen(report, set(only), excused=no_exceptions)
    _report(report, form, every, root)
    sys.exit(_has_errors(report.findings))


def _known(rule: str) -> None:
    """ValueError for a rule that does not exist, with those that were perhaps meant."""
    if rule not in reasons():
        raise ValueError(f"no rule is called {rule!r}; {perhaps(rule, reasons()) or 'see docs/rules.md'}")


def _not_run(path: Path | None, error: Exception) -> Report:
    where = "." if path is None else str(path)
    hint = "name the folder of a package, or its datapackage.json"
    failed = Finding("could-not-run", Severity.ERROR, where, None, None, None, str(error), hint)
    return Report([failed], [], 0, 0, 0, ())


def _chosen(report: Report, only: set[str], *, excused: bool) -> Report:
    """The report without the rules that were not asked for, and if need be with what is excused."""
    shown = [*report.findings, *report.excused] if excused else report.findings
    return replace(
        report,
        findings=most_useful_first(f for f in shown if not only or f.rule in only),
        excused=[] if excused else [f for f in report.excused if not only or f.rule in only],
    )


def _report(report: Report, form: str, every: bool, root: Path | None) -> None:
    if form == "json":
        click.echo(as_json(report))
    elif form == "github":
        for command in workflow_commands(report, _from_repository(root)):
            click.echo(command)
    else:
        print_findings(report, _console(), every=every)


def _from_repository(root: Path | None) -> PurePosixPath:
    """The way from the repository's folder, from which annotations count, to the package."""
    repository = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    folder = (root or Path.cwd()).resolve()
    return PurePosixPath(folder.relative_to(repository) if folder.is_relative_to(repository) else ".")


def _console() -> Console:
    """The terminal, which writes codes for letters that it does not have instead of failing on them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    return Console(highlight=False)


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


@main.command()
@click.option("--dist/--no-dist", default=True, help="Also write the files for download to dist/.")
@_or_exit_2
def build(dist: bool) -> None:
    """Check the curated tables and build everything that is derived from them."""
    root = package_root_for_build()
    report, written = build_package(root)
    print_findings(report, _console())
    for path in written:
        click.echo(f"wrote {path}")
    if _has_errors(report.findings):
        sys.exit(1)
    for file in build_dist(root) if dist else []:
        click.echo(f"built {file.relative_to(root)}")
    if dist:
        _write_site(root)


@main.command(name="site")
@_or_exit_2
def site_() -> None:
    """Write the explorer page to dist/site/ from the tables as they are."""
    _write_site(package_root_for_build())


def _write_site(root: Path) -> None:
    files = build_site(root)
    size = sum(file.stat().st_size for file in files)
    click.echo(f"built {SITE}: {len(files)} files, {size / 1e6:.1f} MB; open {SITE}/index.html")


def package_root_for_build() -> Path:
    """The repository: the folder around this file, or the current one, that holds the sources."""
    for candidate in (Path.cwd(), Path(__file__).resolve().parents[2]):
        if (candidate / "schemas" / "package.yaml").is_file():
            return candidate
    raise PackageNotFoundError("build needs a checkout of the repository: no schemas/package.yaml here")


@main.command(name="format")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@_or_exit_2
def format_(path: Path | None, check: bool) -> None:
    """Repair what has one right answer in the curated tables of the package in PATH.

    Row order, line ends, quoting, byte order mark, composed letters, blank lines at the end, and
    empty bounds or value columns that follow from the print. No filled cell is changed.

    Exit code 0: all files are in their one form now; 1: a file was left alone, or with --check
    would change; 2: could not run.
    """
    result = format_tables(package_root_for_build() if path is None else package_root(path), write=not check)
    for file, repairs in result.repaired.items():
        click.echo(f"{'would format' if check else 'formatted'} {visible(file)}")
        for repair in repairs:
            click.echo(f"    {repair.what}: {places(repair.lines)}")
    for file, reason in result.left.items():
        click.echo(f"left alone {visible(file)}: {reason}")
    if result.repaired and not check:
        click.echo("next: `make build` renews the sums and the built tables")
    sys.exit(bool(result.left or (check and result.repaired)))


@main.command(name="show")
@click.argument("name")
@_or_exit_2
def show_(name: str) -> None:
    """Print a TABLE or DOCUMENT as printed, for proof-reading side by side."""
    show(name, Console())


@main.command(name="verify-source")
@click.argument("document")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the report."
)
@_or_exit_2
def verify_source(document: str, file: Path, form: str) -> None:
    """Find each figure of DOCUMENT in its text FILE, and each numeral of the text among the figures.

    Exit code 1 if a figure, quote or page is not borne out by the text.
    """
    rows = curated(document)
    proof = prove(rows, file.read_bytes(), neighbours(rows))
    if form == "json":
        click.echo(json.dumps(asdict(proof), ensure_ascii=False, indent=2))
    else:
        _print_proof(proof)
    sys.exit(bool(proof.doubts))


def _print_proof(proof: Proof) -> None:
    for doubt in proof.doubts:
        click.echo(f"{doubt.figure or proof.document_id}: [{doubt.kind}] {doubt.message}")
    click.echo(f"{proof.found} of {proof.figures} figures found in the text, {len(proof.doubts)} doubts")
    if proof.unaccounted:
        click.echo(f"{len(proof.unaccounted)} numerals of the text that no row accounts for:")
    for numeral in proof.unaccounted:
        page = "" if numeral.page is None else f", page {numeral.page}"
        click.echo(f"    line {numeral.line}{page}: {numeral.text!r} in {numeral.context!r}")


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_or_exit_2
def keyings(folder: Path) -> None:
    """List every field in which the two transcriptions of each document in FOLDER differ."""
    for document in keyed_documents(folder):
        first, second = (read_keying(folder, document, keyer) for keyer in KEYERS)
        differences = compare(document, first, second)
        click.echo(f"{document}: {len(first)} and {len(second)} figures, {len(differences)} disagreements")
        for difference in differences:
            click.echo(
                f"    {difference.figure}: {difference.field}: {difference.first!r} / {difference.second!r}"
            )


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--scenario",
    type=click.Choice([scenario.name for scenario in SCENARIOS]),
    default=AS_RECORDED.name,
    help="How doubtful prints are taken.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the report."
)
@click.option(
    "--without", multiple=True, metavar="IDENTITY", help="Drop an identity by its name (may be repeated)."
)
@click.option("--check", is_flag=True, help="Only hold the result against the table of comparisons.")
@_or_exit_2
def reconcile(path: Path | None, scenario: str, form: str, without: tuple[str, ...], check: bool) -> None:
    """Hold every figure of the package in PATH against every other on the same quantity.

    Exit code 0: every conflict has its row in comparisons, and no row is out of date; 1: not so; 2:
    could not run. Comparisons are held against the figures as recorded only.
    """
    result = reconciliation(path, scenario, without=without)
    comparisons = read_comparisons(path)
    if form == "json":
        click.echo(json.dumps(as_records(result), ensure_ascii=False, indent=2))
    elif not check:
        click.echo("\n".join(visible(line) for line in str(result).splitlines()))
    as_they_are = scenario == AS_RECORDED.name and not without
    wrong = unsettled(result, comparisons) if as_they_are else []
    for difference in wrong:
        click.echo(f"comparisons: {difference.message}; {difference.hint}", err=True)
    sys.exit(bool(wrong))


@main.command()
@click.argument("observation")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@_or_exit_2
def explain(observation: str, path: Path | None) -> None:
    """Say all that is known about one figure (OBSERVATION, for example f00021) of the package in PATH."""
    try:
        lines = explained(observation, path)
    except KeyError as error:
        raise UnknownNameError(error.args[0]) from None
    click.echo("\n".join(visible(line) for line in lines))


@main.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Form of the report.",
)
@click.option("--all", "every", is_flag=True, help="Print every change, not the first few of each kind.")
@_or_exit_2
def diff(old: str, new: str, form: str, every: bool) -> None:
    """Say what changed from OLD to NEW, and which version number that demands.

    Each is a folder, a zip of the package, or a tag or commit of the repository in the current folder.

    Exit code 0: compared; 1: a published value changed without its row in changes; 2: could not run.
    """
    repository = Path.cwd()
    before, after = (read_snapshot(open_source(name, repository), name) for name in (old, new))
    difference = compare_versions(before, after)
    if form == "json":
        click.echo(difference_as_json(difference))
    elif form == "markdown":
        click.echo(as_markdown(difference))
    else:
        print_difference(difference, _console(), every=every)
    sys.exit(bool(difference.missing))


@main.command()
@click.argument("version")
@click.option("--dry-run", is_flag=True, help="Do and show everything, and change nothing.")
@click.option("--prepare", is_flag=True, help="Write version, errata and changelog entry to complete.")
@_or_exit_2
def release(version: str, dry_run: bool, prepare: bool) -> None:
    """Release VERSION (x.y.z) of this repository: check, build twice, prove, tag.

    The only things that change are dist/ and one annotated tag, at the very end. Nothing is pushed.

    Exit code 0: released, prepared, or fit to be; 1: refused, with every reason; 2: could not run.
    """
    if dry_run and prepare:
        raise click.UsageError("--prepare writes files, --dry-run writes none: take one of them")
    root = package_root_for_build()
    with terminable():
        if prepare:
            refusals, files = prepared(root, version, date.today())
            _refuse(refusals)
            click.echo("\n".join(["written, to be completed and committed:", *files]))
            return
        outcome = released(root, version, click.echo, dry_run=dry_run)
    _refuse(outcome.refusals)
    if outcome.tag:
        click.echo("\n".join(f"built {name}" for name in outcome.files))
        click.echo(f"made the tag {outcome.tag}; to publish it: git push origin {outcome.tag}")


def _refuse(refusals: Sequence[Refusal]) -> None:
    for refusal in refusals:
        click.echo("\n".join(visible(line) for line in str(refusal).splitlines()), err=True)
    if refusals:
        click.echo(f"not released: {number(len(refusals), 'reason')}", err=True)
        sys.exit(1)
