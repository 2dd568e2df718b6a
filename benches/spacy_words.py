"""Parses the gold tokens of a CoNLL-U file again and again with the spaCy peer and says how many words that is in a
second of processor time: `annalist_words.rs` for spaCy.

    spacy_words.py PEERS IN.conllu OUT.conllu REPEAT

PEERS is the folder of `spacy_peer.py`. As there, a sentence is a document and 64 of them a batch. Everything is parsed
once before the clock starts, and that parse is what goes into OUT.conllu. Prints words and seconds.
"""
import sys
import time

if len(sys.argv) != 5:
    sys.exit(__doc__)
sys.path.insert(0, sys.argv[1])

from spacy.tokens import Doc  # noqa: E402
from spacy_peer import nlp, parse  # noqa: E402


def sentences(path):
    """The words of each sentence, as their columns."""
    out, words = [], []
    with open(path, encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            columns = line.rstrip("\n").split("\t")
            if columns[0].isdigit():
                words.append(columns)
            elif columns == [""] and words:
                out.append(words)
                words = []
    return out


def documents(of):
    """Fresh documents, since a parse is written into them."""
    out = []
    for words in of:
        doc = Doc(nlp.vocab, words=[c[1] for c in words], spaces=["SpaceAfter=No" not in c[9] for c in words])
        for i, token in enumerate(doc):
            token.is_sent_start = i == 0
        out.append(doc)
    return out


def seconds_to_parse(docs):
    start = time.process_time()
    docs = list(nlp.pipe(docs, batch_size=64))
    return time.process_time() - start


def main():
    _, _, source, out, repeat = sys.argv
    stdout, sys.stdout = sys.stdout, sys.stderr
    parse(source, out)  # warms up and writes the trees; its own figure is of the time of day
    sys.stdout = stdout
    gold = sentences(source)
    seconds = sum(seconds_to_parse(documents(gold)) for _ in range(int(repeat)))
    print(f"{sum(map(len, gold)) * int(repeat)} {seconds:.3f}")


if __name__ == "__main__":
    main()
