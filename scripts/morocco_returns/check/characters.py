"""Letters that are not what they look like: garbled by a wrong encoding, or of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ftfy.badness import is_bad

_WORD = re.compile(r"[^\W\d_]+")
# Alphabets with letters of one shape: "Маrokko" may begin with two Cyrillic ones.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
# Full-width, half-width and formula letters; never ligatures, which a source may well print.
_FORMS = ("<wide>", "<narrow>", "<font>")


def text_faults(text: str) -> Iterator[tuple[str, str, str]]:
    """Rule, message and hint for each way in which the letters of a text deceive."""
    if is_bad(text):
        yield "garbled-letters", "accents or marks were garbled by a wrong encoding", "type the text anew"
    words = _WORD.findall(text)
    for word in words:
        if len(_alphabets(word)) > 1:
            message = f"the word {word!r} mixes letters of two alphabets that look alike"
            yield "letter-look-alike", message, "type the word anew"
    for form in sorted({letter for word in words for letter in word if _is_form(letter)}):
        plain = unicodedata.normalize("NFKC", form)
        yield "letter-look-alike", f"{form!r} is a special form of {plain!r}", f"type {plain!r}"


def _alphabets(word: str) -> frozenset[str]:
    """Those of the alphabets that look alike which have letters in the word."""
    return _ALIKE & {unicodedata.name(letter, "").partition(" ")[0] for letter in word}


def _is_form(letter: str) -> bool:
    return unicodedata.decomposition(letter).startswith(_FORMS)
