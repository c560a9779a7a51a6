"""Runs the examples of a documentation page as one session."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def run_examples(page: Path) -> str:
    """What the examples of a page print otherwise than it says; empty if nothing."""
    text = page.read_text(encoding="utf-8")
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    names: dict[str, object] = {}
    report: list[str] = []
    for block in BLOCK.finditer(text):
        line = text[: block.start(1)].count("\n")
        example = parser.get_doctest(block[1], names, page.name, str(page), line)
        runner.run(example, out=report.append, clear_globs=False)
        names = example.globs
    attempted = runner.summarize(verbose=False).attempted
    assert attempted == text.count("\n>>> "), "an example stands outside a python block"
    return "".join(report)
