"""What the linked descriptions of a release share: names of nodes, addresses of files, the years covered.

They are written as ordered JSON by hand, and every node has a name of its own: nameless ones are
numbered by each reader in its own way, and no two descriptions could be compared. The vocabularies
are spelt out in the files, so that nothing is fetched to read them.
"""

from __future__ import annotations

from morocco_returns.build.contents import Contents
from morocco_returns.build.metadata import Metadata


def node(metadata: Metadata, part: str = "") -> str:
    """The name of the release in linked data, or of a part of it."""
    release = f"{metadata.id}#{metadata.version}"
    return f"{release}/{part}" if part else release


def address(metadata: Metadata, name: str) -> str:
    """Where a file of the release is: its address, or beside the description."""
    return metadata.downloads.format(version=metadata.version) + name


def years(contents: Contents) -> tuple[str, str]:
    """First and last day that any figure is about."""
    figures = contents.frames["observations"]
    return str(figures["period_start"].min()), str(figures["period_end"].max())
