"""Rules on codes that a standard gives: languages, countries, areas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl
from babel import Locale

from morocco_returns.check.rule import Context, rule
from morocco_returns.finding import Finding, Severity
from morocco_returns.printed.locales import library_locale
from morocco_returns.printed.reading import PrintedError
from morocco_returns.rows import each_value

# In the Unicode locale data, but not countries of ISO 3166-1: reserved, for tests, or for groups.
_NOT_ISO = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
# Eurostat writes two states in a way of its own, and NUTS codes begin with that.
_EUROSTAT_STATES = {"EL": "GR", "UK": "GB"}
_EUROSTAT_GROUP = r"^(?:EU|EA|EEA|EFTA)[0-9]*(?:_(?:V|[0-9]{4}))?$"
_NUTS = r"^[A-Z]{2}[0-9A-Z]{1,3}$"


@cache
def _countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2, and XK for Kosovo."""
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2) - _NOT_ISO


@cache
def _languages() -> frozenset[str]:
    """The codes of languages that BCP 47 takes from ISO 639 and the Unicode locale data name."""
    return frozenset(map(str, Locale("en").languages)) - {"und"}


@rule("language-tag", "documents")
def language_tag(check: Context) -> Iterator[Finding]:
    """A language or locale that does not exist cannot be read in, nor be looked for."""
    for column, known in (("language", _is_language), ("number_locale", _is_locale)):
        rows = check["documents"].drop_nulls(column)
        yield from check.each(
            "documents",
            ~pl.col("_known"),
            column,
            "there is no such language, or not with this country",
            "the shortest code of the language, with a country where it matters: nl, nl-BE, ary",
            each_value(rows, [column], known, {"_known": pl.Boolean}),
        )


def _is_language(tag: str) -> bool:
    language, _, country = tag.partition("-")
    return language in _languages() and (not country or country in _countries())


def _is_locale(tag: str) -> bool:
    country = tag.partition("-")[2]
    try:
        library_locale(tag)
    except PrintedError:
        return False
    return not country or country in _countries()


@rule("number-locale", "documents", severity=Severity.WARNING)
def number_locale(check: Context) -> Iterator[Finding]:
    """Numbers are printed in the language of the text, but for texts taken over from elsewhere: the
    note then says so, because the locale decides whether "1.770" is 1770.
    """
    language, other = (pl.col(column).str.extract(r"^([^-]*)") for column in ("language", "number_locale"))
    yield from check.each(
        "documents",
        (language != other) & pl.col("note").is_null(),
        "number_locale",
        lambda row: f"the text is in {row['language']}",
        "the locale of the text, or say in note why its numbers are printed otherwise",
    )


@rule("country-code", "documents")
def country_code(check: Context) -> Iterator[Finding]:
    """A country is written as in ISO 3166-1 alpha-2, so that documents can be counted by country."""
    yield from check.each(
        "documents",
        ~pl.col("country").is_in([*_countries(), "EU"]),
        "country",
        "there is no such country",
        "the code of ISO 3166-1 alpha-2 (GB, GR), EU for its institutions, or empty",
    )


@rule("area-code", "areas")
def area_code(check: Context) -> Iterator[Finding]:
    """An area has the code that its standard gives it, so that other data can be joined on it."""
    code = pl.col("area_id")
    state, country = code.str.head(2), code.is_in(list(_countries()))
    own_state = state.replace(_EUROSTAT_STATES)
    fits = {
        "iso3166-1": country,
        "nuts": code.str.contains(_NUTS) & own_state.is_in(list(_countries())),
        "eurostat": code.str.contains(_EUROSTAT_GROUP) | code.is_in(list(_EUROSTAT_STATES)),
        "sdmx": code.str.starts_with("_"),
        "own": ~country & ~code.str.starts_with("_"),
    }
    for standard, form in fits.items():
        yield from check.each(
            "areas",
            (pl.col("standard") == standard) & ~form,
            "area_id",
            f"not a code of the standard {standard}",
            "compare the code with its standard, or name the standard that it is of",
        )
    yield from check.each(
        "areas",
        (pl.col("standard") == "nuts") & pl.col("part_of_id").ne_missing(own_state),
        "part_of_id",
        "a region is part of the state whose code it begins with",
        "name that state",
    )
