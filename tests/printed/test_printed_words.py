"""Every word of the vocabulary is read, and no word has two meanings."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from morocco_returns.printed import QUALIFIERS, PrintedError, Reading, parse
from morocco_returns.printed.lexical import folded
from morocco_returns.printed.words import LANGUAGES, SYMBOLS, SYMBOLS_AFTER

# What each qualifier of 250 states, written out by hand: approximate value, lower, upper.
QUALIFIED_250: dict[str, tuple[int | None, int, int | None]] = {
    "about": (250, 0, None),
    "nearly": (None, 0, 249),
    "less_than": (None, 0, 249),
    "at_most": (None, 0, 250),
    "more_than": (None, 251, None),
    "slightly_more_than": (None, 251, None),
    "at_least": (None, 250, None),
}
HUNDRED = {
    "nl": "honderd",
    "fr": "cent",
    "de": "hundert",
    "es": "cien",
    "en": "one hundred",
    "it": "cento",
    "pt": "cem",
}
CODES = list(LANGUAGES)

BEFORE = [
    (code, qualifier, phrase)
    for code, language in LANGUAGES.items()
    for table in (SYMBOLS, language.before)
    for qualifier, phrases in table.items()
    for phrase in phrases
]
AFTER = [
    (code, qualifier, phrase)
    for code, language in LANGUAGES.items()
    for table in (SYMBOLS_AFTER, language.after)
    for qualifier, phrases in table.items()
    for phrase in phrases
]


def qualified_250(qualifier: str) -> Reading:
    approximate, lower, upper = QUALIFIED_250[qualifier]
    return Reading(qualifier, None, approximate, lower, upper, None)


def exact(number: int) -> Reading:
    return Reading("exact", number, None, number, number, None)


def about(number: int) -> Reading:
    return Reading("about", None, number, 0, None, None)


INDEFINITE = Reading("indefinite", None, None, 0, None, None)


@pytest.mark.parametrize(("code", "qualifier", "phrase"), BEFORE)
def test_every_phrase_before_a_number_is_read(code: str, qualifier: str, phrase: str) -> None:
    """Catches a phrase that a shorter one hides ("meer dan" inside "niet meer dan")."""
    for text in (f"{phrase} 250", f"{phrase.upper()} 250", f"{phrase.replace(chr(39), '’')} 250"):
        assert parse(text, code) == qualified_250(qualifier)


@pytest.mark.parametrize(("code", "qualifier", "phrase"), BEFORE)
def test_every_phrase_reads_words_as_it_reads_digits(code: str, qualifier: str, phrase: str) -> None:
    """Catches a phrase whose last word the number words swallow, or the reverse."""
    assert parse(f"{phrase} {HUNDRED[code]}", code) == parse(f"{phrase} 100", code)
    assert parse(f"{phrase} 100", code).qualifier == qualifier


@pytest.mark.parametrize(("code", "qualifier", "phrase"), AFTER)
def test_every_phrase_after_a_number_is_read(code: str, qualifier: str, phrase: str) -> None:
    """Catches a phrase after the number that is taken for a range ("250 or more")."""
    assert parse(f"250 {phrase}", code) == qualified_250(qualifier)


@pytest.mark.parametrize("code", CODES)
def test_every_qualifier_of_one_number_has_a_phrase(code: str) -> None:
    """Catches a language without a way to print one of the codes."""
    assert set(LANGUAGES[code].before) == set(QUALIFIED_250)
    assert set(QUALIFIED_250) | {"exact", "between", "indefinite"} == set(QUALIFIERS)


@pytest.mark.parametrize("code", CODES)
def test_zero_words_are_zero(code: str) -> None:
    """Catches a figure "none" that is read as a blank."""
    for word in LANGUAGES[code].zero:
        assert parse(word, code) == exact(0)
        assert parse(word.capitalize(), code) == exact(0)


@pytest.mark.parametrize("code", CODES)
def test_collective_nouns_are_about(code: str) -> None:
    """Catches "une centaine" as an exact 100, and an article that hides the noun."""
    language = LANGUAGES[code]
    for noun, size in language.collectives.items():
        assert parse(noun, code) == about(size)
        for article in language.articles:
            blank = "" if article.endswith("'") else " "
            assert parse(f"{article}{blank}{noun}", code) == about(size)


@pytest.mark.parametrize("code", CODES)
def test_counted_collective_nouns(code: str) -> None:
    """Catches "deux centaines" as 100 or as exact, and "two dozen" as vague."""
    language = LANGUAGES[code]
    for noun, size in language.counted_plurals.items():
        assert parse(f"3 {noun}", code) == about(3 * size)
        assert parse(noun, code) == INDEFINITE
    for noun, size in language.dozens.items():
        assert parse(f"3 {noun}", code) == exact(3 * size)
        for text in (noun, f"{language.articles[0]} {noun}"):
            assert parse(text, code) == exact(size)


@pytest.mark.parametrize("code", CODES)
def test_plurals_without_a_number_are_indefinite(code: str) -> None:
    """Catches "several hundred" as 100 and "dozens" as 12."""
    language = LANGUAGES[code]
    plurals = (*language.indefinite, *language.counted_plurals)
    for plural in plurals:
        assert parse(plural, code) == INDEFINITE
    for few, plural in product(language.few, (*plurals, *language.few_of)):
        assert parse(f"{few} {plural}", code) == INDEFINITE


@pytest.mark.parametrize("code", CODES)
def test_multipliers_make_exact_numbers(code: str) -> None:
    """Catches "80 mil" read as 80."""
    for word, factor in LANGUAGES[code].multipliers.items():
        assert parse(f"80 {word}", code) == exact(80 * factor)


@pytest.mark.parametrize("code", CODES)
def test_every_form_of_range_is_read(code: str) -> None:
    """Catches a range word that a qualifier of the same spelling hides (nl "tot", es "a")."""
    language = LANGUAGES[code]
    expected = Reading("between", None, None, 250, 1300, None)
    for opening, middle in language.between:
        assert parse(f"{opening} 250 {middle} 1300", code) == expected
    for middle in language.to:
        assert parse(f"250 {middle} 1300", code) == expected
        assert parse(f"{HUNDRED[code]} {middle} 1300", code).lower_bound == 100


@pytest.mark.parametrize("code", CODES)
def test_words_that_state_no_count_are_errors(code: str) -> None:
    """Catches "20 per cent" as 20, a bare "million" as a figure, the letter o as a zero."""
    language = LANGUAGES[code]
    for word in language.percent:
        with pytest.raises(PrintedError, match="percentage"):
            parse(f"20 {word}", code)
    for word in (*language.not_alone, *language.not_numbers):
        with pytest.raises(PrintedError, match="not a number"):
            parse(f"< {word}", code)


@pytest.mark.parametrize("code", CODES)
def test_respelled_number_words_are_read(code: str) -> None:
    """Catches a supplement that the number library does not take, or no longer needs."""
    text2num = pytest.importorskip("text_to_num").text2num
    for word, known in LANGUAGES[code].respelled.items():
        assert parse(word, code) == exact(text2num(known, code))
        with pytest.raises(ValueError, match="invalid literal"):
            text2num(word, code)


@pytest.mark.parametrize("code", CODES)
def test_no_word_stands_for_two_qualifiers(code: str) -> None:
    """Catches a word listed under two codes, so that order would decide its meaning."""
    meanings: dict[str, set[str]] = {}
    for _, qualifier, phrase in [entry for entry in BEFORE + AFTER if entry[0] == code]:
        meanings.setdefault(phrase, set()).add(qualifier)
    assert {phrase: found for phrase, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("code", CODES)
def test_no_whole_print_stands_in_two_lists(code: str) -> None:
    """Catches a word that is a zero in one list and a plural or collective noun in another."""
    language = LANGUAGES[code]
    whole = [
        *language.zero,
        *language.indefinite,
        *language.counted_plurals,
        *language.collectives,
        *language.dozens,
    ]
    assert len(whole) == len(set(whole))


def test_a_second_meaning_is_refused_when_the_table_is_written() -> None:
    """Catches the loss of the guard that stops a double word before any test runs."""
    dutch = LANGUAGES["nl"]
    with pytest.raises(ValueError, match="'ruim' stands for"):
        replace(dutch, before={**dutch.before, "about": ("ca.", "ruim")})
    with pytest.raises(ValueError, match="not in the code list"):
        replace(dutch, before={**dutch.before, "approximately": ("circa",)})


@pytest.mark.parametrize("code", CODES)
def test_phrases_are_written_as_the_grammar_sees_them(code: str) -> None:
    """Catches a capital, a curly apostrophe or a double blank, with which no print would match."""
    language = LANGUAGES[code]
    phrases = [phrase for entry_code, _, phrase in BEFORE + AFTER if entry_code == code]
    phrases += [word for pair in language.between for word in pair]
    phrases += [*language.to, *language.zero, *language.articles, *language.few, *language.few_of]
    phrases += [*language.indefinite, *language.collectives, *language.counted_plurals]
    phrases += [*language.multipliers, *language.percent, *language.dozens, *language.respelled]
    phrases += [*language.not_alone, *language.not_numbers]
    assert [phrase for phrase in phrases if not phrase or folded(phrase) != phrase] == []
