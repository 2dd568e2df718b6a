"""Results as HTML, for notebooks. All text is escaped; nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Optional

#: Colours of the quad classes: verbal and material cooperation, verbal and material conflict.
QUADS = {1: "#4a90a4", 2: "#2d6a4f", 3: "#c98a1b", 4: "#b3372f"}
MARKS = {1: "○", 2: "●", 3: "△", 4: "▲"}

STYLE = """<style>
.annalist { font: 14px/1.5 system-ui, sans-serif; max-width: 60em }
.annalist table { border-collapse: collapse; font-size: 13px }
.annalist th, .annalist td { text-align: left; vertical-align: top; padding: .2em .7em .2em 0; border-bottom: 1px solid #8884 }
.annalist td:first-child { white-space: nowrap }
.annalist .text { white-space: pre-wrap; margin: .5em 0 1em }
.annalist .text span { border-bottom: 2px solid; border-radius: 2px }
.annalist .party { border-color: #7a6ba8 !important }
.annalist .place { border-color: #2e8b74 !important; border-bottom-style: dotted !important }
.annalist .time { border-color: #a36a2c !important; border-bottom-style: dashed !important }
.annalist .word { color: #fff; padding: 0 .2em; border: 0 !important }
.annalist small { opacity: .75 }
</style>"""

#: Rows that a table shows; the rest is counted.
SHOWN = 50

#: From this confidence a record is marked in the text, as `code` prints it unless told otherwise.
LEAST = 0.35


def report(coded: Mapping[str, Any]) -> str:
    """A report's text with the words of its records marked up, and the records under it."""
    events = [event for event in coded["events"] if event["confidence"] >= LEAST]
    head = " · ".join(filter(None, [coded["id"], coded.get("published")]))
    text = marked(coded["text"], spans(coded, events))
    notes = "".join(f"<br><small>{escape(note)}</small>" for note in coded.get("notes", ()))
    return (
        f'{STYLE}<div class="annalist"><small>{escape(head)}</small>{notes}'
        f'<div class="text">{text}</div>{table(events)}</div>'
    )


def results(found: Any, verb: str) -> str:
    """The first results as a table."""
    shown = found[:SHOWN]
    rest = len(found) - len(shown)
    if verb == "annotate":
        body = "".join(report(coded) for coded in shown[:3])
        rest = len(found) - min(3, len(shown))
    elif verb == "code":
        body = table(shown)
    elif verb == "parse":
        body = "".join(f"<pre>{escape(trees)}</pre>" for trees in shown[:3])
        rest = len(found) - min(3, len(shown))
    elif verb == "quotes":
        body = cells(
            ["when", "who", "to whom", "cue", "words"],
            ([q["date"], party([q["source"]]), party([q["addressee"]]), q["cue"], q["content"]] for q in shown),
        )
    elif shown:
        names = [name for name in shown[0] if name not in ("text", "scores", "notes")]
        body = cells(names, ([plain(row.get(name)) for name in names] for row in shown))
    else:
        body = ""
    more = f"<small>… and {rest:,} more</small>" if rest else ""
    problems = "".join(f"<br><small>{escape(why)}</small>" for why in list(getattr(found, "problems", ()))[:5])
    return f'{STYLE}<div class="annalist">{body}{more}<small>{escape(repr(found))}</small>{problems}</div>'


def table(events: Iterable[Mapping[str, Any]]) -> str:
    """Records as a table, one a row."""
    rows = []
    for event in events:
        kind = " ".join([*event["event"], *event["mode"][:1], *event["auxiliary"]])
        place = event["event_loc"] or {}
        where = ", ".join(filter(None, [place.get("name"), place.get("country")]))
        word = f'<span style="color:{QUADS[event["quad_code"]]}">{MARKS[event["quad_code"]]}</span> '
        said = [source(attribution) for attribution in event["attribution"]]
        rows.append(
            [
                when(event),
                Html(word + escape(kind)),
                party(event["actor"]),
                party(event["recipient"]),
                where,
                "; ".join(said),
                f"{event['confidence']:.2f}",
                event["text"],
            ]
        )
    if not rows:
        return "<small>no events</small>"
    return cells(["when", "what", "who", "to whom", "where", "on whose word", "how sure", "sentence"], rows)


def when(event: Mapping[str, Any]) -> str:
    """First and last day; `~` where the report does not state it."""
    if not event["date"]:
        return "?"
    stated = "" if event["date_source"] in ("clause", "sentence", "discourse") else "~"
    last = f" to {event['enddate']}" if event["enddate"] else ""
    return f"{stated}{event['date']}{last}"


def source(attribution: Mapping[str, Any]) -> str:
    """Who says so, and that they deny it."""
    who = party([attribution["source"]]) or attribution["cue"]
    return f"{who} (denied)" if attribution["polarity"] == "denied" else who


def party(parties: Iterable[Optional[Mapping[str, Any]]]) -> str:
    """Words, country and sectors of each."""
    words = []
    for one in parties:
        if one:
            code = " ".join(filter(None, [one["country"], *one["sector"][:1]]))
            words.append(one["text"] + (f" [{code}]" if code else ""))
    return "; ".join(words)


class Html(str):
    """What is HTML already."""


def cells(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell(value)}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def cell(value: Any) -> str:
    """A value of a table, cut where it is long."""
    if isinstance(value, Html):
        return value
    text = plain(value)
    return escape(text if len(text) <= 300 else text[:299] + "…")


def plain(value: Any) -> str:
    """A value as words."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(plain, value))
    return str(value)


def spans(coded: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> list[tuple[int, int, str, str]]:
    """What is marked: first and last code point, how, and what a pointer over it is told."""
    found = []
    for event in events:
        for role in ("actor", "recipient"):
            for one in event[role]:
                if one["span"]:
                    told = f"{role}: {party([{**one, 'text': one['name'] or one['text']}])}"
                    found.append((*one["span"], "party", told))
        place = event["event_loc"]
        if place and place["span"]:
            found.append((*place["span"], "place", f"place: {place['name']}"))
        for start, end in event["text_info"]["trigger"]:
            colour = f'word" style="background:{QUADS[event["quad_code"]]}'
            found.append((start, end, colour, f"{event['event'][0]}, {when(event)}"))
    for time in coded["times"]:
        found.append((time["start"], time["end"], "time", f"time: {time['value']}"))
    return found


def marked(text: str, found: Iterable[tuple[int, int, str, str]]) -> str:
    """`text` with spans marked; of two that overlap without one lying in the other, the first alone."""
    opened: list[tuple[int, int, str, str]] = []
    out, at = [], 0
    for span in sorted(set(found), key=lambda s: (s[0], -s[1], s[2])):
        start, end, how, told = span
        while opened and opened[-1][1] <= start:
            out.append(escape(text[at : opened[-1][1]]) + "</span>")
            at = opened.pop()[1]
        if start >= end or (opened and end > opened[-1][1]):
            continue
        out.append(f'{escape(text[at:start])}<span class="{how}" title="{escape(told)}">')
        at = start
        opened.append(span)
    for span in reversed(opened):
        out.append(escape(text[at : span[1]]) + "</span>")
        at = span[1]
    return "".join(out) + escape(text[at:])
