"""JSON as text: its value, the line of each of its parts, and what is wrong with the text itself.

The standard library's parser says nothing of places, and takes the last of two equal keys and NaN
in silence. So its result is used, and a second, plain walk over the tokens finds these.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from morocco_returns.contract.content import decoded
from morocco_returns.finding import Problem
from morocco_returns.wording import as_text, shortened

Pointer = tuple[str | int, ...]

DEEPEST = 32
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class JsonText:
    """A JSON object as read; ``value`` is None where it cannot be used (the problems say why)."""

    value: Mapping[str, object] | None
    lines: Mapping[Pointer, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, pointer: Pointer) -> int | None:
        """The line of that part or, where it is missing, of the nearest part around it."""
        for end in range(len(pointer), 0, -1):
            if pointer[:end] in self.lines:
                return self.lines[pointer[:end]]
        return 1 if self.lines else None

    def problem(
        self,
        rule: str,
        pointer: Pointer,
        message: str,
        hint: str,
        value: object = None,
    ) -> Problem:
        """A problem of the part that ``pointer`` names, with its line."""
        shown = None if value is None else as_text(value)
        return Problem(rule, message, hint, self.line(pointer), _written(pointer), shown)


def _written(pointer: Pointer) -> str | None:
    """The pointer as JSON Pointer (RFC 6901); None for the whole file."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
    return "".join(f"/{part}" for part in parts) or None


def read_json(data: bytes, rule: str) -> JsonText:
    """Read a JSON object; what makes it useless is reported under ``rule``."""
    text, problems = decoded(data)
    if b"\r" in data:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        hint = "save the file with LF line ends"
        problems.append(Problem("line-ends", "a line ends with CR or CRLF", hint, line=line))
    if text is None or any(problem.rule == "conflict-marker" for problem in problems):
        return JsonText(None, problems=tuple(problems))
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        hint = f"look at column {error.colno} of the line, and at the end of the line before it"
        found = Problem(rule, f"not JSON: {error.msg}", hint, line=error.lineno)
        return JsonText(None, problems=(*problems, found))
    except RecursionError:
        return JsonText(None, problems=(*problems, _too_deep(rule, 1)))
    except ValueError as error:
        found = Problem(rule, f"cannot be read: {error}", "write a shorter number")
        return JsonText(None, problems=(*problems, found))
    if not isinstance(value, dict):
        found = Problem(rule, "the file does not hold a JSON object", "begin it with { and end it with }")
        return JsonText(None, problems=(*problems, found))
    return _located(text, value, rule, problems)


def _located(text: str, value: Mapping[str, object], rule: str, before: list[Problem]) -> JsonText:
    lines: dict[Pointer, int] = {}
    document = JsonText(value, lines)
    problems = list(before)
    usable = True
    for pointer, line, token, twice in _parts(text):
        if len(pointer) > DEEPEST:
            return JsonText(None, problems=(*problems, _too_deep(rule, line)))
        if twice:
            message = f"the key {pointer[-1]!r} stands twice in one object: readers take either"
            problems.append(Problem("json-key-twice", message, "keep one of them", line, _written(pointer)))
        lines[pointer] = line
        if fault := _scalar_fault(token):
            problems.append(Problem(*fault, line, _written(pointer), token))
            usable = False
    return JsonText(document.value if usable else None, lines, tuple(problems))


def _too_deep(rule: str, line: int) -> Problem:
    return Problem(rule, f"nested more than {DEEPEST} deep", "take out what does not belong there", line=line)


def _scalar_fault(token: str) -> tuple[str, str, str] | None:
    """Rule, message and hint for text or a number that JSON, or half of its readers, do not have."""
    if token.startswith('"'):
        if "\\u" in token and _SURROGATE.search(json.loads(token)):
            return "encoding", "half of a surrogate pair is no letter", "type the text anew"
    elif token not in ("true", "false", "null", "{", "[") and not math.isfinite(float(token)):
        return (
            "json-not-finite",
            f"{shortened(token)} is no number that readers share",
            "write a number, or leave the key out",
        )
    return None


@dataclass
class _Open:
    """An object or list whose end has not come yet, and the key or number of what stands in it."""

    is_object: bool
    at: str | int
    key_due: bool
    keys: set[str] = field(default_factory=set)

    def take_key(self, key: str) -> bool:
        """Go on to that key; whether it was there before."""
        twice = key in self.keys
        self.keys.add(key)
        self.at, self.key_due = key, False
        return twice


def _parts(text: str) -> Iterator[tuple[Pointer, int, str, bool]]:
    """Pointer, line and token of each key and each value, and whether it is a key for the second time.

    The text is known to be JSON, so that the tokens alone tell where a part begins and ends.
    """
    opened: list[_Open] = []
    line, counted = 1, 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        line += text.count("\n", counted, match.start())
        counted = match.start()
        top = opened[-1] if opened else _Open(False, 0, False)
        if token in ("}", "]"):
            opened.pop()
        elif token == ",":
            top.key_due = top.is_object
            if isinstance(top.at, int):
                top.at += 1
        elif top.key_due:
            twice = top.take_key(json.loads(token))
            yield tuple(part.at for part in opened), line, token, twice
        elif token != ":":
            yield tuple(part.at for part in opened), line, token, False
            if token in ("{", "["):
                opened.append(_Open(token == "{", "" if token == "{" else 0, token == "{"))
