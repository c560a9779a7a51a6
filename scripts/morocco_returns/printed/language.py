"""What one language contributes to printed figures; the entries themselves stand in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from morocco_returns.printed.reading import QUALIFIERS

Phrases = tuple[str, ...]


@dataclass(frozen=True, eq=False)  # one entry a language: identity is equality, and it hashes
class Language:
    """The words of one language that can stand in a printed figure."""

    code: str
    name: str
    before: Mapping[str, Phrases]
    """qualifier -> phrases before the number"""
    after: Mapping[str, Phrases]
    """qualifier -> phrases after the number"""
    between: tuple[tuple[str, str], ...]
    """framed ranges: ("between", "and"); the first one is what `format` prints"""
    to: Phrases
    """bare ranges: the word between the two numbers"""
    zero: Phrases
    """whole prints that mean 0"""
    articles: Phrases
    """what may stand before a collective noun"""
    collectives: Mapping[str, int]
    """collective nouns: about N"""
    counted_plurals: Mapping[str, int]
    """plurals of collective nouns: "deux centaines" is about 200; without a count indefinite"""
    indefinite: Phrases
    """plurals that cannot be counted: they state no number"""
    few: Phrases
    """what may stand before a plural that states no number"""
    few_of: Phrases
    """singulars that state no number after a word of `few`: "several hundred" """
    multipliers: Mapping[str, int]
    """words that multiply a numeral: "80 mil" """
    percent: Phrases
    """words that make the print a share, which is out of scope"""
    dozens: Mapping[str, int] = field(default_factory=dict)
    """exact collective nouns, with or without a count"""
    respelled: Mapping[str, str] = field(default_factory=dict)
    """number words that the library lacks -> the same number as it knows it"""
    not_alone: Phrases = ()
    """number words that state a number only after another word"""
    not_numbers: Phrases = ()
    """words that the library takes for numbers and a figure never is"""
    blank_marks: bool = True
    """whether a blank marks thousands, beside the mark of the locale"""

    @property
    def plurals(self) -> Phrases:
        """Every plural that states no number by itself; the first one is what `format` prints."""
        return (*self.counted_plurals, *self.indefinite)

    def __post_init__(self) -> None:
        """Refuse a qualifier outside the code list and a phrase with two meanings."""
        for table in (self.before, self.after):
            seen: dict[str, str] = {}
            for qualifier, phrases in table.items():
                if qualifier not in QUALIFIERS:
                    raise ValueError(f"{self.code}: {qualifier!r} is not in the code list")
                for phrase in phrases:
                    if phrase in seen:
                        raise ValueError(
                            f"{self.code}: {phrase!r} stands for {seen[phrase]!r} and for "
                            f"{qualifier!r}; keep one"
                        )
                    seen[phrase] = qualifier
