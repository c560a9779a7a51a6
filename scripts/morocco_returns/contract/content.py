"""The bytes of a file as text, and what stands in a file in place of its content."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from morocco_returns.finding import Problem

_LFS = b"version https://git-lfs.github.com/spec/"
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_CONFLICT = re.compile(rb"^(?:(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?|={7})(?=\r?$)", re.MULTILINE)
_FETCH = "restore the file itself, and look how it was downloaded or checked out"
# First bytes of what is no text. A spreadsheet (.xlsx, .ods) is a zip archive too.
_BINARY = {
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstandard archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\x00": "an SQLite database",
    b"%PDF-": "a PDF",
}


def decoded(data: bytes) -> tuple[str | None, list[Problem]]:
    """The bytes as text (None where they are none), with what is wrong with them."""
    if other := _other_content(data):
        return None, [other]
    problems = list(_conflict_markers(data))
    if data.startswith(codecs.BOM_UTF8):
        message = "the file begins with a byte order mark"
        problems.append(Problem("byte-order-mark", message, "save it as UTF-8 without it", line=1))
        data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), problems
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        return None, [*problems, Problem("encoding", message, "save the file as UTF-8", line=line)]


def _other_content(data: bytes) -> Problem | None:
    if data.startswith(_LFS):
        return Problem(
            "lfs-pointer", "a Git LFS pointer, not the file", "fetch the file itself: `git lfs pull`", line=1
        )
    if _HTML.match(data):
        return Problem("html-page", "an HTML page, not the file", _FETCH, line=1)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem("encoding", "the file is UTF-16", "save it as UTF-8 without byte order mark", line=1)
    for start, name in _BINARY.items():
        if data.startswith(start):
            return Problem("not-text", f"{name}, not the text that is due here", _FETCH)
    return None


def _conflict_markers(data: bytes) -> Iterator[Problem]:
    """What a merge left behind: the lines of both sides stand in the file."""
    line, counted = 1, 0
    for match in _CONFLICT.finditer(data):
        line += data.count(b"\n", counted, match.start())
        counted = match.start()
        yield Problem(
            "conflict-marker",
            "a merge conflict is not settled here",
            "keep the right one of the two sides, and take the markers out",
            line=line,
            value=match[0].decode("utf-8", "replace"),
        )
