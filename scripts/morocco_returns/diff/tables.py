"""What a changed cell or row means, by table and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from morocco_returns.diff.change import Change
from morocco_returns.diff.rows import Cell, RowChanges, compare_rows
from morocco_returns.diff.snapshot import Resource

# Tables whose rows give codes their meaning.
CODE_LISTS = ("areas", "indicators", "populations")
# Text of ours beside a value, in code lists too, and how a document was fetched and kept.
WORDING = (
    "note", "label", "label_en", "label_nl", "label_fr", "terms", "explanation", "reason",
    "rounding_evidence", "scope_reason", "accessed", "archived_url", "text_sha256",
)  # fmt: skip
# What is judged or counted from other rows, and changes with them.
FOLLOWING_TABLES = ("comparisons", "comparison_members", "claim_observations")
FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "claims": ("verdict", "reference_id"),
    "documents": ("figures", "keying_disagreements"),
}


def row_changes(old: Resource, new: Resource) -> RowChanges | None:
    """The rows of a table in both versions; None where they cannot be matched, as the key changed."""
    if old.key != new.key:
        return None
    aside = [*WORDING, *FOLLOWING.get(new.name, ())]
    return compare_rows(old.frame, new.frame, new.key, aside)


def built_changes(table: str, rows: RowChanges) -> Iterator[Change]:
    """A built table follows from the others and from our rules: that its rows changed is all that is said."""
    if rows.any:
        worded = not (rows.added or rows.removed) and all(_is_wording(cell.field) for cell in rows.changed)
        note = f"{len(rows.added)} rows added, {len(rows.removed)} removed, {len(rows.changed)} cells changed"
        yield Change("row-wording" if worded else "value-follows", table, note=note)


def curated_changes(table: str, rows: RowChanges) -> Iterator[Change]:
    """Every change in the rows of a table that is written by hand, by its kind.

    What must be listed in ``changes`` has a kind that is refused: the errata decide.
    """
    coded = table in CODE_LISTS
    for key in rows.added:
        yield Change("code-added" if coded else "row-added", table, key)
    for key in rows.removed:
        yield from _removed(table, key, coded=coded)
    for key, became in rows.renamed.items():
        yield Change("key-renamed", table, key, note=f"perhaps renamed to {became}")
    for key in sorted(rows.reused):
        yield Change("key-reused", table, key, note="more than half of its cells hold something else")
    for cell in rows.changed:
        yield Change(_kind(table, cell, coded=coded), table, cell.key, cell.field, cell.old, cell.new)


def _is_wording(column: str) -> bool:
    """Whether a column holds text of ours; built tables repeat labels with the code's name before them."""
    return column in WORDING or column.endswith("_label")


def _removed(table: str, key: str, *, coded: bool) -> Iterator[Change]:
    if table in FOLLOWING_TABLES:
        yield Change("value-follows", table, key, note="the row is gone")
        return
    if coded:
        yield Change("code-removed", table, key)
    yield Change("removal-unlisted", table, key)


def _kind(table: str, cell: Cell, *, coded: bool) -> str:
    if _is_wording(cell.field):
        return "row-wording"
    if table in FOLLOWING_TABLES or cell.field in FOLLOWING.get(table, ()):
        return "value-follows"
    if coded:
        return "definition-changed" if cell.field == "definition" else "meaning-changed"
    return "correction-unlisted"
