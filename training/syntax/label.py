"""What teachers say of raw text, for a small model to learn from: the mean of their chances, the likeliest few answers a task.

`python label.py --run teacher1 --run teacher2 --text raw.conllu --out runs/raw.npz` reads sentences of CoNLL-U (only forms matter; the
program's own `annalist parse` splits text that way). With `--names FILES` it labels sentences with marked names instead, whose
name tags it keeps. `--part 1/2` takes every second sentence.
"""
import argparse

import numpy as np
import torch
from torch.nn import functional as F

from data import NAMES, SOFT, Corpus, conllu, marked
from evaluate import load
from train import batches, collate, plain

KEEP = {"arc": 4, "rel": 3, "upos": 2, "xpos": 3, "feats": 3, "script": 2, "name": 3}


@torch.no_grad()
def ask(models, b):
    """Mean chances of all tasks over the words of a batch, relations those of the likeliest heads; and these heads."""
    mask, seen = b["mask"], [m.encode(b) for m in models]
    mean = lambda scores: sum(F.softmax(s, -1) for s in scores) / len(models)
    arc = mean([m.arcs(h, mask) for m, (h, _) in zip(models, seen)])
    head = arc.argmax(-1)
    tags = [m.tag_scores(h, x) for m, (h, x) in zip(models, seen)]
    out = {"arc": arc, "rel": mean([m.relations(h, head) for m, (h, _) in zip(models, seen)]), **{k: mean([t[k] for t in tags]) for k in tags[0]}}
    return head, out


def likeliest(chance, k):
    top = chance.topk(min(k, chance.shape[-1]), -1)
    value = F.pad(top.values, (0, k - top.values.shape[-1]))
    return F.pad(top.indices, (0, k - top.indices.shape[-1])).short().numpy(), (value / value.sum(-1, keepdim=True)).half().numpy()


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--run", action="append", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--part", default="1/1")
    for name in ("text", "names"):
        ap.add_argument("--" + name, nargs="*", default=[])
    args = ap.parse_args()
    torch.set_num_threads(1)
    models, vocs, _ = zip(*(load(r) for r in args.run))
    texts = {" ".join(c[1] for c in rows): None for path in args.text for rows, _ in conllu(path) if 3 <= len(rows) <= 80}
    sentences = [(t.split(" "), None) for t in texts] + [s for path in args.names for s in marked(path)]
    part, parts = map(int, args.part.split("/"))
    sentences = sentences[part - 1::parts]
    corpus = Corpus(vocs[0])
    corpus.items = [corpus.looked_up(forms) for forms, _ in sentences]
    corpus.done()
    found, done, told, total = [None] * len(sentences), 0, 0, sum(len(f) for f, _ in sentences)
    for index in batches(corpus.lengths(), 4000, np.random.default_rng(0)):
        b = collate([plain(corpus.items[i]) for i in index], corpus)
        head, chance = ask(models, b)
        kept = {k: likeliest(chance[k], KEEP[k]) for k in SOFT}
        for row, i in enumerate(index):
            n = len(corpus.items[i]["word"])
            found[i] = {"head": head[row, :n].short().numpy()} | {k: (kept[k][0][row, :n], kept[k][1][row, :n]) for k in SOFT}
            done += n
            if sentences[i][1]:
                known = [NAMES.index(t) for t in sentences[i][1]]
                found[i]["name"] = tuple(np.repeat(np.array([v]).T, KEEP["name"], 1) * [1, 0, 0] for v in (known, np.ones(n)))
        if done >= told + 200000:
            told = done
            print(f"{done} of {total} words", flush=True)
    out = {"forms": np.frombuffer("\n".join(f for forms, _ in sentences for f in forms).encode(), dtype=np.uint8),
           "lengths": np.array([len(f) for f, _ in sentences]), "head": np.concatenate([f["head"] for f in found]).astype(np.int64)}
    for k in SOFT:
        out[k + ".index"], out[k + ".chance"] = (np.concatenate([f[k][j] for f in found]).astype(t) for j, t in ((0, np.int16), (1, np.float16)))
    np.savez(args.out, **out)


if __name__ == "__main__":
    main()
