"""The views of the SQLite file: questions that people ask of the tables, with the joins done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A named query with words for people."""

    name: str
    title: str
    description: str
    query: str


VIEWS = (
    View(
        "answers",
        "Answers with their documents",
        "One row per original statement for a standard period: what was counted, the print, its possible "
        "bounds, whether it is contested, the citation and the document.",
        """\
SELECT s.area_label, s.indicator_label, s.population_label, s.destination_label, s.period, s.value_printed,
  s.possible_lower, s.possible_upper, s.contested, s.citation, d.title AS document_title, d.publisher,
  d.published, d.url, s.observation_id
FROM series AS s JOIN documents AS d ON d.document_id = s.document_id
ORDER BY s.area_id, s.indicator_id, s.period, s.observation_id""",
    ),
    View(
        "figures_with_sources",
        "Figures with their sources",
        "One row per printed figure with the place where it stands and all that is known of its document.",
        """\
SELECT f.observation_id, f.area_label, f.indicator_label, f.population_label, f.destination_label,
  f.period_printed, f.period_start, f.period_end, f.value_printed, f.possible_lower, f.possible_upper,
  d.title AS document_title, d.publisher, d.published, d.identifier, d.url, d.archived_url, d.extent_read,
  f.page, f.table_title, f.row_label, f.column_label, f.quote
FROM figures AS f JOIN documents AS d ON d.document_id = f.document_id
ORDER BY f.observation_id""",
    ),
    View(
        "compared",
        "Figures that bear on one another",
        "One row per figure that takes part in a comparison, with the verdict (many are consistent) and its "
        "explanation.",
        """\
SELECT c.comparison_id, c.verdict, c.kind, c.explanation, f.observation_id, f.area_label, f.indicator_label,
  f.population_label, f.period_printed, f.value_printed, f.possible_lower, f.possible_upper, f.publisher,
  f.published, f.document_title, f.url
FROM comparisons AS c
JOIN comparison_members AS m ON m.comparison_id = c.comparison_id
JOIN figures AS f ON f.observation_id = m.observation_id
ORDER BY c.comparison_id, f.observation_id""",
    ),
)
