"""Metadata with which datasette shows the SQLite file: titles, descriptions, licences."""

from __future__ import annotations

from morocco_returns.build.contents import Contents
from morocco_returns.build.views import VIEWS


def datasette_metadata(contents: Contents, database: str) -> dict[str, object]:
    """The content of datasette's ``--metadata`` file for the database of that name."""
    metadata = contents.metadata
    tables: dict[str, object] = {
        view.name: {"title": view.title, "description": view.description} for view in VIEWS
    }
    for name, schema in contents.schemas.items():
        about = metadata.resources[name]
        tables[name] = {
            "title": about["title"],
            "description": about["description"],
            **_licence(metadata.licences(name)[0]),
            "columns": {field.name: field.description for field in schema.fields},
        }
    return {
        "title": f"{metadata.title}, version {metadata.version}",
        "description": metadata.description,
        **_licence(metadata.licenses[0]),
        "databases": {database: {"tables": tables}},
    }


def _licence(licence: dict[str, str]) -> dict[str, str]:
    return {"license": licence["title"], "license_url": licence["path"]}
