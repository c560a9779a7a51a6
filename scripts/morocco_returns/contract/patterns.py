"""Patterns of Table Schema in the part of their language that all readers take alike.

Python, JavaScript, R and the linear engines (Rust, RE2) agree on characters, classes, groups,
alternatives and counts. Beyond these each has something of its own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

import polars as pl

# The standard library's own parser: there is no public one. Its tree is a list of (operation, argument).
_parser, _compiler, _operations = re._parser, re._compiler, re._constants  # type: ignore[attr-defined]

LONGEST_COUNT = 1000
_ESCAPED_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_STRANGE = {
    "ASSERT": "look-ahead or look-behind",
    "ASSERT_NOT": "look-ahead or look-behind",
    "GROUPREF": "a reference to an earlier group",
    "GROUPREF_EXISTS": "a reference to an earlier group",
    "ATOMIC_GROUP": "an atomic group",
    "POSSESSIVE_REPEAT": "a possessive repetition",
    "CATEGORY": r"a class such as \d or \w, which lets digits and letters of other scripts pass",
    "AT": "an anchor or boundary, which is never needed: a pattern holds for the whole cell",
}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")


def broken(pattern: str) -> str | None:
    """Why this is no regular expression; None if it is one."""
    try:
        _compiler.compile(_parsed(pattern))
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return str(error)
    return None


def slow(pattern: str) -> str | None:
    """Why some text would keep a reader busy for years; None if none would, or it is broken."""
    if broken(pattern):
        return None
    for operation, argument in _each(_parsed(pattern)):
        if operation in _REPEATS:
            highest, inner = argument[1], argument[2]
            if highest != _operations.MAXREPEAT and highest > LONGEST_COUNT:
                return f"it counts to more than {LONGEST_COUNT}"
            if highest > 1 and any(_is_open(*item) for item in _each(inner)):
                return "it repeats a repetition"
            if highest > 1 and any(name == "BRANCH" for name, _ in _each(inner)):
                return "it repeats alternatives, which may begin alike"
    return "two repetitions follow one another on the same characters" if _in_a_row(pattern) else None


def loose(pattern: str) -> str | None:
    """Why readers would take it differently; None if they would not, or it is broken."""
    if broken(pattern):
        return None
    parsed = _parsed(pattern)
    if parsed.state.flags & ~re.UNICODE.value:
        return "it sets a flag inside the pattern"
    for name, _ in _each(parsed):
        if name in _STRANGE:
            return f"it has {_STRANGE[name]}"
    if _has_bare_alternative(pattern):
        return "it has alternatives outside a group: readers that put ^ and $ around it take half of each"
    if not _is_linear(pattern):
        return "it has a form that only some engines know"
    return None


def usable(pattern: str) -> bool:
    """Whether cells can be held against the pattern: here, and by the engine that reads whole columns."""
    return not broken(pattern) and not slow(pattern) and _can_be_anchored(pattern) and _is_linear(pattern)


def _can_be_anchored(pattern: str) -> bool:
    """Whether the pattern may stand inside another one: flags, for one, stand at the begin of all."""
    return not broken(f"(?:{pattern})")


def _is_linear(pattern: str) -> bool:
    """Whether a linear engine takes the pattern; it knows no look-ahead and no reference to a group."""
    try:
        pl.select(pl.lit("").str.contains(f"^(?:{pattern})$"))
    except pl.exceptions.ComputeError:
        return False
    return True


def _parsed(pattern: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a "possible nested set" will mean something else one day
        return _parser.parse(pattern)


def _each(parsed: Any) -> Iterator[tuple[str, Any]]:
    """Every operation of a parsed pattern and its argument, from the outside in."""
    for operation, argument in parsed:
        yield str(operation), argument
        for inner in _inner(argument):
            yield from _each(inner)


def _inner(argument: Any) -> list[Any]:
    """The patterns inside an operation; those of a class are pairs too."""
    if isinstance(argument, _parser.SubPattern):
        return [argument]
    if isinstance(argument, list) and all(isinstance(item, tuple) and len(item) == 2 for item in argument):
        return [argument]
    if isinstance(argument, list | tuple):
        return [pattern for part in argument for pattern in _inner(part)]
    return []


def _is_open(operation: str, argument: Any) -> bool:
    """A repetition whose count is not fixed."""
    return operation in _REPEATS and argument[0] != argument[1]


def _has_bare_alternative(pattern: str) -> bool:
    depth = 0
    for mark in _ESCAPED_OR_CLASS.sub("x", pattern):
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == "|" and depth == 0:
            return True
    return False


def _in_a_row(pattern: str) -> bool:
    """Whether two unlimited repetitions stand side by side that share a character, as in ``[a-z]*a*``."""
    try:
        _follow(_parsed(pattern), frozenset())
    except _SharedError:
        return True
    return False


class _SharedError(Exception):
    """Two repetitions share a character."""


_Sets = frozenset[frozenset[str]]  # what the repetitions take that may reach up to this place


def _follow(parsed: Any, before: _Sets) -> _Sets:
    """Go through a sequence of items; _SharedError where a repetition meets one of its own kind."""
    for operation, argument in parsed:
        name = str(operation)
        if name in _REPEATS and argument[1] == _operations.MAXREPEAT:
            own = _characters(argument[2])
            if any(own & other for other in before):
                raise _SharedError
            before = frozenset({own}) | (before if argument[0] == 0 else frozenset())
        elif name in _REPEATS:
            after = _follow(argument[2], before)
            before = after | (before if argument[0] == 0 else frozenset())
        elif name == "SUBPATTERN":
            before = _follow(argument[-1], before)
        elif name == "BRANCH":
            before = frozenset().union(*(_follow(branch, before) for branch in argument[1]))
        else:
            before = frozenset()
    return before


def _characters(inner: Any) -> frozenset[str]:
    """Which of the first characters of Unicode stand in a repeated item."""
    found: set[str] = set()
    for item in inner:
        lone = _compiler.compile(_parser.SubPattern(inner.state, [item]))
        found |= {mark for mark in map(chr, range(0x180)) if lone.fullmatch(mark)}
    return frozenset(found)
