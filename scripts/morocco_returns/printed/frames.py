"""Whole columns of printed figures: every distinct text and locale is read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal

from morocco_returns.printed.grammar import parse
from morocco_returns.printed.reading import PrintedError, Reading

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_FIELDS = tuple(field.name for field in fields(Reading))
_TEXT_FIELDS = ("qualifier", "obs_status")


def parse_many(
    texts: pd.Series[str] | Iterable[str],
    locales: str | pd.Series[str] | Iterable[str],
    errors: Literal["raise", "coerce"] = "raise",
) -> pd.DataFrame:
    """Read a column of printed figures; one row a text, on the index of `texts` if it has one.

    `locales` is one BCP 47 tag for all or one for each text, in the same order (a Series must
    have the same index). Columns: printed, qualifier, value, approximate_value, lower_bound,
    upper_bound, obs_status, with the nullable dtypes `string` and `Int64`; counts as in
    `Reading`. An empty cell is the empty text and is read as status "O"; a missing value (NA)
    is an error, because nobody can tell whether anything was printed.

    With `errors="raise"` the first wrong text raises PrintedError (AmbiguousFigure where it has
    two readings) with its place in the index. With `errors="coerce"` its row is NA, and a last
    column `error` holds the message (NA where there is none). Raises ValueError for lengths or
    indexes that do not match and for any other `errors`, TypeError for one bare string.
    """
    import pandas as pd

    if errors not in ("raise", "coerce"):
        raise ValueError(f"errors={errors!r}: use 'raise' or 'coerce'")
    printed = _column(texts)
    row_of, pairs = _distinct(printed, _tags(locales, printed))
    readings: list[Reading | None] = []
    messages: list[str | None] = []
    for position, (text, tag) in enumerate(pairs):
        try:
            readings.append(parse(text, tag))
            messages.append(None)
        except PrintedError as error:
            if errors == "raise":
                place = printed.index[int((row_of == position).argmax())]
                raise type(error)(f"at {place!r}: {error}") from None
            readings.append(None)
            messages.append(str(error))
    distinct = _frame([text for text, _ in pairs], readings)
    if errors == "coerce":
        distinct["error"] = pd.array(messages, dtype="string")
    result = distinct.take(row_of)
    result.index = printed.index
    return result


def _column(values: pd.Series[str] | Iterable[str]) -> pd.Series[Any]:
    import pandas as pd

    if isinstance(values, str):
        raise TypeError("texts is one string: pass a list or a Series, or use parse() for one")
    if isinstance(values, pd.Series):
        return values
    return pd.Series(list(values), dtype=object)


def _tags(locales: str | pd.Series[str] | Iterable[str], printed: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    if isinstance(locales, str):
        return pd.Series([locales], dtype=object).repeat(len(printed))
    tags = _column(locales)
    if len(tags) != len(printed):
        raise ValueError(
            f"{len(printed)} texts but {len(tags)} locales: pass one locale, or one for each text"
        )
    if isinstance(locales, pd.Series) and not tags.index.equals(printed.index):
        raise ValueError("texts and locales have different indexes: align them first")
    return tags


def _distinct(
    printed: pd.Series[Any], tags: pd.Series[Any]
) -> tuple[np.ndarray[Any, Any], list[tuple[Any, Any]]]:
    """Number the distinct pairs: the number of each row, and each pair's text and tag."""
    import pandas as pd

    text_codes, texts = pd.factorize(printed, use_na_sentinel=False)
    tag_codes, known_tags = pd.factorize(tags, use_na_sentinel=False)
    width = max(len(known_tags), 1)
    row_of, codes = pd.factorize(text_codes * width + tag_codes)
    return row_of, list(zip(texts[codes // width], known_tags[codes % width], strict=True))


def _frame(texts: list[Any], readings: list[Reading | None]) -> pd.DataFrame:
    """Put one reading a row; a missing one is a row of NA beside its text."""
    import pandas as pd

    printed = [text if isinstance(text, str) else None for text in texts]
    columns: dict[str, Any] = {"printed": pd.array(printed, dtype="string")}
    for name in _FIELDS:
        values = [None if reading is None else getattr(reading, name) for reading in readings]
        dtype: Any = "string" if name in _TEXT_FIELDS else "Int64"
        columns[name] = pd.array(values, dtype=dtype)
    return pd.DataFrame(columns)
