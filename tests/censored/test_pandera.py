"""Censored columns in pandera schemas."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera import typing

from morocco_returns.censored import Censored, CensoredArray, CensoredDtype
from morocco_returns.censored import pandera as censored_pandera

FIGURES = pd.DataFrame({"persons": CensoredArray([Censored(0, 4), Censored(5, 14), 3])})


class Persons(pa.DataFrameModel):
    """A model whose column is typed with the dtype and checked by a registered check."""

    persons: typing.Series[CensoredDtype] = pa.Field(possibly_lt=10, nullable=True)


@pytest.mark.parametrize("dtype", ["censored[int64]", CensoredDtype, CensoredDtype()])
def test_the_dtype_is_understood_in_every_spelling(dtype: object) -> None:
    """Slip: a spelling that pandera does not know, or one that lets integers pass."""
    schema = pa.DataFrameSchema({"persons": pa.Column(dtype)})
    assert schema.validate(FIGURES).equals(FIGURES)
    with pytest.raises(pa.errors.SchemaError, match="expected series 'persons' to have type"):
        schema.validate(pd.DataFrame({"persons": [1, 2]}))


def test_a_model_checks_the_possible_reading() -> None:
    """Slip: Field(possibly_lt=...) that is not registered or never fails."""
    assert Persons.validate(FIGURES).equals(FIGURES)
    with pytest.raises(pa.errors.SchemaError, match="possibly_lt"):
        Persons.validate(pd.DataFrame({"persons": CensoredArray([Censored(10, 14)])}))
    missing = pd.DataFrame({"persons": CensoredArray([3, pd.NA])})
    assert Persons.validate(missing).equals(missing)


def test_coercion_reads_integers_and_notation() -> None:
    """Slip: text coerced by guessing, or not at all."""
    schema = pa.DataFrameSchema({"persons": pa.Column(CensoredDtype, coerce=True)})
    result = schema.validate(pd.DataFrame({"persons": ["[0, 4]", "6"]}))
    assert result["persons"].tolist() == [Censored(0, 4), Censored(6)]
    with pytest.raises(pa.errors.SchemaErrors, match="coerce"):
        schema.validate(pd.DataFrame({"persons": ["<5"]}))


def test_stock_checks_let_possibly_pass_and_ours_do_not() -> None:
    """Documents pandera's reading of NA, and catches a check of ours that shares it."""
    column = FIGURES["persons"]  # [5, 14] may or may not be below 10
    pa.SeriesSchema("censored[int64]", pa.Check.lt(10), name="persons").validate(column)
    with pytest.raises(pa.errors.SchemaError):
        pa.SeriesSchema("censored[int64]", pa.Check.lt(10)).validate(
            pd.Series(CensoredArray([Censored(11, 14)]))
        )
    strict = pa.SeriesSchema("censored[int64]", censored_pandera.certainly_lt(10))
    with pytest.raises(pa.errors.SchemaError, match="certainly < 10"):
        strict.validate(column.rename(None))


@pytest.mark.parametrize(
    ("name", "passing", "failing"),
    [
        ("certainly_lt", Censored(0, 9), Censored(0, 10)),
        ("certainly_le", Censored(0, 10), Censored(0, 11)),
        ("certainly_gt", Censored(11, None), Censored(10, None)),
        ("certainly_ge", Censored(10, None), Censored(9, None)),
        ("possibly_lt", Censored(9, None), Censored(10, None)),
        ("possibly_le", Censored(10, None), Censored(11, None)),
        ("possibly_gt", Censored(0, 11), Censored(0, 10)),
        ("possibly_ge", Censored(0, 10), Censored(0, 9)),
    ],
)
def test_each_check_passes_and_fails_where_it_should(name: str, passing: Censored, failing: Censored) -> None:
    """Slip: two checks exchanged, or an edge on the wrong side, in either spelling."""
    for check in (getattr(censored_pandera, name)(10), getattr(pa.Check, name)(10)):
        schema = pa.SeriesSchema("censored[int64]", check)
        schema.validate(pd.Series(CensoredArray([passing])))
        with pytest.raises(pa.errors.SchemaError):
            schema.validate(pd.Series(CensoredArray([passing, failing])))


def test_a_failure_names_the_cell() -> None:
    """Slip: a failing check without its failure cases."""
    schema = pa.DataFrameSchema({"persons": pa.Column(checks=censored_pandera.certainly_lt(10))})
    with pytest.raises(pa.errors.SchemaErrors) as caught:
        schema.validate(FIGURES, lazy=True)
    cases = caught.value.failure_cases
    assert cases["index"].tolist() == [1]
    assert cases["check"].tolist() == ["certainly < 10"]
