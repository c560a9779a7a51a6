"""Rules on what documents are to one another: copies, answers, parts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import LINE

# Relations that lead one way, alone or together, and never back.
_ONE_WAY = (
    ("copies", "translates"),
    ("contained_in",),
    ("supersedes",),
    ("corrects",),
    ("answers",),
    ("accompanies",),
)
# Relations to what was there before; a report may well appear before the letter on which it reports.
_BACKWARDS = ("answers", "cites", "copies", "translates", "supersedes", "corrects", "same_origin")
_ANSWERS = ("parliamentary-answer", "parliamentary-letter")
_QUESTIONS = ("parliamentary-question", "parliamentary-paper")
# Relations that make one document say what another one said first.
RELAYS = ("copies", "translates", "same_origin")


@rule("relation-to-itself", "document_relations")
def relation_to_itself(check: Context) -> Iterator[Finding]:
    """A document is not a copy of, or an answer to, itself."""
    yield from check.each(
        "document_relations",
        pl.col("document_id") == pl.col("target_id"),
        "target_id",
        "the document stands in relation to itself",
        "name the other document",
    )


@rule("relation-cycle", "document_relations")
def relation_cycle(check: Context) -> Iterator[Finding]:
    """A copy of a copy of itself has no original: of two directions one is wrong."""
    others = check["document_relations"].filter(pl.col("document_id") != pl.col("target_id"))
    for relations in _ONE_WAY:
        yield from check.each(
            "document_relations",
            pl.lit(True),
            "target_id",
            lambda row: f"{row['relation']}: the way leads back to {row['document_id']}",
            "keep the direction that is right, and delete the other",
            _circular(others.filter(pl.col("relation").is_in(relations))),
        )


def _circular(edges: pl.DataFrame) -> pl.DataFrame:
    """The edges that remain when dead ends are cut off again and again."""
    while True:
        onward = edges.join(edges, left_on="target_id", right_on="document_id", how="semi")
        kept = onward.join(onward, left_on="document_id", right_on="target_id", how="semi")
        if kept.height == edges.height:
            return kept.sort(LINE)
        edges = kept


@rule("relation-order", "document_relations", "documents", severity=Severity.WARNING)
def relation_order(check: Context) -> Iterator[Finding]:
    """What copies, answers or replaces a document appears after it."""
    rows = check.joined("document_relations", "document_id", "documents", {"published": "_own"})
    others = check.joined("document_relations", "target_id", "documents", {"published": "_other"})
    rows = rows.with_columns(others["_other"])
    # Dates may be cut off after the year or month: compare what both have.
    length = pl.min_horizontal(pl.col("_own").str.len_chars(), pl.col("_other").str.len_chars())
    yield from check.each(
        "document_relations",
        pl.col("relation").is_in(_BACKWARDS)
        & (pl.col("_own").str.head(length) < pl.col("_other").str.head(length)),
        "target_id",
        lambda row: f"published {row['_own']}, but {row['relation']} one published {row['_other']}",
        "exchange the two documents, or correct a date of publication",
        rows,
    )


@rule("answer-type", "document_relations", "documents", severity=Severity.WARNING)
def answer_type(check: Context) -> Iterator[Finding]:
    """A government answers a question or motion of parliament, in an answer or a letter."""
    answers = check.joined("document_relations", "document_id", "documents", {"document_type": "_own"})
    asked = check.joined("document_relations", "target_id", "documents", {"document_type": "_other"})
    yield from check.each(
        "document_relations",
        (pl.col("relation") == "answers")
        & ~(pl.col("_own").is_in(_ANSWERS) & pl.col("_other").is_in(_QUESTIONS)),
        "relation",
        lambda row: f"a {row['_own']} does not answer a {row['_other']}",
        "exchange the two documents, or name another relation",
        answers.with_columns(asked["_other"]),
    )


@rule("same-origin-target", "document_relations")
def same_origin_target(check: Context) -> Iterator[Finding]:
    """Documents of one origin all point to the earliest of them, so that the origin counts once."""
    rows = check["document_relations"]
    relays = rows.filter(pl.col("relation").is_in(RELAYS))["document_id"].drop_nulls().unique()
    yield from check.each(
        "document_relations",
        (pl.col("relation") == "same_origin") & pl.col("target_id").is_in(relays.implode()),
        "target_id",
        "this document is itself a copy, or points to another one of the same origin",
        "name the earliest document of that origin",
    )
