"""Build everything that is derived from ``schemas/`` and ``data/``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from morocco_returns.build.answer import answer
from morocco_returns.build.artefacts import data_artefacts, python_artefacts
from morocco_returns.build.contents import read_contents
from morocco_returns.build.coverage import coverage
from morocco_returns.build.describe import descriptions
from morocco_returns.build.descriptor import build_descriptor, json_bytes
from morocco_returns.build.manifest import checksums
from morocco_returns.build.metadata import Metadata, read_metadata, schema_path, table_path
from morocco_returns.build.pages import (
    citation_file,
    coverage_page,
    dictionary_page,
    readme_page,
    rounding_page,
    rules_page,
)
from morocco_returns.build.rounding import table_roundings
from morocco_returns.build.semver import semver_page
from morocco_returns.build.sources import read_frames, read_schemas
from morocco_returns.build.workbook import workbook_bytes
from morocco_returns.build.write import write_bytes
from morocco_returns.build.zenodo import zenodo
from morocco_returns.check.exceptions import PATH as EXCEPTIONS
from morocco_returns.check.run import Report, report_on
from morocco_returns.check.unlisted import WORKBOOK
from morocco_returns.csvform import frame_bytes
from morocco_returns.derived.tables import BUILT, derive_tables
from morocco_returns.finding import Severity
from morocco_returns.keying import FOLDER as KEYINGS
from morocco_returns.keying import statistics
from morocco_returns.locate import DESCRIPTOR


def check_sources(root: Path) -> Report:
    """The check of the curated tables alone, before anything is built from them."""
    metadata = read_metadata(root)
    descriptor = build_descriptor(metadata, {})
    curated = [r for r in descriptor["resources"] if r["name"] not in BUILT]  # type: ignore[attr-defined]
    return report_on(root, {**descriptor, "resources": curated})


def build_files(root: Path) -> dict[str, bytes]:
    """Every derived file that is committed, as relative path and bytes; writes nothing."""
    metadata = read_metadata(root)
    schemas = read_schemas(root, metadata)
    frames = read_frames(root, schemas)
    tables = derive_tables(frames, schemas)
    files = {table_path(name): frame_bytes(frame) for name, frame in tables.items()}
    for name in frames:
        files[table_path(name)] = (root / table_path(name)).read_bytes()
    derived = {path: data for path, data in files.items() if path.startswith("data/built/")}
    documents = frames["documents"]
    readme = readme_page(
        (root / "README.md").read_text("utf-8"),
        metadata,
        {name: _row_count(data) for name, data in ((n, files[table_path(n)]) for n in metadata.resources)},
        int((documents["figures"] > 0).sum()),
        statistics(root / KEYINGS),
        answer(frames, tables),
    )
    return {
        **derived,
        "README.md": readme,
        WORKBOOK: workbook_bytes(tables["figures"], schemas["figures"], metadata),
        DESCRIPTOR: json_bytes(build_descriptor(metadata, files)),
        "docs/data-dictionary.md": dictionary_page(metadata, schemas),
        "docs/rules.md": rules_page(),
        "docs/coverage.md": coverage_page(coverage(frames)),
        "docs/rounding.md": rounding_page(table_roundings(frames)),
        "docs/semver.md": semver_page(metadata),
        "CITATION.cff": citation_file(metadata),
        ".zenodo.json": json_bytes(zenodo(metadata)),
    }


def _row_count(table: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(table.decode("utf-8"), newline=""))) - 1


def build(root: Path) -> tuple[Report, list[str]]:
    """Check the sources, then write every derived file that changed.

    Returns the report of the check and the paths written; an error in the sources means that
    nothing was written.
    """
    report = check_sources(root)
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        return report, []
    written = []
    for path, data in build_files(root).items():
        target = root / path
        if not target.is_file() or target.read_bytes() != data:
            write_bytes(target, data)
            written.append(path)
    return report_on(root), written


def build_dist(root: Path, dist: Path | None = None) -> list[Path]:
    """Write every file of a release to dist/ (or another folder), in place of what lies there.

    All are made before the first is written, so that a failure leaves the old ones.
    """
    folder = dist or root / "dist"
    files = dist_files(root)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_file():
            old.unlink()
    for name, data in files.items():
        write_bytes(folder / name, data)
    return sorted(folder / name for name in files)


def dist_files(root: Path) -> dict[str, bytes]:
    """Every file of a release by name: the artefacts, what describes them, and their checksums."""
    contents = read_contents(root)
    artefacts = data_artefacts(contents, release_files(root, contents.metadata))
    artefacts += python_artefacts(root, tuple(contents.schemas))
    files = {artefact.name: artefact.data for artefact in artefacts}
    files |= {name: json_bytes(value) for name, value in descriptions(contents, artefacts).items()}
    return {**files, "SHA256SUMS": checksums(files)}


def release_files(root: Path, metadata: Metadata) -> Mapping[str, bytes]:
    """What the zip of the package holds: descriptor, tables, schemas and the pages about them."""
    paths = [DESCRIPTOR, "README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", WORKBOOK]
    paths += ["docs/data-dictionary.md", "docs/checklist.json", "schemas/package.yaml", EXCEPTIONS]
    for name in metadata.resources:
        paths += [table_path(name), schema_path(name)]
    return {path: (root / path).read_bytes() for path in paths}
