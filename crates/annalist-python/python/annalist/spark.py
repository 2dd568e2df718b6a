"""annalist on Spark: a frame of reports in, a frame of records out, by the same code as everywhere else.

    >>> import annalist.spark
    >>> events = annalist.spark.code(reports, text="text", published="published", id="id")   # doctest: +SKIP
    >>> events.write.parquet("s3://…/events", partitionBy="published_month")                # doctest: +SKIP

Each task works on one thread, as Spark counts cores, and a Python worker loads the model once, for all its tasks. Nothing
depends on where or how often a row is worked on: the same row gives the same records with the same identifiers, so a task
that is tried again, or run twice by speculation, changes nothing. A row that cannot be worked on gives one row of nulls but
for `report` (`id` in `annotate` and `read`) and `notes`, which says why; none is lost and none stops the job.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from . import _native
from ._coder import Coder

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

#: Reports that are worked on before their records go back to Spark.
STRETCH = 64

#: What a report brings, in the names that annalist knows.
FIELDS = ("id", "published", "headline", "url", "publisher", "language")

#: Days before and after an event in which others of the same incident are looked for.
WINDOW = 3

#: Code points of a report's text of which its opening words are taken.
OPENING = 3000

#: The coders of this Python worker, by their options.
_coders: dict[Any, Coder] = {}


def code(df: DataFrame, **how: Any) -> DataFrame:
    """The records of reports, one a row: the columns of ``annalist code --format parquet``, and `notes`.

    :param df: a frame with a row a report, or a row a file
    :param text: the column of texts
    :param published: the column of times of publication, as text, date or timestamp
    :param id: the column of identifiers; without one, a report is named by a hash of text, time and publisher
    :param headline, url, publisher, language: further columns, where there are any
    :param content: instead of `text`, a column of bytes (pages, feeds, archives), as ``binaryFile`` reads them
    :param path: instead of `text`, a column of paths of files, opened where they are worked on: a WARC is streamed, not held
    :param opener: what opens a path; ``open`` for files that every worker sees, ``fsspec.open`` and so on for object storage
    :param only, without, min_confidence: which records, as in :func:`annalist.code`
    :param options: options of :class:`annalist.Coder`: ``{"zone": "Africa/Bamako", "actors": "/data/own.tsv"}``; files of a
        researcher's own must lie where every worker sees them
    """
    return _over(df, "code", how)


def annotate(df: DataFrame, **how: Any) -> DataFrame:
    """All layers of reports, one report a row, the layers as JSON; takes what :func:`code` takes but the choice of records."""
    return _over(df, "annotate", how)


def read(df: DataFrame, **how: Any) -> DataFrame:
    """Reports as they are read, one a row; with `path` or `content`, what a frame of files holds."""
    return _over(df, "read", how)


def quotes(df: DataFrame, **how: Any) -> DataFrame:
    """The statements of reports, one a row; `only` and `without` as in :func:`annalist.quotes`."""
    return _over(df, "quotes", how)


def record(df: DataFrame, **how: Any) -> DataFrame:
    """Reports with their records as the program prints them, one report a row: `id`, `published`, `report`, `events`, `notes`.

    What :func:`incidents` takes, and what `annalist record` would keep. Takes what :func:`code` takes.
    """
    return _over(df, "record", how)


def incidents(recorded: DataFrame, *, by: str = "country") -> DataFrame:
    """Which records tell of one happening: `event`, the identifier of a record, and `incident`, that of the first such record.

    Blocks of a month and a home (the country of the place, else of the first party that has one; with ``by="place"`` the place
    itself where it is known) are worked on side by side, each with the last days of the month before, by the very code of
    `annalist record`. Records whose homes differ do not meet, which a store of the whole would let them.

    :param recorded: what :func:`record` gave, or read again from Parquet
    :param by: ``country``, or ``place`` for blocks that are smaller and part more of what belongs together
    """
    from pyspark.sql import functions as sql

    if by not in ("country", "place"):
        raise ValueError(f"expected `by` to be country or place, found {by}")

    def split(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow as pa

        text = pa.string()
        declared = pa.schema(
            [
                ("block", text),
                ("own", pa.bool_()),
                ("published", text),
                ("at", pa.int32()),
                ("event", text),
                ("line", text),
                ("report", text),
            ]
        )
        for batch in batches:
            rows = [row for line in batch.to_pylist() for row in _blocks(line, by)]
            yield pa.RecordBatch.from_pylist(rows, schema=declared)

    blocks = recorded.where(sql.col("report").isNotNull()).select("published", "report", "events")
    blocks = blocks.mapInArrow(split, "block string, own boolean, published string, at int, event string, line string, report string")
    found = blocks.groupBy("block").applyInArrow(_together, "event string, incident string")
    # A record of the days before a month is the first of its incident there, and may have an earlier one in its own month.
    before = found.select(sql.col("event").alias("incident"), sql.col("incident").alias("earlier"))
    lead = sql.coalesce("earlier", "incident").alias("incident")
    return found.join(before, "incident", "left").select("event", lead)


def schema(verb: str) -> pyarrow.Schema:
    """The columns that `verb` gives, `notes` included."""
    import pyarrow as pa

    declared = pa.schema(_Capsule(verb))
    return declared if "notes" in declared.names else declared.append(pa.field("notes", pa.list_(pa.string())))


class _Capsule:
    def __init__(self, verb: str):
        self.verb = verb

    def __arrow_c_schema__(self) -> object:
        return _native.schema(self.verb)


def _over(df: DataFrame, verb: str, how: dict[str, Any]) -> DataFrame:
    from pyspark.sql import functions as sql
    from pyspark.sql.pandas.types import from_arrow_schema

    text, content, path = how.pop("text", None), how.pop("content", None), how.pop("path", None)
    if sum(column is not None for column in (text, content, path)) > 1:
        raise ValueError("expected one of `text`, `content` and `path`, found several")
    if content is None and path is None:
        text = text or "text"
    opener: Optional[Callable[..., Any]] = how.pop("opener", None)
    options = {"threads": 1, **how.pop("options", {})}
    columns = {"text": text, "content": content, "path": path}
    for field in FIELDS:
        # `published` and `id` are taken by their names where they are there.
        usual = field if field in ("published", "id") and field in df.columns else None
        columns[field] = how.pop(field, usual)
    chosen: dict[str, Any] = {name: how.pop(name) for name in ("only", "without", "min_confidence") if name in how}
    if how:
        raise TypeError(f"`annalist.spark.{verb}` takes no `{next(iter(how))}`")
    # What is not understood is said here, and not by a worker an hour later.
    Coder(**options)._native.task(verb, **_listed(chosen))

    def rows(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        return _work(verb, batches, options, chosen, opener)

    taken = [_column(sql, df, column).alias(name) for name, column in columns.items() if column is not None]
    return df.select(*taken).mapInArrow(rows, from_arrow_schema(schema(verb)))


def _column(sql: Any, df: DataFrame, name: str) -> Any:
    """A column as annalist reads it: days and times as text, with their zone."""
    kind = dict(df.dtypes).get(name)
    if kind == "timestamp":
        return sql.date_format(sql.col(name), "yyyy-MM-dd'T'HH:mm:ssXXX")
    if kind in ("date", "timestamp_ntz"):
        return sql.col(name).cast("string")
    return sql.col(name)


def _listed(chosen: dict[str, Any]) -> dict[str, Any]:
    """`only` and `without` as lists."""
    words = {name: value.split(",") if isinstance(value, str) else value for name, value in chosen.items()}
    return {name: list(value) if name != "min_confidence" else value for name, value in words.items()}


def _coder(options: dict[str, Any]) -> Coder:
    """The coder of this worker for `options`, made at first use."""
    key = repr(sorted(options.items()))
    if key not in _coders:
        _coders[key] = Coder(**options)
    return _coders[key]


def _work(
    verb: str,
    batches: Iterator[pyarrow.RecordBatch],
    options: dict[str, Any],
    chosen: dict[str, Any],
    opener: Optional[Callable[..., Any]],
) -> Iterator[pyarrow.RecordBatch]:
    """Works through what Spark hands to one task."""
    coder = _coder(options)
    task = coder._native.task(verb, **_listed(chosen))
    for batch in batches:
        for start in range(0, len(batch), STRETCH):
            rows = batch.slice(start, STRETCH).to_pylist()
            found = _texts if "text" in batch.schema.names else _files
            for done in found(task, coder, rows, opener):
                yield from _tables(verb, done)


def _texts(task: Any, coder: Coder, rows: list[dict[str, Any]], _: Any) -> Iterator[_Done]:
    """What comes of rows of texts."""
    names = [f"report `{row['id']}`" if row.get("id") is not None else "a report" for row in rows]
    batch = task.run(coder._native.rows(rows, names), len(rows))
    if batch is not None:
        yield _Done(batch, batch.rows())


def _files(
    task: Any, coder: Coder, rows: list[dict[str, Any]], opener: Optional[Callable[..., Any]]
) -> Iterator[_Done]:
    """What comes of rows of bytes or paths, each of which may hold many reports."""
    for row in rows:
        if "path" in row:
            name, opened = str(row["path"]), _opened(coder, row["path"], opener)
        else:
            name = str(row.get("id") or "content")
            opened = _content(coder, row["content"], name)
        with opened as reports:
            if isinstance(reports, str):
                yield _Done(None, [(name, 0, [], [reports])])
                continue
            while (batch := task.run(reports, STRETCH)) is not None:
                # Where no report was read there is no identifier; the file's name stands for it.
                yield _Done(batch, [(id or name, n, notes, why) for id, n, notes, why in batch.rows()])


@contextlib.contextmanager
def _content(coder: Coder, content: Any, name: str) -> Iterator[Any]:
    """The reports of bytes, or why there are none."""
    if isinstance(content, (bytes, bytearray, memoryview)):
        yield coder._native.rows([bytes(content)], [name])
    else:
        yield f"cannot read {name}: expected bytes, found {'null' if content is None else type(content).__name__}"


@contextlib.contextmanager
def _opened(coder: Coder, path: Any, opener: Optional[Callable[..., Any]]) -> Iterator[Any]:
    """The reports of a file, or why there are none."""
    if path is None:
        yield "cannot read a file: expected a path, found null"
        return
    local = re.sub("^file:/{1,3}", "/", path)
    if opener is None and "://" not in local:
        yield coder._native.files([local])
        return
    if opener is None:
        import fsspec

        opener = fsspec.open
    try:
        file = opener(path, "rb")
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(file) if hasattr(file, "__enter__") else file
            yield coder._native.stream(path, file)
    except OSError as why:
        yield f"cannot read `{path}`: {why}"


class _Done(NamedTuple):
    """A batch, and for each of its rows: identifier, how many results, notes and problems."""

    batch: Optional[_native.Batch]
    rows: list[tuple[str, int, list[str], list[str]]]


def _tables(verb: str, done: _Done) -> Iterator[pyarrow.RecordBatch]:
    """Results, and a row for each report of which there are none because of a problem, or not all."""
    import pyarrow as pa

    declared = schema(verb)
    if done.batch is not None:
        table = pa.table(_Stream(verb, done.batch))
        if "notes" not in table.column_names:
            table = table.append_column(declared.field("notes"), pa.nulls(len(table), declared.field("notes").type))
        yield from table.cast(declared).to_batches()
    key = "report" if "report" in declared.names else "id"
    # A report that is read or annotated has a row whose notes say that it is cut short.
    bad = [(id or None, why) for id, n, _, why in done.rows if why and not (n and verb in ("annotate", "read"))]
    if bad:
        columns = {name: pa.nulls(len(bad), declared.field(name).type) for name in declared.names}
        columns[key] = pa.array([id for id, _ in bad], pa.string())
        columns["notes"] = pa.array([why for _, why in bad], declared.field("notes").type)
        yield pa.RecordBatch.from_arrays(list(columns.values()), schema=declared)


class _Stream:
    """A batch as Arrow."""

    def __init__(self, verb: str, batch: _native.Batch):
        self.verb, self.batch = verb, batch

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        return _native.stream(self.verb, [self.batch])


def _blocks(row: dict[str, Any], by: str) -> Iterator[dict[str, Any]]:
    """The rows of a report's records: in their own blocks, and in the next month's where they are of a month's last days."""
    report = json.loads(row["report"])
    # Only the opening is compared; the whole text need not go round.
    short = json.dumps({**report, "text": report["text"][:OPENING]}, ensure_ascii=False)
    for at, line in enumerate(row["events"]):
        event = json.loads(line)
        rest = {"published": row["published"], "at": at, "event": event["id"], "line": line, "report": short}
        home = _home(event, by)
        try:
            day = datetime.date.fromisoformat((event["date"] or "")[:10])
        except ValueError:
            # What has no day is compared with nothing: a block of its own.
            yield {"block": event["id"], "own": True, **rest}
            continue
        yield {"block": f"{day:%Y-%m} {home}", "own": True, **rest}
        later = day + datetime.timedelta(days=WINDOW)
        if later.month != day.month:
            yield {"block": f"{later:%Y-%m} {home}", "own": False, **rest}


def _home(event: dict[str, Any], by: str) -> str:
    place = event["event_loc"] or {}
    countries = [place.get("country"), *(party["country"] for party in event["actor"] + event["recipient"])]
    country = next(filter(None, countries), "")
    return f"{country} {place.get('name') or ''}".strip() if by == "place" else country


def _together(table: pyarrow.Table) -> pyarrow.Table:
    """The incidents of one block."""
    import pyarrow as pa

    rows = sorted(table.to_pylist(), key=lambda row: (row["published"] or "", row["report"], row["at"]))
    reports = [(report, list(lines)) for report, lines in itertools.groupby(rows, key=lambda row: row["report"])]
    own = {row["event"] for row in rows if row["own"]}
    found = _native.incidents([(report, [row["line"] for row in lines]) for report, lines in reports])
    found = [(event, lead) for event, lead in found if event in own]
    return pa.table(
        {"event": pa.array([e for e, _ in found], pa.string()), "incident": pa.array([i for _, i in found], pa.string())}
    )
