"""Numbers in words, mixed forms and collective nouns.

Number words are read by the library text_to_num; what it lacks (see `Language.respelled`) is put
into its spelling first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from morocco_returns.printed.language import Language
from morocco_returns.printed.libraries import optional
from morocco_returns.printed.locales import NumberLocale
from morocco_returns.printed.numerals import check_size, read_numeral
from morocco_returns.printed.reading import PrintedError

_LETTERS = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")
_DIGITS_THEN_WORD = re.compile(r"([0-9][0-9.,' ]*)(.*)")
_SIGN = re.compile(r"[-+\u2212\u2013\u2014] ?[0-9]")
_STATUS_LETTER = re.compile(r"[a-z]{1,2}")
_UNITS = (1_000_000, 1000, 100)


@dataclass(frozen=True)
class Number:
    """A number that was read, and how it was written."""

    value: int
    vague: bool = False
    """a collective noun: about N"""
    in_words: bool = False
    """at least its last part is a word"""

    @property
    def shared_unit(self) -> int | None:
        """The hundred, thousand or million in words that may also belong to a number before it."""
        if not self.in_words or self.value == 0:
            return None
        return next((unit for unit in _UNITS if self.value % unit == 0), None)


def read_number(text: str, locale: NumberLocale) -> Number | None:
    """Read an unqualified number in any form; None if its words are not known.

    Raises PrintedError where the text is clearly a number but a wrong one.
    """
    if _SIGN.match(text):
        raise PrintedError(f"{text!r} has a sign: counts have none; a change is not a figure of this kind")
    if text[:1].isdigit():
        return _read_digits(text, locale)
    return _read_collective(text, locale) or _read_words(text, locale.language)


def _read_digits(text: str, locale: NumberLocale) -> Number | None:
    """Read "1.770", "80 mil", "2 centaines"."""
    match = _DIGITS_THEN_WORD.fullmatch(text)
    if match is None:  # pragma: no cover - a text that starts with a digit always matches
        return None
    head, word = match[1].rstrip(" "), match[2]
    if not word:
        return Number(read_numeral(head, locale))
    counted = _counted(head, word, locale)
    if counted is not None:
        return counted
    if _STATUS_LETTER.fullmatch(word) and not match[1].endswith(" "):
        raise PrintedError(
            f"{text!r} ends in a letter: a status mark belongs to obs_status or note; key the "
            "number without it"
        )
    factor = locale.language.multipliers.get(word)
    if factor is None:
        return None
    number = read_numeral(head, locale)
    if number >= 1000 and factor < 1_000_000:
        raise PrintedError(
            f"{text!r} counts {number} times {factor}, which no text prints so: check the print"
        )
    return Number(check_size(number * factor, text), in_words=True)


def _read_collective(text: str, locale: NumberLocale) -> Number | None:
    """Read "une centaine", "een tiental", "a dozen", "deux centaines"."""
    language = locale.language
    noun = text
    for article in sorted(language.articles, key=len, reverse=True):
        start = article if article.endswith("'") else article + " "
        if text.startswith(start):
            noun = text.removeprefix(start)
            break
    for candidate in (text, noun):
        if candidate in language.collectives:
            return Number(language.collectives[candidate], vague=True, in_words=True)
        if candidate in language.dozens:
            return Number(language.dozens[candidate], in_words=True)
    count, _, last = text.rpartition(" ")
    return _counted(count, last, locale) if count else None


def _counted(count: str, noun: str, locale: NumberLocale) -> Number | None:
    """Read a counted collective noun: "2 centaines" is about 200, "two dozen" is 24."""
    language = locale.language
    size = language.counted_plurals.get(noun) or language.dozens.get(noun)
    if size is None:
        return None
    if count[:1].isdigit():
        number: Number | None = Number(read_numeral(count, locale))
    else:
        number = _read_words(count, language)
    if number is None:
        return None
    value = check_size(number.value * size, f"{count} {noun}")
    return Number(value, vague=noun in language.counted_plurals, in_words=True)


def _read_words(text: str, language: Language) -> Number | None:
    if not _LETTERS.fullmatch(text) or text in language.not_alone:
        return None
    if any(word in language.not_numbers for word in text.split(" ")):
        return None
    if language.respelled:
        text = _respelling(language).sub(lambda found: language.respelled[found[0]], text)
    try:
        value = int(optional("text_to_num").text2num(text, language.code))
    except ValueError:
        return None
    return Number(check_size(value, text), in_words=True)


@cache
def _respelling(language: Language) -> re.Pattern[str]:
    words = sorted(language.respelled, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
