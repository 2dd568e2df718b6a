"""The syntax model: looked-up features, a two-layer BiLSTM, and one head a task."""
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from data import BUCKETS

SIZES = {"embed": 160, "hidden": 128, "layers": 2, "arc": 128, "rel": 64, "tag": 96, "name": 64}
TAGS = ("upos", "xpos", "feats", "script", "name")


class Syntax(nn.Module):
    def __init__(self, lists, sizes=SIZES, dropout=0.33):
        super().__init__()
        e, h, a, r, t, n = (sizes[k] for k in ("embed", "hidden", "arc", "rel", "tag", "name"))
        self.word = nn.Embedding(len(lists["word"]), e)
        self.gram = nn.EmbeddingBag(BUCKETS + 1, e, mode="mean", padding_idx=BUCKETS)
        self.shape = nn.Embedding(len(lists["shape"]), e)
        for table, scale in ((self.word, 0.5), (self.gram, 1.0), (self.shape, 0.5)):
            nn.init.normal_(table.weight, std=scale)
        with torch.no_grad():
            self.gram.weight[BUCKETS].zero_()
        self.norm = nn.LayerNorm(e)
        self.lstm = nn.ModuleList(nn.LSTM(e if i == 0 else 2 * h, h, bidirectional=True) for i in range(sizes["layers"]))
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

    def encode(self, b):
        """States of every token, (sentences, longest, 2 hidden), and their inputs."""
        grams = self.gram(b["grams"])[b["type"]]
        x = self.norm(self.word(b["word"]) + grams + self.shape(b["shape"]))
        p = pack_padded_sequence(x, b["lengths"], batch_first=True)
        row = torch.cat([torch.arange(n) for n in p.batch_sizes.tolist()])
        p = words = PackedSequence(self.drop_shared(p.data, row, 0.75), p.batch_sizes)
        previous = 0.0
        for lstm in self.lstm:
            previous = lstm(p)[0].data + previous
            p = PackedSequence(self.drop_shared(previous, row), p.batch_sizes)
        return pad_packed_sequence(p, batch_first=True)[0], pad_packed_sequence(words, batch_first=True)[0]

    def drop_shared(self, x, row, share=1.0):
        """Dropout with one mask a sentence (`row`), the same at all its words (Gal and Ghahramani 2016)."""
        if not self.training:
            return x
        keep = 1 - self.dropout * share
        mask = (torch.rand(int(row.max()) + 1, x.shape[1]) < keep).float() / keep
        return x * mask[row]

    def arcs(self, h):
        """Scores (sentences, dependent, head); head 0 is the root."""
        dep, head = self.drop(F.relu(self.arc_dep(h))), self.drop(F.relu(self.arc_head(h)))
        head = torch.cat([self.arc_root.expand(h.shape[0], 1, -1), head], 1)
        return (dep @ self.bilinear + self.arc_bias) @ head.transpose(1, 2)

    def relations(self, h, heads):
        """Scores (sentences, dependent, relation) given heads, counted from 1, 0 the root."""
        head = torch.cat([self.rel_root.expand(h.shape[0], 1, -1), self.rel_head(h)], 1)
        picked = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return self.rel(self.drop(F.relu(self.rel_dep(h) + picked)))

    def tag_scores(self, h, x):
        t = self.drop(F.relu(self.tag(h) + self.tag_word(x)))
        n = self.drop(F.relu(self.name(h) + self.name_word(x)))
        return {k: head(n if k == "name" else t) for k, head in self.tags.items()}


WEIGHT = {"upos": 0.3, "xpos": 0.5, "feats": 0.3, "script": 0.3, "name": 0.8}


def loss(model, b):
    """The weighted sum of all tasks' cross-entropies a token."""
    (h, x), mask = model.encode(b), b["mask"]
    arcs = model.arcs(h)
    n = h.shape[1]
    valid = torch.cat([torch.ones_like(mask[:, :1]), mask], 1).unsqueeze(1).expand(-1, n, -1)
    arcs = arcs.masked_fill(~valid, -1e9)
    total = F.cross_entropy(arcs[mask], b["head"][mask])
    total = total + F.cross_entropy(model.relations(h, b["head"])[mask], b["rel"][mask])
    for k, scores in model.tag_scores(h[mask], x[mask]).items():
        gold = b[k][mask]
        if (gold >= 0).any():
            total = total + WEIGHT[k] * F.cross_entropy(scores, gold, ignore_index=-1) * (gold >= 0).float().mean()
    return total


@torch.no_grad()
def predict(model, b):
    """Greedy heads (not yet a tree), relations and tags as padded arrays."""
    h, x = model.encode(b)
    arcs = model.arcs(h)
    valid = torch.cat([torch.ones_like(b["mask"][:, :1]), b["mask"]], 1).unsqueeze(1)
    arcs = arcs.masked_fill(~valid, -1e9)
    heads = arcs.argmax(-1)
    return {"arcs": arcs, "head": heads, "rel": model.relations(h, heads).argmax(-1),
            **{k: s.argmax(-1) for k, s in model.tag_scores(h, x).items()}}
