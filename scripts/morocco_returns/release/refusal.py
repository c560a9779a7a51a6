"""Why a version is not released."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """What stands in the way of a release: which check, what is wrong, and how to mend it."""

    check: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"[{self.check}] {self.message}\n    to mend: {self.hint}"
