"""The characters of a printed figure: what is refused, and what is folded before reading."""

from __future__ import annotations

import re
import unicodedata

from morocco_returns.printed.language import Language
from morocco_returns.printed.reading import PrintedError

_FOOTNOTE_MARKS = re.compile(r"[*†‡§¶#()\[\]{}ªº\u00b9\u00b2\u00b3\u2070-\u209c\u1d43-\u1d61]")
_GAP_IN_NUMBER = re.compile(r"[0-9](?:\s{2,}|[\t\n\r\v\f\u2028\u2029])[0-9]")
_FOLDED = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-"})


def folded(text: str) -> str:
    """Check the characters and fold case, blanks, apostrophes and hyphens.

    Raises PrintedError for text that is not NFC, holds footnote marks, brackets, underscores,
    digits other than 0-9 or invisible characters, or a tab, line break or double blank in a number.
    """
    if not text.isascii():
        _check_characters(text)
    mark = _FOOTNOTE_MARKS.search(text)
    if mark is not None:
        raise PrintedError(
            f"{text!r} holds {mark[0]!r}: a footnote mark, asterisk or bracket is no part of the "
            "figure; key the figure without it and put its meaning into obs_status or note"
        )
    if "_" in text:
        raise PrintedError(f"{text!r} holds an underscore, which no print uses: key what is printed")
    if _GAP_IN_NUMBER.search(text):
        raise PrintedError(
            f"{text!r} has a tab, a line break or several blanks between digits: these may be two "
            "figures; key one figure, with the one blank that is printed"
        )
    return " ".join(text.lower().split()).translate(_FOLDED)


def check_no_share(text: str, language: Language) -> None:
    """Raise PrintedError if the folded text is a share (per cent, per mille)."""
    padded = f" {text} "
    if any(sign in text for sign in "%‰") or any(f" {word} " in padded for word in language.percent):
        raise PrintedError(f"{text!r} is a percentage: shares are out of scope; key the counts beside them")


def _check_characters(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise PrintedError(f"{text!r} is not in Unicode form NFC: normalise the text before it is stored")
    for character in text:
        if character.isascii():
            continue
        if _FOOTNOTE_MARKS.match(character):
            return  # reported by the caller
        if character.isdigit() or unicodedata.category(character) in ("Nd", "Nl", "No"):
            raise PrintedError(
                f"{text!r} holds {character!r} ({unicodedata.name(character, 'unnamed')}): figures "
                "are keyed in the digits 0-9, as whole numbers"
            )
        if unicodedata.category(character) in ("Cf", "Cc", "Co", "Cn", "Cs"):
            raise PrintedError(f"{text!r} holds an invisible character (U+{ord(character):04X}): remove it")
