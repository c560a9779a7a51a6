"""Table Schemas as dataclasses, in the subset of the standard that every reader takes.

Source of the terms: Table Schema of the Data Package standard. ``x_from`` is our own key: it
says which column of which curated table a column of a built table repeats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from morocco_returns.wording import as_text, shortened

TYPES = ("string", "integer", "number", "boolean", "date")

NUMBER = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"
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
    """The columns of a table in order, its primary key, its foreign keys and what else is unique."""

    name: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    unique_keys: tuple[tuple[str, ...], ...] = ()

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


# The constraints that are enforced, and the type of each.
CONSTRAINTS: dict[str, type] = {
    "required": bool,
    "unique": bool,
    "enum": list,
    "pattern": str,
    "minimum": int,
    "maximum": int,
    "minLength": int,
}


def read_schema(name: str, data: bytes) -> TableSchema:
    """Read a Table Schema from the bytes of its JSON file; SchemaError says what is wrong with it."""
    try:
        raw = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"not usable: {error}") from None
    return parse_schema(name, raw)


def parse_schema(name: str, raw: object) -> TableSchema:
    """Read a Table Schema from its JSON; SchemaError says what is wrong with it.

    Reads what the tables are held against, and no more: the check of the package reports what
    else stands in the file.
    """
    if not isinstance(raw, Mapping):
        raise SchemaError("the schema is not a JSON object")
    fields = tuple(_field(item) for item in _sequence(raw, "fields"))
    names = [field.name for field in fields]
    if not fields:
        raise SchemaError("the schema has no fields")
    if repeated := sorted({n for n in names if names.count(n) > 1}):
        raise SchemaError(f"two fields have the same name: {', '.join(repeated)}")
    key = raw.get("primaryKey")
    primary_key = _columns([key] if isinstance(key, str) else key, "primaryKey")
    unique_keys = tuple(_columns(key, "uniqueKeys") for key in _sequence(raw, "uniqueKeys", []))
    foreign_keys = tuple(_foreign_key(name, item) for item in _sequence(raw, "foreignKeys", []))
    named = [*primary_key, *(column for key in unique_keys for column in key)]
    for unknown in [*named, *(fk.field for fk in foreign_keys)]:
        if unknown not in names:
            raise SchemaError(f"a key names {unknown!r}, which is not a field")
    return TableSchema(name, fields, primary_key, foreign_keys, unique_keys)


def _sequence(raw: Mapping[str, Any], key: str, default: object = None) -> list[Any]:
    value = raw.get(key, default)
    if not isinstance(value, list):
        raise SchemaError(f"{key!r} is missing or not a list")
    return value


def _columns(parts: object, what: str) -> tuple[str, ...]:
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise SchemaError(f"{what} is not a list of field names")
    if len(set(parts)) != len(parts):
        raise SchemaError(f"{what} names a field twice")
    return tuple(parts)


def _field(raw: object) -> Field:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("name"), str):
        raise SchemaError(f"a field without a name: {shortened(as_text(raw))}")
    name = str(raw["name"])
    if raw.get("type") not in TYPES:
        raise SchemaError(f"field {name!r} has type {raw.get('type')!r}; known: {', '.join(TYPES)}")
    constraints = raw.get("constraints", {})
    if not isinstance(constraints, Mapping):
        raise SchemaError(f"the constraints of field {name!r} are not a JSON object")
    _check_constraints(name, constraints)
    source = raw.get("x_from")
    if source is not None and not (isinstance(source, str) and source.count(".") == 1):
        raise SchemaError(f"x_from of field {name!r} is not of the form table.column")
    enum = constraints.get("enum")
    return Field(
        name=name,
        type=str(raw["type"]),
        title=str(raw.get("title", "")),
        description=str(raw.get("description", "")),
        example=str(raw.get("example", "")),
        x_from=source,
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=tuple(enum) if enum is not None else None,
        labels=_labels(name, raw.get("categories", [])),
        pattern=constraints.get("pattern"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        min_length=constraints.get("minLength"),
    )


def _check_constraints(name: str, constraints: Mapping[str, Any]) -> None:
    for key, due in CONSTRAINTS.items():
        if key in constraints and type(constraints[key]) is not due:
            found = shortened(as_text(constraints[key]))
            raise SchemaError(f"constraint {key} of field {name!r} is {found}, not a {due.__name__}")
    if not all(isinstance(code, str) for code in constraints.get("enum", [])):
        raise SchemaError(f"the enum of field {name!r} holds more than text")


def _labels(name: str, raw: Any) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in raw if isinstance(raw, list) else [raw]:
        match item:
            case {"value": str(value), "label": str(label)}:
                pairs.append((value, label))
            case _:
                raise SchemaError(f"the categories of field {name!r} are not pairs of value and label")
    return tuple(pairs)


def _foreign_key(table: str, raw: object) -> ForeignKey:
    match raw:
        case {"fields": [str(field)], "reference": {"resource": str(target), "fields": [str(column)]}}:
            return ForeignKey(field, target or table, column)
    raise SchemaError(f"a foreign key is not of one column: {shortened(as_text(raw))}")
