"""Examples and counter-examples of the rules on places, quotes, documents, relations and codes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from morocco_returns.build.metadata import table_path
from morocco_returns.check.rule import RULES
from morocco_returns.contract.addresses import address_fault
from morocco_returns.text import contains_figure

from .conftest import Copy
from .test_rules import LETTER, Example, _example

NOTE = "nl-beslisnota-2023-06-07-marokko"
MISSION = "be-nicoledm-2024-04-morocco-mission"
TEASER = "be-nicoledm-2024-teaser-returns-doubled"
VISIT = "nl-gov-2023-02-21-morocco-visit-en"
QUOTED = "nl-paper-19637-2992"
# Claims about enforced returns, and figures of enforced returns and of asylum applications.
RATIO_DE, TREND_DE, CLAIM_DEA = "c00161", "c00172", "c00176"
FIGURE_NL, FIGURE_DE, FIGURE_DEA, ASKED_DE = "f00022", "f00455", "f00479", "f00490"

EXAMPLES = [
    _example("address", "documents", MISSION, "url", url="https://[::1"),
    _example("address", "documents", MISSION, "url", url="ftp://ftp.nicoledm.be/x"),
    _example("address", "documents", MISSION, "url", url="https://www.nicoledm.be/België"),
    _example("address", "documents", MISSION, "url", url="https://www.nicoledm.be/100%"),
    _example("address", "documents", MISSION, "archived_url", archived_url="https://me:pw@web.archive.org/x"),
    _example("address-twice", "documents", MISSION, "url", url="https://maghress.com/fr/yabiladi/145913"),
    _example(
        "address-twice", "documents", MISSION, "url", url="http://www.Maghress.com/fr/yabiladi/145913/#top"
    ),
    _example(
        "text-twice",
        "documents",
        LETTER,
        "text_sha256",
        text_sha256="c5dee060ffe4a16794fc76819e2e224f4b40786cf18e3589abee8f120b361f04",
    ),
    _example("language-tag", "documents", LETTER, "language", language="xx"),
    _example("language-tag", "documents", LETTER, "language", language="nl-XX"),
    _example("language-tag", "documents", LETTER, "number_locale", number_locale="nl-XX"),
    _example("language-tag", "documents", LETTER, "number_locale", number_locale="nl-ZZ"),
    _example("number-locale", "documents", LETTER, "number_locale", number_locale="en", note=""),
    _example("country-code", "documents", LETTER, "country", country="UK"),
    _example("area-code", "areas", "DE", "area_id", area_id="DX"),
    _example("area-code", "areas", "DE", "area_id", standard="eurostat"),
    _example("area-code", "areas", "DE", "area_id", standard="own"),
    _example("area-code", "areas", "DE", "part_of_id", area_id="DEA", standard="nuts", part_of_id="NL"),
    _example("figure-named", "claims", "c00008", "note", note="Compares 119 (f99956) with 55 (f00057)."),
    _example("claim-verdict", "claims", "c00009", "verdict", verdict="supported"),
    _example("claim-verdict", "claims", "c00009", "verdict", verdict="contradicted"),
    _example("claim-reason", "claims", "c00009", "note", note=""),
    _example("claim-reason", "claims", "c00009", "note", note="Of persons in prison. Verdict: "),
    _example("claim-unchecked", "claims", "c00009", "verdict", verdict=""),
    _example(
        "claim-other-area", "claims", "c00009", "reference_id", reference_id="migr_asyappctza.asy_app.de.2015"
    ),
    _example("claim-circular", "claims", "c00056", "verdict", verdict="supported"),
    _example("claim-circular", "claims", "c00205", "verdict", verdict="supported"),
    _example(
        "quote-lacks-figure",
        "observations",
        "f00054",
        "quote",
        quote="1 674 van hen hebben geen wettig verblijf",
    ),
    _example("unread-document", "observations", "f00047", "document_id", document_id=QUOTED),
    _example("unread-document", "claims", "c00001", "document_id", document_id=QUOTED),
    _example("unread-unrelated", "documents", "nl-motion-19637-2848", "document_id", document_id="nl-motion"),
    _example("rounding-without-unit", "tables", f"{LETTER}-t2", "rounding_from", rounding_unit=""),
    _example(
        "suppression-unnoted",
        "observations",
        "f00050",
        "value_printed",
        qualifier="less_than",
        table_id=f"{LETTER}-t1",
    ),
    _example(
        "legend-threshold", "tables", f"{LETTER}-t2", "suppression_threshold", legend="< 10: fewer than ten"
    ),
    _example(
        "legend-threshold", "tables", f"{LETTER}-t1", "suppression_threshold", legend="<5 = minder dan 5"
    ),
    _example("answer-type", "document_relations", NOTE, "relation", relation="answers"),
    _example(
        "relation-order",
        "document_relations",
        NOTE,
        "target_id",
        relation="cites",
        target_id="nl-telegraaf-2024-01-22-interview",
    ),
]

# Edits that may look wrong to a rule and are right.
ALLOWED = [
    _example("address", "documents", MISSION, "url", url="http://8.8.8.8:8080/a%20b?c[]=d#e"),
    _example("address", "documents", MISSION, "url", url="https://xn--bcher-kva.de/"),
    _example(
        "address-twice",
        "documents",
        TEASER,
        "url",
        url="https://www.nicoledm.be/belgi_en_marokko_gaan_nauwer_samenwerken_rond_terugkeer",
    ),
    _example("address-twice", "documents", MISSION, "url", url="https://maghress.com/fr/Yabiladi/145913"),
    _example("language-tag", "documents", LETTER, "language", language="ary-MA", number_locale="ar-MA"),
    _example("thousands-uneven", "observations", "f00012", "value_printed", value_printed="40"),
    _example("hedge-left-out", "observations", "f00054", "value_printed", quote="van 600 tot 674 van hen"),
    _example("hedge-left-out", "observations", "f00054", "value_printed", quote="in de stad 674 van hen"),
    _example("date-reformatted", "claims", "c00002", "period_printed", period_printed="1-6-2023"),
    _example("number-locale", "documents", VISIT, "number_locale", number_locale="nl"),
    _example("number-locale", "documents", NOTE, "number_locale", number_locale="nl-BE"),
    _example("country-code", "documents", LETTER, "country", country=""),
    _example("area-code", "areas", "DE", "area_id", area_id="EU_PLUS", standard="own"),
    _example("area-code", "areas", "DE", "area_id", area_id="UKI", standard="nuts", part_of_id="GB"),
    _example("area-code", "areas", "DE", "area_id", area_id="EU_V", standard="eurostat"),
    _example("claim-verdict", "claims", "c00047", "verdict", verdict="contradicted"),
    _example("claim-reason", "claims", "c00093", "note", note=""),
    _example("claim-circular", "claims", "c00005", "verdict", verdict="supported"),
    _example("claim-circular", "claims", "c00056", "verdict", verdict="contradicted"),
    _example("suppression-unnoted", "observations", "f00052", "value_printed", qualifier="less_than"),
    _example(
        "legend-threshold",
        "tables",
        f"{LETTER}-t2",
        "suppression_threshold",
        legend="< 5: fewer than five; <1: none",
    ),
    _example(
        "relation-order",
        "document_relations",
        NOTE,
        "target_id",
        relation="reports_on",
        target_id="nl-telegraaf-2024-01-22-interview",
    ),
    _example(
        "relation-order",
        "document_relations",
        TEASER,
        "target_id",
        relation="copies",
        target_id="ma-yabiladi-2024-01-almost-ideal",
    ),
]


def _relate(package: Copy, *relations: tuple[str, str, str]) -> None:
    names = ("document_id", "relation", "target_id")
    rows = [
        *package.rows("document_relations"),
        *(dict(zip(names, cells, strict=True)) for cells in relations),
    ]
    package.save("document_relations", rows)


def _copy_in_a_circle(package: Copy) -> tuple[str, str]:
    _relate(package, (LETTER, "copies", NOTE), (NOTE, "translates", VISIT), (VISIT, "copies", LETTER))
    return "data/document_relations.csv", "target_id"


def _point_to_a_copy(package: Copy) -> tuple[str, str]:
    _relate(package, (LETTER, "same_origin", NOTE), (NOTE, "copies", VISIT))
    return "data/document_relations.csv", "target_id"


def _rest(package: Copy, *links: tuple[str, str]) -> None:
    """Let claims rest on these figures and no others."""
    named = ("claim_id", "observation_id")
    package.save("claim_observations", [dict(zip(named, link, strict=True)) for link in links])


def _rest_on_another_state(package: Copy) -> tuple[str, str]:
    _rest(package, (TREND_DE, FIGURE_NL))
    return "data/claim_observations.csv", "observation_id"


def _rest_on_another_quantity(package: Copy) -> tuple[str, str]:
    _rest(package, (TREND_DE, ASKED_DE))
    return "data/claim_observations.csv", "observation_id"


WHOLE: dict[str, Callable[[Copy], tuple[str, str]]] = {
    "claim-other-area": _rest_on_another_state,
    "claim-other-quantity": _rest_on_another_quantity,
    "relation-cycle": _copy_in_a_circle,
    "same-origin-target": _point_to_a_copy,
}


def _id(example: Example) -> str:
    return f"{example.rule}-{example.key}-{'-'.join(example.cells)}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_id)
def test_an_edit_is_reported_where_it_was_made(package: Copy, example: Example) -> None:
    """Catches a rule that stopped reporting, or that points at another place."""
    line = package.edit(example.table, example.key, **example.cells)
    found = package.run_rule(example.rule)
    assert (table_path(example.table), line, example.column) in {(f.file, f.line, f.column) for f in found}
    assert all(f.message and f.hint and f.severity is RULES[example.rule].severity for f in found)


@pytest.mark.parametrize("example", ALLOWED, ids=_id)
def test_what_looks_wrong_and_is_right_is_not_reported(package: Copy, example: Example) -> None:
    """Catches a rule that is too strict."""
    package.edit(example.table, example.key, **example.cells)
    assert package.run_rule(example.rule) == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_change_of_whole_rows_is_reported(package: Copy, name: str) -> None:
    """Catches a rule across rows that stopped reporting."""
    file, column = WHOLE[name](package)
    assert (file, column) in {(f.file, f.column) for f in package.run_rule(name)}


def test_only_the_circle_is_reported_and_not_what_hangs_on_it(package: Copy) -> None:
    """Catches a chain of copies, or two documents with one target, taken for a circle."""
    last = len(package.rows("document_relations")) + 1
    _relate(package, (LETTER, "copies", NOTE), (NOTE, "copies", VISIT), (MISSION, "copies", VISIT))
    assert package.run_rule("relation-cycle") == []
    _relate(package, (VISIT, "copies", NOTE))
    found = package.run_rule("relation-cycle")
    assert {(f.line, f.value) for f in found} == {(last + 2, VISIT), (last + 4, NOTE)}


@pytest.mark.parametrize(
    ("links", "reported"),
    [
        ([(CLAIM_DEA, FIGURE_DE), (CLAIM_DEA, FIGURE_DEA)], []),
        ([(TREND_DE, FIGURE_DE), (TREND_DE, FIGURE_DEA)], [FIGURE_DEA]),
    ],
)
def test_a_claim_rests_on_figures_of_its_own_area_or_one_around_it(
    package: Copy, links: list[tuple[str, str]], reported: list[str]
) -> None:
    """Catches a claim about a state that a number of one of its regions would bear out."""
    _rest(package, *links)
    assert [f.value for f in package.run_rule("claim-other-area")] == reported


@pytest.mark.parametrize(
    ("links", "reported"),
    [
        ([(RATIO_DE, FIGURE_DE), (RATIO_DE, ASKED_DE)], []),
        ([(RATIO_DE, ASKED_DE)], [ASKED_DE]),
        ([(TREND_DE, FIGURE_DE), (TREND_DE, ASKED_DE)], [ASKED_DE]),
    ],
)
def test_only_a_ratio_has_a_base_of_another_quantity(
    package: Copy, links: list[tuple[str, str]], reported: list[str]
) -> None:
    """Catches a ratio that may not name its base, and a trend that rests on something else."""
    _rest(package, *links)
    assert [f.value for f in package.run_rule("claim-other-quantity")] == reported


def test_a_package_whose_claims_were_never_checked_is_not_blamed_for_it(package: Copy) -> None:
    """Catches a warning for every claim of a package that has no verdicts at all."""
    package.save("claims", [{**row, "verdict": ""} for row in package.rows("claims")])
    assert package.run_rule("claim-unchecked") == []


def test_a_copy_of_a_copy_does_not_bear_its_original_out(package: Copy) -> None:
    """Catches copies that confirm one another because they are related by way of a third text."""
    _relate(package, ("nl-nrc-2017-03-06", "copies", NOTE), (NOTE, "copies", VISIT))
    _rest(package, ("c00056", "f00367"))
    package.edit("claims", "c00056", verdict="supported", document_id=VISIT)
    assert [f.value for f in package.run_rule("claim-circular")] == ["supported"]


@pytest.mark.parametrize(
    "authority",
    [
        *("localhost", "intranet", "printer.local", "127.0.0.1", "10.0.0.5:80", "[fe80::1]", "[::1"),
        *("2130706433", "0x7f.1", "nos.nl:x", "me@nos.nl", "-nos.nl", "nos..nl", ""),
    ],
)
def test_a_host_that_readers_cannot_reach_is_a_fault(authority: str) -> None:
    """Catches an address of one's own computer or network, or none at all, that passes for public."""
    assert address_fault(f"https://{authority}/")


@pytest.mark.parametrize(
    "authority",
    ["nos.nl", "ind.nl.", "www.NOS.nl:443", "web.archive.org", "[2a02:a440::1]", "xn--p1ai.xn--p1ai"],
)
def test_a_public_host_is_none(authority: str) -> None:
    """Catches a rule that reports addresses that work."""
    assert address_fault(f"https://{authority}/") is None


@pytest.mark.parametrize(
    ("quote", "figure", "holds"),
    [
        ("er waren 1 005 zaken", "5", False),
        ("er waren 1 005 zaken", "005", False),
        ("er waren 1.525 zaken", "5", False),
        ("er waren 1 005 zaken", "1 005", True),
        ("ruim 1 005 zaken", "ruim 1", False),
        ("in 2023 300 zaken", "300", True),
        ("300 van 1 300 zaken", "300", True),
    ],
)
def test_a_figure_does_not_stand_inside_a_longer_number(quote: str, figure: str, holds: bool) -> None:
    """Catches "5" proved by "1 005"."""
    assert contains_figure(quote, figure) is holds
