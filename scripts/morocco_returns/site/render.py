"""The pages, from templates that escape whatever they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jinja2

from morocco_returns.site import words
from morocco_returns.site.facts import MOROCCANS, Facts, Row

MENU = (
    ("index.html", "Answers"),
    ("time.html", "Over time"),
    ("figures.html", "Every figure"),
    ("documents.html", "Documents"),
    ("contradictions.html", "Contradictions"),
    ("claims.html", "Claims"),
    ("events.html", "Events"),
    ("coverage.html", "Coverage"),
    ("use.html", "Use it"),
)


@dataclass(frozen=True)
class Renderer:
    """Templates with the words and links that all of them share."""

    facts: Facts

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("morocco_returns.site"),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(
            bounds=words.bounds,
            change=words.change,
            credit=words.credit,
            destination=words.destination,
            marks=words.marks,
            name=words.name,
            number=words.number,
            one_line=lambda text: " ".join(str(text).split()),
            ends=words.ends,
            is_rounded=words.is_rounded,
            pace=words.pace,
            period=words.period,
            permalink=permalink,
            place=words.place,
            told=self._told,
            web=web,
        )
        environment.globals.update(
            bounds=words.bounds,
            english=self.facts.label,
            meaning=self._meaning,
            menu=MENU,
            metadata=self.facts.metadata,
            moroccan=self.facts.moroccan,
            moroccans=MOROCCANS,
        )
        return environment

    def _meaning(self, table: str, column: str, code: str) -> str:
        """What the schema says that a code means."""
        return dict(self.facts.schemas[table].field(column).labels).get(code, code)

    def _told(self, figure: Row) -> str:
        """A figure in one line, for those who point at its bar or hear the page."""
        signs = "".join(f", {word}" for _, word in words.marks(figure))
        return (
            f"“{figure['value_printed']}”: {words.bounds(figure)}{signs}; {self.who(figure)}; "
            f"{words.period(figure)}; {words.credit(figure)}"
        )

    def who(self, figure: Row) -> str:
        """Who is counted, and where they go, in English."""
        code = figure["population_id"]
        label = self.facts.label("populations", code) if code else "not clear who"
        among = f" ({self.facts.label('populations', MOROCCANS)})" if code in self.facts.moroccan else ""
        return label + among + words.destination(figure["destination_id"])

    def page(self, path: str, template: str, content: Mapping[str, Any]) -> bytes:
        """One page; ``path`` decides how its links lead up to the others."""
        shared = {"up": "../" * path.count("/"), "current": path, "drawn": False}
        return self._environment.get_template(template).render({**shared, **content}).encode("utf-8")


def permalink(figure: Row) -> str:
    """The page and place of a figure, which stay as they are as long as its id does."""
    return f"document/{figure['document_id']}.html#{figure['observation_id']}"


def web(address: str | None) -> bool:
    """Whether an address may be a link: nothing but the web, so no script."""
    return bool(address) and str(address).lower().startswith(("https://", "http://"))
