"""Trains the syntax model. `python train.py --train ../../../shared/data/parse/train.conllu --dev …/dev.conllu --run first`

With `--teacher` it trains the large network; with `--names FILES` also on sentences with marked names; with `--soft FILES` the small one
also learns from what teachers said of raw text (label.py). `--start RUN` goes on from another run's averaged weights.
"""
import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch

from data import Corpus, Vocabulary, conllu, names
from model import SIZES, TEACHER, Syntax, loss, predict
from silver import silver

KEYS = ("word", "vector", "type", "head", "rel", "upos", "xpos", "feats", "script", "name")
EXACT = 40
"""Sentences of up to so many words are run with others of exactly their length, longer ones with others of nearly their length."""

ROWS = 16
"""Batches have a multiple of so many sentences, the last of them empty if need be: matrix units like it."""


def batches(lengths, words, rng, index=None):
    """Index lists of sentences of like length, about `words` words each, in random order."""
    index = np.arange(len(lengths)) if index is None else index
    size = lengths[index]
    group = np.where(size <= EXACT, size, EXACT + (size - EXACT + 3) // 4 * 4)
    order = np.lexsort((rng.random(len(size)), group))
    out, start = [], 0
    for k in range(1, len(order) + 1):
        rows = max(round(words / group[order[start]] / ROWS), 1) * ROWS
        if k == len(order) or group[order[k]] != group[order[start]] or k - start == rows:
            out.append(index[order[start:k]])
            start = k
    return [out[i] for i in rng.permutation(len(out))]


def noisy(item, freq, rng):
    """One sentence as seen in one epoch: rare words hidden, vectors hidden, letter case changed, now and then."""
    n = len(item["word"])
    out = {k: item[k] for k in (*KEYS, "soft") if k in item}
    out["word"] = np.where(rng.random(n) < 0.25 / (0.25 + freq[out["word"]]) + 0.02, 0, out["word"])
    out["vector"] = np.where(rng.random(n) < 0.05, 0, out["vector"])
    out["shape"] = item["shape"][rng.choice(4, p=(0.84, 0.07, 0.06, 0.03))]
    return out


def collate(items, corpus):
    """Tensors of one batch."""
    longest = max(len(i["word"]) for i in items)
    b = {}
    for k in ("shape", *(k for k in KEYS if k in items[0])):
        pad = np.zeros((-(-len(items) // ROWS) * ROWS, longest), dtype=np.int64)
        for row, i in enumerate(items):
            pad[row, :len(i[k])] = i[k]
        b[k] = torch.from_numpy(pad)
    types, inverse = torch.unique(b["type"], return_inverse=True)
    b["type"], b["grams"] = inverse, torch.from_numpy(corpus.grams[types.numpy()])
    b["mask"] = torch.arange(longest)[None] < torch.tensor([len(i["word"]) for i in items] + [0] * (len(b["word"]) - len(items)))[:, None]
    if "soft" in items[0]:
        join = lambda k, j: torch.from_numpy(np.concatenate([i["soft"][k][j] for i in items]))
        b["soft"] = {k: (join(k, 0).long(), join(k, 1).float()) for k in items[0]["soft"]}
    return b


def plain(item):
    return {**{k: item[k] for k in KEYS if k in item}, "shape": item["shape"][0]}


def evaluate(model, corpus):
    """Accuracy of greedy heads, labels and tags over all words."""
    model.eval()
    right, total = {}, 0
    for index in batches(corpus.lengths(), 4000, np.random.default_rng(0)):
        b = collate([plain(corpus.items[i]) for i in index], corpus)
        p, m = predict(model, b), b["mask"]
        total += int(m.sum())
        uas = (p["head"] == b["head"]) & m
        hits = {"uas": uas, "las": uas & (p["rel"] == b["rel"]), **{k: (p[k] == b[k]) & m for k in ("upos", "xpos", "feats", "script")}}
        for k, v in hits.items():
            right[k] = right.get(k, 0) + int(v.sum())
    model.train()
    return {k: round(v / total, 4) for k, v in right.items()}


def rate(step, steps, top, warm=300):
    return top * min(1.0, step / warm) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))


class Plan:
    """Which sentences an epoch shows: all annotated ones, and a fresh share of the raw ones that teachers labelled."""

    def __init__(self, whole, raw, share, words, rng):
        self.whole, self.raw, self.words, self.rng = whole, raw, words, rng
        self.order, self.share, self.at = rng.permutation(len(raw.items)) if raw else None, share, 0

    def epoch(self):
        lists = [(c, i) for c in self.whole for i in batches(c.lengths(), self.words, self.rng)]
        if self.raw:
            n = int(self.share * len(self.order))
            picked = np.take(self.order, range(self.at, self.at + n), mode="wrap")
            self.at = (self.at + n) % len(self.order)
            lists += [(self.raw, i) for i in batches(self.raw.lengths(), self.words, self.rng, picked)]
        return [lists[i] for i in self.rng.permutation(len(lists))]


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for name, default in (("train", None), ("dev", None), ("run", "first"), ("vectors", None), ("start", None)):
        ap.add_argument("--" + name, default=default)
    for name in ("soft", "names"):
        ap.add_argument("--" + name, nargs="*", default=[])
    for name, default in (("epochs", 30), ("words", 1500), ("seed", 1), ("threads", 1), ("stop", 0)):
        ap.add_argument("--" + name, type=int, default=default)
    for name, default in (("rate", 2e-3), ("share", 0.2), ("decay", 0.998), ("dropout", 0.33)):
        ap.add_argument("--" + name, type=float, default=default)
    ap.add_argument("--teacher", action="store_true")
    ap.add_argument("--resume", action="store_true")
    for k in SIZES:
        ap.add_argument("--" + k, type=int)
    args = ap.parse_args()
    folder = Path(__file__).parent / "runs" / args.run
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    sentences = list(conllu(args.train))
    own = np.load(args.vectors) if args.vectors else None
    known = {} if own is None else dict(zip(own["words"].tolist(), own["counts"].tolist()))
    voc = Vocabulary(sentences, vectors=known) if args.teacher else Vocabulary(sentences, extra=known)
    # Rules name EWT's proper nouns only as long as there are no sentences written for it.
    tags = [names(rows, gum) if gum else [None] * len(rows) for rows, gum in sentences] if args.names or args.soft else silver(sentences)
    train, dev = Corpus.annotated(sentences, voc, tags), Corpus.annotated(list(conllu(args.dev)), voc)
    whole = [train, Corpus.named(args.names, voc)] if args.names else [train]
    raw = Corpus.soft(args.soft, voc) if args.soft else None
    sizes = {k: getattr(args, k) or v for k, v in (TEACHER if args.teacher else SIZES).items()}
    vectors = None
    if args.teacher and own is not None:
        vectors = torch.from_numpy(np.concatenate([np.zeros_like(own["vectors"][:1]), own["vectors"]]))
        vectors = vectors / vectors[1:].std()
    model = Syntax(voc.lists, sizes, args.dropout, vectors)
    model.forget_bias()
    if own is not None and not args.teacher:
        start_from_vectors(model, voc, own)
    if args.start:
        model.load_state_dict(torch.load(folder.parent / args.start / "last.pt", weights_only=False)["average"])
    average = copy.deepcopy(model)
    opt = torch.optim.Adam(model.parameters(), lr=args.rate, betas=(0.9, 0.95), fused=True)
    plan = Plan(whole, raw, args.share, args.words, rng)
    last, first, step = folder / "last.pt", 0, 0
    if args.resume and last.exists():
        s = torch.load(last, weights_only=False)
        model.load_state_dict(s["model"]), average.load_state_dict(s["average"]), opt.load_state_dict(s["opt"])
        first, step, plan.at, rng.bit_generator.state = s["epoch"], s["step"], s["at"], s["rng"]
        torch.set_rng_state(s["torch_rng"])
    for epoch in range(first, args.stop or args.epochs):
        start, sum_, count, words, now = time.time(), 0.0, 0, 0, plan.epoch()
        for corpus, index in now:
            step += 1
            for g in opt.param_groups:
                g["lr"] = rate(step, args.epochs * len(now), args.rate, min(300, len(now)))
            b = collate([noisy(corpus.items[i], voc.freq, rng) for i in index], corpus)
            value = loss(model, b)
            opt.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step()
            if step % 4 == 0:
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(args.decay, (step + 1) / (step + 10)) ** 4)
            sum_, count, words = sum_ + value.item(), count + 1, words + int(b["mask"].sum())
        spent = time.time() - start
        scores = evaluate(average, dev) if epoch % 3 == 2 or epoch + 1 == args.epochs else {}
        line = f"epoch {epoch + 1} step {step} loss {sum_ / count:.4f} {spent:.0f}s {words / spent:.0f} words/s {scores}"
        print(line, flush=True)
        with open(folder / "log.txt", "a") as f:
            f.write(line + "\n")
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(), "epoch": epoch + 1, "step": step,
                    "at": plan.at, "rng": rng.bit_generator.state, "torch_rng": torch.get_rng_state(), "lists": voc.lists, "sizes": sizes,
                    "args": vars(args), "dev": scores}, last)


def start_from_vectors(model, voc, own):
    """Word rows begin as a random projection of their vectors."""
    size = own["vectors"].shape[1]
    turn = torch.randn(size, model.word.embedding_dim) * size ** -0.5
    rows = torch.from_numpy(own["vectors"] / own["vectors"].std()) @ turn * 0.5
    with torch.no_grad():
        model.word.weight[[voc.index["word"][w] for w in own["words"].tolist()]] = rows


if __name__ == "__main__":
    main()
