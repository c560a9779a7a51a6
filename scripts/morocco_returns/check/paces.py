"""Rules on paces: so many a day, a week, a month or a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.rows import holding


@dataclass(frozen=True)
class PaceWords:
    """The words for one pace: those that mean nothing else, and those that may mean it."""

    strict: str
    loose: str


LANGUAGES: Mapping[str, Mapping[str, PaceWords]] = {
    "nl": {
        "day": PaceWords("per dag", "dagelijks|daags|(?:elke|iedere) dag"),
        "week": PaceWords("per week", "wekelijks|(?:elke|iedere) week"),
        "month": PaceWords("per maand", "maandelijks|(?:elke|iedere) maand"),
        "year": PaceWords("per jaar", "jaarlijks|(?:elk|ieder) jaar"),
    },
    "en": {
        "day": PaceWords("per day", "daily|(?:a|each|every) day"),
        "week": PaceWords("per week", "weekly|(?:a|each|every) week"),
        "month": PaceWords("per month", "monthly|(?:a|each|every) month"),
        "year": PaceWords("per (?:year|annum)", "yearly|annual(?:ly)?|(?:a|each|every) year"),
    },
    "fr": {
        "day": PaceWords("par jour", r"quotidien\w*|chaque jour"),
        "week": PaceWords("par semaine", r"hebdomadaire\w*|chaque semaine"),
        "month": PaceWords("par mois", r"mensuel\w*|chaque mois"),
        "year": PaceWords("par an(?:née)?", r"annuel\w*|chaque année"),
    },
    "de": {
        "day": PaceWords("pro Tag", r"täglich\w*|am Tag|jeden Tag"),
        "week": PaceWords("pro Woche", r"wöchentlich\w*|in der Woche|jede Woche"),
        "month": PaceWords("pro Monat", r"monatlich\w*|im Monat|jeden Monat"),
        "year": PaceWords("pro Jahr", r"jährlich\w*|im Jahr|jedes Jahr"),
    },
    "es": {
        "day": PaceWords("por día|al día", r"diari\w+|cada día"),
        "week": PaceWords("por semana|a la semana", r"semanal\w*|cada semana"),
        "month": PaceWords("por mes|al mes", r"mensual\w*|cada mes"),
        "year": PaceWords("por año|al año", r"anual\w*|cada año"),
    },
}
_SAID = ("period_printed", "value_printed")
_NEARBY = (*_SAID, "counted_printed", "quote", "row_label", "column_label", "title")


def _said(rows: pl.DataFrame, columns: tuple[str, ...], words: str) -> pl.Expr:
    """Whether one of the columns holds one of the words."""
    return pl.any_horizontal(
        holding(rows, name, pl.col(name).str.contains(rf"(?i)\b(?:{words})\b")) for name in columns
    )


@rule("pace-words", "observations", "documents", "tables", severity=Severity.WARNING)
def pace_words(check: Context) -> Iterator[Finding]:
    """A pace is printed as one: "per maand" is per_month, and per_month has such words beside it."""
    spoken = check.joined("observations", "document_id", "documents", {"language": "language"})
    titles = check.joined("observations", "table_id", "tables", {"title": "title"})
    spoken = spoken.with_columns(titles["title"])
    said = _said(spoken, _SAID, "per|par|pro|por|al?")
    spoken = spoken.filter(pl.col("period_kind").str.starts_with("per_") | said)
    for language, paces in LANGUAGES.items():
        figures = spoken.filter(pl.col("language").str.head(2) == language)
        for unit, words in paces.items():
            kind = f"per_{unit}"
            yield from check.each(
                "observations",
                _said(figures, _SAID, words.strict) & ~pl.col("period_kind").is_in([kind, "mean_over_span"]),
                "period_kind",
                f"the words say per {unit}",
                f"{kind}, or compare the words with the print",
                figures,
            )
            yield from check.each(
                "observations",
                (pl.col("period_kind") == kind) & ~_said(figures, _NEARBY, f"{words.strict}|{words.loose}"),
                "period_kind",
                f"no word printed beside the figure says per {unit}",
                "compare the kind with the print, or copy the words into period_printed",
                figures,
            )
