"""From what a caller has (texts, tables, files) to lists of rows that the native half takes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, Optional, Union

Row = Union[str, bytes, Mapping[str, Any]]


class Files(NamedTuple):
    """Files and folders, read by the native half as they are needed."""

    paths: list[str]


class Stream(NamedTuple):
    """A binary file of Python."""

    name: str
    file: Any


Part = Union[list, Files, Stream]


def parts(
    reports: Any, size: int, along: Mapping[str, Iterable[Any]]
) -> tuple[Iterator[Part], Optional[int]]:
    """`reports` in lists of at most `size` rows, files and streams apart, and how many rows they are, where that is known.

    `along` holds columns beside texts: the times and identifiers of each.
    """
    if isinstance(reports, (str, bytes, Mapping, os.PathLike)) or hasattr(reports, "read"):
        reports = [reports]
    total = len(reports) if hasattr(reports, "__len__") else None
    rows: Iterator[Any] = chain.from_iterable(chunks(reports, size))
    if along:
        rows = beside(rows, along)
    return grouped(rows, size), total


def chunks(reports: Any, size: int) -> Iterator[Iterable[Any]]:
    """The rows of anything that has rows, without making a Python object of all at once."""
    kind = type(reports).__module__.split(".")[0]
    if kind == "pandas":
        for start in range(0, len(reports), size):
            part = reports.iloc[start : start + size]
            yield part.to_dict("records") if reports.ndim == 2 else part.tolist()
    elif kind == "polars" and hasattr(reports, "iter_slices"):
        for part in reports.iter_slices(size):
            yield part.to_dicts()
    elif kind == "polars" and hasattr(reports, "collect"):
        yield from chunks(reports.collect(), size)
    elif kind == "polars":
        yield reports.to_list()
    elif hasattr(reports, "__arrow_c_stream__") or hasattr(reports, "__arrow_c_array__"):
        yield from arrow(reports, size)
    else:
        yield reports


def arrow(reports: Any, size: int) -> Iterator[list[Any]]:
    """The rows of an Arrow table, or the values of an Arrow array."""
    try:
        import pyarrow as pa
    except ImportError:
        kind = type(reports).__name__
        raise ImportError(
            f"reading a {kind} needs pyarrow: install `annalist[arrow]`, or give a list, pandas or polars"
        ) from None
    if isinstance(reports, pa.RecordBatchReader):
        batches: Iterable[Any] = reports
    elif isinstance(reports, (pa.Table, pa.ChunkedArray)) or hasattr(reports, "__arrow_c_stream__"):
        whole = reports
        if not isinstance(reports, (pa.Table, pa.ChunkedArray)):
            whole = pa.chunked_array(reports)
            if pa.types.is_struct(whole.type):
                whole = pa.Table.from_struct_array(whole)
        if isinstance(whole, pa.ChunkedArray):
            batches = whole.chunks
        else:
            batches = whole.to_batches(max_chunksize=size)
    else:
        batches = [reports if isinstance(reports, (pa.RecordBatch, pa.Array)) else pa.array(reports)]
    for batch in batches:
        for start in range(0, len(batch), size):
            yield batch.slice(start, size).to_pylist()


def beside(rows: Iterable[Any], along: Mapping[str, Iterable[Any]]) -> Iterator[Any]:
    """Each row with its values of the columns in `along`."""
    columns = [chain.from_iterable(chunks(values, 1024)) for values in along.values()]
    end = object()
    for number, row in enumerate(rows, 1):
        values = [next(column, end) for column in columns]
        for name, value in zip(along, values):
            if value is end:
                raise ValueError(f"expected a value in `{name}` for each report, found {number - 1}")
        fields = dict(row) if isinstance(row, Mapping) else {"text": row}
        yield {**fields, **dict(zip(along, values))}
    for name, column in zip(along, columns):
        if next(column, end) is not end:
            raise ValueError(f"expected a value in `{name}` for each report, found more")


def grouped(rows: Iterable[Any], size: int) -> Iterator[Part]:
    """Lists of rows; files and streams by themselves."""
    waiting: list[Any] = []
    for row in rows:
        apart = of_file(row)
        if apart is None:
            waiting.append(dict(row) if isinstance(row, Mapping) else row)
        if waiting and (apart is not None or len(waiting) >= size):
            yield waiting
            waiting = []
        if apart is not None:
            yield apart
    if waiting:
        yield waiting


def of_file(row: Any) -> Optional[Union[Files, Stream]]:
    """A path or an open file as a part of its own."""
    if isinstance(row, os.PathLike):
        return Files([os.fspath(row)])
    if hasattr(row, "read"):
        return Stream(str(getattr(row, "name", None) or getattr(row, "path", None) or "stream"), row)
    return None
