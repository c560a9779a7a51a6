"""All tables in one SQLite file: typed strictly, with keys that hold, and views.

The SQL script is the promise that no version of SQLite can break; the file is what it makes, in a
form that does not depend on the library either.
"""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from morocco_returns.build.contents import Contents
from morocco_returns.build.views import VIEWS
from morocco_returns.schema import TableSchema

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_APPLICATION = int.from_bytes(b"MaRe")
# In bytes 96 to 99 stands the version of the library that wrote last; we name the oldest that can read
# strict tables.
_WRITER = slice(96, 100), struct.pack(">I", 3_037_000)
_PAGE = 4096
# Length of the head of a page of a tree, by its kind (file format of SQLite, section 1.6). Pages of
# other kinds begin with 0.
_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}


def sql_script(contents: Contents) -> str:
    """SQL that makes every table, row and view in any SQLite from 3.37 on."""
    return "".join(f"{statement};\n" for statement in _statements(contents))


def sqlite_bytes(script: str, version: str) -> bytes:
    """The file that a script of ``sql_script`` makes; RuntimeError if a key leads nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "last.sqlite"
        with closing(sqlite3.connect(Path(folder) / "first.sqlite", isolation_level=None)) as connection:
            connection.executescript(settings(version) + script)
            if dangling := connection.execute("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"a key of {dangling[0][0]} leads to no row of {dangling[0][2]}")
            connection.execute("VACUUM INTO ?", (str(last),))
        return in_one_form(last.read_bytes())


def settings(version: str) -> str:
    """SQL for what is set before a file is filled, with the version of the data in it."""
    major, minor, patch = (int(part) for part in version.split("."))
    values = {
        "page_size": _PAGE,
        "encoding": "'UTF-8'",
        "auto_vacuum": 0,
        "secure_delete": "ON",  # some builds have it on, others off: free space would differ
        "application_id": _APPLICATION,
        "user_version": major * 1_000_000 + minor * 1_000 + patch,
    }
    return "".join(f"PRAGMA {name} = {value};\n" for name, value in values.items())


def in_one_form(file: bytes) -> bytes:
    """A file that was written in one go, without what depends on the version of SQLite: its number, and
    what it leaves in the unused middle of pages.
    """
    data = bytearray(file)
    place, writer = _WRITER
    data[place] = writer
    for page in range(0, len(data), _PAGE):
        head = page or 100  # the first page begins with the head of the file
        if data[head] in _HEADS:
            cells, content = struct.unpack_from(">HH", data, head + 3)
            start, end = head + _HEADS[data[head]] + 2 * cells, page + content
            data[start:end] = bytes(end - start)
    return bytes(data)


def _statements(contents: Contents) -> Iterator[str]:
    yield "PRAGMA foreign_keys = OFF"
    yield "BEGIN"
    for schema in contents.schemas.values():
        yield _table(schema)
    for name, frame in contents.frames.items():
        for row in frame.iter_rows():
            yield f"INSERT INTO {_quoted(name)} VALUES ({', '.join(map(_literal, row))})"
    for view in VIEWS:
        yield f"CREATE VIEW {_quoted(view.name)} AS\n{view.query}"
    yield "COMMIT"


def _table(schema: TableSchema) -> str:
    lines = [_column(field.name, field.type, required=field.required) for field in schema.fields]
    lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, schema.primary_key))})")
    lines += [
        f"FOREIGN KEY ({_quoted(key.field)}) REFERENCES {_quoted(key.table)} ({_quoted(key.target)})"
        for key in schema.foreign_keys
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quoted(schema.name)} (\n  {body}\n) STRICT"


def _column(name: str, type_: str, *, required: bool) -> str:
    words = [_quoted(name), _TYPES[type_]]
    if required:
        words.append("NOT NULL")
    if type_ == "boolean":
        words.append(f"CHECK ({_quoted(name)} IN (0, 1))")
    return " ".join(words)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(value: str | int | float | bool | date | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"
