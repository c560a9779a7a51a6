"""The descriptor as a whole: the profile, and what a profile cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from morocco_returns.contract.jsontext import JsonText
from morocco_returns.contract.profile import PACKAGE, breaches
from morocco_returns.finding import Problem


def descriptor_problems(document: JsonText) -> Iterator[Problem]:
    """Everything wrong with the descriptor itself; its files are another matter."""
    yield from breaches(document, PACKAGE)
    for key in ("name", "path"):
        yield from _repeated(document, key)


def _repeated(document: JsonText, key: str) -> Iterator[Problem]:
    """Two resources with one name or path: readers take either."""
    first: dict[str, int] = {}
    for number, resource in enumerate(listed(document.value)):
        value = resource.get(key) if isinstance(resource, Mapping) else None
        if not isinstance(value, str):
            continue
        if value.casefold() in first:
            pointer = ("resources", number, key)
            message = f"the resources {first[value.casefold()]} and {number} have one {key}"
            yield document.problem(
                "resource-twice", pointer, message, "take out the one that is too many", value
            )
        first.setdefault(value.casefold(), number)


def listed(descriptor: Mapping[str, object] | None) -> list[object]:
    """What the descriptor lists as its resources, whatever it is."""
    resources = (descriptor or {}).get("resources")
    return resources if isinstance(resources, list) else []
