"""Which counts a rounded print may stand for."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from .buffers import Ints
from .notation import INT64_MAX

Method = Literal["half_up", "half_even", "half_down", "any_nearest", "floor", "ceiling", "random"]
METHODS: tuple[Method, ...] = get_args(Method)


def preimage(printed: Ints, unit: int, method: Method) -> tuple[Ints, Ints]:
    """Closed bounds of the counts that print as `printed` when rounded to multiples of `unit`.

    half_up, half_even, half_down
        To the nearest multiple; an exact half goes up, to the even multiple, or down.
    any_nearest
        To the nearest multiple, rule for halves unknown: holds all three.
    floor, ceiling
        Down, or up, to a multiple.
    random
        To either neighbouring multiple by lot (multiples stay as they are).

    Counts are not negative, so no lower bound is. Raises ValueError for a unit below 1, an unknown
    method, a negative print or one that is no multiple of the unit; OverflowError near the end of
    int64.
    """
    if unit < 1:
        raise ValueError(f"unit {unit} is no rounding unit; use 1 (not rounded), 5, 10, ...")
    if method not in METHODS:
        raise ValueError(f"unknown rounding method {method!r}; use one of {', '.join(METHODS)}")
    _check_multiples(printed, unit)
    below, above = reach(printed, unit, method)
    return np.maximum(printed - below, 0), printed + above


def _check_multiples(printed: Ints, unit: int) -> None:
    wrong = (printed < 0) | (printed % unit != 0)
    if wrong.any():
        value = int(printed[wrong.argmax()])
        raise ValueError(
            f"{value} cannot be a count rounded to {unit}s: it is "
            f"{'negative' if value < 0 else f'no multiple of {unit}'}; choose another unit, or "
            "say below which value the table prints exactly"
        )
    if len(printed) and int(printed.max()) > INT64_MAX - unit:
        raise OverflowError(f"{int(printed.max())} plus {unit} leaves the range of 64-bit integers")


def reach(printed: Ints, unit: int, method: Method) -> tuple[Ints | int, Ints | int]:
    """How far below and above each printed number the count may lie; methods as in `preimage`."""
    half, closest = unit // 2, (unit - 1) // 2  # with and without an exact half
    match method:
        case "half_up":
            return half, closest
        case "half_down":
            return closest, half
        case "half_even":
            reach = np.where((printed // unit) % 2 == 0, half, closest)
            return reach, reach
        case "any_nearest":
            return half, half
        case "floor":
            return 0, unit - 1
        case "ceiling":
            return unit - 1, 0
        case "random":
            return unit - 1, unit - 1
