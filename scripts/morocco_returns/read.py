"""Read a data package from disk as text, without trusting any of its files.

Nothing here raises for a bad file: each problem becomes a finding and the rest is read on. No
network, no path outside the package.
"""

from __future__ import annotations

import csv
import errno
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from morocco_returns.access import stays_inside
from morocco_returns.contract.content import decoded
from morocco_returns.contract.descriptor import descriptor_problems, listed
from morocco_returns.contract.jsontext import JsonText, Pointer, read_json
from morocco_returns.contract.paths import path_problem, place_problems
from morocco_returns.contract.schemas import schema_problems, usable
from morocco_returns.cores import side_by_side
from morocco_returns.finding import Finding, Problem, Severity
from morocco_returns.locate import DESCRIPTOR, package_root
from morocco_returns.rows import LINE, after_the_row_above
from morocco_returns.schema import SchemaError, TableSchema, parse_schema, read_schema

csv.field_size_limit(2**24)
_LOST_AT_MOST = 20  # bytes that are no UTF-8 in a file whose rest is checked
_PIECE = 2**18  # bytes: so few that they stay in the processor's own memory
# What needs quotation marks around it, and what has no place in a cell at all.
_QUOTED, _BROKEN = r'[,"\n\r\x00]', r"[\n\r\x00]"


@dataclass(frozen=True)
class Table:
    """A CSV as text: ``frame`` has the schema's columns as strings (null = empty cell) and, last, the
    number of the row's line in the file. ``sound`` is False where header or rows did not fit,
    ``marred`` is True where its bytes (line ends, byte order mark) were reported already, ``in_form``
    where they are those that the package would write.
    """

    name: str
    path: str
    schema: TableSchema
    frame: pl.DataFrame
    sound: bool
    marred: bool = False
    in_form: bool = False

    @cached_property
    def in_order(self) -> bool:
        """Whether the primary key of each row comes after that of the row above, and none stands twice."""
        return bool(self.frame.select(after_the_row_above(self.schema.primary_key).slice(1).all()).item())

    @cached_property
    def texts(self) -> Mapping[str, pl.Series]:
        """The texts of each column, every one once: long tables repeat most of theirs in row after row."""
        keys = self.schema.primary_key if len(self.schema.primary_key) == 1 and self.in_order else ()
        repeated = pl.col(name for name in self.schema.names if name not in keys)
        texts = self.frame.select(repeated.drop_nulls().unique().implode())
        found = {column.name: column.explode().drop_nulls() for column in texts}
        return {**found, **{name: self.frame[name].drop_nulls() for name in keys}}


@dataclass
class Package:
    """A package as read: its descriptor, its tables, and what was wrong on the way.

    ``built`` is False where the descriptor could not be read. ``schema_paths`` are the files of the
    Table Schemas that the descriptor names; ``later`` holds the paths of tables not parsed yet.
    """

    root: Path
    document: JsonText
    tables: dict[str, Table] = field(default_factory=dict)
    schemas: dict[str, TableSchema] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    schema_paths: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    built: bool = True

    @property
    def descriptor(self) -> Mapping[str, object]:
        """The descriptor, empty where it could not be read."""
        return self.document.value or {}

    def resources(self) -> list[Mapping[str, object]]:
        """The resources of the descriptor that are JSON objects."""
        return [r for r in listed(self.descriptor) if isinstance(r, Mapping)]

    def report(self, file: str, problems: Iterable[Problem]) -> None:
        """Add what is wrong with a file."""
        self.findings.extend(problem.finding(file) for problem in problems)

    def parse(self, names: Iterable[str]) -> None:
        """Parse tables whose bytes are there; what does not fit goes to ``findings``."""
        paths = {name: self.later.pop(name) for name in names}
        read = side_by_side(
            lambda name: read_table(name, paths[name], self.schemas[name], self.raw[paths[name]]), paths
        )
        for name, (table, problems) in zip(paths, read, strict=True):
            self.report(paths[name], problems)
            if table is not None:
                self.tables[name] = table


def read_package(
    root: Path, descriptor: Mapping[str, object] | None = None, later: Collection[str] = ()
) -> Package:
    """Read the package in ``root``; ``descriptor`` replaces the file where it is not built yet.

    A descriptor, or a resource of it, that cannot be read is a finding, and its table is then
    looked for where it usually lies, so that it does not hide what is wrong with that. Tables named
    in ``later`` are not parsed but left to ``Package.parse``.
    """
    document = _read_descriptor(root) if descriptor is None else JsonText(descriptor)
    package = Package(root, document, built=document.value is not None)
    package.report(DESCRIPTOR, document.problems)
    if document.value is not None:
        package.report(DESCRIPTOR, descriptor_problems(document))
    for number, resource in enumerate(listed(document.value)):
        if isinstance(resource, Mapping):
            _read_resource(package, resource, ("resources", number))
    if descriptor is None:
        for resource in _usual_resources(root):
            if resource["name"] not in package.later and resource["path"] not in package.raw:
                _read_resource(package, resource, ("resources",))
    package.parse([name for name in package.later if name not in later])
    return package


def _usual_resources(root: Path) -> Iterator[Mapping[str, object]]:
    """The tables that have a schema, where they usually lie."""
    for path in sorted((root / "schemas").glob("*.json")):
        for folder in ("data", "data/built"):
            if (root / folder / f"{path.stem}.csv").is_file():
                yield {
                    "name": path.stem,
                    "path": f"{folder}/{path.stem}.csv",
                    "schema": f"schemas/{path.name}",
                }


def _read_descriptor(root: Path) -> JsonText:
    mend = "run `make build`: the descriptor is built, never edited by hand"
    if not stays_inside(root, DESCRIPTOR):
        message = f"{DESCRIPTOR} is a link that leads out of the package or nowhere"
        return JsonText(None, problems=(Problem("path-outside", message, "put the file itself there"),))
    try:
        data = _read_file(root / DESCRIPTOR)
    except OSError as error:
        message = f"there is no readable {DESCRIPTOR} in {root}: {error.strerror}"
        return JsonText(None, problems=(Problem("descriptor", message, mend),))
    document = read_json(data, "descriptor")
    return replace(document, problems=(*document.problems, *place_problems(root, DESCRIPTOR)))


def _read_file(path: Path) -> bytes:
    """The bytes of an ordinary file; OSError for anything else (a pipe would never end)."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    return path.read_bytes()


def _read_resource(package: Package, resource: Mapping[str, object], pointer: Pointer) -> None:
    name = resource.get("name")
    if not isinstance(name, str) or name in package.later:
        return  # reported with the descriptor
    schema = _read_schema(package, name, resource.get("schema"), pointer)
    path = _inside(package, name, resource.get("path"), (*pointer, "path"))
    if path is None or path in package.raw:
        return
    data = _bytes(package, path, "file-missing")
    if data is None:
        return
    package.raw[path] = data
    if schema is None:
        text, problems = decode(data)
        package.report(path, [*problems, *([] if text is None else parse(text)[1])])
        return
    package.schemas[name], package.later[name] = schema, path


def read_table(name: str, path: str, schema: TableSchema, data: bytes) -> tuple[Table | None, list[Problem]]:
    """The bytes of a CSV as a table of the schema, with everything in them that does not fit."""
    frame = _read_quickly(data, schema)
    if frame is not None:
        quick = Table(name, path, schema, frame, sound=True, in_form=True)
        if _accounts_for(quick, data):
            return quick, []
    text, problems = decode(data)
    lost = text is None and {problem.rule for problem in problems} == {"encoding"} and _few_are_lost(data)
    if lost:
        text = data.decode("utf-8", "replace")
    rows, more = ([], []) if text is None else parse(text)
    table, misfits = fit(name, path, schema, rows, unreadable=text is None)
    marred, sound = bool(problems or more), not (misfits or lost)
    return None if table is None else replace(table, marred=marred, sound=sound), [*problems, *more, *misfits]


def _few_are_lost(data: bytes) -> bool:
    """Whether so few bytes are no UTF-8 that the rest can be checked: of another encoding it cannot."""
    return b"\0" not in data and data.decode("utf-8", "replace").count("\ufffd") <= _LOST_AT_MOST


def _read_quickly(data: bytes, schema: TableSchema) -> pl.DataFrame | None:
    """The rows of a CSV whose header is right, by a reader that guesses at what does not fit (a short row,
    a stray quotation mark): ``_accounts_for`` tells whether it had to. None where it gives up.
    """
    if not data.startswith(",".join(schema.names).encode() + b"\n"):
        return None
    try:
        frame = pl.read_csv(data, schema=dict.fromkeys(schema.names, pl.String), infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    # The reader leaves its columns in many pieces, which every later look would put together anew.
    return frame.rechunk().with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias(LINE))


def _inside(package: Package, name: str, value: object, pointer: Pointer) -> str | None:
    """The relative POSIX path, if it is one and stays inside the package."""
    problem = path_problem(package.root, name, value, str(pointer[-1]))
    if problem is None:
        path = str(value)
        package.report(path, place_problems(package.root, path))
        return path
    place = package.document.problem(problem.rule, pointer, problem.message, problem.hint, problem.value)
    package.report(DESCRIPTOR, [place])
    return None


def _bytes(package: Package, path: str, rule: str) -> bytes | None:
    try:
        return _read_file(package.root / path)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        package.report(path, [Problem(rule, message, "restore it, or take it out of the package")])
        return None


def _read_schema(package: Package, name: str, value: object, pointer: Pointer) -> TableSchema | None:
    """The resource's Table Schema; where it cannot be used, that of the released package of one version."""
    path = _inside(package, name, value, (*pointer, "schema"))
    data = None if path is None else _bytes(package, path, "schema")
    if path is not None and data is not None:
        package.raw[path] = data
        package.schema_paths.add(path)
        document = read_json(data, "schema")
        problems = list(document.problems)
        if document.value is not None:
            problems += schema_problems(document)
        package.report(path, problems)
        try:
            return usable(parse_schema(name, document.value))
        except SchemaError as error:
            if not problems:
                message = f"the Table Schema cannot be used: {error}"
                package.report(path, [Problem("schema", message, "mend the schema file")])
    return _released_schema(package, name)


def _released_schema(package: Package, name: str) -> TableSchema | None:
    root = released_root(package)
    if root is None:
        return None
    path = f"schemas/{name}.json"
    try:
        schema = read_schema(name, _read_file(root / path))
    except (OSError, SchemaError):
        return None
    message = f"the cells of {name!r} are held against the schema of the installed package instead"
    note = Problem("schema-replaced", message, "restore the schema file", severity=Severity.INFO)
    package.report(path, [note])
    return schema


def released_root(package: Package) -> Path | None:
    """The installed package, where it is another one of the same version than the one that is checked."""
    try:
        own = package_root()
        version = json.loads(_read_file(own / DESCRIPTOR)).get("version")
    except (OSError, ValueError, AttributeError):
        return None
    same = version is not None and package.descriptor.get("version") == version
    return own if same and own.resolve() != package.root.resolve() else None


def _accounts_for(table: Table, data: bytes) -> bool:
    """Whether the cells, written in the one form of the package, have the bytes of the file and its
    quotation marks, and none holds a line end or NUL.
    """
    odd = {name: texts.filter(texts.str.contains(_QUOTED)) for name, texts in table.texts.items()}
    if any(texts.str.contains(_BROKEN).any() for texts in odd.values()):
        return False
    cells = table.frame.select(table.schema.names)
    quoted = [
        cells[name].filter(cells[name].is_in(texts.implode()))
        for name, texts in odd.items()
        if not texts.is_empty()
    ]
    wrapped = sum(len(column) for column in quoted)
    doubled = sum(int(column.str.count_matches('"', literal=True).sum()) for column in quoted)
    header, between = len(",".join(cells.columns)) + 1, cells.width * cells.height
    bare = header + between + sum(cells.select(pl.all().str.len_bytes().sum().cast(pl.Int64)).row(0))
    marks = 2 * (wrapped + doubled)
    return bare + 2 * wrapped + doubled == len(data) and marks == _marks(data)


def _marks(data: bytes) -> int:
    """How many quotation marks there are: ``bytes.count`` takes longer the more it finds."""
    marks = np.frombuffer(data, np.uint8)
    pieces = (marks[start : start + _PIECE] for start in range(0, len(marks), _PIECE))
    return sum(int(np.count_nonzero(piece == ord('"'))) for piece in pieces)


def decode(data: bytes) -> tuple[str | None, list[Problem]]:
    """Bytes of a CSV as text (None where they cannot be read), with what is wrong with them."""
    if not data:
        hint = "restore it: at least the header row is due"
        return None, [Problem("file-empty", "the file is empty", hint)]
    text, problems = decoded(data)
    return text, [*problems, *([] if text is None else _line_ends(text))]


def _line_ends(text: str) -> Iterator[Problem]:
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        yield Problem(
            "line-ends",
            "a line ends with CR or CRLF",
            "save the file with LF line ends (`make format`)",
            line=line,
        )
    if not text.endswith(("\n", "\r")):
        yield Problem(
            "line-ends", "the last line has no line end", "end the file with LF", line=text.count("\n") + 1
        )
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        yield Problem("control-character", "the file holds a NUL character", "take it out", line=line)


Row = tuple[int, list[str]]


def parse(text: str) -> tuple[list[Row], list[Problem]]:
    """Rows of a CSV with the line each begins on, header first, and what broke off the reading."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    start = 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        return rows, [
            Problem(
                "csv-broken",
                f"the file cannot be read on from here: {error}",
                "look for a quotation mark that is not closed or not doubled",
                line=start,
            )
        ]
    return rows, []


def fit(
    name: str, path: str, schema: TableSchema, rows: list[Row], *, unreadable: bool = False
) -> tuple[Table | None, list[Problem]]:
    """The rows as a table of the schema, with every row and heading that does not fit."""
    if not rows:
        if unreadable:
            return None, []
        return None, [Problem("file-empty", "the file holds no header row", "restore it")]
    problems = list(_header(rows[0][1], schema))
    if problems:
        return None, problems
    width = len(schema.names)
    good: list[Row] = []
    for line, cells in rows[1:]:
        if len(cells) == width:
            good.append((line, cells))
        else:
            problems.append(_ragged(line, cells, width))
    frame = pl.DataFrame(
        [[*(cell or None for cell in cells), line] for line, cells in good],
        schema={**dict.fromkeys(schema.names, pl.String), LINE: pl.Int64},
        orient="row",
    )
    return Table(name, path, schema, frame, not problems), problems


def _header(found: list[str], schema: TableSchema) -> Iterator[Problem]:
    due = list(schema.names)
    if found == due:
        return
    joined = ",".join(found)
    for delimiter, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(found) == 1 and delimiter in joined:
            yield Problem(
                "delimiter",
                f"the columns are separated by {word}",
                "save the file with commas",
                line=1,
                value=joined,
            )
            return
    missing = [column for column in due if column not in found]
    extra = [column for column in found if column not in due]
    if missing:
        yield Problem("header", f"missing columns: {', '.join(missing)}", "restore the header", line=1)
    if extra:
        yield Problem(
            "header", f"unknown columns: {', '.join(map(repr, extra))}", "restore the header", line=1
        )
    if not missing and not extra:
        hint = f"the order is: {', '.join(due)} (some readers map columns by position)"
        yield Problem("header", "columns are out of order or stand twice", hint, line=1)


def _ragged(line: int, cells: list[str], width: int) -> Problem:
    if not any(cells):
        return Problem("blank-row", "the row is blank", "delete it", line=line)
    hint = "compare the commas with the row above; a text that holds a comma needs quotation marks"
    return Problem("ragged-row", f"the row has {len(cells)} cells, the header {width}", hint, line=line)
