#!/bin/sh
# Measures the whole road from page and from text to record, and from Python: see end_to_end.py.
#
#     benches/end_to_end.sh SHARED [--out FILE] [--python PYTHON [--spark]] [--program FILE] [--rounds N]
#
# SHARED holds the corpora (`data/news/wire.jsonl`, `data/pages/html`). PYTHON is an interpreter with the package annalist
# from a release build (`pip install .`); without one, Python is left out. The program is built unless it is given.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
case " $* " in
    *" --program "*) ;;
    *)
        cargo build --quiet --release --manifest-path "$here/../Cargo.toml" -p annalist-cli
        set -- "$@" --program "${CARGO_TARGET_DIR:-$here/../target}/release/annalist"
        ;;
esac
exec "${PYTHON3:-python3}" "$here/end_to_end.py" "$@"
