"""Minutes, not seconds: seeded edits of the JSON files, which must never break or stop the check."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from morocco_returns.check.sums import stale_files
from morocco_returns.check.unlisted import unlisted_files
from morocco_returns.finding import Severity

from .conftest import ROOT, SHARED, copy_package

pytestmark = pytest.mark.long

JUNK: list[Any] = [
    None, True, False, 0, -1, 10**400, 1.5, "", " ", "x", "a" * 10_000, "\x00", "\ud800", "../x", "/x",
    "C:\\x", "https://[::1", "https://example.org/x", "data/areas.csv", "schemas/areas.json", "areas",
    "(a+)+b", "a|b", "(", [], [[]], [None], ["x", "x"], ["data/areas.csv"], {}, {"a": 1}, {"name": []},
    {"fields": [{"name": {}}]}, {"\ud800": 1}, [{}], [[[[[[]]]]]],
]  # fmt: skip
NAMES = ["datapackage.json", "schemas/observations.json", "schemas/areas.json", "schemas/figures.json"]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in [(*path, key), *_places(inner, (*path, key))]]


def _edited(whole: Any, random_: random.Random) -> Any:
    """A copy with one to three edits: a value replaced, a key renamed, dropped, moved or doubled."""
    value = copy.deepcopy(whole)
    for _ in range(random_.randrange(1, 4)):
        places = _places(value)
        if not places:
            break
        *way, last = random_.choice(places)
        inner = value
        for key in way:
            inner = inner[key]
        match random_.randrange(5):
            case 0:
                del inner[last]
            case 1 if isinstance(inner, dict):
                inner[f"{last}"[:-1] + random_.choice("axS_ ")] = inner.pop(last)
            case 2 if isinstance(inner, list):
                inner.append(copy.deepcopy(inner[last]))
            case 3:
                donor = whole
                for key in random_.choice(_places(whole)):
                    donor = donor[key]
                inner[last] = copy.deepcopy(donor)
            case _:
                inner[last] = copy.deepcopy(random_.choice(JUNK))
    return value


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", NAMES)
def test_edits_of_json_never_break_the_reading(tmp_path: Path, name: str, seed: int) -> None:
    """Catches a value of any kind in any place that ends in a traceback, or in a wait without end."""
    random_ = random.Random(f"{name}{seed}")
    package = copy_package(tmp_path / "p")
    whole = json.loads((ROOT / name).read_text("utf-8"))
    for _ in range(20):
        edited = _edited(whole, random_)
        (package.root / name).write_text(json.dumps(edited), "utf-8")
        read = package.read()
        found = [*read.findings, *stale_files(read), *unlisted_files(read)]
        for finding in found:
            assert finding.message
            assert finding.hint
            json.dumps(finding.record()).encode("ascii")
    (package.root / name).write_bytes((ROOT / name).read_bytes())
    assert package.check() == []


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_no_edit_that_the_official_profile_refuses_passes(tmp_path: Path, version: str) -> None:
    """Catches a descriptor that other validators refuse and ours lets through."""
    path = SHARED / "profiles" / f"datapackage-{version}" / "datapackage.json"
    if not path.is_file():
        pytest.skip("the official profiles are not beside the repository")
    from jsonschema import Draft7Validator

    official = Draft7Validator(json.loads(path.read_text("utf-8")))
    package = copy_package(tmp_path / "p")
    whole = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    random_ = random.Random(version)
    refused = 0
    for _ in range(150):
        edited = _edited(whole, random_)
        if official.is_valid(edited):
            continue
        refused += 1
        (package.root / "datapackage.json").write_text(json.dumps(edited), "utf-8")
        read = package.read()
        found = [*read.findings, *stale_files(read)]
        assert any(finding.severity is Severity.ERROR for finding in found), edited
    assert refused > 25
