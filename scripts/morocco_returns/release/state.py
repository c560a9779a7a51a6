"""The state of the repository in which a release may be made: clean, on main, the tag free."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from morocco_returns.diff.semver import Version, parse_version
from morocco_returns.release.refusal import Refusal
from morocco_returns.repository import GitError, annotated_tags, lines

BRANCH = "main"


def tag_of(version: str) -> str:
    """The tag of a version."""
    return f"v{version}"


def versions(root: Path) -> dict[Version, str]:
    """The released versions with their tags, the lowest first."""
    found = {}
    for tag in annotated_tags(root):
        try:
            found[parse_version(tag.removeprefix("v"))] = tag
        except ValueError:
            continue  # a tag of another kind
    return {version: tag for version, tag in sorted(found.items()) if tag.startswith("v")}


def previous_tag(root: Path) -> str | None:
    """The tag of the highest released version; None before the first release."""
    return next(reversed(versions(root).values()), None)


def unclean(root: Path) -> Iterator[Refusal]:
    """Files that are not as committed: a tag would promise something else than was built."""
    status = lines(root, "status", "--porcelain", "--untracked-files=all")
    if status:
        shown = ", ".join(line[3:] for line in status[:5])
        more = f" and {len(status) - 5} more" if len(status) > 5 else ""
        yield Refusal(
            "clean", f"not as committed: {shown}{more}", "commit what belongs to the release, remove the rest"
        )


def off_branch(root: Path) -> Iterator[Refusal]:
    """A release from another branch, which main might never get."""
    try:
        branch = lines(root, "symbolic-ref", "--quiet", "--short", "HEAD")[0]
    except (GitError, IndexError):
        branch = "no branch"
    if branch != BRANCH:
        yield Refusal("branch", f"{branch} is checked out, not {BRANCH}", f"git switch {BRANCH}")


def taken(root: Path, version: str) -> Iterator[Refusal]:
    """A tag of that name, here or where others get it: a published version never changes."""
    tag = tag_of(version)
    hint = "take the next version; a tag is never moved"
    if lines(root, "tag", "--list", tag):
        yield Refusal("tag", f"the tag {tag} exists", hint)
    for remote in lines(root, "remote"):
        try:
            if lines(root, "ls-remote", "--tags", remote, f"refs/tags/{tag}"):
                yield Refusal("tag", f"the tag {tag} exists on {remote}", hint)
        except GitError as error:
            message = f"{remote} cannot be asked whether it has the tag {tag}: {error}"
            yield Refusal("tag", message, "connect, or take out the remote")


def not_above(root: Path, version: str) -> Iterator[Refusal]:
    """A version below or equal to one that was released: nobody would get it as an update."""
    last = previous_tag(root)
    if last is not None and parse_version(version) <= parse_version(last.removeprefix("v")):
        yield Refusal("version", f"{version} is not above {last}", "take a higher version")
