"""The folder of the page is written whole, and nothing else is touched."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from morocco_returns import cli
from morocco_returns.site import run
from morocco_returns.site.export import export_files
from morocco_returns.site.facts import Facts
from morocco_returns.site.render import Renderer


@pytest.fixture
def two_files(monkeypatch: pytest.MonkeyPatch, facts: Facts) -> None:
    monkeypatch.setattr(run, "read_facts", lambda root: facts)
    monkeypatch.setattr(run, "site_files", lambda facts: {"index.html": b"new", "chart/a.svg": b"<svg/>"})


def test_an_older_page_leaves_nothing_behind(tmp_path: Path, two_files: None) -> None:
    """Catches a page of a withdrawn document that stays on the web."""
    old = tmp_path / "dist" / "site" / "document" / "gone.html"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    beside = tmp_path / "dist" / "package.zip"
    beside.write_text("kept")
    written = run.build_site(tmp_path)
    assert not old.exists()
    assert beside.read_text() == "kept"
    assert {path.relative_to(tmp_path / "dist" / "site").as_posix() for path in written} == {
        "index.html",
        "chart/a.svg",
    }


def test_the_command_says_how_large_the_page_is(
    tmp_path: Path, two_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a page that grows unseen."""
    monkeypatch.setattr(cli, "package_root_for_build", lambda: tmp_path)
    result = CliRunner().invoke(cli.main, ["site"])
    assert result.exit_code == 0
    assert result.output == "built dist/site: 2 files, 0.0 MB; open dist/site/index.html\n"


def test_the_command_says_what_to_install(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a traceback where the drawing library is not installed."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(RuntimeError, match=r"morocco-returns\[site\]"):
        export_files(facts, Renderer(facts))
