"""A reviewed exception sets one finding aside for a time, and nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from morocco_returns.build.metadata import read_metadata
from morocco_returns.build.run import build, check_sources, release_files
from morocco_returns.check.exceptions import PATH, excuse, read_exceptions
from morocco_returns.check.run import Report, report_on
from morocco_returns.cli import main
from morocco_returns.finding import Finding, Severity
from morocco_returns.read import read_package

from .conftest import ROOT, Copy

TODAY = date(2026, 12, 1)
BLANK = {
    "rule": "white-space",
    "file": "data/areas.csv",
    "key": "NL",
    "column": "label_nl",
    "reason": "The blank stands in the official list of names.",
    "reviewed": "2026-11-22",
    "expires": "2027-11-22",
}


def _write(package: Copy, *entries: dict[str, str]) -> None:
    """Put these exceptions in place of the package's own."""
    (package.root / PATH).write_text("\n".join([*_lines(*entries), ""]), "utf-8")


def _add(package: Copy, entry: dict[str, str]) -> None:
    own = (package.root / PATH).read_text("utf-8")
    (package.root / PATH).write_text("\n".join([own.rstrip("\n"), *_lines(entry), ""]), "utf-8")


def _lines(*entries: dict[str, str]) -> list[str]:
    lines = []
    for entry in entries:
        parts = [f"{name}: {json.dumps(text)}" for name, text in entry.items()]
        lines += [f"{'- ' if number == 0 else '  '}{part}" for number, part in enumerate(parts)]
    return lines


def _report(package: Copy) -> Report:
    return report_on(package.root, today=TODAY)


def _cells(package: Copy) -> tuple[set[str], set[str], set[tuple[str, int | None, str | None]]]:
    """Rules of the kept and of the excused findings in the areas' cells, and faults of the exceptions."""
    read = read_package(package.root)
    verdict = excuse(read, package.check_cells("areas"), TODAY)
    problems = {(finding.rule, finding.line, finding.column) for finding in verdict.problems}
    return {f.rule for f in verdict.kept}, {f.rule for f in verdict.excused}, problems


def test_a_covered_finding_is_set_aside_and_counted(package: Copy) -> None:
    """Catches an exception that does nothing, and one that hides that anything was excused."""
    package.edit("areas", "NL", label_nl="Nederland ")
    _write(package, BLANK)
    report = _report(package)
    assert [finding for finding in report.findings if finding.file in (BLANK["file"], PATH)] == []
    assert [finding.rule for finding in report.excused] == ["white-space"]


@pytest.mark.parametrize("row", ["NL", "BE"])
def test_a_row_is_known_by_its_key_wherever_it_stands(package: Copy, row: str) -> None:
    """Catches an exception that moves to another row when one is inserted above."""
    package.edit("areas", row, label_nl="Naam ")
    _write(package, BLANK)
    kept, excused, problems = _cells(package)
    if row == "NL":
        assert (kept, excused, problems) == (set(), {"white-space"}, set())
    else:
        assert (kept, excused, problems) == ({"white-space"}, set(), {("exception-unused", 1, None)})


@pytest.mark.parametrize(
    "part", [{"rule": "invisible-character"}, {"file": "data/events.csv"}, {"column": "label_fr"}]
)
def test_nothing_else_is_excused(package: Copy, part: dict[str, str]) -> None:
    """Catches an exception that covers more than it names."""
    package.edit("areas", "NL", label_nl="Nederland ")
    _write(package, {**BLANK, **part})
    assert _cells(package)[0] == {"white-space"}


def test_without_key_and_column_the_whole_file_is_meant(package: Copy) -> None:
    """Catches a key or column that must be given although it need not."""
    package.edit("areas", "NL", label_nl="Nederland ", label_fr="Pays-Bas ")
    package.edit("areas", "BE", label_nl=" België")
    _write(package, {name: text for name, text in BLANK.items() if name not in ("key", "column")})
    assert _cells(package) == (set(), {"white-space"}, set())


def test_the_parts_of_a_key_are_joined(package: Copy) -> None:
    """Catches rows of tables with a composite key that no exception can name."""
    row = package.rows("event_mentions")[3]
    rows = package.rows("event_mentions")
    rows[3]["quote"] += " "
    package.save("event_mentions", rows)
    key = f"{row['event_id']}, {row['document_id']}"
    _write(package, {**BLANK, "file": "data/event_mentions.csv", "key": key, "column": "quote"})
    verdict = excuse(read_package(package.root), package.check_cells("event_mentions"), TODAY)
    assert (verdict.kept, len(verdict.excused), verdict.problems) == ([], 1, [])


@pytest.mark.parametrize(
    ("change", "rule", "column"),
    [
        ({"rule": "white-spaces"}, "exception-rule", "rule"),
        ({"rule": "hash"}, "exception-rule", "rule"),
        ({"rule": "path-outside"}, "exception-rule", "rule"),
        ({"rule": "foreign-key"}, "exception-rule", "rule"),
        ({"rule": "exception-reason"}, "exception-rule", "rule"),
        ({"reason": "known"}, "exception-reason", "reason"),
        ({"reason": "it is as it is"}, "exception-reason", "reason"),
        ({"reason": ""}, "exceptions-broken", None),
        ({"rule": ""}, "exceptions-broken", None),
        ({"colunm": "label_nl"}, "exceptions-broken", None),
        ({"expires": "2027-11-24"}, "exception-dates", "expires"),
        ({"expires": "2026-11-21"}, "exception-dates", "expires"),
        ({"expires": "9999-12-31"}, "exception-dates", "expires"),
        ({"expires": "2027-W01-1"}, "exception-dates", "expires"),
        ({"expires": "2027-02-30"}, "exception-dates", "expires"),
        ({"reviewed": "22-11-2026"}, "exception-dates", "reviewed"),
        ({"reviewed": "2026-12-03", "expires": "2027-12-01"}, "exception-dates", "reviewed"),
        ({"expires": "2026-11-30"}, "exception-expired", "expires"),
    ],
)
def test_an_exception_that_is_not_in_order_is_reported_and_excuses_nothing(
    package: Copy, change: dict[str, str], rule: str, column: str | None
) -> None:
    """Catches an exception without a reason, without an end, or for what nobody may excuse."""
    package.edit("areas", "NL", label_nl="Nederland ")
    _write(package, {**BLANK, "rule": "white-space", **change})
    assert _cells(package) == ({"white-space"}, set(), {(rule, 1, column)})


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 11, 22)])
def test_an_exception_holds_from_its_review_to_its_last_day(package: Copy, day: date) -> None:
    """Catches an exception that ends a day early or late."""
    _write(package, BLANK)
    entries, problems = read_exceptions(package.root, day)
    assert (len(entries), problems) == (1, [])


def test_each_exception_is_reported_at_its_own_line(package: Copy) -> None:
    """Catches a finding that leaves its reader to search a long file."""
    _write(package, BLANK, {**BLANK, "reason": "no"})
    _, problems = read_exceptions(package.root, TODAY)
    assert [(problem.line, problem.file) for problem in problems] == [(len(BLANK) + 1, PATH)]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"a: b\n",
        b"text",
        b"- text\n",
        b"- rule: [a]\n",
        b"- {rule: a, rule: b}\n",
        b"- ? [a]\n  : b\n",
        b"\xff\xfe",
        b"\x00",
        b"- !!python/object/apply:os.system [id]\n",
        b"--- []\n--- []\n",
        b"[" * 5000,
        b"- *nowhere\n",
        b"- &a [*a]\n",
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(package: Copy, content: bytes) -> None:
    """Catches a traceback, and a broken file that looks like no exceptions."""
    (package.root / PATH).write_bytes(content)
    entries, problems = read_exceptions(package.root, TODAY)
    assert entries == []
    assert {problem.rule for problem in problems} == {"exceptions-broken"}


@pytest.mark.parametrize("content", [None, b"", b"# nothing\n", b"[]\n"])
def test_a_package_need_not_bring_exceptions(package: Copy, content: bytes | None) -> None:
    """Catches a package without the file, or with an empty one, that does not pass."""
    (package.root / PATH).unlink(missing_ok=True)
    if content is not None:
        (package.root / PATH).write_bytes(content)
    assert read_exceptions(package.root, TODAY) == ([], [])


def test_only_a_file_of_the_package_counts(package: Copy, tmp_path: Path) -> None:
    """Catches exceptions that come from elsewhere by way of a link."""
    outside = tmp_path / "exceptions.yaml"
    _write(package, BLANK)
    (package.root / PATH).rename(outside)
    (package.root / PATH).symlink_to(outside)
    entries, problems = read_exceptions(package.root, TODAY)
    assert (entries, [problem.rule for problem in problems]) == ([], ["exceptions-broken"])


@pytest.mark.parametrize("target", ["folder", "nowhere"])
def test_something_else_in_place_of_the_file_is_a_finding(package: Copy, target: str) -> None:
    """Catches a traceback of the operating system."""
    path = package.root / PATH
    path.unlink(missing_ok=True)
    path.mkdir() if target == "folder" else path.symlink_to("nowhere")
    assert [problem.rule for problem in read_exceptions(package.root, TODAY)[1]] == ["exceptions-broken"]


def test_text_is_taken_as_it_stands(package: Copy) -> None:
    """Catches the key NO, or 1e3, read as something else than text."""
    (package.root / PATH).write_text(
        "- rule: white-space\n  file: data/areas.csv\n  key: NO\n  column: 1e3\n"
        "  reason: The blank stands in the official list.\n  reviewed: 2026-11-22\n  expires: 2026-12-22\n",
        "utf-8",
    )
    (entry,) = read_exceptions(package.root, TODAY)[0]
    assert (entry.key, entry.column) == ("NO", "1e3")


def test_an_exception_without_a_finding_is_a_warning_unless_the_check_was_not_whole(package: Copy) -> None:
    """Catches an exception left behind, and one called useless because its rule could not run."""
    _write(package, {**BLANK, "rule": "row-one-quantity", "file": "data/observations.csv", "key": "f00007"})
    (finding,) = [finding for finding in _report(package).findings if finding.file == PATH]
    assert (finding.rule, finding.severity) == ("exception-unused", Severity.WARNING)
    assert "exception-unused" not in {finding.rule for finding in check_sources(package.root).findings}
    package.write("observations", b"")
    assert "exception-unused" not in {finding.rule for finding in _report(package).findings}


def test_the_command_line_counts_and_shows_what_is_excused(package: Copy) -> None:
    """Catches findings that disappear without a trace."""
    package.edit("areas", "NL", label_nl="Nederland ")
    day = date.today().isoformat()
    _add(package, {**BLANK, "reviewed": day, "expires": day})
    build(package.root)
    arguments = ["validate", str(package.root)]
    shown = CliRunner().invoke(main, [*arguments, "--no-exceptions", "--format", "json"])
    assert shown.exit_code == 1
    rules = [record["rule"] for record in json.loads(shown.output)]
    assert rules.count("white-space") == 1
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    number = f"{len(rules)} finding{'s' if len(rules) > 1 else ''}"
    assert f"no findings\n{number} excused by {PATH} (--no-exceptions" in result.output


def test_every_exception_of_the_package_still_covers_a_finding() -> None:
    """Catches an exception left behind after its finding was mended, and one that is not in order."""
    day = date.today()
    entries, faults = read_exceptions(ROOT, day)
    problems = [finding for finding in report_on(ROOT, today=day).findings if finding.file == PATH]
    assert (faults, problems) == ([], [])
    assert len(entries) == len(yaml.safe_load((ROOT / PATH).read_text("utf-8")) or [])


def test_the_exceptions_travel_with_the_release() -> None:
    """Catches a release that is invalid because its exceptions stayed behind."""
    assert PATH in release_files(ROOT, read_metadata(ROOT))


def test_a_finding_without_a_line_has_no_key(package: Copy) -> None:
    """Catches an exception for a row that excuses a finding on the whole file."""
    _write(package, BLANK)
    finding = Finding("white-space", Severity.ERROR, "data/areas.csv", None, "label_nl", None, "x", "y")
    assert excuse(read_package(package.root), [finding], TODAY).kept == [finding]
