"""Coders, and the functions that use one for a single call."""

from __future__ import annotations

import datetime
import functools
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Optional, Union

from . import _inputs, _native
from ._native import AnnalistError
from ._progress import Bar, Progress
from ._results import Results, counted

Path = Union[str, os.PathLike]
Paths = Union[Path, Iterable[Path]]
Words = Union[str, Iterable[str]]
Time = Union[str, datetime.date]

_HERE = os.path.dirname(__file__)

#: Reports that one thread works on before Python is asked whether to go on.
STRETCH = 32


class AnnalistWarning(UserWarning):
    """Something was left out; `Results.problems` says what and why."""


class Coder:
    """A lexicon with a researcher's own files, how inputs are read, and threads to work on.

    :param events: files of own event types and predicates, as ``annalist code --events`` takes them
    :param actors: own actors: a table or a dictionary in the form of PETRARCH
    :param places: own places, as ``annalist places import`` makes them
    :param published: the publication time of reports that state none
    :param zone: the IANA zone of local times, such as ``Africa/Bamako``
    :param columns: which field holds what, where the names are not the usual ones: ``{"text": "body"}``
    :param input_format: the format of bytes and files, instead of telling it: ``html``, ``warc``, ``jsonl`` …
    :param ids: what names reports that bring no identifier: ``hash`` of text, time and publisher, or the file's ``stem``
    :param unnamed: keep private persons' names out, as ``--unnamed`` does
    :param threads: how many reports are worked on at once; as many as there are cores, unless told
    :raises AnnalistError: where a file cannot be read or an option is not understood
    """

    def __init__(
        self,
        *,
        events: Paths = (),
        actors: Paths = (),
        places: Paths = (),
        published: Optional[Time] = None,
        zone: Optional[str] = None,
        columns: Optional[Mapping[str, str]] = None,
        input_format: Optional[str] = None,
        ids: str = "hash",
        unnamed: bool = False,
        threads: Optional[int] = None,
    ):
        self._options: dict[str, Any] = {
            "events": _paths(events),
            "actors": _paths(actors),
            "places": _paths(places),
            "published": _moment(published),
            "zone": zone,
            "columns": list((columns or {}).items()),
            "input_format": input_format,
            "ids": ids,
            "unnamed": unnamed,
            "threads": threads,
        }
        self._native = _native.Coder(**self._options)
        if self.problems:
            _warn(self.problems, "in your files")

    def __reduce__(self) -> Any:
        return _coder, (self._options,)

    def __repr__(self) -> str:
        return f"<annalist.Coder {self.name!r}, {self.threads} threads>"

    @property
    def name(self) -> str:
        """What ``coder`` says in records: program, version and lexicon, with a hash of each own file."""
        return self._native.name

    @property
    def threads(self) -> int:
        """How many reports are worked on at once."""
        return self._native.threads

    @property
    def problems(self) -> list[str]:
        """What is wrong with lines of own files; those lines are left out."""
        return self._native.problems

    def code(self, reports: Any, **how: Any) -> Results:
        """The records of reports; see :func:`annalist.code`."""
        return self._all("code", reports, **how)

    def annotate(self, reports: Any, **how: Any) -> Results:
        """All layers of reports; see :func:`annalist.annotate`."""
        return self._all("annotate", reports, **how)

    def read(self, reports: Any, **how: Any) -> Results:
        """Reports as they are read; see :func:`annalist.read`."""
        return self._all("read", reports, **how)

    def parse(self, reports: Any, **how: Any) -> Results:
        """Trees as CoNLL-U; see :func:`annalist.parse`."""
        return self._all("parse", reports, **how)

    def quotes(self, reports: Any, **how: Any) -> Results:
        """Statements; see :func:`annalist.quotes`."""
        return self._all("quotes", reports, **how)

    def classify(self, pairs: Any, **how: Any) -> Results:
        """Types between two parties; see :func:`annalist.classify`."""
        return self._all("classify", pairs, **how)

    def actors(self, phrases: Any, **how: Any) -> Results:
        """Whom phrases name; see :func:`annalist.actors`."""
        return self._all("actors", phrases, **how)

    def stream(self, verb: str, reports: Any, *, size: int = 256, **how: Any) -> Iterator[Results]:
        """Works through reports of any number in the memory of `size`: gives results part by part, in order.

        `verb` is the name of a method: ``code``, ``annotate`` and so on; it takes the same options.
        """
        errors = _choice(how.pop("errors", "warn"))
        progress = how.pop("progress", None)
        for batch in self._batches(verb, reports, size, progress, how):
            results = Results(verb, [batch])
            _tell(results, errors)
            yield results

    def _all(
        self,
        verb: str,
        reports: Any,
        *,
        progress: Progress = None,
        errors: str = "warn",
        **how: Any,
    ) -> Results:
        errors = _choice(errors)
        results = Results(verb)
        for batch in self._batches(verb, reports, STRETCH * self.threads, progress, how):
            results._add(batch)
            if errors == "raise" and results.problems:
                break
        _tell(results, errors)
        return results

    def _batches(
        self, verb: str, reports: Any, size: int, progress: Progress, how: dict[str, Any]
    ) -> Iterator[_native.Batch]:
        along = {name: how.pop(name) for name in ("published", "id") if how.get(name) is not None}
        for option in ("only", "without"):
            if option in how:
                words = how[option]
                how[option] = words.split(",") if isinstance(words, str) else list(words)
        task = self._native.task(verb, **how)
        parts, total = _inputs.parts(reports, size, along)
        bar = Bar(progress, total)
        first = 1
        for part in parts:
            if isinstance(part, _inputs.Files):
                rows = self._native.files(part.paths)
            elif isinstance(part, _inputs.Stream):
                rows = self._native.stream(part.name, part.file)
            else:
                rows = self._native.rows(part, first)
                first += len(part)
            while True:
                batch = task.run(rows, size)
                if batch is None:
                    break
                bar.step(len(batch))
                yield batch
        bar.end()


def code(
    reports: Any,
    *,
    published: Union[Time, Sequence[Any], None] = None,
    id: Optional[Sequence[Any]] = None,
    only: Words = (),
    without: Words = (),
    min_confidence: float = 0.35,
    explain: bool = False,
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    **options: Any,
) -> Results:
    """The records of reports: who did what to whom, where, when, and on whose word.

    :param reports: one report or many, in any of the forms that :mod:`annalist` names
    :param published: the time of all reports that state none, or the time of each
    :param id: the identifier of each
    :param only: keep records of these types or marks: ``["ASSAULT", "PROTEST"]``
    :param without: leave out records of these types or marks: ``["future", "denied"]``
    :param min_confidence: leave out records whose type and parties are less likely to be right, 0 to 1
    :param explain: have each record say which rule and words made it
    :param progress: show how far the work is (in notebooks by itself), or call ``progress(done, total)``
    :param errors: ``warn`` of what is left out, ``raise`` at the first, or ``ignore`` it; it is in ``problems`` all the same
    :param coder: the :class:`Coder` to use, instead of options for one
    :param options: otherwise, the options of a :class:`Coder`: ``zone``, ``columns``, ``events``, ``threads`` …
    :raises AnnalistError: where an option is not understood, or with ``errors="raise"``
    """
    coder, along = _for_call(coder, options, published=published, id=id)
    return coder.code(
        reports,
        only=only,
        without=without,
        min_confidence=min_confidence,
        explain=explain,
        progress=progress,
        errors=errors,
        **along,
    )


def annotate(
    reports: Any,
    *,
    published: Union[Time, Sequence[Any], None] = None,
    id: Optional[Sequence[Any]] = None,
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    **options: Any,
) -> Results:
    """Every layer of each report: sentences, entities, names, times, places, attributions, events.

    A :class:`Coded` a report, which a notebook shows as the text with its record marked up. Takes what :func:`code` takes
    but for the choice of records: all are there, whatever their confidence.
    """
    coder, along = _for_call(coder, options, published=published, id=id)
    return coder.annotate(reports, progress=progress, errors=errors, **along)


def read(
    reports: Any,
    *,
    published: Union[Time, Sequence[Any], None] = None,
    id: Optional[Sequence[Any]] = None,
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    **options: Any,
) -> Results:
    """Reports as they are read: headline, dateline, time of publication, language, text."""
    coder, along = _for_call(coder, options, published=published, id=id)
    return coder.read(reports, progress=progress, errors=errors, **along)


def parse(
    reports: Any,
    *,
    id: Optional[Sequence[Any]] = None,
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    **options: Any,
) -> Results:
    """Sentences, words, tags and trees as CoNLL-U, a ``str`` a report."""
    coder, along = _for_call(coder, options, published=None, id=id)
    return coder.parse(reports, progress=progress, errors=errors, **along)


def quotes(
    reports: Any,
    *,
    published: Union[Time, Sequence[Any], None] = None,
    id: Optional[Sequence[Any]] = None,
    only: Words = (),
    without: Words = (),
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    **options: Any,
) -> Results:
    """The statements of reports: who says what, to whom, by what medium, how surely, and about which records.

    `only` and `without` take classes, forms and marks: ``["say", "deny", "direct"]``.
    """
    coder, along = _for_call(coder, options, published=published, id=id)
    return coder.quotes(reports, only=only, without=without, progress=progress, errors=errors, **along)


def classify(
    pairs: Any,
    *,
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    **options: Any,
) -> Results:
    """The PLOVER type between two parties of a sentence; there is always an answer.

    :param pairs: dicts or a table with ``text``, ``actor`` and ``recipient``; ``actor_spans`` and ``recipient_spans``, in
        code points, where they are known
    """
    coder, _ = _for_call(coder, options, published=None, id=None)
    return coder.classify(pairs, progress=progress, errors=errors)


def actors(
    phrases: Any,
    *,
    progress: Progress = None,
    errors: str = "warn",
    coder: Optional[Coder] = None,
    lexicon: Paths = (),
    **options: Any,
) -> Results:
    """Name, country and sectors of whom a phrase names.

    :param phrases: phrases, or dicts or a table with ``text`` and, for offices and memberships, ``date``
    :param lexicon: files of own actors
    """
    if lexicon:
        options["actors"] = lexicon
    coder, _ = _for_call(coder, options, published=None, id=None)
    return coder.actors(phrases, progress=progress, errors=errors)


def _for_call(
    coder: Optional[Coder], options: dict[str, Any], *, published: Any, id: Any
) -> tuple[Coder, dict[str, Any]]:
    """The coder of a call, and the columns that go beside its texts."""
    along = {} if id is None else {"id": [id] if isinstance(id, str) else id}
    if isinstance(published, (str, datetime.date)):
        if coder is not None:
            raise TypeError("give `published` to the Coder, or a time for each report here")
        options = {**options, "published": published}
    elif published is not None:
        along["published"] = published
    if coder is None and any(options.get(own) for own in ("events", "actors", "places")):
        # Files may change between two calls.
        return Coder(**options), along
    if coder is None:
        return _kept(**{name: _hashable(value) for name, value in options.items()}), along
    if options:
        raise TypeError(f"give `{next(iter(options))}` to the Coder, or leave `coder` out")
    return coder, along


def _hashable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value


@functools.lru_cache(maxsize=8)
def _kept(**options: Any) -> Coder:
    """The coder for these options, kept for the next call."""
    if isinstance(options.get("columns"), tuple):
        options["columns"] = dict(options["columns"])
    return Coder(**options)


def _coder(options: dict[str, Any]) -> Coder:
    """A coder again that was pickled."""
    return Coder(**{**options, "columns": dict(options["columns"])})


def _paths(paths: Paths) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return [os.fspath(path) for path in paths]


def _moment(time: Optional[Time]) -> Optional[str]:
    return time.isoformat() if isinstance(time, datetime.date) else time


def _choice(errors: str) -> str:
    if errors not in ("warn", "raise", "ignore"):
        raise AnnalistError(f"cannot understand `errors={errors}`: expected warn, raise or ignore")
    return errors


def _tell(results: Results, errors: str) -> None:
    if results.problems and errors == "raise":
        raise AnnalistError(results.problems[0])
    if results.problems and errors == "warn":
        _warn(results.problems, f"in {counted(results.reports, 'report')}")


def _warn(problems: list[str], where: str) -> None:
    more = f" … and {len(problems) - 1} more in `problems`" if len(problems) > 1 else ""
    message = f"{counted(len(problems), 'problem')} {where}: {problems[0]}{more}"
    level, frame = 2, sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename.startswith(_HERE):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, AnnalistWarning, stacklevel=level - 1)
