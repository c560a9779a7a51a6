"""Loading: typed columns, printed text untouched, clear errors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import morocco_returns as mr

from .conftest import ROOT, Copy


@pytest.mark.parametrize("name", mr.tables())
def test_every_table_loads_with_the_types_of_its_schema(name: str) -> None:
    """Catches a column that arrives as object or float."""
    kinds = {str(dtype) for dtype in mr.load(name).dtypes}
    assert kinds <= {"string", "Int64", "boolean", "datetime64[s]"}


def test_printed_values_stay_text() -> None:
    """Catches "1.770" read as 1.77 and "0" as missing."""
    printed = mr.load("observations")["value_printed"]
    assert {"1.770", "<5", "0", "a thousand", "ruim 5.000"} <= set(printed)
    assert printed.notna().all()


def test_an_empty_cell_is_na_and_zero_is_zero() -> None:
    """Catches absence turned into zero, or zero into absence."""
    figures = mr.load("observations")
    zeros = figures[figures["value_printed"] == "0"]
    assert list(zeros["value"]) == [0, 0, 0, 0]
    assert figures.loc[figures["qualifier"] == "slightly_more_than", "upper_bound"].isna().all()


def test_observations_carry_the_derived_columns_at_the_end() -> None:
    """Catches a derived column that moves the columns which others read by position."""
    assert list(mr.load("observations").columns[-4:]) == [
        "possible_lower",
        "possible_upper",
        "censoring",
        "conf_status",
    ]


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
