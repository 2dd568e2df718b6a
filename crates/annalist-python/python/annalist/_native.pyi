"""The native half of the package; call the functions of `annalist` instead."""

from collections.abc import Sequence
from os import PathLike
from typing import Any, BinaryIO, Optional

__version__: str

class AnnalistError(ValueError):
    """Something that annalist cannot do, in the words of the program."""

class Coder:
    """A lexicon, how inputs are read, and threads to work on."""

    problems: list[str]
    name: str
    threads: int
    def __new__(
        cls,
        *,
        events: Sequence[str | PathLike[str]] = ...,
        actors: Sequence[str | PathLike[str]] = ...,
        places: Sequence[str | PathLike[str]] = ...,
        published: Optional[str] = None,
        zone: Optional[str] = None,
        columns: Sequence[tuple[str, str]] = ...,
        input_format: Optional[str] = None,
        ids: str = "hash",
        unnamed: bool = False,
        threads: Optional[int] = None,
    ) -> Coder: ...
    def task(
        self,
        verb: str,
        *,
        only: list[str] = ...,
        without: list[str] = ...,
        min_confidence: Optional[float] = None,
        explain: bool = False,
    ) -> Task: ...
    def rows(self, objects: list[Any], names: int | Sequence[str]) -> Rows: ...
    def files(self, paths: Sequence[str | PathLike[str]]) -> Rows: ...
    def stream(self, name: str, file: BinaryIO) -> Rows: ...

class Rows:
    """What a call goes over, or a part of it."""

class Task:
    """A coder with what is asked of each report."""

    def run(self, rows: Rows, most: int) -> Optional[Batch]: ...

class Batch:
    """What came of some rows, in their order."""

    def __len__(self) -> int: ...
    def lines(self) -> list[str]: ...
    def rows(self) -> list[tuple[str, int, list[str], list[str]]]: ...

def incidents(reports: list[tuple[str, list[str]]]) -> list[tuple[str, str]]: ...
def schema(verb: str) -> object: ...
def stream(verb: str, batches: list[Batch]) -> object: ...
