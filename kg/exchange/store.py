"""A build in any SPARQL 1.1 store, by the Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).

Each article's named graph replaces what the store has under its name; what no article says and the vocabulary have graphs
of their own. A graph `{base}load` lists what was sent, before it is sent: the next load, of whatever build of that base,
removes what is gone, and no other graph of the store is touched. A load that was cut off is mended by another one.
"""

import re
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Final

import httpx
from rdflib import DCTERMS, Graph

from kg.errors import InputError, OutputError
from kg.query.prefixes import ONTOLOGY

NTRIPLES: Final = "application/n-triples"
TURTLE: Final = "text/turtle"
_QUAD: Final = re.compile(
    r'(<[^>]*> <[^>]*> (?:<[^>]*>|"(?:[^"\\]|\\.)*+"(?:@[\w-]+|\^\^<[^>]*>)?))(?: <([^>]*)>)? \.\n?'
)
_SAYS: Final = {
    404: "there is no Graph Store at this address; Oxigraph has it at /store, Fuseki at /DATASET/data",
    413: "a request is too large for the store; --chunk N sends less at once",
}
Progress = Callable[[str, int, int], None]  # what is done, how many of them, of how many


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    graphs: int
    triples: int
    removed: int  # graphs of a former load that are not in this build


class GraphStore:
    """A store's graphs by their names. OutputError, in one line, for whatever does not work."""

    def __init__(self, endpoint: str, *, user: str = "", password: str = "", seconds: float = 60.0) -> None:
        self._given = bool(user)
        try:
            self.endpoint = httpx.URL(endpoint)
        except httpx.InvalidURL as error:
            raise OutputError(f"{endpoint}: {error}") from error
        self._client = httpx.Client(auth=_Login(user, password) if user else None, timeout=seconds)
        self._seconds = seconds

    def get(self, graph: str) -> str:
        """A graph as N-Triples; "" if there is none."""
        return self._ask("GET", graph, missing=True).text

    def put(self, graph: str, body: bytes, media: str = NTRIPLES) -> None:
        """Replace a graph."""
        self._ask("PUT", graph, body, media)

    def add(self, graph: str, body: bytes) -> None:
        """Add triples to a graph."""
        self._ask("POST", graph, body, NTRIPLES)

    def delete(self, graph: str) -> None:
        """Remove a graph; none is fine."""
        self._ask("DELETE", graph, missing=True)

    def __enter__(self) -> "GraphStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def _ask(
        self, method: str, graph: str, body: bytes = b"", media: str = "", *, missing: bool = False
    ) -> httpx.Response:
        headers = {"Content-Type": media} if media else {"Accept": NTRIPLES} if method == "GET" else {}
        url = self.endpoint.copy_merge_params({"graph": graph})
        try:
            response = self._client.request(method, url, content=body or None, headers=headers)
        except httpx.TimeoutException as error:
            raise OutputError(
                f"{self.endpoint}: no answer within {self._seconds:g} seconds; --timeout waits longer, --chunk sends less"
            ) from error
        except httpx.ConnectError as error:
            raise OutputError(f"{self.endpoint}: no connection, is the store running? ({error})") from error
        except httpx.HTTPError as error:
            raise OutputError(f"{self.endpoint}: {str(error) or type(error).__name__}") from error
        if response.is_success:
            return response
        if missing and response.status_code == 404:
            return httpx.Response(404)
        raise OutputError(f"{self.endpoint}: {self._reason(response)} ({method}: {response.status_code})")

    def _reason(self, response: httpx.Response) -> str:
        """Why the store did not do it, for the person who typed the command."""
        status = response.status_code
        if status in (401, 403):
            wanted = "the store wants a name and a password: --user, and KG_PASSWORD or --password"
            return "the store refuses this name and password" if self._given else wanted
        if response.has_redirect_location:
            return f"the address leads on to {response.headers['location']}; name that"
        html = "html" in response.headers.get("content-type", "")
        said = "" if html else " ".join(response.text.split())[:200]
        does = "failed" if status >= 500 else "refuses"
        return _SAYS.get(status, f"the store {does}: {said or response.reason_phrase}")


class _Login(httpx.Auth):
    """Name and password as the store asks for them, Basic or Digest; not sent before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See httpx.Auth."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if asked.startswith("digest") else self._basic
        yield from self._chosen.auth_flow(request)


def load(outputs: Path, store: GraphStore, *, chunk: int, whole: bool = False, progress: Progress) -> Loaded:
    """Send a build in requests of at most `chunk` triples. InputError without a build, OutputError if it fails.

    `whole`: besides the articles' graphs one that says everything, `{base}load/whole`, to be asked as the default graph.
    """
    with closing(_sorted(outputs / "graph.nq")) as quads:
        first = quads.execute("SELECT min(graph) FROM quads WHERE graph LIKE '%id/article/%'").fetchone()[0]
        if first is None:
            raise InputError(f"{outputs}: the graph has no article")
        base = first.partition("id/article/")[0]
        list_ = f"{base}load"
        quads.execute("UPDATE quads SET graph = ? WHERE graph = ''", [f"{list_}/rest"])
        if whole:
            quads.execute("INSERT INTO quads SELECT DISTINCT ?, triple FROM quads", [f"{list_}/whole"])
        names = [name for (name,) in quads.execute("SELECT DISTINCT graph FROM quads ORDER BY graph")]
        former = {name for name in _listed(store.get(list_)) if name.startswith(base)}
        store.add(list_, _parts(list_, names))
        total = _send(quads, store, chunk, progress)
    store.put(ONTOLOGY, (outputs / "ontology.ttl").read_bytes(), TURTLE)
    gone = sorted(former - set(names))
    for number, name in enumerate(gone, 1):
        store.delete(name)
        progress("former graphs", number, len(gone))
    store.put(list_, _parts(list_, names))
    return Loaded(len(names), total, len(gone))


def _send(quads: sqlite3.Connection, store: GraphStore, chunk: int, progress: Progress) -> int:
    """Replace graph after graph; the number of triples."""
    total, done = int(quads.execute("SELECT count(*) FROM quads").fetchone()[0]), 0
    rows = quads.execute("SELECT graph, triple FROM quads ORDER BY graph")
    for name, of_graph in groupby(rows, key=itemgetter(0)):
        for number, body in enumerate(_chunks((triple for _, triple in of_graph), chunk)):
            (store.add if number else store.put)(name, b"".join(body))
            done += len(body)
            progress("triples", done, total)
    return total


def _sorted(path: Path) -> sqlite3.Connection:
    """The quads by graph, in a table on disk that goes when it is closed: graph.nq is sorted by subject, and may be large."""
    quads = sqlite3.connect("")
    quads.execute("CREATE TABLE quads (graph TEXT, triple BLOB)")
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            quads.executemany("INSERT INTO quads VALUES (?, ?)", _split(path, lines))
    except FileNotFoundError as error:
        raise InputError(f"{path.parent}: no graph.nq there; `kg build` writes it, --out names its folder") from error
    return quads


def _split(path: Path, lines: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(lines, 1):
        found = _QUAD.fullmatch(line)
        if not found:
            raise InputError(f"{path}: line {number} is no quad; build again")
        yield found[2] or "", f"{found[1]} .\n".encode()


def _chunks(items: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    while piece := list(islice(items, size)):
        yield piece


def _parts(list_: str, names: Iterable[str]) -> bytes:
    return "".join(f"<{list_}> <{DCTERMS.hasPart}> <{name}> .\n" for name in names).encode()


def _listed(ntriples: str) -> set[str]:
    return {str(name) for name in Graph().parse(data=ntriples, format="nt").objects(None, DCTERMS.hasPart)}
