"""Trains the syntax model. `python train.py --train ../../../shared/data/parse/train.conllu --dev …/dev.conllu --run first`"""
import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch

from data import Corpus, Vocabulary, conllu
from model import SIZES, Syntax, loss, predict
from silver import silver

KEYS = ("word", "type", "head", "rel", "upos", "xpos", "feats", "script", "name")


def batches(corpus, words, rng):
    """Index lists of sentences of like length, `words` words each, in random order."""
    size = np.array([len(i["head"]) for i in corpus.items])
    order = np.argsort(size + rng.uniform(0, 3, len(size)), kind="stable")
    out, start, total = [], 0, 0
    for k, i in enumerate(order):
        total += size[i]
        if total >= words or k == len(order) - 1:
            out.append(order[start:k + 1])
            start, total = k + 1, 0
    return [out[i] for i in rng.permutation(len(out))]


def noisy(item, freq, rng):
    """One sentence as seen in one epoch: rare words hidden, letter case changed, the final stop dropped, now and then."""
    n = len(item["head"]) - int(item["final"] and rng.random() < 0.04)
    out = {k: item[k][:n] for k in KEYS}
    out["word"] = np.where(rng.random(n) < 0.25 / (0.25 + freq[out["word"]]) + 0.02, 0, out["word"])
    case = rng.choice(4, p=(0.84, 0.07, 0.06, 0.03))
    out["shape"] = item["shape"][case][:n]
    return out


def collate(items, corpus):
    """Tensors of one batch, longest sentence first. Returns the batch and the order it puts the sentences in."""
    order = sorted(range(len(items)), key=lambda i: -len(items[i]["head"]))
    items = [items[i] for i in order]
    lengths = torch.tensor([len(i["head"]) for i in items])
    b = {}
    for k in KEYS + ("shape",):
        pad = np.zeros((len(items), int(lengths[0])), dtype=np.int64)
        for row, i in enumerate(items):
            pad[row, :len(i[k])] = i[k]
        b[k] = torch.from_numpy(pad)
    types, inverse = torch.unique(b["type"], return_inverse=True)
    b["type"], b["grams"] = inverse, torch.from_numpy(corpus.grams[types.numpy()])
    b["lengths"] = lengths
    b["mask"] = torch.arange(int(lengths[0]))[None] < lengths[:, None]
    return b, order


def plain(item):
    return {**{k: item[k] for k in KEYS}, "shape": item["shape"][0]}


def evaluate(model, corpus):
    """Accuracy of greedy heads, labels and tags over all words."""
    model.eval()
    right, total = {}, 0
    for index in batches(corpus, 4000, np.random.default_rng(0)):
        b, _ = collate([plain(corpus.items[i]) for i in index], corpus)
        p, m = predict(model, b), b["mask"]
        total += int(m.sum())
        uas = (p["head"] == b["head"]) & m
        hits = {"uas": uas, "las": uas & (p["rel"] == b["rel"]), **{k: (p[k] == b[k]) & m for k in ("upos", "xpos", "feats", "script")}}
        for k, v in hits.items():
            right[k] = right.get(k, 0) + int(v.sum())
    model.train()
    return {k: round(v / total, 4) for k, v in right.items()}


def rate(step, steps, top, warm=200):
    return top * min(1.0, step / warm) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))))


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    for name, default in (("train", None), ("dev", None), ("run", "first")):
        ap.add_argument("--" + name, default=default)
    for name, default in (("epochs", 40), ("words", 3000), ("seed", 1), ("threads", 1), ("hidden", SIZES["hidden"]), ("layers", SIZES["layers"])):
        ap.add_argument("--" + name, type=int, default=default)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--resume", action="store_true")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    sentences = list(conllu(args.train))
    voc = Vocabulary(sentences)
    train, dev = Corpus(sentences, voc, silver(sentences)), Corpus(list(conllu(args.dev)), voc)
    sizes = {**SIZES, "hidden": args.hidden, "layers": args.layers}
    model = Syntax(voc.lists, sizes)
    model.forget_bias()
    average = copy.deepcopy(model)
    opt = torch.optim.Adam(model.parameters(), lr=args.rate, betas=(0.9, 0.95), fused=True)
    folder = Path(__file__).parent / "runs" / args.run
    folder.mkdir(parents=True, exist_ok=True)
    last, first, step = folder / "last.pt", 0, 0
    if args.resume and last.exists():
        s = torch.load(last, weights_only=False)
        model.load_state_dict(s["model"]), average.load_state_dict(s["average"]), opt.load_state_dict(s["opt"])
        first, step, rng.bit_generator.state = s["epoch"], s["step"], s["rng"]
        torch.set_rng_state(s["torch_rng"])
    steps = args.epochs * (sum(len(i["head"]) for i in train.items) // args.words + 1)
    for epoch in range(first, args.epochs):
        start, sum_, count = time.time(), 0.0, 0
        for index in batches(train, args.words, rng):
            step += 1
            for g in opt.param_groups:
                g["lr"] = rate(step, steps, args.rate)
            b, _ = collate([noisy(train.items[i], voc.freq, rng) for i in index], train)
            value = loss(model, b)
            opt.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step()
            decay = min(0.998, (step + 1) / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)
            sum_, count = sum_ + value.item(), count + 1
        scores = evaluate(average, dev) if epoch % 3 == 2 or epoch + 1 == args.epochs else {}
        line = f"epoch {epoch + 1} step {step} loss {sum_ / count:.4f} {time.time() - start:.0f}s {scores}"
        print(line, flush=True)
        with open(folder / "log.txt", "a") as f:
            f.write(line + "\n")
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(), "epoch": epoch + 1, "step": step,
                    "rng": rng.bit_generator.state, "torch_rng": torch.get_rng_state(), "lists": voc.lists, "sizes": sizes, "args": vars(args), "dev": scores}, last)


if __name__ == "__main__":
    main()
