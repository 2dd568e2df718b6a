"""Fits the weights of pronoun resolution by gradient descent on GUM's coreference.

    cargo run --release -p annalist-extract --example pronouns -- ../shared/data/parse/train.conllu GUM_ --features > features.tsv
    python3 training/coreference/fit.py features.tsv > crates/annalist-extract/src/coreference/weights.rs

Needs Python 3 alone. Each pronoun is one choice among its candidates; the loss is the negative log of the probability
of the right ones together, with a small quadratic penalty. The order of examples is fixed by the seed.
"""
import math
import random
import re
import sys
from itertools import groupby

NAMES = re.findall(r'"([a-z0-9-]+)"', re.search(r'NAMES: \[&str; \d+\] = \[(.*?)\];', open(
    'crates/annalist-extract/src/coreference/pronouns.rs', encoding='utf-8').read(), re.S).group(1))


def read(path):
    """Each pronoun's candidates: (right, features); pronouns without a right candidate teach nothing."""
    rows = (line.rstrip('\n').split('\t') for line in open(path, encoding='utf-8') if '\t' in line)
    choices = [[(right == '1', [int(f) for f in features.split()]) for _, right, features in group]
               for _, group in groupby(rows, key=lambda r: r[0])]
    return [c for c in choices if any(r for r, _ in c) and not all(r for r, _ in c)]


def fit(choices, rounds=12, rate=0.1, penalty=1e-4):
    weights = [0.0] * len(NAMES)
    random.seed(7)
    for n in range(rounds):
        random.shuffle(choices)
        step = rate / (1 + n * 0.5)
        for choice in choices:
            scores = [sum(weights[f] for f in features) for _, features in choice]
            top = max(scores)
            chance = [math.exp(s - top) for s in scores]
            total, right = sum(chance), sum(p for p, (r, _) in zip(chance, choice) if r)
            for p, (r, features) in zip(chance, choice):
                pull = (p / right if r else 0.0) - p / total
                for f in features:
                    weights[f] += step * (pull - penalty * weights[f])
    return weights


def main():
    choices = read(sys.argv[1])
    weights = fit(choices)
    print("//! The weights of [`super::pronouns`]' features, written by `training/coreference/fit.py`; do not edit.\n")
    print('/// Feature and weight, in the order of [`super::pronouns::NAMES`].')
    print(f'pub const WEIGHTS: [(&str, f32); {len(NAMES)}] = [')
    for name, weight in zip(NAMES, weights):
        print(f'    ("{name}", {weight:.3f}),')
    print('];')
    print(f'{len(choices)} pronouns', file=sys.stderr)


if __name__ == '__main__':
    main()
