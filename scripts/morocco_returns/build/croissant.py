"""The release in the words of Croissant 1.1, which tools for machine learning read.

It describes the Parquet files: the reader of Croissant lets its library guess the types of a CSV,
and a guess turns "1.770" into 1.77. Keys from table to table are left out: the reader joins the tables
along them, and loses every row whose key is empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from morocco_returns.build.artefacts import Artefact
from morocco_returns.build.contents import Contents
from morocco_returns.build.linked import address, node
from morocco_returns.build.metadata import Metadata
from morocco_returns.schema import Field, TableSchema

_VERSION = "http://mlcommons.org/croissant/1.1"
_PARQUET = "application/vnd.apache.parquet"
_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
# The context of the format, as its reader expects it to the letter.
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

Node = dict[str, object]


def croissant(contents: Contents, artefacts: Sequence[Artefact]) -> Node:
    """A Dataset with one record set per table, over its Parquet file."""
    metadata = contents.metadata
    files = {artefact.tables[0]: artefact for artefact in artefacts if artefact.mediatype == _PARQUET}
    return {
        "@context": _CONTEXT,
        "@id": node(metadata),
        "@type": "sc:Dataset",
        "conformsTo": _VERSION,
        "name": metadata.title,
        "description": metadata.description,
        "version": metadata.version,
        "datePublished": metadata.released,
        "license": metadata.licenses[0]["path"],
        "citeAs": _bibtex(metadata),
        "isLiveDataset": False,
        "keywords": metadata.keywords,
        "creator": {
            "@id": node(metadata, "publisher"),
            "@type": "sc:Organization",
            "name": metadata.contributors[0]["title"],
        },
        "url": address(metadata, "") or metadata.id,
        "distribution": [_file(metadata, artefact) for artefact in files.values()],
        "recordSet": [
            _records(metadata, schema, files[name].name) for name, schema in contents.schemas.items()
        ],
    }


def _bibtex(metadata: Metadata) -> str:
    author, year = metadata.contributors[0]["title"], metadata.released[:4]
    return (
        f"@misc{{{metadata.name}, author = {{{{{author}}}}}, title = {{{{{metadata.title}}}}}, "
        f"year = {{{year}}}, version = {{{metadata.version}}}}}"
    )


def _file(metadata: Metadata, artefact: Artefact) -> Node:
    return {
        "@id": artefact.name,
        "@type": "cr:FileObject",
        "name": artefact.name,
        "description": artefact.title,
        "contentUrl": address(metadata, artefact.name),
        "contentSize": f"{len(artefact.data)} B",
        "encodingFormat": "application/x-parquet",  # the one name of it that the format's reader knows
        "sha256": artefact.sha256,
    }


def _records(metadata: Metadata, schema: TableSchema, file: str) -> Node:
    about = metadata.resources[schema.name]
    return {
        "@id": schema.name,
        "@type": "cr:RecordSet",
        "name": schema.name,
        "description": about["description"],
        "key": [{"@id": f"{schema.name}/{column}"} for column in schema.primary_key],
        "field": [_field(schema.name, field, file) for field in schema.fields],
    }


def _field(table: str, field: Field, file: str) -> Node:
    name = f"{table}/{field.name}"
    source = {
        "@id": f"{name}/source",
        "fileObject": {"@id": file},
        "extract": {"@id": f"{name}/extract", "column": field.name},
    }
    return {
        "@id": name,
        "@type": "cr:Field",
        "name": field.name,
        "description": field.description,
        "dataType": _TYPES[field.type],
        "source": source,
    }
