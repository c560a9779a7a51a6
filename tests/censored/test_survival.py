"""Half-open limits for survival models, and the same from R."""

from __future__ import annotations

import io
import math
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.conftest import library

import morocco_returns as mr
from morocco_returns.censored import Censored, CensoredArray, as_interval2

SCRIPT = Path(__file__).parents[1] / "consumers" / "interval2.R"
FIGURES = CensoredArray(
    [Censored(0, 4), 6, 0, Censored(28, 32), Censored(5001, None), Censored(0, None), pd.NA]
)


def test_closed_bounds_become_half_open_limits() -> None:
    """Slip: a lower limit left as it is, which cuts off the least possible count."""
    frame = as_interval2(pd.Series(FIGURES, index=list("abcdefg")))
    assert frame.index.tolist() == list("abcdefg")
    assert frame["lower"].tolist()[:6] == [-math.inf, 6, 0, 27, 5000, -math.inf]
    assert frame["upper"].tolist()[:6] == [4, 6, 0, 32, math.inf, math.inf]
    assert frame["censoring"].tolist()[:6] == ["left", "none", "none", "interval", "right", "vague"]
    assert frame.loc["g"].isna().all()
    assert pd.Series(FIGURES).censored.as_interval2()["lower"][3] == 27


def test_limits_hold_the_same_counts_as_the_bounds() -> None:
    """Slip: one count too many or too few at either end, over all small bounds."""
    values = [Censored(low, high) for low in range(6) for high in [*range(low, 8), None]]
    frame = as_interval2(CensoredArray(values))
    for value, lower, upper in zip(values, frame["lower"], frame["upper"], strict=True):
        exact = lower == upper
        held = [n for n in range(20) if (n == lower if exact else lower < n <= upper)]
        assert held == [n for n in range(20) if n in value]


@pytest.mark.parametrize("value", [Censored(-1, 4), Censored(None, 4)])
def test_differences_are_refused(value: Censored) -> None:
    """Slip: a negative range read as a count from zero."""
    with pytest.raises(ValueError, match="may be negative"):
        as_interval2(CensoredArray([value]))


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0


def _rscript() -> str:
    """Rscript with survival; absent ones may be skipped, but not where CI should have them."""
    command = shutil.which("Rscript")
    probe = [command or "Rscript", "-e", 'stopifnot(requireNamespace("survival", quietly=TRUE))']
    ready = command is not None and _succeeds(probe)
    if not ready and os.environ.get("CI") == "true":
        pytest.fail("Rscript with the package survival is required where CI=true")
    if command is None or not ready:
        pytest.skip("Rscript with the package survival is not installed")
    return command


def _survival(*arguments: str) -> pd.DataFrame:
    """What survival makes of the flat columns of a CSV: time1, time2 and its status code."""
    command = [_rscript(), str(SCRIPT), *arguments]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return pd.read_csv(io.StringIO(run.stdout))


def _assert_same(matrix: pd.DataFrame, ours: pd.DataFrame) -> None:
    codes = {"right": 0, "none": 1, "left": 2, "interval": 3}  # survival's own; vague has none
    expected = [codes.get(kind, math.nan) for kind in ours["censoring"].fillna("")]
    np.testing.assert_array_equal(matrix["status"], expected)
    left = (ours["censoring"] == "left").fillna(False)
    # survival keeps the one limit of a left-censored value in its first column.
    first = ours["lower"].where(~left, ours["upper"])
    known = matrix["status"].notna()
    np.testing.assert_array_equal(matrix["time1"][known], first[known])
    interval = matrix["status"] == 3
    np.testing.assert_array_equal(matrix["time2"][interval], ours["upper"][interval])


def test_survival_gives_the_same_status_and_limits(tmp_path: Path) -> None:
    """Slip: limits that survival's interval2 reads as another kind of censoring."""
    path = tmp_path / "flat.csv"
    FIGURES.to_flat().to_csv(path, index=False)
    _assert_same(_survival(str(path)), as_interval2(FIGURES))


@pytest.mark.parametrize("column", ["count", "possible"])
def test_survival_reads_the_figures_of_the_package_from_its_flat_csv(column: str) -> None:
    """Slip: an R user who gets other limits from figures.csv than a Python user from load()."""
    figures: Any = mr.load("figures")[column]
    sides = {"count": ("lower_bound", "upper_bound"), "possible": ("possible_lower", "possible_upper")}
    csv = mr.package_root() / "data" / "built" / "figures.csv"
    matrix = _survival(str(csv), *sides[column])
    ours = figures.censored.as_interval2()
    assert len(matrix) == len(ours)
    assert {"none", "left", "right", "vague"} <= set(ours["censoring"])
    assert column != "possible" or "interval" in set(ours["censoring"])
    _assert_same(matrix, ours)


def test_lifelines_takes_the_limits_as_they_are() -> None:
    """Slip: limits that are off by one, or that the library reads as closed.

    With survival function S, a half-open (l, u] weighs S(l) - S(u) and an exact count its density.
    """
    lifelines = library("lifelines")
    counts = CensoredArray([6, Censored(0, 4), Censored(28, 32), Censored(301, None), 40, Censored(8, 12)])
    limits = as_interval2(counts)
    lower = limits["lower"].clip(lower=0)  # it wants durations; S(0) = 1 says the same as no limit
    fitted = lifelines.WeibullFitter().fit_interval_censoring(lower, limits["upper"])
    scale, shape = fitted.lambda_, fitted.rho_
    exact = (lower == limits["upper"]).to_numpy()
    beyond, up_to = (np.exp(-((side.to_numpy() / scale) ** shape)) for side in (lower, limits["upper"]))
    density = shape / scale * (lower / scale) ** (shape - 1) * beyond
    expected = np.log(np.where(exact, density, beyond - up_to)).sum()
    assert fitted.log_likelihood_ == pytest.approx(expected, rel=1e-6)
