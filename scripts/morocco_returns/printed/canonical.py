"""From a reading back to text: one canonical print a reading, which `parse` reads again."""

from __future__ import annotations

from morocco_returns.printed.libraries import optional
from morocco_returns.printed.locales import NumberLocale, library_locale, number_locale
from morocco_returns.printed.reading import QUALIFIERS, PrintedError, Reading, figure, no_figure
from morocco_returns.printed.words import BLANKS, DASHES

_STATUS_PRINTS = {"M": DASHES[0], "O": BLANKS[0]}
_BELOW_PRINTED = ("more_than", "slightly_more_than")
_ABOVE_PRINTED = ("less_than", "nearly")


def format(reading: Reading, locale: str) -> str:
    """Write a reading as canonical text; `parse(format(r, locale), locale) == r`.

    Numbers are written as the locale data write them, qualifiers with the first phrase of the
    vocabulary, status "M" as a dash and "O" as the empty text.

    Raises PrintedError for an unknown locale, and for a reading whose fields contradict one
    another (for example a `value` outside its own bounds), which no print can state.
    """
    where = number_locale(locale)
    if reading.obs_status is not None:
        return _status_print(reading)
    qualifier = reading.qualifier
    if qualifier not in QUALIFIERS:
        raise _contradiction(reading, "its qualifier is not in the code list")
    numbers = _printed_numbers(reading)
    try:
        implied = figure(qualifier, *numbers)
    except ValueError as error:
        raise _contradiction(reading, str(error)) from None
    if implied != reading:
        raise _contradiction(reading, f"{qualifier!r} implies {implied}")
    return _wording(qualifier, [_number_print(number, locale) for number in numbers], where)


def _status_print(reading: Reading) -> str:
    status = reading.obs_status
    if status not in _STATUS_PRINTS or reading != no_figure(status):
        raise _contradiction(reading, "status M or O stands for a cell without a figure")
    return _STATUS_PRINTS[status]


def _printed_numbers(reading: Reading) -> list[int]:
    """Recover the numbers that the print shows from the columns that keep them."""
    lower, upper = reading.lower_bound, reading.upper_bound
    kept: list[int | None]
    if reading.qualifier == "indefinite":
        return []
    if reading.qualifier == "between":
        kept = [lower, upper]
    elif reading.qualifier == "about":
        kept = [reading.approximate_value]
    elif reading.qualifier in _ABOVE_PRINTED:
        kept = [None if upper is None else upper + 1]
    elif reading.qualifier in _BELOW_PRINTED:
        kept = [None if lower is None else lower - 1]
    elif reading.qualifier == "at_least":
        kept = [lower]
    else:
        kept = [upper]
    numbers = [number for number in kept if number is not None]
    if len(numbers) < len(kept):
        raise _contradiction(reading, "the column that keeps its number is empty")
    return numbers


def _number_print(number: int, locale: str) -> str:
    text = optional("babel.numbers").format_decimal(
        number, format="#,##0", locale=library_locale(locale), numbering_system="latn"
    )
    return str(text)


def _wording(qualifier: str, numbers: list[str], locale: NumberLocale) -> str:
    language = locale.language
    if qualifier == "exact":
        return numbers[0]
    if qualifier == "indefinite":
        return language.plurals[0]
    if qualifier == "between":
        opening, middle = language.between[0]
        return f"{opening} {numbers[0]} {middle} {numbers[1]}"
    return f"{language.before[qualifier][0]} {numbers[0]}"


def _contradiction(reading: Reading, why: str) -> PrintedError:
    return PrintedError(f"{reading} has no print: {why}; correct its columns")
