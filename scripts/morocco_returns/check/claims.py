"""Rules on claims: a verdict rests on figures of the claim's own quantity and place, or says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import polars as pl

from morocco_returns.check.relations import RELAYS
from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import ancestors, borrowed, each_value, joined

# Who prints numbers of their own; the others relay them.
_OFFICES = ("administration", "court", "international", "parliament", "statistics")
_DECIDED = ("supported", "contradicted")
# What the note of a claim says after this word is the reason of the verdict.
_REASON = r"\bVerdict: \S"


_SAID = ["document_id", "quote", "kind", "area_id", "indicator_id", "population_id"]


@rule("claim-twice", "claims")
def claim_twice(check: Context) -> Iterator[Finding]:
    """One claim is one row: the same words of the same document, said of the same quantity, count once."""
    yield from check.each(
        "claims",
        ~pl.struct(_SAID).is_first_distinct(),
        "claim_id",
        "the row repeats another claim of the same document",
        "keep one of them, and the figures on which its verdict rests",
    )


@rule("claim-verdict", "claims", "claim_observations")
def claim_verdict(check: Context) -> Iterator[Finding]:
    """A claim is supported or contradicted by figures: without them nobody else can judge."""
    linked = check["claim_observations"]["claim_id"].drop_nulls().unique()
    yield from check.each(
        "claims",
        pl.col("verdict").is_in(_DECIDED)
        & pl.col("reference_id").is_null()
        & ~pl.col("claim_id").is_in(linked.implode()),
        "verdict",
        lambda row: f"{row['verdict']}, but no figure is named on which the verdict rests",
        "name the figures in claim_observations, or an official value in reference_id",
    )


@rule("claim-reason", "claims")
def claim_reason(check: Context) -> Iterator[Finding]:
    """What could not be determined is settled by whoever knows what was missing."""
    yield from check.each(
        "claims",
        (pl.col("verdict") == "undetermined") & ~pl.col("note").fill_null("").str.contains(_REASON),
        "note",
        "undetermined, and the note does not say why",
        'add a sentence to note: "Verdict: ..."',
    )


@rule("claim-unchecked", "claims", severity=Severity.WARNING)
def claim_unchecked(check: Context) -> Iterator[Finding]:
    """Where claims have verdicts, one without looks as if nothing were to be said of it."""
    yield from check.each(
        "claims",
        pl.col("verdict").is_null() & pl.col("verdict").is_not_null().any(),
        "verdict",
        "other claims have a verdict, this one has none",
        "hold it against the figures; undetermined, with the reason in note, is a verdict too",
    )


@rule("claim-other-area", "claims", "claim_observations", "observations", "areas", severity=Severity.WARNING)
def claim_other_area(check: Context) -> Iterator[Finding]:
    """What is counted in one state bears nothing out in another, whoever counts it."""
    above = ancestors(check["areas"], "area_id", "part_of_id")

    def fits(claimed: str | None, counted: str | None) -> bool:
        return claimed is None or counted is None or counted in (claimed, *above.get(claimed, ()))

    yield from check.each(
        "claim_observations",
        ~pl.col("_fits"),
        "observation_id",
        lambda row: f"a figure of {row['_counted']} for a claim about {row['_claimed']}",
        "name a figure of the claim's area or of one that contains it, or correct the area",
        each_value(_pairs(check, "area_id"), ["_claimed", "_counted"], fits, {"_fits": pl.Boolean}),
    )
    if check.present("reference_statistics"):
        official = check.joined("claims", "reference_id", "reference_statistics", {"area_id": "_counted"})
        yield from check.each(
            "claims",
            ~pl.col("_fits"),
            "reference_id",
            lambda row: f"an official value of {row['_counted']} for a claim about {row['area_id']}",
            "name a value of the claim's area or of one that contains it, or correct the area",
            each_value(official, ["area_id", "_counted"], fits, {"_fits": pl.Boolean}),
        )


@rule(
    "claim-other-quantity",
    *("claims", "claim_observations", "observations", "indicators"),
    severity=Severity.WARNING,
)
def claim_other_quantity(check: Context) -> Iterator[Finding]:
    """A count of something else bears nothing out; only a ratio may set another quantity beside its own."""
    above = ancestors(check["indicators"], "indicator_id", "broader_id")

    def fits(claimed: str | None, counted: str | None) -> bool:
        if claimed is None or counted is None:
            return True
        return counted in (claimed, *above.get(claimed, ())) or claimed in above.get(counted, ())

    pairs = each_value(_pairs(check, "indicator_id"), ["_claimed", "_counted"], fits, {"_fits": pl.Boolean})
    base = (pl.col("_kind") == "ratio") & pl.col("_fits").any().over("claim_id")
    yield from check.each(
        "claim_observations",
        ~pl.col("_fits") & ~base,
        "observation_id",
        lambda row: f"a figure of {row['_counted']} for a claim about {row['_claimed']}",
        "name a figure of the claim's indicator, or of a broader or narrower one, or correct the indicator",
        pairs,
    )


def _pairs(check: Context, column: str) -> pl.DataFrame:
    """The links with one column of the claim and of the figure, and the kind of the claim."""
    links = check.joined("claim_observations", "claim_id", "claims", {column: "_claimed", "kind": "_kind"})
    figures = check.places("claim_observations", "observation_id", "observations")
    return borrowed(links, figures, check["observations"], {column: "_counted"})


@rule(
    "claim-circular",
    *("claims", "claim_observations", "observations", "documents", "document_relations"),
    severity=Severity.WARNING,
)
def claim_circular(check: Context) -> Iterator[Finding]:
    """A number that merely stands beside a claim, in its text or a copy of it, bears nothing out; it
    does in a text of the office that counts, or in one of another origin.
    """
    said_in = _said_in(check["document_relations"])

    def beside(claim: str | None, figure: str | None, publisher_kind: str | None) -> bool:
        if claim is None or figure is None or publisher_kind in _OFFICES:
            return False
        return not said_in(claim).isdisjoint(said_in(figure))

    supported = check["claims"].filter((pl.col("verdict") == "supported") & pl.col("reference_id").is_null())
    pairs = _pairs(check, "document_id").filter(pl.col("claim_id").is_in(supported["claim_id"].implode()))
    pairs = joined(pairs, "_counted", check["documents"], "document_id", {"publisher_kind": "_publisher"})
    pairs = each_value(pairs, ["_claimed", "_counted", "_publisher"], beside, {"_beside": pl.Boolean})
    circular = pairs.group_by("claim_id").agg(pl.col("_beside").all())
    yield from check.each(
        "claims",
        pl.col("_beside"),
        "verdict",
        "supported by numbers of its own text, or of texts of the same origin, alone",
        "name a figure of the office that counts or of a text of another origin; else undetermined",
        supported.join(circular, on="claim_id", how="left", maintain_order="left"),
    )


def _said_in(relations: pl.DataFrame) -> Callable[[str], set[str]]:
    """Of a document: itself and all that it repeats, step by step."""
    repeated: dict[str, list[str]] = {}
    relays = relations.filter(pl.col("relation").is_in(RELAYS)).select("document_id", "target_id")
    for document, target in relays.drop_nulls().iter_rows():
        repeated.setdefault(document, []).append(target)
    return cache(lambda document: _reached(document, repeated))


def _reached(document: str, repeated: dict[str, list[str]]) -> set[str]:
    found, due = {document}, [document]
    while due:
        new = set(repeated.get(due.pop(), ())) - found
        found |= new
        due += new
    return found
