"""Every named query over a graph of so many triples, on Oxigraph and on rdflib: seconds, ratio, load time, peak memory.

    .venv/bin/kg build seeds --out outputs
    .venv/bin/python benchmarks/query_store.py --triples 1000000 --timeout 20

The graph is the export repeated, each copy with entities and names of its own; offices (局长, 书记) are shared.
A query is run twice on Oxigraph, the better time counts; on rdflib once, in a fork that ends at the time-out.
"""

import argparse
import gc
import os
import re
import resource
import shutil
import signal
import tempfile
import time
from pathlib import Path

from kg.errors import KgError
from kg.query import search
from kg.query.loading import Source, prepare
from kg.query.messages import Failure, Request
from kg.query.named import NamedQuery, load
from kg.query.pool import Worker
from kg.query.rdflib_store import RdflibStore
from kg.query.worker import answer

_OWN = re.compile(r"<([^<>]*/id/)(?!role/)")
_LABEL = re.compile(r'(skos/core#(?:pref|alt)Label> "(?:[^"\\]|\\.)*)"@zh')


def main() -> None:
    """Build the graph, ask, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("outputs"), help="a build")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds of a query")
    parser.add_argument("--only", nargs="*", help="these queries on rdflib; none: all")
    parser.add_argument("--no-rdflib", action="store_true")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kg-bench-"))
    try:
        print(f"{multiply(given.out, folder, given.triples):,} quads")
        first = oxigraph(folder, given.timeout)
        chosen = [] if given.no_rdflib else given.only or list(load())
        second = rdflib(folder, given.timeout, set(chosen)) if chosen else {}
    finally:
        shutil.rmtree(folder)
    print("\n| query | rows | Oxigraph s | rdflib s | ratio |\n|---|--:|--:|--:|--:|")
    for name, (rows, seconds) in first.items():
        print(f"| {name} | {rows} | {seconds:.3f} | {_beside(second.get(name), seconds, given.timeout)} |")


def _beside(slow: float | None, fast: float, timeout: float) -> str:
    if slow is None:
        return "| "
    return f"> {timeout:g} | > {timeout / fast:,.0f}" if slow >= timeout else f"{slow:.2f} | {slow / fast:,.0f}"


def multiply(out: Path, folder: Path, triples: int) -> int:
    """Write graph.nq with at least so many quads; the number written."""
    lines = (out / "graph.nq").read_text("utf-8").splitlines(keepends=True)
    shutil.copy(out / "ontology.ttl", folder)
    written = 0
    with (folder / "graph.nq").open("w", encoding="utf-8") as file:
        for copy in range(-(-triples // len(lines))):
            file.writelines(_renamed(line, copy) for line in lines)
            written += len(lines)
    return written


def _renamed(line: str, copy: int) -> str:
    """The quad of the first copy as it is, of another with the names that are its own."""
    if not copy:
        return line
    own = _OWN.match(line)  # a role or a status is the same for all copies
    line = _OWN.sub(rf"<\g<1>{copy}/", line)
    return _LABEL.sub(rf'\1·{copy}"@zh', line) if own else line


def text_of(query: NamedQuery) -> str:
    """The query with the example of each parameter that it needs."""
    return query.fill({p.name: p.example for p in query.parameters if p.required})


def oxigraph(folder: Path, timeout: float) -> dict[str, tuple[str, float]]:
    """Rows and seconds of every query, asked as `kg query` asks."""
    start = time.perf_counter()
    pid = os.fork()
    if not pid:
        prepare(folder)
        os._exit(0)
    os.waitpid(pid, 0)
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"Oxigraph: loaded in {seconds:.1f} s with {peak} MB")
    source, found, most = prepare(folder), {}, 0
    for name, query in load().items():
        worker = Worker(source)
        try:
            worker.ask(Request("ASK {}"))
            found[name] = _asked(worker, text_of(query), timeout)
            most = max(most, _peak(worker.pid) if worker.alive else 0)
        finally:
            worker.close()
    print(f"Oxigraph: asked with {most} MB at most")
    return found


def _asked(worker: Worker, text: str, timeout: float) -> tuple[str, float]:
    best, rows = timeout, ""
    for _ in range(2):
        start = time.perf_counter()
        try:
            lines = worker.ask(Request(text, "csv|ntriples", timeout)).body.count(b"\n")
        except KgError as error:
            return str(error).replace("\n", " ")[:30], time.perf_counter() - start
        rows, best = f"{lines - 1:,}", min(best, time.perf_counter() - start)
    return rows, best


def rdflib(folder: Path, timeout: float, names: set[str]) -> dict[str, float]:
    """Seconds of the queries of these names; the time-out for those that it ended."""
    start = time.perf_counter()
    source = Source("rdflib", folder)
    store = RdflibStore(source.quads, source.ontology)
    labels = search.index(store.labels())
    print(f"rdflib: loaded in {time.perf_counter() - start:.1f} s with {_peak(os.getpid())} MB", flush=True)
    gc.freeze()
    found = {}
    for name, query in load().items():
        if name in names:
            start = time.perf_counter()
            if not (pid := os.fork()):
                signal.setitimer(signal.ITIMER_REAL, timeout)
                reply = answer(Request(text_of(query), "csv|ntriples"), store, labels)
                os._exit(isinstance(reply, Failure))
            _, status = os.waitpid(pid, 0)
            found[name] = timeout if os.WIFSIGNALED(status) else time.perf_counter() - start
    return found


def _peak(pid: int) -> int:
    """The most memory that a process had, in MB (Linux)."""
    found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
