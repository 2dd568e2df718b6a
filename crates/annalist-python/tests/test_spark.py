"""Spark, on a cluster of two executors with a core each, one of which is killed in mid-run."""

import csv
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

import annalist

pyspark = pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")

import annalist.spark as spark_annalist  # noqa: E402

REPORTS = 240


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, root):
    """Many reports, none like another, as JSONL."""
    lines = (root / "examples/agreements.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [json.loads(line) for line in lines]
    path = tmp_path_factory.mktemp("corpus") / "reports.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for i in range(REPORTS):
            report = reports[i % len(reports)]
            text = f"{report['text']} At least {i + 2} people were killed in clashes on 3 March 1981, police said."
            json.dump({"id": f"r{i:04}", "published": report.get("published"), "text": text}, file)
            file.write("\n")
    return path


@pytest.fixture(scope="module")
def expected(program, corpus):
    """What the program makes of the corpus, as its Parquet has it."""
    pq = pytest.importorskip("pyarrow.parquet")
    out = corpus.with_suffix(".parquet")
    program("code", corpus, "--format", "parquet", "-o", out)
    return by_id(pq.read_table(out).to_pylist())


def by_id(rows):
    return sorted(rows, key=lambda row: row["id"])


def collected(df):
    return [row.asDict(recursive=True) for row in df.collect()]


def executors():
    """The processes of our executors: children's children of ours, and no others'."""
    found = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout
    lines = [line.split(None, 2) for line in found.splitlines()]
    parents = {int(pid): int(parent) for pid, parent, *_ in lines}

    def is_ours(pid):
        while pid not in (0, None):
            if pid == os.getpid():
                return True
            pid = parents.get(pid)
        return False

    backends = [int(pid) for pid, _, *args in lines if args and "CoarseGrainedExecutorBackend" in args[0]]
    return sorted(filter(is_ours, backends))


def test_records_are_the_programs_though_an_executor_is_killed(spark, corpus, expected):
    df = spark.read.schema("id string, published string, text string").json(str(corpus)).repartition(12)
    killed = []

    def kill():
        tracker = spark.sparkContext.statusTracker()
        for _ in range(600):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if any(stage and stage.numTasks == 12 and stage.numCompletedTasks >= 2 for stage in stages):
                pid = executors()[0]
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    rows = collected(spark_annalist.code(df))
    killer.join()
    assert killed, "no executor was killed while there was work left"
    assert {row.pop("notes") for row in rows} == {None}
    assert by_id(rows) == expected
    assert len(rows) >= REPORTS


def test_bad_rows_are_noted_and_cost_nothing_else(spark):
    rows = [("a", "Police killed 12 protesters in Lagos."), ("b", None), ("c", "  "), (None, "")]
    df = spark.createDataFrame(rows, "key string, body string")
    found = collected(spark_annalist.code(df, text="body", id="key"))
    good = [row for row in found if row["id"]]
    assert [(row["id"], row["notes"]) for row in good] == [("a:ASSAULT:7", None)]
    bad = {row["report"]: row["notes"] for row in found if not row["id"]}
    assert bad.keys() == {"b", "c", None}
    assert bad["c"] == ["cannot read report `c`: expected a JSON object with a string `text`, found an empty `text`"]


def test_times_of_any_type_date_events(spark):
    text = "Police killed 12 protesters in Lagos on Tuesday."
    df = spark.sql(
        f"""select id, '{text}' as text, day, moment from values
        ('a', date '2020-10-22', timestamp '2020-10-22 08:30:00') as t(id, day, moment)"""
    )
    for column, published in (("day", "2020-10-22"), ("moment", "2020-10-22T08:30:00+00:00")):
        (row,) = collected(spark_annalist.code(df, published=column))
        assert row["date"] == "2020-10-20" and row["published"].startswith(published[:10]), row


def test_files_become_reports_and_records(spark, program, root, tmp_path):
    paths = [str(root / "examples" / name) for name in ("mali-2013.txt", "agreements.jsonl")]
    df = spark.createDataFrame([(path,) for path in [*paths, str(tmp_path / "none.warc")]], "path string")
    found = collected(spark_annalist.code(df, path="path"))
    lines = program("code", *paths).decode().splitlines()
    assert {row["id"] for row in found if row["id"]} == {json.loads(line)["id"] for line in lines}
    (bad,) = [row for row in found if not row["id"]]
    assert bad["report"].endswith("none.warc") and "no such file" in bad["notes"][0]

    opened = collected(spark_annalist.code(df, path="path", opener=open))
    assert {row["id"] for row in opened} == {row["id"] for row in found}

    pages = spark.read.format("binaryFile").load(str(root / "examples/tunisia-2011.html"))
    (report,) = collected(spark_annalist.read(pages, content="content"))
    assert report["headline"] == "Ben Ali flees Tunisia after weeks of protest"


def test_layers_and_statements_are_the_programs(spark, program, corpus):
    df = spark.read.schema("id string, published string, text string").json(str(corpus)).limit(6).coalesce(1)
    ids = [row["id"] for row in df.collect()]
    lines = [json.loads(line) for line in program("annotate", corpus).decode().splitlines()]
    expected = {line["id"]: line for line in lines if line["id"] in ids}
    for row in collected(spark_annalist.annotate(df)):
        whole = expected[row["id"]]
        assert json.loads(row["events"]) == whole["events"] and json.loads(row["entities"]) == whole["entities"]
    quotes = collected(spark_annalist.quotes(df, only="say"))
    assert quotes and {row["class"] for row in quotes} == {"say"}


def test_incidents_are_those_of_a_store(spark, program, root, tmp_path):
    """Two papers tell of the same happenings, some of them at the turn of a month."""
    with open(root / "examples/spring-2011.csv", encoding="utf-8", newline="") as file:
        first = list(csv.DictReader(file))
    second = [
        {**row, "id": f"second-{row['id']}", "publisher": "The Second Paper", "text": row["text"].replace(" -- ", " (ANW) -- ")}
        for row in first
    ]
    both = sorted([*first, *second], key=lambda row: (row["published"], row["id"]))
    path = tmp_path / "both.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in both), encoding="utf-8")
    program("record", path, "--into", tmp_path / "annals.db", "--quiet")
    with sqlite3.connect(tmp_path / "annals.db") as annals:
        rows = annals.execute("SELECT e.id, i.incident FROM events e JOIN incident_events i ON i.event = e.key")
        expected = together(rows)

    recorded = spark_annalist.record(spark.createDataFrame(both))
    recorded.write.parquet(str(tmp_path / "recorded"))
    kept = spark.read.parquet(str(tmp_path / "recorded"))
    found = spark_annalist.incidents(kept)
    rows = [(row["event"], row["incident"]) for row in found.collect()]
    assert len(rows) == len({event for event, _ in rows}), "each record is in one incident"
    assert together(rows) <= expected, "blocks join nothing that a store would not"
    # Blocks of a month and a country do not meet: records at the turn of a month, or placed in two countries, stay apart.
    assert len(together(rows)) >= 0.85 * len(expected) >= 20
    block = {}
    for row in kept.collect():
        for event in map(json.loads, row["events"]):
            block[event["id"]] = (event["date"] or "")[:7], spark_annalist._home(event, "country")
    meeting = {pair for pair in expected if block[pair[0]] == block[pair[1]]}
    assert len(together(rows) & meeting) >= 0.95 * len(meeting) >= 40, sorted(meeting - together(rows))


def together(rows):
    """Pairs of records in one incident."""
    incidents = {}
    for event, incident in rows:
        incidents.setdefault(incident, []).append(event)
    return {pair for events in incidents.values() for pair in itertools.combinations(sorted(events), 2)}


def test_what_is_not_understood_is_said_at_once(spark):
    df = spark.createDataFrame([("x",)], "text string")
    with pytest.raises(annalist.AnnalistError, match="cannot understand `--only ASAULT`"):
        spark_annalist.code(df, only="ASAULT")
    with pytest.raises(TypeError, match="takes no `texts`"):
        spark_annalist.code(df, texts="text")
    with pytest.raises(ValueError, match="found several"):
        spark_annalist.code(df, text="text", path="text")


def test_a_worker_makes_a_coder_once():
    assert spark_annalist._coder({"threads": 1}) is spark_annalist._coder({"threads": 1})
    assert spark_annalist._coder({"threads": 1}) is not spark_annalist._coder({"threads": 2})
