"""Puts the data package inside the wheel, so that an installed copy loads without the network."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Maps descriptor, tables and schemas to ``morocco_returns/_package`` in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave editable installs alone: they find the package in the repository."""
        if version != "editable":
            for path in ("datapackage.json", "data", "schemas"):
                build_data["force_include"][path] = f"morocco_returns/_package/{path}"
