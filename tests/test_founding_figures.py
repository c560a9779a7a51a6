"""The figures of the five founding documents, written down here a further time."""

from __future__ import annotations

import pandas as pd
import pytest

import morocco_returns as mr

LETTER = "nl-kamerbrief-2023-06-07-marokko"
TABLES = {
    "t1": ["774 907 721 349"],
    "t2": ["1.770 1.150 1.030 460 1.125 770", "40 20 20 10 35 50", "25 10 6 <5 30 40"],
    "t3": ["270 240 100 35 240 210", "10 <5 <5 0 160 100", "5 0 0 0 30 35"],
    "t4": ["535 355 310 470 425"],
}
PROSE = {
    LETTER: ["ca. 200", "ruim 300"],
    "nl-gov-2023-02-21-morocco-visit-en": ["125"],
    "ma-yabiladi-2024-01-almost-ideal": ["250", "700", "a thousand"],
    "be-nicoledm-2024-04-morocco-mission": ["bijna 80.000", "ruim 5.000", "674", "43"],
    "be-nicoledm-2024-teaser-returns-doubled": ["119", "55"],
}


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return mr.load("observations")


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_the_letters_tables_is_there_as_printed(figures: pd.DataFrame, table: str) -> None:
    """Catches a cell lost, moved or retyped."""
    cells = figures[figures["table_id"] == f"{LETTER}-{table}"].sort_values(["row_number", "column_number"])
    printed = [" ".join(row["value_printed"]) for _, row in cells.groupby("row_number")]
    assert printed == TABLES[table]


def test_the_letter_has_forty_five_cells(figures: pd.DataFrame) -> None:
    """Catches a cell that is keyed twice under another number."""
    assert (figures["document_id"].eq(LETTER) & figures["row_number"].notna()).sum() == 45


@pytest.mark.parametrize("document", PROSE)
def test_every_figure_in_running_text_is_there_as_printed(figures: pd.DataFrame, document: str) -> None:
    """Catches a lost sentence, and a figure that no document prints."""
    prose = figures[(figures["document_id"] == document) & figures["row_number"].isna()]
    assert list(prose["value_printed"]) == PROSE[document]


def test_no_other_document_carries_figures(figures: pd.DataFrame) -> None:
    """Catches a figure under a document that was not read."""
    assert set(figures["document_id"]) == set(PROSE)


def test_a_suppressed_cell_is_bounded_by_its_own_print_and_never_a_value(figures: pd.DataFrame) -> None:
    """Catches "<5" read as 5, or tightened to [1, 4]."""
    cells = figures[figures["value_printed"] == "<5"]
    assert len(cells) == 3
    assert cells["value"].isna().all()
    assert (cells["lower_bound"] == 0).all()
    assert (cells["upper_bound"] == 4).all()
    assert (cells["possible_lower"] == 0).all()
    assert (cells["possible_upper"] == 4).all()
    assert (cells["conf_status"] == "A").all()


def test_the_forecast_is_a_forecast(figures: pd.DataFrame) -> None:
    """Catches an expectation counted as a fact."""
    forecast = figures[figures["obs_status"] == "F"]
    assert list(forecast["value_printed"]) == ["700"]


@pytest.mark.parametrize(
    ("label", "end"), [("2023 (tot mei)", "2023-04-30"), ("2023 (tot juni)", "2023-05-31")]
)
def test_tot_excludes_the_month_it_names(figures: pd.DataFrame, label: str, end: str) -> None:
    """Catches "tot juni" read as "tot en met juni"."""
    ends = figures.loc[figures["column_label"] == label, "period_end"]
    assert set(ends) == {pd.Timestamp(end)}


def test_the_six_among_fives_and_tens_stays_exact(figures: pd.DataFrame) -> None:
    """Catches a rounding rule spread over a cell that contradicts it."""
    six = figures[(figures["value_printed"] == "6")].iloc[0]
    assert (six["possible_lower"], six["possible_upper"]) == (6, 6)
    thirty = figures[
        (figures["row_label"] == "Gedwongen vertrek") & (figures["column_label"] == "2022")
    ].iloc[0]
    assert (thirty["possible_lower"], thirty["possible_upper"]) == (28, 32)


def test_no_count_has_a_private_person_as_its_source(figures: pd.DataFrame) -> None:
    """Catches a name in attributed_to: only offices and bodies are credited."""
    assert set(figures["attributed_to"].dropna()) == {"DT&V", "NOS", "Return and Departure Service"}


def test_the_official_series_is_kept_as_published() -> None:
    """Catches ":" turned into 0, and lost flags."""
    series = mr.load("reference_statistics")
    assert len(series) == 255
    assert (series.loc[series["value_printed"] == ":", "obs_status"] == "O").all()
    assert series.loc[series["value_printed"] == ":", "value"].isna().all()
    assert list(series.loc[series["flag"].notna(), "reference_id"]) == [
        "migr_asyappctza.asy_app.nl.2012",
        "migr_asyappctza.nasy_app.nl.2012",
    ]
