"""What changed in the Table Schema of one table, held against the rows that were published."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import polars as pl

from morocco_returns.check.cells import constraint_problems, typed_frame
from morocco_returns.diff.change import Change
from morocco_returns.diff.snapshot import Json, Resource
from morocco_returns.read import Table
from morocco_returns.rows import LINE
from morocco_returns.schema import CONSTRAINTS, SchemaError, parse_schema

# Keys of a column that change what a reader makes of its cells; of a schema there is one.
_READING = (
    "type", "format", "missingValues", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues",
)  # fmt: skip
_WORDING = ("title", "description", "example", "categories")
_PARTS = ("fields", "primaryKey", "missingValues", "foreignKeys", "uniqueKeys")
_LOWER = ("minimum", "minLength")
_UPPER = ("maximum", "maxLength")


def schema_changes(old: Resource, new: Resource, published: Mapping[str, Resource]) -> Iterator[Change]:
    """Every change from the schema of ``old`` to that of ``new``; ``published`` are the old tables."""
    before, after = old.fields(), new.fields()
    yield from _columns(old, new)
    for name in before.keys() & after.keys():
        yield from _field(new.name, name, before[name], after[name])
        yield from _constraints(old, name, before[name], after[name])
    yield from _keys(old, new, published)
    yield from _other(new.name, old.schema, new.schema, _PARTS)


def _columns(old: Resource, new: Resource) -> Iterator[Change]:
    before, after = old.fields(), new.fields()
    shared = [name for name in before if name in after]
    come = [name for name in after if name not in before]
    for name in before:
        if name not in after:
            likeness = _likeness(old, new, name, come)
            note = f"perhaps renamed to {likeness}" if likeness else ""
            yield Change("column-removed", new.name, field=name, note=note)
    if shared != [name for name in after if name in before]:
        yield Change("column-moved", new.name)
    last = max((list(after).index(name) for name in shared), default=-1)
    for name in come:
        yield Change(_added(after[name], at_end=list(after).index(name) > last), new.name, field=name)


def _added(field: Json, *, at_end: bool) -> str:
    if not at_end:
        return "column-inserted"
    required = _part(field, "constraints").get("required") is True
    return "column-appended-required" if required or not field.get("description") else "column-appended"


def _likeness(old: Resource, new: Resource, name: str, come: list[str]) -> str | None:
    """The new column that holds the same as one that is gone, in the rows that both versions have."""
    if not set(old.key) <= set(new.frame.columns) or name in old.key:
        return None
    pairs = old.frame.select(*old.key, pl.col(name).alias("\x1fold")).join(
        new.frame.select(*{*old.key, *come}), on=old.key, how="inner", nulls_equal=True
    )
    if pairs["\x1fold"].null_count() == pairs.height:
        return None
    for other in come:
        if other in pairs.columns and pairs.select(pl.col(other).eq_missing(pl.col("\x1fold")).all()).item():
            return other
    return None


def _field(table: str, name: str, old: Json, new: Json) -> Iterator[Change]:
    for key in _READING:
        if old.get(key) != new.get(key):
            yield _differs("type-changed", table, name, key, old, new)
    if old.get("x_from") != new.get("x_from"):
        yield _differs("meaning-changed", table, name, "x_from", old, new)
    for key in _WORDING:
        if old.get(key) != new.get(key):
            yield _differs("wording", table, name, key, old, new)
    yield from _other(table, old, new, (*_READING, *_WORDING, "x_from", "name", "constraints"), name)


def _other(
    table: str, old: Json, new: Json, known: tuple[str, ...], field: str | None = None
) -> Iterator[Change]:
    for key in sorted((old.keys() | new.keys()) - set(known)):
        if old.get(key) != new.get(key):
            yield _differs("descriptor-detail", table, field, key, old, new)


def _differs(kind: str, table: str, field: str | None, key: str, old: Json, new: Json) -> Change:
    return Change(kind, table, None, field, as_written(old.get(key)), as_written(new.get(key)), note=key)


def as_written(value: object) -> str | None:
    """A part of a JSON file as text; None for one that is not there."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _constraints(old: Resource, name: str, before: Json, after: Json) -> Iterator[Change]:
    rules, due = _part(before, "constraints"), _part(after, "constraints")
    for key in sorted(rules.keys() | due.keys()):
        was, now = rules.get(key), due.get(key)
        if was == now or (_unset(was) and _unset(now)):
            continue
        if key == "enum" and isinstance(was, list) and isinstance(now, list):
            yield from _codes(old.name, name, was, now)
        elif _relaxed(key, was, now):
            yield _differs("constraint-relaxed", old.name, name, key, rules, due)
        else:
            kind = "constraint-breaks" if _fails(old, name, after, key) else "constraint-tightened"
            yield _differs(kind, old.name, name, key, rules, due)


def _unset(value: object) -> bool:
    """Whether a constraint of this value constrains nothing; a minimum of 0 does."""
    return value is None or value is False or value == []


def _part(field: Json, key: str) -> Json:
    value = field.get(key)
    return value if isinstance(value, Mapping) else {}


def _codes(table: str, field: str, old: list[object], new: list[object]) -> Iterator[Change]:
    for code in (code for code in new if code not in old):
        yield Change("code-added", table, None, field, new=as_written(code))
    for code in (code for code in old if code not in new):
        yield Change("code-removed", table, None, field, old=as_written(code))
    if set(map(str, old)) == set(map(str, new)):
        yield Change("descriptor-detail", table, None, field, note="order of the codes")


def _relaxed(key: str, old: object, new: object) -> bool:
    """Whether all that satisfied the old constraint surely satisfies the new one."""
    if _unset(new):
        return True
    if isinstance(old, int) and isinstance(new, int):
        return (key in _LOWER and new < old) or (key in _UPPER and new > old)
    return False


def _fails(old: Resource, name: str, field: Json, key: str) -> bool:
    """Whether a published row fails the constraint; so too where it is one that nothing here reads."""
    constraints = {key: _part(field, "constraints").get(key)}
    raw = {"name": name, "type": field.get("type"), "constraints": constraints}
    if key not in CONSTRAINTS:
        return True
    frame = old.frame.select(name).with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE))
    try:
        schema = parse_schema(old.name, {"fields": [raw], "primaryKey": [name]})
        table = Table(old.name, old.path, schema, frame, sound=True)
        typed, misformed = typed_frame(table)
        problems = [*constraint_problems(table, typed, {(p.line, p.column) for p in misformed})]
    except (SchemaError, pl.exceptions.PolarsError):
        return True
    broken = {"key-repeated"} if key == "unique" else {"required", "code-unknown", "pattern", "out-of-range"}
    return any(problem.rule in broken for problem in problems)


def _keys(old: Resource, new: Resource, published: Mapping[str, Resource]) -> Iterator[Change]:
    if old.key != new.key:
        yield Change("primary-key-changed", new.name, old="|".join(old.key), new="|".join(new.key))
    if old.schema.get("missingValues", [""]) != new.schema.get("missingValues", [""]):
        yield _differs("type-changed", new.name, None, "missingValues", old.schema, new.schema)
    for part in ("foreignKeys", "uniqueKeys"):
        was, now = (_written_set(resource.schema.get(part)) for resource in (old, new))
        for gone in sorted(was - now):
            yield Change("constraint-relaxed", new.name, old=gone, note=part)
        for come in sorted(now - was):
            fails = _dangles(old, come, published) if part == "foreignKeys" else _repeats(old, come)
            kind = "constraint-breaks" if fails else "constraint-tightened"
            yield Change(kind, new.name, new=come, note=part)


def _written_set(value: object) -> set[str]:
    return {json.dumps(item, sort_keys=True) for item in value} if isinstance(value, list) else set()


def _dangles(old: Resource, written: str, published: Mapping[str, Resource]) -> bool:
    """Whether a published cell would be a key of nothing; a column that is new cannot be."""
    match json.loads(written):
        case {"fields": [str(field)], "reference": {"resource": str(table), "fields": [str(column)]}}:
            if field not in old.frame.columns:
                return False
            target = old if not table else published.get(table)
            if target is None or column not in target.frame.columns:
                return old.frame[field].null_count() < old.frame.height
            return not old.frame[field].drop_nulls().is_in(target.frame[column].implode()).all()
    return True


def _repeats(old: Resource, written: str) -> bool:
    columns = json.loads(written)
    if not isinstance(columns, list) or not columns or not all(c in old.frame.columns for c in columns):
        return False
    return bool(old.frame.select(columns).drop_nulls().is_duplicated().any())
