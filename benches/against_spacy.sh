#!/bin/sh
# Races annalist's parser against a spaCy pipeline that was trained on the same treebanks.
#
#     benches/against_spacy.sh SHARED [--out FILE]
#
# SHARED holds the corpora (`data/parse/dev.conllu`), the scorer (`score/score.py`) and the peer (`peers`). Both parse
# the same gold tokens on one core, in turn, ROUNDS times (3); a round goes over the corpus REPEAT times (4). The clock
# is processor time (user and system) of the parse alone, after loading and a first parse.
#
# The table goes to standard output, the raw lines to the end of FILE (docs/results/against-spacy.txt).
# The environment may set ROUNDS, REPEAT, CORE (the last one) and PYTHON (python3).
set -eu

fail() {
    printf 'error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf 'hint: %s\n' "$2" >&2
    exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
usage='usage: against_spacy.sh SHARED [--out FILE]'
shared= out=$here/../docs/results/against-spacy.txt
while [ $# -gt 0 ]; do
    case $1 in
        --out) [ $# -ge 2 ] || fail '`--out` needs a file' "$usage"; out=$2; shift ;;
        -*) fail "unknown option \`$1\`" "$usage" ;;
        *) [ -z "$shared" ] || fail "unexpected argument \`$1\`" "$usage"; shared=$1 ;;
    esac
    shift
done
[ -n "$shared" ] || fail 'the folder of corpora is missing' "$usage"
gold=$shared/data/parse/dev.conllu
for file in "$gold" "$shared/score/score.py" "$shared/peers/spacy_peer.py"; do
    [ -f "$file" ] || fail "cannot find \`$file\`" "$usage"
done
command -v taskset >/dev/null || fail 'cannot find `taskset`, which keeps both on one core' 'it is part of util-linux'

rounds=${ROUNDS:-3} repeat=${REPEAT:-4} core=${CORE:-$(($(nproc --all) - 1))}
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 BLIS_NUM_THREADS=1

# The version of spaCy is the one that the peer says it was made with.
python=$here/.venv/bin/python
wanted=$(sed -n 's/.*"spacy_version":"\([^"]*\)".*/\1/p' "$shared/peers/spacy-ud/meta.json")
[ -x "$python" ] || "${PYTHON:-python3}" -m venv "$here/.venv"
"$python" -m pip install --quiet --disable-pip-version-check "spacy$wanted" >&2
spacy=$("$python" -c 'import spacy; print(spacy.__version__)')
cargo build --quiet --release --manifest-path "$here/Cargo.toml" --bin annalist_words

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# Each prints its words and seconds.
annalist() { # UNIT
    taskset -c "$core" cargo run --quiet --release --manifest-path "$here/Cargo.toml" --bin annalist_words -- \
        "$gold" "$tmp/$1.conllu" "$repeat" "$1"
}
peer() {
    taskset -c "$core" "$python" "$here/spacy_words.py" "$shared/peers" "$gold" "$tmp/spacy.conllu" "$repeat"
}
note() { # NAME ROUND WORDS SECONDS
    awk -v name="$1" -v round="$2" -v words="$3" -v seconds="$4" \
        'BEGIN { printf "%-8s round %d words %d seconds %.3f words/s %.0f\n", name, round, words, seconds, words / seconds }' \
        | tee -a "$tmp/raw" >&2
}

load=$(cut -d ' ' -f 1 /proc/loadavg)
round=1
while [ "$round" -le "$rounds" ]; do
    for unit in file document; do
        result=$(annalist $unit)
        note $unit "$round" ${result% *} ${result#* }
    done
    result=$(peer)
    note spacy "$round" ${result% *} ${result#* }
    round=$((round + 1))
done

for name in file document spacy; do
    scores=$("$python" "$shared/score/score.py" parse "$gold" "$tmp/$name.conllu" | tail -n 1)
    printf '%-8s las %s\n' $name "$(echo "$scores" | sed 's/.*"las": *\([0-9.]*\).*/\1/')" >>"$tmp/raw"
done
las() { awk -v name="$1" '$1 == name && $2 == "las" { print $3 }' "$tmp/raw"; }
speeds() { # NAME: words per second, a round a line, slowest first
    awk -v name="$1" '$1 == name && $2 == "round" { print $NF }' "$tmp/raw" | sort -n
}
median() { awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
row() { # TITLE NAME
    awk -v title="$1" -v las="$(las "$2")" -v min="$(speeds "$2" | head -n 1)" -v mid="$(speeds "$2" | median)" \
        -v peer="$(speeds spacy | median)" \
        'BEGIN { printf "| %-30s | %s | %7.0f | %7.0f | %5.2f |\n", title, las, min, mid, mid / peer }'
}

{
    printf 'machine  %s, core %s, load %s\n' "$(lscpu | sed -n 's/^Model name: *//p')" "$core" "$load"
    printf 'date     %s\n' "$(date -u +%Y-%m-%d)"
    printf 'versions annalist %s, spaCy %s\n' "$(git -C "$here" describe --always --dirty)" "$spacy"
} >"$tmp/about"
{
    echo '| parser                         | LAS    | slowest |  median | ratio |'
    echo '| ------------------------------ | ------ | ------: | ------: | ----: |'
    row 'annalist, file at once' file
    row 'annalist, document by document' document
    row 'spaCy' spacy
} >"$tmp/table"

cat "$tmp/about"
echo 'words per second of processor time; the ratio is of medians, to spaCy'
cat "$tmp/table"
mkdir -p "$(dirname "$out")"
{
    cat "$tmp/about"
    echo "command  benches/against_spacy.sh SHARED (ROUNDS=$rounds REPEAT=$repeat)"
    cat "$tmp/raw"
    echo
} >>"$out"
