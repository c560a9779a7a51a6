"""What the project asks of git: blobs, tags and the state of a checkout. Nothing here changes any of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class GitError(RuntimeError):
    """Git could not do what it was asked; the message is its own."""


def git(root: Path, *arguments: str, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> bytes:
    """What git prints, run in ``root``; it asks for no password in the terminal."""
    quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8"}
    command = ["git", "-C", str(root), *arguments]
    try:
        result = subprocess.run(
            command, env={**quiet, **(env or {})}, input=stdin, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if result.returncode:
        raise GitError(result.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return result.stdout


def lines(root: Path, *arguments: str) -> list[str]:
    """The lines that git prints."""
    return git(root, *arguments).decode("utf-8", "replace").splitlines()


def revision(root: Path, name: str) -> str | None:
    """The commit that a tag, branch or hash names; None if there is no such thing."""
    if not name or name.startswith("-"):
        return None
    try:
        return lines(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")[0]
    except (GitError, IndexError):
        return None


def blob(root: Path, commit: str, path: str) -> bytes | None:
    """The bytes of a file below ``root`` as committed, whatever stands on the disk; None if none."""
    try:
        return git(root, "cat-file", "blob", f"{commit}:./{path}")
    except GitError:
        return None


def annotated_tags(root: Path) -> list[str]:
    """The tags that carry a message of their own."""
    listed = lines(root, "for-each-ref", "--format=%(objecttype) %(refname:strip=2)", "refs/tags")
    return [name for kind, _, name in (line.partition(" ") for line in listed) if kind == "tag"]
