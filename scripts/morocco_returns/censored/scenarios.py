"""Readings of hedged and rounded prints that a user opts into, always under a name.

Each function takes a frame with the flat columns and returns a copy in which `possible_lower` and
`possible_upper` hold the scenario. The printed bounds stay as they are. The name of the scenario
goes to `frame.attrs["scenario"]` (all of them, joined) and, for the rows it touches, to the column
`scenario`, which survives selection, concatenation and export. A censored column `possible`, if the
frame has one, is made again from the two flat ones, so that the three never disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd

from .buffers import Bools
from .dtype import CensoredDtype
from .flat import LOWER, POSSIBLE, POSSIBLE_LOWER, POSSIBLE_UPPER, UPPER, from_flat
from .rounding import Method, preimage

SCENARIO = "scenario"
_JOIN = "; "


def assume(
    frame: pd.DataFrame,
    *,
    about: float | None = None,
    slightly_more_than: float | None = None,
    nearly: float | None = None,
    name: str | None = None,
) -> pd.DataFrame:
    """Put numbers on hedging words, as a named scenario.

    Each keyword is a share of the printed number N, 0.1 for ten per cent: "about" N becomes
    [N - 10 %, N + 10 %], "slightly more than" N [N + 1, N + 10 %], "nearly" N [N - 10 %, N - 1],
    rounded outward to integers and never below 0. Reads the columns `qualifier`,
    `approximate_value` (for "about"), `lower_bound` and `upper_bound`.

    Raises ValueError if no word is given a share or a share is negative, KeyError for an absent
    column.
    """
    given = {"about": about, "slightly_more_than": slightly_more_than, "nearly": nearly}
    shares = {word: Fraction(str(share)) for word, share in given.items() if share is not None}
    if not shares:
        raise ValueError("assume() needs a share for at least one word, as in assume(frame, about=0.1)")
    for word, share in shares.items():
        if share < 0:
            raise ValueError(f"{word}={given[word]} is negative; give a share such as 0.1")
    result = _prepared(frame)
    for word, share in shares.items():
        rows = (frame["qualifier"] == word).to_numpy(dtype=np.bool_, na_value=False)
        label = name or f"{word} within {float(share):.4g}"
        lower, upper = _WORDS[word](frame.loc[rows], share)
        result = _applied(result, rows, lower, upper, label)
    return result


def rounded(
    frame: pd.DataFrame,
    unit: int,
    method: Method = "any_nearest",
    *,
    exact_below: int = 0,
    name: str | None = None,
) -> pd.DataFrame:
    """Read unqualified numbers as rounded to multiples of `unit`, as a named scenario.

    Touches the rows with a number in `value` of at least `exact_below` (tables may print small
    numbers exactly and round the rest); what a suppressed or hedged cell says is no rounding.
    For `method` see `rounding.preimage`.

    Raises ValueError if a number is no multiple of the unit, KeyError for an absent column.
    """
    result = _prepared(frame)
    values = frame["value"].astype("Int64")
    rows = (values >= exact_below).to_numpy(dtype=np.bool_, na_value=False)
    lower, upper = preimage(values[rows].to_numpy().astype(np.int64), unit, method)
    label = name or f"rounded to {unit}s ({method})"
    return _applied(result, rows, lower.tolist(), upper.tolist(), label)


def scenario_names(column: pd.Series) -> str | None:
    """The distinct scenario names in a column, joined; None if there is none."""
    names = [part for entry in column.dropna() for part in str(entry).split(_JOIN)]
    return _JOIN.join(dict.fromkeys(names)) or None


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy with the possible bounds (by default the printed ones) and the scenario column."""
    result = frame.copy()
    for possible, printed in ((POSSIBLE_LOWER, LOWER), (POSSIBLE_UPPER, UPPER)):
        result[possible] = result[possible if possible in result else printed].astype("Int64")
    if SCENARIO not in result:
        result[SCENARIO] = pd.Series(pd.NA, index=result.index, dtype="string")
    return result


def _applied(
    frame: pd.DataFrame, rows: Bools, lower: list[int], upper: list[int], label: str
) -> pd.DataFrame:
    frame.loc[rows, POSSIBLE_LOWER] = pd.array(lower, dtype="Int64")
    frame.loc[rows, POSSIBLE_UPPER] = pd.array(upper, dtype="Int64")
    if POSSIBLE in frame and isinstance(frame[POSSIBLE].dtype, CensoredDtype):
        frame[POSSIBLE] = from_flat(frame, POSSIBLE_LOWER, POSSIBLE_UPPER)
    earlier = frame.loc[rows, SCENARIO]
    frame.loc[rows, SCENARIO] = (earlier + _JOIN).fillna("") + label
    before = frame.attrs.get(SCENARIO)
    frame.attrs = {**frame.attrs, SCENARIO: f"{before}{_JOIN}{label}" if before else label}
    return frame


_Ends = tuple[list[int], list[int]]


def _about(rows: pd.DataFrame, share: Fraction) -> _Ends:
    printed = _integers(rows["approximate_value"], "about", "approximate_value")
    return [_down(n, share) for n in printed], [_up(n, share) for n in printed]


def _slightly_more(rows: pd.DataFrame, share: Fraction) -> _Ends:
    lower = _integers(rows[LOWER], "slightly_more_than", LOWER)
    return lower, [max(low, _up(low - 1, share)) for low in lower]


def _nearly(rows: pd.DataFrame, share: Fraction) -> _Ends:
    upper = _integers(rows[UPPER], "nearly", UPPER)
    return [min(high, _down(high + 1, share)) for high in upper], upper


_WORDS: dict[str, Callable[[pd.DataFrame, Fraction], _Ends]] = {
    "about": _about,
    "slightly_more_than": _slightly_more,
    "nearly": _nearly,
}


def _integers(column: pd.Series, word: str, name: str) -> list[int]:
    integers = column.astype("Int64")
    if integers.isna().any():
        raise ValueError(
            f"row {column.index[integers.isna()][0]!r} is qualified '{word}' but has no {name}; "
            "fill it in, or drop the row"
        )
    return [int(number) for number in integers]


def _down(number: int, share: Fraction) -> int:
    return max(0, int((number * (1 - share)) // 1))


def _up(number: int, share: Fraction) -> int:
    return -int((-number * (1 + share)) // 1)
