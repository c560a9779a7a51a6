"""What a rule is for, in a few lines."""

from __future__ import annotations

from morocco_returns.check.catalogue import excusable, reads, reasons, severities
from morocco_returns.check.examples import EXAMPLES
from morocco_returns.check.exceptions import PATH


def explanation(rule: str) -> str:
    """Why the rule exists, what it reads, an example of what it reports and how to mend that."""
    example = EXAMPLES[rule]
    parts = {
        "why": reasons()[rule],
        "reads": reads(rule),
        "reports": example.bad,
        "to mend": example.mend,
        "excused": f"possible, in {PATH}" if excusable(rule) else "never",
    }
    heading = f"{rule} ({' or '.join(severities(rule))})"
    return "\n".join([heading, *(f"  {name + ':':<9}{text}" for name, text in parts.items())])
