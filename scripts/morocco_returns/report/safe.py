"""Text of others made fit to print: a cell must not command a terminal or a CI runner."""

from __future__ import annotations

from morocco_returns.wording import shortened
from morocco_returns.wording import visible as visible

LONGEST_VALUE = 60
LONGEST_MESSAGE = 300


def quoted(value: str) -> str:
    """A cell's text in quotation marks, shortened, with nothing in it left invisible."""
    return f"'{visible(shortened(value, LONGEST_VALUE))}'"


def message(text: str) -> str:
    """A message or hint, which may repeat what stands in a cell."""
    return visible(shortened(text, LONGEST_MESSAGE))
