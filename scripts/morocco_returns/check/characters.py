"""Letters that are not what they look like: garbled by a wrong encoding, or of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from ftfy.badness import is_bad

_WORD = re.compile(r"[^\W\d_]+")
# Alphabets with letters of one shape: "Маrokko" may begin with two Cyrillic ones.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
# Full-width, half-width and formula letters, digits and marks; never ligatures, which a source may
# well print.
_FORMS = ("<wide>", "<narrow>", "<font>")
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+[0-9]*);")


def text_faults(text: str) -> Iterator[tuple[str, str, str]]:
    """Rule, message and hint for each way in which the letters of a text deceive."""
    if is_bad(text):
        yield "garbled-letters", "accents or marks were garbled by a wrong encoding", "type the text anew"
    for entity in sorted({found for found in _ENTITY.findall(text) if unescape(found) != found}):
        message = f"{entity!r} is how a web page writes {unescape(entity)!r}"
        yield "garbled-letters", message, f"type {unescape(entity)!r}"
    words = _WORD.findall(text)
    for word in words:
        if len(_alphabets(word)) > 1:
            message = f"the word {word!r} mixes letters of two alphabets that look alike"
            yield "letter-look-alike", message, "type the word anew"
    for form in sorted(filter(_is_form, set(text))):
        plain = unicodedata.normalize("NFKC", form)
        yield "letter-look-alike", f"{form!r} is a special form of {plain!r}", f"type {plain!r}"


def _alphabets(word: str) -> frozenset[str]:
    """Those of the alphabets that look alike which have letters in the word."""
    return _ALIKE & {unicodedata.name(letter, "").partition(" ")[0] for letter in word}


def _is_form(letter: str) -> bool:
    return not letter.isspace() and unicodedata.decomposition(letter).startswith(_FORMS)
