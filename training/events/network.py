"""Trains the network of events and writes it as the file that the program embeds.

`python network.py EXAMPLES OUT [--folds 5]`: EXAMPLES is the folder that `EXAMPLES=… train_events` writes, OUT the folder of
`event-network.safetensors` and of a fixture for the program's test; with folds, also of `0.safetensors` and so on, each
trained on all texts but those of that fold. `events/judge/network.rs` is the network's twin in the program. See README.md.
"""
import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn import functional as F

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
COLUMNS = ("text", "set", "first", "tokens", "head", "label", "weight", "known", "nobody", "part_weight")
NO_PART = 8
# Below this chance to be an event a draft is plainly none.
PLAIN = 0.01


class Examples:
    def __init__(self, folder):
        folder = Path(folder)
        self.about = json.loads((folder / "about.json").read_text())
        sizes = self.about["sizes"]
        rows = np.fromfile(folder / "sequences", "<i4").reshape(-1, len(COLUMNS))
        self.of = {name: rows[:, k].astype(np.int64) for k, name in enumerate(COLUMNS)}
        ends = np.cumsum(self.of["tokens"])
        self.of["row"] = ends - self.of["tokens"]
        traits = np.fromfile(folder / "traits", "<u2").reshape(-1, len(sizes)).astype(np.int32)
        self.traits = torch.from_numpy(traits + np.cumsum([0, *sizes[:-1]], dtype=np.int32)).to(DEVICE)
        self.plays = torch.from_numpy(np.fromfile(folder / "plays", np.int8)).to(DEVICE)
        self.states = torch.from_numpy(np.fromfile(folder / "states", np.int8).reshape(-1, self.about["width"])).to(DEVICE)

    def batch(self, index):
        """The drafts of these numbers, their sentences padded."""
        on = lambda name: torch.from_numpy(self.of[name][index]).to(DEVICE)
        lengths = on("tokens")
        at = torch.arange(int(lengths.max()), device=DEVICE)
        mask = at < lengths.unsqueeze(1)
        rows = on("row").unsqueeze(1) + at * mask
        states = self.states[on("first").unsqueeze(1) + at * mask]
        return {"mask": mask, "own": states, "other": self.states[on("first") + on("head")], "traits": self.traits[rows].long(),
                "plays": torch.where(mask, self.plays[rows], -2), **{k: on(k) for k in COLUMNS[4:]}}

    def batches(self, index, tokens, rng):
        """Lists of drafts with sentences of like length."""
        lengths = self.of["tokens"][index]
        order = np.lexsort((rng.random(len(index)), lengths + rng.integers(0, 4, len(index))))
        out, start = [], 0
        for k in range(1, len(order) + 1):
            if k == len(order) or (k - start + 1) * (lengths[order[k]] + 4) > tokens:
                out.append(index[order[start:k]])
                start = k
        return [out[i] for i in rng.permutation(len(out))]


class Network(nn.Module):
    def __init__(self, about, read, hidden, dropout):
        super().__init__()
        width, self.kinds, self.parts = about["width"], about["kinds"], about["parts"]
        self.own, self.other = nn.Linear(width, read), nn.Linear(width, read, bias=False)
        self.traits = nn.Embedding(sum(about["sizes"]), read)
        nn.init.normal_(self.traits.weight, std=0.1)
        self.lstm = nn.LSTM(read, hidden, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * hidden, about["columns"])
        self.dropout = dropout

    def drop(self, x, share):
        """Dropout, with one mask a sequence."""
        if not self.training or not share:
            return x
        keep = 1 - share
        shape = (x.shape[0], 1, x.shape[-1]) if x.dim() == 3 else x.shape
        return x * ((torch.rand(shape, device=x.device) < keep) / keep)

    def scores(self, b):
        d = self.dropout
        own, other = (b[k].float() / 127 for k in ("own", "other"))
        x = self.own(self.drop(own, d * 0.7)) + self.other(self.drop(other, d * 0.7)).unsqueeze(1)
        rows = self.traits(b["traits"])
        if self.training:
            rows = rows * (torch.rand(rows.shape[:-1], device=rows.device) > d * 0.4).unsqueeze(-1)
        x = F.hardtanh(x + rows.sum(-2))
        x = self.drop(x, d) * b["mask"].unsqueeze(-1)
        h = self.lstm(x)[0]
        return self.out(self.drop(h, d))

    def loss(self, b):
        """The mean loss a draft, and the chance of each to be an event."""
        scores = self.scores(b)
        heads = scores[torch.arange(len(scores), device=scores.device), b["head"]]
        labelled = b["label"] >= 0
        kinds = F.cross_entropy(heads[:, :self.kinds], b["label"].clamp(min=0), reduction="none")
        total = (kinds * labelled * b["weight"] / 1000).sum()
        event = 1 - heads[:, :self.kinds].detach().softmax(1)[:, -1]
        asked = b["known"] != NO_PART
        if not asked.any():
            return total / len(scores), event
        s, plays, weight = scores[asked], b["plays"][asked], b["part_weight"][asked] / 1000
        heads, known, nobody = heads[asked], b["known"][asked], b["nobody"][asked]
        candidate = plays >= 0
        for part in range(self.parts):
            bit, column = 1 << part, self.kinds + part
            is_known = (known & bit) > 0
            right = candidate & ((plays.clamp(min=0) & bit) > 0)
            first = torch.cat([s[..., column].masked_fill(~candidate, -1e4), heads[:, column:column + 1]], 1)
            wanted = torch.cat([right, ((nobody & bit) > 0).unsqueeze(1)], 1)
            log = F.log_softmax(first, 1)
            answered = wanted.any(1) & is_known
            mass = torch.logsumexp(log.masked_fill(~wanted, -1e4), 1)
            total = total - (mass * answered * weight).sum()
            also = s[..., self.kinds + self.parts + part]
            each = F.binary_cross_entropy_with_logits(also, right.float(), reduction="none") * candidate
            total = total + 0.5 * (each.sum(1) * is_known * weight).sum()
        return total / len(scores), event


def train(examples, index, args, seed):
    torch.manual_seed(seed)
    model = Network(examples.about, args.read, args.hidden, args.dropout).to(DEVICE)
    average = Network(examples.about, args.read, args.hidden, args.dropout).to(DEVICE)
    average.load_state_dict(model.state_dict())
    opt = torch.optim.Adam(model.parameters(), lr=args.rate, betas=(0.9, 0.98))
    # Drafts that are no event are seen in half of the epochs, and where that is plain already, in one of twenty, with ten times
    # the weight.
    step, plain = 0, np.zeros(len(examples.of["label"]), bool)
    none = examples.of["label"] == examples.about["kinds"] - 1
    weights = examples.of["weight"].copy()
    for epoch in range(args.epochs):
        rng = np.random.default_rng((seed, epoch))
        share = np.where(none & plain, 0.05, np.where(none, 0.5, 1.0))
        examples.of["weight"] = weights * np.where(none & plain, 10, 1)
        lists = examples.batches(index[rng.random(len(index)) < share[index]], args.tokens, rng)
        start, first, total = time.time(), step, torch.zeros((), device=DEVICE)
        for picked in lists:
            step += 1
            done = min(1.0, (epoch + (step - first) / len(lists)) / args.epochs)
            opt.param_groups[0]["lr"] = args.rate * min(1, step / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            value, event = model.loss(examples.batch(picked))
            plain[picked] = event.cpu().numpy() < PLAIN
            opt.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step()
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.998, (step + 1) / (step + 10)))
                total += value.detach()
        print(f"  epoch {epoch + 1} drafts {sum(map(len, lists))} loss {total.item() / len(lists):.4f} {time.time() - start:.1f}s", flush=True)
    examples.of["weight"] = weights
    return average.eval()


@torch.no_grad()
def measure(model, examples, index):
    """Of drafts of news: F1 of types, and shares of actors and recipients that rank first."""
    hits = np.zeros(3)
    parts = np.zeros(4)
    for picked in examples.batches(index, 40000, np.random.default_rng(0)):
        b = examples.batch(picked)
        scores = model.scores(b)
        heads = scores[torch.arange(len(scores), device=scores.device), b["head"]]
        best, label, none = heads[:, :model.kinds].argmax(1), b["label"], model.kinds - 1
        known = label >= 0
        hits += [int(((best == label) & (label != none) & known).sum()), int(((best != none) & known).sum()), int(((label != none) & known).sum())]
        asked = b["known"] != NO_PART
        for part in range(model.parts):
            bit, column = 1 << part, model.kinds + part
            candidate = b["plays"] >= 0
            right = candidate & ((b["plays"].clamp(min=0) & bit) > 0)
            first = torch.cat([scores[..., column].masked_fill(~candidate, -1e4), heads[:, column:column + 1]], 1)
            wanted = torch.cat([right, ((b["nobody"] & bit) > 0).unsqueeze(1)], 1)
            answered = wanted.any(1) & ((b["known"] & bit) > 0) & asked
            hit = wanted.gather(1, first.argmax(1, keepdim=True)).squeeze(1) & answered
            parts[2 * part:2 * part + 2] += [int(hit.sum()), int(answered.sum())]
    return f"types F1 {2 * hits[0] / max(hits[1] + hits[2], 1):.4f}, actor {parts[0] / max(parts[1], 1):.4f}, recipient {parts[2] / max(parts[3], 1):.4f}"


def matrix(name, weight, bias=None):
    """Rounded to bytes with a scale a row."""
    scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
    out = {name: np.round(weight / scale[:, None]).astype(np.int8), name + ".scale": scale.astype(np.float32)}
    return out if bias is None else out | {name + ".bias": bias.astype(np.float32)}


def export(model, path):
    t = {k: v.float().cpu().numpy() for k, v in model.state_dict().items()}
    out = matrix("events.own", t["own.weight"], t["own.bias"]) | matrix("events.other", t["other.weight"])
    out |= matrix("events.traits", t["traits.weight"]) | matrix("events.out", t["out.weight"], t["out.bias"])
    for side, suffix in (("forward", "_l0"), ("backward", "_l0_reverse")):
        get = lambda kind: t[f"lstm.{kind}{suffix}"]
        steps = np.concatenate([get("weight_ih"), get("weight_hh")], 1)
        out |= matrix(f"events.lstm.{side}.step", steps, get("bias_ih") + get("bias_hh"))
    save_file({k: np.ascontiguousarray(v) for k, v in out.items()}, path)


@torch.no_grad()
def fixture(model, about):
    """Two sequences of made-up tokens and their scores."""
    rng = np.random.default_rng(1)
    states = rng.integers(-127, 128, (5, about["width"])).astype(np.int8)
    sizes = np.array(about["sizes"])
    out = []
    for length in (4, 7):
        own, other = rng.integers(0, len(states), length), int(rng.integers(0, len(states)))
        traits = rng.integers(0, sizes, (length, len(sizes)))
        on = lambda a: torch.from_numpy(a).to(DEVICE)
        b = {"own": on(states[own])[None], "other": on(states[other])[None], "traits": on(traits + np.cumsum([0, *sizes[:-1]]))[None],
             "mask": torch.ones(1, length, device=DEVICE)}
        scores = model.scores(b)[0].flatten().tolist()
        out.append({"own": own.tolist(), "other": other, "traits": traits.tolist(), "scores": [round(s, 3) for s in scores]})
    return {"states": states.tolist(), "sequences": out}


def fold_of(text, folds):
    """As in `crates/annalist/examples/linear`."""
    return ((text * 2654435761) >> 7) % folds


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("examples"), ap.add_argument("out")
    ap.add_argument("--only", type=int, nargs="*")
    for name, default in (("folds", 0), ("epochs", 10), ("tokens", 12000), ("seed", 1), ("read", 96), ("hidden", 64), ("threads", 2)):
        ap.add_argument("--" + name, type=int, default=default)
    for name, default in (("rate", 3e-3), ("dropout", 0.4)):
        ap.add_argument("--" + name, type=float, default=default)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    examples = Examples(args.examples)
    fold = fold_of(examples.of["text"].astype(np.uint64), max(args.folds, 1))
    news = examples.of["set"] == 1
    for k in args.only or (-1, *range(args.folds)):
        kept = np.flatnonzero(fold != k)
        start = time.time()
        model = train(examples, kept, args, args.seed + k)
        scores = measure(model, examples, np.flatnonzero((fold == k) & news)) if k >= 0 else ""
        print(f"fold {k}: {time.time() - start:.0f}s {scores}", flush=True)
        export(model, out / ("event-network.safetensors" if k < 0 else f"{k}.safetensors"))
        if k < 0:
            (out / "event-network.json").write_text(json.dumps(fixture(model, examples.about)) + "\n")


if __name__ == "__main__":
    main()
