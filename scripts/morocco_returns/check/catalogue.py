"""Every rule id with the reason why it exists: for `validate --explain` and the rule table."""

from __future__ import annotations

from collections.abc import Mapping

from morocco_returns.check import (  # noqa: F401  (they register)
    addresses,
    codes,
    dates,
    derived,
    errata,
    figures,
    keys,
    paces,
    period_words,
    periods,
    printed_tables,
    provenance,
    quotes,
    relations,
    sources,
    statuses,
)
from morocco_returns.check.rule import RULES, Rule

# Rules below the tables: what a file, a row or a single cell must be before rules can compare cells.
BASIC: Mapping[str, str] = {
    "could-not-run": "Without a folder that holds a package there is no verdict on one.",
    "descriptor": "Without a readable datapackage.json no reader finds the tables.",
    "path-outside": "A package that points outside itself, or to the network, can change after the check.",
    "table-missing": "A package without one of its tables cannot be checked whole, and must not pass.",
    "file-missing": "A listed file that is not there, or is no file, leaves readers with half a package.",
    "file-empty": "An empty file has lost its rows and its header.",
    "file-unlisted": "A CSV beside the listed ones is either forgotten in the descriptor or left over.",
    "hash": "A release is what its hashes say: a file changed after the build is another file.",
    "bytes": "The size in the descriptor shows a cut-off download at once.",
    "schema": "What readers of Table Schema do not read alike would differ in silence.",
    "schema-changed": "A constraint that was dropped or widened would let everything pass.",
    "rule-failed": "A rule that cannot run checks nothing: that must be seen.",
    "encoding": "Readers agree on UTF-8 alone; a replacement character stands for letters that were lost.",
    "byte-order-mark": "Some readers take the mark for a part of the first column's name.",
    "line-ends": "One kind of line end (LF, the last line too) keeps hashes and differences meaningful.",
    "csv-broken": "A quotation mark that is not closed swallows the rows that follow.",
    "delimiter": "A spreadsheet may save semicolons; commas are what the descriptor promises.",
    "header": "R and DuckDB map columns by position: names and order must be exactly those of the schema.",
    "ragged-row": "A row with a cell too few or too many puts every later cell into the wrong column.",
    "blank-row": "Readers disagree on whether a blank row is a record.",
    "rows-missing": "A table that lost all its rows would pass every check of its cells.",
    "other-form": "A file that means the same in other bytes makes later differences unreadable.",
    "white-space": "A blank at the end of a cell, or of another width, looks right and compares wrong.",
    "invisible-character": "A zero-width or direction mark looks like nothing and compares wrong.",
    "control-character": "A line end or control character inside a cell breaks readers that go line by line.",
    "not-nfc": "The same letter in two compositions compares as two.",
    "garbled-letters": 'Text read in a wrong encoding ("Ã©" for "é") is not what the source prints.',
    "letter-look-alike": "A Cyrillic or full-width letter looks like a Latin one and compares wrong.",
    "spreadsheet-error": "#NAME? and its like are what a spreadsheet left in place of the text.",
    "formula": "A cell that a spreadsheet would run is a danger to whoever opens the file.",
    "lexical": 'No two readers agree on what "1_000", "+5" or "1961-1-1" is: one form for each type.',
    "required": "A column that may not be empty is empty.",
    "key-repeated": "Two rows with one key: whoever looks the key up gets either.",
    "code-unknown": "A code outside its list has no meaning that a reader could look up.",
    "pattern": "An identifier in another form is a slip, or collides with one.",
    "out-of-range": "A number below or above what the column allows cannot be what the print says.",
}


def rules() -> list[Rule]:
    """Every rule across cells; importing their modules above has registered them."""
    return list(RULES.values())


def reasons() -> dict[str, str]:
    """The reason of every rule, by id, in alphabetical order."""
    registered = {rule.id: rule.why for rule in rules()}
    return dict(sorted({**BASIC, **registered}.items()))


def severity(rule: str) -> str:
    """The severity of a rule; rules below the tables are all errors."""
    return str(RULES[rule].severity) if rule in RULES else "error"
