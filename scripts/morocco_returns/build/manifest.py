"""manifest.json and SHA256SUMS: what a release consists of, for programs that check it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from morocco_returns.build.artefacts import Artefact
from morocco_returns.build.contents import Contents

_MEANING = (
    "sha256 is the hash of the file: the same sources and locked tools give the same. content_sha256 is the "
    "hash of the tables in it, whatever wrote it: of one line per table, in order of name, with the hash of "
    "its CSV, two blanks and its name. writer is what the bytes of a file depend on."
)


def manifest(contents: Contents, artefacts: Iterable[Artefact]) -> dict[str, object]:
    """Every artefact with its size, hashes and writer, and every table with the hash of its CSV."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in contents.csv.items()}
    return {
        "name": contents.metadata.name,
        "id": contents.metadata.id,
        "version": contents.metadata.version,
        "released": contents.metadata.released,
        "meaning": _MEANING,
        "tables": [
            {"name": name, "rows": contents.frames[name].height, "sha256": hashes[name]} for name in hashes
        ],
        "files": [_file(artefact, hashes) for artefact in artefacts],
    }


def _file(artefact: Artefact, hashes: Mapping[str, str]) -> dict[str, object]:
    return {
        "name": artefact.name,
        "title": artefact.title,
        "mediatype": artefact.mediatype,
        "bytes": len(artefact.data),
        "sha256": artefact.sha256,
        "content_sha256": content_hash({name: hashes[name] for name in artefact.tables}),
        "tables": list(artefact.tables),
        "writer": {"name": artefact.writer, "version": artefact.writer_version},
    }


def content_hash(hashes: Mapping[str, str]) -> str:
    """One hash for tables whose CSVs have these hashes."""
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS of files by name, in the form that ``sha256sum --check`` reads."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode("utf-8")
