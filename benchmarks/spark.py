#!/usr/bin/env python3
"""The engines side by side: seeds/ multiplied (multiply.py), built here, by Spark in one process, and by two workers.

spark.py 20 100               wall time of each, of that of one local job; what Spark shuffled; the same graph?
"""

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

from cluster import cluster
from scale import CLI, corpus, folder


def run(pages: Path, out: Path, *options: str) -> float:
    """Seconds of a build. An event log of Spark's goes beside the output."""
    settings = out.parent / "settings"
    settings.mkdir(exist_ok=True)
    events = out.with_suffix(".events")
    events.mkdir(exist_ok=True)
    (settings / "spark-defaults.conf").write_text(
        f"spark.eventLog.enabled true\nspark.eventLog.dir file://{events}\nspark.eventLog.compress false\n"
        "spark.eventLog.rolling.enabled false\n")
    environment = {**os.environ, "SPARK_CONF_DIR": str(settings), "SPARK_LOCAL_IP": "127.0.0.1"}
    start = time.perf_counter()
    subprocess.run([*CLI, str(pages), "--out", str(out), *options], env=environment, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def shuffled(out: Path) -> int:
    """Bytes that went from task to task."""
    total = 0
    for log in out.with_suffix(".events").iterdir():
        for line in log.read_text("utf-8").splitlines():
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd":
                total += event.get("Task Metrics", {}).get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    return total


def digest(paths: Iterable[Path]) -> str:
    """Of files one behind the other."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
    return found.hexdigest()


def compare(times: int, where: str, rounds: int) -> None:
    """Print a row for each engine."""
    with folder(where) as temporary, cluster(2) as two:
        size = corpus(temporary / "pages", times)
        engines = {"local, one job": ("--jobs", "1"), "local, two jobs": ("--jobs", "2"),
                   "spark, local[2]": ("--engine", "spark", "--master", "local[2]"),
                   "spark, two workers": ("--engine", "spark", "--master", two.url)}
        taken: dict[str, list[float]] = {name: [] for name in engines}
        for number in range(rounds):
            for place, (name, options) in enumerate(engines.items()):
                taken[name].append(run(temporary / "pages", temporary / f"{number}-{place}", *options))
        first = statistics.median(taken["local, one job"])
        graph = digest([temporary / "0-0" / "graph.nq"])
        for place, (name, seconds) in enumerate(taken.items()):
            out, middle = temporary / f"0-{place}", statistics.median(seconds)
            same = not (out / "graph.nq").is_dir() or digest(sorted((out / "graph.nq").iterdir())) == graph
            print(f"{times:>5} copies {size:>12,} characters  {name:<20} {middle:>7.1f} s  {middle / first:>5.2f}  "
                  f"shuffled {shuffled(out) / 1e6:>7.1f} MB  same graph: {same}", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("copies", type=int, nargs="+")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--where", default="", help="folder for the corpora")
    args = parser.parse_args()
    for times in args.copies:
        compare(times, args.where, args.rounds)


if __name__ == "__main__":
    main()
