"""Rules on comparisons: what each holds together, and how it says why the figures differ.

Whether its verdict is what the figures bear out is found by `reconcile --check`.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding

UNEXPLAINED = "unexplained"
_SENTENCE_END = r"[.!?](?:\s|$)"
_SAYS_UNEXPLAINED = pl.col("explanation").str.contains(rf"(?i)\b{UNEXPLAINED}\b")


@rule("comparison-members", "comparisons", "comparison_members")
def comparison_members(check: Context) -> Iterator[Finding]:
    """A comparison holds one figure against another: with fewer than two it compares nothing."""
    members = check["comparison_members"].group_by("comparison_id").len("members")
    rows = check["comparisons"].join(members, on="comparison_id", how="left", maintain_order="left")
    yield from check.each(
        "comparisons",
        pl.col("members").fill_null(0) < 2,
        "comparison_id",
        lambda row: f"the comparison has {row['members'] or 0} figures",
        "name at least two figures in comparison_members, or delete the comparison",
        rows=rows,
    )


@rule("comparison-twice", "comparisons", "comparison_members")
def comparison_twice(check: Context) -> Iterator[Finding]:
    """The same figures are compared once: a second comparison of them repeats the first, or denies it."""
    members = check["comparison_members"].drop_nulls(["comparison_id", "observation_id"])
    sets = members.group_by("comparison_id").agg(
        pl.col("observation_id").unique().sort().str.join(" ").alias("_members")
    )
    rows = check["comparisons"].join(sets, on="comparison_id", maintain_order="left")
    yield from check.each(
        "comparisons",
        ~pl.col("_members").is_first_distinct(),
        "comparison_id",
        "another comparison holds the same figures",
        "keep one verdict and one explanation",
        rows,
    )


@rule("comparison-explanation", "comparisons")
def comparison_explanation(check: Context) -> Iterator[Finding]:
    """An explanation has two sentences, what each side says and how they can differ: one alone
    leaves out a side, and a third adds what the documents do not say.
    """
    sentences = pl.col("explanation").str.count_matches(_SENTENCE_END)
    two = (sentences == 2) & pl.col("explanation").str.contains(r"[.!?]$")
    yield from check.each(
        "comparisons",
        ~two & (pl.col("explanation") != UNEXPLAINED),
        "explanation",
        "the explanation does not have two sentences",
        f'say in two sentences what the documents themselves say, or "{UNEXPLAINED}"',
    )


@rule("comparison-unexplained", "comparisons")
def comparison_unexplained(check: Context) -> Iterator[Finding]:
    """A difference is explained or it is not: kind and explanation must say the same."""
    yield from check.each(
        "comparisons",
        (pl.col("kind") == UNEXPLAINED) != _SAYS_UNEXPLAINED,
        "kind",
        lambda row: f"the kind is {row['kind']}, the explanation reads otherwise",
        f'call the difference "{UNEXPLAINED}" in both, or in neither',
    )
