"""Which marks a locale puts into numbers: the locale data, widened by what is printed daily.

The decimal mark and the main thousands mark come from the Unicode locale data (CLDR). Blanks of
every width count as one mark, and so do the straight and the curly apostrophe.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from morocco_returns.printed.language import Language
from morocco_returns.printed.libraries import optional
from morocco_returns.printed.reading import PrintedError
from morocco_returns.printed.words import LANGUAGES, LOCAL_MARKS


@dataclass(frozen=True)
class NumberLocale:
    """The language and the number marks of one BCP 47 tag; marks are folded by `fold_mark`."""

    tag: str
    language: Language
    decimal: str
    thousands: frozenset[str]


def fold_mark(mark: str) -> str:
    """Write every blank as an ordinary one and the curly apostrophe as the straight one."""
    return " " if mark.isspace() else mark.replace("\u2019", "'")


@lru_cache(maxsize=256)
def number_locale(tag: str) -> NumberLocale:
    """Look up a BCP 47 tag such as "nl" or "fr-BE".

    Raises PrintedError for a tag that is malformed, unknown, or of a language without an entry.
    """
    if not isinstance(tag, str):
        raise PrintedError(f"locale {tag!r} is not text: pass a BCP 47 tag such as 'nl' or 'fr-BE'")
    language = LANGUAGES.get(tag.partition("-")[0].lower())
    if language is None:
        known = ", ".join(f"{code} ({entry.name})" for code, entry in LANGUAGES.items())
        raise PrintedError(
            f"unknown language in locale {tag!r}: figures are read in {known}; write the tag with "
            "hyphens, as in 'nl' or 'fr-BE'"
        )
    locale = library_locale(tag)
    numbers = optional("babel.numbers")
    group = fold_mark(numbers.get_group_symbol(locale, numbering_system="latn"))
    extra = LOCAL_MARKS.get(f"{locale.language}-{locale.territory}", "")
    blank = " " if language.blank_marks else ""
    return NumberLocale(
        tag=tag,
        language=language,
        decimal=fold_mark(numbers.get_decimal_symbol(locale, numbering_system="latn")),
        thousands=frozenset({group, *extra, *blank}),
    )


def library_locale(tag: str) -> Any:
    """Give the library's own locale object; raises PrintedError for a tag it does not know."""
    babel = optional("babel.core")
    try:
        return babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError) as error:
        raise PrintedError(
            f"unknown locale {tag!r}: use the language alone or with a state where it is "
            "printed, as in 'nl' or 'fr-BE'"
        ) from error
