"""The figures of the five founding documents, written down here a further time."""

from __future__ import annotations

import pandas as pd
import pytest

import morocco_returns as mr

from .conftest import SOURCES

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


# Whom the figures credit: offices and bodies that were looked at one by one.
CREDITED = {
    *("DT&V", "IND", "CBS", "COA and Nidos", "Eurostat"),
    *("Government (Netherlands)", "Council of State (Netherlands)", "State Attorney (Netherlands)"),
    "member of the House of Representatives (Netherlands)",
    *("Ministry of Justice and Security (Netherlands)", "Ministry of Security and Justice (Netherlands)"),
    "State Secretary for Justice and Security (Netherlands)",
    "State Secretary for Security and Justice (Netherlands)",
    *("Minister of Justice (Belgium)", "Federal Public Service Justice (Belgium)"),
    "State Secretary for Asylum and Migration (Belgium)",
    "former State Secretary for Asylum and Migration (Belgium)",
    *("Immigration Office (Belgium)", "prison administration (Belgium)", "Ambassador of Belgium to Morocco"),
    *("member of the Senate (Belgium)", "member of the Chamber of Representatives (Belgium)", "N-VA"),
    "Centre for Equal Opportunities and Opposition to Racism (Belgium)",
    *("Dutch media", "NOS", "NRC", "De Telegraaf"),
    *("Federal Government (Germany)", "Federal Ministry of the Interior (Germany)", "BAMF (Germany)"),
    *("Federal Minister of the Interior (Germany)", "Minister of the Interior (North Rhine-Westphalia)"),
    "Minister for Children, Family, Refugees and Integration (North Rhine-Westphalia)",
    "Ministry for Children, Family, Refugees and Integration (North Rhine-Westphalia)",
    *("Government (Spain)", "Minister of the Interior (Spain)", "Ministry of the Interior (Spain)"),
    *("Asylum and Refuge Office (Spain)", "Directorate-General of the Police (Spain)"),
    *("Government Delegation in Ceuta (Spain)", "SJM (Spain)"),
    *("Government (France)", "Minister of the Interior (France)", "Ministry of the Interior (France)"),
    *("Ministry of Justice (France)", "Parliament (France)", "Cour des comptes (France)", "La Cimade"),
    *("Minister of Foreign Affairs (Morocco)", "Ministry of the Interior (Morocco)"),
    "High Commission for Planning (Morocco)",
    *("European Commission", "EASO", "EUAA", "Frontex", "IOM"),
    *("official sources (unnamed)", "security circles (unnamed)", "Bild", "Le Point"),
    *("Belga", "RTBF", "De Tijd", "Het Laatste Nieuws", "Le Vif", "Assabah"),
}


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    """The whole record: the founding documents are named in each test that is about them."""
    return mr.load("observations")


@pytest.fixture(scope="module")
def letter(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["document_id"] == LETTER]


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_the_letters_tables_is_there_as_printed(figures: pd.DataFrame, table: str) -> None:
    """Catches a cell lost, moved or retyped."""
    cells = figures[figures["table_id"] == f"{LETTER}-{table}"].sort_values(["row_number", "column_number"])
    printed = [" ".join(row["value_printed"]) for _, row in cells.groupby("row_number")]
    assert printed == TABLES[table]


def test_the_letter_has_forty_five_cells(letter: pd.DataFrame) -> None:
    """Catches a cell that is keyed twice under another number."""
    assert letter["row_number"].notna().sum() == 45


@pytest.mark.parametrize("document", PROSE)
def test_every_figure_in_running_text_is_there_as_printed(figures: pd.DataFrame, document: str) -> None:
    """Catches a lost sentence, and a figure that no document prints."""
    prose = figures[(figures["document_id"] == document) & figures["row_number"].isna()]
    assert list(prose["value_printed"]) == PROSE[document]


def test_no_other_document_carries_figures(figures: pd.DataFrame) -> None:
    """Catches a figure under a document that was not read, or in which none was found."""
    assert set(figures["document_id"]) & set(SOURCES) == set(PROSE)
    documents = mr.load("documents").set_index("document_id").loc[figures["document_id"]]
    assert documents["extent_read"].ne("quoted").all()
    assert documents["scope_result"].eq("figures").all()


def test_a_suppressed_cell_is_bounded_by_its_own_print_and_never_a_value(figures: pd.DataFrame) -> None:
    """Catches "<5" read as 5, or tightened to [1, 4]."""
    cells = figures[figures["value_printed"] == "<5"]
    assert {"f00021", "f00031", "f00032"} <= set(cells["observation_id"])
    assert cells["value"].isna().all()
    assert (cells["lower_bound"] == 0).all()
    assert (cells["upper_bound"] == 4).all()
    assert (cells["possible_lower"] == 0).all()
    assert (cells["possible_upper"] == 4).all()
    assert (cells["conf_status"] == "A").all()


def test_the_forecast_is_a_forecast(figures: pd.DataFrame) -> None:
    """Catches an expectation counted as a fact."""
    forecast = figures[figures["document_id"].isin(SOURCES) & (figures["obs_status"] == "F")]
    assert list(forecast["value_printed"]) == ["700"]


@pytest.mark.parametrize(
    ("label", "end"), [("2023 (tot mei)", "2023-04-30"), ("2023 (tot juni)", "2023-05-31")]
)
def test_tot_excludes_the_month_it_names(letter: pd.DataFrame, label: str, end: str) -> None:
    """Catches "tot juni" read as "tot en met juni"."""
    ends = letter.loc[letter["column_label"] == label, "period_end"]
    assert set(ends) == {pd.Timestamp(end)}


def test_the_six_among_fives_and_tens_stays_exact(letter: pd.DataFrame) -> None:
    """Catches a rounding rule spread over a cell that contradicts it."""
    six = letter[letter["value_printed"] == "6"].iloc[0]
    assert (six["possible_lower"], six["possible_upper"]) == (6, 6)
    thirty = letter[(letter["row_label"] == "Gedwongen vertrek") & (letter["column_label"] == "2022")].iloc[0]
    assert (thirty["possible_lower"], thirty["possible_upper"]) == (28, 32)


def test_no_count_has_a_private_person_as_its_source(figures: pd.DataFrame) -> None:
    """Catches a name in attributed_to: whoever credits somebody new looks whether it is an office or body."""
    assert set(figures["attributed_to"].dropna()) - CREDITED == set()


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
