"""Scores a run on the dev set: as it stands, all lower, all upper and headline case; and its names. Greedy heads, gold tokens."""
import argparse
from pathlib import Path

import numpy as np
import torch

from data import NAMES, Corpus, Vocabulary, conllu
from model import Syntax, predict
from train import batches, collate, plain


def load(run):
    state = torch.load(Path(__file__).parent / "runs" / run / "last.pt", weights_only=False)
    model = Syntax(state["lists"], state["sizes"], vectors=state["average"].get("vectors"))
    model.load_state_dict(state["average"])
    voc = Vocabulary.__new__(Vocabulary)
    voc.lists = state["lists"]
    voc.index = {k: {w: i for i, w in enumerate(v)} for k, v in voc.lists.items()}
    return model.eval(), voc, state["epoch"]


def answers(model, corpus, case):
    """Predictions sentence by sentence, in the order of the corpus."""
    out = [None] * len(corpus.items)
    for index in batches(corpus.lengths(), 4000, np.random.default_rng(0)):
        b = collate([{**plain(corpus.items[i]), "shape": corpus.items[i]["shape"][case]} for i in index], corpus)
        p = predict(model, b)
        for row, i in enumerate(index):
            n = len(corpus.items[i]["head"])
            out[i] = {k: p[k][row, :n].numpy() for k in ("head", "rel", "upos", "name")}
    return out


def parse_scores(corpus, found):
    right, total = np.zeros(3), 0
    for item, p in zip(corpus.items, found):
        head = p["head"] == item["head"]
        right += [(p["upos"] == item["upos"]).sum(), head.sum(), (head & (p["rel"] == item["rel"])).sum()]
        total += len(head)
    return "upos {:.4f} uas {:.4f} las {:.4f}".format(*right / total)


def spans(tags):
    out, open_ = set(), None
    for i, t in enumerate(list(tags) + ["O"]):
        if open_ and t != "I-" + open_[1]:
            out.add((open_[0], i, open_[1]))
            open_ = None
        if t[0] == "B" or t[0] == "I" and not open_:
            open_ = (i, t[2:])
    return out


def name_gold(path):
    out, words = {}, []
    for line in open(path, encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if c[0].isdigit():
            words.append((c[1], c[2]))
        elif not c[0] and words:
            out[" ".join(w for w, _ in words)] = spans(t for _, t in words)
            words = []
    return out


def name_scores(sentences, found, gold):
    count = {}
    for (rows, _), p in zip(sentences, found):
        want = gold.get(" ".join(c[1] for c in rows))
        if want is not None:
            got = {s for s in spans(NAMES[i] for i in p["name"]) if s[2] != "OTH"}
            for k in ("PER", "ORG", "LOC", "all"):
                a, b = ({s for s in x if k in ("all", s[2])} for x in (want, got))
                count[k] = count.get(k, np.zeros(3)) + [len(a & b), len(b), len(a)]
    return " ".join(f"{k} p {c[0] / max(c[1], 1):.3f} r {c[0] / c[2]:.3f} f1 {2 * c[0] / (c[1] + c[2]):.3f}" for k, c in count.items())


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for name in ("run", "dev", "names"):
        ap.add_argument("--" + name, default="first" if name == "run" else None)
    args = ap.parse_args()
    torch.set_num_threads(1)
    model, voc, epoch = load(args.run)
    sentences = list(conllu(args.dev))
    corpus = Corpus.annotated(sentences, voc)
    for case, title in enumerate(("as it stands", "lower", "upper", "headline")):
        found = answers(model, corpus, case)
        print(f"epoch {epoch} {title:13} {parse_scores(corpus, found)}")
        if args.names and case == 0:
            print(name_scores(sentences, found, name_gold(args.names)))


if __name__ == "__main__":
    main()
