"""Rules on double keying: the figures are what two people, each alone, read in the document.

They run where the keyings are at hand, in a checkout; a downloaded package does not hold them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.keying import (
    FOLDER,
    KEYERS,
    Difference,
    Resolution,
    compare,
    is_figure,
    keyed_documents,
    read_keying,
    read_resolutions,
    record,
    unsettled,
)
from morocco_returns.rows import LINE, as_text, joined

# Fields of a keying that are no column of the figures, or one of another name.
_COLUMNS = {"figure": None, "block": None, "part_of": "part_of_id"}


@rule("keying", "observations", "documents")
def keying(check: Context) -> Iterator[Finding]:
    """Print, place and codes were written down twice by people who did not see each other's work: a
    figure that differs from either, with nothing that settles it, was changed or mistyped since.
    """
    folder = check.package.root / FOLDER
    documents = keyed_documents(folder)
    keyed = as_text(_with_base(check["observations"].filter(pl.col("document_id").is_in(documents))))
    figures = keyed.partition_by("document_id", as_dict=True)
    settled: dict[str, list[Resolution]] = {}
    disagreements: dict[str, int] = {}
    for document in documents:
        rows = figures.get((document,), keyed.clear())
        mine = [record(row) for row in rows.iter_rows(named=True)]
        try:
            settled = settled or _by_document(read_resolutions(folder))
            for keyer, found in unsettled(folder, document, mine, settled.get(document, [])):
                yield _differs(check, rows, keyer, found)
            disagreements[document] = _disagreements(folder, document)
        except (OSError, ValueError) as error:
            yield _unreadable(check, document, error)
    yield from _miscounted(check, disagreements)


def _with_base(figures: pl.DataFrame) -> pl.DataFrame:
    """Figures with the print of the one of which they are a part: keyers know no ids."""
    return joined(figures, "part_of_id", figures, "observation_id", {"value_printed": "part_of"})


def _by_document(resolutions: list[Resolution]) -> dict[str, list[Resolution]]:
    found: defaultdict[str, list[Resolution]] = defaultdict(list)
    for resolution in resolutions:
        found[resolution.document_id].append(resolution)
    return found


def _disagreements(folder: Path, document: str) -> int:
    first, second = (read_keying(folder, document, keyer) for keyer in KEYERS)
    return len(compare(document, first, second))


def _miscounted(check: Context, disagreements: Mapping[str, int]) -> Iterator[Finding]:
    """The numbers of disagreements that the documents table gives, against the keyings."""
    schema = {"document_id": pl.String, "_number": pl.Int64}
    numbers = pl.DataFrame(list(disagreements.items()), schema=schema, orient="row")
    yield from check.each(
        "documents",
        pl.col("keying_disagreements").ne_missing(pl.col("_number")),
        "keying_disagreements",
        lambda row: f"the two keyings differ in {row['_number']} fields",
        "put that number here",
        check["documents"].join(numbers, on="document_id", maintain_order="left"),
    )


def _differs(check: Context, rows: pl.DataFrame, keyer: str, found: Difference) -> Finding:
    column = _COLUMNS.get(found.field, found.field)
    row = next((row for row in rows.iter_rows(named=True) if is_figure(record(row), found)), None)
    line = int(row[LINE]) if row else None
    value = (row[column] or "") if row and column else found.second
    said = {"here": "it has a figure that is not here", "absent": "it has no such figure"}
    message = said.get(found.first) or f"it says {found.first!r} here"
    return check.finding(
        "observations",
        line,
        column,
        value,
        f"keying {keyer} of {found.document_id} differs ({found.figure}): {message}",
        f"look it up in the document; correct the row, or settle it in {FOLDER}/resolutions.csv",
    )


def _unreadable(check: Context, document: str, error: Exception) -> Finding:
    message = f"the keyings of {document} cannot be read: {error}"
    hint = f"{FOLDER} holds a keying for each of {', '.join(KEYERS)}, and resolutions.csv"
    return check.finding("documents", None, "document_id", document, message, hint)


@rule("keying-missing", "documents")
def keying_missing(check: Context) -> Iterator[Finding]:
    """A document that was read and not keyed twice rests on one pair of eyes."""
    folder: Path = check.package.root / FOLDER
    if not folder.is_dir():
        return
    keyed = keyed_documents(folder)
    series = pl.col("document_type") == "dataset"  # machine-readable: nothing is keyed
    read = (pl.col("scope_result") != "unreadable") & (pl.col("extent_read") != "quoted") & ~series
    yield from check.each(
        "documents",
        read & ~pl.col("document_id").is_in(keyed),
        "document_id",
        "the document was read and no keying of it is there",
        f"add both transcriptions to {FOLDER}",
    )
