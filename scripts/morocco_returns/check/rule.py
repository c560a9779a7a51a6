"""What a rule is: one small function with an id, a severity and the reason why it exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from morocco_returns.finding import Finding, Severity
from morocco_returns.frames import Row, each_row
from morocco_returns.read import Package

Body = Callable[["Context"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check across the cells of sound tables; it runs where all tables it needs could be read."""

    id: str
    severity: Severity
    needs: tuple[str, ...]
    body: Body
    why: str


@dataclass
class Context:
    """The typed tables of a package, index = line in the file, and the package itself."""

    package: Package
    frames: dict[str, pd.DataFrame]
    rule: Rule | None = field(default=None)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    def finding(
        self, table: str, line: int | None, column: str | None, value: object, message: str, hint: str
    ) -> Finding:
        """A finding of the running rule in a table's file."""
        assert self.rule is not None
        file = self.package.tables[table].path
        shown = None if value is None or value is pd.NA else str(value)
        return Finding(self.rule.id, self.rule.severity, file, line, column, shown, message, hint)

    def each(
        self,
        table: str,
        bad: pd.Series[Any],
        column: str,
        message: Callable[[Row], str] | str,
        hint: Callable[[Row], str] | str,
    ) -> Iterator[Finding]:
        """A finding for every row of ``table`` where ``bad`` is true (NA counts as not bad)."""
        for line, row in each_row(self[table][bad.fillna(False).astype(bool)]):
            says = message if isinstance(message, str) else message(row)
            mend = hint if isinstance(hint, str) else hint(row)
            printed = self.package.tables[table].frame.at[line, column]
            yield self.finding(table, line, column, printed, says, mend)


RULES: dict[str, Rule] = {}


def rule(id_: str, *needs: str, severity: Severity = Severity.ERROR) -> Callable[[Body], Body]:
    """Register a rule that needs these tables; its docstring says why it exists."""

    def register(body: Body) -> Body:
        if id_ in RULES:
            raise ValueError(f"two rules are called {id_!r}")
        RULES[id_] = Rule(id_, severity, needs, body, " ".join((body.__doc__ or "").split()))
        return body

    return register
