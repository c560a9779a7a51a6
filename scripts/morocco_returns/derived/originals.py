"""Which statements are original: the clauses "own text", "own number" and "no copy" of ``series``."""

from __future__ import annotations

import polars as pl

# Texts in which a public body speaks, whoever keeps the copy that was read.
OFFICIAL = (
    "parliamentary-letter",
    "parliamentary-answer",
    "decision-note",
    "government-news",
    "agency-statistics",
    "court-ruling",
)
# Texts whose author may have counted; what they credit to others or report on is not their own.
OWN = ("research-report", "international-organisation-report", "ngo-report", "dataset")
# What makes a document give way to its target, and a target to its document.
_RENDERS = ("copies", "translates", "contained_in")
_REPLACES = ("supersedes", "corrects")
_STATED = ["area_id", "indicator_id", "population_id", "period"]


def original(relations: pl.DataFrame) -> pl.Expr:
    """True for a figure that stands in its author's own text and is the author's own number.

    Reads the columns of figures, and ``country`` of the document and ``state`` of the area.
    """
    kind, credited = pl.col("document_type"), pl.col("attributed_to")
    relayed = _documents(relations, ["same_origin"])
    reporting = _documents(relations, ["reports_on"])
    at_home = (pl.col("country") == pl.col("state")).fill_null(False)
    member = credited.str.starts_with("member of ")
    official = pl.when(credited.is_null()).then(kind != "parliamentary-answer").otherwise(at_home & ~member)
    own = credited.is_null() & ~pl.col("document_id").is_in(reporting)
    speaks = (kind.is_in(OFFICIAL) & official) | (kind.is_in(OWN) & own)
    return speaks & ~pl.col("document_id").is_in(relayed)


def without_copies(rows: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """``rows`` without those of a copy, translation, excerpt or replaced document whose other states
    the same. What the other document does not state stays: nothing better is held.
    """
    forward = relations.filter(pl.col("relation").is_in(_RENDERS))
    back = relations.filter(pl.col("relation").is_in(_REPLACES))
    pairs = pl.concat(
        [
            forward.select("document_id", pl.col("target_id").alias("_other")),
            back.select(pl.col("target_id").alias("document_id"), pl.col("document_id").alias("_other")),
        ]
    )
    stated = rows.select(pl.col("document_id").alias("_other"), *_STATED)
    better = pairs.join(stated, on="_other").select("document_id", *_STATED).unique()
    return rows.join(better, on=["document_id", *_STATED], how="anti", maintain_order="left")


def _documents(relations: pl.DataFrame, kinds: list[str]) -> list[str]:
    return relations.filter(pl.col("relation").is_in(kinds))["document_id"].unique().to_list()
