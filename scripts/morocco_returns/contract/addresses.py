"""Web addresses: what a reader could open, and nothing that leads into somebody's own network."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

# RFC 3986: letters, digits and marks; everything else is percent-encoded.
LEGAL = r"^(?:[!#$&-;=?-Z\[\]_a-z~]|%[0-9A-Fa-f]{2})*$"
ILLEGAL = "a character in it must be percent-encoded, or a per cent sign stands alone"
# What comes before path, query and fragment.
HEAD = r"^([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})", re.I)
_PRIVATE = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".test", ".invalid")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def address_fault(text: str) -> str | None:
    """Why this is no web address that everybody could open; None if it is one."""
    if "\n" in text or not re.match(LEGAL, text):
        return ILLEGAL
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        return f"it is broken: {error}"
    if parts.scheme not in ("http", "https"):
        return "it does not begin with https:// or http://"
    if parts.username is not None or parts.password is not None:
        return "it carries a user name or password"
    if port == 0:
        return "it has no possible port"
    return "it names no host" if not host else _host_fault(host)


def _host_fault(host: str) -> str | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return None if address.is_global else "its host is an address of a private network"
    host = host.removesuffix(".")
    if host == "localhost" or host.endswith(_PRIVATE):
        return "its host exists on one computer or private network alone"
    if len(host) > 253 or not _HOST.fullmatch(host):
        return "its host is no public domain name"
    return None
