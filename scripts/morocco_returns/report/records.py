"""Findings for programs: a JSON list, whose form is `findings.schema.json` beside this file."""

from __future__ import annotations

import json

from morocco_returns.check.run import Report


def as_json(report: Report) -> str:
    """Every finding, the most useful first; ASCII, so that no letter is lost on the way."""
    return json.dumps([finding.record() for finding in report.findings], indent=2)
