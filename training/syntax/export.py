"""Writes a trained run as the files the program embeds, and a fixture of what the model says of a few sentences.

`python export.py --run first --train …/train.conllu` writes models/en/syntax.safetensors, syntax.lists.txt, lemmas.tsv, names.tsv, its lines of CARD.md and
crates/annalist-syntax/tests/model.json. Tables and matrices are rounded to bytes with a scale a row; the fixture is
computed with what is stored, in the whole numbers that the program computes with (`Stored`).
"""
import argparse
import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from data import BUCKETS, MAX_GRAMS, apply_script, conllu, grams, normal, script, shape
from model import TAGS, Syntax
from silver import table

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = [
    "The Security Council adopted resolution 2334 on Friday .",
    "“ We will not negotiate with the rebels , ” Foreign Minister Sergei Lavrov told reporters in Moscow on Tuesday .",
    "PROTESTERS BURNED TYRES OUTSIDE THE PARLIAMENT IN COLOMBO , POLICE SAID .",
    "farmers who lost their crops in the 2010 floods still have n't been paid",
    "Mali 's interim president asked France for military help , and French jets struck Islamist positions near Konna the next day .",
    "Yes .",
]


def to_bytes(weight):
    """Rows as signed bytes and their scales."""
    scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
    return np.round(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def stored(model):
    """What is stored: tables and matrices as bytes with a scale a row, the rest whole."""
    out = {}
    plain = lambda p: p.detach().float().numpy()

    def matrix(name, *weights, bias=None):
        out[name], out[name + ".scale"] = to_bytes(np.concatenate(weights))
        if bias is not None:
            out[name + ".bias"] = np.concatenate(bias)

    matrix("word", plain(model.word.weight))
    matrix("gram", plain(model.gram.weight)[:BUCKETS])
    matrix("shape", plain(model.shape.weight))
    out["norm"], out["norm.bias"] = plain(model.norm.weight), plain(model.norm.bias)
    for l, lstm in enumerate(model.lstm):
        for side, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
            get = lambda kind: plain(getattr(lstm, kind + suffix))
            bias = get("bias_ih") + get("bias_hh")
            if l == 0:
                matrix(f"lstm.{l}.{side}.input", get("weight_ih"), bias=[bias])
                matrix(f"lstm.{l}.{side}.step", get("weight_hh"))
            else:
                # The layers before hand on the mean of their states, not the sum.
                matrix(f"lstm.{l}.{side}.step", np.concatenate([get("weight_ih") * l, get("weight_hh")], 1), bias=[bias])
    heads = [model.arc_dep, model.arc_head, model.rel_dep, model.rel_head, model.tag, model.name]
    matrix("first", *(plain(m.weight) for m in heads), bias=[np.zeros(m.out_features, np.float32) if m.bias is None else plain(m.bias) for m in heads])
    matrix("lexical", plain(model.tag_word.weight), plain(model.name_word.weight))
    out["bilinear"], out["bilinear.bias"] = plain(model.bilinear).T.astype(np.float16), plain(model.arc_bias)
    out["arc_root"], out["relation_root"] = plain(model.arc_root), plain(model.rel_root)
    matrix("relation", plain(model.rel.weight), bias=[plain(model.rel.bias)])
    matrix("tags", *(plain(model.tags[k].weight) for k in TAGS[:-1]), bias=[plain(model.tags[k].bias) for k in TAGS[:-1]])
    matrix("names", plain(model.tags["name"].weight), bias=[plain(model.tags["name"].bias)])
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


class Stored:
    """Computes with what is stored as the program does: whole numbers where it has them."""

    def __init__(self, tensors, sizes):
        self.t, self.layers, self.hidden = tensors, sizes["layers"], sizes["hidden"]
        self.sizes = sizes

    def real(self, name, rows=slice(None)):
        return self.t[name][rows].astype(np.float32) * self.t[name + ".scale"][rows, None]

    def product(self, name, x):
        """Rows of values, made bytes by their greatest magnitude, times a matrix."""
        scale = np.maximum(np.abs(x).max(1, keepdims=True), 1e-8) / 127
        return self.exact(name, np.round(x / scale), scale)

    def exact(self, name, values, scale):
        sums = values.astype(np.int64) @ self.t[name].T.astype(np.int64)
        return sums * (self.t[name + ".scale"] * scale) + self.t.get(name + ".bias", 0)

    def words(self, b):
        share = [self.real("gram", g[g < BUCKETS]).mean(0) for g in b["grams"].numpy()]
        x = self.real("word", b["word"][0].numpy()) + np.stack(share) + self.real("shape", b["shape"][0].numpy())
        x = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
        return x * self.t["norm"] + self.t["norm.bias"]

    def direction(self, l, side, words, states):
        name, n = f"lstm.{l}.{side}.", len(words)
        shares = self.product(name + "input", words) if l == 0 else np.zeros((n, 1))
        cell, state, out = np.zeros(self.hidden), np.zeros(self.hidden), np.zeros((n, self.hidden))
        for i in range(n) if side == "forward" else reversed(range(n)):
            line = state if l == 0 else np.concatenate([states[i], state])
            i_, f, g, o = np.split(self.exact(name + "step", line[None], 1 / 127)[0] + shares[i], 4)
            sigmoid = lambda v: 1 / (1 + np.exp(-v))
            cell = sigmoid(f) * cell + sigmoid(i_) * np.tanh(g)
            out[i] = state = np.round(sigmoid(o) * np.tanh(cell) * 127)
        return out

    def predict(self, b):
        words, sums, mean = self.words(b), 0, None
        for l in range(self.layers):
            sums = sums + np.concatenate([self.direction(l, side, words, mean) for side in ("forward", "backward")], 1) + 128
            mean = (sums + (l + 1) // 2) // (l + 1) - 128
        a, r, t = (self.sizes[k] for k in ("arc", "rel", "tag"))
        first = self.exact("first", mean, self.layers / 127)
        cut = np.cumsum([a, a, r, r, t])
        dep, head, rel_dep, rel_head, tag, name = np.split(first, cut, 1)
        lexical, relu = self.product("lexical", words), lambda v: np.maximum(v, 0)
        tag, name = relu(tag + lexical[:, :t]), relu(name + lexical[:, t:])
        heads = np.concatenate([self.t["arc_root"][None], relu(head)])
        arcs = (relu(dep) @ self.t["bilinear"].astype(np.float32).T + self.t["bilinear.bias"]) @ heads.T
        best = arcs.argmax(1)
        above = np.concatenate([self.t["relation_root"][None], rel_head])[best]
        tags, at, out = self.product("tags", tag), 0, {"arcs": arcs, "head": best, "rel": self.product("relation", relu(rel_dep + above)).argmax(1)}
        for k, n in self.sizes["tags"].items():
            out[k], at = tags[:, at:at + n].argmax(1), at + n
        return out


def endings(path, scripts, least=5):
    """What each script has taken off in the treebank, for the program to apply it to such forms only: `l3y` to `ies`, `ied`, `ier`."""
    seen = defaultdict(Counter)
    for rows, _ in conllu(path):
        for c in rows:
            rule = script(c[1], c[2])
            strip = int(re.match(r"\d+", rule[1:])[0]) if rule[0] != "=" else 0
            seen[rule][c[1].lower()[-strip:] if strip else ""] += 1
    kept = {s: sorted(e for e, n in seen[s].items() if e and " " not in e and n >= min(least, max(seen[s].values()))) for s in scripts}
    return [" ".join(kept[s]) or "*" for s in scripts]


def lemma_table(path, scripts, least=3, share=0.9):
    """Lemmas of words seen `least` times with one lemma nearly always, by lower-case form and part of speech."""
    seen = defaultdict(Counter)
    for rows, _ in conllu(path):
        for c in rows:
            if c[3] != "PROPN" and any(map(str.isalpha, c[1])) and not any(map(str.isdigit, c[1])):
                seen[c[1].lower(), c[3]][c[2]] += 1
    out = []
    for (form, upos), lemmas in sorted(seen.items()):
        lemma, n = lemmas.most_common(1)[0]
        often = n >= least and n >= share * lemmas.total()
        if n >= 2 and n == lemmas.total() and script(form, lemma) not in scripts or often:
            out.append((form, upos, lemma))
    return out


def batch(forms, lists):
    index = {k: {w: i for i, w in enumerate(lists[k])} for k in ("word", "shape")}
    norm = [normal(f) for f in forms]
    g = np.full((len(forms), MAX_GRAMS), BUCKETS)
    for i, w in enumerate(norm):
        g[i, :len(grams(w))] = grams(w)
    row = lambda v: torch.tensor([v])
    return {"word": row([index["word"].get(w, 0) for w in norm]), "shape": row([index["shape"].get(shape(f), 0) for f in forms]),
            "type": row(list(range(len(forms)))), "grams": torch.from_numpy(g)}


def fixture(model, lists, lemmas):
    """What the model says, for the test that the program says the same. Greedy heads may be no tree; then none are given."""
    table = {(f, u): l for f, u, l in lemmas}
    out = []
    for text in SENTENCES:
        forms = text.split(" ")
        p = model.predict(batch(forms, lists))
        pick = lambda k: [lists[k][i] for i in p[k].tolist()]
        upos, heads = pick("upos"), p["head"].tolist()
        lemma = [table.get((f.lower(), u)) or apply_script(f, s) for f, u, s in zip(forms, upos, pick("script"))]
        out.append({"forms": forms, "upos": upos, "xpos": pick("xpos"), "feats": pick("feats"), "lemma": lemma, "head": heads if is_tree(heads) else None,
                    "rel": pick("rel"), "arcs": [[None if j == i + 1 else round(v, 4) for j, v in enumerate(r)] for i, r in enumerate(p["arcs"].tolist())]})
    return out


def is_tree(heads):
    def reaches_root(i):
        for _ in heads:
            if i == 0:
                return True
            i = heads[i - 1]
        return i == 0
    return heads.count(0) == 1 and all(map(reaches_root, heads))


def write_card(path, state, size):
    """Renews the lines of the model card that depend on the run; the others are written by hand."""
    d = state["dev"]
    lines = {"date": str(date.today()), "size": f"{size / 1e6:.1f} MB of weights",
             "run": f"{state['epoch']} epochs, seed {state['args']['seed']}; greedy heads on dev, before rounding: UPOS {d['upos']:.4f}, UAS {d['uas']:.4f}, LAS {d['las']:.4f}"}
    text = path.read_text(encoding="utf-8")
    for key, value in lines.items():
        text = re.sub(rf"^\| {key} \| .* \|$", lambda _: f"| {key} | {value} |", text, count=1, flags=re.M)
    path.write_text(text, encoding="utf-8")


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--run", default="first")
    ap.add_argument("--train", required=True)
    args = ap.parse_args()
    torch.set_num_threads(1)
    state = torch.load(Path(__file__).parent / "runs" / args.run / "last.pt", weights_only=False)
    lists = state["lists"]
    model = Syntax(lists, state["sizes"])
    model.load_state_dict(state["average"])
    model.eval()
    tensors = stored(model)
    sizes = {**state["sizes"], "tags": {k: len(lists[k]) for k in TAGS[:-1]}}
    models = ROOT / "models" / "en"
    models.mkdir(parents=True, exist_ok=True)
    save_file(tensors, models / "syntax.safetensors", metadata={"epoch": str(state["epoch"]), "seed": str(state["args"]["seed"])})
    with open(models / "syntax.lists.txt", "w", encoding="utf-8", newline="\n") as f:
        for k in ("word", "shape", "rel") + TAGS:
            f.write(f"# {k} {len(lists[k])}\n" + "".join(w.replace("\n", " ") + "\n" for w in lists[k]))
        f.write(f"# ending {len(lists['script'])}\n" + "".join(e + "\n" for e in endings(args.train, lists["script"])))
    lemmas = lemma_table(args.train, set(lists["script"]))
    with open(models / "lemmas.tsv", "w", encoding="utf-8", newline="\n") as f:
        f.write("# Lemmas of frequent words, from UD English EWT and GUM (CC BY-SA 4.0), by training/syntax/export.py.\n")
        f.writelines("\t".join(e) + "\n" for e in lemmas)
    with open(models / "names.tsv", "w", encoding="utf-8", newline="\n") as f:
        f.write("# What names name (PER, ORG, LOC, OTH, O for none), given names, and words that tell what a name names: lower case, kind.\n"
                "# From the project's lexicon, from UD English EWT and GUM (CC BY-SA 4.0) and, for towns, from GeoNames (CC BY 4.0), by training/syntax/export.py.\n")
        f.writelines("\t".join(e) + "\n" for e in table(list(conllu(args.train))))
    tests = ROOT / "crates" / "annalist-syntax" / "tests"
    tests.mkdir(exist_ok=True)
    with open(tests / "model.json", "w", encoding="utf-8", newline="\n") as f:
        json.dump(fixture(Stored(tensors, sizes), lists, lemmas), f, ensure_ascii=False)
        f.write("\n")
    size = (models / "syntax.safetensors").stat().st_size
    write_card(models / "CARD.md", state, size)
    print(f"epoch {state['epoch']}, dev {state['dev']}, {size / 1e6:.2f} MB, {len(lemmas)} lemmas")


if __name__ == "__main__":
    main()
