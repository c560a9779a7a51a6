"""What stands on each page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from morocco_returns.build.answer import QUESTION
from morocco_returns.build.artefacts import Artefact
from morocco_returns.build.coverage import SEARCHED, coverage
from morocco_returns.derived.series import citation
from morocco_returns.site import data
from morocco_returns.site.alike import alike
from morocco_returns.site.bars import listed
from morocco_returns.site.chart import Chart, chart
from morocco_returns.site.downloads import FOLDER
from morocco_returns.site.facts import Facts, Row, grouped
from morocco_returns.site.printed import grid
from morocco_returns.site.texts import text


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart to download: its path without the ending, and what it shows."""

    path: str
    title: str


Page = tuple[str, str, dict[str, Any]]
# Pages of docs/ that the site shows, too.
TEXTS = {
    "answers.html": "Which statement is the answer",
    "semver.html": "Versions of the data",
    "artefacts.html": "Files of a release",
}
_ON_FRONT = 3  # charts below the answers
_AT_FIRST = 100  # rows of the table before its script runs
_VERDICTS = ("contradiction", "tension", "consistent")
_JUDGED = ("contradicted", "supported", "undetermined")


def every_page(facts: Facts, linked_data: object) -> Iterator[Page]:
    """Path, template and content of every page but the one on downloads."""
    yield _front(facts, linked_data)
    yield "time.html", "time.html", {"indicators": _by_indicator(facts)}
    for indicator, areas in _by_indicator(facts).items():
        yield f"indicator/{indicator}.html", "indicator.html", _quantity(facts, indicator, areas)
    yield _every_figure(facts)
    yield from _documents(facts)
    yield "contradictions.html", "contradictions.html", _contradictions(facts)
    yield from _claims(facts)
    yield "events.html", "events.html", _events(facts)
    yield "coverage.html", "coverage.html", _coverage(facts)
    yield "dictionary.html", "dictionary.html", _dictionary(facts)
    for path, heading, body in _texts(facts):
        yield path, "text.html", {"heading": heading, "text": body}


def citations(facts: Facts) -> dict[str, str]:
    """A citation of every figure in this version, ready to be copied."""
    cited = facts.frames["figures"].select(
        "observation_id", citation(facts.metadata.version).alias("citation")
    )
    return dict(cited.iter_rows())


def main_quantities(facts: Facts, many: int) -> list[tuple[str, str]]:
    """The indicators and areas with the most figures, of those that are drawn over time."""
    pairs = (pair for pair in facts.quantities if drawn(facts, *pair))
    return list(islice(pairs, many))


def drawn(facts: Facts, indicator: str, area: str) -> Chart | None:
    """The chart of one quantity of one area, with that area's events."""
    return chart(facts.quantities[indicator, area], facts.events_of.get(area, ()), facts.contests)


def _front(facts: Facts, linked_data: object) -> Page:
    answers = [_answer(facts, row) for row in sorted(facts.rows("series"), key=_whole_years_first)]
    main = [
        {"indicator": indicator, "area": area, "chart": drawn(facts, indicator, area)}
        for indicator, area in main_quantities(facts, _ON_FRONT)
    ]
    content = {
        "answers": answers,
        "asked": QUESTION,
        "citations": citations(facts),
        "counts": data.embedded(data.counts(facts)),
        "areas": sorted({area for _, area in facts.quantities}, key=lambda code: facts.label("areas", code)),
        "main": main,
        "linked_data": data.embedded(linked_data),
        "drawn": True,
    }
    return "index.html", "index.html", content


def _whole_years_first(row: Row) -> tuple[bool, str, str]:
    return (row["period_kind"] != "calendar_year", row["period"], row["observation_id"])


def _answer(facts: Facts, row: Row) -> dict[str, Any]:
    figure = facts.figures[row["observation_id"]]
    contest = facts.comparisons.get(row["comparison_id"] or "")
    members = [facts.figures[key] for key in facts.members[contest["comparison_id"]]] if contest else []
    rivals = [group for group in alike(members) if figure not in group]
    return {"row": row, "figure": figure, "contest": contest, "rivals": rivals, "year": row["period"][:4]}


def _by_indicator(facts: Facts) -> dict[str, list[str]]:
    """The areas of each indicator that has figures, in the order of their labels."""
    found: dict[str, list[str]] = {}
    for row in sorted(facts.rows("indicators"), key=lambda r: (r["family"], r["label_en"])):
        code = row["indicator_id"]
        areas = [area for indicator, area in facts.quantities if indicator == code]
        if areas:
            found[code] = sorted(areas, key=lambda area: facts.label("areas", area))
    return found


def _quantity(facts: Facts, indicator: str, areas: Sequence[str]) -> dict[str, Any]:
    sections = [
        {
            "area": area,
            "chart": drawn(facts, indicator, area),
            "panels": listed(facts.quantities[indicator, area]),
        }
        for area in areas
    ]
    return {
        "indicator": facts.labels["indicators"][indicator],
        "sections": sections,
        "contested": facts.contests,
        "official": [r for r in facts.rows("reference_statistics") if r["indicator_id"] == indicator],
        "drawn": True,
    }


def _every_figure(facts: Facts) -> Page:
    filters = {
        name: sorted({figure[column] for figure in facts.figures.values() if figure[column]})
        for name, column in (
            ("area", "area_id"),
            ("indicator", "indicator_id"),
            ("destination", "destination_id"),
            ("kind", "period_kind"),
            ("publisher_kind", "publisher_kind"),
            ("qualifier", "qualifier"),
        )
    }
    covered = sorted({year for figure in facts.figures.values() for year in data.years(figure)}, reverse=True)
    first = list(facts.figures.values())[:_AT_FIRST]
    content = {"filters": filters, "years": covered, "first": first, "total": len(facts.figures)}
    content["contested"] = facts.contests
    return "figures.html", "figures.html", content


def _documents(facts: Facts) -> Iterator[Page]:
    tables = grouped(facts.rows("tables"), "document_id")
    claims = grouped(facts.rows("claims"), "document_id")
    mentions = grouped(facts.rows("event_mentions"), "document_id")
    events = facts.by_key("events", "event_id")
    cited, contested = citations(facts), facts.contests
    official = facts.by_key("reference_statistics", "reference_id")
    listing = sorted(facts.documents.values(), key=lambda d: (d["country"] or "~", d["document_id"]))
    yield (
        "documents.html",
        "documents.html",
        {
            "documents": listing,
            "keyed": facts.keyed,
            "figures": len(facts.figures),
        },
    )
    for document_id, document in facts.documents.items():
        figures = grouped(facts.figures_of.get(document_id, ()), "table_id")
        blocks = [
            {"table": table, "figures": figures[table["table_id"]], "grid": _grid(table, figures)}
            for table in tables.get(document_id, ())
            if table["table_id"] in figures
        ]
        content = {
            "document": document,
            "blocks": blocks,
            "relations": facts.relations.get(document_id, ()),
            "documents": facts.documents,
            "claims": claims.get(document_id, ()),
            "mentions": mentions.get(document_id, ()),
            "events": events,
            "citations": cited,
            "contested": contested,
            "comparisons": facts.comparisons,
            "comparisons_of": facts.comparisons_of,
            "claims_of": facts.claims_of,
            "claim_places": facts.claim_places,
            "parts_of": facts.parts_of,
            "changes_of": facts.changes_of,
            "figures": facts.figures,
            "official": official,
        }
        yield f"document/{document_id}.html", "document.html", content


def _grid(table: Row, figures: Any) -> object:
    return grid(figures[table["table_id"]]) if table["kind"] == "table" else None


def _contradictions(facts: Facts) -> dict[str, Any]:
    groups = {
        verdict: [
            {"row": row, "panels": listed(facts.figures[f] for f in facts.members[row["comparison_id"]])}
            for row in facts.comparisons.values()
            if row["verdict"] == verdict
        ]
        for verdict in _VERDICTS
    }
    return {
        "groups": groups,
        "contested": {},
        "figures": facts.figures,
        "members": facts.members,
        "drawn": True,
    }


def _behind(facts: Facts, claim: Row) -> list[Row]:
    return [facts.figures[figure] for figure in facts.resting_on.get(claim["claim_id"], ())]


def _claims(facts: Facts) -> Iterator[Page]:
    """A page of the claims about each area, and one that tells how many there are and which are judged."""
    judged = {area: _by_verdict(rows) for area, rows in facts.claims_on.items()}
    shared = {"contested": facts.contests, "documents": facts.documents}
    yield "claims.html", "claims.html", {"judged": judged, "verdicts": _JUDGED, **shared}
    for area, groups in judged.items():
        cards = {
            verdict: [{"row": row, "panels": listed(_behind(facts, row))} for row in rows]
            for verdict, rows in groups.items()
        }
        yield (
            f"claims/{area}.html",
            "claims_area.html",
            {"area": area, "groups": cards, "drawn": True, **shared},
        )


def _by_verdict(claims: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {verdict: [] for verdict in _JUDGED}
    for row in claims:
        found[row["verdict"] or "undetermined"].append(row)
    return found


def _events(facts: Facts) -> dict[str, Any]:
    mentions = grouped(facts.rows("event_mentions"), "event_id")
    events = sorted(facts.rows("events"), key=lambda e: (e["date"] or "~", e["event_id"]))
    return {"events": events, "mentions": mentions, "documents": facts.documents}


def _coverage(facts: Facts) -> dict[str, Any]:
    codes = {
        table: {row["label_en"]: code for code, row in facts.labels[table].items()}
        for table in ("areas", "indicators")
    }
    read = facts.documents.values()
    return {
        "matrices": coverage(facts.frames),
        "searched": SEARCHED,
        "codes": codes,
        "in_vain": [d for d in read if d["scope_result"] == "none_in_scope"],
        "unread": [d for d in read if d["scope_result"] == "unreadable"],
    }


def _dictionary(facts: Facts) -> dict[str, Any]:
    rows = {name: facts.frames[name].height for name in facts.schemas}
    return {"schemas": facts.schemas, "rows": rows}


def _texts(facts: Facts) -> Iterator[tuple[str, str, object]]:
    for path, heading in TEXTS.items():
        body = text(facts.root / "docs" / Path(path).with_suffix(".md"))
        if body is not None:
            yield path, heading, body


def use_page(
    facts: Facts, files: Sequence[Artefact], charts: Sequence[Picture], pages: Collection[str]
) -> Page:
    """The page on downloads, examples, citations and errata; it needs to know what else there is."""
    content = {
        "downloads": files,
        "folder": FOLDER,
        "charts": charts,
        "changes": facts.rows("changes"),
        "figures": facts.figures,
        "has_semver": "semver.html" in pages,
        "repository": facts.metadata.repository,
    }
    return "use.html", "use.html", content
