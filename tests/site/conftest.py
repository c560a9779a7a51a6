"""The explorer page, built once, and a browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import ROOT, library, tool

from morocco_returns.site.facts import Facts, read_facts
from morocco_returns.site.run import site_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Files = dict[str, bytes]
Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def facts() -> Facts:
    return read_facts(ROOT)


@pytest.fixture(scope="session")
def files(facts: Facts) -> Files:
    library("vl_convert")
    return site_files(facts)


def laid_out(files: Files, folder: Path) -> Path:
    """The page as a folder on disk."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="session")
def site(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(files, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    api = library("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("google-chrome") or tool("chromium")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path)
        yield running
        running.close()


@pytest.fixture
def page_at(browser: Browser, site: Path) -> Iterator[Open]:
    """Opens pages, and at the end demands that none complained, broke its policy or asked the network."""
    wrong: list[str] = []
    contexts = []

    def open_page(path: str, folder: Path = site, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"{path}: {message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on("request", lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url))
        page.goto(f"{folder.as_uri()}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
