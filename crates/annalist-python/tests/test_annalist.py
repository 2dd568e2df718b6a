"""The package by itself: what goes in, what comes out, what is said of what cannot be done."""

import datetime
import pickle
import threading
import time

import pytest

import annalist

TALKS = "The foreign ministers of Ethiopia and Kenya met in Nairobi on Monday."
SHOTS = "Police killed 12 protesters in Lagos on Tuesday, officials said."


def days(results):
    return [(event["event"][0], event["date"]) for event in results]


def test_one_text_is_one_report():
    found = annalist.code(TALKS, published="2018-07-11")
    assert (len(found), found.reports) == (1, 1)
    assert days(found) == [("CONSULT", "2018-07-09")]
    assert found[0]["actor"][0]["country"] == "ETH" and found[0]["event_loc"]["name"] == "Nairobi"


def test_times_and_identifiers_go_beside_texts():
    found = annalist.code(
        [TALKS, SHOTS], published=[datetime.date(2018, 7, 11), "2020-10-22"], id=["a", 7]
    )
    assert days(found) == [("CONSULT", "2018-07-09"), ("ASSAULT", "2020-10-20")]
    assert [event["cite_info"]["id"] for event in found] == ["a", "7"]
    with pytest.raises(ValueError, match="expected a value in `published` for each report, found 1"):
        annalist.code([TALKS, SHOTS], published=["2018-07-11"])
    with pytest.raises(ValueError, match="found more"):
        annalist.code([TALKS], published=["2018-07-11", "2018-07-12"])


def frames():
    pd, pl, pa = map(pytest.importorskip, ("pandas", "polars", "pyarrow"))
    rows = {"body": [TALKS, SHOTS], "pub_date": ["2018-07-11", "2020-10-22"], "id": ["a", "b"]}
    table = pa.table(rows)
    dated = pd.DataFrame(rows).assign(pub_date=lambda frame: pd.to_datetime(frame["pub_date"]))
    lists = [dict(zip(rows, row)) for row in zip(*rows.values())]
    return {
        "dicts": lists,
        "generator": iter(lists),
        "pandas": pd.DataFrame(rows),
        "pandas with times": dated,
        "polars": pl.DataFrame(rows),
        "polars lazily": pl.LazyFrame(rows),
        "arrow": table,
        "batches": pa.RecordBatchReader.from_batches(table.schema, table.to_batches()),
        "one batch": table.to_batches()[0],
    }


@pytest.mark.parametrize("kind", frames() if pytest.importorskip("pyarrow") else [])
def test_every_kind_of_table_is_coded_alike(kind):
    found = annalist.code(frames()[kind], columns={"text": "body"})
    assert [event["id"] for event in found] == ["a:CONSULT:44", "b:ASSAULT:7"]
    assert days(found) == [("CONSULT", "2018-07-09"), ("ASSAULT", "2020-10-20")]


def test_columns_of_texts_are_taken_alone():
    pd, pl, pa = map(pytest.importorskip, ("pandas", "polars", "pyarrow"))
    for texts in (pd.Series([TALKS]), pl.Series([TALKS]), pa.array([TALKS]), pa.chunked_array([[TALKS]])):
        assert len(annalist.code(texts)) == 1, type(texts)


def test_any_object_with_the_arrow_interface_is_read():
    pa = pytest.importorskip("pyarrow")

    class Foreign:
        def __init__(self, table):
            self.table = table

        def __arrow_c_stream__(self, requested_schema=None):
            return self.table.__arrow_c_stream__(requested_schema)

    assert len(annalist.code(Foreign(pa.table({"text": [TALKS, SHOTS]})))) == 2


def test_results_are_arrow_for_whoever_asks():
    pd, pl, pa = map(pytest.importorskip, ("pandas", "polars", "pyarrow"))
    found = annalist.code([TALKS, SHOTS], published="2020-10-22")
    table = pa.table(found)
    assert table.schema == pa.schema(found) and table.num_rows == 2
    assert table["first_day"].to_pylist() == [datetime.date(2020, 10, 19), datetime.date(2020, 10, 20)]
    assert pl.DataFrame(found)["event"].to_list() == ["CONSULT", "ASSAULT"]
    assert found.to_pandas()["dead_low"].tolist()[1] == 12
    assert pa.table(annalist.code([])).schema == table.schema, "no results have the same columns"


@pytest.mark.parametrize("verb", ["annotate", "read", "quotes", "parse"])
def test_every_verb_has_a_table(verb):
    pa = pytest.importorskip("pyarrow")
    found = getattr(annalist, verb)([TALKS, SHOTS], id=["a", "b"])
    table = pa.table(found)
    assert table.num_rows == len(found) and table.schema == pa.schema(found)
    assert len(found) == (1 if verb == "quotes" else 2)
    key = "report" if verb == "quotes" else "id"
    assert table[key].to_pylist()[-1] == "b"


def test_questions_are_answered():
    pa = pytest.importorskip("pyarrow")
    pair = {"id": 1, "text": "France attacked Mali.", "actor": "France", "recipient": "Mali"}
    types = annalist.classify([pair])
    assert types[0]["event"] == "ASSAULT" and types[0]["id"] == 1
    assert pa.table(types)["id"].to_pylist() == ["1"]
    people = annalist.actors(["French president Francois Hollande", "the table"])
    assert [person["country"] for person in people] == ["FRA", None]
    assert pa.table(people)["sector"].to_pylist() == [["GOV"], None]
    dated = annalist.actors([{"text": "the French president", "date": "2013-01-11"}])
    assert dated[0]["name"] == "François Hollande"


def test_a_bad_row_costs_itself_alone_and_is_named():
    with pytest.warns(annalist.AnnalistWarning, match=r"2 problems in 4 reports: cannot read row 2: .* an empty `text`"):
        found = annalist.code([TALKS, "", 7, SHOTS])
    assert len(found) == 2 and len(found.problems) == 2
    assert found.problems[1].startswith("cannot read row 3: expected")
    with pytest.raises(annalist.AnnalistError, match="cannot read row 1"):
        annalist.code([""], errors="raise")
    assert len(annalist.code(["", TALKS], errors="ignore").problems) == 1


def test_half_a_character_is_no_text():
    found = annalist.code(["\ud800 killed", {"text": "\ud800", "id": "x"}], errors="ignore")
    assert found.problems[0] == "cannot read row 1: expected text, found half a character"
    assert found.reports == 2


def test_other_languages_are_noted():
    found = annalist.code("Le président malien a rencontré vendredi à Paris le ministre français de la défense.", id="f")
    assert not found and found.notes == [
        ("f", "language: the text is in `fr` (French), which is read but not coded")
    ]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: annalist.code("x", only="ASAULT"), "cannot understand `--only ASAULT`: expected AGREE, CONSULT"),
        (lambda: annalist.quotes("x", without=["shout"]), "cannot understand `--without shout`: expected"),
        (lambda: annalist.code("x", min_confidence=3), "expected a number from 0 to 1"),
        (lambda: annalist.code("x", published="soon"), "`published=soon` is not one certain date"),
        (lambda: annalist.Coder(events="none.events"), "cannot read lexicon `none.events`: "),
        (lambda: annalist.Coder(zone="Mars/Olympus"), "cannot find zone `Mars/Olympus`"),
        (lambda: annalist.Coder(columns={"txet": "body"}), "cannot understand `columns`: expected one of text"),
        (lambda: annalist.Coder(input_format="doc"), "cannot understand `input_format=doc`: expected one of text"),
        (lambda: annalist.code("x", errors="hide"), "expected warn, raise or ignore"),
    ],
)
def test_what_is_not_understood_is_said_in_the_programs_words(call, why):
    with pytest.raises(annalist.AnnalistError) as caught:
        call()
    assert why in str(caught.value)


def test_a_file_that_is_not_there_is_a_problem():
    from pathlib import Path

    found = annalist.read(Path("no-such-file.txt"), errors="ignore")
    assert found.problems == ["cannot read `no-such-file.txt`: no such file or folder"]


def test_pages_and_open_files_are_read(root):
    page = root / "examples/tunisia-2011.html"
    headlines = {"Ben Ali flees Tunisia after weeks of protest"}
    with open(page, "rb") as file:
        assert {report["headline"] for report in annalist.read([page, page.read_bytes(), file])} == headlines


def test_wrong_lines_of_own_files_are_named(tmp_path):
    own = tmp_path / "own.actors.tsv"
    own.write_text("no table\n", encoding="utf-8")
    with pytest.warns(annalist.AnnalistWarning, match="problems? in your files"):
        coder = annalist.Coder(actors=own)
    assert coder.problems and "own.actors.tsv" in coder.problems[0]


def test_a_coder_survives_pickling_and_works_in_a_fork():
    coder = annalist.Coder(published="2018-07-11", columns={"text": "body"}, threads=2)
    assert len(coder.code([{"body": TALKS}])) == 1
    again = pickle.loads(pickle.dumps(coder))
    assert days(again.code([{"body": TALKS}])) == [("CONSULT", "2018-07-09")]
    multiprocessing = pytest.importorskip("multiprocessing")
    if "fork" in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply_async(count, (coder, TALKS)).get(timeout=60) == 1


def count(coder, text):
    return len(coder.code([{"body": text}]))


def test_other_threads_run_while_reports_are_coded():
    ticks, over = [], threading.Event()

    def tick():
        while not over.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    other = threading.Thread(target=tick)
    other.start()
    start = time.perf_counter()
    annalist.annotate([f"{TALKS} {SHOTS} " * 60] * 8, threads=1)
    length = time.perf_counter() - start
    over.set()
    other.join()
    pauses = [later - sooner for sooner, later in zip(ticks, ticks[1:])]
    assert max(pauses) < max(0.5 * length, 0.1), "the interpreter was held"


def test_a_stream_gives_parts_in_order_and_tells_how_far_it_is():
    seen = []
    coder = annalist.Coder(threads=2)
    parts = list(
        coder.stream(
            "code",
            ({"text": SHOTS, "id": i} for i in range(10)),
            size=4,
            progress=lambda done, total: seen.append((done, total)),
        )
    )
    assert [part.reports for part in parts] == [4, 4, 2]
    assert [event["cite_info"]["id"] for part in parts for event in part] == [str(i) for i in range(10)]
    assert seen == [(4, None), (8, None), (10, None)]


def test_a_report_is_shown_with_its_record_and_nothing_of_it_is_run():
    hostile = 'Police killed 12 protesters in <script>alert("x")</script> Lagos on Tuesday, officials said.'
    shown = annalist.annotate(hostile, id="a<b", published="2020-10-22")[0]._repr_html_()
    assert "<script" not in shown and "&lt;script&gt;" in shown and "a&lt;b" in shown
    assert "ASSAULT" in shown and shown.count("<span") == shown.count("</span>") > 3
    assert "<table>" in annalist.code(SHOTS)._repr_html_()
    assert "no events" in annalist.code("It rained.")._repr_html_()


def test_marks_may_overlap():
    from annalist._markup import marked

    def check(spans, expected):
        assert marked("abcdef", [(s, e, "w", "t") for s, e in spans]) == expected

    mark = '<span class="w" title="t">{}</span>'.format
    check([(0, 2), (3, 4)], mark("ab") + "c" + mark("d") + "ef")
    check([(0, 4), (1, 2)], mark("a" + mark("b") + "cd") + "ef")
    check([(0, 3), (2, 5)], mark("abc") + "def")
    check([(2, 2)], "abcdef")
