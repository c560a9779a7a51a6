"""The files that describe a release, each for its own readers, all from the same metadata."""

from __future__ import annotations

from collections.abc import Sequence

from morocco_returns.build.artefacts import DATABASE, Artefact
from morocco_returns.build.contents import Contents
from morocco_returns.build.croissant import croissant
from morocco_returns.build.datasette import datasette_metadata
from morocco_returns.build.dcat import dcat
from morocco_returns.build.manifest import manifest
from morocco_returns.build.schema_org import schema_org


def descriptions(contents: Contents, artefacts: Sequence[Artefact]) -> dict[str, dict[str, object]]:
    """The content of each JSON file by its name in dist/."""
    return {
        "schema-org.jsonld": schema_org(contents, artefacts),
        "dcat-ap.jsonld": dcat(contents, artefacts),
        "croissant.json": croissant(contents, artefacts),
        "datasette-metadata.json": datasette_metadata(contents, DATABASE),
        "manifest.json": manifest(contents, artefacts),
    }
