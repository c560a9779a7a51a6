"""docs/semver.md: which change demands which version number, from the table in diff/semver.py."""

from __future__ import annotations

import jinja2

from morocco_returns.build.metadata import Metadata
from morocco_returns.diff.semver import KINDS

_PAGE = """\
# What a version number promises

Built by `make build` from `scripts/morocco_returns/diff/semver.py`; do not edit.

A version `x.y.z` never changes: its tag is never moved, and a bad release is followed by a new one.
The number says what an update can do to you. A release takes the largest bump that any of its
changes demands; a larger one is allowed, a smaller one is refused by `morocco-returns release`.
Before 1.0.0, what demands major demands minor.

| change | bump | because |
|---|---|---|
{% for kind in kinds -%}
| {{ kind.what }} | {{ "**refused**" if kind.refused else kind.bump.word }} | {{ kind.why }} |
{% endfor %}
`morocco-returns diff OLD NEW` (tags, commits, folders or zips) lists every change between two versions
by these kinds, row by row and field by field, and says which bump they demand; `--format json` (its form is
`scripts/morocco_returns/diff/diff.schema.json`) and `--format markdown` give the same for programs and for
pull requests. Cells are compared as text, so "007" and "7" differ. What no program can see (a column whose
description was reworded and now means something else, a change in what `load` returns, a file of a release
or a view of its SQLite file renamed) is for the maintainer to judge.

## Where this departs from the Data Package recipe

The Data Package standard has a recipe for versions. We follow it, but for these:

| change | recipe | here | because |
|---|---|---|---|
{% for kind in kinds if kind.recipe is not none -%}
| {{ kind.what }} | {{ kind.recipe.word }} | {{ kind.bump.word }} | {{ kind.why }} |
{% endfor %}
Licences are not in the recipe; here they count.

## Pin a version

Name one version, and the hash of its file, where numbers must not change; where only wording may, take the
newest with the same first two numbers.

```sh
sha256sum --check --ignore-missing SHA256SUMS
pip install ./{{ metadata.wheel }}
```

We put the package on no index, PyPI included: what carries its name there is not ours. In a requirements
file, `./{{ metadata.wheel }} --hash=sha256:HASH` holds pip to the very file. In Python
`mr.load("figures", "{{ metadata.name }}-{{ metadata.version }}.zip", sha256="HASH")` reads the figures of
a version without installing it ([more](artefacts.md#check-and-pin-one)).

```r
# R: the unpacked zip of one version
package <- frictionless::read_package("{{ metadata.name }}-{{ metadata.version }}/datapackage.json")
observations <- frictionless::read_resource(package, "observations")
```

By address: every file of a version lies under its tag in the repository
(`.../v{{ metadata.version }}/data/...`), never under `main`, which moves. The files that a release
offers are listed with their hashes in `SHA256SUMS`, and again in the message of the tag:

```sh
git tag --list --format='%(contents)' v{{ metadata.version }}
```

Built from the same commit with the locked tools, the files have the same bytes whatever the folder,
time zone, locale, file mode mask or hash seed: a release is built twice to show it. Another version of a
tool may give other bytes for the same content.

## The errata list

`data/changes.csv` has a row for every published value that was corrected, for every row that was withdrawn,
and for every definition of a code that was put into other words: the release in which it happened, table,
row and column, both values, the kind (`our_error`, `source_revised`, `withdrawn`) and the reason. New figures
are not listed one by one; what follows from other rows (built tables, verdicts, counts) is not an erratum.
The list only grows: an erratum is never taken back, at most its reason is put better.

Whether a figure you cited was corrected since:

```python
import morocco_returns as mr

changes = mr.load("changes")
print(changes[changes["row_key"] == "f00021"])
```

No row means that the figure is as it was when it was first published. A cell that was empty and is filled
counts as corrected, too: its `old_value` is empty. Several rows for one cell are
read in the order of their releases: the first `old_value` is what was published first, the last
`new_value` what stands there now. `field` is `*` where the whole row was withdrawn; its key is
never given to another.
"""


def semver_page(metadata: Metadata) -> bytes:
    """docs/semver.md: the table of changes, where it departs from the recipe, pinning and errata."""
    template = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False
    ).from_string(_PAGE)
    return template.render(metadata=metadata, kinds=list(KINDS.values())).encode("utf-8")
