"""The command line: ``morocco-returns``. Exit codes: 0 no errors, 1 errors, 2 could not run."""

from __future__ import annotations

import functools
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from rich.console import Console

from morocco_returns.build.formatting import format_tables
from morocco_returns.build.run import build as build_package
from morocco_returns.build.run import build_dist
from morocco_returns.check.catalogue import reasons, severity
from morocco_returns.check.run import check_package
from morocco_returns.finding import Finding, Severity
from morocco_returns.keying import KEYERS, compare, keyed_documents, read_keying
from morocco_returns.locate import PackageNotFoundError, package_root
from morocco_returns.proof import Proof, UnknownDocumentError, curated, neighbours, prove
from morocco_returns.show import UnknownNameError, show

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _or_exit_2(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """A reason instead of a traceback, with exit code 2, where a command cannot run."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
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
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="Form.")
@click.option("--rule", "rules", multiple=True, help="Report this rule alone (may be repeated).")
@click.option("--explain", metavar="RULE", help="Say why a rule exists, and stop.")
@_or_exit_2
def validate(path: Path | None, form: str, rules: tuple[str, ...], explain: str | None) -> None:
    """Check the package in PATH (a folder or its datapackage.json) and report every finding.

    Exit code 0: no errors; 1: errors; 2: the check could not run.
    """
    known = reasons()
    for name in (*rules, *([explain] if explain else [])):
        if name not in known:
            raise ValueError(f"no rule is called {name!r}; there are: {', '.join(known)}")
    if explain:
        click.echo(f"{explain} ({severity(explain)}): {known[explain]}")
        return
    try:
        findings = check_package(package_root(path))
    except (OSError, ValueError) as error:
        hint = "name the folder of a package, or its datapackage.json"
        where = "." if path is None else str(path)
        failed = [Finding("could-not-run", Severity.ERROR, where, None, None, None, str(error), hint)]
        _report(failed, form)
        sys.exit(2)
    findings = [finding for finding in findings if not rules or finding.rule in rules]
    _report(findings, form)
    sys.exit(_has_errors(findings))


def _report(findings: list[Finding], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([finding.record() for finding in findings], indent=2))
    elif form == "github":
        for finding in findings:
            _echo(_annotation(finding))
    else:
        _print(findings)


_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _annotation(finding: Finding) -> str:
    """The finding as a workflow command, which shows it beside the line in a pull request."""
    place = {"file": finding.file, "line": finding.line, "title": finding.rule}
    given = ",".join(
        f"{key}={_escaped(str(value), ':,')}" for key, value in place.items() if value is not None
    )
    column = f"{finding.column}: " if finding.column else ""
    return (
        f"::{_LEVEL[finding.severity]} {given}::{_escaped(f'{column}{finding.message} ({finding.hint})', '')}"
    )


def _escaped(text: str, more: str) -> str:
    """Per cent signs, line ends and ``more`` as workflow commands want them."""
    for mark in f"%\r\n{more}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def _has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        shown = "" if finding.value is None else f" {finding.value!r}:"
        _echo(f"{finding.place()}: {finding.severity} [{finding.rule}]{shown} {finding.message}")
        _echo(f"    {finding.hint}")
    counts = Counter(finding.severity for finding in findings)
    said = ", ".join(f"{counts[severity]} {severity}{'s' * (counts[severity] != 1)}" for severity in counts)
    click.echo(said or "no findings")


def _echo(text: str) -> None:
    """Print a text that may hold what no terminal can show (halves of characters from a bad file)."""
    click.echo(text.encode("utf-8", "backslashreplace").decode("utf-8"))


@main.command()
@click.option("--dist/--no-dist", default=True, help="Also write the files for download to dist/.")
@_or_exit_2
def build(dist: bool) -> None:
    """Check the curated tables and build everything that is derived from them."""
    root = package_root_for_build()
    findings, written = build_package(root)
    _print(findings)
    for path in written:
        click.echo(f"wrote {path}")
    if _has_errors(findings):
        sys.exit(1)
    for file in build_dist(root) if dist else []:
        click.echo(f"built {file.relative_to(root)}")


def package_root_for_build() -> Path:
    """The repository: the folder around this file, or the current one, that holds the sources."""
    for candidate in (Path.cwd(), Path(__file__).resolve().parents[2]):
        if (candidate / "schemas" / "package.yaml").is_file():
            return candidate
    raise PackageNotFoundError("build needs a checkout of the repository: no schemas/package.yaml here")


@main.command(name="format")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@_or_exit_2
def format_(check: bool) -> None:
    """Bring the curated tables into their one form: order, quoting, line ends, composed letters."""
    changed, unreadable = format_tables(package_root_for_build(), write=not check)
    for path in changed:
        click.echo(f"{'would format' if check else 'formatted'} {path}")
    for path in unreadable:
        click.echo(f"left alone {path}: `morocco-returns validate` says why it cannot be read whole")
    sys.exit(bool(unreadable or (check and changed)))


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
