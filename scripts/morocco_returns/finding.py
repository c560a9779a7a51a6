"""One finding of the check: what stands where, why it is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How serious a finding is; only errors make a package invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """A single finding; ``line`` counts from 1 and is None for a whole file."""

    rule: str
    severity: Severity
    file: str
    line: int | None
    column: str | None
    value: str | None
    message: str
    hint: str

    def record(self) -> Mapping[str, object]:
        """The finding as a plain mapping, in the order of the JSON output."""
        return asdict(self)

    def place(self) -> str:
        """``file:line:column`` as far as known."""
        parts = [self.file, None if self.line is None else str(self.line), self.column]
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, before it is known which file of the package that is.

    ``column`` names a column of a table, or points into a JSON file (``/resources/0/name``).
    """

    rule: str
    message: str
    hint: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = Severity.ERROR

    def finding(self, file: str) -> Finding:
        """The problem as a finding in ``file``."""
        return Finding(
            self.rule, self.severity, file, self.line, self.column, self.value, self.message, self.hint
        )
