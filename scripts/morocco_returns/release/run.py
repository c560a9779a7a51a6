"""A release: refuse what is not fit, build it twice, prove it, and only then make the tag.

Everything is done in a scratch folder. The repository changes in two places, at the very end and
together or not at all: the files in dist/, and one annotated tag.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from morocco_returns.build.metadata import Metadata, read_metadata
from morocco_returns.build.write import write_bytes
from morocco_returns.diff.semver import parse_version
from morocco_returns.diff.source import SourceError
from morocco_returns.diff.words import verdict
from morocco_returns.reconciliation.curated import read_comparisons
from morocco_returns.reconciliation.curated import unsettled as unsettled_comparisons
from morocco_returns.reconciliation.engine import reconcile
from morocco_returns.reconciliation.scenarios import AS_RECORDED
from morocco_returns.release.agreement import disagreements
from morocco_returns.release.artefacts import SUMS, unproved
from morocco_returns.release.changelog import PATH as CHANGELOG
from morocco_returns.release.changelog import entries
from morocco_returns.release.earned import difference_from_last, unearned, unreasoned, untold
from morocco_returns.release.refusal import Refusal
from morocco_returns.release.state import not_above, off_branch, tag_of, taken, unclean
from morocco_returns.release.suppressed import narrower
from morocco_returns.release.trial import (
    DIST,
    TRIALS,
    Surroundings,
    build_trials,
    differing,
    digests,
    drifted,
    export,
)
from morocco_returns.release.undo import all_or_nothing, undisturbed
from morocco_returns.repository import git, lines, revision

Say = Callable[[str], None]


def unsettled(root: Path) -> Iterator[Refusal]:
    """Conflicts between figures that no comparison explains, and comparisons that are out of date."""
    for difference in unsettled_comparisons(reconcile(root, AS_RECORDED.name), read_comparisons(root)):
        yield Refusal("reconcile", difference.message, difference.hint)


@dataclass(frozen=True, slots=True)
class Slow:
    """The parts of a release that take minutes; tests put quick ones in their place."""

    build: Callable[[dict[Path, Surroundings]], list[Refusal]] = build_trials
    reconcile: Callable[[Path], Iterator[Refusal]] = unsettled
    prove: Callable[[Path, Path, Metadata], Iterator[Refusal]] = unproved


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a release: why it was refused, or the tag (None in a dry run) and its files."""

    refusals: tuple[Refusal, ...]
    tag: str | None = None
    files: tuple[str, ...] = ()


def unfit(root: Path, version: str) -> list[Refusal]:
    """Every reason against a release that can be seen without building it."""
    parse_version(version)
    if revision(root, "HEAD") is None:
        return [Refusal("clean", f"{root} is no git repository with a commit", "release from a checkout")]
    checks: list[Callable[[], Iterator[Refusal]]] = [
        partial(unclean, root),
        partial(off_branch, root),
        partial(taken, root, version),
        partial(not_above, root, version),
        partial(disagreements, root, version),
        partial(untold, root, version, read_metadata(root).released),
        partial(unreasoned, root),
        partial(unearned, root, version),
        partial(narrower, root),
    ]
    return list(dict.fromkeys(refusal for check in checks for refusal in _readable(check)))


def _readable(check: Callable[[], Iterator[Refusal]]) -> Iterator[Refusal]:
    """What a check finds; a package that it cannot read is a finding, too."""
    try:
        yield from check()
    except SourceError as error:
        yield Refusal("read", str(error), "`morocco-returns validate` says more")


def release(
    root: Path, version: str, say: Say, *, dry_run: bool = False, slow: Slow | None = None
) -> Outcome:
    """Release a version of the repository in ``root``, or say everything that stands against it.

    Whatever breaks this off, before its end nothing in the repository has changed.
    """
    slow = slow or Slow()
    say(f"checking whether {version} is fit to be released")
    refusals = unfit(root, version)
    if refusals:
        return Outcome(tuple(refusals))
    difference = difference_from_last(root)
    say("nothing was released before" if difference is None else verdict(difference))
    commit = revision(root, "HEAD") or ""
    with tempfile.TemporaryDirectory(prefix="morocco-returns-") as scratch:
        built, refusals = _proved(root, commit, Path(scratch), say, slow)
        if refusals:
            return Outcome(tuple(refusals))
        files = {name: (built / DIST / name).read_bytes() for name in digests(built / DIST)}
    message = tag_message(root, version, files[SUMS].decode("utf-8"))
    if dry_run:
        listed = "\n".join(f"{name} ({len(data):,} bytes)" for name, data in files.items() if "/" not in name)
        say(f"a dry run: would fill {DIST}/ with the pages and\n{listed}")
        say(f"and make the tag {tag_of(version)}:\n{message}")
        return Outcome((), None, tuple(files))
    # The last step, so that whoever breaks off after it does not hear that nothing has happened.
    _publish(root, commit, version, files, message)
    return Outcome((), tag_of(version), tuple(files))


def _proved(root: Path, commit: str, scratch: Path, say: Say, slow: Slow) -> tuple[Path, list[Refusal]]:
    """The folder of the first of two equal builds, and what stands against releasing it."""
    folders = {scratch / trial.folder: trial for trial in TRIALS}
    for folder in folders:
        export(root, commit, folder)
    first = next(iter(folders))
    before = digests(first)
    say("holding the figures against one another")
    refusals = list(slow.reconcile(first))
    say("building twice, in different surroundings")
    refusals += slow.build(folders)
    if not refusals:
        refusals += [*drifted(before, digests(first)), *differing(list(folders))]
    if not refusals:
        say("unpacking and proving every file")
        refusals += slow.prove(first / DIST, scratch / "unpacked", read_metadata(first))
    return first, refusals


def tag_message(root: Path, version: str, sums: str) -> str:
    """What the tag says for good: the entry of the changelog, and the hashes of the files."""
    text = (root / CHANGELOG).read_text("utf-8")
    entry = next(entry for entry in entries(text) if entry.version == version)
    name = read_metadata(root).name
    return f"{name} {version}\n\n{entry.body}\n\n{SUMS}:\n{sums}"


def _publish(root: Path, commit: str, version: str, files: dict[str, bytes], message: str) -> None:
    """Put the files into dist/ and make the tag, both or neither."""
    dist = root / DIST
    old = [path for path in dist.rglob("*") if path.is_file()]
    with undisturbed(), all_or_nothing([*old, *(dist / name for name in files)]):
        for path in old:
            path.unlink()
        for name, data in files.items():
            write_bytes(dist / name, data)
        make_tag(root, commit, tag_of(version), message)


def make_tag(root: Path, commit: str, tag: str, message: str) -> None:
    """An annotated tag of the commit, dated as the commit so that it is the same wherever it is made."""
    date = lines(root, "log", "-1", "--format=%cI", commit)[0]
    git(
        root,
        *("tag", "--annotate", "--no-sign", "--cleanup=verbatim", "--file=-", tag, commit),
        env={"GIT_COMMITTER_DATE": date},
        stdin=message.encode("utf-8"),
    )
