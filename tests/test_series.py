"""The rule of the answers table, clause by clause, on small examples and on the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

import morocco_returns as mr
from morocco_returns.build.metadata import read_metadata
from morocco_returns.build.sources import read_frames, read_schemas
from morocco_returns.derived.bodies import BODIES
from morocco_returns.derived.figures import derive_figures
from morocco_returns.derived.series import derive_series

from .conftest import ROOT

SCHEMAS = read_schemas(ROOT, read_metadata(ROOT))
FRAMES = read_frames(ROOT, SCHEMAS)
CELL = derive_figures(FRAMES, SCHEMAS["figures"]).filter(pl.col("observation_id") == "f00022")
Figure = dict[str, Any]
Relation = tuple[str, str, str]


def figure(key: str, number: int | None = 30, **cells: Any) -> Figure:
    """The letter's figure for 2022 as a statement of another document; ``key`` names both."""
    own = {"observation_id": key, "document_id": f"document-{key}", "attributed_to": None}
    return {**own, "possible_lower": number, "possible_upper": number, **cells}


def answers(
    *figures: Figure, relations: Sequence[Relation] = (), country: str = "NL", contests: str = ""
) -> pl.DataFrame:
    rows = pl.concat(
        CELL.with_columns(**{k: pl.lit(v) for k, v in f.items()}).cast(CELL.schema) for f in figures
    )
    documents = rows.select("document_id", country=pl.lit(country)).unique()
    names = ["document_id", "relation", "target_id"]
    frames = {
        "areas": FRAMES["areas"],
        "documents": documents,
        "document_relations": pl.DataFrame(list(relations), dict.fromkeys(names, pl.String), orient="row"),
        "comparisons": pl.DataFrame({"comparison_id": ["k00001"], "verdict": ["contradiction"]}),
        "comparison_members": pl.DataFrame({"comparison_id": ["k00001"], "observation_id": [contests]}),
    }
    return derive_series(frames, rows, SCHEMAS["series"])


def kept(*figures: Figure, **facts: Any) -> list[str]:
    return answers(*figures, **facts)["observation_id"].to_list()


NEWS: Figure = {"document_type": "news-article", "publisher_kind": "media", "publisher": "A newspaper"}
REPORT: Figure = {"document_type": "ngo-report", "publisher_kind": "ngo", "publisher": "An organisation"}
ANSWER: Figure = {
    "document_type": "parliamentary-answer",
    "publisher_kind": "parliament",
    "publisher": "Tweede Kamer",
}
MEMBER = "member of the House of Representatives (Netherlands)"
NOT_ANSWERABLE = [
    {"obs_status": "F"},
    {"obs_status": "M"},
    {"population_id": None},
    {"population_id": "named-group"},
    {"population_id": "moroccans-with-others"},
    {"period_start": None},
    {"period_end": None},
    {"period_kind": "part_year"},
    {"period_kind": "point_in_time"},
]


@pytest.mark.parametrize("cells", NOT_ANSWERABLE, ids=str)
def test_what_answers_no_standard_question_is_no_answer(cells: Figure) -> None:
    """Catches a forecast, an unknown population or two groups under one code among the answers."""
    assert kept(figure("a", **cells)) == []


@pytest.mark.parametrize("status", ["A", "E", "P"])
def test_an_estimate_or_a_provisional_number_keeps_its_status(status: str) -> None:
    """Catches a source's own estimate dropped, or shown as a plain count."""
    assert answers(figure("a", obs_status=status))["obs_status"].to_list() == [status]


RELAYED = {
    "a newspaper that credits nobody": NEWS,
    "an opinion piece": {**NEWS, "document_type": "opinion-piece"},
    "a party that credits nobody": {**NEWS, "publisher_kind": "politician_or_party"},
    "a question": {**ANSWER, "document_type": "parliamentary-question", "attributed_to": "DT&V"},
    "a paper of members": {**ANSWER, "document_type": "parliamentary-paper", "attributed_to": "DT&V"},
    "the question that an answer repeats": {**ANSWER, "attributed_to": MEMBER},
    "an answer that credits nobody": ANSWER,
    "a report that credits an office": {**REPORT, "attributed_to": "DT&V"},
}


@pytest.mark.parametrize("cells", RELAYED.values(), ids=list(RELAYED))
def test_a_relay_is_no_answer(cells: Figure) -> None:
    """Catches a relay that counts as original because it credits nobody, or because parliament prints it."""
    assert kept(figure("a", **cells)) == []


ORIGINAL = {
    "a letter that credits nobody": {},
    "a letter that credits its own service": {"attributed_to": "DT&V"},
    "an answer that parliament prints": {**ANSWER, "attributed_to": "Government (Netherlands)"},
    "a letter that parliament prints": {**ANSWER, "document_type": "parliamentary-letter"},
    "a ruling that others keep": {**REPORT, "document_type": "court-ruling"},
    "an organisation's own count": REPORT,
    "statistics": {"document_type": "agency-statistics", "publisher_kind": "statistics"},
}


@pytest.mark.parametrize("cells", ORIGINAL.values(), ids=list(ORIGINAL))
def test_a_body_that_speaks_for_itself_is_an_answer(cells: Figure) -> None:
    """Catches an original lost: a government that credits its own service, or whose letter others print."""
    assert kept(figure("a", **cells)) == ["a"]


def test_a_body_of_another_state_relays_what_it_credits() -> None:
    """Catches a foreign council that counts as original for what it takes from an office abroad; a region
    belongs to its state, and what it counted itself is its own.
    """
    credited = figure("a", attributed_to="Immigration Office (Belgium)")
    assert kept(credited, country="MA") == []
    assert kept(figure("a"), country="MA") == ["a"]
    region = figure("a", area_id="DEA", attributed_to="Federal Government (Germany)")
    assert kept(region, country="DE") == ["a"]


@pytest.mark.parametrize("relation", ["cites", "reports_on", "accompanies", "answers"])
def test_a_public_body_that_refers_to_a_document_stays_original(relation: str) -> None:
    """Catches an original lost because its letter cites a motion or reports on an agreement."""
    assert kept(figure("a"), relations=[("document-a", relation, "document-b")]) == ["a"]


def test_a_report_on_another_document_is_no_answer() -> None:
    """Catches an organisation that confirms the ministry it reports on."""
    pair = figure("a", **REPORT), figure("b")
    assert kept(*pair, relations=[("document-a", "reports_on", "document-b")]) == ["b"]
    assert kept(*pair) == ["a", "b"]


def test_what_shares_an_origin_is_a_relay() -> None:
    """Catches two texts on one release, which is not held, counted as two originals."""
    assert kept(figure("a", **REPORT), relations=[("document-a", "same_origin", "document-b")]) == []


@pytest.mark.parametrize("relation", ["copies", "translates", "contained_in"])
def test_a_copy_gives_way_where_its_original_states_the_same(relation: str) -> None:
    """Catches a copy beside its original, and a copy lost although its original has no such figure."""
    copied = [("document-b", relation, "document-a")]
    copy = figure("b", publisher="Another body", destination_id="_X")
    assert kept(figure("a"), copy, relations=copied) == ["a"]
    assert kept(copy, relations=copied) == ["b"]
    of_another_year = figure("a", period_start=CELL["period_start"][0].replace(year=2021))
    assert kept(of_another_year, copy, relations=copied) == ["a", "b"]


@pytest.mark.parametrize("relation", ["supersedes", "corrects"])
def test_a_corrected_document_gives_way(relation: str) -> None:
    """Catches the number that its own publisher or another took back."""
    pair = figure("a"), figure("b", 31, publisher="Another body")
    assert kept(*pair, relations=[("document-b", relation, "document-a")]) == ["b"]


def dated(key: str, published: str | None, number: int | None = 30, **cells: Any) -> Figure:
    return figure(key, number, published=published, **cells)


VINTAGES = {
    "a later number": ([dated("a", "2023-06-07"), dated("b", "2024", 31)], ["b"]),
    "an earlier number": ([dated("a", "2024", 31), dated("b", "2023-06-07")], ["a"]),
    "the same number, earlier": ([dated("a", "2024"), dated("b", "2023-06-07")], ["a"]),
    "a later number under another name": (
        [
            dated("a", "2023", publisher="DT&V"),
            dated("b", "2024", 31, publisher="Government of the Netherlands"),
        ],
        ["b"],
    ),
    "a later relay of an own service": (
        [dated("a", "2023"), dated("b", "2024", attributed_to="DT&V")],
        ["b"],
    ),
    "the same number again": ([dated("a", "2024-06"), dated("b", "2024-06")], ["a"]),
    "the same number, better dated": ([dated("a", "2024"), dated("b", "2024-06")], ["b"]),
    "the same number, dated": ([dated("a", None), dated("b", "2024-06")], ["b"]),
    "the same number, undated": ([dated("a", None), dated("b", None)], ["a"]),
    "another number, undated": ([dated("a", None), dated("b", "2024-06", 31)], ["a", "b"]),
    "another number in the same year": ([dated("a", "2024"), dated("b", "2024-06", 31)], ["a", "b"]),
    "another number of the same document": (
        [dated("a", "2024"), dated("b", "2024", 31, document_id="document-a")],
        ["a", "b"],
    ),
    "a later, vaguer number": ([dated("a", "2023"), dated("b", "2024", 30, possible_upper=None)], ["a", "b"]),
    "a later, sharper number": ([dated("a", "2023", 30, possible_upper=None), dated("b", "2024", 31)], ["b"]),
    "an answer that parliament prints": (
        [dated("a", "2023"), dated("b", "2024", 31, **ANSWER, attributed_to="Government (Netherlands)")],
        ["b"],
    ),
    "another about, dated": (
        [
            dated("a", None, 0, possible_upper=None, approximate_value=200),
            dated("b", "2024", 0, possible_upper=None, approximate_value=300),
        ],
        ["a", "b"],
    ),
    "another about": (
        [
            dated("a", None, 0, possible_upper=None, approximate_value=200),
            dated("b", None, 0, possible_upper=None, approximate_value=300),
        ],
        ["a", "b"],
    ),
    "another body": ([dated("a", "2023"), dated("b", "2024", 31, publisher="A court")], ["a", "b"]),
    "another quantity": ([dated("a", "2023"), dated("b", "2024", 31, destination_id="_X")], ["a", "b"]),
}


@pytest.mark.parametrize(("figures", "expected"), VINTAGES.values(), ids=list(VINTAGES))
def test_the_latest_statement_of_a_body_stands(figures: list[Figure], expected: list[str]) -> None:
    """Catches two vintages of one count, a number repeated, and a number lost to one of unknown order."""
    assert kept(*figures) == expected


def test_independent_originals_are_bodies_and_not_documents() -> None:
    """Catches a minister who confirms an own service, and a copy or a newspaper that is counted."""
    found = answers(
        figure("a", publisher="DT&V", published=None),
        figure(
            "b", 31, publisher="Staatssecretaris van Justitie en Veiligheid (Netherlands)", published=None
        ),
        figure("c", publisher="Centraal Bureau voor de Statistiek (CBS)", attributed_to="CBS"),
        figure("d", **REPORT),
        figure("e", **NEWS),
        figure("f", publisher="Another body"),
        figure("g", destination_id="_X"),
        relations=[("document-f", "copies", "document-a")],
    )
    assert dict(found.select("observation_id", "independent_originals").iter_rows()) == {
        **dict.fromkeys("abcd", 3),
        "g": 1,
    }


def test_only_the_figure_that_a_comparison_contests_is_contested() -> None:
    """Catches a contest that spreads to other figures of the quantity, or gets lost."""
    found = answers(figure("a"), figure("b", 31, publisher="A court"), contests="b")
    assert found["contested"].to_list() == [False, True]
    assert found["comparison_id"].to_list() == [None, "k00001"]


# Bodies behind the answers that were looked at one by one. A name that is new here is either one more
# name of a body (derived/bodies.py) or a body of its own.
LOOKED_AT = {
    *("Government (Netherlands)", "CBS", "Government (Belgium)", "Federal Government (Germany)"),
    "Government (North Rhine-Westphalia)",
    "Office of the Commissioner General for Refugees and Stateless Persons (CGRS)",
    "Getting the Voice Out",
}


def test_every_body_behind_an_answer_was_looked_at() -> None:
    """Catches a new spelling of a body, which would count as an independent original."""
    figures = mr.load("figures").set_index("observation_id").loc[mr.load("series")["observation_id"]]
    names = figures["attributed_to"].fillna(figures["publisher"])
    assert {BODIES.get(name, name) for name in names} == LOOKED_AT
    assert not set(BODIES) & set(BODIES.values())


def test_the_page_on_the_rule_names_figures_that_are_in_and_out_as_it_says() -> None:
    """Catches a worked example that the record no longer bears out."""
    page = (ROOT / "docs" / "answers.md").read_text("utf-8")
    answered, known = set(mr.load("series")["observation_id"]), set(mr.load("figures")["observation_id"])
    said: dict[str, set[str]] = {"In": set(), "Out": set()}
    for word, text in re.findall(r"\*(In|Out):\*(.*?)(?=\*In:|\*Out:|\n\n)", page, re.DOTALL):
        said[word] |= set(re.findall(r"`(f[0-9]{5})`", text))
    assert said["In"]
    assert said["In"] <= answered
    assert said["Out"]
    assert said["Out"] <= known - answered
    assert said["In"] | said["Out"] == set(re.findall(r"`(f[0-9]{5})`", page))
