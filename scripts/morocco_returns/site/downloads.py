"""Files to download from the page: the data in every form that a release has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from morocco_returns.build.artefacts import Artefact, data_artefacts
from morocco_returns.build.contents import Contents, read_contents
from morocco_returns.build.run import release_files
from morocco_returns.build.schema_org import schema_org

FOLDER = "download"
_PLAIN = ("figures", "series")  # the tables that most people want, to be opened at once


def downloads(root: Path) -> tuple[list[Artefact], dict[str, object]]:
    """The files, and what search engines are told of them; both are told where the files lie."""
    contents = read_contents(root)
    files = [*_plain(contents), *data_artefacts(contents, release_files(root, contents.metadata))]
    offered = [file for file in files if not file.name.endswith(".sql")]  # the database says the same
    return offered, _described(contents, offered)


def _plain(contents: Contents) -> list[Artefact]:
    metadata = contents.metadata
    own = (metadata.name, metadata.version)
    return [
        Artefact(
            f"{name}.csv",
            contents.csv[name],
            "text/csv",
            f"{metadata.resources[name]['title']}, as CSV",
            (name,),
            *own,
        )
        for name in _PLAIN
    ]


def _described(contents: Contents, files: Sequence[Artefact]) -> dict[str, object]:
    where = contents.metadata.downloads or f"{FOLDER}/"
    return schema_org(replace(contents, metadata=replace(contents.metadata, downloads=where)), files)
