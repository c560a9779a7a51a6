"""The files of the explorer page: whole, safe and the same each time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import duckdb
import polars as pl
import pytest
from tests.conftest import ROOT, Copy, copy_package, library

import morocco_returns as mr
from morocco_returns.site.data import figures_script, script
from morocco_returns.site.export import chart_style
from morocco_returns.site.facts import Facts, read_facts
from morocco_returns.site.pages import every_page
from morocco_returns.site.render import Renderer, web
from morocco_returns.site.texts import text

Attributes = dict[str, str | None]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'"
)


class _Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@cache
def tags(page: bytes) -> list[tuple[str, Attributes]]:
    parser = _Tags()
    parser.feed(page.decode("utf-8"))
    return parser.found


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((path, data) for path, data in files.items() if path.endswith(".html"))


def cells(attributes: Attributes, *names: str) -> Iterator[str]:
    return (value for name in names if (value := attributes.get(name)))


def test_every_link_leads_to_a_page_and_a_place_on_it(files: dict[str, bytes]) -> None:
    """Catches a permanent link that broke, and a page that was renamed."""
    places = {path: {attributes.get("id") for _, attributes in tags(data)} for path, data in pages(files)}
    broken = set()
    for path, data in pages(files):
        for _, attributes in tags(data):
            for target in cells(attributes, "href", "src"):
                parts = urlsplit(target)
                if parts.scheme:
                    continue
                leads = os.path.normpath(PurePosixPath(path).parent / unquote(parts.path))
                leads = path if not parts.path else PurePosixPath(leads).as_posix()
                state = "=" in parts.fragment  # filters, read by the script
                if leads not in files or (
                    parts.fragment and not state and unquote(parts.fragment) not in places[leads]
                ):
                    broken.add((path, target))
    assert broken == set()


def test_every_figure_document_indicator_and_comparison_has_its_place(
    files: dict[str, bytes], facts: Facts
) -> None:
    """Catches a figure that can be cited and not linked."""
    places = {path: {a.get("id") for _, a in tags(data)} for path, data in pages(files)}
    for key, figure in facts.figures.items():
        assert key in places[f"document/{figure['document_id']}.html"]
        assert figure["area_id"] in places[f"indicator/{figure['indicator_id']}.html"]
    assert places["contradictions.html"] >= set(facts.comparisons)
    for claim, place in facts.claim_places.items():
        page, _, at = place.partition("#")
        assert at == claim
        assert at in places[page]
    assert set(facts.claim_places) == set(facts.by_key("claims", "claim_id"))
    assert places["events.html"] >= set(facts.by_key("events", "event_id"))


def test_no_page_loads_from_elsewhere_or_runs_what_it_holds(files: dict[str, bytes]) -> None:
    """Catches a remote font, an inline script or style, and a page without its policy."""
    for path, data in pages(files):
        found = tags(data)
        policies = [a["content"] for t, a in found if t == "meta" and a.get("http-equiv")]
        assert policies == [POLICY], path
        for tag, attributes in found:
            assert "style" not in attributes, (path, tag)
            assert tag != "style", path
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            if tag == "script":
                assert attributes.get("src") or attributes.get("type", "").endswith("json"), path  # type: ignore[union-attr]
            if tag in ("script", "link", "img", "iframe"):
                assert not any(urlsplit(to).scheme for to in cells(attributes, "src", "href")), path


def test_no_id_stands_twice_on_a_page(files: dict[str, bytes]) -> None:
    """Catches a link that leads to the first of two places."""
    for path, data in pages(files):
        ids = Counter(attributes["id"] for _, attributes in tags(data) if attributes.get("id"))
        assert [key for key, count in ids.items() if count > 1] == [], path


def test_printed_tables_are_rebuilt_cell_by_cell(files: dict[str, bytes]) -> None:
    """Catches a cell under another column, and one that does not lead to its figure."""
    page = files["document/nl-kamerbrief-2023-06-07-marokko.html"].decode("utf-8")
    (table,) = [part for part in page.split("<table") if "<caption>Terugkeeraantallen DT" in part]
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("</table>")[0], re.DOTALL)
    read = [[re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    assert read[0][1:] == ["2019", "2020", "2021", "2021 (vanaf actieplan)", "2022", "2023 (tot juni)"]
    assert ["Gedwongen vertrek", "25", "10", "6", "&lt;5", "30", "40"] in read
    assert '<td id="c-f00022"><a href="#f00022">30</a></td>' in table


def test_minors_are_said_to_be_moroccan(files: dict[str, bytes], facts: Facts) -> None:
    """Catches "12 unaccompanied minors", read as those of all nationalities."""
    assert {"unaccompanied-minors", "rejected-asylum-seekers"} <= facts.moroccan
    assert not {"any-nationality", "moroccan-nationals", "named-group"} & facts.moroccan
    page = re.sub(r"<.*?>", "", files["indicator/asylum-applications.html"].decode("utf-8"))
    assert page.count("unaccompanied minors") == page.count("unaccompanied minors (Moroccan nationals)") > 5
    assert "moroccan-nationals" in files["figures.js"].decode("utf-8").split('"among":')[1][:200]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Pages of a package whose texts try to be more than text."""
    package = copy_package(tmp_path_factory.mktemp("hostile") / "p")
    spoil(package)
    facts = everywhere(replace(read_facts(package.root), root=ROOT))
    renderer = Renderer(facts)
    found = {
        path: renderer.page(path, template, content) for path, template, content in every_page(facts, {})
    }
    return {**found, "figures.js": figures_script(facts)}


ATTACK = '"><script>document.title = "gone"</script><img src=x onerror=alert(1)>'


# Texts that are read as something else than text, beside keys and codes.
_READ = {"date", "event_date", "published", "language", "period", "unit", "kind", "url"}


def everywhere(facts: Facts) -> Facts:
    """The attack at the start of every cell of free text; ``spoil`` has a change of its own."""
    frames = dict(facts.frames)
    for name, schema in facts.schemas.items():
        if name == "changes":
            continue
        free = [
            field.name
            for field in schema.fields
            if field.type == "string" and not field.enum and not field.name.endswith("_id")
        ]
        spoilt = [(pl.lit(ATTACK) + pl.col(column)).alias(column) for column in free if column not in _READ]
        frames[name] = frames[name].with_columns(spoilt)
    return replace(facts, frames=frames)


def spoil(package: Copy) -> None:
    package.edit("observations", "f00001", note=ATTACK, quote=ATTACK, counted_printed=ATTACK)
    corrected = {"release": "0.2.0", "resource": "observations", "row_key": "f00001", "field": "page"}
    values = {"old_value": "1", "new_value": "2", "kind": "our_error", "reason": ATTACK}
    package.save("changes", [{**corrected, **values}])
    package.edit("comparisons", "k00001", explanation=ATTACK)
    package.edit("claims", "c00001", note=ATTACK, quote=ATTACK)
    package.edit("indicators", "detained", label_en=ATTACK, label_nl=ATTACK)
    package.edit(
        "documents",
        "nl-kamerbrief-2023-06-07-marokko",
        title=ATTACK,
        publisher=ATTACK,
        url="javascript:alert(1)",
    )


def test_text_stays_text(hostile: dict[str, bytes]) -> None:
    """Catches a note, quote or title that becomes a script of the page."""
    attacked = 0
    for path, data in pages(hostile):
        attacked += b"&lt;script&gt;" in data
        for tag, attributes in tags(data):
            assert tag != "img", path
            assert "onerror" not in attributes, path
            assert tag != "script" or attributes.get("src") or attributes.get("type"), path
            assert not any("javascript:" in to for to in cells(attributes, "href")), path
    assert attacked > 300
    assert b"<" not in hostile["figures.js"]


def test_a_figure_tells_how_it_was_corrected(hostile: dict[str, bytes]) -> None:
    """Catches an erratum that only the table of changes knows."""
    told = "0.2.0: page from “1” to “2” (our error): "
    assert told in hostile["document/nl-kamerbrief-2023-06-07-marokko.html"].decode("utf-8")
    assert told in hostile["figures.js"].decode("utf-8")


def test_data_for_scripts_cannot_end_their_script() -> None:
    """Catches a "</script>" or a line separator in a cell that breaks the file."""
    written = script("X", ["</script>", "\u2028", "é"]).decode("utf-8")
    assert written == 'window.X=["\\u003c/script>","\\u2028","é"];\n'


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//x.org", ""]
)
def test_only_the_web_is_linked(address: str) -> None:
    """Catches an address that runs when it is clicked."""
    assert not web(address)
    assert web("https://www.example.org/a")


def test_the_downloads_are_what_their_sums_say(files: dict[str, bytes]) -> None:
    """Catches a checksum of another file."""
    page = files["use.html"].decode("utf-8")
    downloads = {path: data for path, data in files.items() if path.startswith("download/")}
    assert {".csv", ".xlsx", ".zip", ".sqlite", ".parquet"} == {Path(path).suffix for path in downloads}
    for path, data in downloads.items():
        row = page.split(f'href="{path}"')[1].split("</tr>")[0]
        assert hashlib.sha256(data).hexdigest() in row
        assert f"{len(data):,}" in row


def test_the_examples_run_as_they_stand(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches an example whose path or column no longer exists in the download beside it."""
    packed = next(data for path, data in files.items() if path.endswith(".zip"))
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    example = r'<pre tabindex="0" data-language="([^"]*)">(.*?)</pre>'
    found = re.findall(example, files["use.html"].decode("utf-8"), re.DOTALL)
    examples = {language: unescape(code) for language, code in found}
    check = examples["Python"] + f"\nassert len(figures) == {len(mr.load('figures'))}"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=tmp_path)
    rows = duckdb.connect().execute(examples["DuckDB"]).fetchall()
    assert ("2022", "30", 28, 32) in rows
    readme = (ROOT / "README.md").read_text("utf-8")  # whose examples are run, too
    assert examples["R"] in readme
    assert examples["JavaScript"].split("\n", 1)[1] in readme
    assert {"BibTeX", "RIS", "APA", "Chicago"} <= set(examples)


def test_search_engines_are_told_what_it_is(files: dict[str, bytes], facts: Facts) -> None:
    """Catches a description without version or licence, and one that no program can read."""
    page = files["index.html"].decode("utf-8")
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    described = json.loads(written)
    assert described["@type"] == "Dataset"
    assert described["@id"]
    assert described["version"] == facts.metadata.version
    assert described["license"].startswith("https://creativecommons.org/")
    assert 50 <= len(described["description"]) <= 5000
    for load in described["distribution"]:
        assert load["contentUrl"] in files


def test_charts_for_reuse_stand_alone(files: dict[str, bytes]) -> None:
    """Catches a chart that needs the style sheet of the page, or whose picture is empty."""
    image = library("PIL.Image")
    drawings = [path for path in files if path.startswith("chart/") and path.endswith(".svg")]
    assert len(drawings) == 6
    for path in drawings:
        drawing = files[path].decode("utf-8")
        assert "var(--" not in drawing
        assert "version" in drawing
        assert "CC BY" in drawing
        assert 'class="event"' not in drawing  # a number without its event
        picture = image.open(io.BytesIO(files[path.replace(".svg", ".png")])).convert("RGB")
        assert picture.width >= 1200
        assert len(picture.getcolors(maxcolors=100_000)) > 20
        edge = picture.crop((picture.width - 4, 0, picture.width, picture.height))
        assert len(edge.getcolors()) == 1  # no text runs over it
    applications = files["chart/first-asylum-applications-NL.svg"].decode("utf-8")
    assert "first-time asylum applications, Netherlands: Moroccan nationals</text>" in applications


def test_the_charts_for_reuse_have_the_colours_of_the_page() -> None:
    """Catches a colour that the converter does not know."""
    palette, rule = "--own: light-dark(#1f5fa8, #7ab3f5);", ".own { color: var(--own); }"
    style = f":root {{ {palette} }}\n/* charts a */\n{rule}\n/* end of charts */"
    assert chart_style(style) == ".own { color: #1f5fa8; }"


def test_pages_of_the_documentation_keep_to_the_site(tmp_path: Path) -> None:
    """Catches a link to a file that the site does not have, and HTML in a page."""
    page = tmp_path / "page.md"
    links = "[s](../data/built/series.csv) [r](rules.md) [w](https://x.y/) <b>x</b>"
    page.write_text(f"Built by `make build`; do not edit.\n\n{links}\n", "utf-8")
    assert text(page) == (
        '<p><a href="dictionary.html#series">s</a> r <a href="https://x.y/">w</a> &lt;b&gt;x&lt;/b&gt;</p>\n'
    )
    assert text(tmp_path / "absent.md") is None


def test_the_page_is_small(files: dict[str, bytes]) -> None:
    """Catches a page that no longer opens at once, and a site that no longer fits on a stick."""
    sizes = {path: len(data) for path, data in files.items()}
    shown = {path: size for path, size in sizes.items() if not path.startswith(("download/", "chart/"))}
    assert sum(sizes.values()) < 15_000_000
    assert sum(shown.values()) < 7_000_000
    assert sizes["app.js"] < 25_000
    assert sizes["style.css"] < 20_000
    assert max(shown, key=lambda path: shown[path]) == "figures.js"
    assert max(shown.values()) < 500_000
    assert max(size for path, size in shown.items() if path.endswith(".html")) < 250_000


@pytest.mark.long
def test_the_same_package_gives_the_same_bytes_everywhere(files: dict[str, bytes]) -> None:
    """Catches an order that depends on hashes, a time of day, and text laid out by fonts at hand."""
    code = (
        "import hashlib, json; from pathlib import Path; "
        "from morocco_returns.site.facts import read_facts; from morocco_returns.site.run import site_files; "
        f"files = site_files(read_facts(Path({str(ROOT)!r}))); "
        "print(json.dumps({path: hashlib.sha256(data).hexdigest() for path, data in files.items()}))"
    )
    for seed, zone, locale in (("1", "Asia/Tokyo", "C"), ("2", "America/Lima", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        result = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        built = json.loads(result.stdout)
        assert built == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
