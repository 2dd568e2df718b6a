"""Word vectors from raw text: skip-gram over normalised forms. They tell the model which words behave alike that no treebank holds.

`python vectors.py --text raw.conllu --text train.conllu --out runs/vectors.npz` reads CoNLL-U (only forms and sentence ends matter).
"""
import argparse

import numpy as np
from gensim.models import Word2Vec

from data import conllu, normal


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--text", action="append", required=True)
    ap.add_argument("--out", default="runs/vectors.npz")
    for name, default in (("size", 128), ("least", 5), ("epochs", 8), ("seed", 1)):
        ap.add_argument("--" + name, type=int, default=default)
    args = ap.parse_args()
    sentences = [[normal(c[1]) for c in rows] for path in args.text for rows, _ in conllu(path)]
    model = Word2Vec(sentences, vector_size=args.size, window=3, min_count=args.least, sg=1, negative=8, sample=1e-4, epochs=args.epochs,
                     seed=args.seed, workers=1)
    words = model.wv.index_to_key
    counts = np.array([model.wv.get_vecattr(w, "count") for w in words])
    np.savez(args.out, words=np.array(words), vectors=model.wv.vectors.astype(np.float32), counts=counts)
    print(len(words), "words,", sum(map(len, sentences)), "tokens; near `troops`:", [w for w, _ in model.wv.most_similar("troops")])


if __name__ == "__main__":
    main()
