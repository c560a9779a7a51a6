"""The command line as its users meet it: output, exit codes, and no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from morocco_returns.build.metadata import read_metadata
from morocco_returns.build.run import build
from morocco_returns.check.catalogue import reasons
from morocco_returns.check.exceptions import PATH
from morocco_returns.cli import main

from .conftest import ROOT, SOURCES, Copy, source

LETTER = "nl-kamerbrief-2023-06-07-marokko"


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_valid_package_ends_with_0_and_says_what_was_checked(package: Copy) -> None:
    """Catches a check that fails what is right, and one that passes because it looked at nothing."""
    result = _run("validate", package.root)
    assert result.exit_code == 0
    rows = sum(len(package.rows(name)) for name in read_metadata(ROOT).resources)
    first, *excused, last = result.output.splitlines()
    assert first == "no findings"
    assert all(f"excused by {PATH}" in line for line in excused)
    assert last == f"checked: 18 tables, {rows} rows, {len(reasons())} rules"


@pytest.mark.parametrize("name", ["", "datapackage.json"])
def test_errors_end_with_1_and_say_where_what_and_how_to_mend(package: Copy, name: str) -> None:
    """Catches a finding that leaves its reader to search."""
    line = package.edit("observations", "f00006", value="1771")
    result = _run("validate", package.root / name)
    assert result.exit_code == 1
    assert "error [value-reread] data/observations.csv: 1 finding\n" in result.output
    assert f"  data/observations.csv:{line}:value: '1771': '1.770' (nl) reads as value 1770" in result.output
    assert "  to mend: value should be 1770" in result.output


def test_warnings_alone_end_with_0(package: Copy) -> None:
    """Catches a warning that breaks somebody's CI."""
    package.edit("observations", "f00007", population_id="moroccan-nationals")
    build(package.root)
    result = _run("validate", package.root)
    assert result.exit_code == 0
    assert "\n1 warning by 1 rule in 1 file\n" in result.output


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize(
    ("path", "says"), [("nowhere", "is not a folder"), ("README.md", "is a file, but not")]
)
def test_what_cannot_be_checked_ends_with_2_and_a_reason(
    path: str, says: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a missing folder mistaken for a valid or an invalid package, and JSON that is none."""
    monkeypatch.chdir(ROOT)
    result = _run("validate", path, "--format", form)
    assert result.exit_code == 2
    assert says in result.output
    if form == "json":
        assert [record["rule"] for record in json.loads(result.output)] == ["could-not-run"]


def test_only_the_rules_asked_for_are_reported(package: Copy) -> None:
    """Catches a filter that hides an error of a rule it was asked for, or shows others."""
    package.edit("observations", "f00006", value="1771")
    asked = ["--rule", "value-reread", "--rule", "exact-bounds"]
    output = json.loads(_run("validate", package.root, *asked, "--format", "json").output)
    assert {record["rule"] for record in output} == {"value-reread", "exact-bounds"}
    assert _run("validate", package.root, "--rule", "blank-row").exit_code == 0


@pytest.mark.parametrize("option", ["--rule", "--explain"])
@pytest.mark.parametrize(
    ("name", "near"), [("value-rereads", "perhaps value-reread"), ("x", "see docs/rules.md")]
)
def test_an_unknown_rule_ends_with_2_and_names_the_nearest(option: str, name: str, near: str) -> None:
    """Catches a mistyped rule that reports nothing and so looks like success."""
    result = _run("validate", ROOT, option, name)
    assert result.exit_code == 2
    assert near in result.output


@pytest.mark.parametrize("rule", reasons())
def test_every_rule_explains_itself(rule: str) -> None:
    """Catches a rule whose reason, example or mend nobody can look up."""
    result = _run("validate", "--explain", rule)
    assert result.exit_code == 0
    parts = [line.partition(":") for line in result.output.splitlines()[1:]]
    assert [name.strip() for name, _, _ in parts] == ["why", "reads", "reports", "to mend", "excused"]
    assert all(text.strip() for _, _, text in parts)


def test_show_prints_a_table_as_printed() -> None:
    """Catches a cell that is cut short or moved."""
    result = _run("show", f"{LETTER}-t3")
    assert result.exit_code == 0
    rows = [line.split("│")[1:-1] for line in result.output.splitlines() if "│" in line]
    cells = [[cell.strip() for cell in row[1:]] for row in rows if row[1].strip().isdigit()]
    assert cells == [
        ["270", "240", "100", "35", "240", "210"],
        ["10", "<5", "<5", "0", "160", "100"],
        ["5", "0", "0", "0", "30", "35"],
    ]
    assert "…" not in result.output


@pytest.mark.parametrize("document", SOURCES)
def test_show_prints_every_document(document: str) -> None:
    """Catches a document without figures that cannot be shown."""
    assert _run("show", document).exit_code == 0


@pytest.mark.parametrize("name", ["eurostat-migr-asyappctza-2023-03", "nl-paper-19637-2992"])
def test_show_says_why_a_document_has_no_figures(name: str) -> None:
    """Catches an empty table where a reason is due."""
    result = _run("show", name)
    assert result.exit_code == 0
    assert "No figures: " in result.output
    assert "┃" not in result.output


@pytest.mark.parametrize("command", [["show", "nowhere"], ["verify-source", "nowhere", ROOT / "README.md"]])
def test_an_unknown_name_ends_with_2_and_a_reason(command: list[object]) -> None:
    """Catches a traceback on a name that was mistyped."""
    result = _run(*command)
    assert result.exit_code == 2
    assert "'nowhere'" in result.output


def test_verify_source_finds_all_figures_of_the_letter(tmp_path: Path) -> None:
    """Catches a proof that the command reports otherwise than it is."""
    path = tmp_path / "letter.txt"
    path.write_bytes(source(LETTER))
    result = _run("verify-source", LETTER, path)
    assert result.exit_code == 0
    assert result.output.startswith("47 of 47 figures found in the text, 0 doubts\n")


def test_verify_source_ends_with_1_on_another_text(tmp_path: Path) -> None:
    """Catches a wrong file that passes."""
    path = tmp_path / "letter.txt"
    path.write_text("Nederland", "utf-8")
    result = _run("verify-source", LETTER, path, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output)["found"] == 0


def test_a_text_that_is_not_utf_8_ends_with_2(tmp_path: Path) -> None:
    """Catches a traceback on a text in another encoding."""
    path = tmp_path / "letter.txt"
    path.write_bytes(b"\xff\xfeN")
    assert _run("verify-source", LETTER, path).exit_code == 2


def test_keyings_lists_the_disagreements(package: Copy) -> None:
    """Catches a count in the documents table that nobody can look up."""
    result = _run("keyings", ROOT / "tests" / "keyings")
    assert result.exit_code == 0
    counts = {row["document_id"]: row["keying_disagreements"] for row in package.rows("documents")}
    assert f"{LETTER}: 47 and 47 figures, {counts[LETTER]} disagreements\n" in result.output
    assert result.output.count("\n    ") == sum(int(count) for count in counts.values() if count)


def test_build_and_format_work_on_the_checkout_in_the_current_folder(
    package: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a build that writes elsewhere, and a format check that changes files."""
    monkeypatch.chdir(package.root)
    rows = package.rows("areas")
    package.save("areas", rows[::-1])
    assert _run("format", "--check").exit_code == 1
    assert _run("build", "--no-dist").exit_code == 1
    assert _run("format").output.startswith("formatted data/areas.csv\n")
    assert package.rows("areas") == rows
    assert _run("format", "--check").exit_code == 0
    assert _run("build", "--no-dist").exit_code == 0
