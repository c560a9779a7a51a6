"""Words that reports share: a value as text, made short or fit to print, and what a mistyped name
perhaps meant.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable

LONGEST = 80

# Marks of the workflow commands of CI runners, which read whatever a step prints: "::" and "##[".
_COMMAND = re.compile(r":(?=:)|#(?=#\[)")


def as_text(value: object) -> str:
    """A value of a JSON file as text: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and its end where it is longer than that."""
    if len(text) <= longest:
        return text
    tail = longest // 4
    return f"{text[: longest - tail - 1]}…{text[-tail:]}"


def visible(text: str) -> str:
    """The text on one line, with every character that does not show itself written as its code."""
    shown = "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text)
    return _COMMAND.sub(lambda mark: f"\\x{ord(mark[0]):02x}", shown)


def perhaps(name: str, known: Iterable[str]) -> str | None:
    """The hint "perhaps …" with the known names nearest to a mistyped one; None if none is near."""
    folded = {one.casefold(): one for one in known}
    near = [folded[one] for one in difflib.get_close_matches(name.casefold(), folded, cutoff=0.7)]
    return f"perhaps {' or '.join(near)}" if near else None
