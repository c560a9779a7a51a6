"""What a rule is: one small function with an id, a severity and the reason why it exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from morocco_returns.check.shared import Shared
from morocco_returns.finding import Finding, Severity
from morocco_returns.read import Package
from morocco_returns.rows import LINE, Row, borrowed, one_of, places

Body = Callable[["Context"], Iterator[Finding]]
Words = Callable[[Row], str] | str


@dataclass(frozen=True, slots=True)
class Rule:
    """A check across the cells of sound tables; it runs where all tables it needs could be read, and any
    of those that it looks at one by one.
    """

    id: str
    severity: Severity
    needs: tuple[str, ...]
    each: tuple[str, ...]
    body: Body
    why: str

    def runs_on(self, tables: Collection[str]) -> bool:
        """Whether the rule has enough to look at."""
        return {*tables} >= {*self.needs} and (not self.each or not {*tables}.isdisjoint(self.each))


@dataclass
class Context:
    """The typed tables of a package, each row with its line in the file, and the package itself."""

    package: Package
    frames: dict[str, pl.DataFrame]
    rule: Rule | None = field(default=None)
    shared: Shared = field(default_factory=Shared)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.frames[table]

    def present(self, *tables: str) -> list[str]:
        """Those of the tables that could be read, for a rule that can do without some of them."""
        return [table for table in tables if table in self.frames]

    def joined(self, table: str, on: str, other: str, columns: Mapping[str, str]) -> pl.DataFrame:
        """``table`` with columns of the row of ``other`` to which its column ``on`` refers.

        ``columns`` maps a column of ``other`` to its name in the result.
        """
        return borrowed(self[table], self.places(table, on, other), self[other], columns)

    def places(self, table: str, on: str, other: str, key: str | None = None) -> pl.Series:
        """For each row of ``table`` the number of the row of ``other`` to which its column ``on`` refers,
        by its primary key or another one.
        """
        cells, target = self.package.tables[table].frame, self.package.tables[other]
        name = key or target.schema.primary_key[0]
        return self.shared.get(
            ("places", table, on, other, name), lambda: places(cells[on], target.frame[name])
        )

    def holding(self, table: str, column: str, condition: pl.Expr) -> pl.Expr:
        """Whether ``condition``, on that text column alone, holds for a cell: asked once for each text."""
        return one_of(column, self.package.tables[table].texts[column], condition)

    def finding(
        self, table: str, line: int | None, column: str | None, value: object, message: str, hint: str
    ) -> Finding:
        """A finding of the running rule in a table's file."""
        assert self.rule is not None
        file = self.package.tables[table].path
        shown = None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        return Finding(self.rule.id, self.rule.severity, file, line, column, shown, message, hint)

    def each(
        self,
        table: str,
        bad: pl.Expr,
        column: str,
        message: Words,
        hint: Words,
        rows: pl.DataFrame | None = None,
    ) -> Iterator[Finding]:
        """A finding for every row of ``table`` where ``bad`` is true (null counts as not bad).

        ``rows`` stands in for the table: its rows with further columns joined on.
        """
        for row in (self[table] if rows is None else rows).filter(bad).iter_rows(named=True):
            says = message if isinstance(message, str) else message(row)
            mend = hint if isinstance(hint, str) else hint(row)
            yield self.finding(table, row[LINE], column, row[column], says, mend)


RULES: dict[str, Rule] = {}


def rule(
    id_: str, *needs: str, each: Iterable[str] = (), severity: Severity = Severity.ERROR
) -> Callable[[Body], Body]:
    """Register a rule that needs these tables, and looks at ``each`` of others that could be read; its
    docstring says why it exists.
    """

    def register(body: Body) -> Body:
        if id_ in RULES:
            raise ValueError(f"two rules are called {id_!r}")
        RULES[id_] = Rule(id_, severity, needs, tuple(each), body, " ".join((body.__doc__ or "").split()))
        return body

    return register
