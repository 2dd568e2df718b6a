"""annalist reads news reports and writes who did what to whom, where, when, and on whose word.

    >>> import annalist
    >>> events = annalist.code("France sent troops to Mali on Friday.", published="2013-01-13")
    >>> events[0]["event"], events[0]["date"]
    (['MOBILIZE'], '2013-01-11')

Every function takes one report or many: ``str`` is the text of a report, ``dict`` its fields, ``bytes`` a page, a feed or
an archive, a path a file or a folder; lists and other iterables of these, pandas and polars frames, and Arrow tables
have a row a report. Results are sequences of dicts and Arrow tables at once. The module is the Python face of the
program ``annalist``: the same words in, the same records out.
"""

from __future__ import annotations

from ._coder import (
    AnnalistWarning,
    Coder,
    actors,
    annotate,
    classify,
    code,
    parse,
    quotes,
    read,
)
from ._native import AnnalistError, __version__
from ._results import Coded, Results

__all__ = [
    "AnnalistError",
    "AnnalistWarning",
    "Coded",
    "Coder",
    "Results",
    "__version__",
    "actors",
    "annotate",
    "classify",
    "code",
    "parse",
    "quotes",
    "read",
]
