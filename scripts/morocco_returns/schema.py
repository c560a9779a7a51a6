"""Table Schemas as dataclasses, in the subset of the standard that every reader takes.

Source of the terms: Table Schema of the Data Package standard. ``x_from`` is our own key: it
says which column of which curated table a column of a built table repeats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

TYPES = ("string", "integer", "number", "boolean", "date")

# What a cell of a type may look like. Stricter than the standard, because no two readers agree
# on "1_000", "+5", "٥" or "1961-1-1".
LEXICAL = {
    "integer": re.compile(r"-?(?:0|[1-9][0-9]*)\Z"),
    "number": re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z"),
    "boolean": re.compile(r"(?:true|false)\Z"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"),
}
LARGEST_INTEGER = 2**53  # beyond it JavaScript and R read another number


class SchemaError(ValueError):
    """A Table Schema that cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: what it holds and what constrains its cells."""

    name: str
    type: str
    title: str = ""
    description: str = ""
    example: str = ""
    x_from: str | None = None
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] | None = None
    labels: tuple[tuple[str, str], ...] = ()
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None

    def regex(self) -> re.Pattern[str] | None:
        """The pattern anchored at both ends (``$`` alone would let a line end pass)."""
        return re.compile(f"(?:{self.pattern})\\Z") if self.pattern else None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose cells are keys of another table (or, with its own name, of this one)."""

    field: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The columns of a table in order, its primary key and its foreign keys."""

    name: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The column of that name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def read_schema(name: str, data: bytes) -> TableSchema:
    """Read a Table Schema from the bytes of its JSON file; SchemaError says what is wrong with it."""
    try:
        return parse_schema(name, json.loads(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise SchemaError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise SchemaError(f"not JSON: {error.msg} in line {error.lineno}") from None
    except RecursionError:
        raise SchemaError("nested too deeply") from None


def parse_schema(name: str, raw: object) -> TableSchema:
    """Read a Table Schema from its JSON; SchemaError says what is wrong with it."""
    if not isinstance(raw, Mapping):
        raise SchemaError("the schema is not a JSON object")
    fields = tuple(_field(item) for item in _sequence(raw, "fields"))
    names = [field.name for field in fields]
    if not fields:
        raise SchemaError("the schema has no fields")
    if repeated := sorted({n for n in names if names.count(n) > 1}):
        raise SchemaError(f"two fields have the same name: {', '.join(repeated)}")
    key = raw.get("primaryKey", [])
    primary_key = (key,) if isinstance(key, str) else tuple(str(part) for part in key)
    foreign_keys = tuple(_foreign_key(name, item) for item in _sequence(raw, "foreignKeys", []))
    for unknown in [*primary_key, *(fk.field for fk in foreign_keys)]:
        if unknown not in names:
            raise SchemaError(f"a key names {unknown!r}, which is not a field")
    return TableSchema(name, fields, primary_key, foreign_keys)


def _sequence(raw: Mapping[str, object], key: str, default: object = None) -> list[object]:
    value = raw.get(key, default)
    if not isinstance(value, list):
        raise SchemaError(f"{key!r} is missing or not a list")
    return value


def _field(raw: object) -> Field:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("name"), str):
        raise SchemaError(f"a field without a name: {raw!r:.60}")
    name = str(raw["name"])
    if raw.get("type") not in TYPES:
        raise SchemaError(f"field {name!r} has type {raw.get('type')!r}; known: {', '.join(TYPES)}")
    constraints = raw.get("constraints", {})
    if not isinstance(constraints, Mapping):
        raise SchemaError(f"the constraints of field {name!r} are not a JSON object")
    pattern = constraints.get("pattern")
    try:
        re.compile(str(pattern or ""))
    except re.error as error:
        raise SchemaError(f"the pattern of field {name!r} is not a regular expression: {error}") from None
    enum = constraints.get("enum")
    return Field(
        name=name,
        type=str(raw["type"]),
        title=str(raw.get("title", "")),
        description=str(raw.get("description", "")),
        example=_text(raw.get("example", "")),
        x_from=raw.get("x_from"),
        required=constraints.get("required") is True,
        unique=constraints.get("unique") is True,
        enum=tuple(_text(code) for code in enum) if isinstance(enum, list) else None,
        labels=tuple((str(c["value"]), str(c["label"])) for c in raw.get("categories", [])),
        pattern=pattern,
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        min_length=constraints.get("minLength"),
    )


def _text(value: object) -> str:
    """An example or code as it would stand in a CSV cell."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _foreign_key(table: str, raw: object) -> ForeignKey:
    match raw:
        case {"fields": [str(field)], "reference": {"resource": str(target), "fields": [str(column)]}}:
            return ForeignKey(field, target or table, column)
    raise SchemaError(f"a foreign key is not of one column: {raw!r:.80}")
