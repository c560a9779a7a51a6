"""What a check found reaches people and programs: in order, whole, counted, and harmless."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from rich.console import Console

from morocco_returns.build.metadata import read_metadata
from morocco_returns.check.catalogue import (
    BASIC,
    Stage,
    excusable,
    most_useful_first,
    reasons,
    severities,
    stage,
)
from morocco_returns.check.examples import EXAMPLES
from morocco_returns.check.rule import RULES
from morocco_returns.check.run import Report, report_on
from morocco_returns.cli import main
from morocco_returns.finding import Finding, Severity
from morocco_returns.report.commands import SHOWN_PER_STEP, workflow_commands
from morocco_returns.report.progress import progress_bar
from morocco_returns.report.records import as_json
from morocco_returns.report.terminal import FEW, print_findings

from .conftest import ROOT, Copy

HARMFUL = [
    "\x1b[31mred\x1b]0;title\x07",
    "\r\n::error file=x::pwned",
    "::set-output name=x::y",
    "a ##[error]pwned",
    "##[add-path]/tmp",
    "a\u2028::warning::b",
    "\x9b31m",
    "\u202egnp.exe",
    "[bold]markup[/bold] :smile: [link=file:///]x[/link]",
    "50%0A::error::x",
    "\ud800",
    "x" * 5000,
    ":",
    ":::",
    "###[x]",
]


def _finding(**parts: Any) -> Finding:
    usual = {
        "rule": "white-space",
        "severity": Severity.ERROR,
        "file": "data/areas.csv",
        "line": 2,
        "column": "label_nl",
        "value": "Nederland ",
        "message": "white space at an end of the cell",
        "hint": "take it out",
    }
    return Finding(**{**usual, **parts})


def _report(*findings: Finding) -> Report:
    return Report(most_useful_first(findings), [], 1, 10, 80, ())


def _printed(report: Report, *, width: int | None = None, every: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=width is not None, highlight=False, no_color=True
    )
    print_findings(report, console, every=every)
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())


def test_causes_come_before_consequences_and_errors_before_warnings(package: Copy) -> None:
    """Catches a hundred stale cells before the one slip that made them stale."""
    package.edit("observations", "f00006", value="1771")
    package.edit("areas", "NL", label_nl="Nederland ")
    package.write("claims", b"\xef\xbb\xbf" + package.data("claims"))
    path = package.root / "schemas" / "changes.json"
    path.write_text("{", "utf-8")
    found = package.check()
    stages = [stage(finding.rule) for finding in found if finding.severity is Severity.ERROR]
    assert stages == sorted(stages)
    assert set(stages) == set(Stage)
    rows = [finding.rule for finding in found if stage(finding.rule) is Stage.ROW]
    assert rows[0] == "value-reread"
    warning = _finding(rule="descriptor", severity=Severity.WARNING)
    assert most_useful_first([warning, _finding()]) == [_finding(), warning]


def test_every_stage_and_exclusion_names_rules_that_exist() -> None:
    """Catches a rule that was renamed and so moved to another place, or became excusable."""
    from morocco_returns.check import catalogue

    named = set().union(*catalogue._STAGES.values(), catalogue._NEVER_EXCUSED, catalogue._SEVERITIES)
    assert named <= set(reasons())
    assert sum(map(len, catalogue._STAGES.values())) == len(set().union(*catalogue._STAGES.values()))


def test_every_finding_has_a_severity_that_its_rule_is_said_to_have(package: Copy) -> None:
    """Catches a note or warning that the table of rules calls an error."""
    for path in ("data/old.csv", "notes.csv"):
        (package.root / path).write_text("a\n", "utf-8")
    (package.root / "schemas" / "areas.json").write_text("{", "utf-8")
    found = {(finding.rule, finding.severity) for finding in package.check()}
    assert {severity for _, severity in found} == set(Severity)
    assert all(severity in severities(rule) for rule, severity in found)


def test_what_is_excused_is_a_matter_of_judgement() -> None:
    """Catches an exception for a hash, a missing file, or what other readers refuse all the same."""
    allowed = {rule for rule in reasons() if excusable(rule)}
    assert allowed & {"value-reread", "row-one-quantity", "code-unused", "white-space"}
    assert not allowed & {"hash", "bytes", "path-outside", "header", "foreign-key", "formula", "series-stale"}
    assert not any(rule.startswith("exception") for rule in allowed)


def test_every_rule_has_an_example_and_no_example_is_left_over() -> None:
    """Catches a rule that explains itself without showing what it means."""
    assert set(EXAMPLES) == set(BASIC) | set(RULES)


def test_a_group_shows_the_first_few_the_count_and_the_mend_once() -> None:
    """Catches a screen full of one slip, and findings that are dropped without a word."""
    findings = [_finding(line=line) for line in range(2, 2 + FEW + 3)]
    said = _printed(_report(*findings))
    assert said.startswith("error [white-space] data/areas.csv: 8 findings\n")
    assert said.count("data/areas.csv:") == 1 + FEW
    assert "  and 3 more (--all shows them)\n" in said
    assert said.count("take it out") == 1
    assert said.endswith("8 errors by 1 rule in 1 file\nchecked: 1 table, 10 rows, 80 rules\n")
    whole = _printed(_report(*findings), every=True)
    assert whole.count("data/areas.csv:") == 1 + len(findings)
    assert "more" not in whole


def test_different_mends_stand_with_their_findings() -> None:
    """Catches the mend of one finding printed for another."""
    said = _printed(_report(_finding(line=2, hint="one"), _finding(line=3, hint="two")))
    lines = [line.strip() for line in said.splitlines()]
    assert lines[2] == "to mend: one"
    assert lines[4] == "to mend: two"


def test_counts_are_told_by_severity_rule_and_file() -> None:
    """Catches a summary that counts something else."""
    found = [
        _finding(),
        _finding(line=3),
        _finding(rule="code-unused", severity=Severity.WARNING),
        _finding(rule="hash", file="data/claims.csv", severity=Severity.INFO),
    ]
    assert "\n2 errors, 1 warning and 1 info by 3 rules in 2 files\n" in _printed(_report(*found))


@pytest.mark.parametrize("width", [80, 200])
def test_lines_fit_the_terminal_and_lose_nothing(width: int) -> None:
    """Catches text that is cut at the edge, or wrapped in the middle of nowhere."""
    words = [f"word{number}" for number in range(40)]
    said = _printed(_report(_finding(message=" ".join(words)[:290])), width=width)
    assert max(map(len, said.splitlines())) <= width
    assert " ".join(said.split()).count("word") == " ".join(words)[:290].count("word")
    continued = said.splitlines()[2]
    assert continued.startswith("    ")


def test_lines_stay_whole_for_other_programs() -> None:
    """Catches a place that `grep` finds without its message."""
    said = _printed(_report(_finding(message="word " * 50)))
    assert any(line.count("word") == 50 for line in said.splitlines())


@pytest.mark.parametrize("text", HARMFUL, ids=ascii)
@pytest.mark.parametrize("part", ["value", "message", "hint", "file", "column"])
def test_no_text_of_a_package_commands_the_terminal_or_the_runner(text: str, part: str) -> None:
    """Catches a cell that clears the screen, or that reports errors of its own invention."""
    report = _report(_finding(**{part: text}))
    for said in (_printed(report), _printed(report, width=40)):
        assert all(mark.isprintable() for mark in said.replace("\n", ""))
        assert "::" not in said
        assert "##[" not in said
    (command,) = workflow_commands(report, PurePosixPath())
    assert command.isprintable()
    assert command.count("::") == 2
    assert "##[" not in command
    assert command.startswith("::error file=")


def test_markup_in_a_cell_is_shown_as_it_stands() -> None:
    """Catches a cell that colours or links the report."""
    assert "'[bold]x[/bold] :smile:'" in _printed(_report(_finding(value="[bold]x[/bold] :smile:")))


def test_a_long_value_is_shortened_for_people_and_whole_for_programs() -> None:
    """Catches a cell that fills the screen, and JSON that lost the end of it."""
    report = _report(_finding(value="a" * 4000 + "z"))
    assert "aaa…" in _printed(report)
    assert "z':" in _printed(report)
    assert max(map(len, _printed(report).splitlines())) < 200
    assert json.loads(as_json(report))[0]["value"] == "a" * 4000 + "z"


SCHEMA = json.loads(
    (ROOT / "scripts" / "morocco_returns" / "report" / "findings.schema.json").read_text("utf-8")
)


def _breaks(package: Copy) -> None:
    package.edit("observations", "f00006", value="1771")
    package.write("events", b"")
    package.descriptor(lambda descriptor: descriptor.update(resources=[1, *descriptor["resources"]]))  # type: ignore[misc]


@pytest.mark.parametrize("spoil", [lambda _: None, _breaks], ids=["sound", "broken"])
def test_json_has_the_form_that_its_schema_gives(package: Copy, spoil: Callable[[Copy], None]) -> None:
    """Catches output that a program which relies on the schema cannot read."""
    spoil(package)
    output = json.loads(CliRunner().invoke(main, ["validate", str(package.root), "--format", "json"]).output)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(output, SCHEMA)
    assert output == [dict(finding.record()) for finding in package.check()]


def test_the_schema_of_the_json_refuses_what_is_not_said() -> None:
    """Catches a schema that allows everything."""
    output = json.loads(as_json(_report(_finding())))
    jsonschema.validate(output, SCHEMA)
    del output[0]["line"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(output, SCHEMA)


def test_rules_that_could_not_run_are_named(package: Copy) -> None:
    """Catches a short list of findings mistaken for the whole."""
    package.write("events", b"")
    report = report_on(package.root)
    assert "edtf-date" in report.not_run
    assert "not run, because a table they need could not be read: " in _printed(report)
    assert report.rules + len(report.not_run) == len(reasons())


def test_annotations_name_the_file_as_the_repository_knows_it() -> None:
    """Catches an annotation that a pull request cannot place where the package lies in a folder."""
    (command,) = workflow_commands(_report(_finding(value="100%\n, ")), PurePosixPath("morocco-returns"))
    place = "file=morocco-returns/data/areas.csv,line=2,title=white-space"
    said = "label_nl: '100%25\\n, ': white space at an end of the cell (take it out)"
    assert command == f"::error {place}::{said}"


def test_the_command_line_finds_the_folder_of_the_package(
    package: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a path that counts from another folder than the repository's."""
    package.edit("areas", "NL", label_nl="Nederland ")
    arguments = ["validate", str(package.root), "--format", "github", "--rule", "white-space"]
    monkeypatch.setenv("GITHUB_WORKSPACE", str(package.root.parent))
    assert "file=package/data/areas.csv," in CliRunner().invoke(main, arguments).output
    monkeypatch.setenv("GITHUB_WORKSPACE", str(package.root))
    assert "file=data/areas.csv," in CliRunner().invoke(main, arguments).output


def test_the_few_annotations_that_are_shown_differ_from_one_another() -> None:
    """Catches ten annotations of one slip that hide all others, and a rest that nobody hears of."""
    many = [_finding(line=line) for line in range(2, 52)]
    other = [_finding(rule="hash", line=None), _finding(rule="formula"), _finding(severity=Severity.WARNING)]
    said = list(workflow_commands(_report(*many, *other), PurePosixPath()))
    shown = said[:SHOWN_PER_STEP]
    assert [re.search("title=([a-z-]+)", command)[1] for command in shown[:4]] == [  # type: ignore[index]
        "white-space",
        "formula",
        "hash",
        "white-space",
    ]
    assert said[-2].startswith("::warning ")
    assert said[-1].startswith("::notice title=morocco-returns::52 errors and 1 warning ")
    assert "42 findings more than a step can show" in said[-1]
    assert len(said) == len(many) + len(other) + 1
    few = list(workflow_commands(_report(*many[:10]), PurePosixPath()))
    assert len(few) == 10


def test_a_terminal_without_the_letters_gets_their_codes(package: Copy) -> None:
    """Catches a traceback where the output is not UTF-8."""
    package.edit("areas", "NL", label_nl="België ")
    command = [sys.executable, "-m", "morocco_returns", "validate", str(package.root)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (1, b"")
    assert b"'Belgi\\xeb '" in result.stdout


def test_a_bar_says_how_far_a_long_check_is() -> None:
    """Catches a check of minutes that looks dead, and a bar that stays behind."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=80)
    with progress_bar(console, patience=0) as on_step:
        assert on_step is not None
        on_step("table observations", 3, 60)
        while "table observations" not in stream.getvalue():
            pass
        on_step("table \x1b[31mx", 4, 60)
        while "table \\x1b[31mx" not in stream.getvalue():
            pass
    assert "3/60" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")


def test_a_short_check_draws_no_bar() -> None:
    """Catches a flash of a bar on every run."""
    stream = io.StringIO()
    with progress_bar(Console(file=stream, force_terminal=True, width=80), patience=60) as on_step:
        assert on_step is not None
        on_step("table observations", 3, 60)
    assert stream.getvalue() == ""


def test_no_bar_is_drawn_outside_a_terminal() -> None:
    """Catches escape codes in somebody's log."""
    stream = io.StringIO()
    with progress_bar(Console(file=stream), patience=0) as on_step:
        assert on_step is None
    assert stream.getvalue() == ""


@pytest.mark.parametrize("spoilt", [None, "series", "areas"])
def test_the_check_tells_every_step(package: Copy, spoilt: str | None) -> None:
    """Catches a bar that never moves or never ends, built tables proved or read, all tables read or not."""
    if spoilt:
        package.write(spoilt, b"\xff")
    steps: list[tuple[str, int, int]] = []
    report_on(package.root, on_step=lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == list(range(len(steps)))
    assert {total for _, _, total in steps} == {len(steps)}
    due = {f"table {name}" for name in read_metadata(ROOT).resources} | {f"rule {name}" for name in RULES}
    assert due - {what for what, _, _ in steps} <= {f"table {spoilt}"}
