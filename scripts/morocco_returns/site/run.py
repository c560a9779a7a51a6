"""Writes the explorer page: dist/site/."""

from __future__ import annotations

import shutil
from pathlib import Path

from morocco_returns.build.write import write_bytes
from morocco_returns.site.data import figures_script, labels_script
from morocco_returns.site.downloads import FOLDER, downloads
from morocco_returns.site.export import export_files
from morocco_returns.site.facts import Facts, read_facts
from morocco_returns.site.pages import every_page, use_page
from morocco_returns.site.render import Renderer

SITE = "dist/site"
_STATIC = Path(__file__).parent / "static"


def build_site(root: Path) -> list[Path]:
    """Write every file of the page anew; nothing is left over from an earlier build."""
    files = site_files(read_facts(root))
    folder = root / SITE
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        write_bytes(folder / name, content)
    return [folder / name for name in files]


def site_files(facts: Facts) -> dict[str, bytes]:
    """Every file of the page by its path; the same facts give the same bytes."""
    renderer = Renderer(facts)
    offered, linked_data = downloads(facts.root)
    content = every_page(facts, linked_data)
    pages = {path: renderer.page(path, template, given) for path, template, given in content}
    charts, pictures = export_files(facts, renderer)
    path, template, given = use_page(facts, offered, charts, pages)
    return {
        **pages,
        path: renderer.page(path, template, given),
        **pictures,
        **{f"{FOLDER}/{file.name}": file.data for file in offered},
        **{path.name: path.read_bytes() for path in sorted(_STATIC.iterdir())},
        "labels.js": labels_script(facts),
        "figures.js": figures_script(facts),
    }
