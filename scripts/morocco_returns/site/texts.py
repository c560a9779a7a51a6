"""Pages of docs/ as HTML, with their links led to places on the site."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

_TABLE = re.compile(r'href="(?:\.\./)?data/(?:built/)?([a-z_]+)\.csv"')
_FOR_EDITORS = re.compile(r"(?m)^Built by `make build`.*\n")
_ELSEWHERE = re.compile(r'<a href="(?!https?://|#|dictionary\.html)[^"]*">(.*?)</a>', re.DOTALL)


def text(path: Path) -> Markup | None:
    """A page as HTML; None if there is none of that name.

    A table leads to its place in the data dictionary. A link to what the site does not have becomes
    plain text. HTML in the page stays text.
    """
    if not path.is_file():
        return None
    source = _FOR_EDITORS.sub("", path.read_text("utf-8"))
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    html = _TABLE.sub(r'href="dictionary.html#\1"', html)
    return Markup(_ELSEWHERE.sub(r"\1", html))
