"""What of the Python package was taken away: names that it offers, and parameters of ``load``.

Read off the source without running it. A zip of the package holds no code: nothing is said of it then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from morocco_returns.diff.change import Change
from morocco_returns.diff.snapshot import CODE, Snapshot

_OFFERS, _LOAD = CODE
_FUNCTIONS = ("load", "tables")


def api_changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Names and parameters that are gone, renamed, moved or newly required."""
    before, after = _offered(old), _offered(new)
    if before is None or after is None:
        return
    for name in sorted(before - after):
        yield Change("api-broken", field=name, note="the package offers the name no more")
    functions = _functions(new)
    for name, parameters in _functions(old).items():
        now = functions.get(name)
        if now is not None and not _takes_all(parameters, now):
            shown = (" ".join(parameters), " ".join(now))
            yield Change("api-broken", field=name, old=shown[0], new=shown[1], note="parameters")


def _tree(snapshot: Snapshot, path: str) -> ast.Module | None:
    try:
        return ast.parse(snapshot.code[path])
    except (KeyError, SyntaxError, ValueError):
        return None


def _offered(snapshot: Snapshot) -> set[str] | None:
    tree = _tree(snapshot, _OFFERS)
    for node in tree.body if tree else []:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=names)):
                return {str(name.value) for name in names if isinstance(name, ast.Constant)}
    return None


def _functions(snapshot: Snapshot) -> dict[str, list[str]]:
    """The parameters of each function: ``name``, ``name=`` with a default, after ``*`` by name alone."""
    tree = _tree(snapshot, _LOAD)
    found = [node for node in (tree.body if tree else []) if isinstance(node, ast.FunctionDef)]
    return {node.name: _parameters(node.args) for node in found if node.name in _FUNCTIONS}


def _parameters(arguments: ast.arguments) -> list[str]:
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    shown = [f"{one.arg}{'=' * (place >= required)}" for place, one in enumerate(positional)]
    named = [
        f"{one.arg}{'=' * (default is not None)}"
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    return [*shown, *(["*", *named] if named else [])]


def _takes_all(old: list[str], new: list[str]) -> bool:
    """Whether every call that was right still is."""
    before, after = _split(old), _split(new)
    in_place = [name.rstrip("=") for name in after[0][: len(before[0])]] == [n.rstrip("=") for n in before[0]]
    optional = all(name in new for name in old if name.endswith("="))
    due = {name for name in new if not name.endswith("=") and name != "*"}
    known = {name.rstrip("=") for name in old} <= {name.rstrip("=") for name in new} | {"*"}
    return in_place and optional and known and due <= {name for name in old if not name.endswith("=")}


def _split(parameters: list[str]) -> tuple[list[str], list[str]]:
    star = parameters.index("*") if "*" in parameters else len(parameters)
    return parameters[:star], parameters[star + 1 :]
