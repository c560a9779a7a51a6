"""The formats that the two profiles name: what a text in a JSON file must be, beyond being text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from jsonschema import FormatChecker
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from morocco_returns.access import leaves
from morocco_returns.contract import patterns
from morocco_returns.contract.addresses import SCHEME, address_fault
from morocco_returns.wording import shortened

# The expression that semver.org recommends.
_SEMVER = re.compile(
    r"(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)"
    r"(?:-(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
_IDENTIFIER = re.compile(r"[A-Za-z0-9.+-]+")


class FormatError(ValueError):
    """A text in another form; the message says what is wrong with it."""


def checker() -> FormatChecker:
    """The formats under the names that the profiles give them."""
    known = FormatChecker(formats=())
    for name, fault in FAULTS.items():
        known.checks(name, raises=FormatError)(_raising(fault))
    return known


def _raising(fault: Callable[[str], str | None]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if isinstance(value, str) and (says := fault(value)):
            raise FormatError(says)
        return True

    return check


def semver_fault(text: str) -> str | None:
    """Why this is no semantic version."""
    if _SEMVER.fullmatch(text):
        return None
    return f"{shortened(text)} is no semantic version such as 1.2.3 (semver.org)"


def moment_fault(text: str) -> str | None:
    """Why this is no moment as RFC 3339 writes it."""
    try:
        if _MOMENT.fullmatch(text):
            datetime.fromisoformat(text)
            return None
    except ValueError as error:
        return f"{shortened(text)} does not exist: {error}"
    return f"{shortened(text)} is no date and time of the form 2026-11-22T00:00:00Z"


def licence_fault(text: str) -> str | None:
    """Why this is no licence of the SPDX list."""
    unknown = f"{shortened(text)} is no identifier of the SPDX list (spdx.org/licenses)"
    if not _IDENTIFIER.fullmatch(text):
        return unknown
    try:
        due = canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return unknown
    return None if due == text else f"the SPDX list writes {due}"


def place_fault(text: str) -> str | None:
    """Why this is neither a web address nor a path inside the package."""
    if SCHEME.match(text) or text.startswith("//"):
        return web_fault(text)
    if not text.strip() or leaves(text):
        return f"{shortened(text)} is neither a web address nor a path inside the package"
    return None


def web_fault(text: str) -> str | None:
    """Why this is no web address."""
    fault = address_fault(text)
    return fault and f"{shortened(text)} cannot be opened by everybody: {fault}"


def _regex(fault: Callable[[str], str | None], what: str) -> Callable[[str], str | None]:
    return lambda text: (says := fault(text)) and f"{what}: {says}"


FAULTS: dict[str, Callable[[str], str | None]] = {
    "semver": semver_fault,
    "moment": moment_fault,
    "spdx": licence_fault,
    "place": place_fault,
    "web-address": web_fault,
    "regex": _regex(patterns.broken, "the pattern is not a regular expression"),
    "quick-regex": _regex(patterns.slow, "the pattern may never come to an end"),
    "common-regex": _regex(patterns.loose, "readers do not take the pattern alike"),
}
