"""Rules on where: document, table, page, cell and quote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.frames import each_row, is_missing, looked_up
from morocco_returns.text import contains

_PLACE = ["row_label", "column_label", "row_number", "column_number"]
WORDS_IN_A_QUOTE = 10


def _joined(check: Context, column: str) -> pd.Series[Any]:
    """A column of the printed table to which each figure belongs."""
    return looked_up(check["observations"]["table_id"], check["tables"], "table_id", column)


def _pages(check: Context, table: str) -> pd.Series[Any]:
    """The number of pages of each row's document."""
    return looked_up(check[table]["document_id"], check["documents"], "document_id", "pages")


@rule("table-of-other-document", "observations", "tables")
def table_of_other_document(check: Context) -> Iterator[Finding]:
    """A figure and its table stand in the same document, and on the same page where the table has one."""
    figures = check["observations"]
    other = (_joined(check, "document_id") != figures["document_id"]).fillna(False)
    yield from check.each(
        "observations",
        other,
        "table_id",
        lambda row: f"the table is not one of {row['document_id']}",
        "name a table of the figure's document",
    )
    page = _joined(check, "page")
    yield from check.each(
        "observations",
        (page != figures["page"]).fillna(True) & page.notna() & ~other,
        "page",
        "the page is not that of the table",
        "compare page with the table's row",
    )


@rule("page-beyond-document", "observations", "tables", "event_mentions", "claims", "documents")
def page_beyond_document(check: Context) -> Iterator[Finding]:
    """A page number cannot exceed the number of pages of the document."""
    for table in ("observations", "tables", "event_mentions", "claims"):
        rows = check[table]
        yield from check.each(
            table,
            rows["page"] > _pages(check, table),
            "page",
            "the document has fewer pages",
            "compare with pages in documents",
        )


@rule("page-missing", "observations", "tables", "event_mentions", "claims", "documents")
def page_missing(check: Context) -> Iterator[Finding]:
    """Where a document has pages, a figure without its page cannot be looked up."""
    for table in ("observations", "tables", "event_mentions", "claims"):
        rows = check[table]
        due = _pages(check, table).notna()
        if table == "tables":
            due &= rows["kind"] == "table"
        yield from check.each(
            table,
            due & rows["page"].isna(),
            "page",
            "the document has pages, and none is named",
            "copy the number of the page on which it stands",
        )


@rule("cell-or-prose", "observations", "tables")
def cell_or_prose(check: Context) -> Iterator[Finding]:
    """A figure of a printed table has its labels and place and no quote; a figure of running text
    has a quote and what is counted, and no labels.
    """
    figures = check["observations"]
    kind = _joined(check, "kind")
    for column in _PLACE:
        yield from check.each(
            "observations",
            (kind == "table") & figures[column].isna(),
            column,
            "a cell of a printed table without its place",
            "copy label and number of row and column",
        )
        yield from check.each(
            "observations",
            (kind == "prose") & figures[column].notna(),
            column,
            "a figure of running text has no row or column",
            "empty it, or name the printed table",
        )
    yield from check.each(
        "observations",
        (kind == "table") & figures["quote"].notna(),
        "quote",
        "a cell of a printed table has no quote",
        "empty it: the labels say where the figure stands",
    )
    for column in ("quote", "counted_printed"):
        yield from check.each(
            "observations",
            (kind == "prose") & figures[column].isna(),
            column,
            f"a figure of running text without {column}",
            "copy the words around the figure",
        )


@rule("quote-length", "observations", "event_mentions", "claims")
def quote_length(check: Context) -> Iterator[Finding]:
    """Quotes are evidence for a figure, not a copy of the text: at most ten words."""
    for table in ("observations", "event_mentions", "claims"):
        words = check[table]["quote"].str.count(r"\S+")
        yield from check.each(
            table,
            words > WORDS_IN_A_QUOTE,
            "quote",
            f"more than {WORDS_IN_A_QUOTE} words",
            "shorten it to the words around the figure",
        )


@rule("quote-lacks-figure", "observations")
def quote_lacks_figure(check: Context) -> Iterator[Finding]:
    """A quote that does not hold the printed figure proves nothing."""
    figures = check["observations"]
    both = figures["quote"].notna() & figures["value_printed"].notna()
    holds = pd.Series(
        [
            contains(str(quote), str(value)) if known else True
            for value, quote, known in zip(figures["value_printed"], figures["quote"], both, strict=True)
        ],
        index=figures.index,
        dtype=bool,
    )
    yield from check.each(
        "observations",
        ~holds,
        "quote",
        lambda row: f"the quote does not hold {row['value_printed']!r}",
        "quote the words around the figure as printed",
    )


@rule("place-twice", "observations")
def place_twice(check: Context) -> Iterator[Finding]:
    """A cell of a printed table holds one figure."""
    figures = check["observations"]
    place = figures[["table_id", "row_number", "column_number"]]
    bad = place.notna().all(axis="columns") & place.duplicated(keep="first")
    yield from check.each(
        "observations",
        bad,
        "column_number",
        "another figure stands at this row and column",
        "compare row_number and column_number with the print",
    )


@rule("label-number", "observations")
def label_number(check: Context) -> Iterator[Finding]:
    """In one table a row number has one label and a label one number; likewise for columns."""
    figures = check["observations"]
    for side in ("row", "column"):
        label, number = f"{side}_label", f"{side}_number"
        pairs = figures[["table_id", number, label]].dropna()
        for one, many in ((number, label), (label, number)):
            usual = pairs.groupby(["table_id", one])[many].transform(lambda group: group.mode().iloc[0])
            bad = (pairs[many] != usual).reindex(figures.index, fill_value=False)
            yield from check.each(
                "observations",
                bad,
                many,
                f"{many} differs from the other cells of this {side}",
                "compare labels and numbers with the print",
            )


@rule("row-one-quantity", "observations", severity=Severity.WARNING)
def row_one_quantity(check: Context) -> Iterator[Finding]:
    """The cells of a table row nearly always count one thing; a row coded in two ways is a slip
    or needs a note.
    """
    figures = check["observations"]
    cells = figures[figures["row_number"].notna()]
    for column in ("indicator_id", "population_id", "destination_id", "area_id"):
        filled = cells[column].fillna("")
        usual = filled.groupby([cells["table_id"], cells["row_number"]]).transform(
            lambda group: group.mode().iloc[0]
        )
        bad = (filled != usual).reindex(figures.index, fill_value=False)
        yield from check.each(
            "observations",
            bad,
            column,
            f"{column} differs from the other cells of this row",
            "code the row's cells alike, unless the print says otherwise",
        )


@rule("period-not-in-label", "observations", "tables")
def period_not_in_label(check: Context) -> Iterator[Finding]:
    """The period of a cell is printed in its column, its row or the title of its table."""
    figures = check["observations"]
    title = _joined(check, "title")
    cells = figures[figures["row_number"].notna() & figures["period_printed"].notna()]
    for line, row in each_row(cells):
        places = (row["column_label"], row["row_label"], title[line])
        if not any(
            not is_missing(place) and contains(str(place), str(row["period_printed"])) for place in places
        ):
            yield check.finding(
                "observations",
                line,
                "period_printed",
                row["period_printed"],
                "these words stand neither in the labels nor in the title",
                "copy them from the column's label",
            )


@rule("table-incomplete", "observations", "tables")
def table_incomplete(check: Context) -> Iterator[Finding]:
    """A printed table that is called complete has a figure in every row and column."""
    figures = check["observations"]
    official = check.frames.get("reference_statistics")
    elsewhere = set() if official is None else set(official["table_id"])
    tables = check["tables"]
    for line, table in each_row(tables[tables["complete"].fillna(False).astype(bool)]):
        cells = figures[figures["table_id"] == table["table_id"]]
        if table["kind"] == "table":
            due = cells["row_number"].max() * cells["column_number"].max() if len(cells) else 1
        else:
            due = 1
        if (is_missing(due) or len(cells) < due) and table["table_id"] not in elsewhere:
            yield check.finding(
                "tables",
                line,
                "complete",
                "true",
                f"called complete, with {len(cells)} of {due} figures",
                "key the missing cells, or say false",
            )


@rule("figure-count", "documents", "observations")
def figure_count(check: Context) -> Iterator[Finding]:
    """The number of figures of a document is kept beside it, so that a lost row is noticed."""
    documents = check["documents"]
    counts = (
        documents["document_id"]
        .map(check["observations"]["document_id"].value_counts())
        .fillna(0)
        .astype("Int64")
    )
    for line in documents.index[documents["figures"] != counts]:
        yield check.finding(
            "documents",
            int(line),
            "figures",
            documents.at[line, "figures"],
            f"the package holds {counts[line]} figures of this document",
            "restore the lost row, or correct the number",
        )


@rule("scope-result", "documents")
def scope_result(check: Context) -> Iterator[Finding]:
    """A document read in vain is listed with the reason, so that nobody reads it again in vain."""
    documents = check["documents"]
    has = documents["figures"] > 0
    yield from check.each(
        "documents",
        has != (documents["scope_result"] == "figures"),
        "scope_result",
        "figures exactly where the document has some",
        "figures, none_in_scope or unreadable",
    )
    yield from check.each(
        "documents",
        ~has & documents["scope_reason"].isna(),
        "scope_reason",
        "no reason why the document carries no figures",
        "say it in a few words",
    )
    quoted = documents["extent_read"] == "quoted"
    yield from check.each(
        "documents",
        quoted & (documents["accessed"].notna() | documents["text_sha256"].notna()),
        "extent_read",
        "a document known only from another one was not read",
        "empty accessed and text_sha256, or correct extent_read",
    )
    yield from check.each(
        "documents",
        ~quoted & documents["accessed"].isna(),
        "accessed",
        "a document that was read has a day on which it was read",
        "fill accessed",
    )


@rule("rounding-basis", "tables")
def rounding_basis(check: Context) -> Iterator[Finding]:
    """Rounding and suppression are stated or inferred with evidence, or not known: never assumed."""
    tables = check["tables"]
    for filled, basis in (
        ("rounding_unit", "rounding_basis"),
        ("suppression_threshold", "suppression_basis"),
    ):
        bad = tables[filled].notna() == (tables[basis] == "unknown")
        yield from check.each(
            "tables",
            bad,
            basis,
            f"unknown exactly where {filled} is empty",
            f"fill {filled} or say unknown",
        )
    yield from check.each(
        "tables",
        tables["rounding_unit"].notna() & tables["rounding_evidence"].isna(),
        "rounding_evidence",
        "a rounding without evidence",
        "say in numbers what speaks for it",
    )


@rule("relation-to-itself", "document_relations")
def relation_to_itself(check: Context) -> Iterator[Finding]:
    """A document is not a copy of, or an answer to, itself."""
    rows = check["document_relations"]
    yield from check.each(
        "document_relations",
        rows["document_id"] == rows["target_id"],
        "target_id",
        "the document stands in relation to itself",
        "name the other document",
    )


@rule("rounding-contradicted", "observations", "tables")
def rounding_contradicted(check: Context) -> Iterator[Finding]:
    """A printed number that is no multiple of its table's rounding unit refutes the rounding."""
    figures = check["observations"]
    unit, start = _joined(check, "rounding_unit"), _joined(check, "rounding_from").fillna(0)
    rounded = unit.notna() & (figures["value"] >= start)
    bad = rounded & (figures["value"].mod(unit.fillna(1)) != 0)
    yield from check.each(
        "observations",
        bad,
        "value",
        lambda row: f"{row['value']} is no multiple of the rounding unit of {row['table_id']}",
        "compare the print; or correct rounding_unit or rounding_from of the table",
    )


@rule("suppression-contradicted", "observations", "tables")
def suppression_contradicted(check: Context) -> Iterator[Finding]:
    """A "<N" of a table stands for its suppression threshold, and a printed number below the
    threshold, other than 0, refutes it.
    """
    figures = check["observations"]
    threshold = _joined(check, "suppression_threshold")
    other = (figures["qualifier"] == "less_than") & (figures["upper_bound"] != threshold - 1)
    small = (figures["value"] > 0) & (figures["value"] < threshold)
    yield from check.each(
        "observations",
        (other & threshold.notna()) | small,
        "value_printed",
        lambda row: f"it does not fit the suppression threshold of {row['table_id']}",
        "compare the print; or correct suppression_threshold of the table",
    )
