"""Every rule id: why it exists, how serious it is, when it is of use, and whether it can be excused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from morocco_returns.check import (  # noqa: F401  (they register)
    claims,
    codes,
    comparisons,
    dates,
    derived,
    errata,
    figures,
    identities,
    keyings,
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
    unique,
)
from morocco_returns.check.rule import RULES, Rule
from morocco_returns.finding import Finding, Severity

# Rules below the tables: what a file, a row or a single cell must be before rules can compare cells.
BASIC: Mapping[str, str] = {
    "could-not-run": "Without a folder that holds a package there is no verdict on one.",
    "descriptor": "Without a readable datapackage.json no reader finds the tables.",
    "profile": "A descriptor outside the standard is read in one way here and refused there.",
    "profile-unknown": "Another version or kind of descriptor has other rules than those it is held against.",
    "property-unknown": "A misspelt property says nothing to any reader, and nobody is told.",
    "json-key-twice": "Of two equal keys in JSON some readers take the first, others the last.",
    "json-not-finite": "NaN and Infinity are not JSON: strict readers refuse the whole file.",
    "inline": "Rows or a schema inside the descriptor have no file, size or hash of their own.",
    "resource-twice": "Of two resources with one name or path readers take either.",
    "declared-encoding": "Readers believe the declared encoding: any but UTF-8 turns letters into others.",
    "declared-dialect": "Readers believe the declared dialect: another one cuts the rows in other places.",
    "declared-form": "Format and media type say by what program a file is opened.",
    "version": "Without a semantic version nobody can tell which release is newer or breaks what.",
    "created": "A moment that is none cannot be sorted or cited.",
    "licence": "Without a licence that programs know by its identifier nobody may safely use the data.",
    "title-missing": "What has no title is listed under nothing.",
    "contributor": "Whoever answers for the data must be named, and in a role that readers know.",
    "source": "A source without a title cannot be cited.",
    "web-address": "An address that is broken, private or carries a password leads nowhere, or to harm.",
    "path-outside": "A package that points outside itself can change after the check.",
    "path-remote": "A file on the network can change, vanish, or note who reads it; nothing is fetched.",
    "path-form": "One file has one path: other spellings hide that two resources share it.",
    "path-case": "A name in other letters is found on one system and missing on another.",
    "symbolic-link": "A link is lost or followed elsewhere as soon as the package is copied or packed.",
    "lfs-pointer": "A Git LFS pointer stands for a file that was never fetched.",
    "html-page": "A page that says the file was not found, or asks for a login, is often saved in its place.",
    "not-text": "A packed file or spreadsheet under the name of a CSV is read by some and not by others.",
    "conflict-marker": "A merge that was not settled keeps both sides, one of which is wrong.",
    "table-missing": "A package without one of its tables cannot be checked whole, and must not pass.",
    "file-missing": "A listed file that is not there, or is no file, leaves readers with half a package.",
    "file-empty": "An empty file has lost its rows and its header.",
    "file-unlisted": "A file beside the listed ones is either forgotten in the descriptor or left over.",
    "schema-unused": "A schema that no table uses constrains nothing, though it looks as if it did.",
    "hash": "A release is what its hashes say: a file changed after the build is another file.",
    "hash-form": "Readers verify the hashes they know: another algorithm or spelling is never checked.",
    "bytes": "The size in the descriptor shows a cut-off download at once.",
    "schema": "What readers of Table Schema do not read alike would differ in silence.",
    "schema-replaced": "Where a schema cannot be used, one must know what the cells were held against.",
    "schema-key": "A key that names no column is never checked.",
    "field-twice": "Of two columns with one name readers take either.",
    "field-type": "A column of a type that some readers do not know is text to them.",
    "missing-values": 'Only the empty cell is missing: "-" and "NA" are prints.',
    "constraint": "A constraint of the wrong kind, or on the wrong type, constrains nothing.",
    "enum": "A code that the other constraints of its column forbid can never be used.",
    "categories": "Labels for other codes than the allowed ones explain what cannot occur.",
    "pattern-broken": "A pattern that is no regular expression makes some readers fail, others pass all.",
    "pattern-slow": "A pattern that repeats repetitions can keep a reader busy for years on one cell.",
    "pattern-loose": "Readers anchor patterns and read their classes differently: some would pass more.",
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
    "spreadsheet-error": "#NAME? and NULL are what a program left in place of the text, or of nothing.",
    "formula": "A cell that a spreadsheet would run is a danger to whoever opens the file.",
    "lexical": 'No two readers agree on what "1_000", "+5" or "1961-1-1" is: one form for each type.',
    "required": "A column that may not be empty is empty.",
    "key-repeated": "Two rows with one key: whoever looks the key up gets either.",
    "code-unknown": "A code outside its list has no meaning that a reader could look up.",
    "pattern": "An identifier in another form is a slip, or collides with one.",
    "out-of-range": "A number below or above what the column allows cannot be what the print says.",
    "exceptions-broken": "An exception that cannot be read excuses nothing; nobody should think it does.",
    "exception-rule": "An exception names a rule that exists and that may be excused.",
    "exception-reason": "An exception without a reason in words cannot be reviewed.",
    "exception-dates": "An exception holds for at most a year after its review, and is then reviewed again.",
    "exception-expired": "What was excused for a time is looked at again when the time is over.",
    "exception-unused": "An exception that covers nothing would hide the next slip at its place.",
}
# Their severities where these are not errors alone, the usual one first.
_SEVERITIES: Mapping[str, tuple[Severity, ...]] = {
    "file-unlisted": (Severity.ERROR, Severity.WARNING),
    "schema-replaced": (Severity.INFO,),
    "exception-expired": (Severity.WARNING,),
    "exception-unused": (Severity.WARNING,),
}


class Stage(IntEnum):
    """What a rule looks at, causes before consequences: a broken header explains a hundred cells."""

    PACKAGE = 0  # descriptor, schemas, exceptions: which files there are and what they should hold
    FILE = 1  # a file as a whole: there, readable, its bytes and its header
    CELL = 2  # one cell alone
    ROW = 3  # cells against one another, within a table and across tables
    BUILT = 4  # what `make build` renews and an edit leaves behind: sums, built tables


# The stages of rules below the tables (else PACKAGE) and of rules across cells (else ROW).
_STAGES: Mapping[Stage, set[str]] = {
    Stage.FILE: {
        "path-case", "symbolic-link", "lfs-pointer", "html-page", "not-text", "conflict-marker",
        "file-missing", "file-empty", "file-unlisted", "schema-unused", "encoding", "byte-order-mark",
        "line-ends", "csv-broken", "delimiter", "header", "ragged-row", "blank-row", "rows-missing",
    },
    Stage.CELL: {
        "white-space", "invisible-character", "control-character", "not-nfc", "garbled-letters",
        "letter-look-alike", "spreadsheet-error", "formula", "lexical", "required", "key-repeated",
        "code-unknown", "pattern", "out-of-range", "foreign-key",
    },
    Stage.BUILT: {
        "row-order", "other-form", "figures-stale", "series-stale", "hash", "hash-form", "bytes",
        "exception-expired", "exception-unused",
    },
}  # fmt: skip

# Besides whole stages: what is unsafe, what other readers of the Table Schema would refuse all the
# same, what `make format` mends, and what our licence of quotes promises.
_NEVER_EXCUSED = {
    "formula", "control-character", "not-nfc", "lexical", "required", "key-repeated", "code-unknown",
    "pattern", "out-of-range", "foreign-key", "unique-key", "quote-length",
}  # fmt: skip


def rules() -> list[Rule]:
    """Every rule across cells; importing their modules above has registered them."""
    return list(RULES.values())


def reasons() -> dict[str, str]:
    """The reason of every rule, by id, in alphabetical order."""
    registered = {rule.id: rule.why for rule in rules()}
    return dict(sorted({**BASIC, **registered}.items()))


def severities(rule: str) -> tuple[Severity, ...]:
    """How serious a rule's findings can be, the usual severity first."""
    return (RULES[rule].severity,) if rule in RULES else _SEVERITIES.get(rule, (Severity.ERROR,))


def stage(rule: str) -> Stage:
    """What a rule looks at."""
    usual = Stage.ROW if rule in RULES else Stage.PACKAGE
    return next((stage for stage, rules in _STAGES.items() if rule in rules), usual)


def excusable(rule: str) -> bool:
    """Whether an exception may cover a rule: files, sums and the descriptor are never excused."""
    return stage(rule) in (Stage.CELL, Stage.ROW) and rule not in _NEVER_EXCUSED


def reads(rule: str) -> str:
    """What a rule reads: the tables that it needs, or the kind of thing it looks at."""
    if rule in RULES:
        return ", ".join((*RULES[rule].each, *RULES[rule].needs)) or "every table"
    return {Stage.CELL: "every table", Stage.FILE: "every file"}.get(stage(rule), "the package")


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def most_useful_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats: errors before warnings, causes before consequences, file by file.

    In a file the rules follow one another as in the code, where the telling ones come first.
    """
    known = [*BASIC, *RULES]
    stages = {rule: stage(rule) for rule in known}
    order = {rule: place for place, rule in enumerate(known)}
    return sorted(
        set(findings),
        key=lambda f: (
            *(_RANK[f.severity], stages[f.rule], f.file, order[f.rule]),
            *(f.line or 0, f.column or "", f.message, f.value or ""),
        ),
    )
