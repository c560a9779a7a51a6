"""What each language calls months, quarters and half-years, and the words that set limits to them.

Names of months and quarters come from the Unicode locale data (CLDR); the rest is a small table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from babel import Locale
from text_to_num import text2num

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""How many months a unit of the calendar has"""
FIRST_MONTHS = "first_months"
"""The kind of "the first five months", whose number says how many"""

_DASHES = frozenset("-\u2013\u2014")
_YEAR = r"(?:19|20)[0-9]{2}"
_BARE_YEAR = rf"(?<![0-9.,])(?P<bare_year>{_YEAR})(?![0-9.,][0-9])"
_ISO = rf"(?<![0-9])(?P<iso_year>{_YEAR})-(?P<iso_month>[01][0-9])-(?P<iso_day>[0-3][0-9])(?![0-9])"
_NUMERIC = rf"(?<![0-9])(?P<d>[0-3]?[0-9])[-/.](?P<m>[01]?[0-9])[-/.](?P<y>{_YEAR})(?![0-9])"


@dataclass(frozen=True, slots=True)
class Unit:
    """A day, month, quarter, half-year or year that words name; ``limit`` says what it does to the
    period: ``in`` (lies in it), ``from`` (holds its start), ``through`` (is the last), ``before`` (is
    excluded), ``to`` (either), ``after`` (may come before its start), ``as_of`` (when it was counted).
    """

    printed: str
    kind: str
    limit: str
    number: int = 1
    day: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class CalendarWords:
    """The words of one language."""

    ordinals: tuple[str, ...]
    quarter: str
    half: str
    first_months: str
    """the first months or quarters of a year; their count stands at {n}"""
    of: str
    """what may stand between a unit and its year"""
    article: str
    limits: Mapping[str, str]
    """limit -> what stands before the unit"""
    day_first: bool = True
    """whether 1-6-2023 is the first of June, and a day stands before its month"""


LANGUAGES = {
    "nl": CalendarWords(
        ordinals=("eerste|1s?t?e", "tweede|2d?e", "derde|3d?e", "vierde|4d?e"),
        quarter="kwartaal",
        half="helft|halfjaar|half jaar|semester",
        first_months="eerste {n} (?:maanden|kwartalen)",
        of="van(?: het jaar)?",
        article="de|het",
        limits={
            "through": r"t/m|t\.?e\.?m\.?|tot en met|tot (?:en met )?(?:het )?einde?(?: van)?|tussen\b.*\ben",
            "before": r"tot|vóór",
            "after": r"na|(?:sinds|vanaf) (?:het )?einde?(?: van)?",
            "from": r"vanaf|sinds|van",
            "as_of": r"per|stand(?: per| op)?|peildatum|situatie (?:op|per)",
            "to": r"voor|tot aan|(?:tot|voor) (?:begin|half|medio)",
        },
    ),
    "en": CalendarWords(
        ordinals=("first|1st", "second|2nd", "third|3rd", "fourth|4th"),
        quarter="quarter",
        half="half|half-year",
        first_months="first {n} (?:months|quarters)",
        of="of|in",
        article="the",
        limits={
            "through": r"through|thru|up to and including"
            r"|(?:until|till|to|up to) (?:the )?end(?: of|-)|between\b.*\band",
            "before": r"before|prior to",
            "after": r"after|(?:since|from) (?:the )?end of",
            "from": r"from|since|starting(?: in)?",
            "as_of": r"as of|as at|status(?: on)?|situation (?:on|at)",
            "to": r"(?:to|until|till|up to|by|before)(?: early| mid-?)?",
        },
        day_first=False,
    ),
    "fr": CalendarWords(
        ordinals=(
            "premi(?:er|ère)|1[eè]re?",
            "seconde?|deuxième|2(?:e|ème|nde?)",
            "troisième|3(?:e|ème)",
            "quatrième|4(?:e|ème)",
        ),
        quarter="trimestre",
        half="semestre|moitié",
        first_months="(?:{n} premiers|premiers {n}) (?:mois|trimestres)",
        of="de l'année|de|d'|du",
        article="le|la|l'",
        limits={
            "through": r"jusqu'à (?:la )?fin(?: de| d')?|entre\b.*\bet",
            "before": r"avant",
            "after": r"après|depuis (?:la )?fin(?: de| d')?",
            "from": r"du|depuis|à partir d[eu']|dès",
            "as_of": r"situation au|arrêtée?s? au|à la date du|(?:^|\()au",
            "to": r"jusqu'(?:en|au|à)|au|à|(?:avant|jusqu'à|à) (?:début|mi-?)",
        },
    ),
    "de": CalendarWords(
        ordinals=(r"erste[snrm]?|1\.", r"zweite[snrm]?|2\.", r"dritte[snrm]?|3\.", r"vierte[snrm]?|4\."),
        quarter="quartals?|vierteljahre?s?",
        half="halbjahre?s?|jahreshälfte|hälfte",
        first_months="ersten {n} (?:monaten?|quartalen?)",
        of="des jahres|von|in",
        article="der|die|das|den|dem",
        limits={
            "through": r"bis (?:zum )?ende|bis einschlie(?:ß|ss)lich|zwischen\b.*\bund",
            "before": r"vor",
            "after": r"nach|(?:seit|ab) ende",
            "from": r"seit|ab|von",
            "as_of": r"stand:?(?: zum)?|stichtag:?|(?<!bis )zum",
            "to": r"bis(?: zum)?|(?:bis|vor) (?:anfang|mitte)",
        },
    ),
    "es": CalendarWords(
        ordinals=(
            r"primer[ao]?|1\.?(?:er|[ºª])",
            r"segund[ao]|2\.?[ºª]",
            r"tercer[ao]?|3\.?(?:er|[ºª])",
            r"cuart[ao]|4\.?[ºª]",
        ),
        quarter="trimestre",
        half="semestre|mitad",
        first_months="(?:{n} primeros|primeros {n}) (?:meses|trimestres)",
        of="de|del|del año",
        article="el|la",
        limits={
            "through": r"hasta(?: (?:finales|fines|el final) de)?|entre\b.*\by",
            "before": r"antes de",
            "after": r"después de|tras|desde (?:finales|fines) de",
            "from": r"desde|a partir de",
            "as_of": r"a fecha de|situación a|(?:^|\()a",
            "to": r"al?|(?:a|hasta|antes de) (?:principios|mediados) de",
        },
    ),
}


def units(words: str, language: str | None) -> Iterator[Unit]:
    """The units of the calendar that the words name, from left to right.

    In a language without an entry years alone are known, for its words may set any limit.
    """
    folded = words.lower().replace("\u2019", "'")
    known = language if language in LANGUAGES else None
    places = list(_pattern(known).finditer(folded))
    gaps = [folded[one.end() : next_.start()].strip() in _DASHES for one, next_ in pairwise(places)]
    for found, opens, closes in zip(places, [*gaps, False], [False, *gaps], strict=False):
        limit = _limit(folded[: found.start()], found, known) if known else "in"
        if limit == "in" and (opens or closes):  # "januari-mei 2023" holds both ends
            limit = "from" if opens else "through"
        unit = _unit(limit, found, known)
        if unit is not None:
            yield unit


def _limit(before: str, found: re.Match[str], language: str) -> str:
    """What the words before a unit make of it; one counts as of a day or month, never of a quarter."""
    marks = _marks(language).items()
    limit = next((limit for limit, mark in marks if mark.search(before)), "in")
    part = found["quarter"] or found["half"] or found[FIRST_MONTHS]
    return "in" if part and limit == "as_of" else limit


@cache
def _marks(language: str) -> Mapping[str, re.Pattern[str]]:
    entry = LANGUAGES[language]
    return {
        limit: re.compile(rf"(?<![\w/])(?:{mark})(?:\s+(?:{entry.article}))?\s*$")
        for limit, mark in entry.limits.items()
    }


@cache
def _pattern(language: str | None) -> re.Pattern[str]:
    """One expression for every unit; its groups tell which it is."""
    if language is None:
        return re.compile(_BARE_YEAR)
    entry = LANGUAGES[language]
    months, quarters, halves = (
        "|".join(sorted(names, key=len, reverse=True))
        for names in (_names(language, "months"), _quarters(language), _halves(language))
    )
    of = rf"(?:(?:{entry.of})\s*)?"
    day = rf"(?:(?<![0-9])(?P<day>[0-3]?[0-9])(?:er|e|st|nd|rd|th|º|\.)?\s+{of})?"
    day_after = "" if entry.day_first else r"(?:\s+(?P<day_after>[0-3]?[0-9])(?=,|\s|$))?"
    month = rf"{day}\b(?P<month>{months})\b\.?{day_after}(?:,?\s*{of}\b(?P<month_year>{_YEAR})(?![0-9]))?"
    part = rf"\b(?:(?P<quarter>{quarters})|(?P<half>{halves}))\b(?!\s+{of}(?:{months})\b)"
    part_year = rf"(?:,?\s*{of}\b(?P<part_year>{_YEAR})(?![0-9]))?"
    first_months = entry.first_months.format(n=_COUNT).replace(" ", r"\s+")
    months_year = rf"(?:,?\s*{of}\b(?P<months_year>{_YEAR})(?![0-9]))?"
    first = rf"\b(?P<{FIRST_MONTHS}>{first_months})\b{months_year}"
    numeric = [_NUMERIC] if entry.day_first else []
    return re.compile("|".join([_ISO, *numeric, first, month, part + part_year, _BARE_YEAR]))


_COUNT = r"[^\W_]+"
_QUARTERS = re.compile("kwart|quart|trimest")
_NUMBER_WORDS = {("fr", "sept.")}  # "les sept premiers mois" names no month


@cache
def _names(language: str, kind: str) -> Mapping[str, int]:
    """The names of months or quarters, as regular expressions, with their numbers."""
    forms = getattr(Locale(language), kind)
    return {
        re.escape(name.lower().removesuffix(".")): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in forms[context][width].items()
        if (language, name) not in _NUMBER_WORDS
    }


@cache
def _quarters(language: str) -> Mapping[str, int]:
    return {
        **_names(language, "quarters"),
        **_spelled(LANGUAGES[language].ordinals, LANGUAGES[language].quarter),
        **{f"q{number}": number for number in range(1, 5)},
    }


@cache
def _halves(language: str) -> Mapping[str, int]:
    entry = LANGUAGES[language]
    return {**_spelled(entry.ordinals[:2], entry.half), "h1": 1, "h2": 2}


def _spelled(ordinals: tuple[str, ...], noun: str) -> Mapping[str, int]:
    return {rf"(?:{ordinal})\s+(?:{noun})": number for number, ordinal in enumerate(ordinals, 1)}


def _unit(limit: str, found: re.Match[str], language: str | None) -> Unit | None:
    """The unit that was found; None for months without count and year ("des premiers mois")."""
    printed = found[0].strip()
    group = {name: text for name, text in found.groupdict().items() if text is not None}
    if language is None or "bare_year" in group:
        return Unit(printed, "year", limit, year=int(group["bare_year"]))
    if "iso_year" in group:
        numbers = (int(group[name]) for name in ("iso_month", "iso_day", "iso_year"))
        return Unit(printed, "day", limit, *numbers)
    if "d" in group:
        return Unit(printed, "day", limit, int(group["m"]), int(group["d"]), int(group["y"]))
    if FIRST_MONTHS in group:
        count, year = _count(group[FIRST_MONTHS], language), _int(group.get("months_year"))
        if count is not None:
            return Unit(printed, FIRST_MONTHS, limit, count, year=year)
        return None if year is None else Unit(printed, "year", limit, year=year)
    if "month" in group:
        number = _number(group["month"], _names(language, "months"))
        day = group.get("day", group.get("day_after"))
        return Unit(
            printed, "day" if day else "month", limit, number, _int(day), _int(group.get("month_year"))
        )
    kind, numbers_of = ("quarter", _quarters) if "quarter" in group else ("half_year", _halves)
    number = _number(group.get("quarter", group.get("half", "")), numbers_of(language))
    return Unit(printed, kind, limit, number, year=_int(group.get("part_year")))


def _number(text: str, names: Mapping[str, int]) -> int:
    return next(number for name, number in names.items() if re.fullmatch(name, text))


def _count(words: str, language: str) -> int | None:
    """How many months the words name with a number, if these lie within a year."""
    months = MONTHS["quarter"] if _QUARTERS.search(words) else 1
    for word in re.findall(_COUNT, words):
        try:
            count = int(word) if word.isdecimal() else int(text2num(word, language))
        except ValueError:  # no number
            continue
        return count * months if 1 <= count * months <= MONTHS["year"] else None
    return None


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)
