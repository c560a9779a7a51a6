"""datapackage.json, built from schemas/ and the files: never edited by hand.

The dialect is the subset that every reader takes: ``$schema`` 2.0 at the root over a body that
the first version of the standard allows too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from morocco_returns.build.metadata import Metadata, schema_path, table_path
from morocco_returns.check.sums import sums
from morocco_returns.contract.profile import PACKAGE, fixed, profile

# What the check takes is what is built: the profile is the one place that says so.
_RESOURCE = profile(PACKAGE)["$defs"]["resource"]
_FORM = fixed(_RESOURCE)
_DIALECT = fixed(_RESOURCE["properties"]["dialect"])


def build_descriptor(metadata: Metadata, files: Mapping[str, bytes]) -> dict[str, object]:
    """The descriptor; ``files`` maps the path of each table to its bytes.

    A table without bytes gets no size and hash: such a descriptor serves to check the sources
    before anything is built.
    """
    return {
        "$schema": fixed(profile(PACKAGE))["$schema"],
        "name": metadata.name,
        "id": metadata.id,
        "title": metadata.title,
        "description": metadata.description,
        "version": metadata.version,
        "created": f"{metadata.released}T00:00:00Z",
        "keywords": metadata.keywords,
        "licenses": metadata.licenses,
        "contributors": [
            {**contributor, "roles": [contributor["role"]]} for contributor in metadata.contributors
        ],
        "sources": metadata.sources,
        "resources": [_resource(name, metadata, files) for name in metadata.resources],
    }


def _resource(name: str, metadata: Metadata, files: Mapping[str, bytes]) -> dict[str, object]:
    path = table_path(name)
    about = metadata.resources[name]
    return {
        "name": name,
        "type": _FORM["type"],
        "profile": _FORM["profile"],
        "path": path,
        "title": about["title"],
        "description": about["description"],
        "format": _FORM["format"],
        "mediatype": _FORM["mediatype"],
        "encoding": _FORM["encoding"],
        **(sums(files[path]) if path in files else {}),
        "dialect": _DIALECT,
        "schema": schema_path(name),
        **{key: about[key] for key in ("licenses", "sources") if key in about},
    }


def json_bytes(value: object) -> bytes:
    """JSON in the one form of the package: UTF-8, two blanks, LF at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
