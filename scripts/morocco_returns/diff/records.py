"""A comparison for programs: a JSON object whose form is `diff.schema.json` beside this file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from morocco_returns.diff.change import Change
from morocco_returns.diff.compare import Difference
from morocco_returns.diff.errata import Erratum
from morocco_returns.diff.semver import KINDS
from morocco_returns.diff.snapshot import Snapshot


def as_record(difference: Difference) -> dict[str, Any]:
    """Everything that a comparison found, as plain values."""
    return {
        "old": _version(difference.old),
        "new": _version(difference.new),
        "demands": difference.demands.word,
        "because": [_reason(kind, len(found)) for kind, found in difference.by_kind().items()],
        "tables": [asdict(counts) | {"rows": list(counts.rows)} for counts in difference.tables],
        "changes": [_change(change) for change in difference.changes],
        "missing_errata": [_erratum(erratum) for erratum in difference.missing],
        "idle_errata": [_erratum(erratum) for erratum in difference.idle],
    }


def as_json(difference: Difference) -> str:
    """The record as JSON; ASCII, so that no letter is lost on the way."""
    return json.dumps(as_record(difference), indent=2)


def _version(snapshot: Snapshot) -> dict[str, str]:
    return {"name": snapshot.label, "version": snapshot.version}


def _reason(kind: str, count: int) -> dict[str, object]:
    rule = KINDS[kind]
    return {
        "kind": kind,
        "what": rule.what,
        "bump": rule.bump.word,
        "why": rule.why,
        "refused": rule.refused,
        "changes": count,
    }


def _change(change: Change) -> dict[str, object]:
    return asdict(change) | {"bump": change.rule.bump.word}


def _erratum(erratum: Erratum) -> dict[str, object]:
    return asdict(erratum)
