"""Figures in plain words: what a print means, for when, who says so."""

from __future__ import annotations

from morocco_returns.derived.series import standard_period
from morocco_returns.site.facts import Row

# How a period is drawn: each of these has a shape of its own, whatever its colour.
TIMES = {
    "calendar_year": "year",
    "half_year": "part",
    "quarter": "part",
    "month": "part",
    "day": "part",
    "part_year": "part",
    "since_event": "since",
    "point_in_time": "moment",
    "rolling": "span",
    "other_span": "span",
    "mean_over_span": "span",
}
# A pace is no count of a period: it has no place on an axis of counts.
PACES = {
    "per_day": "per day",
    "per_week": "per week",
    "per_month": "per month",
    "per_year": "per year",
}
PUBLIC = ("administration", "court", "statistics", "parliament", "international")
# A multiple of this may be a rounded number.
_ROUND = 10
_DESTINATIONS = {
    "MA": ", to Morocco",
    "_T": ", to any destination",
    "_O": ", to destinations other than Morocco",
    "_X": " (destination not stated)",
    "_Z": "",
}


def number(value: int) -> str:
    """An integer with thousands marks."""
    return f"{value:,}"


def bounds(figure: Row, unit: str = "") -> str:
    """The counts that are possible behind a print, in words, with what is counted if it is given."""
    low, high = figure["possible_lower"], figure["possible_upper"]
    if low is None:
        return "no figure"
    if figure["qualifier"] == "about":
        about = figure.get("approximate_value")
        return f"about {_counted(about, unit)}, bounds unknown" if about is not None else "bounds unknown"
    if figure["qualifier"] == "indefinite":
        return "no number, bounds unknown"
    if high is None:
        return f"at least {_counted(low, unit)}, no upper bound known"
    if low == high:
        return _single(figure, unit)
    return (
        f"at most {_counted(high, unit)}" if low == 0 else f"between {number(low)} and {_counted(high, unit)}"
    )


def ends(figure: Row) -> tuple[str, str]:
    """The lowest and the highest possible count as cells of a table."""
    low, high = figure["possible_lower"], figure["possible_upper"]
    if low is None:
        return "", ""
    if is_vague(figure):
        return "unknown", "unknown"
    return number(low), "none known" if high is None else number(high)


def is_vague(figure: Row) -> bool:
    """Whether a print such as "about 200" or "dozens" states no bound; its zero says nothing."""
    return figure["qualifier"] in ("about", "indefinite")


def _single(figure: Row, unit: str) -> str:
    """One number: exact only if it does not look rounded where nothing tells how its text rounds."""
    count = figure["possible_lower"]
    if figure["qualifier"] != "exact":
        return _counted(count, unit)
    if figure["rounding_basis"] == "unknown" and count and count % _ROUND == 0:
        return f"{_counted(count, unit)}, perhaps rounded"
    return f"exactly {_counted(count, unit)}"


def _counted(count: int, unit: str) -> str:
    """A number of persons, applications, documents ..."""
    return f"{number(count)} {unit.removesuffix('s') if count == 1 else unit}".strip()


def period(figure: Row) -> str:
    """The period in short: "2022", "2019-08", "2023-01-01 to 2023-05-31"."""
    start, end = figure["period_start"], figure["period_end"]
    if start is None and end is None:
        return "dates not stated"
    if start is None:
        return f"until {end}"
    if end is None:
        return f"from {start}, end not stated"
    standard = standard_period(figure["period_kind"], start, end)
    return standard or (f"{start}" if start == end else f"{start} to {end}")


def destination(code: str) -> str:
    """A destination as the end of a phrase."""
    return _DESTINATIONS[code]


def credit(figure: Row) -> str:
    """Who prints a figure and whom the text credits."""
    published = f", {figure['published']}" if figure["published"] else ""
    credited = f" (credits: {figure['attributed_to']})" if figure["attributed_to"] else ""
    return f"{figure['publisher'] or 'Publisher not known'}{published}{credited}"


def pace(figure: Row) -> str:
    """Of a pace what it is a pace for, of others nothing."""
    return PACES.get(figure["period_kind"], "")


def is_rounded(figure: Row) -> bool:
    """Whether the rounding of its table widens what a print means; an exact 6 among tens stays 6."""
    strict = (figure["lower_bound"], figure["upper_bound"])
    return strict != (figure["possible_lower"], figure["possible_upper"])


def marks(figure: Row) -> list[tuple[str, str]]:
    """What is to be known of a print at a glance: a sign and the word for it."""
    found = []
    if figure["conf_status"] == "A":
        found.append(("<", "suppressed"))
    elif figure["qualifier"] != "exact":
        found.append(("~", "hedged"))
    if figure["obs_status"] == "F":
        found.append(("F", "forecast or plan"))
    if figure["obs_status"] == "E":
        found.append(("E", "estimate"))
    if figure["obs_status"] == "P":
        found.append(("P", "provisional"))
    if is_rounded(figure):
        found.append(("○", f"rounded to {figure['rounding_unit']}s"))
    return found


def change(row: Row) -> str:
    """A correction in one line."""
    kind = row["kind"].replace("_", " ")
    values = f"from “{row['old_value'] or ''}” to “{row['new_value'] or ''}”"
    return f"{row['release']}: {row['field'] or 'row'} {values} ({kind}): {row['reason']}"


def name(document: Row) -> str:
    """What to call a document: its title, or who published it when."""
    if document["title"]:
        return str(document["title"])
    parts = (document["publisher"] or "Publisher not known", document["identifier"], document["published"])
    return f"{', '.join(part for part in parts if part)} (no title in what was read)"


def place(figure: Row) -> str:
    """Where in its document a figure stands."""
    parts = []
    if figure["page"] is not None:
        parts.append(f"page {figure['page']}")
    if figure["table_title"]:
        parts.append(f"table “{figure['table_title']}”")
    if figure["row_label"]:
        parts.append(f"row “{figure['row_label']}”")
    if figure["column_label"]:
        parts.append(f"column “{figure['column_label']}”")
    if not figure["row_label"]:
        parts.append("in the text")
    return ", ".join(parts)
