"""Printed figures as censored counts."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.conftest import read_by_eye

import morocco_returns as mr
from morocco_returns.censored import Censored, CensoredArray
from morocco_returns.printed import AmbiguousFigure, PrintedError, from_printed

PRINTS = {
    ("1.770", "nl"): Censored(1770),
    ("<5", "nl"): Censored(0, 4),
    ("ruim 5.000", "nl"): Censored(5001, None),
    ("bijna 80.000", "nl"): Censored(0, 79_999),
    ("ca. 200", "nl"): Censored(0, None),
    ("entre 10 et 20", "fr"): Censored(10, 20),
    ("une centaine", "fr"): Censored(0, None),
    ("1\u202f770", "fr"): Censored(1770),
    ("1’770", "de-CH"): Censored(1770),
    ("más de 5.000", "es"): Censored(5001, None),
    ("fewer than 1,770", "en"): Censored(0, 1769),
    ("a thousand", "en"): Censored(1000),
    ("almeno 12", "it"): Censored(12, None),
    ("doze", "pt"): Censored(12),
}


@pytest.mark.parametrize(("print_", "count"), PRINTS.items(), ids=str)
def test_one_print_is_one_count(print_: tuple[str, str], count: Censored) -> None:
    """Catches bounds other than those the print implies."""
    assert from_printed(*print_) == count


@pytest.mark.parametrize("text", ["-", ""])
def test_a_print_without_a_figure_is_missing(text: str) -> None:
    """Catches a dash read as zero, or as a count of unknown size."""
    assert from_printed(text, "nl") is pd.NA
    assert from_printed("ca. 200", "nl") is not pd.NA


def test_a_column_keeps_index_and_name_and_a_list_becomes_an_array() -> None:
    """Catches counts on the rows of their neighbours."""
    texts = pd.Series([text for text, _ in PRINTS], index=range(100, 100 + len(PRINTS)), name="persons")
    locales = pd.Series([locale for _, locale in PRINTS], index=texts.index)
    column = from_printed(texts, locales)
    assert column.dtype == "censored[int64]"
    assert column.index.equals(texts.index)
    assert column.name == "persons"
    assert list(column) == list(PRINTS.values())
    array = from_printed(list(texts), list(locales))
    assert isinstance(array, CensoredArray)
    assert array.equals(column.array)
    assert len(from_printed([], "nl")) == 0


def test_wrong_and_ambiguous_prints_are_errors() -> None:
    """Catches a guess where the print has two readings."""
    with pytest.raises(AmbiguousFigure):
        from_printed("1.770", "en")
    with pytest.raises(AmbiguousFigure):
        from_printed(["6", "1,770"], "nl")
    with pytest.raises(PrintedError, match="at 1"):
        from_printed(["6", "persons"], "nl")
    with pytest.raises(PrintedError, match="not text"):
        from_printed(pd.Series(["6", pd.NA], dtype="string"), "nl")


def test_the_figures_of_the_package_read_back_to_their_counts() -> None:
    """Catches a difference between the two ways to a count: from the print and from the columns."""
    figures = mr.load("observations")
    figures = figures[~figures["observation_id"].isin(read_by_eye())]
    documents = mr.load("documents").set_index("document_id")
    locales = documents["number_locale"].loc[figures["document_id"]].set_axis(figures.index)
    counts = from_printed(figures["value_printed"], locales)
    assert counts.array.equals(CensoredArray.from_flat(figures))
