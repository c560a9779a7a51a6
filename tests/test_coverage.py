"""The page of what was searched: found, searched and empty, and not searched are three things."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from morocco_returns.build.coverage import SEARCHED, Matrix, coverage
from morocco_returns.build.pages import coverage_page

Row = Mapping[str, str | None]
YEAR_2020: Row = {"period_start": "2020-01-01", "period_end": "2020-12-31"}


def _document(document_id: str, published: str | None, **cells: str) -> Row:
    return {
        "document_id": document_id,
        "published": published,
        "country": "NL",
        "extent_read": "full",
    } | cells


def _figure(document_id: str, **cells: str | None) -> Row:
    return {"document_id": document_id, "area_id": "NL", "indicator_id": "returned"} | cells


def _coverage(documents: list[Row], figures: list[Row]) -> list[Matrix]:
    """The matrices of a record of three states and two quantities with these documents and figures."""
    columns = ["observation_id", "document_id", "area_id", "indicator_id", "period_start", "period_end"]
    numbered = [{"observation_id": f"f{number:05}", **row} for number, row in enumerate(figures, 1)]
    observations = pl.DataFrame(numbered, dict.fromkeys(columns, pl.String))
    areas = {"area_id": ["NL", "BE", "FR"], "label_en": ["Netherlands", "Belgium", "France"]}
    indicators = {
        "indicator_id": ["returned", "detained"],
        "label_en": ["returned", "in detention"],
        "family": ["return", "detention"],
    }
    return coverage(
        {
            "observations": observations.with_columns(
                pl.col("period_start", "period_end").str.to_date(strict=True)
            ),
            "documents": pl.DataFrame(documents, dict.fromkeys(documents[0], pl.String)),
            "areas": pl.DataFrame(areas),
            "indicators": pl.DataFrame(indicators),
        }
    )


def _cells(matrix: Matrix, label: str = "returned") -> dict[int, str]:
    ((cells, _),) = [(cells, number) for name, cells, number in matrix.rows if name == label]
    return dict(zip(matrix.years, cells, strict=True))


def _undated(matrix: Matrix) -> int:
    return sum(number for _, _, number in matrix.rows)


def test_a_year_with_figures_shows_how_many() -> None:
    """Catches figures lost or counted for another year or quantity."""
    detained = _figure("d", **YEAR_2020, indicator_id="detained")
    (matrix,) = _coverage([_document("d", "2020")], [_figure("d", **YEAR_2020), detained, detained])
    assert _cells(matrix)[2020] == "1"
    assert _cells(matrix, "in detention")[2020] == "2"
    assert matrix.without == ()


def test_a_year_that_was_searched_in_vain_is_marked() -> None:
    """Catches a search that looks like none, and one of the wrong years: a document tells of its own
    year and the one before."""
    found, empty = _document("d", "2020-06"), _document("e", "2023-05-01")
    (matrix,) = _coverage([found, empty], [_figure("d", **YEAR_2020)])
    assert _cells(matrix) == {2019: SEARCHED, 2020: "1", 2021: "", 2022: SEARCHED, 2023: SEARCHED}


def test_a_year_that_nobody_searched_is_empty() -> None:
    """Catches a document that was only quoted, is undated or is about another state, taken for a search."""
    others = [
        _document("quoted", "2024", extent_read="quoted"),
        _document("undated", None),
        _document("foreign", "2024", country="BE"),
    ]
    old = _figure("d", period_start="2016-01-01", period_end="2016-12-31")
    (matrix,) = _coverage([_document("d", "2019"), *others], [old])
    assert _cells(matrix) == {2016: "1", 2017: "", 2018: SEARCHED, 2019: SEARCHED}


def test_a_document_searches_for_the_states_that_its_figures_are_about() -> None:
    """Catches a foreign document with figures on a state that does not count as a search for that state."""
    figures = [_figure("d", **YEAR_2020, area_id="BE"), _figure("d", **YEAR_2020, area_id="FR")]
    matrices = _coverage([_document("d", "2021")], figures)
    assert [matrix.area for matrix in matrices] == ["Belgium", "France"]
    assert [_cells(matrix) for matrix in matrices] == [{2020: "1", 2021: SEARCHED}] * 2


def test_a_figure_without_a_year_is_counted_apart() -> None:
    """Catches a figure that disappears because its dates are open or span too many years."""
    long = _figure("d", period_start="2018-01-01", period_end="2020-12-31")
    (matrix,) = _coverage([_document("d", None)], [_figure("d"), long])
    assert (_undated(matrix), matrix.years) == (2, ())


def test_a_figure_over_two_years_or_with_one_date_counts_for_its_years() -> None:
    """Catches a winter that falls out of both its years, and a single date that is thrown away."""
    winter = _figure("d", period_start="2019-12-01", period_end="2020-02-29")
    since, until = _figure("d", period_start="2021-05-01"), _figure("d", period_end="2022-05-01")
    (matrix,) = _coverage([_document("d", None)], [winter, since, until])
    assert _cells(matrix) == {2019: "1", 2020: "1", 2021: "1", 2022: "1"}
    assert _undated(matrix) == 0


def test_a_quantity_without_any_figure_is_named() -> None:
    """Catches a quantity that was looked for and is passed over in silence."""
    (matrix,) = _coverage([_document("d", "2020")], [_figure("d", **YEAR_2020)])
    assert matrix.without == ("in detention",)


def test_the_page_shows_every_figure_once_and_what_was_not_found() -> None:
    """Catches a column or number lost between the matrices and the page."""
    figures = [_figure("d", **YEAR_2020), _figure("d")]
    page = coverage_page(_coverage([_document("d", "2021")], figures)).decode("utf-8")
    assert "\n## Netherlands\n" in page
    assert f"| returned | 1 | {SEARCHED} | 1 |\n" in page
    assert "Nothing was found on: in detention." in page
    assert "## Belgium" not in page
