#!/usr/bin/env python3
"""Every named query on a graph of a million triples: the embedded store beside rdflib, in one run.

The graph is a build of the given pages, repeated with its entities renamed (places and roles stay, as they would in an
archive). Load time and memory stand below the table. The two take turns, query by query, and what counts is the time of
the processor, the best of some runs: other work on the machine then weighs on neither. A query may take a cap of seconds;
where it did not end, the table says so.
"""

import argparse
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from kg.query import search
from kg.query.answer import Select, Store
from kg.query.loading import Source, prepare
from kg.query.named import NamedQuery, load
from kg.query.worker import open_store

ENTITY = re.compile(r"(/id/(?!role/|place/)[^>]*)>")
LABEL = re.compile(
    r"(<[^>]*/id/(?!role/|place/)[^>]*> <[^>]*#(?:prefLabel|altLabel|inferredLabel)> \"(?:[^\"\\]|\\.)*)(\"@zh)"
)
SLOW = 5.0  # seconds after which a query is not run again
FILE = re.compile(r"(<http://purl\.org/dc/terms/source> \"[^\"]*)(\")")


def enlarge(quads: Path, target: Path, triples: int) -> int:
    """Write copies of a build until its default graph has so many triples; their number."""
    lines = quads.read_text("utf-8").splitlines(keepends=True)
    distinct = {line.rsplit(" <", 1)[0] if line.endswith("> .\n") else line for line in lines}
    copies = -(-triples // len(distinct))
    with target.open("w", encoding="utf-8") as out:
        for copy in range(1, copies + 1):
            for line in lines:
                named = FILE.sub(rf"\1~{copy}\2", LABEL.sub(rf"\1·{copy}\2", line))
                out.write(ENTITY.sub(rf"\1~{copy}>", named))
    return copies


def filled(query: NamedQuery, labels: frozenset[str]) -> str:
    """The query with its required parameters, the examples renamed as the entities are."""
    values = {}
    for parameter in query.parameters:
        if parameter.required:
            renamed = f"{parameter.example}{'~1' if parameter.name == 'source' else '·1'}"
            values[parameter.name] = renamed if renamed in labels or parameter.name == "source" else parameter.example
    return query.fill(values)


def ask(store: Store, text: str) -> tuple[float, int]:
    """Seconds of the processor and rows of one evaluation, all rows taken."""
    start = time.process_time()
    answer = store.query(text)
    rows = sum(1 for _ in answer.rows) if isinstance(answer, Select) else 0
    return time.process_time() - start, rows


def apart(work: Callable[[], object], cap: float) -> object:
    """The result of some work in a fork, which is killed when its time is up: None then."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_send, args=(theirs, work))
    process.start()
    theirs.close()
    result = None
    if ours.poll(cap):
        try:
            result = ours.recv()
        except EOFError:
            result = None
    process.kill()
    process.join()
    return result


def _send(connection: Connection, work: Callable[[], object]) -> None:
    connection.send(work())


def peak() -> int:
    """Megabytes that this process has used at most."""
    status = Path("/proc/self/status").read_text()  # ru_maxrss would be the parent's after fork and exec
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def measure(source: Source, queries: dict[str, str], cap: float, runs: int) -> Iterator[object]:
    """Load time and memory first, then (seconds, rows) of each query, the best of the runs; a slow one is run once."""
    start = time.perf_counter()
    store = open_store(source)
    yield time.perf_counter() - start, peak()
    for text in queries.values():
        best: tuple[float, int] | None = None
        for _ in range(runs):
            found = apart(lambda text=text: ask(store, text), cap)
            if not isinstance(found, tuple):
                best = None
                break
            best = found if best is None else min(best, found)
            if best[0] > SLOW:
                break
        yield best or (None, None)


def report(source: Source, queries: dict[str, str], cap: float, runs: int, connection: Connection) -> None:
    """In a process of its own, so that its memory is its own: an item for each request."""
    items = measure(source, queries, cap, runs)
    while connection.recv():
        connection.send(next(items))


def run(source: Source, queries: dict[str, str], cap: float, runs: int) -> Iterator[tuple[float, int]]:
    """The items of `measure`, from a process of its own, each worked out when it is asked for."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=report, args=(source, queries, cap, runs, theirs))
    process.start()
    theirs.close()
    for name in ("load", *queries):
        ours.send(True)
        item = ours.recv()
        print(f"  {source.engine}: {name} {item}", file=sys.stderr)
        yield item
    ours.send(False)
    process.join()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outputs", type=Path, nargs="?", default=Path("outputs"), help="folder of a build")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--cap", type=float, default=30.0, help="seconds per query")
    parser.add_argument("--runs", type=int, default=3, help="of each query, of which the best counts")
    parser.add_argument("--keep", type=Path, help="folder to keep the large graph in")
    parser.add_argument("--only-store", action="store_true", help="without rdflib")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(exist_ok=True, parents=True)
        copies = enlarge(args.outputs / "graph.nq", folder / "graph.nq", args.triples)
        (folder / "ontology.ttl").write_bytes((args.outputs / "ontology.ttl").read_bytes())
        table(folder, copies, args)


def table(folder: Path, copies: int, args: argparse.Namespace) -> None:
    """Ask both and print what they took."""
    start = time.perf_counter()
    source = prepare(folder, engine="oxigraph")
    loaded = time.perf_counter() - start
    store = open_store(source)
    labels = list(store.labels())
    index, known = search.index(labels), frozenset(label for label, _ in labels)
    queries = {q.name: search.expand(filled(q, known), index) for q in load().values()}
    del store
    engines = [run(source, queries, args.cap, args.runs)]
    if not args.only_store:
        engines.append(run(Source("rdflib", folder), queries, args.cap, args.runs))
    opened, *rows = zip(*engines, strict=True)
    size = sum(f.stat().st_size for f in folder.rglob(".store/**/*") if f.is_file()) // 2**20
    print(f"{copies} copies of the build, at least {args.triples} triples in the default graph\n")
    print("| query | rows | Oxigraph ms | rdflib ms | times |\n| --- | ---: | ---: | ---: | ---: |")
    for name, taken in zip(queries, rows, strict=True):
        print(line(name, taken, args.cap))
    print(f"\nOxigraph: loaded from graph.nq in {loaded:.1f} s, {size} MB on disk, ", end="")
    print(f"opened in {opened[0][0]:.2f} s, {opened[0][1]} MB of memory")
    for seconds, memory in opened[1:]:
        print(f"rdflib: loaded in {seconds:.1f} s, {memory} MB of memory")


def line(name: str, taken: tuple[tuple[float | None, int | None], ...], cap: float) -> str:
    """A row of the table."""
    (seconds, rows), other = taken[0], taken[1][0] if len(taken) > 1 else None
    mine = f"{seconds * 1000:.1f}" if seconds else f"> {cap * 1000:.0f}"
    if len(taken) == 1:
        return f"| {name} | {rows} | {mine} | | |"
    theirs = f"{other * 1000:.0f}" if other else f"> {cap * 1000:.0f}"
    times = f"{'' if other else '> '}{(other or cap) / seconds:.1f}" if seconds else ""
    return f"| {name} | {rows} | {mine} | {theirs} | {times} |"


if __name__ == "__main__":
    main()
