"""Rules on files: what the descriptor says of them, and what it does not list."""

from __future__ import annotations

from collections.abc import Iterator

from morocco_returns.csvform import serialised
from morocco_returns.finding import Finding, Problem
from morocco_returns.locate import DESCRIPTOR
from morocco_returns.read import Package, released_root


def required_tables(package: Package, due: tuple[str, ...]) -> Iterator[Finding]:
    """Without its core tables a package cannot be checked, and must not pass for that."""
    listed = {str(resource.get("name")) for resource in package.resources()}
    for name in due:
        if listed and name not in listed:
            message = f"the package has no table {name!r}"
            hint = "restore the resource; rules that need it did not run"
            yield Problem("table-missing", message, hint, value=name).finding(DESCRIPTOR)


def missing_rows(package: Package, may_be_empty: tuple[str, ...]) -> Iterator[Finding]:
    """A table that lost all its rows still has a header, and would pass every check of its cells."""
    for name, table in package.tables.items():
        if table.frame.is_empty() and table.sound and name not in may_be_empty:
            problem = Problem("rows-missing", "the table has a header and no rows", "restore its rows")
            yield problem.finding(table.path)


def other_forms(package: Package) -> Iterator[Finding]:
    """A file that means the same in other bytes (quoting) makes every later difference unreadable."""
    for table in package.tables.values():
        if table.in_form or not table.sound or table.marred:
            continue
        if package.raw[table.path] != serialised(table):
            hint = "run `make format`: quotation marks only where a cell needs them"
            message = "the file is not in the one form of the package"
            yield Problem("other-form", message, hint).finding(table.path)


def changed_schemas(package: Package) -> Iterator[Finding]:
    """A constraint that was dropped or widened would let everything pass: a package that gives the
    version of this check must bring the schemas of that version.
    """
    own = released_root(package)
    if own is None:
        return
    for resource in package.resources():
        path = str(resource.get("schema"))
        due = own / path
        if path in package.raw and due.is_file() and due.read_bytes() != package.raw[path]:
            message = "the schema is not the one of this version of the package"
            hint = "restore it from the release; a schema of your own needs another version"
            yield Problem("schema-changed", message, hint).finding(path)
