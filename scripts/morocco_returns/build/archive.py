"""A zip that is the same wherever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The zip format's first day: file times must not depend on when or where a build runs.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on its content alone: sorted names, fixed times and modes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[name])
    return stream.getvalue()
