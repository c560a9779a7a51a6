"""Proof against the source: find every figure of a document in its text, and every numeral of the
text among the figures.

A printed table is proved as a whole: title, column labels and rows in printed order, each row a
label followed by its cells, so that any exchange of two cells, rows or columns breaks it. A
figure of running text is proved by its quote, and by finding what is counted and when in the same
sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from morocco_returns.frames import Row, each_row, is_missing
from morocco_returns.load import load
from morocco_returns.text import SourceText, numerals

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the text does not bear out: which figure, what is due, what was found."""

    figure: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text that no row accounts for."""

    line: int
    page: int | None
    text: str
    context: str


@dataclass
class Proof:
    """The outcome for one document."""

    document_id: str
    figures: int
    found: int = 0
    doubts: list[Doubt] = field(default_factory=list)
    unaccounted: list[Numeral] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Curated:
    """What the package says of one document; ``references`` are titles and numbers that it may print."""

    document: pd.Series[Any]
    figures: pd.DataFrame
    tables: pd.DataFrame
    quotes: pd.DataFrame
    references: tuple[str, ...]


class UnknownDocumentError(LookupError):
    """The package has no document of that name."""


def curated(document_id: str, package: str | Path | None = None) -> Curated:
    """The rows of a document in the package; UnknownDocumentError if it has none of that name."""
    documents = load("documents", package)
    mine = documents[documents["document_id"] == document_id]
    if mine.empty:
        raise UnknownDocumentError(f"the package has no document {document_id!r}")

    def of(table: str) -> pd.DataFrame:
        frame = load(table, package)
        return frame[frame["document_id"] == document_id]

    mentions = of("event_mentions").rename(columns={"event_id": "id", "date_printed": "words"})
    claims = of("claims").rename(columns={"claim_id": "id", "period_printed": "words"})
    quotes = pd.concat([table[["id", "page", "quote", "words"]] for table in (mentions, claims)])
    cited = documents["document_id"].isin(of("document_relations")["target_id"])
    names = [mine["identifier"], mine["title"], documents.loc[cited, "identifier"]]
    references = tuple(pd.concat(names).dropna())
    return Curated(mine.iloc[0], of("observations"), of("tables"), quotes, references)


def neighbours(rows: Curated, package: str | Path | None = None) -> list[Curated]:
    """The other documents that stand in the same text (teasers on a page, for example)."""
    documents = load("documents", package)
    same = documents["text_sha256"] == rows.document["text_sha256"]
    other = documents["document_id"] != rows.document["document_id"]
    return [curated(str(name), package) for name in documents["document_id"][(same & other).fillna(False)]]


def prove(rows: Curated, data: bytes, others: Iterable[Curated] = ()) -> Proof:
    """Hold the rows of a document against the bytes of its text; UnicodeDecodeError if not UTF-8.

    ``others`` are documents in the same text: their numerals count as accounted for.
    """
    document = rows.document
    text = SourceText.read(data.decode("utf-8"), str(document["page_basis"]))
    proof = Proof(str(document["document_id"]), len(rows.figures))
    if (
        not is_missing(document["text_sha256"])
        and hashlib.sha256(data).hexdigest() != document["text_sha256"]
    ):
        proof.doubts.append(
            Doubt("", "other-text", "the file is not the text whose text_sha256 is on record")
        )
    spans = _prove_all(text, rows, proof)
    if proof.found < proof.figures and not proof.doubts:
        missed = proof.figures - proof.found
        proof.doubts.append(Doubt("", "not-proved", f"{missed} figures belong to no table that was proved"))
    for other in others:
        spans += _prove_all(text, other, Proof(str(other.document["document_id"]), 0))
    proof.unaccounted = list(_unaccounted(text, spans, str(document["language"])[:2]))
    return proof


def _prove_all(text: SourceText, rows: Curated, proof: Proof) -> list[Span]:
    """Prove tables, running text and quotes; the spans of the text that they account for."""
    spans: list[Span] = []
    for _, table in each_row(rows.tables[rows.tables["kind"] == "table"]):
        cells = rows.figures[rows.figures["table_id"] == table["table_id"]]
        spans += _prove_table(text, table, cells, proof)
    for _, figure in each_row(rows.figures[rows.figures["row_number"].isna()]):
        spans += _prove_prose(text, figure, proof)
    for _, quote in each_row(rows.quotes):
        spans += _prove_quote(text, quote, proof)
    spans += [span for name in rows.references if (span := text.find(name))]
    return spans


# --- printed tables


def _prove_table(text: SourceText, table: Row, cells: pd.DataFrame, proof: Proof) -> list[Span]:
    """Find title, header and rows one after the other; a row that is not there is looked at cell
    by cell.
    """
    if cells.empty:
        return []
    name = str(table["table_id"])
    title = text.find(str(table["title"])) if not is_missing(table["title"]) else (0, 0)
    if title is None:
        proof.doubts.append(Doubt(name, "title", f"the text has no title {table['title']!r}"))
        return []
    columns = cells.drop_duplicates("column_number").sort_values("column_number")
    header = text.find(" ".join(columns["column_label"]), after=title[1])
    if header is None:
        said = " | ".join(columns["column_label"])
        proof.doubts.append(Doubt(name, "columns", f"the text has no columns {said} below the title"))
        return [title]
    _note_periods(cells, proof)
    spans, end = [title, header], header[1]
    for number, row in cells.groupby("row_number", sort=True):
        row = row.sort_values("column_number")
        span = text.find(_row_text(row), after=end)
        if span is None:
            proof.doubts += _row_doubts(text, name, int(str(number)), row, end)
            continue
        gap = text.folded[end : span[0]].strip()
        if gap:
            message = f"row {number} does not follow the one above: {gap[:60]!r} stands between"
            proof.doubts.append(Doubt(name, "rows", message))
        spans.append(span)
        end = span[1]
        for _, cell in each_row(row):
            _count(text, cell, span, proof)
    return spans


def _row_text(row: pd.DataFrame) -> str:
    return " ".join([str(row["row_label"].iloc[0]), *row["value_printed"]])


def _row_doubts(text: SourceText, table: str, number: int, row: pd.DataFrame, after: int) -> Iterator[Doubt]:
    label = str(row["row_label"].iloc[0])
    place = text.find(label, after=after)
    if place is None:
        yield Doubt(table, "rows", f"row {number} {label!r} does not stand below the row above it")
        return
    printed = text.folded[place[1] :].split()
    for (_, cell), due in zip(each_row(row), [*printed, *[""] * len(row)], strict=False):
        if str(cell["value_printed"]) != due:
            where = f"row {number} {label!r}, column {cell['column_number']} {cell['column_label']!r}"
            message = f"{where}: the row says {cell['value_printed']!r}, the text {due!r}"
            yield Doubt(str(cell["observation_id"]), "cell", message)


def _note_periods(cells: pd.DataFrame, proof: Proof) -> None:
    for _, cell in each_row(cells):
        words = cell["period_printed"]
        if not is_missing(words) and str(words) not in f"{cell['column_label']} {cell['row_label']}":
            message = f"the period {words!r} stands neither in its row nor in its column"
            proof.doubts.append(Doubt(str(cell["observation_id"]), "period", message))


# --- running text


def _prove_prose(text: SourceText, figure: Row, proof: Proof) -> list[Span]:
    name, printed = str(figure["observation_id"]), str(figure["value_printed"])
    quote = text.find(str(figure["quote"]))
    if quote is None:
        proof.doubts.append(Doubt(name, "quote", f"the text has no {figure['quote']!r}"))
        return []
    value = text.find(printed, after=quote[0], until=quote[1])
    if value is None:
        proof.doubts.append(Doubt(name, "value", f"the quote does not hold the figure {printed!r}"))
        return [quote]
    sentence = text.sentence(value[0])
    spans = [quote]
    for column, word in (("counted_printed", "what is counted"), ("period_printed", "the period")):
        if is_missing(figure[column]):
            continue
        span = text.find(str(figure[column]), after=sentence[0], until=sentence[1])
        if span is None:
            message = f"{word}, {figure[column]!r}, does not stand in the sentence of {printed!r}"
            proof.doubts.append(Doubt(name, column, message))
        else:
            spans.append(span)
    _count(text, figure, value, proof)
    return spans


def _prove_quote(text: SourceText, quote: Row, proof: Proof) -> list[Span]:
    """The quote of an event's mention or of a claim, with the words that date it."""
    spans = []
    place = text.find(str(quote["quote"]), notes=True)
    if place is None:
        proof.doubts.append(Doubt(str(quote["id"]), "quote", f"the text has no {quote['quote']!r}"))
        return []
    spans.append(place)
    if not is_missing(quote["words"]):
        sentence = text.sentence(place[0])
        words = text.find(str(quote["words"]), after=sentence[0], until=sentence[1], notes=True)
        if words is None:
            message = f"{quote['words']!r} does not stand in the sentence of the quote"
            proof.doubts.append(Doubt(str(quote["id"]), "words", message))
        else:
            spans.append(words)
    _check_page(text, str(quote["id"]), quote["page"], place, proof)
    return spans


def _count(text: SourceText, figure: Row, span: Span, proof: Proof) -> None:
    proof.found += 1
    _check_page(text, str(figure["observation_id"]), figure["page"], span, proof)


def _check_page(text: SourceText, name: str, page: Any, span: Span, proof: Proof) -> None:
    found = text.page(span[0])
    if found is not None and not is_missing(page) and found != page:
        proof.doubts.append(Doubt(name, "page", f"it stands on page {found}, not {page}"))


# --- the other way round


def _unaccounted(text: SourceText, spans: list[Span], language: str) -> Iterator[Numeral]:
    for start, end in numerals(text.folded, language):
        if not any(first <= start and end <= last for first, last in spans):
            context = text.folded[max(0, start - 30) : end + 30]
            yield Numeral(text.line(start), text.page(start), text.folded[start:end], context)
