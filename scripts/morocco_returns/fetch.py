"""One file from the web: over https alone, of a limited size, kept nowhere unless asked."""

from __future__ import annotations

import hashlib
import os
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from morocco_returns.locate import PackageError, PackageNotFoundError

_SECONDS = 30  # for each answer of the server
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def fetch(url: str, max_bytes: int, cache: str | Path | None = None) -> bytes:
    """The bytes at ``url``; from the folder ``cache`` where they are kept there already.

    PackageNotFoundError where they cannot be had, PackageError where they must not be taken.
    """
    kept = None if cache is None else Path(cache) / hashlib.sha256(url.encode("utf-8")).hexdigest()
    if kept is not None and kept.is_file():
        return kept.read_bytes()
    data = _download(url, max_bytes)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(data)
        part.replace(kept)
    return data


def _download(url: str, max_bytes: int) -> bytes:
    _refuse(url)
    request = Request(url, headers={"User-Agent": "morocco-returns"})
    try:
        with build_opener(_Redirects).open(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read(max_bytes + 1)
            left = answer.length
    except HTTPError as error:
        error.close()
        raise PackageNotFoundError(f"{url} cannot be had: {error.code} {error.reason}") from None
    except (OSError, HTTPException) as error:
        raise PackageNotFoundError(f"{url} cannot be had: {error}") from None
    if len(data) > max_bytes:
        raise PackageError(f"{url} is larger than {max_bytes} bytes (max_bytes)")
    if left:
        raise PackageNotFoundError(f"{url} cannot be had: the connection broke off")
    return data


def _refuse(url: str) -> None:
    """PackageError for an address that others could read along or that is none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise PackageError(f"{url} is no web address: {error}") from None
    if parts.scheme == "https" and host:
        return
    if parts.scheme != "http" or host not in _THIS_MACHINE:
        raise PackageError(f"{url} is not taken: the address of a package begins with https://")


class _Redirects(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Refuse an address of another kind than the one that was asked for."""
        _refuse(newurl)
        if urlsplit(newurl).scheme != req.type:
            raise PackageError(f"{req.full_url} sends on to {newurl}, which is not {req.type}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
