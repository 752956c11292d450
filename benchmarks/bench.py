#!/usr/bin/env python3
"""`make bench`: characters per second of a build beside jieba.posseg tagging the same text, in one run.

No process start, no imports, no reading of rules and dictionaries: both are warmed up on the text first. The whole
build goes from the files of seeds/ to the files of an output folder; "stages 1-4" are load, split, find and relate.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jieba
import jieba.posseg

from kg.export import write_all
from kg.find import Finder
from kg.load import collect, read_all
from kg.pipeline import build
from kg.relate import relate
from kg.rulebook import load_rulebook
from kg.split import Splitter

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(SEEDS)], help="pages to build (default: seeds/)")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    rulebook = load_rulebook()
    inputs = collect(args.paths)
    text = "".join(page.text for page in read_all(inputs))

    def stages() -> None:
        splitter, finder = Splitter(rulebook), Finder(rulebook)
        for page in read_all(inputs):
            for article in splitter.split(page):
                relate(article, finder.find(article), rulebook)

    def graph() -> None:
        build(read_all(inputs), rulebook=rulebook)

    def whole() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_all(build(read_all(inputs), rulebook=rulebook), Path(folder), base="https://kg.example/")

    def tagger() -> None:
        for line in text.splitlines():
            jieba.posseg.lcut(line)

    jieba.setLogLevel("ERROR")
    rows = [("jieba.posseg", tagger), ("stages 1-4", stages), ("stages 1-5", graph), ("whole build", whole)]
    speeds = {}
    for name, work in rows:
        work()
        speeds[name] = len(text) / seconds(work, args.runs)
    print(f"{len(inputs)} files, {len(text):,} characters, median of {args.runs} runs after a warm-up")
    for name, speed in speeds.items():
        print(f"{name:<14}{speed:>12,.0f} characters/s {speed / speeds['jieba.posseg']:>6.2f} x jieba.posseg")


if __name__ == "__main__":
    main()
