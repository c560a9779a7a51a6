"""The release in the words of DCAT-AP 3.0.1, which the data portals of European states read."""

from __future__ import annotations

from collections.abc import Sequence

from morocco_returns.build.artefacts import Artefact
from morocco_returns.build.contents import Contents
from morocco_returns.build.linked import address, node, years
from morocco_returns.build.metadata import Metadata

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_PUBLIC = f"{_EU}/access-right/PUBLIC"
_ENGLISH = f"{_EU}/language/ENG"
_THEME = f"{_EU}/data-theme/SOCI"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

Node = dict[str, object]


def dcat(contents: Contents, artefacts: Sequence[Artefact]) -> dict[str, object]:
    """A graph of the dataset, its distributions, and the typed nodes that the shapes look for."""
    metadata = contents.metadata
    return {
        "@context": _CONTEXT,
        "@graph": [
            _dataset(contents, artefacts),
            _typed("foaf:Agent", node(metadata, "publisher"), "foaf:name", metadata.contributors[0]["title"]),
            *(part for artefact in artefacts for part in _distribution(metadata, artefact)),
            *_vocabulary(metadata, artefacts),
        ],
    }


def _dataset(contents: Contents, artefacts: Sequence[Artefact]) -> Node:
    metadata = contents.metadata
    first, last = years(contents)
    return {
        "@id": node(metadata),
        "@type": "dcat:Dataset",
        "dct:title": _text(metadata.title),
        "dct:description": _text(metadata.description),
        "dct:identifier": metadata.id,
        "dcat:version": metadata.version,
        "dct:issued": _literal(metadata.released, "xsd:date"),
        "dct:language": _to(_ENGLISH),
        "dct:accessRights": _to(_PUBLIC),
        "dcat:theme": _to(_THEME),
        "dcat:keyword": [_text(word) for word in metadata.keywords],
        "dct:publisher": _to(node(metadata, "publisher")),
        "dct:temporal": {
            "@id": node(metadata, "temporal"),
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _literal(first, "xsd:date"),
            "dcat:endDate": _literal(last, "xsd:date"),
        },
        "dcat:distribution": [_to(node(metadata, artefact.name)) for artefact in artefacts],
    }


def _distribution(metadata: Metadata, artefact: Artefact) -> tuple[Node, Node]:
    checksum = node(metadata, f"{artefact.name}/sha256")
    place = _to(address(metadata, artefact.name))
    return {
        "@id": node(metadata, artefact.name),
        "@type": "dcat:Distribution",
        "dct:title": _text(artefact.title),
        "dcat:accessURL": place,
        "dcat:downloadURL": place,
        "dcat:mediaType": _to(_MEDIA_TYPES + artefact.mediatype),
        "dcat:byteSize": _literal(str(len(artefact.data)), "xsd:nonNegativeInteger"),
        "dct:license": _to(_licence(metadata, artefact)["path"]),
        "spdx:checksum": _to(checksum),
    }, {
        "@id": checksum,
        "@type": "spdx:Checksum",
        "spdx:algorithm": _to(_SHA256),
        "spdx:checksumValue": _literal(artefact.sha256, "xsd:hexBinary"),
    }


def _licence(metadata: Metadata, artefact: Artefact) -> dict[str, str]:
    """The licence of a file: of its table where it holds one alone, else that of the package."""
    alone = len(artefact.tables) == 1
    return metadata.licences(artefact.tables[0])[0] if alone else metadata.licenses[0]


def _vocabulary(metadata: Metadata, artefacts: Sequence[Artefact]) -> list[Node]:
    """What the terms of others are: the shapes ask for it, and nothing is fetched to find out."""
    licences = {licence["path"]: licence for licence in (_licence(metadata, one) for one in artefacts)}
    media_types = sorted({artefact.mediatype for artefact in artefacts})
    return [
        *(
            _typed("dct:LicenseDocument", path, "dct:title", licence["title"])
            for path, licence in sorted(licences.items())
        ),
        _typed("dct:RightsStatement", _PUBLIC, "skos:prefLabel", "public"),
        _typed("dct:LinguisticSystem", _ENGLISH, "skos:prefLabel", "English"),
        _typed("skos:Concept", _THEME, "skos:prefLabel", "Population and society"),
        _typed("spdx:ChecksumAlgorithm", _SHA256, "skos:prefLabel", "sha256"),
        *(
            _typed(["dct:MediaType", "dct:MediaTypeOrExtent"], _MEDIA_TYPES + name, "skos:prefLabel", name)
            for name in media_types
        ),
    ]


def _typed(kind: str | list[str], name: str, label: str, text: str) -> Node:
    return {"@id": name, "@type": kind, label: _text(text)}


def _to(name: str) -> dict[str, str]:
    return {"@id": name}


def _text(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _literal(text: str, kind: str) -> dict[str, str]:
    return {"@value": text, "@type": kind}
