#!/usr/bin/env python3
"""`make bench`: characters per second of a build beside jieba.posseg tagging the same text, in one run.

No process start, no imports, no reading of rules and dictionaries: both are warmed up on the text first. The whole
build goes from the files of seeds/ to the files of an output folder; "stages 1-4" are load, split, find and relate,
"resolve" is stage 5, "exports" writes and validates every file.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import jieba
import jieba.posseg

from kg.engine import SELDOM
from kg.export import write_all
from kg.load import collect, read_all
from kg.models import Graph
from kg.pipeline import Reader, build
from kg.resolve import resolve
from kg.rulebook import Rulebook, load_rulebook

ROOT = Path(__file__).resolve().parents[1]
SEEDS, PAGES = ROOT / "seeds", ROOT / "tests" / "gold" / "pages"


def seconds(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median processor time of each work. They take turns, so that a busy machine slows all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def measure(paths: list[str], rulebook: Rulebook, runs: int) -> None:
    """Print the characters per second of jieba's tagger and of a build over the same pages."""
    inputs = collect(paths)
    text = "".join(page.text for page in read_all(inputs))
    reader = Reader(rulebook)
    pages = read_all(inputs)
    articles = [article for page in pages for article in reader.splitter.split(page)]
    mentions = {article.id: reader.finder.find(article) for article in articles}
    facts = {article.id: reader.facts(article, mentions[article.id]) for article in articles}
    graph = resolve(articles, mentions, facts, pages, rulebook)

    def stages() -> None:
        for page in read_all(inputs):
            for article in reader.splitter.split(page):
                reader.facts(article)

    def exports(graph: Graph = graph) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_all(graph, Path(folder), base="https://kg.example/")

    def tagger() -> None:
        for line in text.splitlines():
            jieba.posseg.lcut(line)

    parts: dict[str, Callable[[], object]] = {
        "jieba.posseg": tagger,
        "stages 1-4": stages,
        "resolve": lambda: resolve(articles, mentions, facts, pages, rulebook),
        "exports": exports,
        "whole build": lambda: exports(build(read_all(inputs), rulebook=rulebook)),
    }
    seconds(parts, 1)
    times = seconds(parts, runs)
    print(f"{len(inputs)} files, {len(text):,} characters, median of {runs} runs after a warm-up")
    for name, time_taken in times.items():
        speed, ratio = len(text) / time_taken, times["jieba.posseg"] / time_taken
        print(f"  {name:<14}{1000 * time_taken:>7,.0f} ms{speed:>12,.0f} characters/s{ratio:>7.2f} x jieba.posseg")


def main() -> None:
    """Measure the pages named, else the five of seeds/ and then all pages of the repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="pages to build")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    jieba.setLogLevel("ERROR")
    rulebook = load_rulebook()
    gc.collect()
    gc.freeze()  # both as `kg build` does
    gc.set_threshold(SELDOM)
    for paths in [args.paths] if args.paths else [[str(SEEDS)], [str(SEEDS), str(PAGES)]]:
        measure(paths, rulebook, args.runs)


if __name__ == "__main__":
    main()
