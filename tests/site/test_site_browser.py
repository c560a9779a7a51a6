"""The explorer page as people meet it: in a browser, on a phone, on paper, by keyboard, without scripts."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import library
from tests.site.conftest import Open

from morocco_returns.site.facts import Facts

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}}
DARK = {"color_scheme": "dark"}
LETTER = "document/nl-kamerbrief-2023-06-07-marokko.html"
PAGES = [
    "index.html",
    "time.html",
    "indicator/enforced-return.html",
    "figures.html",
    "documents.html",
    LETTER,
    "contradictions.html",
    "claims.html",
    "claims/NL.html",
    "events.html",
    "coverage.html",
    "use.html",
    "answers.html",
    "artefacts.html",
    "semver.html",
    "dictionary.html",
]


def colours(part: Locator) -> int:
    """How many colours are seen in a part of the page."""
    image = library("PIL.Image")
    picture = image.open(io.BytesIO(part.screenshot())).convert("RGB")
    return len(picture.getcolors(maxcolors=1_000_000))


def follow(page: Page, link: Locator) -> None:
    """Click a link, and wait until the scripts of the page behind it have run."""
    with page.expect_navigation():
        link.click()


def rows(page: Page) -> int:
    return page.locator("#figures tbody tr").count()


def count(page: Page) -> int:
    """The number of figures that the page says it found."""
    found = re.search(r"(\d+)(?: of \d+)? figures", page.locator("#count").inner_text())
    assert found
    return int(found[1])


def test_the_answer_stands_first(page_at: Open) -> None:
    """Catches a front page that asks before it answers, or answers something else."""
    page = page_at("index.html")
    answer = page.locator(".answer:visible")
    assert answer.count() == 1
    assert answer.locator("h2").inner_text().startswith("30 between 28 and 32")
    assert "Netherlands" in answer.inner_text()
    assert "figure f00022" in answer.locator(".citation").inner_text()
    assert "In 2022, Netherlands, enforced return (removal): between 28 and 32 persons" in answer.inner_text()
    assert "No public address" in answer.inner_text()
    follow(page, answer.get_by_text("Where it stands"))
    assert page.locator("#f00022").is_visible()
    assert page.url.endswith(f"{LETTER}#f00022")


def test_a_choice_leads_to_its_answers_and_has_an_address(page_at: Open) -> None:
    """Catches a choice that shows another year, and an answer that cannot be sent to others."""
    page = page_at("index.html")
    page.select_option("#ask-indicator", "first-asylum-applications")
    page.select_option("#ask-year", "2020")
    shown = page.locator(".answer:visible")
    assert {card.get_attribute("data-year") for card in shown.all()} == {"2020"}
    assert {card.get_attribute("data-indicator") for card in shown.all()} == {"first-asylum-applications"}
    assert "774" in " ".join(shown.locator("h2").all_inner_texts())
    page.reload()
    assert page.input_value("#ask-year") == "2020"
    assert "774" in " ".join(shown.locator("h2").all_inner_texts())


def test_an_answer_is_a_click_from_the_document_itself(page_at: Open, facts: Facts) -> None:
    """Catches an answer whose source must be looked for, and a citation without the version."""
    row = next(row for row in facts.rows("series") if facts.documents[row["document_id"]]["url"])
    card = page_at(f"index.html#a-{row['observation_id']}").locator(f"#a-{row['observation_id']}")
    leads = card.get_by_text("Open the source").get_attribute("href")
    assert leads == facts.documents[row["document_id"]]["url"]
    cited = card.locator(".citation").inner_text()
    assert cited.endswith(f"version {facts.metadata.version}, figure {row['observation_id']}.")
    assert str(leads) in cited


def test_a_part_of_a_year_is_not_called_a_report(page_at: Open) -> None:
    """Catches "reports only" for a year of which a public body itself counts five months."""
    page = page_at("index.html#area=NL&indicator=enforced-return&year=2023")
    assert "2023 (no answer)" in page.locator("#ask-year option").all_inner_texts()
    follow(page, page.locator("#no-answer:visible a"))
    page.fill("#f-q", "f00023")
    assert rows(page) == 1


def test_a_question_without_an_original_leads_to_the_reports(page_at: Open) -> None:
    """Catches silence where only newspapers print a figure."""
    page = page_at("index.html#area=FR&indicator=enforced-return")
    assert page.locator(".answer:visible").count() == 0
    follow(page, page.locator("#no-answer:visible a"))
    assert page.input_value("#f-area") == "FR"
    assert page.input_value("#f-indicator") == "enforced-return"
    assert rows(page) >= 1


def test_a_contested_answer_says_so(page_at: Open, facts: Facts) -> None:
    """Catches a contradiction that the front page keeps to itself."""
    row = next(row for row in facts.rows("series") if row["contested"])
    page = page_at(f"index.html#a-{row['observation_id']}")
    card = page.locator(f"#a-{row['observation_id']}")
    assert card.is_visible()
    assert "Contested." in card.inner_text()
    rivals = card.locator("ul.contest a").all()
    assert rivals
    assert not any(row["observation_id"] in str(rival.get_attribute("href")) for rival in rivals)
    follow(page, card.get_by_text("All figures in this comparison"))
    assert page.locator(f"#{row['comparison_id']} tbody a").count() >= 2


def test_filters_narrow_the_table_and_stay_in_the_address(page_at: Open, facts: Facts) -> None:
    """Catches a filter without effect, a count that lies, and a table that cannot be shared."""
    page = page_at("figures.html")
    assert (rows(page), count(page)) == (100, 100)
    wanted = {
        "area": ("area_id", "NL"),
        "indicator": ("indicator_id", "enforced-return"),
        "destination": ("destination_id", "MA"),
        "kind": ("period_kind", "calendar_year"),
        "publisher_kind": ("publisher_kind", "administration"),
        "qualifier": ("qualifier", "exact"),
    }
    left = list(facts.figures.values())
    for name, (column, code) in wanted.items():
        page.select_option(f"#f-{name}", code)
        left = [figure for figure in left if figure[column] == code]
        assert count(page) == len(left), name
    assert rows(page) == len(left) > 0
    page.reload()
    assert rows(page) == len(left)
    page.get_by_text("Clear").click()
    page.wait_for_function("document.querySelectorAll('#figures tbody tr').length === 100")


def test_search_finds_words_in_any_language_and_without_accents(page_at: Open) -> None:
    """Catches a search that finds only what is spelt as printed."""
    page = page_at("figures.html")
    page.fill("#f-q", "uitzetting")
    assert count(page) > 10
    page.fill("#f-q", "f00022")
    assert rows(page) == 1
    page.fill("#f-q", "liberation")
    assert rows(page) > 0
    page.fill("#f-q", "no-such-word")
    assert rows(page) == 0


def test_rows_are_sorted_by_their_bounds(page_at: Open) -> None:
    """Catches numbers sorted as text, and an unknown upper bound that counts as none at all."""
    page = page_at("figures.html#area=NL")
    button = page.locator("[data-sort=high] button")
    button.click()
    head = page.locator("[data-sort=high]")
    assert head.get_attribute("aria-sort") == "ascending"
    column = page.locator("#figures tbody tr td:nth-child(3)").all_inner_texts()
    known = [int(cell.replace(",", "")) for cell in column if cell[:1].isdigit()]
    assert known == sorted(known)
    assert len(known) > 50
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator("#figures tbody tr td:nth-child(3)").first.inner_text() == "none known"


def test_a_print_without_bounds_is_no_zero(page_at: Open) -> None:
    """Catches "ca. 200" told as a number from 0 on, and sorted before every number that is known."""
    page = page_at("figures.html#area=NL&qualifier=about&sort=low")
    cells = page.locator("#figures tbody tr").first.locator("td").all_inner_texts()
    assert cells[:2] == ["unknown", "unknown"]
    page.select_option("#f-qualifier", "")
    assert page.locator("#figures tbody td").first.inner_text() == "0"


def test_a_row_says_what_kind_of_number_it_is(page_at: Open) -> None:
    """Catches a forecast or a rounded number that looks like any other."""
    page = page_at("figures.html#q=f00022")
    assert page.locator("#figures tbody th .tag").all_inner_texts() == ["rounded to 5s"]
    page.fill("#f-q", "forecast")
    assert "forecast or plan" in page.locator("#figures tbody th").first.inner_text()
    page.fill("#f-q", "")
    page.select_option("#f-contested", "true")
    follow(page, page.locator("#figures tbody th .against").first)
    assert page.locator("article:target tbody tr").count() >= 2


def test_numbers_are_found_however_their_thousands_are_marked(page_at: Open) -> None:
    """Catches a search for 1770 that misses "1.770"."""
    page = page_at("figures.html#q=1770")
    assert page.locator("#figures tbody tr#r-f00006").count() == 1


def test_the_way_back_leads_through_the_choices(page_at: Open) -> None:
    """Catches a "back" that leaves the page instead of closing the figure or undoing the filter."""
    page = page_at("figures.html")
    page.select_option("#f-area", "BE")
    page.locator("#figures tbody a").first.click()
    page.go_back()
    page.locator("#panel").wait_for(state="hidden")
    assert page.input_value("#f-area") == "BE"
    page.go_back()
    page.wait_for_function("document.getElementById('f-area').value === ''")
    page.goto(f"{page.url.split('#')[0]}#f=f99999")
    page.get_by_text("no figure f99999").wait_for()


def test_more_rows_come_when_asked(page_at: Open, facts: Facts) -> None:
    """Catches figures that no one can reach."""
    page = page_at("figures.html")
    while page.locator("#more").is_visible():
        page.click("#more")
    assert rows(page) == len(facts.figures)


def test_a_click_shows_where_a_figure_comes_from(page_at: Open) -> None:
    """Catches a number without its source, and a panel that traps the keyboard."""
    page = page_at("figures.html#q=f00022")
    link = page.locator("#figures tbody a").first
    link.click()
    panel = page.locator("#panel")
    told = panel.inner_text()
    for part in ("30", "between 28 and 32", "page 3", "Gedwongen vertrek", "column “2022”", "DT&V", "f00022"):
        assert part in told
    assert "f=f00022" in page.url
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement === document.querySelector('#figures tbody a')")
    page = page_at("figures.html#f=f00022")
    assert "is accompanied by nl-beslisnota-2023-06-07-marokko" in page.locator("#panel").inner_text()
    assert "Gedwongen vertrek" in page.locator("#panel").inner_text()
    follow(page, page.get_by_text("Everything on it"))
    assert page.locator("#f00022 .citation").is_visible()


def test_charts_are_drawn(page_at: Open) -> None:
    """Catches a chart that is in the page and not on the screen: blank, black or clipped."""
    page = page_at("indicator/enforced-return.html")
    charts = page.locator("svg.chart")
    assert charts.count() >= 6
    for chart in charts.all():
        assert colours(chart) > 8
    marks = page.locator("svg.chart a.mark .b").all()
    assert len(marks) > 30
    for mark in marks:
        box = mark.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 1


def test_open_bars_fade_on_the_screen(page_at: Open) -> None:
    """Catches a style sheet that fills a fading bar, and so draws a bound that is not known."""
    page = page_at("contradictions.html")
    script = """() => [...document.querySelectorAll('.b.open, .b.about, .b.below')].map((mark) => {
        const style = getComputedStyle(mark);
        const id = (mark.getAttribute('fill').match(/#(.*)\\)/) || [])[1];
        return [style.fill.includes(id), style.stroke, Boolean(document.getElementById(id))];
    })"""
    marks = page.evaluate(script)
    assert len(marks) > 5
    assert {tuple(mark) for mark in marks} == {(True, "none", True)}


def test_a_chart_is_one_stop_for_the_keyboard(page_at: Open) -> None:
    """Catches a chart that costs fifty presses of Tab, or that the keyboard cannot enter."""
    page = page_at("indicator/enforced-return.html")
    chart = page.locator("svg.chart").first
    assert chart.locator("a[tabindex='0']").count() == 1
    chart.locator("a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    title = "document.activeElement.querySelector('title').textContent"
    second = chart.locator("a.mark").nth(1)
    assert page.evaluate(title) == second.locator("title").text_content()
    with page.expect_navigation(url="**/document/*"):
        page.keyboard.press("Enter")


def test_a_contradiction_is_a_click_from_both_its_sources(page_at: Open) -> None:
    """Catches a sign on a chart that leads nowhere, and one that a later mark covers."""
    page = page_at("indicator/enforced-return.html")
    sign = page.locator("section:has(#NL) svg.chart a:has(> .sign)", has_text="≠").first
    with page.expect_navigation():
        sign.click()
    assert page.locator("article:target tbody tr").count() >= 2
    assert page.locator("article:target tbody td:last-child a").count() >= 2


def test_labels_change_their_language_and_stay_so(page_at: Open, facts: Facts) -> None:
    """Catches a label that stays English, and a reader that hears Dutch read as English."""
    page = page_at("indicator/enforced-return.html")
    heading = page.locator("h1 [data-l]")
    page.select_option("#language", "nl")
    assert heading.inner_text() == facts.labels["indicators"]["enforced-return"]["label_nl"]
    assert heading.get_attribute("lang") == "nl"
    follow(page, page.locator("nav a", has_text="Over time"))
    assert page.locator("a [data-l='areas:BE']").first.inner_text() == "België"
    page.select_option("#language", "en")
    assert page.locator("a [data-l='areas:BE']").first.inner_text() == "Belgium"


def test_colours_follow_the_system_or_the_choice(page_at: Open) -> None:
    """Catches white on white."""
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = page_at("index.html"), page_at("index.html", **DARK)
    white, black = light.evaluate(ground), dark.evaluate(ground)
    assert white != black
    dark.select_option("#theme", "light")
    assert dark.evaluate(ground) == white
    dark.reload()
    assert dark.evaluate(ground) == white


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_off_a_phone(page_at: Open, path: str) -> None:
    """Catches a page that must be pushed sideways."""
    page = page_at(path, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_phone_gets_lists_for_charts(page_at: Open) -> None:
    """Catches a chart shrunk until nobody can read it."""
    page = page_at("indicator/enforced-return.html", **PHONE)
    assert page.locator("svg.chart:visible").count() == 0
    assert colours(page.locator("table.bars").first.locator("svg.bar").first) > 1


def test_paper_carries_content_alone(page_at: Open) -> None:
    """Catches a print of buttons on a dark ground, and a table without its headings."""
    page = page_at("figures.html#area=NL", **DARK)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator("[data-sort=low]").inner_text() == "Lowest possible"


def test_charts_are_printed(page_at: Open) -> None:
    """Catches a sheet of A4, as narrow as a phone between its margins, that leaves the charts out."""
    page = page_at("indicator/enforced-return.html", viewport={"width": 718, "height": 1000})
    assert page.locator("svg.chart:visible").count() == 0
    page.emulate_media(media="print")
    assert page.locator("svg.chart:visible").count() >= 6
    assert page.locator("table.bars thead").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_a_report_has_the_id_filled_in(page_at: Open) -> None:
    """Catches a report that does not say which figure is meant."""
    page = page_at(f"{LETTER}#f00022")
    follow(page, page.locator("#f00022").get_by_text("Report this figure as wrong"))
    told = page.locator("#report-figure pre").inner_text()
    assert told.startswith("Figure: f00022\n")
    assert "Document: nl-kamerbrief-2023-06-07-marokko\nWhat the package says: 30\n" in told
    hostile = page_at("use.html#report=<b>f00022</b>")
    assert hostile.locator("#report-figure pre").inner_text().startswith("Figure: f.....\n")


def test_a_citation_is_copied(page_at: Open) -> None:
    """Catches a button that does nothing."""
    page = page_at("index.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".answer:visible button.copy").click()
    page.get_by_text("Copied").wait_for()


def test_without_scripts_all_is_there_to_read(page_at: Open, facts: Facts) -> None:
    """Catches content that only a script brings."""
    page = page_at("index.html", java_script_enabled=False)
    assert page.locator(".answer:visible").count() == len(facts.rows("series"))
    assert not page.locator("#ask").is_visible()
    page = page_at("figures.html", java_script_enabled=False)
    assert rows(page) == 100
    page = page_at("indicator/enforced-return.html", java_script_enabled=False)
    assert colours(page.locator("svg.chart").first) > 8


def complaints(page: Page) -> list[str]:
    """What axe-core finds on a page that is really drawn."""
    if not AXE.is_file():
        absent = "axe-core is not installed: npm ci --prefix tests/site"
        if os.environ.get("CI") == "true":
            pytest.fail(absent)
        pytest.skip(absent)
    assert page.locator("h1").is_visible()
    page.evaluate(AXE.read_text("utf-8"))
    options = {"preload": False, "rules": {"target-size": {"enabled": True}}}
    result: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{found['id']}: {node['html'][:200]}"
        for found in result["violations"]
        for node in found["nodes"][:3]
    ]


_DARK_PHONE = pytest.param({**PHONE, **DARK}, marks=pytest.mark.long)


@pytest.mark.parametrize("options", [{}, _DARK_PHONE], ids=["light", "dark phone"])
@pytest.mark.parametrize("path", ["index.html", "indicator/voluntary-return.html", "figures.html#f=f00022"])
def test_the_main_pages_are_accessible(page_at: Open, path: str, options: dict[str, Any]) -> None:
    """Catches what a screen reader, a keyboard or weak eyes stumble over."""
    assert complaints(page_at(path, **options)) == []


@pytest.mark.long
@pytest.mark.parametrize("options", [{}, {**PHONE, **DARK}], ids=["light", "dark phone"])
@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_is_accessible(page_at: Open, path: str, options: dict[str, Any]) -> None:
    """Catches the same on the pages that take the check longer."""
    assert complaints(page_at(path, **options)) == []


def test_colours_of_marks_stand_out_from_their_ground(page_at: Open) -> None:
    """Catches a mark too pale to see; the accessibility check does not look at drawings."""
    script = """(names) => {
        const probe = document.body.appendChild(document.createElement('i'));
        return names.map((name) => {
            probe.style.forcedColorAdjust = 'none';
            probe.style.color = `var(--${name})`;
            return getComputedStyle(probe).color.match(/[0-9]+/g).slice(0, 3).map(Number);
        });
    }"""
    names = ["paper", "own", "relay", "event", "ink", "soft", "link"]
    forced = {**DARK, "forced_colors": "active"}
    for options in ({}, DARK, forced):
        ground, *marks = page_at("index.html", **options).evaluate(script, names)
        for name, mark in zip(names[1:], marks, strict=True):
            assert _contrast(ground, mark) >= 4.5, name


def _contrast(one: list[int], other: list[int]) -> float:
    """The contrast of two colours by the formula of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[int]) -> float:
    shares = [part / 255 for part in colour]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
