"""Columns of NumPy, pandas, Polars, Narwhals and Arrow: read as numbers or cells, and results in the type of the caller."""

import sys
from collections.abc import Sequence
from functools import reduce
from typing import Any

#: The serial number of 1 January 1970: spreadsheets count days from 30 December 1899.
DAY_OF_UNIX = 25_569

#: What a column lies in: the first part of the module of its type.
LIBRARIES = ("pandas", "polars", "pyarrow", "narwhals")


def is_column(value: Any) -> bool:
    """Whether a value is an array, a column or a table of another library."""
    return hasattr(value, "to_numpy") or bool(getattr(value, "shape", ()))


def is_table(value: Any) -> bool:
    """Whether a value is a table of another library: a data frame, lazy or not."""
    return hasattr(value, "columns") or hasattr(value, "column_names")


def is_expression(value: Any) -> bool:
    """Whether a value is an expression of Polars or Narwhals: a column that isn't computed yet."""
    return library_of(value) in ("polars", "narwhals") and any(base.__name__ == "Expr" for base in type(value).__mro__)


def library_of(value: Any) -> str:
    """Return the name of the library of a value."""
    return type(value).__module__.partition(".")[0]


def cells_of(column: Any) -> tuple[int, list[Any]]:
    """Return how many columns a range has that holds an array or a table with its header, and its cells row by row."""
    if not is_table(column):
        array = array_of(column)
        return array.shape[-1] if array.ndim > 1 else 1, array.reshape(-1).tolist()
    table = native_of(column)
    names = list(table.column_names if hasattr(table, "column_names") else table.columns)
    if hasattr(table, "items"):  # a data frame of pandas may have a name twice
        columns = [column for _, column in table.items()]
    else:
        columns = list(table.iter_columns() if hasattr(table, "iter_columns") else table.itercolumns())
    rows = zip(*(array_of(column).tolist() for column in columns), strict=True)
    return len(names), [*names, *(cell for row in rows for cell in row)]


def native_of(column: Any) -> Any:
    """Return what Narwhals wraps, or the column itself."""
    return column.to_native() if library_of(column) == "narwhals" else column


def array_of(column: Any) -> Any:
    """Return a NumPy array: numbers with NaN for blanks, dates as serial numbers, anything else as objects."""
    import numpy as np

    array = _to_numpy(native_of(column))
    if isinstance(array, np.ma.MaskedArray):
        values = array_of(array.data)
        return np.where(np.ma.getmaskarray(array), None if values.dtype == object else np.nan, values)
    if array.dtype.kind == "M":
        return serials(array)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        with np.errstate(over="ignore"):
            return array.astype("f8")
    if array.dtype.kind in "fiu":
        return array
    return array.astype("m8[us]").astype(object) if array.dtype.kind == "m" else array.astype(object)


def serials(array: Any) -> Any:
    """Return the serial numbers of dates and times, NaN where there is none."""
    import numpy as np

    days = array.astype("datetime64[D]")
    microseconds = (array.astype("datetime64[us]") - days.astype("datetime64[us]")).astype("int64")
    seconds = microseconds // 1_000_000 + microseconds % 1_000_000 / 1e6
    numbers = (days.astype("int64") + DAY_OF_UNIX).astype("float64") + seconds / 86_400
    return np.where(np.isnat(array), np.nan, numbers)


def _to_numpy(column: Any) -> Any:
    import numpy as np

    library = library_of(column)
    if library == "polars":
        return _from_polars(column)
    if library == "pyarrow":
        return _from_arrow(column)
    return np.asanyarray(column.to_numpy() if hasattr(column, "to_numpy") else column)


def _from_polars(column: Any) -> Any:
    if getattr(column.dtype, "time_zone", None):
        column = column.dt.replace_time_zone(None)  # a cell shows the time of its own place
    is_flat = column.dtype.is_numeric() or column.dtype.is_temporal()
    return column.to_numpy() if is_flat and not str(column.dtype).endswith("128") else _objects(column.to_list())


def _objects(cells: list[Any]) -> Any:
    import numpy as np

    array = np.empty(len(cells), object)
    array[:] = cells
    return array


def _from_arrow(column: Any) -> Any:
    import pyarrow as arrow  # type: ignore[import-untyped]

    kinds = arrow.types
    kind = column.type
    is_local = kinds.is_timestamp(kind) and kind.tz is None
    if kinds.is_integer(kind) or kinds.is_floating(kind) or is_local or kinds.is_date32(kind) or kinds.is_duration(kind):
        return column.to_numpy(zero_copy_only=False)
    return _objects(column.to_pylist())


# --- results


def aligned(columns: Sequence[Any]) -> list[Any]:
    """Align columns of pandas by their index, as pandas does; others stay as they are.

    Raises:
        ValueError: The indexes differ and one of them has a label twice.
    """
    natives = [native_of(column) for column in columns]
    indexes = [native.index for native in natives if _is_series(native)]
    if all(index is indexes[0] or index.equals(indexes[0]) for index in indexes):
        return list(columns)
    index = reduce(lambda left, right: left.join(right, how="outer"), indexes)
    again = [native.reindex(index) if _is_series(native) else native for native in natives]
    return [_wrapped(native, column) if native is not column else column for native, column in zip(again, columns, strict=True)]


def _is_series(native: Any) -> bool:
    return library_of(native) == "pandas" and hasattr(native, "index") and not callable(native.index)


def like(columns: Sequence[Any], values: Any) -> Any:
    """Return values in the type of the columns they were calculated from.

    Args:
        columns: The columns of the call, in their order; the first one that isn't an array of NumPy decides.
        values: Numbers with NaN where there is none, or texts with None.
    """
    column = next((column for column in columns if library_of(column) in LIBRARIES), None)
    if column is None:
        return values
    native = native_of(column)
    library = library_of(native)
    if library == "pandas":
        result = _pandas([native_of(one) for one in columns], native, values)
    elif library == "polars":
        import polars

        if values.dtype == object:
            result = polars.Series(native.name, values.tolist(), dtype=polars.String)
        else:
            result = polars.Series(native.name, values, dtype=polars.Float64, nan_to_null=True)
    elif library == "pyarrow":
        import pyarrow
        from numpy import isnan

        result = pyarrow.array(values, pyarrow.string()) if values.dtype == object else pyarrow.array(values, mask=isnan(values))
        result = pyarrow.chunked_array([result]) if hasattr(native, "chunks") else result
    else:
        return values
    return _wrapped(result, column)


def _wrapped(native: Any, column: Any) -> Any:
    """Wrap a column as Narwhals did, in the same of its versions."""
    return narwhals_of(column).from_native(native, series_only=True) if library_of(column) == "narwhals" else native


def narwhals_of(value: Any) -> Any:
    """Return the Narwhals that made a value: the newest, or one of its stable versions."""
    module = type(value).__module__
    return sys.modules[module if module.startswith("narwhals.stable") else "narwhals"]


def _pandas(natives: Sequence[Any], native: Any, values: Any) -> Any:
    import pandas  # type: ignore[import-untyped]

    dtypes = [one.dtype for one in natives if library_of(one) == "pandas"]
    is_text = values.dtype == object
    if any(isinstance(dtype, pandas.ArrowDtype) for dtype in dtypes):
        import pyarrow

        kind: Any = pandas.ArrowDtype(pyarrow.string() if is_text else pyarrow.float64())
    elif any(getattr(dtype, "na_value", None) is pandas.NA for dtype in dtypes):
        kind = "string" if is_text else "Float64"
    else:
        kind = None
    cells = values.tolist() if kind is None and is_text else values if kind is None else pandas.array(values, dtype=kind)
    named = {one.name for one in natives if hasattr(one, "name") and library_of(one) == "pandas"}
    name = named.pop() if len(named) == 1 else None
    if _is_series(native):
        return pandas.Series(cells, index=native.index, name=name)
    return pandas.Index(cells, name=name) if hasattr(native, "name") else pandas.array(cells)
