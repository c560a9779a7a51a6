"""From a printed figure to its reading: blanks, zero words, ranges, qualifiers, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from morocco_returns.printed.language import Language, Phrases
from morocco_returns.printed.lexical import check_no_share, folded
from morocco_returns.printed.locales import NumberLocale, number_locale
from morocco_returns.printed.number_words import Number, read_number
from morocco_returns.printed.numerals import is_numeral, read_numeral
from morocco_returns.printed.reading import (
    AmbiguousFigure,
    PrintedError,
    Reading,
    figure,
    no_figure,
)
from morocco_returns.printed.words import BLANKS, DASHES, SYMBOLS, SYMBOLS_AFTER

_DIGIT_DASH = re.compile(r"(?<=[0-9]) ?[-–] ?(?=[0-9])")


def parse(text: str, locale: str) -> Reading:
    """Read one printed figure, qualifier included: "1.770", "<5", "ruim 5.000", "veertig", "-".

    `text` is the figure as printed, in Unicode form NFC; case and the width of blanks do not
    matter. `locale` is the BCP 47 tag in which the document prints its numbers ("nl", "fr-BE").
    A dash alone gives obs_status "M"; an empty text and the marks ".", ".." and ":" give "O".
    The meaning of each qualifier is that of `bounds`, and the words stand in `words`. Two
    qualifiers on one number give `about`, the vaguer, if one of them is vague.

    Raises AmbiguousFigure for a text with two honest readings, PrintedError for any other text
    that is not one count, ImportError if the libraries of the extra [parse] are absent.
    """
    if not isinstance(text, str):
        raise PrintedError(f"{text!r} is not text: pass the printed figure as a string; an empty cell is ''")
    where = number_locale(locale)
    try:
        return _read(folded(text), where)
    except AmbiguousFigure:
        raise
    except PrintedError as error:
        raise PrintedError(f"cannot read {text!r} in {locale}: {error}") from None


def _read(text: str, locale: NumberLocale) -> Reading:
    if text in DASHES:
        return no_figure("M")
    if text in BLANKS:
        return no_figure("O")
    if is_numeral(text):  # by far the most frequent print, so it goes past the words
        return figure("exact", read_numeral(text, locale))
    language = locale.language
    check_no_share(text, language)
    if text in language.zero:
        return figure("exact", 0)
    if _is_indefinite(text, language):
        return figure("indefinite")
    return _read_range(text, locale) or _read_qualified(text, locale)


def _is_indefinite(text: str, language: Language) -> bool:
    """Tell whether the text is "dozens", "several hundred", "des centaines"."""
    plurals = language.plurals
    if text in plurals:
        return True
    nouns = (*plurals, *language.few_of)
    return any(text.startswith(f"{few} ") and text.removeprefix(f"{few} ") in nouns for few in language.few)


# --- ranges ---------------------------------------------------------------------------------


def _read_range(text: str, locale: NumberLocale) -> Reading | None:
    """Read "between 10 and 20", "10 or 20", "10-20"; None if the text is no range.

    Raises AmbiguousFigure where a unit may belong to both ends ("10 to 20 thousand") or where the
    text can be divided in two ways, PrintedError for reversed, equal or hedged ends.
    """
    pairs: list[tuple[Number, Number]] = []
    for left, right in _divisions(text, locale.language):
        low, high = read_number(left, locale), read_number(right, locale)
        if low is not None and high is not None:
            pairs.append((low, high))
    rising = [(low, high) for low, high in pairs if low.value < high.value]
    if not rising:
        if pairs:
            raise PrintedError(
                "the ends of the range are equal or reversed; check the print, and whether the "
                "second number is a footnote or another figure"
            )
        return None
    if len({(low.value, high.value) for low, high in rising}) > 1:
        readings = " or ".join(f"{low.value} to {high.value}" for low, high in rising)
        raise AmbiguousFigure(f"{text!r} is ambiguous: it may be {readings}")
    low, high = rising[0]
    if low.vague or high.vague:
        raise PrintedError(
            "an end of the range is itself vague, and the code list has no qualifier for that; "
            "note the figure as out of scope or report it"
        )
    _check_shared_unit(text, low, high)
    return figure("between", low.value, high.value)


def _divisions(text: str, language: Language) -> Iterator[tuple[str, str]]:
    for opening, middle in language.between:
        if text.startswith(f"{opening} "):
            yield from _split(text.removeprefix(f"{opening} "), f" {middle} ")
    for middle in language.to:
        yield from _split(text, f" {middle} ")
    for dash in _DIGIT_DASH.finditer(text):
        yield text[: dash.start()], text[dash.end() :]


def _split(text: str, middle: str) -> Iterator[tuple[str, str]]:
    """Divide the text at each place where the middle stands."""
    position = text.find(middle)
    while position != -1:
        yield text[:position], text[position + len(middle) :]
        position = text.find(middle, position + 1)


def _check_shared_unit(text: str, low: Number, high: Number) -> None:
    """Refuse "10 to 20 thousand": the thousand may stand for both numbers."""
    unit = high.shared_unit
    if unit is None or low.value == 0 or low.value * unit >= high.value:
        return
    raise AmbiguousFigure(
        f"{text!r} is ambiguous: it may be {low.value} to {high.value} or {low.value * unit} to "
        f"{high.value}; if another document prints the figure in full, use that one"
    )


# --- one number -----------------------------------------------------------------------------


def _read_qualified(text: str, locale: NumberLocale) -> Reading:
    """Read one number with any qualifiers before and after it."""
    found, rest = _strip_qualifiers(text, locale.language)
    if not rest:
        raise PrintedError("a qualifying word stands here without a number; key both")
    number = read_number(rest, locale)
    if number is None:
        raise _unreadable(rest, locale, hedged=bool(found))
    if number.vague:
        found.append("about")
    qualifier = _one_qualifier(found)
    try:
        return figure(qualifier, number.value)
    except ValueError as error:
        raise PrintedError(f"{error}; check the print") from None


def _strip_qualifiers(text: str, language: Language) -> tuple[list[str], str]:
    patterns = _patterns(language)
    found: list[str] = []
    while match := patterns.before.match(text):
        found.append(patterns.meaning_before[match[1]])
        text = text[match.end() :]
    while match := patterns.after.search(text):
        found.append(patterns.meaning_after[match[1]])
        text = text[: match.start()]
    return found, text


def _one_qualifier(found: list[str]) -> str:
    """Reduce the qualifiers of one number to one: of two, the vaguer word wins."""
    if not found:
        return "exact"
    if "about" in found:
        return "about"
    if len(found) > 1:
        raise PrintedError(
            f"two qualifiers stand on one number ({' and '.join(found)}), and neither is the "
            "vaguer one; check the print"
        )
    return found[0]


def _unreadable(rest: str, locale: NumberLocale, hedged: bool) -> PrintedError:
    if hedged and _read_range(rest, locale) is not None:
        return PrintedError(
            "a qualifier stands before a range, and the code list has no code for that; note the "
            "figure as out of scope or report it"
        )
    return PrintedError(
        f"{rest!r} is not a number in {locale.language.name}; key the figure with its qualifying "
        "words and nothing else, check the document's number_locale, or add the word to the "
        "vocabulary"
    )


@dataclass(frozen=True)
class _Patterns:
    """The qualifiers of one language as two patterns, longest phrase first."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    meaning_before: Mapping[str, str]
    meaning_after: Mapping[str, str]


@cache
def _patterns(language: Language) -> _Patterns:
    before = _meanings(SYMBOLS) | _meanings(language.before)
    after = _meanings(SYMBOLS_AFTER) | _meanings(language.after)
    return _Patterns(
        before=re.compile(f"({'|'.join(map(_opening, _longest_first(before)))}) ?"),
        after=re.compile(f" ?({'|'.join(map(_closing, _longest_first(after)))})$"),
        meaning_before=before,
        meaning_after=after,
    )


def _meanings(table: Mapping[str, Phrases]) -> dict[str, str]:
    return {phrase: qualifier for qualifier, phrases in table.items() for phrase in phrases}


def _longest_first(phrases: Mapping[str, str]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)


def _opening(phrase: str) -> str:
    """A phrase before the number; one that ends in a letter needs a blank or the end after it."""
    return re.escape(phrase) + (r"(?= |$)" if phrase[-1].isalpha() else "")


def _closing(phrase: str) -> str:
    """A phrase after the number; one that starts with a letter needs a blank before it."""
    return (r"(?<= )" if phrase[0].isalpha() else "") + re.escape(phrase)
