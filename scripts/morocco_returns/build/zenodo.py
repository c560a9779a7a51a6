""".zenodo.json: how the archive Zenodo enters a release. Where it exists, Zenodo reads no CITATION.cff."""

from __future__ import annotations

from html import escape

from morocco_returns.build.metadata import Metadata


def zenodo(metadata: Metadata) -> dict[str, object]:
    """The fields of a deposit; a release without ``upload_type`` would be entered as software."""
    return {
        "upload_type": "dataset",
        "title": metadata.title,
        "description": f"<p>{escape(metadata.description, quote=False)}</p>",
        "creators": [{"name": contributor["title"]} for contributor in metadata.contributors],
        "version": metadata.version,
        "publication_date": metadata.released,
        "access_right": "open",
        "license": metadata.licenses[0]["name"].lower(),
        "keywords": metadata.keywords,
        "language": "eng",
    }
