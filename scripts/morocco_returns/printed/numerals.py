"""Numbers in digits: thousands marks are checked one by one, and nothing is guessed."""

from __future__ import annotations

import re

from morocco_returns.printed.locales import NumberLocale
from morocco_returns.printed.reading import LARGEST, AmbiguousFigure, PrintedError

_NUMERAL = re.compile(r"[0-9]+(?:[.,' ][0-9]+)*")
_MARK = re.compile(r"[.,' ]")
_MARK_NAMES = {".": "a dot", ",": "a comma", "'": "an apostrophe", " ": "a blank"}
_MOST_DIGITS = len(str(LARGEST))


def is_numeral(text: str) -> bool:
    """Tell whether the text is digits and marks alone; the marks may still be wrong."""
    return _NUMERAL.fullmatch(text) is not None


def read_numeral(text: str, locale: NumberLocale) -> int:
    """Read a whole number in digits, such as "1.770"; blanks and apostrophes come folded.

    Raises AmbiguousFigure where a mark can be read as thousands or as decimals, and PrintedError
    for decimals, foreign marks, wrong grouping, leading zeros and numbers above 2**53.
    """
    if not is_numeral(text):
        raise PrintedError(
            f"{text!r} is not a whole number: a mark stands at its end or twice in a row; key the "
            "number alone, without punctuation of the sentence"
        )
    groups = _MARK.split(text)
    marks = set(_MARK.findall(text))
    if marks:
        _check_decimal(text, groups, marks, locale)
        _check_known(text, groups, marks, locale)
        _check_grouping(text, groups, marks)
    return _whole("".join(groups), text)


def check_size(number: int, text: str) -> int:
    """Return the number; raise PrintedError if it is above 2**53."""
    if number > LARGEST:
        raise PrintedError(f"{text!r} is above 2**53, so it is no count of persons: check the print")
    return number


def _whole(digits: str, text: str) -> int:
    if digits.startswith("0") and digits != "0":
        raise PrintedError(f"{text!r} has a leading zero: a count has none; check the print")
    if len(digits) > _MOST_DIGITS:
        raise PrintedError(f"{text!r} is above 2**53, so it is no count of persons: check the print")
    return check_size(int(digits), text)


def _check_decimal(text: str, groups: list[str], marks: set[str], locale: NumberLocale) -> None:
    """Refuse the decimal mark: it is never taken for a thousands mark."""
    if locale.decimal not in marks:
        return
    name = _MARK_NAMES[locale.decimal]
    if text.count(locale.decimal) > 1:
        raise PrintedError(
            f"{text!r}: in {locale.tag} {name} is the decimal mark and cannot stand twice; if "
            f"the document means {''.join(groups)}, its number_locale is wrong"
        )
    if len(marks) == 1 and _well_grouped(groups):
        raise AmbiguousFigure(
            f"{text!r} is ambiguous: in {locale.tag} {name} is the decimal mark, so it reads "
            f"{'.'.join(groups)}, which is no count; if the document means {''.join(groups)}, its "
            "number_locale is wrong"
        )
    raise PrintedError(
        f"{text!r} has decimals (in {locale.tag} {name} is the decimal mark): counts are whole "
        "numbers, and rates and shares are out of scope"
    )


def _check_known(text: str, groups: list[str], marks: set[str], locale: NumberLocale) -> None:
    """Refuse marks that the locale does not print between thousands."""
    for mark in sorted(marks - locale.thousands):
        name = _MARK_NAMES[mark]
        if mark in ".," and len(groups) == 2 and _well_grouped(groups):
            raise AmbiguousFigure(
                f"{text!r} is ambiguous: in {locale.tag} {name} is neither the decimal nor the "
                f"thousands mark, so it may be {'.'.join(groups)} or {''.join(groups)}; set the "
                "number_locale in which the document prints its numbers"
            )
        raise PrintedError(
            f"{text!r}: in {locale.tag} {name} is not a thousands mark; if the document means "
            f"{''.join(groups)}, its number_locale is wrong; if these are several figures, key one "
            "row for each"
        )


def _check_grouping(text: str, groups: list[str], marks: set[str]) -> None:
    if len(marks) > 1:
        names = " and ".join(sorted(_MARK_NAMES[mark] for mark in marks))
        raise PrintedError(f"{text!r} mixes {names} as thousands marks: check the print")
    if not _well_grouped(groups, zero_first=True):
        raise PrintedError(
            f"{text!r} is wrongly grouped: after a thousands mark stand three digits, before the "
            "first one to three; check the print, and whether these are two figures"
        )


def _well_grouped(groups: list[str], zero_first: bool = False) -> bool:
    """Tell whether the groups can be thousands; a first group "0" cannot, unless asked."""
    first, *rest = groups
    starts_well = len(first) <= 3 and (zero_first or not first.startswith("0"))
    return starts_well and all(len(group) == 3 for group in rest)
