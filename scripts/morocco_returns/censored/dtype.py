"""The pandas dtype `censored[int64]`."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionDtype, register_extension_dtype
from pandas.api.typing import NAType

from .scalar import Censored

if TYPE_CHECKING:
    from .array import CensoredArray


@register_extension_dtype
class CensoredDtype(ExtensionDtype):
    """Bounds of integer counts; registered as "censored[int64]".

    Not numeric in pandas' sense, although it adds: `describe()` and `mean(numeric_only=True)` must
    skip it, not ask it for a point. The missing value is `pd.NA` and means "no figure".
    """

    name = "censored[int64]"
    type = Censored
    kind = "O"
    _metadata = ()

    @property
    def na_value(self) -> NAType:
        """`pd.NA`: no figure, as against the unknown count [0, )."""
        return pd.NA

    @property
    def _is_numeric(self) -> bool:
        return False

    @classmethod
    def construct_array_type(cls) -> builtins.type[CensoredArray]:
        """The array that holds values of this dtype."""
        from .array import CensoredArray

        return CensoredArray

    @classmethod
    def construct_from_string(cls, string: str) -> CensoredDtype:
        """The dtype of a name. Raises TypeError for any name but "censored[int64]"."""
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        if string != cls.name:
            raise TypeError(f"Cannot construct a '{cls.__name__}' from '{string}'")
        return cls()

    def __repr__(self) -> str:
        return "CensoredDtype()"

    def __from_arrow__(self, array: Any) -> CensoredArray:
        """From an Arrow array or chunked array of struct<lower: int64, upper: int64>."""
        import pyarrow  # type: ignore[import-untyped, unused-ignore]

        from .array import CensoredArray

        chunks = array.chunks if isinstance(array, pyarrow.ChunkedArray) else [array]
        parts = [_from_struct(chunk) for chunk in chunks]
        return CensoredArray._concat_same_type(parts) if parts else CensoredArray([])


def _from_struct(chunk: Any) -> CensoredArray:
    from .array import CensoredArray

    if chunk.type.num_fields != 2:
        raise TypeError(f"cannot read {chunk.type} as censored values; expected struct<lower, upper>")
    missing = np.asarray(chunk.is_null().to_numpy(zero_copy_only=False))
    lower, upper = (chunk.field(name).to_pandas(integer_object_nulls=True) for name in ("lower", "upper"))
    return CensoredArray.from_bounds(lower, upper, missing=missing)
