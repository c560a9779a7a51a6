"""Words that findings share: a value as text, made short, and what a mistyped name perhaps meant."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable

LONGEST = 80


def as_text(value: object) -> str:
    """A value of a JSON file as text: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and its end where it is longer than that."""
    if len(text) <= longest:
        return text
    tail = longest // 4
    return f"{text[: longest - tail - 1]}…{text[-tail:]}"


def perhaps(name: str, known: Iterable[str]) -> str | None:
    """The hint "perhaps …" with the known names nearest to a mistyped one; None if none is near."""
    folded = {one.casefold(): one for one in known}
    near = [folded[one] for one in difflib.get_close_matches(name.casefold(), folded, cutoff=0.7)]
    return f"perhaps {' or '.join(near)}" if near else None
