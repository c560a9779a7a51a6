"""Examples and counter-examples of the rules on identities, and what a reconciliation makes of the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from morocco_returns.build.metadata import table_path
from morocco_returns.check.rule import RULES
from morocco_returns.reconciliation.order import read_order
from morocco_returns.reconciliation.record import read_record
from morocco_returns.reconciliation.statements import Cell

from .conftest import Copy
from .test_rules import Example, _example

UNSTATED = "any-destination-holds-unstated"  # _X at most _T
ANY = "any-destination-morocco-or-elsewhere"  # MA + _O = _T
MIXED = "moroccans-with-others-hold-moroccans"
PRISONERS = "prisoners-without-legal-stay-sentenced-or-on-remand"

EXAMPLES = [
    _example("identity-code", "identities", ANY, "part", part="_o"),
    _example("identity-code", "identities", UNSTATED, "whole", whole="any"),
    _example("identity-code", "identities", MIXED, "whole", dimension="indicator"),
    _example("identity-scope", "identities", MIXED, "indicator_id", dimension="indicator", indicator_id="x"),
    _example("identity-with-itself", "identities", UNSTATED, "part", part="_T"),
    _example("identity-parts", "identities", UNSTATED, "part", relation="sum"),
    # within one another by way of the code list, and by way of another identity
    _example("identity-cycle", "identities", MIXED, "part", part="any-nationality"),
    _example("identity-cycle", "identities", UNSTATED, "part", whole="MA", part="_T"),
    _example("identity-source", "identities", UNSTATED, "document_id", quote="elsewhere"),
    _example("identity-source", "identities", UNSTATED, "document_id", page="2"),
    _example("identity-source", "identities", PRISONERS, "quote", quote=""),
    _example("quote-length", "identities", PRISONERS, "quote", quote="a b c d e f g h i j k"),
    _example("figure-named", "identities", PRISONERS, "note", note="As f99999 prints it."),
    _example("unread-document", "identities", PRISONERS, "document_id", document_id="nl-paper-19637-2992"),
    _example(
        "page-beyond-document",
        "identities",
        PRISONERS,
        "page",
        document_id="nl-kamerbrief-2023-06-07-marokko",
        page="9",
    ),
]


def _uneven(column: str, cell: str) -> Callable[[Copy], tuple[str, str]]:
    def spoil(package: Copy) -> tuple[str, str]:
        rows = package.rows("identities")
        second = [row for row in rows if row["identity_id"] == ANY][1]
        second[column] = cell
        package.save("identities", rows)
        return "data/identities.csv", column

    return spoil


WHOLE: dict[str, Callable[[Copy], tuple[str, str]]] = {"identity-uneven": _uneven("whole", "_X")}


def _id(example: Example) -> str:
    return f"{example.rule}-{example.key}-{'-'.join(example.cells)}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_id)
def test_an_edit_is_reported_where_it_was_made(package: Copy, example: Example) -> None:
    """Catches a rule that stopped reporting, or that points at another place."""
    line = package.edit(example.table, example.key, **example.cells)
    found = package.run_rule(example.rule)
    assert (table_path(example.table), line, example.column) in {(f.file, f.line, f.column) for f in found}
    assert all(f.message and f.hint and f.severity is RULES[example.rule].severity for f in found)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("relation", "at_most"), ("dimension", "area"), ("whole", "_X"), ("indicator_id", "returned")],
)
def test_rows_of_one_identity_that_differ_are_reported(package: Copy, column: str, cell: str) -> None:
    """Catches a false sum of parts that belong to two wholes, or to two quantities."""
    file, column = _uneven(column, cell)(package)
    assert [(f.file, f.column, f.value) for f in package.run_rule("identity-uneven")] == [
        (file, column, cell)
    ]


@pytest.mark.parametrize(
    ("indicators", "circular"),
    [(("returned", "prisoners"), []), (("returned", ""), ["one"]), (("", ""), ["one", "two"])],
)
def test_a_circle_needs_two_identities_that_hold_for_one_quantity(
    package: Copy, indicators: tuple[str, str], circular: list[str]
) -> None:
    """Catches a circle made of identities of different quantities, and one that a narrower scope hides."""
    like = {**package.rows("identities")[0], "relation": "at_most", "dimension": "destination"}
    pairs = [("one", "MA", "_O", indicators[0]), ("two", "_O", "MA", indicators[1])]
    names = ("identity_id", "whole", "part", "indicator_id")
    package.save("identities", [{**like, **dict(zip(names, pair, strict=True))} for pair in pairs])
    lines = {2: "one", 3: "two"}
    assert [lines[f.line or 0] for f in package.run_rule("identity-cycle")] == circular


def test_every_quote_of_an_identity_is_one_of_a_figure(package: Copy) -> None:
    """Catches a quote that no proof against the document's text would read."""
    quoted = {(row["document_id"], row["quote"]) for row in package.rows("observations")}
    held = {(row["document_id"], row["quote"]) for row in package.rows("identities") if row["quote"]}
    assert held
    assert held <= quoted


def test_a_reconciliation_takes_sums_and_containment_from_the_table(package: Copy) -> None:
    """Catches a table that nobody reads, and an identity that holds for more quantities than it says."""
    order = read_order(read_record(package.root))
    to_morocco = Cell("NL", "returned", "moroccan-nationals", "MA")
    unstated, anywhere = to_morocco._replace(destination="_X"), to_morocco._replace(destination="_T")
    assert order.contains(unstated, to_morocco)
    assert order.contains(anywhere, to_morocco)
    assert not order.contains(unstated, to_morocco._replace(destination="_O"))
    sums = {(split.whole, frozenset(split.parts), split.indicator) for split in order.splits}
    both = frozenset({"sentenced-prisoners", "pre-trial-prisoners"})
    assert ("_T", frozenset({"MA", "_O"}), None) in sums
    assert {indicator for _, parts, indicator in sums if parts == both} == {
        "prisoners",
        "prisoners-without-legal-stay",
    }


def test_a_package_of_an_earlier_release_has_no_identities_and_is_read(package: Copy) -> None:
    """Catches a reconciliation that refuses releases from before the table."""

    def drop(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        descriptor["resources"] = [r for r in resources if r["name"] != "identities"]

    package.descriptor(drop)
    record = read_record(package.root)
    assert record.figures
    assert record.identities == ()
