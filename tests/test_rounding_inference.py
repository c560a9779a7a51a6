"""How a table rounds is weighed by a model that is written down, and nothing true is thrown away."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import morocco_returns as mr
from morocco_returns.build.pages import rounding_page
from morocco_returns.build.rounding import TableRounding, table_roundings
from morocco_returns.censored.rounding import Method
from morocco_returns.reconciliation.rounding import (
    HYPOTHESES,
    UNROUNDED,
    Evidence,
    Hypothesis,
    RoundingInference,
    bounds_over,
    infer_tables,
)

FIVES, TENS, FIVES_FROM_10, TENS_FROM_10 = HYPOTHESES[1:]
FORCED = [20, 10, 6, 30, 35, 50, 40]  # the row that made the question
HUNDREDS = Hypothesis("hundreds", 100)
RECORD = infer_tables(mr.load("observations"), mr.load("tables"), min_cells=1)
LETTER = "nl-kamerbrief-2023-06-07-marokko"


def test_the_posterior_of_the_worked_row_is_that_of_the_formula() -> None:
    """Catches a likelihood other than the one written down; the weights are worked out by hand:
    six of the seven are multiples of 5, five of 10, and the 6 is below ten."""
    weights = {
        UNROUNDED: 1.0,
        FIVES: 4.92**6 * 0.02,
        TENS: 9.82**5 * 0.02**2,
        FIVES_FROM_10: 4.92**6,
        TENS_FROM_10: 9.82**5 * 0.02,
    }
    result = mr.infer_rounding(FORCED)
    for hypothesis, weight in weights.items():
        assert result.posterior[hypothesis] == pytest.approx(weight / sum(weights.values()))
    assert math.fsum(result.posterior.values()) == pytest.approx(1)


def test_the_worked_row_is_exact_below_ten_and_fives_above() -> None:
    """Catches a hypothesis thrown away above one per cent or kept below it, and a wrong order."""
    result = mr.infer_rounding(FORCED)
    assert result.evidence == Evidence(7, 0, 6, 5, (6,))
    assert result.most_probable == FIVES_FROM_10
    assert result.kept == (FIVES_FROM_10, TENS_FROM_10, FIVES)


def test_the_kept_hypotheses_bound_a_print_together() -> None:
    """Catches bounds of the most probable hypothesis alone, and a slip that is taken for rounded."""
    kept = mr.infer_rounding(FORCED).kept
    assert [bounds_over(number, kept) for number in (6, 30, 35)] == [(6, 6), (25, 35), (33, 37)]


@pytest.mark.parametrize(
    ("printed", "hypothesis", "method", "bounds"),
    [
        (160, TENS, "half_up", (155, 164)),
        (160, TENS, "half_even", (155, 165)),
        (160, TENS, "half_down", (156, 165)),
        (160, TENS, "any_nearest", (155, 165)),
        (160, TENS, "floor", (160, 169)),
        (160, TENS, "random", (151, 169)),
        (35, FIVES, "any_nearest", (33, 37)),
        (10, FIVES, "any_nearest", (8, 12)),
        (0, FIVES, "any_nearest", (0, 2)),
        (0, TENS, "any_nearest", (0, 5)),
        (0, TENS_FROM_10, "any_nearest", (0, 0)),
        (160, UNROUNDED, "any_nearest", (160, 160)),
    ],
)
def test_a_print_stands_for_the_counts_that_round_to_it(
    printed: int, hypothesis: Hypothesis, method: Method, bounds: tuple[int, int]
) -> None:
    """Catches a half that falls out of the bounds, and a rule for halves that is not heeded."""
    assert bounds_over(printed, [hypothesis], method) == bounds


def test_bounds_over_nothing_are_refused() -> None:
    """Catches bounds invented where no hypothesis was kept, or for what is no count."""
    with pytest.raises(ValueError, match="at least one hypothesis"):
        bounds_over(30, [])
    with pytest.raises(ValueError, match="-5 is no count"):
        bounds_over(-5, [FIVES])


def test_zeros_say_nothing() -> None:
    """Catches a table of zeros that passes for rounded to tens."""
    assert mr.infer_rounding([0] * 20).posterior == pytest.approx(dict.fromkeys(HYPOTHESES, 0.2))
    assert mr.infer_rounding([*FORCED, 0, 0]).posterior == mr.infer_rounding(FORCED).posterior
    assert mr.infer_rounding([*FORCED, 0, 0]).evidence == Evidence(7, 2, 6, 5, (6,))


def test_of_equally_probable_hypotheses_the_plainest_is_named() -> None:
    """Catches a special rule claimed where no number below ten speaks for it."""
    result = mr.infer_rounding([535, 355, 310, 470, 425])
    assert result.posterior[FIVES] == result.posterior[FIVES_FROM_10]
    assert result.most_probable == result.kept[0] == FIVES


@pytest.mark.parametrize(
    ("numbers", "rule"),
    [
        (range(1, 5001), UNROUNDED),
        (range(10, 50010, 10), TENS),
        ([*range(1, 9)] * 3 + [35] * 5000, FIVES_FROM_10),
    ],
)
def test_long_tables_leave_no_doubt_and_no_overflow(numbers: Any, rule: Hypothesis) -> None:
    """Catches likelihoods that leave the range of a float."""
    result = mr.infer_rounding(numbers)
    assert result.most_probable == rule
    assert all(0 <= probability <= 1 for probability in result.posterior.values())


def test_the_caller_may_bring_a_prior_with_other_hypotheses() -> None:
    """Catches a prior that is not heeded, and one whose scale matters."""
    numbers = [1200, 300, 900, 4100]
    assert mr.infer_rounding(numbers, prior={UNROUNDED: 1, HUNDREDS: 1}).most_probable == HUNDREDS
    assert mr.infer_rounding(numbers, prior={UNROUNDED: 1, HUNDREDS: 0}).posterior[HUNDREDS] == 0
    few, many = ({FIVES: scale, TENS: 3 * scale} for scale in (1.0, 1000.0))
    assert mr.infer_rounding([15], prior=few).posterior == pytest.approx(
        mr.infer_rounding([15], prior=many).posterior
    )
    assert mr.infer_rounding([], prior=few).posterior == pytest.approx({FIVES: 0.25, TENS: 0.75})


def test_fewer_slips_weigh_an_exception_more() -> None:
    """Catches a share of slips that is not heeded."""
    shares = [mr.infer_rounding(FORCED, slip=slip).posterior[FIVES] for slip in (0.001, 0.02, 0.1)]
    assert shares == sorted(shares)
    assert shares[0] < 0.001


@pytest.mark.parametrize(
    ("numbers", "options", "message"),
    [
        ([5, -10], {}, "-10 is no count"),
        ([5], {"slip": 0}, "slip=0 is no share"),
        ([5], {"slip": 1}, "slip=1 is no share"),
        ([5], {"slip": math.nan}, "slip=nan is no share"),
        ([5], {"prior": {}}, "no hypothesis a weight"),
        ([5], {"prior": {FIVES: 0}}, "no hypothesis a weight"),
        ([5], {"prior": {FIVES: -1}}, "prior of 'fives' is -1"),
        ([5], {"prior": {FIVES: math.inf}}, "prior of 'fives' is inf"),
        ([5], {"prior": {FIVES: math.nan}}, "prior of 'fives' is nan"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    numbers: list[int], options: dict[str, Any], message: str
) -> None:
    """Catches a posterior made of nonsense."""
    with pytest.raises(ValueError, match=message):
        mr.infer_rounding(numbers, **options)


def test_numbers_that_are_no_integers_are_refused() -> None:
    """Catches a percentage, or a missing figure, that is cut down to a count."""
    numbers: list[Any] = [2.5, pd.NA]
    for number in numbers:
        with pytest.raises(TypeError):
            mr.infer_rounding([number])
    with pytest.raises(ValueError, match="unit 0 is no rounding unit"):
        Hypothesis("nothing", 0)


# By number of cells: how often, at most, the most probable unit may be another than the true one,
# where that is unrounded, fives or tens throughout, and under any hypothesis; and how often the kept
# hypotheses may lack it. docs/rounding.md says what was measured.
LIMITS = {5: (0.12, 0.17, 0.004), 7: (0.055, 0.08, 0.004), 10: (0.03, 0.035, 0.004), 20: (0.01, 0.01, 0.001)}


@pytest.mark.parametrize("cells", LIMITS)
def test_simulated_tables_hardly_ever_lose_their_true_unit(cells: int) -> None:
    """Catches a likelihood or a threshold that throws the truth away."""
    random = np.random.default_rng(cells)
    wrong: Counter[Hypothesis] = Counter()
    lost, each = 0, 1000
    for truth in HYPOTHESES * each:
        result = mr.infer_rounding(_simulated(truth, cells, random))
        wrong[truth] += result.most_probable.unit != truth.unit
        lost += truth.unit not in {hypothesis.unit for hypothesis in result.kept}
    plain, under_any, lacking = LIMITS[cells]
    assert max(wrong[rule] for rule in (UNROUNDED, FIVES, TENS)) <= plain * each
    assert max(wrong.values()) <= under_any * each
    assert lost <= lacking * each * len(HYPOTHESES)


def _simulated(truth: Hypothesis, cells: int, random: np.random.Generator) -> list[int]:
    """Counts between 1 and 2,000, every magnitude alike, printed by a rule with 2 % slips."""
    counts = np.exp(random.uniform(0, math.log(2000), cells)).astype(np.int64)
    to_multiples = (counts + truth.unit // 2) // truth.unit * truth.unit
    as_counted = (counts < truth.exact_below) | (random.random(cells) < 0.02)
    return [int(number) for number in np.where(as_counted, counts, to_multiples)]


def _tables(*values: int | None, **recorded: Any) -> dict[str, RoundingInference]:
    """The inference on a record of one table with these figures and this recorded rounding."""
    observations = pd.DataFrame(
        {"table_id": "t1", "value": list(values), "qualifier": "exact", "obs_status": "A"}
    ).astype({"value": "Int64"})
    tables = pd.DataFrame([{"table_id": "t1", "rounding_unit": pd.NA, "rounding_from": pd.NA} | recorded])
    return infer_tables(observations, tables)


def test_only_figures_that_were_counted_and_printed_plainly_speak() -> None:
    """Catches a target, a hedged or a missing figure among the evidence."""
    rows = [
        *[
            ("t1", number, "exact", status)
            for number, status in zip((35, 40, 45, 50, 7), "APEAA", strict=True)
        ],
        ("t1", 1000, "exact", "F"),
        ("t1", 200, "about", "A"),
        ("t1", None, "less_than", "A"),
        ("t1", None, "exact", "A"),
        ("t1", None, None, "M"),
        ("t2", 5, "exact", "A"),
        (None, 5, "exact", "A"),
    ]
    observations = pd.DataFrame(
        rows, columns=["table_id", "value", "qualifier", "obs_status"]
    ).convert_dtypes()
    tables = pd.DataFrame({"table_id": ["t1", "t2", "t3"], "rounding_unit": pd.NA, "rounding_from": pd.NA})
    assert {name: found.evidence for name, found in infer_tables(observations, tables).items()} == {
        "t1": Evidence(5, 0, 4, 2, (7,))
    }
    assert list(infer_tables(observations, tables, min_cells=1)) == ["t1", "t2"]


def test_zeros_do_not_make_a_table_long_enough() -> None:
    """Catches an inference from two numbers and three zeros."""
    assert _tables(35, 40, 0, 0, 0) == {}
    assert _tables(35, 40, 45, 50, 55, 0)["t1"].evidence.zeros == 1


@pytest.mark.parametrize(
    ("recorded", "name", "agrees"),
    [
        ({}, None, None),
        ({"rounding_unit": 5}, "fives", True),
        ({"rounding_unit": 5, "rounding_from": 10}, "exact below 10, then fives", True),
        ({"rounding_unit": 10}, "tens", False),
        ({"rounding_unit": 1}, "unrounded", False),
        ({"rounding_unit": 1, "rounding_from": 10}, "unrounded", False),
        ({"rounding_unit": 100}, "multiples of 100", None),
    ],
)
def test_the_inference_is_set_against_what_is_recorded(
    recorded: dict[str, int], name: str | None, agrees: bool | None
) -> None:
    """Catches a table whose numbers belie its stated rounding, and a verdict where none is due."""
    result = _tables(535, 355, 310, 470, 425, **recorded)["t1"]
    assert (result.recorded.name if result.recorded else None) == name
    assert result.agrees_with_recorded is agrees


@pytest.mark.parametrize(
    ("table", "rule", "cells", "exceptions"),
    [
        ("t1", UNROUNDED, 4, (774, 907, 721, 349)),
        ("t2", FIVES_FROM_10, 17, (6,)),
        ("t3", FIVES, 12, ()),
        ("t4", FIVES, 5, ()),
    ],
)
def test_the_tables_of_the_letter_are_rounded_as_recorded(
    table: str, rule: Hypothesis, cells: int, exceptions: tuple[int, ...]
) -> None:
    """Catches a rounding on record that its own evidence does not carry."""
    result = RECORD[f"{LETTER}-{table}"]
    assert (result.evidence.cells, result.evidence.exceptions) == (cells, exceptions)
    assert result.recorded == result.most_probable == rule


def test_no_recorded_rounding_is_belied_by_its_numbers() -> None:
    """Catches a rounding keyed for the wrong table; a statement of another unit is not weighed."""
    assert {name for name, found in RECORD.items() if found.agrees_with_recorded is False} == set()


@pytest.mark.parametrize(
    ("unit", "basis", "recorded"),
    [
        (None, "unknown", "nothing"),
        (5, "stated", "fives (stated): kept"),
        (10, "stated", "tens (stated): not kept"),
        (100, "inferred", "multiples of 100 (inferred): not weighed"),
    ],
)
def test_the_page_sets_numbers_and_record_side_by_side(unit: int | None, basis: str, recorded: str) -> None:
    """Catches a row that hides what was kept, or that the record says something else."""
    values = [35, 40, 45, 50, 55, 0, None]
    observations = pl.DataFrame({"value": values, "table_id": "t1", "qualifier": "exact", "obs_status": "A"})
    about = {"table_id": "t1", "kind": "list", "rounding_from": None, "rounding_basis": basis}
    frames = {"observations": observations, "tables": pl.DataFrame([about | {"rounding_unit": unit}])}
    page = rounding_page(table_roundings(frames)).decode("utf-8")
    row = f"| `t1` | list | 5 | 1 | 5 | 2 |  | 0.0 | **50.0** | 0.0 | **50.0** | 0.0 | {recorded} |"
    assert page.splitlines()[-1] == row


def test_the_page_shows_a_few_exceptions_alone() -> None:
    """Catches a table without rounding that fills the page with its numbers."""
    few, many = ([*range(101, end), 200, 210] for end in (105, 110))
    shown = [
        TableRounding("t1", "table", "unknown", mr.infer_rounding(each)).exceptions for each in (few, many)
    ]
    assert shown == ["101, 102, 103, 104", "101, 102, 103, 104, 106 ..."]
