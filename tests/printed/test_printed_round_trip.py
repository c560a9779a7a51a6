"""`format` is the inverse of `parse`, and no text makes `parse` guess or fall over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morocco_returns.printed import (
    QUALIFIERS,
    PrintedError,
    Reading,
    bounds,
    format,
    parse,
)
from morocco_returns.printed.words import LANGUAGES, SYMBOLS

LOCALES = [
    *LANGUAGES,
    *("nl-NL", "nl-BE", "fr-FR", "fr-BE", "fr-CH", "fr-MA", "de-DE", "de-CH", "de-AT", "es-ES"),
    *("es-MX", "en-GB", "en-BE", "en-ZA", "it-IT", "it-CH", "pt-PT", "pt-BR"),
]
COUNTS = st.one_of(st.integers(0, 2000), st.integers(0, 2**53))
# Marks that each locale prints between thousands, written by hand.
MARKS = [
    *(("nl", mark) for mark in (".", " ", "\u00a0", "\u2009", "\u202f")),
    *(("fr", mark) for mark in (" ", "\u00a0", "\u2009", "\u202f")),
    *(("de-CH", mark) for mark in ("'", "’", " ")),
    *(("de", mark) for mark in (".", "\u2009")),
    *(("es", mark) for mark in (".", " ")),
    *(("it", mark) for mark in (".", " ")),
    *(("pt", mark) for mark in (".", " ")),
    ("fr-BE", "."),
    ("en", ","),
]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading that a print can state."""
    qualifier = draw(st.sampled_from([*QUALIFIERS, "M", "O"]))
    if qualifier in ("M", "O"):
        return Reading(None, None, None, None, None, qualifier)
    number, second = draw(COUNTS), None
    if qualifier == "indefinite":
        lower, upper = bounds(qualifier, None)
    elif qualifier == "between":
        number, second = sorted(draw(st.lists(COUNTS, min_size=2, max_size=2, unique=True)))
        lower, upper = bounds(qualifier, number, second)
    else:
        number = max(number, 1) if qualifier in ("less_than", "nearly") else number
        lower, upper = bounds(qualifier, number)
    return Reading(
        qualifier,
        number if qualifier == "exact" else None,
        number if qualifier == "about" else None,
        lower,
        upper,
        None,
    )


@pytest.mark.parametrize("locale", LOCALES)
@settings(max_examples=60, deadline=None)
@given(reading=readings())
def test_a_canonical_print_reads_back(locale: str, reading: Reading) -> None:
    """Catches a canonical phrase or mark that `parse` reads otherwise in some locale."""
    assert parse(format(reading, locale), locale) == reading


@pytest.mark.parametrize(("locale", "mark"), MARKS)
@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 2**53))
def test_grouped_digits_are_the_number(locale: str, mark: str, number: int) -> None:
    """Catches a mark that is dropped with the digits beside it, or refused."""
    expected = Reading("exact", number, None, number, number, None)
    assert parse(f"{number:,}".replace(",", mark), locale) == expected
    assert parse(str(number), locale) == expected


def _pieces(code: str) -> list[str]:
    """Words, digits and marks from which prints, right and wrong, are put together."""
    language = LANGUAGES[code]
    phrases = [phrase for table in (SYMBOLS, language.before) for phrase in table.values()]
    words = [word for group in phrases for word in group]
    words += [word for pair in language.between for word in pair]
    words += [*language.to, *language.few, *language.collectives, *language.multipliers]
    return [*words, *"0123456789.,' -–+*", "10", "20", "1.770", "1,770", "000", " ", " "]


@pytest.mark.parametrize("code", list(LANGUAGES))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_text_is_read_soundly_or_refused(code: str, data: st.DataObject) -> None:
    """Catches any other exception, and a reading whose columns contradict one another."""
    parts = data.draw(st.lists(st.sampled_from(_pieces(code)), max_size=6))
    text = data.draw(st.sampled_from(["", " "])).join(parts)
    _check_sound(text, code)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=12), code=st.sampled_from(list(LANGUAGES)))
def test_arbitrary_characters_are_read_soundly_or_refused(text: str, code: str) -> None:
    """Catches a character outside the expected ones that makes the reader fall over."""
    _check_sound(text, code)


def _check_sound(text: str, locale: str) -> None:
    try:
        reading = parse(text, locale)
    except PrintedError:
        return
    assert parse(format(reading, locale), locale) == reading
    if reading.obs_status is None:
        assert reading.lower_bound is not None
        assert reading.upper_bound is None or reading.lower_bound <= reading.upper_bound


@pytest.mark.parametrize(
    ("locale", "text", "canonical"),
    [
        ("nl", "zo'n 1 770", "ca. 1.770"),
        ("fr", "plus de mille", "plus de 1\u202f000"),
        ("de-CH", "1'770", "1’770"),
        ("en", "a dozen", "12"),
        ("en", "<5", "fewer than 5"),
        ("es", "de 10 a 20", "entre 10 y 20"),
        ("it", "centinaia", "decine"),
        ("pt", "–", "-"),
        ("nl", ":", ""),
    ],
)
def test_the_canonical_print_is_fixed(locale: str, text: str, canonical: str) -> None:
    """Catches a change of the canonical words, which committed files may hold."""
    assert format(parse(text, locale), locale) == canonical


EXACT = Reading("exact", 5, None, 5, 5, None)


@pytest.mark.parametrize(
    "reading",
    [
        replace(EXACT, value=6),
        replace(EXACT, upper_bound=None),
        replace(EXACT, approximate_value=5),
        replace(EXACT, qualifier="roughly"),
        replace(EXACT, qualifier=None),
        replace(EXACT, obs_status="M"),
        replace(EXACT, obs_status="A"),
        Reading(None, None, None, None, None, "P"),
        Reading("about", 5, None, 0, None, None),
        Reading("about", None, 5, 1, None, None),
        Reading("more_than", None, None, 0, None, None),
        Reading("between", None, None, 20, 10, None),
        Reading("indefinite", None, None, 10, None, None),
    ],
)
def test_a_reading_that_contradicts_itself_has_no_print(reading: Reading) -> None:
    """Catches a print that hides a slip in one of the columns."""
    with pytest.raises(PrintedError, match="has no print"):
        format(reading, "nl")
