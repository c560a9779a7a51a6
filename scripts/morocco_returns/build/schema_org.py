"""The release in the words of schema.org, which search engines for data read."""

from __future__ import annotations

from collections.abc import Sequence

from morocco_returns.build.artefacts import Artefact
from morocco_returns.build.contents import Contents
from morocco_returns.build.linked import address, node, years
from morocco_returns.build.metadata import Metadata

# Spelt out: a reference to https://schema.org would be fetched by whoever reads the file.
_CONTEXT = {"@vocab": "https://schema.org/"}


def schema_org(contents: Contents, artefacts: Sequence[Artefact]) -> dict[str, object]:
    """A Dataset with its downloads, and each table as a part with its own licence."""
    metadata = contents.metadata
    publisher = {"@id": node(metadata, "publisher")}
    return {
        "@context": _CONTEXT,
        "@id": node(metadata),
        "@type": "Dataset",
        "name": metadata.title,
        "description": metadata.description,
        "identifier": metadata.id,
        "version": metadata.version,
        "datePublished": metadata.released,
        "license": metadata.licenses[0]["path"],
        "isAccessibleForFree": True,
        "keywords": metadata.keywords,
        "creator": {**publisher, "@type": "Organization", "name": metadata.contributors[0]["title"]},
        "publisher": publisher,
        "temporalCoverage": "/".join(years(contents)),
        "variableMeasured": contents.frames["indicators"]["label_en"].to_list(),
        "hasPart": [_table(metadata, name) for name in metadata.resources],
        "distribution": [_download(metadata, artefact) for artefact in artefacts],
    }


def _table(metadata: Metadata, name: str) -> dict[str, object]:
    return {
        "@id": node(metadata, f"table/{name}"),
        "@type": "Dataset",
        "name": metadata.resources[name]["title"],
        "description": metadata.resources[name]["description"],
        "license": metadata.licences(name)[0]["path"],
    }


def _download(metadata: Metadata, artefact: Artefact) -> dict[str, object]:
    return {
        "@id": node(metadata, artefact.name),
        "@type": "DataDownload",
        "name": artefact.title,
        "contentUrl": address(metadata, artefact.name),
        "encodingFormat": artefact.mediatype,
        "contentSize": f"{len(artefact.data)} B",
        "sha256": artefact.sha256,
    }
