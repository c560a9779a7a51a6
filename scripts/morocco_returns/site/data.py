"""Data for the scripts of the pages, as JSON in classic scripts: a page on disk cannot fetch a file."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from morocco_returns.build.coverage import LONGEST
from morocco_returns.site import words
from morocco_returns.site.facts import MOROCCANS, Facts, Row
from morocco_returns.site.render import web

# More distinct cells than this share of the rows are not worth a dictionary.
_DISTINCT = 0.5


def labels_script(facts: Facts) -> bytes:
    """labels.js: every label of the code lists in its three languages."""
    labels = {
        table: {code: [row["label_en"], row["label_nl"], row["label_fr"]] for code, row in rows.items()}
        for table, rows in facts.labels.items()
    }
    return script("LABELS", labels)


def figures_script(facts: Facts) -> bytes:
    """figures.js: what the table of every figure shows, finds and tells, column by column."""
    rows = [_record(figure, facts) for figure in facts.figures.values()]
    return script("FIGURES", {name: _column([row[name] for row in rows]) for name in rows[0]})


def script(name: str, value: object) -> bytes:
    """A script that sets a global name."""
    return f"window.{name}={embedded(value)};\n".encode()


def embedded(value: object) -> str:
    """JSON that may stand inside a script: no text in it can end the script or break a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _column(cells: Sequence[Any]) -> object:
    """Cells as they are, or the distinct ones with an index for each row."""
    written = [json.dumps(cell) for cell in cells]
    place = {text: number for number, text in enumerate(dict.fromkeys(written))}
    if len(place) > _DISTINCT * len(cells):
        return list(cells)
    return {"of": [json.loads(text) for text in place], "at": [place[text] for text in written]}


def _record(figure: Row, facts: Facts) -> dict[str, Any]:
    document = facts.documents[figure["document_id"]]
    covered, vague = years(figure), words.is_vague(figure)
    return {
        "id": figure["observation_id"],
        "printed": figure["value_printed"],
        "language": figure["language"],
        "low": None if vague else figure["possible_lower"],
        "high": None if vague else figure["possible_upper"],
        "ends": words.ends(figure),
        "bounds": " ".join(part for part in (words.bounds(figure), words.pace(figure)) if part),
        "marks": ", ".join(word for _, word in words.marks(figure)),
        "area": figure["area_id"],
        "indicator": figure["indicator_id"],
        "population": figure["population_id"],
        "among": MOROCCANS if figure["population_id"] in facts.moroccan else None,
        "destination": figure["destination_id"],
        "towards": words.destination(figure["destination_id"]),
        "kind": figure["period_kind"],
        "first": covered[0] if covered else None,
        "last": covered[-1] if covered else None,
        "period": words.period(figure),
        "period_printed": figure["period_printed"],
        "counted": figure["counted_printed"],
        "qualifier": figure["qualifier"],
        "document": figure["document_id"],
        "title": words.name(document),
        "url": document["url"] if web(document["url"]) else None,
        "publisher": figure["publisher"],
        "publisher_kind": figure["publisher_kind"],
        "published": figure["published"],
        "credited": figure["attributed_to"],
        "place": words.place(figure),
        "quote": figure["quote"],
        "rounding": figure["rounding_evidence"],
        "note": figure["note"],
        "against": _comparisons(figure, facts) or None,
        "claims": _claims(figure, facts) or None,
        "relations": facts.relations.get(figure["document_id"]),
        "part_of": figure["part_of_id"],
        "history": [words.change(row) for row in facts.changes_of.get(figure["observation_id"], ())] or None,
        "contested": facts.contests.get(figure["observation_id"]),
    }


def _comparisons(figure: Row, facts: Facts) -> str:
    found = facts.comparisons_of.get(figure["observation_id"], ())
    return " ".join(f"contradictions.html#{comparison}" for comparison in found)


def _claims(figure: Row, facts: Facts) -> str:
    return " ".join(facts.claim_places[claim] for claim in facts.claims_of.get(figure["observation_id"], ()))


def years(figure: Row) -> range:
    """The years that a figure is about, as the coverage counts them: none of a long or undated span."""
    first = figure["period_start"] or figure["period_end"]
    last = figure["period_end"] or figure["period_start"]
    if first is None or last.year - first.year >= LONGEST:
        return range(0)
    return range(first.year, last.year + 1)


def counts(facts: Facts) -> dict[str, dict[str, dict[int, int]]]:
    """How many figures there are on each area, indicator and year."""
    found: defaultdict[str, dict[str, dict[int, int]]] = defaultdict(dict)
    for (indicator, area), figures in sorted(facts.quantities.items()):
        by_year = Counter(year for figure in figures for year in years(figure))
        found[area][indicator] = dict(sorted(by_year.items()))
    return found
