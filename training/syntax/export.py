"""Writes a trained run as the files the program embeds, and a fixture of what the model says of a few sentences.

`python export.py --run first --train …/train.conllu` writes models/en/syntax.safetensors, syntax.lists.txt, lemmas.tsv, names.tsv and
crates/annalist-syntax/tests/model.json. The tables of words, n-grams and shapes are rounded to bytes with a scale a
row, matrices to half precision; the fixture is computed with the rounded weights.
"""
import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from data import BUCKETS, MAX_GRAMS, apply_script, conllu, grams, normal, script, shape
from model import TAGS, Syntax, predict
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


def bytes_table(weight):
    """Rows as signed bytes and their scales."""
    scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
    return np.round(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def rounded(model):
    """Rounds the model's weights in place as they are stored, and returns what is stored."""
    out = {}

    def table(name, p, rows):
        q, s = bytes_table(p.detach().numpy()[:rows])
        out[name], out[name + ".scale"] = q, s
        p.data[:rows] = torch.from_numpy(q.astype(np.float32) * s[:, None])

    def half(p):
        p.data = p.data.half().float()
        return p.detach().numpy()

    def matrix(name, weights, biases):
        out[name] = np.concatenate([half(w) for w in weights]).astype(np.float16)
        out[name + ".bias"] = np.concatenate([b.detach().numpy() for b in biases]).astype(np.float32)

    with torch.no_grad():
        table("word", model.word.weight, None)
        table("gram", model.gram.weight, BUCKETS)
        table("shape", model.shape.weight, None)
        out["norm"], out["norm.bias"] = model.norm.weight.numpy(), model.norm.bias.numpy()
        for l, lstm in enumerate(model.lstm):
            for side, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
                get = lambda kind: getattr(lstm, kind + suffix)
                matrix(f"lstm.{l}.{side}.input", [get("weight_ih")], [get("bias_ih") + get("bias_hh")])
                out[f"lstm.{l}.{side}.recurrent"] = half(get("weight_hh")).astype(np.float16)
        heads = [model.arc_dep, model.arc_head, model.rel_dep, model.rel_head, model.tag, model.name]
        matrix("first", [m.weight for m in heads], [m.bias if m.bias is not None else torch.zeros(m.out_features) for m in heads])
        out["lexical"] = np.concatenate([half(model.tag_word.weight), half(model.name_word.weight)]).astype(np.float16)
        half(model.bilinear)
        out["bilinear"], out["bilinear.bias"] = model.bilinear.numpy().T.astype(np.float16), model.arc_bias.numpy()
        out["arc_root"], out["relation_root"] = model.arc_root.numpy(), model.rel_root.numpy()
        matrix("relation", [model.rel.weight], [model.rel.bias])
        matrix("tags", [model.tags[k].weight for k in TAGS[:-1]], [model.tags[k].bias for k in TAGS[:-1]])
        matrix("names", [model.tags["name"].weight], [model.tags["name"].bias])
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


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
            "type": row(list(range(len(forms)))), "grams": torch.from_numpy(g), "lengths": torch.tensor([len(forms)]),
            "mask": torch.ones(1, len(forms), dtype=torch.bool)}


def fixture(model, lists, lemmas):
    """What the model says, for the test that the program says the same. Greedy heads may be no tree; then none are given."""
    table = {(f, u): l for f, u, l in lemmas}
    out = []
    for text in SENTENCES:
        forms = text.split(" ")
        p = predict(model, batch(forms, lists))
        pick = lambda k: [lists[k][i] for i in p[k][0].tolist()]
        upos, heads = pick("upos"), p["head"][0].tolist()
        lemma = [table.get((f.lower(), u)) or apply_script(f, s) for f, u, s in zip(forms, upos, pick("script"))]
        out.append({"forms": forms, "upos": upos, "xpos": pick("xpos"), "feats": pick("feats"), "lemma": lemma, "head": heads if is_tree(heads) else None,
                    "rel": pick("rel"), "arcs": [[None if j == i + 1 else round(v, 4) for j, v in enumerate(r)] for i, r in enumerate(p["arcs"][0].tolist())]})
    return out


def is_tree(heads):
    def reaches_root(i):
        for _ in heads:
            if i == 0:
                return True
            i = heads[i - 1]
        return i == 0
    return heads.count(0) == 1 and all(map(reaches_root, heads))


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
    tensors = rounded(model)
    models = ROOT / "models" / "en"
    models.mkdir(parents=True, exist_ok=True)
    save_file(tensors, models / "syntax.safetensors", metadata={"epoch": str(state["epoch"]), "seed": str(state["args"]["seed"])})
    with open(models / "syntax.lists.txt", "w", encoding="utf-8", newline="\n") as f:
        for k in ("word", "shape", "rel") + TAGS:
            f.write(f"# {k} {len(lists[k])}\n" + "".join(w.replace("\n", " ") + "\n" for w in lists[k]))
    lemmas = lemma_table(args.train, set(lists["script"]))
    with open(models / "lemmas.tsv", "w", encoding="utf-8", newline="\n") as f:
        f.write("# Lemmas of frequent words, from UD English EWT and GUM (CC BY-SA 4.0), by training/syntax/export.py.\n")
        f.writelines("\t".join(e) + "\n" for e in lemmas)
    with open(models / "names.tsv", "w", encoding="utf-8", newline="\n") as f:
        f.write("# What names name (PER, ORG, LOC, OTH, O for none), given names, and words that tell what a name names: lower case, kind.\n"
                "# From the project's lexicon and from UD English EWT and GUM (CC BY-SA 4.0), by training/syntax/export.py.\n")
        f.writelines("\t".join(e) + "\n" for e in table(list(conllu(args.train))))
    tests = ROOT / "crates" / "annalist-syntax" / "tests"
    tests.mkdir(exist_ok=True)
    with open(tests / "model.json", "w", encoding="utf-8", newline="\n") as f:
        json.dump(fixture(model, lists, lemmas), f, ensure_ascii=False)
        f.write("\n")
    size = (models / "syntax.safetensors").stat().st_size
    print(f"epoch {state['epoch']}, dev {state['dev']}, {size / 1e6:.2f} MB, {len(lemmas)} lemmas")


if __name__ == "__main__":
    main()
