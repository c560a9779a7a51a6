"""total(): the sum and the account of what it rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from morocco_returns.censored import Censored, CensoredArray, assume, from_flat, rounded, total

YEARS = ["2019", "2020", "2021", "2022"]


def test_one_total_with_its_account(letter: Any) -> None:
    """Slip: censored cells counted as exact, or a sum that picks a limit."""
    rows = letter[(letter.indicator == "confirmations") & letter.period.isin(YEARS)]
    result = total(rows)
    assert len(result) == 1
    row = result.iloc[0]
    assert row["total"] == Censored(170, 178)
    assert row["figures"] == 4
    assert row["n_missing"] == 0
    assert row["n_censored"] == 2
    assert row["n_hedged"] == 0
    assert row["n_rounded"] is pd.NA
    assert result["total"].dtype == "censored[int64]"


def test_groups_and_missing_figures(letter: Any) -> None:
    """Slip: missing figures hidden in a sum, rows with a missing key dropped."""
    rows = letter[letter.period.isin(["2022", "2023 (until June)"])].copy()
    blank = rows.iloc[[0]].assign(lower_bound=pd.NA, upper_bound=pd.NA, qualifier=pd.NA)
    keyless = rows.iloc[[0]].assign(indicator=None)
    result = total(pd.concat([rows, blank, keyless]), by="indicator")
    assert result.loc["forced", "total"] == Censored(70)
    assert result.loc["forced", "n_missing"] == 1
    assert result.loc["forced", "figures"] == 2
    assert result.loc["detained", "n_hedged"] == 1
    assert result.loc["detained", "total"] == Censored(0, None)
    assert list(result.index.isna()).count(True) == 1
    assert result["figures"].sum() == len(rows) + 1
    two_keys = total(rows, by=["indicator", "period"])
    assert two_keys.index.names == ["indicator", "period"]
    assert two_keys.loc[("issued", "2022"), "total"] == Censored(30)


def test_possible_bounds_take_precedence_and_count_rounding(letter: Any) -> None:
    """Slip: totals of rounded figures shown as exact."""
    rows = letter[(letter.indicator == "voluntary") & letter.period.isin(YEARS)]
    scenario = rounded(rows, 5)
    result = total(scenario).iloc[0]
    assert result["total"] == Censored(115 - 8, 115 + 8)
    assert result["n_rounded"] == 4
    assert result["n_censored"] == 0
    assert result["scenario"] == "rounded to 5s (any_nearest)"
    assert total(scenario).attrs == scenario.attrs


def test_rounding_unit_columns_count_from_their_start(letter: Any) -> None:
    """Slip: suppressed cells or small exact ones counted as rounded."""
    rows = letter[letter.indicator == "forced"].assign(rounding_unit=5, rounding_from=10)
    assert total(rows).iloc[0]["n_rounded"] == 4
    alone = rows.drop(columns="rounding_from")
    assert total(alone).iloc[0]["n_rounded"] == 4, "a 6 among fives was printed exactly"
    possible = rounded(alone, 5, exact_below=30)
    assert total(possible).iloc[0]["n_rounded"] == 2, "the possible bounds know what was rounded"
    assert total(rows.assign(rounding_unit=1)).iloc[0]["n_rounded"] == 0


def test_a_named_column_and_plain_frames() -> None:
    """Slip: counting hedges in a frame that cannot know of them."""
    frame = pd.DataFrame({"key": ["a", "a", "b"], "persons": CensoredArray([Censored(0, 4), 6, pd.NA])})
    result = total(frame, by="key", value="persons")
    assert result.loc["a", "total"] == Censored(6, 10)
    assert result["n_censored"].tolist() == [1, 0]
    assert result["n_missing"].tolist() == [0, 1]
    assert result["n_hedged"].isna().all()
    assert result["n_rounded"].isna().all()
    with pytest.raises(TypeError, match="not censored"):
        total(frame, value="key")
    with pytest.raises(KeyError):
        total(frame)


def test_an_empty_frame_has_an_empty_total(letter: Any) -> None:
    """Slip: no row, or an error, for nothing."""
    result = total(letter.iloc[:0])
    assert result["total"].tolist() == [Censored(0)]
    assert result["figures"].tolist() == [0]
    assert total(letter.iloc[:0], by="indicator").empty


def test_total_agrees_with_the_sum_of_the_column(letter: Any) -> None:
    """Slip: bounds read from other columns than the documented ones."""
    assert total(letter).iloc[0]["total"] == from_flat(letter).sum()
    scenario = assume(letter, about=0.1)
    possible = from_flat(scenario, "possible_lower", "possible_upper")
    assert total(scenario).iloc[0]["total"] == possible.sum()
    assert total(scenario).iloc[0]["scenario"] == "about within 0.1"
