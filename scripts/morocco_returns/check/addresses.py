"""Rules on addresses: they must lead any reader to a public page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

import polars as pl

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding
from morocco_returns.rows import each_value

# RFC 3986: letters, digits and marks; everything else is percent-encoded.
_LEGAL = r"^(?:[!#$&-;=?-Z\[\]_a-z~]|%[0-9A-Fa-f]{2})*$"
_AUTHORITY = r"^https?://([^/?#]*)"
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])")
_LONGEST_HOST = 253
# Names that no public register gives out (RFC 6761, 6762, 8375).
_NEVER_PUBLIC = frozenset({"localhost", "local", "internal", "test", "invalid", "example", "arpa"})


@rule("address", "documents")
def address(check: Context) -> Iterator[Finding]:
    """An address that only its keyer's computer understands, or that carries a password, leads no
    reader to the source.
    """
    documents = check["documents"]
    for column in documents.columns:
        if column != "url" and not column.endswith("_url"):
            continue
        rows = documents.drop_nulls(column).with_columns(
            pl.col(column).str.extract(_AUTHORITY).alias("_authority")
        )
        rows = each_value(rows, ["_authority"], authority_fault, {"_host": pl.String})
        fault = (
            pl.when(~pl.col(column).str.contains(_LEGAL))
            .then(pl.lit("a character in it must be percent-encoded, or a per cent sign stands alone"))
            .otherwise("_host")
        )
        yield from check.each(
            "documents",
            pl.col("_fault").is_not_null(),
            column,
            lambda row: str(row["_fault"]),
            "copy the public address of the page, as the address bar gives it",
            rows.with_columns(fault.alias("_fault")),
        )


def authority_fault(authority: str | None) -> str | None:
    """What keeps the part of an address that names the host from naming a public one, if anything."""
    if authority is None:
        return "it does not begin with http:// or https://"
    try:
        parts = urlsplit(f"//{authority}")
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"it cannot be read: {error}"
    if "@" in authority:
        return "it holds a name or password before the host"
    if host is None:
        return "it names no host"
    return None if _is_public(host) else f"{host} is not the name of a public host"


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        labels = host.removesuffix(".").split(".")
    top = labels[-1]
    return (
        len(labels) > 1
        and len(host) <= _LONGEST_HOST
        and all(_LABEL.fullmatch(label) for label in labels)
        and _TOP.fullmatch(top) is not None
        and top not in _NEVER_PUBLIC
    )
