"""Whether a version number is earned: by what changed, what the errata list, and what readers are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from morocco_returns.access import Folder
from morocco_returns.diff.compare import REASON_DUE, Difference, compare_versions
from morocco_returns.diff.errata import TABLE, Erratum, errata, since
from morocco_returns.diff.semver import bump_between, next_version, parse_version, written
from morocco_returns.diff.snapshot import read_snapshot
from morocco_returns.diff.source import Committed
from morocco_returns.release.changelog import DUE, entries
from morocco_returns.release.changelog import PATH as CHANGELOG
from morocco_returns.release.refusal import Refusal
from morocco_returns.release.state import previous_tag
from morocco_returns.repository import revision

_NO_REASON = re.compile(rf"\W*(?:{REASON_DUE}|todo|tbd|fixme|xxx|none|n/?a|reason)?\W*", re.IGNORECASE)


def difference_from_last(root: Path) -> Difference | None:
    """What changed since the last tag, as the files stand now; None before the first release."""
    tag = previous_tag(root)
    commit = None if tag is None else revision(root, tag)
    if tag is None or commit is None:
        return None
    return compare_versions(
        read_snapshot(Committed(root, commit), tag), read_snapshot(Folder(root), "the checkout")
    )


def unearned(root: Path, version: str) -> Iterator[Refusal]:
    """A bump that is too small, and changes of published values that the errata do not list."""
    difference = difference_from_last(root)
    if difference is None:
        return
    old = parse_version(difference.old.version)
    due = difference.demands
    if bump_between(old, parse_version(version)) < due:
        reasons = ", ".join(kind for kind, found in difference.by_kind().items() if found[0].rule.bump >= due)
        message = f"the changes since {difference.old.label} demand a {due.word} version ({reasons})"
        yield Refusal("bump", message, f"take {written(next_version(old, due))} or above")
    for erratum in difference.missing:
        message = f"{_named(erratum)} changed and data/changes.csv does not say why"
        yield Refusal("errata", message, f"add the row, or let `release {version} --prepare` add it")
    for erratum in difference.idle:
        message = f"data/changes.csv lists {_named(erratum)}, which did not change"
        yield Refusal("errata", message, "take the row out, or correct it")
    for erratum in sorted(since(difference.old, difference.new), key=_named):
        if erratum.release != version:
            message = f"data/changes.csv gives {_named(erratum)} to release {erratum.release}"
            hint = f"it is of {version}: `release {version} --prepare` puts the number there"
            yield Refusal("errata", message, hint)


def unreasoned(root: Path) -> Iterator[Refusal]:
    """Errata whose reason nobody has written: a reader could not tell a slip from a revision."""
    for erratum in errata(read_snapshot(Folder(root), "the checkout").tables.get(TABLE)):
        if _NO_REASON.fullmatch(erratum.reason or ""):
            message = f"data/changes.csv gives no reason for {_named(erratum)}"
            yield Refusal("errata", message, "say in a sentence why it changed")


def _named(erratum: Erratum) -> str:
    return f"{erratum.resource} {erratum.row_key} {erratum.field}"


def untold(root: Path, version: str, released: str) -> Iterator[Refusal]:
    """A version of which the changelog says nothing, or nothing yet."""
    found = [e for e in entries((root / CHANGELOG).read_text("utf-8")) if e.version == version]
    hint = f"write what readers of the data should know under `## {version} - {released}`"
    if not found or found[0].date is None:
        yield Refusal("changelog", f"{CHANGELOG} has no dated entry for {version}", hint)
    elif not found[0].complete:
        yield Refusal("changelog", f"the entry for {version} is empty, or says {DUE!r}", hint)
