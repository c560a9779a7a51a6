"""Text of others made fit to print: a cell must not command a terminal or a CI runner."""

from __future__ import annotations

import re

from morocco_returns.wording import shortened

LONGEST_VALUE = 60
LONGEST_MESSAGE = 300

# Marks of the workflow commands of CI runners, which read whatever a step prints: "::" and "##[".
_COMMAND = re.compile(r":(?=:)|#(?=#\[)")


def visible(text: str) -> str:
    """The text on one line, with every character that does not show itself written as its code."""
    shown = "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text)
    return _COMMAND.sub(lambda mark: f"\\x{ord(mark[0]):02x}", shown)


def quoted(value: str) -> str:
    """A cell's text in quotation marks, shortened, with nothing in it left invisible."""
    return f"'{visible(shortened(value, LONGEST_VALUE))}'"


def message(text: str) -> str:
    """A message or hint, which may repeat what stands in a cell."""
    return visible(shortened(text, LONGEST_MESSAGE))
