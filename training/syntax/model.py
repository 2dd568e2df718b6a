"""The syntax model: looked-up features, bidirectional LSTM layers, and one head a task."""
import torch
from torch import nn
from torch.nn import functional as F

from data import BUCKETS

SIZES = {"embed": 160, "hidden": 160, "layers": 3, "arc": 128, "rel": 64, "tag": 96, "name": 64}
TEACHER = {"embed": 256, "hidden": 256, "layers": 3, "arc": 256, "rel": 128, "tag": 192, "name": 96}
TAGS = ("upos", "xpos", "feats", "script", "name")


class Syntax(nn.Module):
    """`vectors` are word vectors trained on raw text (rows as `lists["vector"]`); they stay as they are and are projected."""

    def __init__(self, lists, sizes=SIZES, dropout=0.33, vectors=None):
        super().__init__()
        e, h, a, r, t, n = (sizes[k] for k in ("embed", "hidden", "arc", "rel", "tag", "name"))
        self.word = nn.Embedding(len(lists["word"]), e)
        self.gram = nn.EmbeddingBag(BUCKETS + 1, e, mode="mean", padding_idx=BUCKETS)
        self.shape = nn.Embedding(len(lists["shape"]), e)
        for table, scale in ((self.word, 0.5), (self.gram, 1.0), (self.shape, 0.5)):
            nn.init.normal_(table.weight, std=scale)
        with torch.no_grad():
            self.gram.weight[BUCKETS].zero_()
        self.register_buffer("vectors", vectors)
        self.vector = None if vectors is None else nn.Linear(vectors.shape[1], e, bias=False)
        self.norm = nn.LayerNorm(e)
        self.lstm = nn.ModuleList(nn.LSTM(e if i == 0 else 2 * h, h, bidirectional=True, batch_first=True) for i in range(sizes["layers"]))
        self.arc_dep, self.arc_head = nn.Linear(2 * h, a), nn.Linear(2 * h, a)
        self.rel_dep, self.rel_head = nn.Linear(2 * h, r), nn.Linear(2 * h, r, bias=False)
        self.bilinear = nn.Parameter(torch.randn(a, a) * a ** -0.5 * 0.1)
        self.arc_bias = nn.Parameter(torch.zeros(a))
        self.arc_root, self.rel_root = nn.Parameter(torch.zeros(a)), nn.Parameter(torch.zeros(r))
        self.rel = nn.Linear(r, len(lists["rel"]))
        # Tags and names see the word itself besides its state: what a name names is often a matter of knowing it.
        self.tag, self.tag_word = nn.Linear(2 * h, t), nn.Linear(e, t, bias=False)
        self.name, self.name_word = nn.Linear(2 * h, n), nn.Linear(e, n, bias=False)
        self.tags = nn.ModuleDict({k: nn.Linear(n if k == "name" else t, len(lists[k])) for k in TAGS})
        self.dropout, self.drop = dropout, nn.Dropout(dropout)

    def forget_bias(self):
        for lstm in self.lstm:
            for name, p in lstm.named_parameters():
                if "bias" in name:
                    nn.init.zeros_(p)
                    if "bias_ih" in name:
                        p.data[p.numel() // 4:p.numel() // 2] = 1.0
                elif "weight_hh" in name:
                    for gate in p.data.chunk(4):
                        nn.init.orthogonal_(gate)

    def words(self, b):
        """What is looked up for every token, (sentences, longest, embed)."""
        x = self.word(b["word"]) + self.gram(b["grams"])[b["type"]] + self.shape(b["shape"])
        if self.vectors is not None:
            x = x + linear(self.vector, F.embedding(b["vector"], self.vectors))
        return self.norm(x)

    def encode(self, b):
        """States of every token, (sentences, longest, 2 hidden), and their inputs."""
        pad = b["mask"].unsqueeze(-1)
        x = words = self.drop_shared(self.words(b), 0.75) * pad
        previous = 0.0
        for lstm in self.lstm:
            previous = run(lstm, x) + previous
            x = self.drop_shared(previous) * pad
        return x, words

    def drop_shared(self, x, share=1.0):
        """Dropout with one mask a sentence, the same at all its words (Gal and Ghahramani 2016)."""
        if not self.training:
            return x
        keep = 1 - self.dropout * share
        return x * ((torch.rand(x.shape[0], 1, x.shape[2]) < keep).float() / keep)

    def arcs(self, h, mask):
        """Scores (sentences, dependent, head); head 0 is the root."""
        dep, head = self.drop(F.relu(linear(self.arc_dep, h))), self.drop(F.relu(linear(self.arc_head, h)))
        head = torch.cat([self.arc_root.expand(h.shape[0], 1, -1), head], 1)
        scores = product(product(dep, self.bilinear) + self.arc_bias, head.transpose(1, 2))
        valid = torch.cat([torch.ones_like(mask[:, :1]), mask], 1).unsqueeze(1)
        return scores.masked_fill(~valid, -1e9)

    def relations(self, h, heads):
        """Scores (sentences, dependent, relation) given heads, counted from 1, 0 the root."""
        head = torch.cat([self.rel_root.expand(h.shape[0], 1, -1), linear(self.rel_head, h)], 1)
        picked = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return linear(self.rel, self.drop(F.relu(linear(self.rel_dep, h) + picked)))

    def tag_scores(self, h, x):
        t = self.drop(F.relu(linear(self.tag, h) + linear(self.tag_word, x)))
        n = self.drop(F.relu(linear(self.name, h) + linear(self.name_word, x)))
        return {k: linear(head, n if k == "name" else t) for k, head in self.tags.items()}


# Products are in half precision (bfloat16), as graphics processors and recent CPUs have units for it; weights and sums stay whole.
HALF = torch.bfloat16


def run(lstm, x):
    zero = torch.zeros(2, x.shape[0], lstm.hidden_size, dtype=HALF)
    weights = [p.to(HALF) for p in lstm._flat_weights]
    return torch._VF.lstm(x.to(HALF), (zero, zero), weights, True, 1, 0.0, lstm.training, True, True)[0].float()


def linear(layer, x):
    bias = None if layer.bias is None else layer.bias.to(HALF)
    return F.linear(x.to(HALF), layer.weight.to(HALF), bias).float()


def product(a, b):
    return (a.to(HALF) @ b.to(HALF)).float()


WEIGHT = {"upos": 0.3, "xpos": 0.5, "feats": 0.3, "script": 0.3, "name": 0.8}


def loss(model, b):
    """The weighted sum of all tasks' cross-entropies a token: for gold labels, for a teacher's chances (`soft` in the batch), or for
    names alone where there is nothing else."""
    (h, x), mask = model.encode(b), b["mask"]
    scores = model.tag_scores(h[mask], x[mask])
    if "head" not in b:
        return WEIGHT["name"] * F.cross_entropy(scores["name"], b["name"][mask])
    arcs, rel = model.arcs(h, mask)[mask], model.relations(h, b["head"])[mask]
    if "soft" in b:
        total = chances(arcs, b["soft"]["arc"]) + chances(rel, b["soft"]["rel"])
        return total + sum(WEIGHT[k] * chances(s, b["soft"][k]) for k, s in scores.items())
    total = F.cross_entropy(arcs, b["head"][mask]) + F.cross_entropy(rel, b["rel"][mask])
    for k, s in scores.items():
        gold = b[k][mask]
        if (gold >= 0).any():
            total = total + WEIGHT[k] * F.cross_entropy(s, gold, ignore_index=-1) * (gold >= 0).float().mean()
    return total


def chances(scores, target):
    """Cross-entropy against the few most likely answers, given as (index, chance), a row a token."""
    index, chance = target
    return -(F.log_softmax(scores, -1).gather(-1, index) * chance).sum(-1).mean()


@torch.no_grad()
def predict(model, b):
    """Greedy heads (not yet a tree), relations and tags as padded arrays."""
    h, x = model.encode(b)
    arcs = model.arcs(h, b["mask"])
    heads = arcs.argmax(-1)
    return {"arcs": arcs, "head": heads, "rel": model.relations(h, heads).argmax(-1),
            **{k: s.argmax(-1) for k, s in model.tag_scores(h, x).items()}}
