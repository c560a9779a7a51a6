"""A summary of a comparison in Markdown, for a pull request or a page of releases."""

from __future__ import annotations

from morocco_returns.diff.compare import Difference
from morocco_returns.diff.semver import KINDS
from morocco_returns.diff.words import counted, described, verdict
from morocco_returns.report.safe import visible

_FEW = 10
_MARKS = frozenset("\\|[]*_`#")


def as_markdown(difference: Difference) -> str:
    """Rows by table, kinds of change with their bump, and the first of each kind."""
    old, new = difference.old, difference.new
    parts = [f"## {_text(old.label)} ({old.version}) to {_text(new.label)} ({new.version})", ""]
    parts += [f"**{verdict(difference)}**", ""]
    rows = [(counts.name, said) for counts in difference.tables if (said := counted(counts))]
    if rows:
        parts += ["| table | rows |", "|---|---|", *(f"| `{name}` | {said} |" for name, said in rows), ""]
    if difference.changes:
        parts += ["| change | number | bump | because |", "|---|---|---|---|"]
        for kind, changes in difference.by_kind().items():
            rule = KINDS[kind]
            bump = f"{rule.bump.word}, refused" if rule.refused else rule.bump.word
            parts.append(f"| {rule.what} | {len(changes)} | {bump} | {rule.why} |")
        parts.append("")
    for kind, changes in difference.by_kind().items():
        parts += [f"### {KINDS[kind].what}", ""]
        parts += [f"- {_text(described(change))}" for change in changes[:_FEW]]
        parts += [f"- and {len(changes) - _FEW} more"] if len(changes) > _FEW else []
        parts.append("")
    if difference.missing:
        parts += ["### Rows that `changes` lacks", ""]
        parts += [f"- {_text(f'{e.resource} {e.row_key} {e.field}')}" for e in difference.missing]
        parts.append("")
    return "\n".join(parts)


def _text(text: str) -> str:
    """Text of others that stays text: on one line, without marks that Markdown or HTML would read."""
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in shown)
