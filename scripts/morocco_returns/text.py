"""The text of a document with its layout folded away, and the way back to lines and pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from text_to_num import find_numbers

_HYPHEN = re.compile(r"(?<=[^\W\d])-[ \t]*\n\s*(?=[^\W\d])")
_PAGE_STARTS = {"leading_blank": re.compile(r"(?m)^ (?=\S)"), "form_feed": re.compile(r"\A|\f")}
_SENTENCE_END = re.compile(r"[.!?][\"”»']?\s+(?=[A-ZÀ-Þ«“\"‘])")
_WORD = r"[\w.,]"
_GROUPED = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")


@dataclass(frozen=True)
class SourceText:
    """``folded`` has single blanks for all white space and words joined that a line end broke.

    ``offsets`` gives for each character of ``folded`` its place in the text as held.
    """

    folded: str
    offsets: tuple[int, ...]
    line_starts: tuple[int, ...]
    page_starts: tuple[int, ...]
    blocks: tuple[int, ...]

    @classmethod
    def read(cls, held: str, page_basis: str = "single") -> SourceText:
        """Fold a text; ``page_basis`` (a code of documents.csv) says how its pages are marked."""
        broken = {index for match in _HYPHEN.finditer(held) for index in range(*match.span())}
        characters: list[str] = []
        offsets: list[int] = []
        blocks: list[int] = []
        for index, character in enumerate(held):
            if index in broken:
                continue
            if character.isspace():
                if characters and characters[-1] == " ":
                    if character == "\n" and held[offsets[-1] : index].count("\n") == 1:
                        blocks.append(len(characters))
                    continue
                character = " "
            characters.append(character)
            offsets.append(index)
        lines = [0, *(match.end() for match in re.finditer("\n", held))]
        mark = _PAGE_STARTS.get(page_basis)
        pages = [match.start() for match in mark.finditer(held)] if mark else []
        return cls("".join(characters), tuple(offsets), tuple(lines), tuple(pages), tuple(blocks))

    def find(
        self, words: str, after: int = 0, until: int | None = None, *, notes: bool = False
    ) -> tuple[int, int] | None:
        """Span of the words in ``folded``, white space aside and never inside a longer number or
        word; None if they do not stand between ``after`` and ``until``.

        ``notes`` lets footnote marks follow words and years ("2022" is found in "20222"); never
        for figures, which a mark would change.
        """
        end = len(self.folded) if until is None else until
        match = _pattern(words, notes).search(self.folded, after, end)
        return match.span() if match else None

    def sentence(self, position: int) -> tuple[int, int]:
        """Span of the sentence around a position; a blank line ends a sentence too."""
        ends = sorted({match.end() for match in _SENTENCE_END.finditer(self.folded)} | set(self.blocks))
        number = bisect_right(ends, position)
        start = ends[number - 1] if number else 0
        return start, ends[number] if number < len(ends) else len(self.folded)

    def line(self, position: int) -> int:
        """Line of the held text, counted from 1."""
        return bisect_right(self.line_starts, self.offsets[position])

    def page(self, position: int) -> int | None:
        """Page, counted from 1; None where the text does not mark its pages."""
        return bisect_right(self.page_starts, self.offsets[position]) if self.page_starts else None


def contains(text: str, words: str) -> bool:
    """Whether the words stand in a text, never inside a longer number or word."""
    return _pattern(words, False).search(text) is not None


def contains_figure(text: str, figure: str) -> bool:
    """As ``contains``, and never inside a number whose thousands blanks mark ("5" in "1 005")."""
    numbers = [match.span() for match in _GROUPED.finditer(text)]
    found = (match.span() for match in _pattern(figure, False).finditer(text))
    return any(not any(_cuts(span, number) for number in numbers) for span in found)


def _cuts(span: tuple[int, int], number: tuple[int, int]) -> bool:
    """Whether a span holds a piece of a number and not the whole of it."""
    (start, end), (first, last) = span, number
    return start < last and first < end and not (start <= first and last <= end)


@cache
def _pattern(words: str, notes: bool) -> re.Pattern[str]:
    """A hyphen inside a word may have been lost at a line end."""
    tokens = [re.escape(token) + _mark(token, notes) for token in words.split()]
    folded = re.sub(r"(?<=[^\W\d])\\-(?=[^\W\d])", "-?", r"\s+".join(tokens))
    before = rf"(?<!{_WORD})" if words[:1].isalnum() else ""
    number = words[-1:].isdigit() and not notes
    after = r"(?![^\W\d])(?![.,]?\d)" if number else r"(?!\w)"
    return re.compile(before + folded + after)


def _mark(token: str, notes: bool) -> str:
    """Room for a footnote mark after a word or a year."""
    marked = notes and (token[-1:].isalpha() or re.fullmatch(r"[12]\d{3}", token))
    return r"\d{0,2}" if marked else ""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text, in the form in which text_to_num wants it."""

    start: int
    end: int
    word: str

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self.word.isdigit()


_DIGITS = re.compile(_GROUPED.pattern + r"|\d+(?:[.,:/]\d+)*")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_ARTICLE = 1.5  # below it a number word alone is an article: "een", "un"
NUMBER_WORD_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")


def numerals(text: str, language: str) -> list[tuple[int, int]]:
    """Spans of all numbers in a text, in digits or in words (not ordinals, and not a lone "one")."""
    spans = [match.span() for match in _DIGITS.finditer(text)]
    if language in NUMBER_WORD_LANGUAGES:
        words = [_Word(*match.span(), match.group()) for match in _TOKEN.finditer(text)]
        found = [number for number in find_numbers(words, language, _ARTICLE) if not number.is_ordinal]
        spans += [(words[number.start].start, words[number.end - 1].end) for number in found]
    return sorted(spans)
