"""A process that answers queries one at a time, so that a runaway query can be ended with it.

`python -m kg.query.worker DESCRIPTOR ENGINE OUTPUTS FOLDER MEGABYTES`: requests come and replies go over the socket
with that descriptor. The kernel ends the process when a query's time is up, whatever the store is doing, and whether
or not the parent still lives.
"""

import contextlib
import pickle
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from kg.query import search
from kg.query.answer import Store
from kg.query.errors import QueryError, Trouble
from kg.query.formats import Written, write
from kg.query.loading import Source, hold
from kg.query.messages import Failure, Reply, Request
from kg.query.sandbox import forbid_network


def main(arguments: list[str]) -> None:
    """Open the store, say so, and answer until the socket is closed."""
    descriptor, engine, outputs, folder, megabytes = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if int(megabytes):
        size = int(megabytes) * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = Connection(int(descriptor))
    try:
        source = Source(engine, Path(outputs), Path(folder) if folder else None)
        if source.folder:
            hold(source.folder)
        store = open_store(source)
    except Exception as error:
        connection.send_bytes(pickle.dumps(Failure(f"the store does not open: {error}", Trouble.DATA)))
        return
    forbid_network()
    connection.send_bytes(pickle.dumps(Written(b"", "", False)))
    with contextlib.suppress(EOFError, OSError):
        _serve(connection, store)


def open_store(source: Source) -> Store:
    """The store that a Source names."""
    if source.engine == "rdflib":
        from kg.query.rdflib_store import RdflibStore

        return RdflibStore(source.quads, source.ontology)
    from kg.query.oxigraph import OxigraphStore, fill

    if source.folder:
        return OxigraphStore.open(source.folder / "data")
    return OxigraphStore(fill(None, source.quads, source.ontology))


def _serve(connection: Connection, store: Store) -> None:
    labels: search.Labels | None = None
    while True:
        request = pickle.loads(connection.recv_bytes())
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        if labels is None and search.uses_lookup(request.text):
            labels = search.index(store.labels())
        reply = answer(request, store, labels)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send_bytes(pickle.dumps(reply))


def answer(request: Request, store: Store, labels: search.Labels | None = None) -> Reply:
    """One query against a store, in this process and without a clock."""
    try:
        text = request.text
        if search.uses_lookup(text):
            text = search.expand(text, labels or search.index(store.labels()))
        return write(store.query(text, default=request.default, named=request.named), request.format, request.limits)
    except QueryError as error:
        return Failure(str(error), error.trouble)
    except (MemoryError, RecursionError) as error:
        return Failure(f"the query needs too much memory ({type(error).__name__})", Trouble.LIMIT)
    except Exception as error:  # whatever a store raises must not end the worker
        return Failure(f"the store failed: {str(error) or type(error).__name__}", Trouble.SYNTAX)


if __name__ == "__main__":
    main(sys.argv[1:])
