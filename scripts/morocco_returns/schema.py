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


_ROOT_KEYS = {
    "$schema",
    "name",
    "title",
    "description",
    "fields",
    "missingValues",
    "primaryKey",
    "foreignKeys",
}
_FIELD_KEYS = {"name", "type", "title", "description", "example", "x_from", "categories", "constraints"}
_CONSTRAINTS: dict[str, type] = {
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
        return parse_schema(name, json.loads(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise SchemaError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise SchemaError(f"not JSON: {error.msg} in line {error.lineno}") from None
    except RecursionError:
        raise SchemaError("nested too deeply") from None
    except SchemaError:
        raise
    except ValueError as error:
        raise SchemaError(f"not usable: {error}") from None


def parse_schema(name: str, raw: object) -> TableSchema:
    """Read a Table Schema from its JSON; SchemaError says what is wrong with it.

    Only the subset that every reader reads alike is taken: anything else is an error, because a
    reader that does not know it would pass over it in silence.
    """
    if not isinstance(raw, Mapping):
        raise SchemaError("the schema is not a JSON object")
    _only(raw, _ROOT_KEYS, "the schema")
    if raw.get("missingValues", [""]) != [""]:
        raise SchemaError('missingValues must be [""]: the empty cell alone')
    fields = tuple(_field(item) for item in _sequence(raw, "fields"))
    names = [field.name for field in fields]
    if not fields:
        raise SchemaError("the schema has no fields")
    if repeated := sorted({n for n in names if names.count(n) > 1}):
        raise SchemaError(f"two fields have the same name: {', '.join(repeated)}")
    primary_key = _primary_key(raw)
    foreign_keys = tuple(_foreign_key(name, item) for item in _sequence(raw, "foreignKeys", []))
    for unknown in [*primary_key, *(fk.field for fk in foreign_keys)]:
        if unknown not in names:
            raise SchemaError(f"a key names {unknown!r}, which is not a field")
    return TableSchema(name, fields, primary_key, foreign_keys)


def _only(raw: Mapping[Any, Any], known: set[str], what: str) -> None:
    if unknown := sorted(str(key) for key in raw if key not in known):
        raise SchemaError(f"{what} has properties outside the common subset: {', '.join(unknown)}")


def _sequence(raw: Mapping[str, Any], key: str, default: object = None) -> list[Any]:
    value = raw.get(key, default)
    if not isinstance(value, list):
        raise SchemaError(f"{key!r} is missing or not a list")
    return value


def _primary_key(raw: Mapping[str, Any]) -> tuple[str, ...]:
    key = raw.get("primaryKey")
    parts = [key] if isinstance(key, str) else key
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise SchemaError("primaryKey is not a list of field names")
    if len(set(parts)) != len(parts):
        raise SchemaError("primaryKey names a field twice")
    return tuple(parts)


def _field(raw: object) -> Field:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("name"), str):
        raise SchemaError(f"a field without a name: {raw!r:.60}")
    name = str(raw["name"])
    _only(raw, _FIELD_KEYS, f"field {name!r}")
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
    _only(constraints, set(_CONSTRAINTS), f"the constraints of field {name!r}")
    for key, value in constraints.items():
        due = _CONSTRAINTS[key]
        if type(value) is not due:
            raise SchemaError(f"constraint {key} of field {name!r} is {value!r:.40}, not a {due.__name__}")
    if not all(isinstance(code, str) for code in constraints.get("enum", [])):
        raise SchemaError(f"the enum of field {name!r} holds more than text")
    pattern = constraints.get("pattern", "")
    try:
        parsed = re._parser.parse(f"(?:{pattern})\\Z")  # type: ignore[attr-defined]
    except (re.error, OverflowError, RecursionError) as error:
        raise SchemaError(f"the pattern of field {name!r} is not a regular expression: {error}") from None
    if _nested_repeat(parsed, inside=False):
        raise SchemaError(f"the pattern of field {name!r} repeats a repetition: it may never come to an end")


def _nested_repeat(parsed: Any, *, inside: bool) -> bool:
    """Whether an open repetition stands inside another one, as in ``(a+)+``."""
    for operation, argument in parsed:
        open_ = str(operation) in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] == re._constants.MAXREPEAT  # type: ignore[attr-defined]
        if open_ and inside:
            return True
        for inner in _inner(argument):
            if _nested_repeat(inner, inside=inside or open_):
                return True
    return False


def _inner(argument: Any) -> list[Any]:
    """The patterns inside an operation of a parsed regular expression."""
    if type(argument).__name__ == "SubPattern":
        return [argument]
    if isinstance(argument, list | tuple):
        return [pattern for part in argument for pattern in _inner(part)]
    return []


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
    raise SchemaError(f"a foreign key is not of one column: {raw!r:.80}")
