"""Reads CoNLL-U and turns it into what the syntax model learns from: features, labels, lemma scripts and names.

The features (`normal`, `shape`, `grams`) are computed again in Rust (`crates/annalist-syntax/src/model/features.rs`);
a change here must be made there, and the fixture test tells when the two differ.
"""
import re
from collections import Counter

import numpy as np

BUCKETS = 16384
MAX_GRAMS = 20
NAMES = ["O"] + [f"{b}-{k}" for k in ("PER", "ORG", "LOC", "OTH") for b in "BI"]
KIND = {"person": "PER", "organization": "ORG", "place": "LOC"}
NO_NAME = {"time", "quantity"}
TITLES = {"president", "minister", "secretary", "king", "queen", "pope", "prince", "princess", "mr.", "mrs.", "dr.", "god",
          "chairman", "senator", "governor", "mayor", "general", "professor", "sir", "lord", "lady", "mom", "dad"}
CHARS = str.maketrans({"‘": "'", "’": "'", "‚": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
                       "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " "})


def normal(form):
    """The form as it is looked up: straight quotes, hyphens for dashes, lower case, digits as 0."""
    form = form.translate(CHARS).replace("''", '"')
    return "".join("0" if c.isdigit() else c for c in form.lower())


def shape(form):
    """Upper X, lower x, digit d, the rest as it is; runs cut to two."""
    out = []
    for c in form.translate(CHARS).replace("''", '"'):
        s = "X" if c.isupper() else "d" if c.isdigit() else "x" if c.isalpha() else c if c.isascii() else "?"
        if out[-2:] != [s, s]:
            out.append(s)
    return "".join(out[:10])


def fnv(text):
    """32-bit FNV-1a over the UTF-8 bytes, its high bits folded in."""
    h = 0x811C9DC5
    for b in text.encode():
        h = (h ^ b) * 0x01000193 & 0xFFFFFFFF
    return (h ^ h >> 15) % BUCKETS


def grams(word):
    """Hashed prefixes of 1-4 characters, suffixes of 1-5, and inner trigrams of a normalised form, at most MAX_GRAMS."""
    n = len(word)
    out = [fnv("p" + word[:k]) for k in range(1, min(4, n) + 1)] + [fnv("s" + word[n - k:]) for k in range(1, min(5, n) + 1)]
    return (out + [fnv("t" + word[i:i + 3]) for i in range(1, n - 3)])[:MAX_GRAMS]


def script(form, lemma):
    """The edit from form to lemma: a case rule (l lower, k keep, t title), characters to strip, characters to add; or `=lemma`."""
    low, want = form.lower(), lemma.lower()
    k = 0
    while k < min(len(low), len(want)) and low[k] == want[k]:
        k += 1
    if k == 0 or len(low) != len(form):
        return "=" + lemma
    strip, add = len(low) - k, lemma[k:]
    for rule, base in (("l", low), ("k", form), ("t", form[:1].upper() + low[1:])):
        if base[:k] + add == lemma:
            return f"{rule}{strip}{add}"
    return "=" + lemma


def apply_script(form, rule):
    if rule[0] == "=":
        return rule[1:]
    strip, add = re.match(r"(\d+)(.*)", rule[1:], re.S).groups()
    low = form.lower()
    base = {"l": low, "k": form, "t": form[:1].upper() + low[1:]}[rule[0]]
    return (base[:-int(strip)] if int(strip) else base) + add


def conllu(path):
    """Sentences as lists of ten-column rows (words only), each with whether its names are annotated."""
    rows, gum = [], False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            gum = "GUM" in line
        elif not line and rows:
            yield rows, gum
            rows = []
        elif line and line[0] != "#":
            c = line.split("\t")
            if c[0].isdigit():
                rows.append(c)
    if rows:
        yield rows, gum


def marked(path):
    """Sentences of a file with names in brackets (`[PER Angela Merkel] spoke .`), each as forms and name tags."""
    for line in open(path, encoding="utf-8"):
        forms, tags, kind = [], [], None
        for token in line.split() if line[0] != "#" else ():
            if re.fullmatch(r"\[(PER|ORG|LOC)", token):
                kind, first = token[1:], True
                continue
            closes = kind is not None and token.endswith("]")
            forms.append(token[:-1] if closes else token)
            tags.append(f"{'B' if first else 'I'}-{kind}" if kind else "O")
            first, kind = False, None if closes else kind
        if forms:
            yield forms, tags


def entity_spans(rows):
    """GUM's entities as (first, last, type), inclusive, from the bracketed `Entity=` of the MISC column."""
    open_, out = {}, []
    for i, c in enumerate(rows):
        m = re.search(r"Entity=([^|]*)", c[9])
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", m[1] if m else ""):
            if part[0] == "(":
                f = part.strip("()").split("-")
                open_.setdefault(f[0], []).append((i, f[1] if len(f) > 1 else "abstract"))
            if part[-1] == ")":
                stack = open_.get(part.strip("()").split("-")[0])
                if stack:
                    s, kind = stack.pop()
                    out.append((s, i, kind))
    return out


def proper(c):
    return c[3] == "PROPN" or c[4].startswith("NNP")


def name_span(rows, s, e, kind):
    """The name inside an entity's phrase: its proper head, what is joined to it by flat, compound or `of`, unbroken."""
    heads = [int(c[6]) - 1 for c in rows]
    top = [i for i in range(s, e + 1) if not s <= heads[i] <= e]
    if not top or not proper(rows[top[0]]):
        return None
    joined = {"flat"} if kind == "person" else {"flat", "compound", "amod", "nmod", "nmod:poss", "nummod"}
    part, grown = {top[0]}, True
    while grown:
        new = {i for i in range(s, e + 1) if i not in part and heads[i] in part and rows[i][7].split(":flat")[0] in joined
               and (proper(rows[i]) or rows[i][7] == "flat")}
        part, grown = part | new, bool(new)
    bridge = lambda i: i in part or rows[i][3] in ("ADP", "DET", "CCONJ", "PART", "NUM") or rows[i][1] in "-.&'’/" or rows[i][7] == "compound"
    a = b = top[0]
    while a > min(part) and bridge(a - 1):
        a -= 1
    while b < max(part) and bridge(b + 1):
        b += 1
    a, b = min(i for i in part if i >= a), max(i for i in part if i <= b)
    return None if kind == "person" and a == b and rows[a][1].lower() in TITLES else (a, b)


def names(rows, gum):
    """BIO tags for a GUM sentence; elsewhere `O` far from proper nouns and None (unknown) near them."""
    n = len(rows)
    if not gum:
        near = {j for i, c in enumerate(rows) if proper(c) for j in range(i - 2, i + 3)}
        return [None if i in near else "O" for i in range(n)]
    tags = ["O"] * n
    for s, e, kind in sorted(entity_spans(rows), key=lambda x: x[0] - x[1]):
        span = None if kind in NO_NAME else name_span(rows, s, e, kind)
        if span and all(tags[i] == "O" for i in range(span[0], span[1] + 1)):
            k = KIND.get(kind, "OTH")
            for i in range(span[0], span[1] + 1):
                tags[i] = ("B-" if i == span[0] else "I-") + k
    return tags


OPEN = ("word", "shape", "vector")
SOFT = ("arc", "rel", "upos", "xpos", "feats", "script", "name")


class Vocabulary:
    """Every closed list of the model: words, shapes, labels. Index 0 of words and shapes is the unknown."""

    def __init__(self, sentences, min_word=2, min_shape=4, min_script=3, vectors=(), extra={}):
        """`vectors` are the words that raw text gave vectors to; `extra` are words to know besides those of the sentences, with how often raw text has them."""
        count = {k: Counter() for k in ("word", "shape", "upos", "xpos", "feats", "rel", "script")}
        for rows, _ in sentences:
            for c in rows:
                for key, value in zip(count, (normal(c[1]), shape(c[1]), c[3], c[4], c[5], c[7], script(c[1], c[2]))):
                    count[key][value] += 1
                for form in (c[1].upper(), c[1].lower(), c[1][:1].upper() + c[1][1:]):
                    count["shape"][shape(form)] += 0.1
        keep = {"word": min_word, "shape": min_shape, "script": min_script}
        self.lists = {k: (["<unk>"] if k in ("word", "shape") else []) + sorted(w for w, n in c.items() if n >= keep.get(k, 1)) for k, c in count.items()}
        self.lists["word"] = ["<unk>", *sorted({*self.lists["word"][1:], *extra})]
        self.lists["name"] = NAMES
        self.lists["vector"] = ["<unk>", *vectors]
        self.index = {k: {w: i for i, w in enumerate(v)} for k, v in self.lists.items()}
        self.freq = np.array([0] + [max(count["word"][w], extra.get(w, 0)) for w in self.lists["word"][1:]], dtype=np.float32)


class Corpus:
    """Sentences as arrays. `types` numbers the normalised forms, whose n-grams are kept once each."""

    def __init__(self, voc):
        self.voc, self.type_of, self.gram_rows, self.items = voc, {}, [], []

    @classmethod
    def annotated(cls, sentences, voc, tags=None):
        """Sentences of a treebank; `tags` are the name tags to learn, a list a sentence; without them GUM's own."""
        out = cls(voc)
        for i, (rows, gum) in enumerate(sentences):
            column = lambda key, k: out.index(key, (c[k] for c in rows))
            item = out.looked_up([c[1] for c in rows])
            item |= {"head": np.array([int(c[6]) for c in rows]), "rel": column("rel", 7), "upos": column("upos", 3), "xpos": column("xpos", 4),
                     "feats": column("feats", 5), "script": out.index("script", (script(c[1], c[2]) for c in rows)),
                     "name": out.index("name", tags[i] if tags else names(rows, gum))}
            out.items.append(item)
        return out.done()

    @classmethod
    def named(cls, paths, voc):
        """Sentences with marked names and nothing else."""
        out = cls(voc)
        for forms, tags in (s for path in paths for s in marked(path)):
            out.items.append(out.looked_up(forms) | {"name": out.index("name", tags)})
        return out.done()

    @classmethod
    def soft(cls, paths, voc):
        """Sentences with what teachers said of them (label.py)."""
        out = cls(voc)
        for path in paths:
            with np.load(path) as file:
                data = {k: file[k] for k in file.files}
            forms, at = data["forms"].tobytes().decode().split("\n"), 0
            for n in data["lengths"].tolist():
                soft = {k: (data[k + ".index"][at:at + n], data[k + ".chance"][at:at + n]) for k in SOFT}
                out.items.append(out.looked_up(forms[at:at + n]) | {"head": data["head"][at:at + n], "soft": soft})
                at += n
        return out.done()

    def done(self):
        self.grams = np.full((len(self.gram_rows), MAX_GRAMS), BUCKETS, dtype=np.int64)
        for i, g in enumerate(self.gram_rows):
            self.grams[i, :len(g)] = g
        return self

    def lengths(self):
        return np.array([len(i["word"]) for i in self.items])

    def type_id(self, word):
        if word not in self.type_of:
            self.type_of[word] = len(self.gram_rows)
            self.gram_rows.append(grams(word))
        return self.type_of[word]

    def index(self, key, values):
        return np.array([self.voc.index[key].get(v, 0 if key in OPEN else -1) for v in values], dtype=np.int64)

    def looked_up(self, forms):
        """What a word brings along; shapes as the form stands, in lower, upper and headline case."""
        norm = [normal(f) for f in forms]
        cases = [forms, [f.lower() for f in forms], [f.upper() for f in forms], [f[:1].upper() + f[1:] for f in forms]]
        return {"word": self.index("word", norm), "vector": self.index("vector", norm), "type": np.array([self.type_id(w) for w in norm]),
                "shape": np.stack([self.index("shape", map(shape, c)) for c in cases])}
