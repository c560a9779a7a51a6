"""CHANGELOG.md: its dated entries, and the entry that a maintainer is to complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PATH = "CHANGELOG.md"
DUE = "To be written:"
_HEADING = re.compile(r"(?m)^## (.+)$")
_DATED = re.compile(r"(\S+) - (\d{4}-\d{2}-\d{2})")
_UNRELEASED = re.compile(r"(?mi)^## unreleased *$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the changelog says of one version; ``date`` is None for a heading without one."""

    version: str
    date: str | None
    body: str

    @property
    def complete(self) -> bool:
        """Whether it says something and nothing in it is yet to be written."""
        return bool(self.body) and DUE not in self.body


def entries(text: str) -> Iterator[Entry]:
    """The entries, the newest first as they stand."""
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings), len(text)][1:]
    for heading, end in zip(headings, ends, strict=bool(headings)):
        dated = _DATED.fullmatch(heading[1].strip())
        body = text[heading.end() : end].strip()
        yield Entry(dated[1], dated[2], body) if dated else Entry(heading[1].strip(), None, body)


def with_stub(text: str, version: str, date: str, facts: str) -> str:
    """The changelog with an entry for the version: what is unreleased as it stands, else a stub."""
    if any(entry.version == version for entry in entries(text)):
        return text
    heading = f"## {version} - {date}"
    if _UNRELEASED.search(text):
        return _UNRELEASED.sub(heading, text, count=1)
    first = _HEADING.search(text)
    place = first.start() if first else len(text)
    stub = f"{heading}\n\n{DUE} what readers of the data should know.\n\n{facts}\n\n"
    return f"{text[:place]}{stub}{text[place:]}"
