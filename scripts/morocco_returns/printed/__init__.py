"""Reading printed figures: "1.770", "<5", "ruim 5.000", "une centaine", "entre 10 et 20", "-".

    >>> from morocco_returns.printed import parse
    >>> parse("ruim 5.000", "nl").lower_bound
    5001

`parse` turns one printed figure into a `Reading`, `format` writes a reading as canonical text,
`parse_many` reads whole columns, `from_printed` reads them as counts of the censored type, and
`bounds` gives what a qualifier strictly implies. A text with two honest readings is an error that
says so; nothing is ever guessed. `parse`, `format`, `parse_many` and `from_printed` need the extra
`[parse]`; importing this package does not.

Where to look: the vocabulary is `words` (data only), the grammar is `grammar`, thousands marks
are `numerals` and `locales`, number words are `number_words`.
"""

from morocco_returns.printed.canonical import format
from morocco_returns.printed.counts import from_printed
from morocco_returns.printed.frames import parse_many
from morocco_returns.printed.grammar import parse
from morocco_returns.printed.reading import (
    QUALIFIERS,
    AmbiguousFigure,
    PrintedError,
    Reading,
    bounds,
)

__all__ = [
    "QUALIFIERS",
    "AmbiguousFigure",
    "PrintedError",
    "Reading",
    "bounds",
    "format",
    "from_printed",
    "parse",
    "parse_many",
]
