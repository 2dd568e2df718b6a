#!/usr/bin/env python3
"""Draws the sample of party mentions.

    draw.py sentences NEWS_DIR            > sentences.jsonl   170 random sentences (offsets only)
    draw.py mentions marks.jsonl          > drawn.jsonl       300 parties and 60 controls of those marked by hand
    draw.py show NEWS_DIR FILE.jsonl                          prints the words each offset stands for

Reports that were coded for training or testing the event models are left out of the draw (--without FILE, repeatable).
Offsets are code points of the report's text (`text`, or `doc_text` in india_docs).
"""
import argparse
import json
import random
import re
import sys
from pathlib import Path

SEED = 20261126
SHARES = {"guardian": 60, "wire": 68, "samples": 25, "india_docs": 17}
A_REPORT = {"guardian": 2, "wire": 1, "samples": 2, "india_docs": 1}  # at most so many sentences of one report
PARTIES, CONTROLS = 300, 60

ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|Hon|Jr|Sr|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept|Sep|Oct|Nov|Dec|Inc|Co|Corp|Ltd|Fla|Calif|Md|Va|mr|mrs|dr|rs|Rs|lt|col|gen|i\.e|e\.g|a\.m|p\.m)"
    r"|\b[A-Za-z](?:\.[A-Za-z])*)\.$"
)


def reports(news, name):
    """(id, published, text) of each report; india_docs are named `india:` and their number."""
    for line in open(Path(news) / f"{name}.jsonl", encoding="utf-8"):
        row = json.loads(line)
        if "doc_text" in row:
            yield f"india:{row['doc_id']}", None, row["doc_text"]
        else:
            yield row["id"], row.get("published"), row["text"]


def sentences(text):
    """[start, end) of each sentence: lines are split at full stops, question and exclamation marks before a space."""
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in re.finditer(r"[.!?][\"'”’)\]]*(?=\s|$)", line.group()):
            end = line.start() + stop.end()
            piece = text[start:end]
            if ABBREVIATION.search(piece) and end < line.end():
                continue
            left = len(piece) - len(piece.lstrip())
            yield start + left, end
            start = end


def plain(sentence):
    """Running prose: no headline, table, list of stocks or line of scores."""
    words = sentence.split()
    if not 8 <= len(words) <= 70:
        return False
    figures = sum(any(c.isdigit() for c in w) for w in words)
    lower = sum(w[0].islower() for w in words)
    return figures <= 0.15 * len(words) and lower >= 0.4 * len(words) and not re.search(r"read this story|©|http|e-mail|\|", sentence)


def draw_sentences(news, without):
    for name, wanted in SHARES.items():
        pool = [
            (ident, published, start, end)
            for ident, published, text in reports(news, name)
            if ident not in without
            for start, end in sentences(text)
            if plain(text[start:end])
        ]
        random.Random(f"{SEED}-{name}").shuffle(pool)
        taken, chosen = {}, []
        for row in pool:
            if taken.get(row[0], 0) < A_REPORT[name] and len(chosen) < wanted:
                taken[row[0]] = taken.get(row[0], 0) + 1
                chosen.append(row)
        for ident, published, start, end in sorted(chosen, key=lambda r: (r[0], r[2])):
            yield {"file": name, "id": ident, "published": published, "start": start, "end": end}


def draw_mentions(path):
    marks = [json.loads(line) for line in open(path, encoding="utf-8")]
    drawn = []
    for party, wanted in ((True, PARTIES), (False, CONTROLS)):
        pool = sorted((m for m in marks if m["party"] is party), key=order)
        random.Random(f"{SEED}-{party}").shuffle(pool)
        drawn += pool[:wanted]
    return sorted(drawn, key=order)


def order(row):
    return list(SHARES).index(row["file"]), row["id"], row["start"], row["end"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["sentences", "mentions", "show"])
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--without", action="append", default=[])
    args = parser.parse_args()
    if args.verb == "show":
        texts = {ident: text for name in SHARES for ident, _, text in reports(args.inputs[0], name)}
        for line in open(args.inputs[1], encoding="utf-8"):
            row = json.loads(line)
            print(row["id"], row["start"], repr(texts[row["id"]][row["start"]:row["end"]]), sep="\t")
        return
    if args.verb == "sentences":
        without = {json.loads(line)["id"] for path in args.without for line in open(path, encoding="utf-8")}
        rows = draw_sentences(args.inputs[0], without)
    else:
        rows = draw_mentions(args.inputs[0])
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
