"""Trains one of the two taggers on arrays that the example `attribution_examples` writes.

`python train.py cues TRAIN DEV --out cues.npz`; the folder DEV is only measured on. After every epoch it writes `cues.pt`,
from which `--resume` goes on. See README.md.
"""
import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from model import Tagger

class Task:
    """The examples of one task in one folder."""

    def __init__(self, folder, name, width, traits):
        folder = Path(folder)
        read = lambda part: np.fromfile(folder / f"{name}.{part}", np.int32)
        on = lambda a: torch.from_numpy(a).to(DEVICE)
        self.tokens, self.traits = on(read("tokens").reshape(-1, 2)), on(read("traits").reshape(-1, traits))
        self.labels = on(read("labels").astype(np.int64))
        ends = read("ends")
        self.starts, self.lengths = np.concatenate([[0], ends[:-1]]), np.diff(np.concatenate([[0], ends]))
        self.states = on(np.fromfile(folder / "states", np.int8).reshape(-1, width))

    def batch(self, index):
        """The sequences of these numbers, padded."""
        lengths = torch.from_numpy(self.lengths[index]).to(DEVICE)
        at = torch.arange(int(lengths.max()), device=DEVICE)
        mask = at < lengths.unsqueeze(1)
        rows = torch.from_numpy(self.starts[index]).to(DEVICE).unsqueeze(1) + at * mask
        own, other = self.tokens[rows].unbind(-1)
        state = lambda i: self.states[i].float() / 127 * mask.unsqueeze(-1)
        return {"mask": mask, "own": state(own), "other": state(other), "traits": self.traits[rows],
                "labels": self.labels[rows] * mask}

    def batches(self, tokens, rng):
        order = np.lexsort((rng.random(len(self.lengths)), self.lengths + rng.integers(0, 6, len(self.lengths))))
        out, start = [], 0
        for k in range(1, len(order) + 1):
            if k == len(order) or (k - start + 1) * self.lengths[order[min(k, len(order) - 1)]] > tokens:
                out.append(order[start:k])
                start = k
        return [out[i] for i in rng.permutation(len(out))]


def phrases(labels, first):
    """The phrases that begin with label `first`, as the program reads them off."""
    out = []
    for i, l in enumerate(labels):
        inside = first <= l < first + 3
        if inside and l > first and out and out[-1][1] == i and labels[i - 1] < first + 2:
            out[-1][1] = i + 1
        elif inside:
            out.append([i, i + 1])
    return {tuple(p) for p in out}


def measure(model, task, firsts):
    """Exact F1 of each kind of phrase."""
    model.eval()
    tally = {f: [0, 0, 0] for f in firsts}
    for index in task.batches(12000, np.random.default_rng(0)):
        b = task.batch(index)
        found, gold = model.best(b).cpu().numpy(), b["labels"].cpu().numpy()
        for row, n in enumerate(task.lengths[index]):
            for f in firsts:
                a, g = phrases(found[row, :n], f), phrases(gold[row, :n], f)
                for k, v in enumerate((len(a & g), len(a), len(g))):
                    tally[f][k] += v
    model.train()
    return [round(2 * t[0] / max(t[1] + t[2], 1), 4) for t in tally.values()]


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("task", choices=("cues", "roles"))
    ap.add_argument("train"), ap.add_argument("dev"), ap.add_argument("--out", required=True)
    for name, default in (("epochs", 14), ("tokens", 5000), ("seed", 1), ("threads", 2)):
        ap.add_argument("--" + name, type=int, default=default)
    for name, default in (("rate", 2e-3), ("dropout", 0.4)):
        ap.add_argument("--" + name, type=float, default=default)
    ap.add_argument("--resume", action="store_true")
    args = ap.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    about = json.loads((Path(args.train) / "about.json").read_text())
    width, shape = about["width"], about[args.task]
    train, dev = (Task(folder, args.task, width, len(shape["sizes"])) for folder in (args.train, args.dev))
    model = Tagger(shape, width, dropout=args.dropout).to(DEVICE)
    average = copy.deepcopy(model)
    opt = torch.optim.Adam(model.parameters(), lr=args.rate, betas=(0.9, 0.98))
    last, step, first = Path(args.out).with_suffix(".pt"), 0, 0
    if args.resume and last.exists():
        s = torch.load(last, weights_only=False)
        model.load_state_dict(s["model"]), average.load_state_dict(s["average"]), opt.load_state_dict(s["opt"])
        first, step = s["epoch"], s["step"]
    for epoch in range(first, args.epochs):
        start, lists, total = time.time(), train.batches(args.tokens, np.random.default_rng((args.seed, epoch))), 0.0
        for index in lists:
            step += 1
            done = min(1.0, step / (args.epochs * len(lists)))
            opt.param_groups[0]["lr"] = args.rate * min(1, step / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            value = model.loss(train.batch(index))
            opt.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step()
            if step % 4 == 0:
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.998, (step + 1) / (step + 10)) ** 4)
            total += value.item()
        scores = measure(average, dev, shape["firsts"])
        print(f"{args.task} epoch {epoch + 1} loss {total / len(lists):.3f} {time.time() - start:.0f}s dev {scores}", flush=True)
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "opt": opt.state_dict(), "epoch": epoch + 1, "step": step}, last)
    np.savez(args.out, **{k: v.float().cpu().numpy() for k, v in average.state_dict().items()})


DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
if __name__ == "__main__":
    main()
