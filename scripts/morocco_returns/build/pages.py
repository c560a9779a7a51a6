"""Pages that repeat facts stated elsewhere: data dictionary, rule table, citation file."""

from __future__ import annotations

import re
from collections.abc import Mapping

import jinja2
import yaml

from morocco_returns.build.answer import Answer
from morocco_returns.build.artefacts import DATABASE
from morocco_returns.build.coverage import SEARCHED, Matrix
from morocco_returns.build.metadata import Metadata, table_path
from morocco_returns.build.rounding import TableRounding
from morocco_returns.build.views import VIEWS
from morocco_returns.check.catalogue import excusable, reads, reasons, severities
from morocco_returns.keying import Statistics
from morocco_returns.reconciliation import rounding
from morocco_returns.schema import Field, TableSchema

_DICTIONARY = """\
# Data dictionary

Built from `schemas/` by `make build`; do not edit. Version {{ metadata.version }}.

All tables are CSV: UTF-8, commas, LF line ends, one header row, empty cell = no value. Columns
stand in the order below; rows are sorted by primary key.

{% for name, schema in schemas.items() -%}
- [`{{ name }}`](#{{ name }}) {{ metadata.resources[name].title }}
{% endfor %}
{%- for name, schema in schemas.items() %}
## {{ name }}

{{ metadata.resources[name].description }}

File: `{{ paths[name] }}`. Primary key: {{ schema.primary_key | map("code") | join(", ") }}.
{%- for key in schema.foreign_keys %}
`{{ key.field }}` is a key of {{ key.table | code }}.
{%- endfor %}

| column | type | content | example |
|---|---|---|---|
{% for field in schema.fields -%}
| `{{ field.name }}` | {{ field | kind }} | {{ field | content }} | {{ field.example | cell }} |
{% endfor %}
{%- endfor %}"""

_ANSWER = """
```text
{% for row in answer.rows -%}
{{ row.value_printed }}
{{ row.possible }}
{{ row.contested }}
{{ row.citation }}
{% endfor -%}
```

{% for explanation in answer.contests -%}
Contested: {{ explanation }}
{% else -%}
No comparison in this version contests it.
{% endfor %}
{%- if answer.others %}
Newspapers and others print for the same state, kind of return and year:

| printed | who | destination | document |
|---|---|---|---|
{% for row in answer.others -%}
| {{ row.value_printed | cell }} | {{ row.population_label or "not stated" }} | \
{{ row.destination_label }} | {{ row.publisher }}, {{ row.published or "not dated" }} \
(`{{ row.observation_id }}`) |
{% endfor %}
{%- endif %}
{%- for row in answer.related %}
Comparison `{{ row.comparison_id }}`, {{ row.verdict }}: {{ row.explanation }}
{% endfor %}"""

_INSIDE = """
Version {{ metadata.version }} of {{ metadata.released }}: {{ rows["observations"] }} figures from \
{{ carrying }} documents.

| table | rows | content |
|---|---|---|
{% for name, about in metadata.resources.items() -%}
| [`{{ name }}`]({{ paths[name] }}) | {{ rows[name] }} | {{ about.description | cell }} |
{% endfor %}

Every document that was read was keyed and coded twice, by people who did not see each other's
work: {{ keyed.documents }} documents, {{ keyed.figures }} figures, {{ keyed.fields }} fields a figure. \
The two keyings differ {{ keyed.total }} times:

| field | times |
|---|---|
{% for name, number in keyed.kinds -%}
| `{{ name }}` | {{ number }} |
{% endfor %}
([`documents`]({{ paths["documents"] }}) has the number of each document; `tests/keyings/` both \
keyings and how each difference was settled.)
"""

_USE = """
| file | what it is | how to load it |
|---|---|---|
| `{{ stem }}.zip` | everything as CSV, with schemas and `datapackage.json` | unpack it, and see below; \
in Python `mr.load("figures", "{{ stem }}.zip")` |
| `{{ stem }}-figures.xlsx` | the figures, every cell typed as text | open it |
| `figures.parquet` and one for each table | typed columns with their descriptions | \
`pd.read_parquet("figures.parquet")`, `SELECT * FROM 'figures.parquet'` in DuckDB |
| `{{ database }}.sqlite` | all tables with their keys; views {{ views }} \
| `sqlite3 {{ database }}.sqlite "SELECT * FROM answers"`, \
`datasette {{ database }}.sqlite --metadata datasette-metadata.json` |
| `{{ database }}.sql` | the script that makes it, in any SQLite | `sqlite3 :memory: < {{ database }}.sql` |
| `{{ wheel }}` | the Python package, data inside | `pip install {{ wheel }}` |
| `croissant.json`, `schema-org.jsonld`, `dcat-ap.jsonld` | what it is, for tools, search engines and \
portals | `mlcroissant.Dataset("croissant.json").records("figures")` |
| `manifest.json`, `SHA256SUMS` | hashes of files and of their content | `sha256sum --check SHA256SUMS` |
"""

_CITATION = """
> {{ metadata.contributors[0].title }} ({{ metadata.released[:4] }}): *{{ metadata.title }}*, version \
{{ metadata.version }}. Data, {{ metadata.licenses[0].name }}.
"""

_RULES = """\
# Rules of the check

Built by `make build`; do not edit. `morocco-returns validate` runs them all;
`morocco-returns validate --explain RULE` says the same of one, with an example and the mend.
[Checking a copy](validate.md) explains the report and what it means to excuse a finding.

| rule | severity | reads | can be excused | why it exists |
|---|---|---|---|---|
{% for rule, why in reasons.items() -%}
| `{{ rule }}` | {{ rule | facts | join(" | ") }} | {{ why | cell }} |
{% endfor %}"""


_COVERAGE = """\
# What was searched, and what was found

Built by `make build`; do not edit. For each state the number of figures about a quantity and a year;
`{{ searched }}` where a document about that state from that year or the next was read and has none;
nothing where no such document was read. No figure is no zero, and no proof that none was published.
A figure whose span covers three years or more, or whose dates are not stated, counts under *no year*.
{% for matrix in matrices %}
## {{ matrix.area }}

| quantity | {% for year in matrix.years %}{{ year }} | {% endfor %}no year |
|---|{% for year in matrix.years %}---|{% endfor %}---|
{% for label, cells, rest in matrix.rows -%}
| {{ label | cell }} | {% for cell in cells %}{{ cell }} | {% endfor %}{{ rest or "" }} |
{% endfor %}
Nothing was found on: {{ matrix.without | join("; ") }}.
{% endfor %}"""

_ROUNDING = """\
# How tables are rounded

Built by `make build`; do not edit.

{{ model }}
## The hypotheses

| hypothesis | unit | exact below |
|---|---|---|
{% for rule in hypotheses -%}
| {{ rule.name }} | {{ rule.unit }} | {{ rule.exact_below or "" }} |
{% endfor %}
A caller may bring others with `prior`, and another share of slips with `slip` \
({{ "{:.0%}".format(slip) }} by default).
Where no number below ten is printed, a rule for these cannot be told from its absence: both get one
posterior, and the plainer is named.

## How far to trust it

In simulated tables (counts of 1 to 2,000, every magnitude alike, {{ "{:.0%}".format(slip) }} slips,
4,000 tables of each hypothesis and length):

| cells | most probable unit wrong, where the truth is unrounded, fives or tens | \
at worst | true unit not kept |
|---|---|---|---|
| 5 | 1 to 9 % | 13 % (exact below 10, then fives) | 1.9 of 1,000 |
| 7 | 1 to 4 % | 6 % | 1.2 of 1,000 |
| 10 | 0.5 to 1.5 % | 2 % | 1.7 of 1,000 |
| 20 | below 0.1 % | 0.4 % | 0.05 of 1,000 |

So do not rely on the most probable hypothesis of a short table: take bounds over all that are kept.
These are no certainty either: of six numbers above ten that are rounded to fives, all are multiples
of ten in about one table of 64, and then fives are not kept.

## Use

```python
import morocco_returns as mr
from morocco_returns.reconciliation.rounding import bounds_over, infer_tables

result = mr.infer_rounding([20, 10, 6, 30, 35, 50, 40])
print(result.evidence, result.posterior, result.most_probable)
print([bounds_over(number, result.kept) for number in (6, 30, 35)])  # (6, 6), (25, 35), (33, 37)
record = infer_tables(mr.load("observations"), mr.load("tables"))
```

## The record

Every table, list or block of prose with at least {{ least }} numbers above zero that are printed
without a hedge and were counted or estimated; posterior in per cent, and in bold what is kept.
*Recorded* is the rule in `tables` with its basis, and whether it is kept.

| table | kind | numbers | zeros | of 5 | of 10 | exceptions | \
{% for rule in hypotheses %}{{ rule.name }} | {% endfor %}recorded |
|---|---|---|---|---|---|---|{% for _ in hypotheses %}---|{% endfor %}---|
{% for row in rows -%}
| `{{ row.table_id }}` | {{ row.kind }} | {{ row.evidence.cells }} | {{ row.evidence.zeros }} | \
{{ row.evidence.multiples_of_5 }} | {{ row.evidence.multiples_of_10 }} | \
{{ row.exceptions }} | \
{% for rule in hypotheses %}{{ row.chance(rule) }} | {% endfor %}{{ row.recorded }} |
{% endfor %}"""


def _cell(text: object) -> str:
    """Text that stays inside one cell of a Markdown table."""
    return str(text).replace("|", "\\|").replace("<", "&lt;")


def _content(field: Field) -> str:
    parts = [field.description]
    labels = dict(field.labels)
    if field.enum:
        codes = (f"`{code}` {labels[code]}" if code in labels else f"`{code}`" for code in field.enum)
        parts.append("Codes: " + "; ".join(codes) + ".")
    if field.x_from:
        parts.append(f"From `{field.x_from}`.")
    return _cell(" ".join(parts))


def _kind(field: Field) -> str:
    return f"{field.type}, required" if field.required else field.type


def _facts(rule: str) -> tuple[str, str, str]:
    return " or ".join(severities(rule)), reads(rule), "yes" if excusable(rule) else "no"


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    environment.filters.update(
        cell=_cell, content=_content, kind=_kind, facts=_facts, code=lambda text: f"`{text}`"
    )
    return environment


def dictionary_page(metadata: Metadata, schemas: dict[str, TableSchema]) -> bytes:
    """docs/data-dictionary.md: every table and column with its meaning and an example."""
    paths = {name: table_path(name) for name in schemas}
    template = _environment().from_string(_DICTIONARY)
    return (template.render(metadata=metadata, schemas=schemas, paths=paths).rstrip() + "\n").encode("utf-8")


def readme_page(
    text: str,
    metadata: Metadata,
    rows: Mapping[str, int],
    carrying: int,
    keyed: Statistics,
    answer: Answer,
) -> bytes:
    """README.md with its built blocks renewed; ``rows`` counts the rows of each table.

    ValueError if a block's marks are missing.
    """
    facts = {"rows": rows, "carrying": carrying, "keyed": keyed, "answer": answer}
    files = {
        "database": DATABASE,
        "stem": f"{metadata.name}-{metadata.version}",
        "wheel": metadata.wheel,
        "views": ", ".join(f"`{view.name}`" for view in VIEWS),
    }
    paths = {name: table_path(name) for name in metadata.resources}
    blocks = {"answer": _ANSWER, "inside": _INSIDE, "use": _USE, "citation": _CITATION}
    for name, template in blocks.items():
        block = _environment().from_string(template).render(metadata=metadata, paths=paths, **facts, **files)
        text, found = re.subn(
            rf"(?s)(<!-- built: {name} [^\n]*-->\n).*?(<!-- end -->)",
            lambda match, block=block: f"{match[1]}{block}\n{match[2]}",  # type: ignore[misc]
            text,
        )
        if not found:
            raise ValueError(f"README.md has no block <!-- built: {name} ... --> ... <!-- end -->")
    return text.encode("utf-8")


def coverage_page(matrices: list[Matrix]) -> bytes:
    """docs/coverage.md: found, searched and not searched, by area, indicator and year."""
    page = _environment().from_string(_COVERAGE).render(matrices=matrices, searched=SEARCHED)
    return (page.rstrip() + "\n").encode("utf-8")


def rounding_page(rows: list[TableRounding]) -> bytes:
    """docs/rounding.md: how rounding is inferred, and what that gives for the tables on record."""
    page = (
        _environment()
        .from_string(_ROUNDING)
        .render(
            model=rounding.__doc__,
            hypotheses=rounding.HYPOTHESES,
            slip=rounding.SLIP,
            least=rounding.MIN_CELLS,
            rows=rows,
        )
    )
    return (page.rstrip() + "\n").encode("utf-8")


def rules_page() -> bytes:
    """docs/rules.md: every rule, with the reason why it exists."""
    return (_environment().from_string(_RULES).render(reasons=reasons()).rstrip() + "\n").encode("utf-8")


def citation_file(metadata: Metadata) -> bytes:
    """CITATION.cff (format 1.2.0), so that hosts and reference managers cite the right version."""
    content = {
        "cff-version": "1.2.0",
        "message": "If you use these figures, cite the package and the document in which the figure stands.",
        "type": "dataset",
        "title": metadata.title,
        "abstract": metadata.description,
        "version": metadata.version,
        "date-released": metadata.released,
        "license": metadata.licenses[0]["name"],
        "keywords": metadata.keywords,
        "authors": [{"name": contributor["title"]} for contributor in metadata.contributors],
    }
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return f"# Built from schemas/package.yaml by `make build`; do not edit.\n{text}".encode()
