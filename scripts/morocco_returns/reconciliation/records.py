"""A reconciliation as plain records, for JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from morocco_returns.reconciliation.result import Dispute, Reconciliation
from morocco_returns.reconciliation.statements import Condition, Span, Statement
from morocco_returns.reconciliation.verdict import Conflict, Way
from morocco_returns.reconciliation.words import because


def as_records(result: Reconciliation) -> dict[str, Any]:
    """Disputes with their statements and conflicts, agreements, figures left out, and what stays in doubt."""
    return {
        "scenario": result.scenario.name,
        "complete": result.complete,
        "disputes": [_dispute(dispute) for dispute in result.disputes],
        "agreements": [
            {
                **_quantity(agreement.cell, agreement.span),
                "lower": agreement.lower,
                "upper": agreement.upper,
                "figures": list(agreement.figures),
                "origins": list(agreement.origins),
            }
            for agreement in result.agreements
        ],
        "left_out": [{"figure": left.observation_id, "reason": left.reason} for left in result.left_out],
        "doubts": list(result.doubts),
    }


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "statements": [_statement(statement) for statement in dispute.statements],
        "conflicts": [_conflict(conflict) for conflict in dispute.conflicts],
        "restored_without": [list(statement.figures) for statement in dispute.restores],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "key": statement.key,
        "figures": list(statement.figures),
        **_quantity(statement.cell, statement.outer),
        "lower": statement.lower,
        "upper": statement.upper,
        "conditions": [_condition(condition) for condition in sorted(statement.conditions)],
    }


def _quantity(cell: tuple[str, ...], span: Span) -> dict[str, str]:
    names = ("area_id", "indicator_id", "population_id", "destination_id")
    return {
        **dict(zip(names, cell, strict=False)),
        "period_start": dt.date.fromordinal(span.start).isoformat(),
        "period_end": dt.date.fromordinal(span.stop - 1).isoformat(),
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "verdict": conflict.verdict,
        "statements": [statement.key for statement in conflict.statements],
        "gap": conflict.gap,
        "because": because(conflict),
        "possible_only_if": [_way(way) for way in conflict.ways],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "without": [_condition(condition) for condition in sorted(way.dropped)],
        "then": [
            {"statement": needed.statement.key, "least": needed.least, "most": needed.most}
            for needed in way.needed
        ],
    }


def _condition(condition: Condition) -> dict[str, str]:
    return {"kind": condition.kind, "subject": condition.subject}
