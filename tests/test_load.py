"""Loading: typed columns, printed text untouched, clear errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import morocco_returns as mr
from morocco_returns.censored import Censored

from .conftest import ROOT, Copy


@pytest.mark.parametrize("name", mr.tables())
def test_every_table_loads_with_the_types_of_its_schema(name: str) -> None:
    """Catches a column that arrives as object or float."""
    kinds = {str(dtype) for dtype in mr.load(name).dtypes}
    assert kinds <= {"string", "Int64", "boolean", "datetime64[s]", "censored[int64]"}
    assert "censored[int64]" not in {str(dtype) for dtype in mr.load(name, censored=False).dtypes}


def test_printed_values_stay_text() -> None:
    """Catches "1.770" read as 1.77 and "0" as missing."""
    printed = mr.load("observations")["value_printed"]
    assert {"1.770", "<5", "0", "a thousand", "ruim 5.000"} <= set(printed)
    assert printed.notna().all()


def test_an_empty_cell_is_na_and_zero_is_zero() -> None:
    """Catches absence turned into zero, or zero into absence."""
    figures = mr.load("observations")
    zeros = figures[figures["value_printed"] == "0"]
    assert set(zeros["value"]) == {0}
    assert figures.loc[figures["qualifier"] == "slightly_more_than", "upper_bound"].isna().all()


def test_observations_carry_the_derived_columns_at_the_end() -> None:
    """Catches a derived column that moves the columns which others read by position."""
    assert list(mr.load("observations", censored=False).columns[-4:]) == [
        "possible_lower",
        "possible_upper",
        "censoring",
        "conf_status",
    ]


@pytest.mark.parametrize(
    ("name", "columns"),
    [("observations", ["count", "possible"]), ("figures", ["count", "possible"]), ("series", ["possible"])],
)
def test_tables_with_bounds_end_with_their_censored_columns(name: str, columns: list[str]) -> None:
    """Catches a censored column that is missing, stands before a flat one or says something else."""
    frame, flat = mr.load(name), mr.load(name, censored=False)
    assert list(frame.columns) == [*flat.columns, *columns]
    assert frame[list(flat.columns)].equals(flat)
    sides = {"count": ("lower_bound", "upper_bound"), "possible": ("possible_lower", "possible_upper")}
    for column in columns:
        assert str(frame[column].dtype) == "censored[int64]"
        back = frame[column].censored.to_flat(*sides[column])
        assert back.equals(flat[list(sides[column])])


def test_tables_without_bounds_are_the_same_either_way() -> None:
    """Catches a censored column made of columns that are no bounds."""
    bounded = {"observations", "figures", "series"}
    for name in set(mr.tables()) - bounded:
        assert mr.load(name).equals(mr.load(name, censored=False))


def test_the_prints_of_the_letter_are_the_counts_they_imply() -> None:
    """Catches a suppressed cell, a hedge or a rounded number read as something else."""
    figures: Any = mr.load("figures").drop_duplicates("value_printed").set_index("value_printed")
    assert figures.at["<5", "count"] == figures.at["<5", "possible"] == Censored(0, 4)
    assert figures.at["ca. 200", "count"] == Censored(0, None)
    assert figures.at["ruim 5.000", "count"] == Censored(5001, None)
    assert figures.at["bijna 80.000", "count"] == Censored(0, 79_999)
    assert (figures.at["30", "count"], figures.at["30", "possible"]) == (Censored(30), Censored(28, 32))


def test_a_total_of_loaded_figures_says_what_it_rests_on() -> None:
    """Catches an account that takes the exact 6 among fives for rounded, or a hedge for a bound."""
    figures = mr.load("figures")
    letter = figures["document_id"] == "nl-kamerbrief-2023-06-07-marokko"
    years = letter & (figures["period_kind"] == "calendar_year")
    for frame in (figures, mr.load("observations")):
        forced = mr.total(frame[years & (figures["indicator_id"] == "enforced-return")]).iloc[0]
        assert forced["total"] == Censored(65, 77)
        assert list(forced[["figures", "n_missing", "n_censored", "n_hedged", "n_rounded"]]) == [
            4,
            0,
            0,
            0,
            3,
        ]
    by_indicator = mr.total(figures[letter], by="indicator_id")
    assert by_indicator.at["detained", "n_hedged"] == 1
    assert by_indicator.at["nationality-confirmations", "n_censored"] == 2
    assert by_indicator["figures"].sum() == letter.sum()
    assert mr.total(figures, by="indicator_id")["figures"].sum() == len(figures)


def test_a_scenario_on_loaded_figures_renews_the_censored_column() -> None:
    """Catches a possible count that still says what held before the scenario."""
    observations = mr.load("observations").set_index("observation_id")
    assumed = mr.assume(observations, about=0.1)
    about = assumed["qualifier"] == "about"
    assert assumed.at["f00001", "possible"] == Censored(180, 220)
    assert assumed.loc[~about, "possible"].equals(observations.loc[~about, "possible"])
    assert assumed["count"].equals(observations["count"])


def test_names_that_users_need_daily_stand_at_the_top() -> None:
    """Catches a name that was promised and moved, or one that is not documented."""
    assert mr.__doc__ is not None
    for name in set(mr.__all__) - {"__version__"}:
        assert getattr(mr, name).__doc__
        assert name in mr.__doc__ or name in (
            "PackageError",
            "PackageNotFoundError",
            "package_root",
            "tables",
        )


def test_files_written_from_flat_frames_need_nothing_of_ours(tmp_path: Path) -> None:
    """Catches a flat frame that still names our type in its file."""
    path = tmp_path / "figures.parquet"
    mr.load("figures", censored=False).to_parquet(path)
    code = (
        f"import pandas, sys; print(len(pandas.read_parquet({str(path)!r}))); "
        "assert 'morocco_returns' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == str(len(mr.load("figures"))), run.stderr


@pytest.mark.parametrize("name", ["", "datapackage.json"])
def test_another_package_can_be_named_by_its_folder_or_descriptor(package: Copy, name: str) -> None:
    """Catches a loader that always reads the package it came with."""
    package.edit("areas", "NL", label_en="Elsewhere")
    labels = mr.load("areas", package.root / name)["label_en"]
    assert "Elsewhere" in set(labels)


def test_an_unknown_table_names_the_known_ones() -> None:
    """Catches an error that leaves the reader guessing."""
    with pytest.raises(KeyError, match="no table 'figure' .* figures, series"):
        mr.load("figure")


def test_a_folder_without_a_package_is_an_error_that_says_so(tmp_path: Path) -> None:
    """Catches a bare file-not-found from deep inside."""
    with pytest.raises(mr.PackageNotFoundError):
        mr.load("figures", tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match=r"datapackage\.json"):
        mr.load("figures", tmp_path)


def test_text_is_the_same_whatever_string_storage_pandas_uses() -> None:
    """Catches a result that depends on whether an optional library is installed."""
    with pd.option_context("mode.string_storage", "python"):
        slow = mr.load("figures")
    assert slow.astype(object).equals(mr.load("figures").astype(object))
    assert mr.package_root() == ROOT
