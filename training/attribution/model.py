"""The tagger: a conditional random field whose scores come from one bidirectional LSTM layer.

The LSTM reads what the parser's network makes of a token and of the one it is seen from, with rows for the token's traits
(`crates/annalist-extract/src/attributions/traits.rs`). `attributions/tagger.rs` is its twin.
"""
import torch
from torch import nn
from torch.nn import functional as F


class Tagger(nn.Module):
    def __init__(self, task, width, read=128, hidden=96, dropout=0.4):
        super().__init__()
        labels = task["labels"]
        self.own, self.other = nn.Linear(width, read), nn.Linear(width, read, bias=False)
        self.traits = nn.Embedding(sum(task["sizes"]), read)
        nn.init.normal_(self.traits.weight, std=0.1)
        self.lstm = nn.LSTM(read, hidden, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * hidden, labels, bias=False)
        # From each label to the next; the last row is for the start.
        self.steps = nn.Parameter(torch.zeros(labels + 1, labels))
        forbidden = torch.zeros(labels + 1, labels)
        for a, b in task["forbidden"]:
            forbidden[a, b] = -1e4
        self.register_buffer("forbidden", forbidden)
        self.dropout = dropout

    def drop(self, x, share):
        """Dropout with one mask a sequence."""
        if not self.training or not share:
            return x
        keep = 1 - share
        return x * ((torch.rand(x.shape[0], 1, x.shape[2], device=x.device) < keep) / keep)

    def scores(self, b):
        """Scores (sequences, longest, labels) without transitions."""
        d = self.dropout
        x = self.own(self.drop(b["own"], d * 0.7)) + self.other(self.drop(b["other"], d * 0.7))
        rows = self.traits(b["traits"])
        if self.training:
            rows = rows * (torch.rand(rows.shape[:-1], device=rows.device) > d * 0.4).unsqueeze(-1)
        x = F.hardtanh(x + rows.sum(-2))
        h = self.lstm(self.drop(x, d) * b["mask"].unsqueeze(-1))[0]
        return self.out(self.drop(h, d))

    def transitions(self):
        return self.steps + self.forbidden

    def loss(self, b):
        """The mean negative log-likelihood a sequence."""
        scores, steps, mask, gold = self.scores(b), self.transitions(), b["mask"], b["labels"]
        start, steps = steps[-1], steps[:-1]
        total = scores[:, 0] + start
        for t in range(1, scores.shape[1]):
            new = torch.logsumexp(total.unsqueeze(2) + steps, 1) + scores[:, t]
            total = torch.where(mask[:, t:t + 1], new, total)
        own = scores.gather(2, gold.unsqueeze(2)).squeeze(2) * mask
        pairs = steps[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]
        right = own.sum(1) + pairs.sum(1) + start[gold[:, 0]]
        return (torch.logsumexp(total, 1) - right).mean()

    @torch.no_grad()
    def best(self, b):
        """The best labels (sequences, longest)."""
        scores = self.scores(b)
        steps, mask = self.transitions(), b["mask"]
        total, back = scores[:, 0] + steps[-1], []
        for t in range(1, scores.shape[1]):
            value, index = (total.unsqueeze(2) + steps[:-1]).max(1)
            index = torch.where(mask[:, t:t + 1], index, torch.arange(index.shape[1], device=index.device))
            total = torch.where(mask[:, t:t + 1], value + scores[:, t], total)
            back.append(index)
        path = [total.argmax(1)]
        for index in reversed(back):
            path.append(index.gather(1, path[-1].unsqueeze(1)).squeeze(1))
        return torch.stack(path[::-1], 1)
