"""Figures printed in a letter of 7 June 2023 to the Dutch House of Representatives."""

from __future__ import annotations

from collections.abc import Generator

import pandas as pd
import pytest

PERIODS = ["2019", "2020", "2021", "2021 (from action plan)", "2022", "2023 (until June)"]
PRINTED = {
    "forced": ["25", "10", "6", "<5", "30", "40"],
    "voluntary": ["40", "20", "20", "10", "35", "50"],
    "requests": ["270", "240", "100", "35", "240", "210"],
    "confirmations": ["10", "<5", "<5", "0", "160", "100"],
    "issued": ["5", "0", "0", "0", "30", "35"],
}


@pytest.fixture
def letter() -> pd.DataFrame:
    """The table in flat columns, one row per figure, with the three hedged figures of the text."""
    rows = [
        {"indicator": indicator, "period": period, "value_printed": text, **_bounds(text)}
        for indicator, cells in PRINTED.items()
        for period, text in zip(PERIODS, cells, strict=True)
    ]
    prose = [
        ("detained", "ca. 200", "about", 200, 0, None),
        ("intercepted", "ruim 5.000", "slightly_more_than", None, 5001, None),
        ("residents", "bijna 80.000", "nearly", None, 0, 79_999),
    ]
    rows += [
        {
            "indicator": indicator,
            "period": "2023 (until June)",
            "value_printed": text,
            "qualifier": qualifier,
            "approximate_value": approximate,
            "lower_bound": lower,
            "upper_bound": upper,
        }
        for indicator, text, qualifier, approximate, lower, upper in prose
    ]
    integers = ["value", "approximate_value", "lower_bound", "upper_bound"]
    return pd.DataFrame(rows).astype(dict.fromkeys(integers, "Int64"))


def _bounds(text: str) -> dict[str, object]:
    if text.startswith("<"):
        return {"qualifier": "less_than", "lower_bound": 0, "upper_bound": int(text[1:]) - 1}
    value = int(text)
    return {"qualifier": "exact", "value": value, "lower_bound": value, "upper_bound": value}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skip that the module's table LEFT_OUT gives no reason for."""
    report = yield
    table = getattr(getattr(item, "module", None), "LEFT_OUT", None)
    if report.skipped and table is not None and getattr(item, "originalname", "") not in table:
        report.outcome = "failed"
        report.longrepr = f"{item.name} was skipped without a reason in LEFT_OUT: {report.longrepr}"
    return report
