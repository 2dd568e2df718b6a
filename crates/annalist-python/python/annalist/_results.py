"""What a call gives: a sequence of dicts that is an Arrow table at the same time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union, overload

from . import _markup, _native

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Coded(dict):
    """All layers of one report, as `annotate` gives them; in a notebook, the text with its record marked up."""

    def _repr_html_(self) -> str:
        return _markup.report(self)


class Results:
    """The results of one call, in the order of the reports.

    A sequence of dicts in the shapes of the program (``parse`` gives CoNLL-U, a ``str`` a report). Through the PyCapsule
    interface the same is an Arrow table, so that ``polars.DataFrame(results)``, ``pyarrow.table(results)`` and whatever
    else reads Arrow take it as it is. (It is not registered as a ``Sequence``: polars would go over its dicts instead.)
    """

    def __init__(self, verb: str, batches: Sequence[_native.Batch] = ()):
        self.verb = verb
        #: How many reports were worked on, those without results included.
        self.reports = 0
        #: What could not be done, or not in whole, in the words of the program.
        self.problems: list[str] = []
        #: What was unusual about reports: identifier and note.
        self.notes: list[tuple[str, str]] = []
        self._batches: list[_native.Batch] = []
        self._lines: list[str] = []
        for batch in batches:
            self._add(batch)

    def _add(self, batch: _native.Batch) -> None:
        self._batches.append(batch)
        self._lines.extend(batch.lines())
        for identifier, _, notes, problems in batch.rows():
            self.reports += 1
            self.problems.extend(problems)
            self.notes.extend((identifier, note) for note in notes)

    def _item(self, line: str) -> Any:
        if self.verb == "parse":
            return line
        return json.loads(line) if self.verb != "annotate" else Coded(json.loads(line))

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: Union[int, slice]) -> Any:
        found = self._lines[index]
        return [self._item(line) for line in found] if isinstance(found, list) else self._item(found)

    def __iter__(self) -> Iterator[Any]:
        return map(self._item, self._lines)

    def __repr__(self) -> str:
        more = f", {counted(len(self.problems), 'problem')}" if self.problems else ""
        return f"<annalist.Results of {self.verb}: {len(self)} from {counted(self.reports, 'report')}{more}>"

    def _repr_html_(self) -> str:
        return _markup.results(self, self.verb)

    def __arrow_c_schema__(self) -> object:
        return _native.schema(self.verb)

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        return _native.stream(self.verb, self._batches)

    def to_dicts(self) -> list[Any]:
        """All results as plain objects."""
        return list(self)

    def to_jsonl(self, path: Union[str, os.PathLike[str], None] = None) -> Optional[str]:
        """The bytes that the program prints: written to `path`, or given back."""
        end = "" if self.verb == "parse" else "\n"
        text = "".join(line + end for line in self._lines)
        if path is None:
            return text
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return None

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow table; needs pyarrow."""
        import pyarrow as pa

        return pa.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame; needs pandas and pyarrow."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """A polars frame; needs polars."""
        import polars as pl

        return pl.DataFrame(self)


def counted(n: int, what: str) -> str:
    """`1 report`, `3 reports`."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"
