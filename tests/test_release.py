"""A release happens whole or not at all, and only when nothing stands against it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from morocco_returns.build.metadata import read_metadata
from morocco_returns.build.run import build
from morocco_returns.check.run import Report
from morocco_returns.cli import main
from morocco_returns.diff.compare import REASON_DUE
from morocco_returns.diff.source import SourceError
from morocco_returns.finding import Finding, Severity
from morocco_returns.release import prepare as prepare_module
from morocco_returns.release import run as run_module
from morocco_returns.release import trial
from morocco_returns.release.agreement import disagreements
from morocco_returns.release.changelog import DUE, entries, with_stub
from morocco_returns.release.earned import unearned, unreasoned, untold
from morocco_returns.release.prepare import prepare
from morocco_returns.release.refusal import Refusal
from morocco_returns.release.run import Outcome, Slow, release, unfit
from morocco_returns.release.state import not_above, off_branch, previous_tag, taken, unclean
from morocco_returns.release.suppressed import narrower

from .conftest import ROOT
from .scratch import BUILD, ENTRY, Scratch, make_scratch

VERSION = read_metadata(ROOT).version
RELEASED = read_metadata(ROOT).released
NEXT = "99.0.0"
CODE = "scripts/morocco_returns/__main__.py"


def _nothing(*_: object) -> Iterator[Refusal]:
    return iter(())


QUICK = Slow(reconcile=_nothing, prove=_nothing)
UNLIKE = f"## {VERSION} - 2001-01-01"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return make_scratch(tmp_path_factory.mktemp("template") / "repository")


@pytest.fixture
def repository(template: Scratch, tmp_path: Path) -> Scratch:
    shutil.copytree(template.root, tmp_path / "repository")
    return Scratch(tmp_path / "repository")


def _release(
    repository: Scratch, version: str = VERSION, slow: Slow = QUICK, *, dry_run: bool = False
) -> Outcome:
    return release(repository.root, version, lambda _: None, dry_run=dry_run, slow=slow)


def _messages(refusals: list[Refusal] | tuple[Refusal, ...], check: str) -> str:
    return "\n".join(refusal.message for refusal in refusals if refusal.check == check)


# What is asked before anything is built, by the name that its refusals have.
CHECKS: dict[str, Callable[[Path, str], Iterator[Refusal]]] = {
    "clean": lambda root, _: unclean(root),
    "branch": lambda root, _: off_branch(root),
    "tag": lambda root, version: taken(root, version),
    "version": lambda root, version: not_above(root, version),
    "agreement": lambda root, version: disagreements(root, version),
    "changelog": lambda root, version: untold(root, version, RELEASED),
    "errata": lambda root, version: unearned(root, version),
    "bump": lambda root, version: unearned(root, version),
    "suppressed": lambda root, _: narrower(root),
}


def _against(repository: Scratch, check: str, version: str = VERSION) -> str:
    """What one check says against a release."""
    return _messages([*CHECKS[check](repository.root, version)], check)


# What a release does.


def test_the_first_release_makes_an_annotated_tag_and_the_files(repository: Scratch) -> None:
    """Catches a release that leaves something else behind, or a tag without message and hashes."""
    before = repository.state()
    outcome = _release(repository)
    assert outcome.refusals == ()
    assert outcome.tag == f"v{VERSION}"
    assert repository.git("cat-file", "-t", f"v{VERSION}") == "tag\n"
    message = repository.git("tag", "--list", "--format=%(contents)", f"v{VERSION}")
    sums = (repository.root / "dist" / "SHA256SUMS").read_text()
    assert message.startswith(f"morocco-returns {VERSION}\n\n")
    assert sums in message
    assert ENTRY in message
    after = repository.state()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {"refs", "status", "dist/package.zip", "dist/SHA256SUMS"}


def test_the_tag_is_the_same_wherever_it_is_made(repository: Scratch, tmp_path: Path) -> None:
    """Catches the time of day in a tag."""
    shutil.copytree(repository.root, tmp_path / "other")
    other = Scratch(tmp_path / "other")
    _release(repository)
    time.sleep(1.1)  # git's clock counts seconds
    _release(other)
    assert repository.git("rev-parse", f"v{VERSION}") == other.git("rev-parse", f"v{VERSION}")


def test_old_files_leave_dist(repository: Scratch) -> None:
    """Catches a file of an older version offered with the new one."""
    (repository.root / "dist").mkdir()
    (repository.root / "dist" / "old.zip").write_text("old")
    _release(repository)
    assert sorted(path.name for path in (repository.root / "dist").iterdir()) == ["SHA256SUMS", "package.zip"]


def test_a_dry_run_changes_nothing_and_shows_the_tag(repository: Scratch) -> None:
    """Catches a rehearsal that is the play."""
    before, said = repository.state(), list[str]()
    outcome = release(repository.root, VERSION, said.append, dry_run=True, slow=QUICK)
    assert (outcome.refusals, outcome.tag) == ((), None)
    assert set(outcome.files) == {"SHA256SUMS", "package.zip"}
    assert f"make the tag v{VERSION}" in said[-1]
    assert "package.zip (" in said[-2]
    assert repository.state() == before


def test_a_release_says_which_version_its_changes_demand(repository: Scratch) -> None:
    """Catches a rehearsal that leaves the maintainer to guess why the number is large enough."""
    said = list[str]()
    release(repository.root, VERSION, said.append, dry_run=True, slow=QUICK)
    assert "nothing was released before" in said
    _later(repository, NEXT)
    for path, old, new in (
        ("CHANGELOG.md", f"## {VERSION} - ", f"## {NEXT} - {RELEASED}\n\nNew.\n\n## {VERSION} - "),
        ("CITATION.cff", f"version: {VERSION}", f"version: {NEXT}"),
        ("datapackage.json", f'"version": "{VERSION}"', f'"version": "{NEXT}"'),
        ("README.md", "# ", "# New: "),
    ):
        repository.edit(path, _replaced(old, new))
    repository.commit()
    assert release(repository.root, NEXT, said.append, dry_run=True, slow=QUICK).refusals == ()
    assert any(f"demand a patch version: {_patched(VERSION)} or above; {NEXT} is" in text for text in said)


def _patched(version: str) -> str:
    major, minor, patch = map(int, version.split("."))
    return f"{major}.{minor}.{patch + 1}"


def test_the_tag_before_is_the_highest_annotated_one(repository: Scratch) -> None:
    """Catches an order by name, in which 0.10.0 stands before 0.9.0, and a tag of another kind."""
    for name in ("v0.9.0", "v0.10.0", "keying-7", "0.99.0"):
        repository.tag(name)
    repository.git("tag", "v1.0.0")
    assert previous_tag(repository.root) == "v0.10.0"


# Every refusal.


def test_a_checkout_that_is_fit_meets_no_refusal(repository: Scratch) -> None:
    """Catches a check that always finds something: then no other test here would say anything."""
    assert unfit(repository.root, VERSION) == []


ASKED = [
    "unclean", "off_branch", "taken", "not_above", "disagreements", "untold", "unreasoned", "unearned",
    "narrower",
]  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_every_check_is_asked_before_a_release(
    repository: Scratch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Catches a check that is right and never run, and a broken package that ends in a traceback."""
    found = Refusal("x", "x", "x")
    for other in ASKED:
        monkeypatch.setattr(run_module, other, _nothing)
    monkeypatch.setattr(run_module, name, lambda *_: iter([found]))
    assert unfit(repository.root, VERSION) == [found]

    def broken(*_: object) -> Iterator[Refusal]:
        raise SourceError("x")

    monkeypatch.setattr(run_module, name, broken)
    assert [refusal.check for refusal in unfit(repository.root, VERSION)] == ["read"]


@pytest.mark.parametrize("kind", ["changed", "staged", "untracked"])
def test_a_dirty_tree_is_refused(repository: Scratch, kind: str) -> None:
    """Catches a release of what nobody can check out."""
    name = "new.txt" if kind == "untracked" else "LICENSE"
    (repository.root / name).write_text("other")
    if kind == "staged":
        repository.git("add", name)
    assert name in _against(repository, "clean")


def test_a_folder_without_history_is_refused(repository: Scratch, tmp_path: Path) -> None:
    """Catches a traceback of git where a download is taken for a checkout."""
    shutil.rmtree(repository.root / ".git")
    assert "no git repository" in _messages(unfit(repository.root, VERSION), "clean")


@pytest.mark.parametrize("switch", [["-c", "topic"], ["--detach"]])
def test_another_branch_is_refused(repository: Scratch, switch: list[str]) -> None:
    """Catches a release that main never gets."""
    repository.git("switch", "--quiet", *switch)
    assert "not main" in _against(repository, "branch")


def test_a_tag_that_exists_is_refused(repository: Scratch) -> None:
    """Catches a published version that changes; a tag without a message counts too."""
    repository.git("tag", f"v{VERSION}")
    assert "exists" in _against(repository, "tag")


def test_a_tag_that_a_remote_has_is_refused(repository: Scratch, template: Scratch, tmp_path: Path) -> None:
    """Catches a version released from another checkout."""
    shutil.copytree(template.root, tmp_path / "remote")
    Scratch(tmp_path / "remote").tag(f"v{VERSION}")
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    assert f"v{VERSION} exists on origin" in _against(repository, "tag")


def test_a_remote_that_cannot_be_asked_is_refused(repository: Scratch, tmp_path: Path) -> None:
    """Catches silence taken for consent."""
    repository.git("remote", "add", "origin", str(tmp_path / "gone"))
    assert "cannot be asked" in _against(repository, "tag")


@pytest.mark.parametrize("last", [f"v{VERSION}", "v99.0.0"])
def test_a_version_not_above_the_last_is_refused(repository: Scratch, last: str) -> None:
    """Catches a version that nobody would get as an update."""
    repository.tag(last)
    assert f"is not above {last}" in _against(repository, "version")


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "1.0.0-rc1", "--force"])
def test_a_version_of_another_form_cannot_run(repository: Scratch, version: str) -> None:
    """Catches a tag that no tool orders."""
    with pytest.raises(ValueError, match=r"x\.y\.z"):
        unfit(repository.root, version)


def _later(repository: Scratch, version: str) -> None:
    """Release what is there, so that changes count from there on, and state the next version."""
    repository.tag(f"v{VERSION}")
    repository.edit(
        "schemas/package.yaml", lambda text: text.replace(f"version: {VERSION}", f"version: {version}")
    )


def test_a_bump_that_is_too_small_is_refused(repository: Scratch) -> None:
    """Catches new figures in a version that promises none."""
    major, minor, patch = map(int, VERSION.split("."))
    small = f"{major}.{minor}.{patch + 1}"
    _later(repository, small)
    repository.save(
        "areas", [*repository.rows("areas"), ["ZZ", *["x"] * (len(repository.rows("areas")[0]) - 1)]]
    )
    repository.commit()
    said = _against(repository, "bump", small)
    assert "demand a minor version (code-added)" in said
    assert _against(repository, "bump", f"{major}.{minor + 1}.0") == ""


def test_a_correction_without_its_row_is_refused(repository: Scratch) -> None:
    """Catches a published value that changes in silence."""
    _later(repository, NEXT)
    old = repository.cell("observations", "f00001", "page", "77")
    repository.commit()
    assert "observations f00001 page changed" in _against(repository, "errata", NEXT)
    repository.save(
        "changes",
        [*repository.rows("changes"),
         [NEXT, "observations", "f00001", "page", old, "77", "our_error", "the page was counted wrongly"]],
    )  # fmt: skip
    repository.commit()
    assert _against(repository, "errata", NEXT) == ""


@pytest.mark.parametrize("reason", ["", "to be written", "TODO", "tbd.", "n/a", "?"])
def test_an_erratum_without_a_reason_is_refused(repository: Scratch, reason: str) -> None:
    """Catches a stub that was never completed."""
    row = [VERSION, "observations", "f00001", "page", "1", "2", "our_error", reason]
    repository.save("changes", [*repository.rows("changes"), row])
    assert "gives no reason for observations f00001 page" in _messages(
        [*unreasoned(repository.root)], "errata"
    )


def test_an_erratum_for_which_nothing_changed_is_refused(repository: Scratch) -> None:
    """Catches a list of errata that speaks of a correction nobody made, and one of another release."""
    _later(repository, NEXT)
    row = [VERSION, "observations", "f00001", "page", "1", "2", "our_error", "a slip"]
    repository.save("changes", [*repository.rows("changes"), row])
    repository.commit()
    said = _against(repository, "errata", NEXT)
    assert "lists observations f00001 page, which did not change" in said
    assert f"to release {VERSION}" in said


def test_a_reason_may_be_put_better(repository: Scratch) -> None:
    """Catches an old erratum taken for a new one of the wrong release, because its reason was reworded."""
    _later(repository, NEXT)
    rows = repository.rows("changes")
    repository.save("changes", [*rows[:-1], [*rows[-1][:-1], "Said better."]])
    repository.commit()
    assert _against(repository, "errata", NEXT) == ""
    prepare(repository.root, "99.0.1", date(2027, 1, 2), _no_build)
    assert repository.rows("changes")[-1][0] == rows[-1][0]


def test_a_package_that_cannot_be_compared_is_refused(repository: Scratch) -> None:
    """Catches a traceback where a table is broken."""
    _later(repository, NEXT)
    repository.edit("data/changes.csv", lambda text: text.replace("release,", "version,"))
    repository.commit()
    assert "changes.csv" in _messages(unfit(repository.root, NEXT), "read")


def _replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


HEADING = f"## {VERSION} - {RELEASED}\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_replaced(HEADING, f"## {VERSION} of {RELEASED}\n"), "no dated entry"),
        (_replaced(HEADING, f"## {NEXT} - {RELEASED}\n"), "no dated entry"),
        (_replaced(HEADING, f"{HEADING}\n## x\n"), "is empty"),
        (_replaced(HEADING, f"{HEADING}\n{DUE} all.\n"), "is empty, or says"),
    ],
)
def test_a_changelog_without_a_written_entry_is_refused(
    repository: Scratch, change: Callable[[str], str], says: str
) -> None:
    """Catches a version of which readers are told nothing."""
    repository.edit("CHANGELOG.md", change)
    repository.commit()
    assert says in _against(repository, "changelog")


def _descriptor(key: str, value: object) -> Callable[[str], str]:
    return lambda text: json.dumps({**json.loads(text), key: value})


RAISED = _replaced(f"version: {VERSION}", f"version: {NEXT}")


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        ("schemas/package.yaml", RAISED, "package.yaml says version"),
        ("datapackage.json", _descriptor("version", NEXT), f"states the version {NEXT}"),
        ("datapackage.json", _descriptor("created", "2001-01-01T00:00:00Z"), "states the date 2001-01-01"),
        ("datapackage.json", _descriptor("licenses", [{"name": "CC0-1.0"}]), "states the licence CC0-1.0"),
        ("datapackage.json", lambda text: text[:-9], "cannot be read"),
        ("CITATION.cff", RAISED, "CITATION.cff states the version"),
        ("CITATION.cff", _replaced(RELEASED, "2001-01-01"), "CITATION.cff states the date"),
        ("CITATION.cff", _replaced("license: CC-BY-4.0", "license: MIT"), "CITATION.cff states the licence"),
        ("CHANGELOG.md", _replaced(f"## {VERSION} - {RELEASED}", UNLIKE), "CHANGELOG.md states the date"),
        ("LICENSE", lambda text: text.replace("licenses/by/", "licenses/by-nc/"), "LICENSE does not link"),
        ("LICENSE", lambda text: text.replace("eurostat/about", "eurostat"), "about-us/policies/copyright"),
        ("pyproject.toml", _replaced('dynamic = ["version"]', f'version = "{NEXT}"'), "states the version"),
        ("pyproject.toml", _replaced("MIT AND CC-BY-4.0", "MIT"), "states the licence MIT"),
        ("pyproject.toml", _replaced('path = "schemas/package.yaml"', 'path = "x"'), "of x"),
    ],
)
def test_a_version_date_or_licence_that_disagrees_is_refused(
    repository: Scratch, path: str, change: Callable[[str], str], says: str
) -> None:
    """Catches a version raised in one place alone, and a licence that two files state differently."""
    repository.edit(path, change)
    assert says in _against(repository, "agreement")


@pytest.mark.parametrize("key", ["version", "publication_date", "license"])
def test_the_deposit_agrees_too(repository: Scratch, key: str) -> None:
    """Catches a record in an archive of another version than its files."""
    facts = {"version": VERSION, "publication_date": RELEASED, "license": "cc-by-4.0"}
    (repository.root / ".zenodo.json").write_text(json.dumps(facts))
    assert _against(repository, "agreement") == ""
    (repository.root / ".zenodo.json").write_text(json.dumps(facts | {key: "1999"}))
    assert ".zenodo.json states" in _against(repository, "agreement")


def test_a_bound_tighter_than_a_suppressed_print_is_refused(repository: Scratch) -> None:
    """Catches a "<5" that our own explanation undoes."""
    repository.save(
        "comparisons",
        [
            *repository.rows("comparisons"),
            ["k99999", "tension", "unexplained", "The total leaves f00021 at most 2."],
        ],
    )
    assert "f00021 at most 2" in _against(repository, "suppressed")


def test_unsettled_figures_are_refused(repository: Scratch) -> None:
    """Catches a contradiction that ships without an explanation."""
    found = Refusal("reconcile", "a contradiction without a comparison", "add it")
    outcome = _release(repository, slow=Slow(reconcile=lambda _: iter([found]), prove=_nothing))
    assert outcome.refusals == (found,)


def test_the_engine_decides_what_is_unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a check of comparisons that looks at nothing: without any, the record is unsettled."""
    monkeypatch.setattr(run_module, "read_comparisons", lambda _: [])
    assert "without a comparison" in _messages([*run_module.unsettled(ROOT)], "reconcile")


def test_a_build_that_fails_is_refused_with_what_it_says(repository: Scratch) -> None:
    """Catches an error of the check that is lost on the way."""
    (repository.root / CODE).write_text('import sys\nsys.exit("error [key-repeated] data/areas.csv")\n')
    repository.commit()
    assert "error [key-repeated] data/areas.csv" in _messages(_release(repository).refusals, "build")


def test_committed_files_that_the_build_rewrites_are_refused(repository: Scratch) -> None:
    """Catches a tag whose built files are not those of its sources."""
    (repository.root / CODE).write_text(f'{BUILD}\nopen("CITATION.cff", "w").write("other")\n')
    repository.commit()
    assert "CITATION.cff" in _messages(_release(repository).refusals, "drift")


@pytest.mark.parametrize(
    "dependent",
    [
        'os.environ["TZ"]',
        "os.getcwd()",
        'str(hash("a"))',
        'oct(os.stat("dist/SHA256SUMS").st_mode)',
        '__import__("locale").getpreferredencoding(False)',
        'os.environ.get("SOURCE_DATE_EPOCH", "")',
    ],
)
def test_two_builds_that_differ_are_refused(repository: Scratch, dependent: str) -> None:
    """Catches time zone, folder, order of a set, file modes, encoding or a set clock in an artefact."""
    (repository.root / CODE).write_text(f'{BUILD}\n(dist / "x.txt").write_text({dependent})\n')
    repository.commit()
    assert "differ: x.txt" in _messages(_release(repository).refusals, "reproducible")


def test_a_build_without_artefacts_is_refused(repository: Scratch) -> None:
    """Catches two builds that agree because both are empty."""
    (repository.root / CODE).write_text("")
    repository.commit()
    assert "wrote nothing" in _messages(_release(repository).refusals, "build")


def test_an_artefact_that_is_not_proved_is_refused(repository: Scratch) -> None:
    """Catches a proof whose result nobody looks at: package.zip is no zip, and wheel and sdist lack."""
    outcome = _release(repository, slow=Slow(reconcile=_nothing))
    said = _messages(outcome.refusals, "artefact")
    assert "package.zip: " in said
    assert "no .whl" in said
    assert outcome.tag is None


# Broken off at any point, everything is as before.

POINTS = [
    "unfit", "difference_from_last", "revision", "export", "digests", "drifted", "differing", "read_metadata",
    "tag_message", "all_or_nothing", "write_bytes", "make_tag", "git",
]  # fmt: skip
ENDS = [KeyboardInterrupt, OSError]


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that must be empty in the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("point", POINTS)
def test_a_failure_at_any_step_leaves_the_repository_as_it_was(
    repository: Scratch, apart: Path, monkeypatch: pytest.MonkeyPatch, point: str, end: type[BaseException]
) -> None:
    """Catches a tag without its files, files without their tag, and what was left lying about."""
    (repository.root / "dist").mkdir()
    (repository.root / "dist" / "old.zip").write_text("old")
    before = repository.state()
    monkeypatch.setattr(run_module, "unfit", lambda *_: [])

    def fail(*_: object, **__: object) -> None:
        raise end

    monkeypatch.setattr(run_module, point, fail)
    with pytest.raises(end):
        _release(repository)
    assert repository.state() == before
    assert list(apart.iterdir()) == []


@pytest.mark.parametrize("step", ["build", "reconcile", "prove"])
def test_a_failure_in_a_slow_step_leaves_the_repository_as_it_was(
    repository: Scratch, apart: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Catches an interruption in the long part, which is where people interrupt."""
    before = repository.state()
    monkeypatch.setattr(run_module, "unfit", lambda *_: [])

    def fail(*_: object) -> list[Refusal]:
        raise KeyboardInterrupt

    slow = Slow(**{"reconcile": _nothing, "prove": _nothing, step: fail})  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        _release(repository, slow=slow)
    assert repository.state() == before
    assert list(apart.iterdir()) == []


def test_a_tag_that_git_refuses_leaves_dist_as_it_was(repository: Scratch) -> None:
    """Catches new files in dist/ for a version that does not exist."""
    repository.git("tag", "refs-taken")
    (repository.root / ".git" / "refs" / "tags" / f"v{VERSION}.lock").write_text("")
    before = repository.state()
    with pytest.raises(RuntimeError, match="lock"):
        _release(repository)
    assert repository.state() == before


def test_a_signal_during_the_last_step_comes_too_late(
    repository: Scratch, apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a release that is said to have been broken off and has happened: the tag comes last, after
    what was unpacked has been cleared away."""
    make_tag = run_module.make_tag

    def with_signal(*arguments: object) -> None:
        assert list(apart.iterdir()) == []
        os.kill(os.getpid(), signal.SIGINT)
        make_tag(*arguments)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(run_module, "make_tag", with_signal)
    assert _release(repository).tag == f"v{VERSION}"


WAITING = """
import os, time
with open({started!r}, "a") as started:
    started.write(str(os.getpid()) + " ")
time.sleep(60)
"""
# A shell may start its jobs with Ctrl-C switched off.
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import morocco_returns.cli as cli
from morocco_returns.release.run import Slow, release
quick = Slow(reconcile=lambda _: iter(()))
cli.released = lambda root, version, say, dry_run: release(root, version, say, dry_run=dry_run, slow=quick)
cli.main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_ends_the_command_with_everything_as_it_was(
    repository: Scratch, tmp_path: Path, number: signal.Signals
) -> None:
    """Catches a build that goes on alone, and a folder of it that stays, after Ctrl-C or a request to end."""
    started = tmp_path / "started"
    (repository.root / CODE).write_text(WAITING.format(started=str(started)))
    repository.commit()
    before = repository.state()
    (tmp_path / "temporary").mkdir()
    env = {**os.environ, "TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", COMMAND, "release", VERSION]
    process = subprocess.Popen(
        command, cwd=repository.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while process.poll() is None and (not started.is_file() or started.read_text().count(" ") < 2):
        time.sleep(0.05)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert b"Aborted" in said
    assert repository.state() == before
    assert list((tmp_path / "temporary").iterdir()) == []
    for child in map(int, started.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


# What --prepare writes.


def _no_build(_root: Path) -> tuple[Report, list[str]]:
    return Report([], [], 0, 0, 0, ()), []


PUBLISHED = ("nl-kamerbrief-2023-06-07-marokko", "published", "2023-06-08")


@pytest.fixture
def changed(repository: Scratch) -> Scratch:
    """A repository after its first release, with a value corrected and a row withdrawn since."""
    repository.tag(f"v{VERSION}")
    repository.cell("observations", "f00001", "page", "77")
    rows = repository.rows("event_mentions")
    repository.save("event_mentions", rows[:-1])
    repository.commit()
    return repository


def test_prepare_writes_what_a_maintainer_completes(changed: Scratch) -> None:
    """Catches a release that is refused for rows that a program could have written."""
    refusals, written = prepare(changed.root, NEXT, date(2027, 1, 2), _no_build)
    assert refusals == []
    assert written == ["CHANGELOG.md", "data/changes.csv", "schemas/package.yaml"]
    metadata = read_metadata(changed.root)
    assert (metadata.version, metadata.released) == (NEXT, "2027-01-02")
    header, *rows = changed.rows("changes")
    added = [dict(zip(header, row, strict=True)) for row in rows if row[0] == NEXT]
    assert {(row["resource"], row["field"], row["kind"]) for row in added} == {
        ("event_mentions", "*", "withdrawn"),
        ("observations", "page", "our_error"),
    }
    newest = next(entries((changed.root / "CHANGELOG.md").read_text("utf-8")))
    assert (newest.version, newest.date, newest.complete) == (NEXT, "2027-01-02", False)
    changed.commit()
    found = unfit(changed.root, NEXT)
    assert {refusal.check for refusal in found} == {"agreement", "changelog", "errata"}
    assert _messages(found, "errata").count("gives no reason") == 2


def test_prepare_gives_the_errata_since_the_last_release_its_number(changed: Scratch) -> None:
    """Catches a correction for which no number is right: the check takes none that is to come, and the
    release none that has been."""
    old = changed.cell("documents", *PUBLISHED)
    row = [VERSION, "documents", PUBLISHED[0], PUBLISHED[1], old, PUBLISHED[2], "our_error", "a slip"]
    before = changed.rows("changes")
    changed.save("changes", [*before, row])
    changed.commit()
    prepare(changed.root, NEXT, date(2027, 1, 2), _no_build)
    after = changed.rows("changes")
    assert [NEXT, *row[1:]] in after
    assert row not in after
    assert all(earlier in after for earlier in before)


def test_prepare_twice_writes_nothing_twice(changed: Scratch) -> None:
    """Catches a second row for one correction, and a second entry."""
    prepare(changed.root, NEXT, date(2027, 1, 2), _no_build)
    changed.commit()
    assert prepare(changed.root, NEXT, date(2027, 1, 2), _no_build) == ([], [])


def test_what_was_unreleased_becomes_the_entry() -> None:
    """Catches notes of months that end up below an empty entry."""
    text = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 - 2026-01-01\n\nFirst.\n"
    newest = next(entries(with_stub(text, "0.2.0", "2026-02-02", "- Counts.")))
    assert (newest.version, newest.date, newest.body) == ("0.2.0", "2026-02-02", "- New.")
    assert with_stub("# Changelog\n", "0.1.0", "2026-01-01", "- Counts.").count("## 0.1.0 - 2026-01-01") == 1


@pytest.mark.parametrize("point", ["_write_errata", "_write_version", "_write_entry", "format_tables"])
def test_prepare_broken_off_leaves_every_file_as_it_was(
    changed: Scratch, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Catches a half-prepared release; a table that is not in its one form is brought into it, and back."""
    header, *rows = changed.rows("areas")
    changed.save("areas", [header, *reversed(rows)])
    changed.commit()
    before = changed.state()
    real = getattr(prepare_module, point)

    def then_fail(*arguments: object, **named: object) -> None:
        real(*arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare_module, point, then_fail)
    with pytest.raises(KeyboardInterrupt):
        prepare(changed.root, NEXT, date(2027, 1, 2), _no_build)
    assert changed.state() == before


def test_prepare_of_what_is_not_valid_is_undone(changed: Scratch) -> None:
    """Catches stubs that stay where the package is refused."""
    before = changed.state()
    wrong = Finding(
        "header", Severity.ERROR, "data/areas.csv", 1, None, None, "missing columns", "restore it"
    )
    refusals, written = prepare(
        changed.root, NEXT, date(2027, 1, 2), lambda _: (Report([wrong], [], 0, 0, 0, ()), [])
    )
    assert "missing columns" in _messages(refusals, "validate")
    assert written == []
    assert changed.state() == before


def test_prepare_refuses_a_dirty_tree(repository: Scratch) -> None:
    """Catches own work mixed with what a program wrote."""
    (repository.root / "LICENSE").write_text("other")
    refusals, _ = prepare(repository.root, NEXT, date(2027, 1, 2), _no_build)
    assert [refusal.check for refusal in refusals] == ["clean"]


@pytest.mark.long
def test_a_version_is_prepared_and_released_for_real(tmp_path: Path) -> None:
    """Catches steps that work apart and not together: two real builds, every file proved, the tag."""
    root = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, root], check=True)
    clone = Scratch(root)
    for setting in (("user.name", "n"), ("user.email", "e@example.org")):
        clone.git("config", *setting)
    clone.git("switch", "--quiet", "--force-create", "main")
    clone.git("remote", "remove", "origin")
    assert prepare(root, NEXT, date(2027, 1, 2))[0] == []
    for path in ("CHANGELOG.md", "data/changes.csv"):
        text = (root / path).read_text("utf-8")
        (root / path).write_text(text.replace(DUE, "Written:").replace(REASON_DUE, "a slip"), "utf-8")
    build(root)
    clone.commit()
    before = clone.state()
    outcome = release(root, NEXT, lambda _: None, slow=Slow(reconcile=_nothing))
    assert [str(refusal) for refusal in outcome.refusals] == []
    assert outcome.tag == f"v{NEXT}"
    changed = {name for name, digest in clone.state().items() if before.get(name) != digest}
    assert changed == {"refs", "status", *(f"dist/{name}" for name in outcome.files)}


# The command.


def test_the_command_lists_every_refusal_and_ends_with_1(
    repository: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a refusal that hides the next one until it is mended."""
    repository.git("switch", "--quiet", "-c", "topic")
    repository.edit("LICENSE", lambda text: f"{text}other\n")
    monkeypatch.chdir(repository.root)
    result = CliRunner().invoke(main, ["release", VERSION, "--dry-run"])
    assert result.exit_code == 1
    assert "[clean] not as committed: LICENSE\n    to mend: " in result.output
    assert "[branch] topic is checked out" in result.output
    assert "not released: 2 reasons" in result.output


@pytest.mark.parametrize("arguments", [["1.0"], [], [VERSION, "--dry-run", "--prepare"]])
def test_the_command_refuses_what_it_cannot_run(arguments: list[str]) -> None:
    """Catches a version forgotten in `make release`, and a rehearsal that writes."""
    assert CliRunner().invoke(main, ["release", *arguments]).exit_code == 2


def test_make_release_runs_the_command() -> None:
    """Catches a target that releases another way than the command."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"(?m)^release: .*\n\t\$\(BIN\)/morocco-returns release \$\(VERSION\)$", makefile)


# Builds.


def test_trial_builds_end_with_the_one_who_started_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a build that goes on after its release was broken off."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*_: object) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(["sleep", "60"], start_new_session=True))
        return started[-1]

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trial, "_start", start)
    monkeypatch.setattr(trial, "_failed", interrupt)
    with pytest.raises(KeyboardInterrupt):
        trial.build_trials({tmp_path / one.folder: one for one in trial.TRIALS})
    assert [process.poll() for process in started] == [-signal.SIGKILL] * 2
