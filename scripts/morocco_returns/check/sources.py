"""Rules on documents: what was read of them, what they yielded, and where they are found."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.contract.addresses import HEAD, ILLEGAL, LEGAL, address_fault
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import each_value

_FROM_DOCUMENTS = (
    *("observations", "tables", "event_mentions", "claims", "identities", "reference_statistics"),
)


@rule("figure-count", "documents", "observations")
def figure_count(check: Context) -> Iterator[Finding]:
    """The number of figures of a document is kept beside it, so that a lost row is noticed."""
    counts = check["observations"].group_by("document_id").agg(pl.len().cast(pl.Int64).alias("_held"))
    rows = check["documents"].join(counts, on="document_id", how="left", maintain_order="left")
    yield from check.each(
        "documents",
        pl.col("figures") != pl.col("_held").fill_null(0),
        "figures",
        lambda row: f"the package holds {row['_held'] or 0} figures of this document",
        "restore the lost row, or correct the number",
        rows,
    )


@rule("scope-result", "documents")
def scope_result(check: Context) -> Iterator[Finding]:
    """A document read in vain is listed with the reason, so that nobody reads it again in vain."""
    has = pl.col("figures") > 0
    yield from check.each(
        "documents",
        has != (pl.col("scope_result") == "figures"),
        "scope_result",
        "figures exactly where the document has some",
        "figures, none_in_scope or unreadable",
    )
    yield from check.each(
        "documents",
        ~has & pl.col("scope_reason").is_null(),
        "scope_reason",
        "no reason why the document carries no figures",
        "say it in a few words",
    )
    quoted = pl.col("extent_read") == "quoted"
    yield from check.each(
        "documents",
        quoted & (pl.col("accessed").is_not_null() | pl.col("text_sha256").is_not_null()),
        "extent_read",
        "a document known only from another one was not read",
        "empty accessed and text_sha256, or correct extent_read",
    )
    yield from check.each(
        "documents",
        ~quoted & pl.col("accessed").is_null(),
        "accessed",
        "a document that was read has a day on which it was read",
        "fill accessed",
    )


@rule("unread-document", "documents", each=_FROM_DOCUMENTS)
def unread_document(check: Context) -> Iterator[Finding]:
    """What is known of a document from another one alone stands in that other one."""
    unread = check["documents"].filter(pl.col("extent_read") == "quoted")
    for table in check.present(*_FROM_DOCUMENTS):
        yield from check.each(
            table,
            pl.lit(True),
            "document_id",
            "this document was not read: it is known only from another one",
            "name the document that was read, or correct extent_read",
            check[table].join(unread, on="document_id", how="semi", maintain_order="left"),
        )


@rule("unread-unrelated", "documents", "document_relations", severity=Severity.WARNING)
def unread_unrelated(check: Context) -> Iterator[Finding]:
    """A document known only from another one is listed for the sake of that other one."""
    related = check["document_relations"]
    yield from check.each(
        "documents",
        (pl.col("extent_read") == "quoted")
        & ~pl.col("document_id").is_in(related["target_id"].drop_nulls().implode())
        & ~pl.col("document_id").is_in(related["document_id"].drop_nulls().implode()),
        "document_id",
        "it was not read, and no document stands in relation to it",
        "say in document_relations which document it is known from, or delete the row",
    )


@rule("address", "documents")
def address(check: Context) -> Iterator[Finding]:
    """An address that only its keyer's computer understands, or that carries a password, leads no
    reader to the source.
    """
    for column in check["documents"].columns:
        if column != "url" and not column.endswith("_url"):
            continue
        # many addresses have one head (scheme and host), which alone takes a closer look
        text = pl.col(column)
        rows = (
            check["documents"].drop_nulls(column).with_columns(_head=text.str.extract(HEAD).fill_null(text))
        )
        rows = each_value(rows, ["_head"], address_fault, {"_fault": pl.String})
        legal = pl.when(~text.str.contains(LEGAL)).then(pl.lit(ILLEGAL))
        yield from check.each(
            "documents",
            pl.col("_fault").is_not_null(),
            column,
            lambda row: row["_fault"],
            "copy the public address of the page, as the address bar gives it",
            rows.with_columns(pl.coalesce(legal, "_fault").alias("_fault")),
        )


# An address without what makes no difference: scheme, letters of the host, www, last stroke, fragment.
_HOST = pl.col("url").str.extract(r"^[A-Za-z]+://(?:[Ww]{3}[.])?([^/?#]*)").str.to_lowercase()
_PATH = pl.col("url").str.extract(r"^[A-Za-z]+://[^/?#]*([^#]*)").str.strip_chars_end("/")
# Addresses that differ here differ there too, and this takes a fraction of the time.
_ROUGHLY = (
    pl.col("url")
    .str.to_lowercase()
    .str.replace("^[a-z]+://(?:www[.])?", "")
    .str.splitn("#", 2)
    .struct[0]
    .str.strip_chars_end("/")
)


@rule("address-twice", "documents", "document_relations", severity=Severity.WARNING)
def address_twice(check: Context) -> Iterator[Finding]:
    """Two documents at one address, in whatever spelling, are perhaps one, and its figures would count
    twice.
    """
    alike = check["documents"].drop_nulls("url").filter(_ROUGHLY.is_duplicated())
    yield from check.each(
        "documents",
        pl.lit(True),
        "url",
        "another document has this address, and neither is contained in the other",
        "keep one of them, name the right address, or add the relation contained_in",
        _shared(check, alike, pl.concat_str(_HOST, _PATH), ["contained_in"]),
    )


@rule("text-twice", "documents", "document_relations", severity=Severity.WARNING)
def text_twice(check: Context) -> Iterator[Finding]:
    """Two documents with one text are one document, or parts or copies of one: copies are not
    confirmations.
    """
    yield from check.each(
        "documents",
        pl.lit(True),
        "text_sha256",
        "another document has the same text, and neither is part or copy of the other",
        "keep one of them, correct the sum, or add the relation contained_in or copies",
        _shared(check, check["documents"], pl.col("text_sha256"), ["contained_in", "copies"]),
    )


def _shared(check: Context, documents: pl.DataFrame, cell: pl.Expr, relations: list[str]) -> pl.DataFrame:
    """Those ``documents`` that share ``cell`` with another one to which they do not stand in such a relation,
    nor both to a third.
    """
    wholes = (
        check["document_relations"]
        .filter(pl.col("relation").is_in(relations))
        .unique("document_id", keep="first", maintain_order=True)
        .select("document_id", pl.col("target_id").alias("_whole"))
    )
    rows = documents.with_columns(_cell=cell).drop_nulls("_cell")
    rows = rows.filter(pl.col("_cell").is_duplicated())
    rows = rows.join(wholes, on="document_id", how="left", maintain_order="left")
    whole = pl.coalesce("_whole", "document_id")
    return rows.filter(whole.n_unique().over("_cell") > 1)
