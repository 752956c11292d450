"""Fifty clients at once on `kg serve`: requests, errors, and what memory the server holds before and after.

    python benchmarks/serve_load.py [--out outputs] [--seconds 30] [--clients 50]
"""

import argparse
import http.client
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode

from kg.query.named import load


def paths() -> list[str]:
    """What the clients ask for in turn: the named queries that need nothing, and pages."""
    queries = [q.text for q in load().values() if not any(p.required for p in q.parameters)]
    asked = ["/sparql?" + urlencode({"query": text}) for text in queries]
    return [*asked, "/", "/.well-known/void", "/entity/" + quote("place/太原市"), "/static/editor.js"]


def client(port: int, first: int, until: float, seen: Counter[str], times: list[float]) -> None:
    """One client with one connection, asking until the time is up."""
    wanted = paths()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = first
    while time.monotonic() < until:
        number += 1
        start = time.monotonic()
        try:
            connection.request("GET", wanted[number % len(wanted)])
            response = connection.getresponse()
            response.read()
            seen[str(response.status)] += 1
        except OSError as error:
            seen[type(error).__name__] += 1
            connection.close()
        times.append(time.monotonic() - start)
    connection.close()


def memory(pid: int) -> dict[int, int]:
    """Resident kilobytes of a process and of its children."""
    children = [int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]
    found = {}
    for process in (pid, *children):
        status = Path(f"/proc/{process}/status").read_text()
        resident = re.search(r"VmRSS:\s+(\d+)", status)
        found[process] = int(resident[1]) if resident else 0
    return found


def told(pid: int, when: str) -> None:
    """Print the memory of the server and its workers."""
    sizes = memory(pid)
    server = sizes.pop(pid)
    workers = " + ".join(f"{size / 1024:.0f}" for size in sizes.values()) or "0"
    print(f"memory {when}: server {server / 1024:.0f} MB, workers {workers} MB")


def load_it(port: int, pid: int, seconds: float, clients: int) -> None:
    """Ask, and print what came of it."""
    warm: Counter[str] = Counter()
    client(port, 0, time.monotonic() + 3, warm, [])
    told(pid, "before")
    seen: list[Counter[str]] = [Counter() for _ in range(clients)]
    times: list[list[float]] = [[] for _ in range(clients)]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=client, args=(port, n, until, seen[n], times[n])) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told(pid, "after ")
    total = sum(seen, Counter())
    took = sorted(t for one in times for t in one)
    errors = {kind: n for kind, n in total.items() if kind != "200"}
    print(f"requests {total.total()} in {seconds:g} s by {clients} clients: {total.total() / seconds:.0f} a second")
    print(f"errors {sum(errors.values())} {errors or ''}")
    print(f"seconds: median {took[len(took) // 2]:.3f}, 99 % {took[len(took) * 99 // 100]:.3f}, longest {took[-1]:.3f}")


def main() -> None:
    """Start a server, load it, end it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default="outputs", help="folder of a build")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--clients", type=int, default=50)
    given = parser.parse_args()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--out", given.out, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        found = re.search(r":(\d+)/$", server.stdout.readline().strip())
        if not found:
            sys.exit("the server did not start")
        try:
            load_it(int(found[1]), server.pid, given.seconds, given.clients)
        finally:
            server.send_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
