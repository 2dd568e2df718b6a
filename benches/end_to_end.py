"""Rates, memory and stages of coding, as `end_to_end.sh` says. The standard library alone.

Every run is a process of its own. `cpu` is its processor time in seconds, user and system, which other work on the machine
disturbs little; `wall` is what a clock says. Of several rounds, each figure is the least. What takes part in a comparison runs in
turn. The table goes to standard output, and all rounds as JSON to the file.
"""

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: Reports by the length of their text, in code points.
LENGTHS = [(0, 1000), (1000, 2000), (2000, 4000), (4000, 8000), (8000, 100_000)]
SIZES = [100, 1_000, 10_000]
STAGES = {"read": "read", "parse": "… and parsed", "code": "… and coded"}


def run(command, cores):
    """Runs `command` on so many cores; gives wall and processor seconds and peak megabytes."""
    command = ["taskset", "-c", ",".join(map(str, cores)), *map(str, command)]
    start = time.monotonic()
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.PIPE)
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 2):
        sys.exit(f"error: `{' '.join(command)}` failed: {said.decode().strip()}")
    return {
        "wall": round(wall, 3),
        "cpu": round(used.ru_utime + used.ru_stime, 3),
        "megabytes": round(used.ru_maxrss / 1024, 1),
    }


PYTHON = """
import sys, annalist
from pathlib import Path
threads, verb, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
found = getattr(annalist.Coder(threads=threads), verb)(Path(path), errors="ignore")
sys.stdout.write(found.to_jsonl())
"""

FRAME = """
import json, sys, annalist
threads, path = int(sys.argv[1]), sys.argv[3]
rows = [json.loads(line) for line in open(path, encoding="utf-8")]
found = annalist.Coder(threads=threads).code(rows, errors="ignore")
found.__arrow_c_stream__()
"""


#: Times a job that codes and writes Parquet, in a session that has done one before: what starting Java, Spark and Python costs
#: does not grow with a corpus. Processor time is that of all processes of the session.
SPARK = """
import json, os, subprocess, sys, time
import annalist.spark
from pyspark.sql import SparkSession

os.environ["PYSPARK_PYTHON"] = sys.executable
path, folder = sys.argv[1:3]
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")

def seconds():
    found = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,cputimes="], capture_output=True, text=True).stdout
    rows = [tuple(map(int, line.split())) for line in found.splitlines()]
    ours, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, parent, _ in rows if parent in ours} - ours
        grown, ours = bool(more), ours | more
    tick = os.sysconf("SC_CLK_TCK")
    total = 0
    for pid in ours:
        try:
            fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:13])) / tick
    return total

def job(name):
    reports = spark.read.schema("id string, published string, text string").json(path)
    annalist.spark.code(reports.coalesce(1)).write.mode("overwrite").parquet(f"{folder}/{name}")

job("first")
start, used = time.monotonic(), seconds()
job("second")
print(json.dumps({"wall": round(time.monotonic() - start, 3), "cpu": round(seconds() - used, 3), "megabytes": 0}))
"""


class Bench:
    def __init__(self, args, folder):
        self.args, self.folder, self.rows = args, Path(folder), []
        cores = sorted(os.sched_getaffinity(0))
        self.one, self.two = cores[-1:], cores[-2:]
        news = Path(args.shared) / "data/news"
        self.wire = [json.loads(line) for line in open(news / "wire.jsonl", encoding="utf-8")]
        self.news = list(self.wire)
        for name in ("guardian", "samples", "india_docs", "bbc_lower"):
            self.news += [json.loads(line) for line in open(news / f"{name}.jsonl", encoding="utf-8")]
        self.pages = Path(args.shared) / "data/pages/html"

    def corpus(self, name, reports):
        """`reports` as a file, each with an identifier of its own."""
        path = self.folder / f"{name}.jsonl"
        with open(path, "w", encoding="utf-8") as file:
            for number, report in enumerate(reports):
                json.dump({**report, "id": f"{name}-{number}"}, file, ensure_ascii=False)
                file.write("\n")
        return path

    def program(self, verb, path, threads=1):
        return [self.args.program, verb, "--quiet", "--threads", threads, *self.jsonl(verb), path]

    @staticmethod
    def jsonl(verb):
        return ["--format", "jsonl"] if verb in ("code", "quotes") else []

    def spark(self, path):
        """A job of Spark on one core."""
        command = ["taskset", "-c", str(self.one[0]), self.args.python, "-c", SPARK, path, self.folder]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"error: Spark failed: {done.stderr.strip()}")
        return json.loads(done.stdout.splitlines()[-1])

    def compare(self, group, reports, characters, runs):
        """Runs each of `runs` in turn, round by round: name, command, cores."""
        found = {name: [] for name, _, _ in runs}
        for _ in range(self.args.rounds):
            for name, command, cores in runs:
                found[name].append(self.spark(command) if cores is None else run(command, cores))
        for name, rounds in found.items():
            least = {key: min(r[key] for r in rounds) for key in ("wall", "cpu", "megabytes")}
            row = {"group": group, "name": name, "reports": reports, "characters": characters, **least, "rounds": rounds}
            self.rows.append(row)
            print(f"{group}: {name}: {least}", file=sys.stderr)

    def all(self):
        text = self.corpus("text", self.wire[:1000])
        length = mean(self.wire[:1000])
        pages = len(list(self.pages.iterdir()))
        runs = [(what, self.program(verb, text), self.one) for verb, what in STAGES.items()]
        self.compare("stages, from text, one core", 1000, length, runs)
        runs = [(what, self.program(verb, self.pages), self.one) for verb, what in STAGES.items()]
        self.compare("stages, from pages, one core", pages, None, runs)
        runs = [("one core", self.program("code", text), self.one), ("two cores", self.program("code", text, 2), self.two)]
        self.compare("cores, from text", 1000, length, runs)
        for size in SIZES:
            reports = (self.wire * (size // len(self.wire) + 1))[:size]
            path = self.corpus(f"size{size}", reports)
            timed = (f"{size:,} reports", self.program("code", path), self.one)
            self.compare("size, from text, one core", size, mean(reports), [timed])
        for low, high in LENGTHS:
            chosen = [r for r in self.news if low <= len(r.get("text", "")) < high][:200]
            if chosen:
                path = self.corpus(f"length{low}", chosen)
                name = f"{low:,} to {high:,}" if high < 100_000 else f"from {low:,}"
                self.compare("length, one core", len(chosen), mean(chosen), [(name, self.program("code", path), self.one)])
        if self.args.python:
            python = [self.args.python, "-c"]
            runs = [
                ("program", self.program("code", text), self.one),
                ("Python, a file", [*python, PYTHON, 1, "code", text], self.one),
                ("Python, dicts to Arrow", [*python, FRAME, 1, "code", text], self.one),
            ]
            if self.args.spark:
                runs.append(("Spark, a second job", text, None))
            self.compare("Python and Spark, one core", 1000, length, runs)

    def table(self):
        lines = ["| what | reports | characters a report | reports/s of processor | reports/s | peak MB |"]
        lines += ["| --- | ---: | ---: | ---: | ---: | ---: |"]
        for row in self.rows:
            length = "" if row["characters"] is None else f"{row['characters']:,}"
            memory = f"{row['megabytes']:.0f}" if row["megabytes"] else ""
            rates = [row["reports"] / row[key] for key in ("cpu", "wall")]
            lines.append(
                f"| {row['group']}: {row['name']} | {row['reports']:,} | {length} "
                f"| {rates[0]:.1f} | {rates[1]:.1f} | {memory} |"
            )
        return "\n".join(lines)


def mean(reports):
    """Code points of a report's text."""
    return sum(len(report["text"]) for report in reports) // len(reports)


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared")
    parser.add_argument("--program", required=True)
    parser.add_argument("--python")
    parser.add_argument("--spark", action="store_true", help="measure Spark too, which PYTHON must have")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", default=here.parent / "docs/results/end-to-end.json")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args, folder)
        bench.all()
    about = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "load": round(load, 2),
        "version": subprocess.run([args.program, "--version"], capture_output=True, text=True).stdout.strip(),
        "command": f"benches/end_to_end.sh SHARED --rounds {args.rounds}",
        "rows": bench.rows,
    }
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(about, file, indent=1)
        file.write("\n")
    print(bench.table())


if __name__ == "__main__":
    main()
