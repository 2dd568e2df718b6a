"""The package prints what the program prints, byte for byte."""

import json

import pytest

import annalist

VERBS = ["code", "annotate", "read", "quotes"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_examples_are_coded_alike(program, root, verb, monkeypatch):
    monkeypatch.chdir(root)
    expected = program(verb, "examples/mali-2013.txt", "examples/tunisia-2011.html", "examples/agreements.jsonl")
    if verb == "code":
        assert program(verb, "examples/mali-2013.txt", "--format", "jsonl").strip()
    paths = [root / "examples" / name for name in ("mali-2013.txt", "tunisia-2011.html", "agreements.jsonl")]
    assert getattr(annalist, verb)(paths).to_jsonl().encode() == expected


def test_trees_are_the_same(program, root):
    expected = program("parse", "examples/mali-2013.txt")
    assert annalist.parse(root / "examples/mali-2013.txt").to_jsonl().encode() == expected


@pytest.mark.parametrize("threads", [1, 3])
def test_rows_are_coded_as_the_lines_of_a_file(program, root, threads):
    expected = program("code", "examples/agreements.jsonl")
    lines = (root / "examples/agreements.jsonl").read_text(encoding="utf-8").splitlines()
    found = annalist.code([json.loads(line) for line in lines], threads=threads)
    assert found.to_jsonl().encode() == expected


def test_arrow_is_the_programs_parquet(program, root, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    program("code", "examples/agreements.jsonl", "--format", "parquet", "-o", tmp_path / "events.parquet")
    found = annalist.code(root / "examples/agreements.jsonl").to_arrow()
    assert found.num_rows > 3
    assert found.equals(pq.read_table(tmp_path / "events.parquet").combine_chunks()) or (
        found.to_pylist() == pq.read_table(tmp_path / "events.parquet").to_pylist()
    )


def test_own_files_count(program, root):
    own = ["--events", "examples/press-attacks.events", "--actors", "examples/mali.actors.tsv"]
    expected = program("code", "examples/mali-2013.txt", *own)
    coder = annalist.Coder(
        events=root / "examples/press-attacks.events", actors=[root / "examples/mali.actors.tsv"]
    )
    found = coder.code(root / "examples/mali-2013.txt")
    assert found.to_jsonl().encode() == expected
    assert "+press-attacks.events#" in coder.name and found[0]["coder"] == coder.name


def test_choices_are_those_of_the_program(program, root):
    expected = program("code", "examples/mali-2013.txt", "--only", "REQUEST,MOBILIZE", "--min-confidence", "0.2")
    found = annalist.code(root / "examples/mali-2013.txt", only="REQUEST,MOBILIZE", min_confidence=0.2)
    assert found.to_jsonl().encode() == expected
    assert {event["event"][0] for event in found} <= {"REQUEST", "MOBILIZE"}
