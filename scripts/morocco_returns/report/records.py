"""Findings for programs: one JSON object, whose form is `findings.schema.json` beside this file."""

from __future__ import annotations

import json

from morocco_returns.check.run import Report
from morocco_returns.report.summary import Counts


def as_json(report: Report) -> str:
    """Every finding and the counts; ASCII, so that no letter is lost on the way."""
    counts = Counts.of(report.findings)
    summary = {
        **{f"{severity}s": count for severity, count in counts.severities.items()},
        "excused": len(report.excused),
        "rules": counts.rules,
        "files": counts.files,
        "checked": {"tables": report.tables, "rows": report.rows, "rules": report.rules},
        "not_run": list(report.not_run),
    }
    findings = [finding.record() for finding in report.findings]
    return json.dumps({"summary": summary, "findings": findings}, indent=2)
