"""Rules on where: document, table, page, row and column."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import LINE, most_frequent, rows_where
from morocco_returns.text import contains

_PLACE = ("row_label", "column_label", "row_number", "column_number")
_WITH_TABLES = ("observations", "reference_statistics")
_WITH_PAGES = ("observations", "tables", "event_mentions", "claims", "identities")


def _with_pages(check: Context, table: str) -> pl.DataFrame:
    """The rows with ``_pages``, the number of pages of their document."""
    return check.joined(table, "document_id", "documents", {"pages": "_pages"})


@rule("table-of-other-document", "tables", each=_WITH_TABLES)
def table_of_other_document(check: Context) -> Iterator[Finding]:
    """A figure and its table stand in the same document, and on the same page where the table has one."""
    other = (pl.col("_document") != pl.col("document_id")).fill_null(False)
    for table in check.present(*_WITH_TABLES):
        yield from check.each(
            table,
            other,
            "table_id",
            lambda row: f"the table is not one of {row['document_id']}",
            "name a table of the figure's document",
            check.joined(table, "table_id", "tables", {"document_id": "_document"}),
        )
    if not check.present("observations"):
        return
    rows = check.joined("observations", "table_id", "tables", {"document_id": "_document", "page": "_page"})
    yield from check.each(
        "observations",
        pl.col("_page").is_not_null() & pl.col("_page").ne_missing(pl.col("page")) & ~other,
        "page",
        "the page is not that of the table",
        "compare page with the table's row",
        rows,
    )


@rule("page-beyond-document", "documents", each=_WITH_PAGES)
def page_beyond_document(check: Context) -> Iterator[Finding]:
    """A page number cannot exceed the number of pages of the document."""
    for table in check.present(*_WITH_PAGES):
        yield from check.each(
            table,
            pl.col("page") > pl.col("_pages"),
            "page",
            lambda row: f"the document has {row['_pages']} pages",
            "compare with pages in documents",
            _with_pages(check, table),
        )


@rule("page-missing", "documents", each=_WITH_PAGES)
def page_missing(check: Context) -> Iterator[Finding]:
    """Where a document has pages, a figure without its page cannot be looked up."""
    for table in check.present(*_WITH_PAGES):
        # A block of prose may run over several pages.
        due = pl.col("kind") == "table" if table == "tables" else pl.lit(True)
        yield from check.each(
            table,
            due & pl.col("_pages").is_not_null() & pl.col("page").is_null(),
            "page",
            "the document has pages, and none is named",
            "copy the number of the page on which it stands",
            _with_pages(check, table),
        )


@rule("page-basis", "documents")
def page_basis(check: Context) -> Iterator[Finding]:
    """How many pages a document has is known together with how they are told apart, or not at all."""
    yield from check.each(
        "documents",
        pl.col("pages").is_null() != (pl.col("page_basis") == "unknown"),
        "page_basis",
        "the basis is unknown exactly where no number of pages is filled",
        "fill pages, or name how they are told apart in the text",
    )


@rule("cell-or-prose", "observations", "tables")
def cell_or_prose(check: Context) -> Iterator[Finding]:
    """A figure of a printed table has its labels and place and no words of a text; a figure of running text
    has a quote and what is counted, and no labels.
    """
    rows = check.joined("observations", "table_id", "tables", {"kind": "_kind"})
    cell, prose = pl.col("_kind") == "table", pl.col("_kind") == "prose"
    for column in _PLACE:
        yield from check.each(
            "observations",
            cell & pl.col(column).is_null(),
            column,
            "a cell of a printed table without its place",
            "copy label and number of row and column",
            rows,
        )
        yield from check.each(
            "observations",
            prose & pl.col(column).is_not_null(),
            column,
            "a figure of running text has no row or column",
            "empty it, or name the printed table",
            rows,
        )
    for column in ("quote", "counted_printed"):
        yield from check.each(
            "observations",
            cell & pl.col(column).is_not_null(),
            column,
            f"a cell of a printed table has no {column}",
            "empty it: the labels say where the figure stands and what it counts",
            rows,
        )
        yield from check.each(
            "observations",
            prose & pl.col(column).is_null(),
            column,
            f"a figure of running text without {column}",
            "copy the words around the figure",
            rows,
        )


@rule("place-twice", "observations")
def place_twice(check: Context) -> Iterator[Finding]:
    """A cell of a printed table holds one figure."""
    place = ("table_id", "row_number", "column_number")
    yield from check.each(
        "observations",
        ~pl.struct(place).is_first_distinct(),
        "column_number",
        "another figure stands at this row and column",
        "compare row_number and column_number with the print",
        check["observations"].drop_nulls(place),
    )


def _uneven(rows: pl.DataFrame, column: str, groups: list[str]) -> pl.DataFrame:
    """The rows of groups whose cells in a column are not all alike: few, in a sound table."""
    odd = rows.filter(pl.col(column) != pl.col(column).first().over(groups))
    return rows.join(odd, on=groups, how="semi", maintain_order="left")


@rule("label-number", "observations")
def label_number(check: Context) -> Iterator[Finding]:
    """In one table a row number has one label and a label one number; likewise for columns."""
    for side in ("row", "column"):
        label, number = f"{side}_label", f"{side}_number"
        rows = check["observations"].drop_nulls(["table_id", number, label])
        for one, many in ((number, label), (label, number)):
            yield from check.each(
                "observations",
                pl.col(many) != most_frequent(many, ["table_id", one]),
                many,
                f"{many} differs from the other cells of this {side}",
                "compare labels and numbers with the print",
                _uneven(rows, many, ["table_id", one]),
            )


@rule("row-one-quantity", "observations", severity=Severity.WARNING)
def row_one_quantity(check: Context) -> Iterator[Finding]:
    """The cells of a table row nearly always count one thing; a row coded in two ways is a slip
    or needs a note.
    """
    cells = check["observations"].drop_nulls("row_number")
    for column in ("indicator_id", "population_id", "destination_id", "area_id"):
        rows = cells.with_columns(pl.col(column).fill_null("").alias("_code"))
        yield from check.each(
            "observations",
            pl.col("_code") != most_frequent("_code", ["table_id", "row_number"]),
            column,
            f"{column} differs from the other cells of this row",
            "code the row's cells alike, unless the print says otherwise",
            _uneven(rows, "_code", ["table_id", "row_number"]),
        )


@rule("period-not-in-label", "observations", "tables")
def period_not_in_label(check: Context) -> Iterator[Finding]:
    """The period of a cell is printed in its column, its row or the title of its table."""
    columns = ["period_printed", "column_label", "row_label", "_title"]
    figures = check.joined("observations", "table_id", "tables", {"title": "_title"})
    cells = figures.select(LINE, "row_number", *columns).drop_nulls(["row_number", "period_printed"])
    yield from check.each(
        "observations",
        pl.lit(value=True),
        "period_printed",
        "these words stand neither in the labels nor in the title",
        "copy them from the column's label",
        rows_where(cells, columns, _stands_in, {"_stands": pl.Boolean}, ~pl.col("_stands")),
    )


def _stands_in(words: str, *places: str | None) -> bool:
    return any(place is not None and contains(place, words) for place in places)
