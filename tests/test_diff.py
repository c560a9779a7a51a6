"""Two versions of the package held against each other: every kind of change, from every kind of source."""

from __future__ import annotations

import json
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from click.testing import CliRunner, Result

import morocco_returns.diff.source as source_module
from morocco_returns.cli import main
from morocco_returns.diff.change import Change
from morocco_returns.diff.compare import Difference, compare_versions
from morocco_returns.diff.markdown import as_markdown
from morocco_returns.diff.rows import compare_rows
from morocco_returns.diff.semver import (
    KINDS,
    Bump,
    bump_between,
    demanded,
    next_version,
    parse_version,
    written,
)
from morocco_returns.diff.snapshot import Snapshot, read_snapshot
from morocco_returns.diff.source import SourceError, open_source
from morocco_returns.diff.tables import CODE_LISTS, FOLLOWING, FOLLOWING_TABLES, WORDING
from morocco_returns.schema import read_schema

from .conftest import ROOT
from .versions import LOAD, OFFERS, Version, column, small, table

CODE = ROOT / "scripts" / "morocco_returns"


def _snapshot(version: Version, root: Path) -> Snapshot:
    return read_snapshot(open_source(str(version.write(root)), root), root.name)


def _compared(tmp_path: Path, new: Version, old: Version | None = None) -> Difference:
    before = _snapshot(old or small(), tmp_path / "old")
    return compare_versions(before, _snapshot(new, tmp_path / "new"))


def _erratum(*cells: str) -> list[str]:
    return ["1.1.0", "observations", *cells, "a reason"]


# One example of every kind of change, as what is done to the newer version.


def _wording(new: Version) -> None:
    new.descriptor["title"] = "A better title"


def _detail(new: Version) -> None:
    new.descriptor["homepage"] = "https://example.org/"


def _rewritten(new: Version) -> None:
    new.rows["observations"].reverse()


def _row_wording(new: Version) -> None:
    new.rows["observations"][1][6] = "suppressed by the source"


def _opened(new: Version) -> None:
    new.descriptor["licenses"].append({"name": "ODbL-1.0"})


def _restricted(new: Version) -> None:
    new.descriptor["licenses"] = [{"name": "CC-BY-NC-4.0"}]


def _table_added(new: Version) -> None:
    new.add("areas", table(["area_id"], column("area_id")), [["NL"]])


def _table_removed(new: Version) -> None:
    new.drop("comparisons")


def _row_added(new: Version) -> None:
    new.rows["observations"].append(["f4", "letter", "return", "7", "7", "A", ""])


def _corrected(new: Version) -> None:
    new.rows["observations"][0][4] = "21"
    new.rows["changes"].append(_erratum("f1", "value", "20", "21", "our_error"))


def _corrected_unlisted(new: Version) -> None:
    new.rows["observations"][0][4] = "21"


def _follows(new: Version) -> None:
    new.rows["comparisons"][0][1] = "contradiction"


def _withdrawn(new: Version) -> None:
    del new.rows["observations"][2]
    new.rows["changes"].append(_erratum("f3", "*", "", "", "withdrawn"))


def _removed_unlisted(new: Version) -> None:
    del new.rows["observations"][2]


def _key_renamed(new: Version) -> None:
    new.rows["observations"][2][0] = "f9"


def _key_reused(new: Version) -> None:
    new.rows["observations"][2] = ["f3", "page", "return", "3", "3", "P", ""]


def _code_added(new: Version) -> None:
    new.column("observations", "status")["constraints"]["enum"].append("E")


def _code_removed(new: Version) -> None:
    new.column("observations", "status")["constraints"]["enum"].remove("P")


def _defined(new: Version) -> None:
    new.rows["indicators"][0][2] = "First requests."


def _reworded(new: Version) -> None:
    _defined(new)
    row = ["1.1.0", "indicators", "asylum", "definition", "First applications.", "First requests."]
    new.rows["changes"].append([*row, "our_error", "Other words for the same."])


def _meaning(new: Version) -> None:
    new.rows["indicators"][0][3] = "applications"


def _appended(new: Version) -> None:
    new.add_column("observations", 7, column("quote"))


def _appended_required(new: Version) -> None:
    new.add_column("observations", 7, column("quote", constraints={"required": True}), "words")


def _inserted(new: Version) -> None:
    new.add_column("observations", 2, column("quote"))


def _moved(new: Version) -> None:
    fields = new.schemas["observations"]["fields"]
    fields[3], fields[4] = fields[4], fields[3]
    for row in new.rows["observations"]:
        row[3], row[4] = row[4], row[3]


def _column_removed(new: Version) -> None:
    del new.schemas["observations"]["fields"][2]
    for row in new.rows["observations"]:
        del row[2]


def _type(new: Version) -> None:
    new.column("observations", "value")["type"] = "number"


def _primary_key(new: Version) -> None:
    new.schemas["observations"]["primaryKey"] = ["observation_id", "document_id"]


def _relaxed(new: Version) -> None:
    del new.column("observations", "value")["constraints"]["minimum"]


def _tightened(new: Version) -> None:
    new.column("observations", "document_id")["constraints"]["required"] = True


def _breaks(new: Version) -> None:
    new.column("observations", "value")["constraints"]["required"] = True


def _api(new: Version) -> None:
    new.files["scripts/morocco_returns/load.py"] = LOAD.replace("package=None", "folder=None")


EXAMPLES: dict[str, Callable[[Version], None]] = {
    "wording": _wording,
    "descriptor-detail": _detail,
    "rewritten": _rewritten,
    "row-wording": _row_wording,
    "licence-opened": _opened,
    "licence-restricted": _restricted,
    "table-added": _table_added,
    "table-removed": _table_removed,
    "row-added": _row_added,
    "value-corrected": _corrected,
    "correction-unlisted": _corrected_unlisted,
    "value-follows": _follows,
    "row-withdrawn": _withdrawn,
    "removal-unlisted": _removed_unlisted,
    "key-renamed": _key_renamed,
    "key-reused": _key_reused,
    "code-added": _code_added,
    "code-removed": _code_removed,
    "definition-changed": _defined,
    "definition-reworded": _reworded,
    "meaning-changed": _meaning,
    "column-appended": _appended,
    "column-appended-required": _appended_required,
    "column-inserted": _inserted,
    "column-moved": _moved,
    "column-removed": _column_removed,
    "type-changed": _type,
    "primary-key-changed": _primary_key,
    "constraint-relaxed": _relaxed,
    "constraint-tightened": _tightened,
    "constraint-breaks": _breaks,
    "api-broken": _api,
}
# What comes with a change as a matter of course.
BESIDE = {
    "key-renamed": {"row-added", "removal-unlisted"},
    "key-reused": {"correction-unlisted"},
}


def test_every_kind_of_change_has_an_example() -> None:
    """Catches a row of the table of data semver that nothing shows to be found."""
    assert list(EXAMPLES.keys() ^ KINDS.keys()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_change_is_found_and_demands_its_bump(tmp_path: Path, kind: str) -> None:
    """Catches a change that passes for another kind, or unseen."""
    new = small("1.1.0")
    EXAMPLES[kind](new)
    difference = _compared(tmp_path, new)
    found = {change.kind for change in difference.changes}
    assert found == {kind} | BESIDE.get(kind, set())
    assert difference.demands == max(KINDS[one].bump for one in found)


def test_a_definition_may_change_without_an_erratum_in_a_major_version(tmp_path: Path) -> None:
    """Catches an erratum demanded for what is no error: a new meaning is said by the number alone."""
    new = small("2.0.0")
    _defined(new)
    difference = _compared(tmp_path, new)
    assert (difference.missing, difference.demands) == ((), Bump.MAJOR)
    _reworded(reworded := small("1.1.0"))
    assert _compared(tmp_path / "reworded", reworded).idle == ()


def test_equal_versions_demand_nothing(tmp_path: Path) -> None:
    """Catches a version number or date that counts as a change."""
    new = small("1.0.1")
    new.descriptor["created"] = "2026-02-01T00:00:00Z"
    difference = _compared(tmp_path, new)
    assert difference.changes == ()
    assert difference.demands is Bump.NONE


def test_before_1_0_0_major_counts_as_minor(tmp_path: Path) -> None:
    """Catches a rule for stable versions that is applied before there is one."""
    new = small("0.2.0")
    _column_removed(new)
    assert _compared(tmp_path, new, small("0.1.0")).demands is Bump.MINOR


def test_equal_text_is_compared_not_equal_numbers(tmp_path: Path) -> None:
    """Catches a comparison by type, to which 007 and 7 are the same."""
    new = small("1.1.0")
    new.rows["observations"][2][3] = "1770"
    (change,) = _compared(tmp_path, new).changes
    assert (change.field, change.old, change.new) == ("value_printed", "1.770", "1770")


def test_an_empty_cell_is_told_from_text(tmp_path: Path) -> None:
    """Catches an empty cell that equals the word for one."""
    new = small("1.1.0")
    new.rows["observations"][1][4] = "4"
    (change,) = _compared(tmp_path, new).changes
    assert (change.key, change.old, change.new) == ("f2", None, "4")


def test_built_tables_are_counted_alone(tmp_path: Path) -> None:
    """Catches an erratum demanded for a row that follows from others."""
    new = small("1.1.0")
    new.rows["series"] = [["f2", "<5"]]
    difference = _compared(tmp_path, new)
    (change,) = difference.changes
    assert (change.kind, change.table, change.key) == ("value-follows", "series", None)
    (counts,) = [counts for counts in difference.tables if counts.built]
    assert (counts.added, counts.removed) == (1, 1)


def test_a_note_that_a_built_table_repeats_is_wording_there_too(tmp_path: Path) -> None:
    """Catches a minor version for every note that is put better."""
    old, new = small(), small("1.0.1")
    for version, note in ((old, "a note"), (new, "a better one")):
        version.add_column("series", 2, column("note"), note)
        version.add_column("series", 3, column("area_label"), note)
    assert _compared(tmp_path, new, old).demands is Bump.PATCH


def test_rows_are_not_matched_where_the_key_changed(tmp_path: Path) -> None:
    """Catches every row reported as new because its key has another form."""
    new = small("2.0.0")
    _primary_key(new)
    counts = {counts.name: counts for counts in _compared(tmp_path, new).tables}
    assert counts["observations"].added is None
    assert counts["observations"].rows == (3, 3)


def test_a_new_delimiter_changes_the_reading_and_no_cell(tmp_path: Path) -> None:
    """Catches rows that are all different because the commas are semicolons."""
    new = small("2.0.0")
    new.delimiter = ";"
    for entry in new.descriptor["resources"]:
        entry["dialect"] = {"delimiter": ";"}
    found = _compared(tmp_path, new).changes
    assert {change.kind for change in found} == {"type-changed"}


def test_another_word_for_a_missing_value_is_no_other_value(tmp_path: Path) -> None:
    """Catches NA taken for a correction where the schema calls it empty."""
    new = small("2.0.0")
    new.schemas["observations"]["missingValues"] = ["", "NA"]
    new.rows["observations"][1][4] = "NA"
    found = _compared(tmp_path, new).changes
    assert [(change.kind, change.note) for change in found] == [("type-changed", "missingValues")]


@pytest.mark.parametrize(
    ("key", "before", "after", "kind"),
    [
        ("minimum", 0, -1, "constraint-relaxed"),
        ("minimum", 0, 5, "constraint-tightened"),
        ("minimum", 0, 100, "constraint-breaks"),
        ("maximum", None, 5000, "constraint-tightened"),
        ("maximum", 5000, 6000, "constraint-relaxed"),
        ("unique", None, True, "constraint-tightened"),
        ("pattern", None, "[0-9]+", "constraint-tightened"),
        ("maxLength", None, 3, "constraint-breaks"),
    ],
)
def test_a_constraint_is_held_against_published_rows(
    tmp_path: Path, key: str, before: object, after: object, kind: str
) -> None:
    """Catches a tighter constraint that fails rows and passes for harmless, and one that nothing reads."""
    name = "value_printed" if key in ("pattern", "maxLength") else "value"
    old, new = small(), small("2.0.0")
    for version, value in ((old, before), (new, after)):
        constraints = version.column("observations", name)["constraints"]
        constraints.pop(key, None)
        if value is not None:
            constraints[key] = value
        version.rows["observations"][1][3] = "4"
        version.rows["observations"][2][3] = "1770"
    found = _compared(tmp_path, new, old).changes
    assert [(change.kind, change.note) for change in found] == [(kind, key)]


@pytest.mark.parametrize(
    ("part", "added", "kind"),
    [
        ("foreignKeys", ("indicator_id", "indicators", "indicator_id"), "constraint-tightened"),
        ("foreignKeys", ("document_id", "indicators", "indicator_id"), "constraint-breaks"),
        ("foreignKeys", ("document_id", "nowhere", "indicator_id"), "constraint-breaks"),
        ("uniqueKeys", ["document_id", "value_printed"], "constraint-tightened"),
        ("uniqueKeys", ["document_id", "status"], "constraint-breaks"),
    ],
)
def test_a_key_between_tables_is_held_against_published_rows(
    tmp_path: Path, part: str, added: Any, kind: str
) -> None:
    """Catches a reference to what does not exist that passes for a harmless one."""
    new = small("2.0.0")
    if part == "foreignKeys":
        field, target, there = added
        added = {"fields": [field], "reference": {"resource": target, "fields": [there]}}
    new.schemas["observations"][part] = [added]
    assert [change.kind for change in _compared(tmp_path, new).changes] == [kind]


def test_what_was_perhaps_renamed_is_said(tmp_path: Path) -> None:
    """Catches a rename that reads as a loss."""
    new = small("2.0.0")
    new.column("observations", "value")["name"] = "count"
    new.rows["observations"][2][0] = "f9"
    new.add("contests", new.schemas["comparisons"], new.rows["comparisons"])
    new.drop("comparisons")
    notes = {change.kind: change.note for change in _compared(tmp_path, new).changes if change.note}
    assert notes["column-removed"] == "perhaps renamed to count"
    assert notes["key-renamed"] == "perhaps renamed to f9"
    assert notes["table-removed"] == "perhaps renamed to contests"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (["CC-BY-4.0"], ["CC0-1.0"], "licence-opened"),
        (["CC-BY-SA-4.0"], ["CC-BY-4.0"], "licence-opened"),
        (["CC-BY-4.0"], ["CC-BY-SA-4.0"], "licence-restricted"),
        (["CC-BY-4.0"], ["Own-1.0"], "licence-restricted"),
        (["CC-BY-4.0"], [], "licence-restricted"),
        (["CC-BY-4.0", "ODbL-1.0"], ["CC-BY-4.0"], "licence-restricted"),
    ],
)
def test_licences_are_weighed(tmp_path: Path, before: list[str], after: list[str], kind: str) -> None:
    """Catches a licence that takes away what users were promised, in a small version."""
    old, new = small(), small("2.0.0")
    old.descriptor["licenses"] = [{"name": name} for name in before]
    new.descriptor["licenses"] = [{"name": name} for name in after]
    assert [change.kind for change in _compared(tmp_path, new, old).changes] == [kind]


@pytest.mark.parametrize(
    ("load", "offers", "broken"),
    [
        (LOAD, OFFERS, False),
        (LOAD.replace("package=None", "package=None, sha256=None"), OFFERS, False),
        (LOAD.replace("*, ", "*, cache=False, "), OFFERS, False),
        (LOAD.replace("*, ", "*, cache, "), OFFERS, True),
        (LOAD.replace("package=None", "package"), OFFERS, True),
        (LOAD.replace("table, package=None", "package=None, table=None"), OFFERS, True),
        (LOAD.replace("*, censored=True", "*"), OFFERS, True),
        (LOAD, OFFERS.replace(', "tables"', ""), True),
        (LOAD, OFFERS.replace('"tables"', '"tables", "total"'), False),
        ("def load(:", OFFERS, False),
    ],
)
def test_calls_that_were_right_stay_right(tmp_path: Path, load: str, offers: str, broken: bool) -> None:
    """Catches a parameter that is renamed, moved or newly due, and an alarm where a call still works."""
    new = small("2.0.0")
    new.files["scripts/morocco_returns/load.py"] = load.replace("*):", "**more):")
    new.files["scripts/morocco_returns/__init__.py"] = offers
    assert [change.kind for change in _compared(tmp_path, new).changes] == ["api-broken"] * broken


# The errata.


def test_an_erratum_with_another_value_lists_nothing(tmp_path: Path) -> None:
    """Catches a list of errata that says another correction than was made."""
    new = small("1.1.0")
    new.rows["observations"][0][4] = "21"
    new.rows["changes"].append(_erratum("f1", "value", "20", "22", "our_error"))
    difference = _compared(tmp_path, new)
    assert [change.kind for change in difference.changes] == ["correction-unlisted"]
    assert [erratum.row_key for erratum in difference.idle] == ["f1"]


def test_corrections_over_several_releases_lead_from_the_old_value_to_the_new(tmp_path: Path) -> None:
    """Catches versions that lie further apart taken for unlisted."""
    new = small("1.2.0")
    new.rows["observations"][0][4] = "22"
    first, second = (
        _erratum("f1", "value", "20", "21", "our_error"),
        _erratum("f1", "value", "21", "22", "our_error"),
    )
    second[0] = "1.2.0"
    new.rows["changes"] += [second, first]
    assert [change.kind for change in _compared(tmp_path, new).changes] == ["value-corrected"]


def test_an_erratum_of_an_older_release_excuses_nothing_new(tmp_path: Path) -> None:
    """Catches an old row of the list that covers a later slip."""
    old, new = small(), small("1.1.0")
    for version in (old, new):
        version.rows["changes"].append(["1.0.0", *_erratum("f1", "value", "20", "21", "our_error")[1:]])
    new.rows["observations"][0][4] = "21"
    assert [change.kind for change in _compared(tmp_path, new, old).changes] == ["correction-unlisted"]


def test_what_is_missing_is_a_row_to_complete(tmp_path: Path) -> None:
    """Catches a stub that lacks a key or a value."""
    new = small("1.1.0")
    new.rows["observations"][1][4] = "4"
    del new.rows["observations"][2]
    gone, changed = sorted(_compared(tmp_path, new).missing, key=lambda erratum: erratum.field)
    assert (gone.row_key, gone.field, gone.kind) == ("f3", "*", "withdrawn")
    assert (changed.row_key, changed.field, changed.old_value, changed.new_value) == (
        "f2",
        "value",
        None,
        "4",
    )
    assert {gone.release, changed.release} == {"1.1.0"}


def test_the_list_of_errata_only_grows(tmp_path: Path) -> None:
    """Catches an erratum that is taken back or rewritten; its reason may be put better."""
    old, new = small(), small("1.1.0")
    old.rows["changes"] = [
        ["1.0.0", "observations", "f1", "value", "19", "20", "our_error", "a reason"],
        ["1.0.0", "observations", "f2", "note", "", "x", "our_error", "a reason"],
        ["1.0.0", "observations", "f3", "value", "1", "1770", "our_error", "a reason"],
    ]
    new.rows["changes"] = [
        ["1.0.0", "observations", "f1", "value", "18", "20", "our_error", "a better reason"],
        ["1.0.0", "observations", "f3", "value", "1", "1770", "our_error", "a better reason"],
    ]
    kinds = sorted(change.kind for change in _compared(tmp_path, new, old).changes)
    assert kinds == ["correction-unlisted", "removal-unlisted", "row-wording", "row-wording"]


# Rows by themselves.


def test_a_composite_key_with_an_empty_part_is_matched() -> None:
    """Catches rows lost because nothing equals nothing."""
    old = pl.DataFrame({"a": ["x", None], "b": ["1", "1"], "c": ["p", "q"]})
    new = pl.DataFrame({"a": ["x", None], "b": ["1", "1"], "c": ["p", "r"]})
    rows = compare_rows(old, new, ["a", "b"])
    assert [(cell.key, cell.old, cell.new) for cell in rows.changed] == [("|1", "q", "r")]
    assert (rows.added, rows.removed) == ((), ())


# Versions.


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "01.0.0", "1.0.0-rc1", "1.0.0\n", "", "१.0.0"])
def test_only_three_numbers_are_a_version(text: str) -> None:
    """Catches a version that tools would order in different ways."""
    with pytest.raises(ValueError, match=r"x\.y\.z"):
        parse_version(text)


def test_versions_go_up_by_the_part_that_is_asked() -> None:
    """Catches a bump that leaves lower parts standing."""
    assert [written(next_version((1, 2, 3), bump)) for bump in Bump] == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]
    pairs = [((1, 2, 3), (1, 2, 4)), ((1, 2, 3), (1, 4, 0)), ((1, 2, 3), (2, 0, 0)), ((1, 2, 3), (1, 2, 2))]
    assert [bump_between(*pair) for pair in pairs] == [Bump.PATCH, Bump.MINOR, Bump.MAJOR, Bump.NONE]
    assert demanded([], (1, 0, 0)) is Bump.NONE


# The real package.


def test_every_table_and_column_that_the_classes_name_exists() -> None:
    """Catches a class of columns that lost its column to a rename."""
    schemas = {
        path.stem: read_schema(path.stem, path.read_bytes()) for path in (ROOT / "schemas").glob("*.json")
    }
    assert {*CODE_LISTS, *FOLLOWING_TABLES, *FOLLOWING} <= schemas.keys()
    assert all(set(names) <= set(schemas[name].names) for name, names in FOLLOWING.items())
    assert set(WORDING) <= {name for schema in schemas.values() for name in schema.names}


def test_the_package_differs_from_its_copy_in_nothing(tmp_path: Path) -> None:
    """Catches a real table or schema that the comparison cannot read."""
    with zipfile.ZipFile(tmp_path / "q.zip", "w") as archive:
        for path in [ROOT / "datapackage.json", *ROOT.glob("data/**/*.csv"), *ROOT.glob("schemas/*.json")]:
            archive.write(path, path.relative_to(ROOT))
    zipped = read_snapshot(open_source(str(tmp_path / "q.zip"), tmp_path), "zip")
    folder = read_snapshot(open_source(str(ROOT), ROOT), "folder")
    assert compare_versions(zipped, folder).changes == ()


# Sources: folders, zips, tags.


def _zip(path: Path, folder: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, prefix + file.relative_to(folder).as_posix())
    return path


def _git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", root, *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("form", ["folder", "descriptor", "zip", "zip in a folder", "tag", "commit"])
def test_a_version_reads_the_same_from_everywhere(tmp_path: Path, form: str) -> None:
    """Catches a source whose cells or schemas are not those of the others."""
    root = small().write(tmp_path / "p")
    names: dict[str, object] = {
        "folder": root,
        "descriptor": root / "datapackage.json",
        "tag": "v1.0.0",
        "commit": "HEAD",
    }
    name = names.get(form)
    if name is None:
        name = _zip(tmp_path / "p.zip", root, "small-1.0.0/" if form == "zip in a folder" else "")
    if form in ("tag", "commit"):
        _git(root, "init", "-q")
        _git(root, "add", ".")
        _git(root, "commit", "-q", "-m", "m")
        _git(root, "tag", "-a", "v1.0.0", "-m", "m")
        (root / "data" / "observations.csv").write_text("spoiled\n")
    found = read_snapshot(open_source(str(name), root), "x")
    clean = small().write(tmp_path / "clean")
    assert compare_versions(read_snapshot(open_source(str(clean), clean), "y"), found).changes == ()


def _member(name: str, mode: int = 0o100644) -> Callable[[zipfile.ZipFile], None]:
    def add(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, "x")

    return add


@pytest.mark.parametrize(
    ("add", "says"),
    [
        (_member("../outside.csv"), "leaves its folder"),
        (_member("/etc/passwd"), "leaves its folder"),
        (_member("data\\..\\..\\x"), "leaves its folder"),
        (_member("C:/x"), "leaves its folder"),
        (_member("data/link.csv", stat.S_IFLNK | 0o777), "symbolic link"),
    ],
)
def test_an_unsafe_zip_is_refused(tmp_path: Path, add: Callable[[zipfile.ZipFile], None], says: str) -> None:
    """Catches an archive that would reach out of its folder."""
    path = _zip(tmp_path / "p.zip", small().write(tmp_path / "p"))
    with zipfile.ZipFile(path, "a") as archive:
        add(archive)
    with pytest.raises(SourceError, match=says):
        open_source(str(path), tmp_path)


def test_a_zip_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an archive that unpacks to far more than it weighs."""
    monkeypatch.setattr(source_module, "LARGEST", 100)
    path = _zip(tmp_path / "p.zip", small().write(tmp_path / "p"))
    with pytest.raises(SourceError, match="unpacked"):
        open_source(str(path), tmp_path)


def test_a_broken_zip_is_refused(tmp_path: Path) -> None:
    """Catches a traceback from a download that broke off."""
    path = _zip(tmp_path / "p.zip", small().write(tmp_path / "p"))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="cannot be read as a zip"):
        open_source(str(path), tmp_path)


def _twice(version: Version) -> None:
    version.rows["observations"].append(version.rows["observations"][0])


def _no_key(version: Version) -> None:
    version.schemas["observations"]["primaryKey"] = []


def _outside(version: Version) -> None:
    version.resource("observations")["schema"] = "../elsewhere.json"


def _far(version: Version) -> None:
    version.descriptor["resources"][0]["schema"] = "https://example.org/schema.json"


def _ragged(version: Version) -> None:
    version.rows["observations"][0].append("one too many")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_twice, "line 2: the key 'f1' stands twice"),
        (_no_key, "primary key"),
        (_outside, "not a path inside"),
        (_far, "not a path inside"),
        (_ragged, "line 2: the row has 8 cells"),
    ],
)
def test_a_version_that_cannot_be_compared_says_why(
    tmp_path: Path, spoil: Callable[[Version], None], says: str
) -> None:
    """Catches a comparison with half a package, and a traceback."""
    version = small()
    spoil(version)
    with pytest.raises(SourceError, match=says):
        _snapshot(version, tmp_path / "p")


JUNK: list[object] = [None, True, 0, -1, "", "x", [], [1], [None], {}, {"a": 1}, [[]], [{}]]


def _places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _places(inner, (*path, key))


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_junk_in_any_place_of_a_json_file_is_compared_or_refused(tmp_path: Path, junk: object) -> None:
    """Catches a traceback where a version of somebody's own is held against ours, on either side."""
    good = _snapshot(small(), tmp_path / "good")
    root = small().write(tmp_path / "bad")
    for name in ("datapackage.json", "schemas/observations.json"):
        text = (root / name).read_text("utf-8")
        for path in [*_places(json.loads(text))][JUNK.index(junk) % 5 :: 5]:
            spoiled = json.loads(text)
            inner = spoiled
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = junk
            (root / name).write_text(json.dumps(spoiled), "utf-8")
            with suppress(ValueError):
                bad = read_snapshot(open_source(str(root), root), "bad")
                compare_versions(good, bad)
                compare_versions(bad, good)
        (root / name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("datapackage.json", "[", "not JSON"),
        ("datapackage.json", "{}", "lists no resources"),
        ("datapackage.json", '{"resources": [1]}', "without a name"),
        ("schemas/observations.json", '{"fields": [1]}', "has no name"),
        ("schemas/observations.json", '{"fields": []}', "primary key"),
        ("data/observations.csv", "", "the file is empty"),
        ("data/observations.csv", 'observation_id,"\n', "observations.csv"),
    ],
)
def test_a_spoiled_file_is_named(tmp_path: Path, path: str, text: str, says: str) -> None:
    """Catches an error that does not say which file it is about."""
    root = small().write(tmp_path / "p")
    (root / path).write_text(text)
    with pytest.raises(SourceError, match=says):
        read_snapshot(open_source(str(root), root), "p")


@pytest.mark.parametrize("path", ["datapackage.json", "schemas/series.json", "data/observations.csv"])
def test_a_missing_file_is_named(tmp_path: Path, path: str) -> None:
    """Catches a lost file that counts as an empty one."""
    root = small().write(tmp_path / "p")
    (root / path).unlink()
    with pytest.raises(SourceError, match=path):
        read_snapshot(open_source(str(root), root), "p")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Catches a file of somebody's disk that ends up in a report."""
    root = small().write(tmp_path / "p")
    (tmp_path / "secret.csv").write_text("secret\n")
    (root / "data" / "observations.csv").unlink()
    (root / "data" / "observations.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(SourceError, match="leads out"):
        read_snapshot(open_source(str(root), root), "p")


# The command.


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions with all kinds of changes that go together."""
    new = small("1.1.0")
    for change in (_wording, _row_wording, _row_added, _corrected, _removed_unlisted, _appended, _follows):
        change(new)
    return small().write(tmp_path / "old"), new.write(tmp_path / "new")


def test_the_command_says_what_changed_and_what_is_due(pair: tuple[Path, Path]) -> None:
    """Catches a report without its verdict, and an exit code that hides a missing erratum."""
    result = _run(*pair)
    assert result.exit_code == 1
    assert "observations: 1 added, 1 removed, 2 changed (3 rows now)" in result.output
    assert "minor, refused as it stands [removal-unlisted]" in result.output
    assert "1 row missing in data/changes.csv" in result.output
    assert result.output.endswith("these changes demand a minor version: 1.1.0 or above; 1.1.0 is\n")


def test_the_json_has_its_form(pair: tuple[Path, Path]) -> None:
    """Catches output that programs written against the schema cannot read."""
    result = _run(*pair, "--format", "json")
    record = json.loads(result.output)
    schema = json.loads((CODE / "diff" / "diff.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(record)
    assert record["demands"] == "minor"
    assert [erratum["row_key"] for erratum in record["missing_errata"]] == ["f3"]
    assert {change["kind"] for change in record["changes"]} >= {"row-added", "column-appended"}


@pytest.mark.parametrize("spoil", ["demands", "changes", "missing_errata"])
def test_the_form_of_the_json_refuses_another(pair: tuple[Path, Path], spoil: str) -> None:
    """Catches a schema that lets everything pass."""
    record = json.loads(_run(*pair, "--format", "json").output)
    record[spoil] = [{"kind": "no"}]
    schema = json.loads((CODE / "diff" / "diff.schema.json").read_text("utf-8"))
    assert not jsonschema.Draft202012Validator(schema).is_valid(record)


def test_the_summary_is_markdown_that_data_cannot_break(tmp_path: Path) -> None:
    """Catches a cell that closes a table or writes a heading."""
    new = small("1.1.0")
    new.rows["observations"][1][6] = "a | b\n# heading <img src=x> [link](x) `code`"
    shown = as_markdown(_compared(tmp_path, new))
    assert "\n# heading" not in shown
    assert "<img" not in shown
    assert "[link]" not in shown
    assert "| `observations` | 1 changed (3 rows now) |" in shown


def test_a_cell_commands_no_terminal(tmp_path: Path) -> None:
    """Catches escape codes and markup in a cell."""
    old, new = small(), small("1.1.0")
    new.rows["observations"][1][6] = "\x1b[31m [bold]x[/bold] ::error::"
    shown = _run(old.write(tmp_path / "old"), new.write(tmp_path / "new")).output
    assert "\x1b" not in shown
    assert "::error" not in shown
    assert "[bold]x[/bold]" in shown


@pytest.mark.parametrize("name", ["nowhere", "-x", "--upload-pack=x", "v9.9.9", ""])
def test_a_version_that_does_not_exist_is_an_error_in_words(tmp_path: Path, name: str) -> None:
    """Catches a traceback, and a name that git would take for an option."""
    result = _run("--", small().write(tmp_path / "p"), name)
    assert result.exit_code == 2
    assert "is no folder, no zip, and no tag or commit" in result.output


def test_a_change_says_where_it_is() -> None:
    """Catches a change of the package as a whole that reads as one of nowhere."""
    assert Change("wording").place() == "the package"
    assert Change("row-added", "areas", "NL").place() == "areas NL"
