"""Printed figures as censored counts: from text and locale to the type, with nothing in between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, overload

from morocco_returns.printed.frames import parse_many
from morocco_returns.printed.grammar import parse

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.typing import NAType

    from morocco_returns.censored import Censored, CensoredArray


@overload
def from_printed(  # type: ignore[overload-overlap]  # a str is an iterable of str
    texts: str, locales: str
) -> Censored | NAType: ...
@overload
def from_printed(  # type: ignore[overload-overlap]
    texts: pd.Series[str], locales: str | pd.Series[str] | Iterable[str]
) -> pd.Series[Any]: ...
@overload
def from_printed(texts: Iterable[str], locales: str | Iterable[str]) -> CensoredArray: ...
def from_printed(texts: Any, locales: Any) -> Any:
    """Read printed figures as counts within the bounds that each print strictly implies.

    `texts` is one text, a Series or another iterable of texts; `locales` is one BCP 47 tag for
    all, or one for each text. One text gives a `Censored`, a Series a Series of dtype
    `censored[int64]` on the same index and under the same name, the rest a `CensoredArray`. A
    print without a figure ("-", "") is `pd.NA`; "ca. 200" is [0, ), because the word fixes no
    bound (its 200 is the `approximate_value` of `parse_many`, for `assume`). Every distinct pair
    of text and locale is read once.

    Needs the extra [parse]. Raises what `parse_many` raises: AmbiguousFigure for a text with two
    honest readings, PrintedError for one that is no count or is missing (NA), ValueError for
    lengths or indexes that do not match.
    """
    import pandas as pd

    from morocco_returns.censored import Censored, CensoredArray

    if isinstance(texts, str):
        reading = parse(texts, locales)
        if reading.obs_status is not None:  # a dash or a blank: no figure
            return pd.NA
        return Censored(reading.lower_bound, reading.upper_bound)
    frame = parse_many(texts, locales)
    counts = CensoredArray.from_flat(frame)
    if isinstance(texts, pd.Series):
        return pd.Series(counts, index=frame.index, name=texts.name)
    return counts
