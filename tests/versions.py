"""A package of a few rows in two versions, for tests of what changed between them."""

from __future__ import annotations

import copy
import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def column(name: str, type_: str = "string", **more: Any) -> Json:
    return {"name": name, "type": type_, "description": f"What {name} says.", "constraints": {}} | more


def table(key: str | list[str], *columns: Json, **more: Any) -> Json:
    return {"fields": list(columns), "missingValues": [""], "primaryKey": [*key] if key else [], **more}


ERRATUM = ["release", "resource", "row_key", "field", "old_value", "new_value", "kind", "reason"]
SCHEMAS: dict[str, Json] = {
    "observations": table(
        ["observation_id"],
        column("observation_id", constraints={"required": True}),
        column("document_id"),
        column("indicator_id"),
        column("value_printed"),
        column("value", "integer", constraints={"minimum": 0}),
        column("status", constraints={"enum": ["A", "P"]}),
        column("note"),
    ),
    "indicators": table(
        ["indicator_id"], column("indicator_id"), column("label_en"), column("definition"), column("unit")
    ),
    "comparisons": table(["comparison_id"], column("comparison_id"), column("verdict")),
    "changes": table(
        ["release", "resource", "row_key", "field"],
        *(column(name) for name in ERRATUM),
    ),
    "series": table(["observation_id"], column("observation_id"), column("value_printed")),
}
ROWS: dict[str, list[list[str]]] = {
    "observations": [
        ["f1", "letter", "return", "20", "20", "A", ""],
        ["f2", "letter", "return", "<5", "", "A", "suppressed"],
        ["f3", "report", "asylum", "1.770", "1770", "P", ""],
    ],
    "indicators": [
        ["asylum", "asylum applications", "First applications.", "persons"],
        ["return", "returns", "Persons who left.", "persons"],
    ],
    "comparisons": [["k1", "tension"]],
    "changes": [],
    "series": [["f1", "20"]],
}
LOAD = "def load(table, package=None, *, censored=True):\n    return table\n"
OFFERS = '__all__ = ["load", "tables"]\n'


@dataclass
class Version:
    """The parts of a small package; ``write`` puts them into a folder."""

    descriptor: Json
    schemas: dict[str, Json] = field(default_factory=lambda: copy.deepcopy(SCHEMAS))
    rows: dict[str, list[list[str]]] = field(default_factory=lambda: copy.deepcopy(ROWS))
    files: dict[str, str] = field(default_factory=dict)
    delimiter: str = ","

    def resource(self, name: str) -> Json:
        return next(entry for entry in self.descriptor["resources"] if entry["name"] == name)

    def column(self, table: str, name: str) -> Json:
        return next(entry for entry in self.schemas[table]["fields"] if entry["name"] == name)

    def add(self, name: str, schema: Json, rows: list[list[str]]) -> None:
        self.schemas[name], self.rows[name] = schema, rows
        self.descriptor["resources"].append(_entry(name))

    def drop(self, name: str) -> None:
        del self.schemas[name], self.rows[name]
        self.descriptor["resources"].remove(self.resource(name))

    def add_column(self, table: str, place: int, new: Json, cells: str = "") -> None:
        self.schemas[table]["fields"].insert(place, new)
        for row in self.rows[table]:
            row.insert(place, cells)

    def write(self, root: Path) -> Path:
        for name, text in self._texts().items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        return root

    def _texts(self) -> dict[str, str]:
        texts = {"datapackage.json": json.dumps(self.descriptor), **self.files}
        for name, schema in self.schemas.items():
            texts[f"schemas/{name}.json"] = json.dumps(schema)
            stream = io.StringIO(newline="")
            writer = csv.writer(stream, lineterminator="\n", delimiter=self.delimiter)
            writer.writerow([entry["name"] for entry in schema["fields"]])
            writer.writerows(self.rows[name])
            texts[self.resource(name)["path"]] = stream.getvalue()
        return texts


def _entry(name: str) -> Json:
    path, schema = f"data/{name}.csv", f"schemas/{name}.json"
    return {"name": name, "path": path, "schema": schema, "encoding": "utf-8", "title": name}


def small(version: str = "1.0.0") -> Version:
    """A version of the small package."""
    return Version(
        {
            "name": "small",
            "title": "Small",
            "version": version,
            "created": "2026-01-01T00:00:00Z",
            "licenses": [{"name": "CC-BY-4.0"}],
            "resources": [_entry(name) for name in SCHEMAS],
        },
        files={
            "README.md": "# Small\n",
            "scripts/morocco_returns/__init__.py": OFFERS,
            "scripts/morocco_returns/load.py": LOAD,
        },
    )
