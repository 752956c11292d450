"""`kg load`: builds in real stores, by the Graph Store Protocol, and what it says when a store does not answer."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from click.testing import Result
from rdflib import Dataset, Graph

from kg.errors import OutputError
from kg.exchange.store import GraphStore, load
from kg.query.formats import Limits, write
from kg.query.named import load as load_named
from kg.query.oxigraph import OxigraphStore, fill
from tests.conftest import NEWS

OTHER = ("http://other.example/g", "https://kg.example/id/mine")  # the second below the base, but never loaded
VIRTUOSO = """[Database]\nDatabaseFile = {0}/v.db\nErrorLogFile = {0}/v.log\nLockFile = {0}/v.lck\nTransactionFile = {0}/v.trx
xa_persistent_file = {0}/v.pxa\n[TempDatabase]\nDatabaseFile = {0}/t.db\nTransactionFile = {0}/t.trx
[Parameters]\nServerPort = 127.0.0.1:{1}\n[HTTPServer]\nServerPort = 127.0.0.1:{2}\n"""


def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso-t"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A running server, empty but for two graphs that are not ours."""
    name, folder, at = request.param, tmp_path_factory.mktemp("store"), port()
    program = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if not program:
        pytest.skip(f"no {name} here: loading into it is not tried")
    if name == "oxigraph":
        command, path, login = [program, "serve", "-l", str(folder), "-b", f"127.0.0.1:{at}"], "store", {}
    else:
        (folder / "v.ini").write_text(VIRTUOSO.format(folder, port(), at))
        command, path = [program, "-f", "-c", str(folder / "v.ini")], "sparql-graph-crud-auth"
        login = {"user": "dba", "password": "dba"}  # of every new Virtuoso
    with (folder / "said").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            until = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < until and not answers(at):
                time.sleep(0.1)
            with GraphStore(f"http://127.0.0.1:{at}/{path}", **login) as opened:
                for graph in OTHER:
                    opened.put(graph, b"<a:a> <a:b> <a:c> .\n")
                yield opened
        finally:
            process.kill()


def answers(at: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{at}/")
    except httpx.HTTPError:
        return False
    return True


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, date in (("一月", "1月2日"), ("二月", "2月2日"), ("三月", "3月2日")):
        (folder / f"{name}.md").write_text(NEWS.replace("3月2日", date), "utf-8")
    return folder


def content(store: GraphStore, graph: str) -> Graph:
    return Graph().parse(data=store.get(graph), format="nt")


def put(out: Path, store: GraphStore, chunk: int = 7) -> tuple[int, int, int]:
    done = load(out, store, chunk=chunk, progress=lambda stage, number, total: None)
    return done.graphs, done.triples, done.removed


def expected(out: Path) -> dict[str, Graph]:
    """What the store must hold: graph.nq by graph, the default graph as {base}load/rest."""
    data = Dataset()
    data.parse(out / "graph.nq", format="nquads")
    found = {str(graph.identifier): Graph() + graph for graph in data.graphs() if len(graph)}
    return {"https://kg.example/load/rest" if name.startswith("urn:") else name: graph for name, graph in found.items()}


def test_a_build_is_in_the_store_graph_by_graph(store: GraphStore, built: Path) -> None:
    wanted = expected(built)
    lines = len((built / "graph.nq").read_text("utf-8").splitlines())
    for chunk in (50_000, 300):  # the second time every graph is there already
        assert put(built, store, chunk) == (len(wanted), lines, 0)
        assert {name: set(content(store, name)) == set(graph) for name, graph in wanted.items()} == dict.fromkeys(wanted, True)
    assert len(content(store, "https://kg.example/ns")) > 500
    assert [len(content(store, graph)) for graph in OTHER] == [1, 1]


def test_the_named_queries_give_their_rows_there(store: GraphStore, built: Path) -> None:
    if store.endpoint.path != "/store":
        pytest.skip("Virtuoso has a SPARQL of its own")
    load(built, store, chunk=50_000, whole=True, progress=lambda stage, number, total: None)
    here = OxigraphStore(fill(None, built / "graph.nq", built / "ontology.ttl"))
    query = store.endpoint.copy_with(path="/query").copy_merge_params({"default-graph-uri": "https://kg.example/load/whole"})
    for name in load_named().keys() - {"find"}:
        text = load_named()[name].fill({p.name: p.example for p in load_named()[name].parameters if p.required})
        there = httpx.post(query, content=text, headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"}, timeout=60)
        ours = write(here.query(text), "csv|turtle", Limits()).body.decode()
        assert Counter(there.text.splitlines()) == Counter(ours.splitlines()), name


def test_graphs_that_are_gone_are_removed_and_no_others(store: GraphStore, kg: Callable[..., Result], pages: Path, tmp_path: Path) -> None:
    three, two, base = tmp_path / "three", tmp_path / "two", tmp_path / "base"
    kg("build", pages, "--out", three)
    kg("build", pages / "一月.md", pages / "三月.md", "--out", two)
    kg("build", pages / "二月.md", "--out", base, "--base-iri", "https://second.example/")
    put(three, store), put(base, store)
    assert put(two, store)[2] == len(expected(three).keys() - expected(two).keys()) == 1
    assert len(content(store, "https://kg.example/id/article/二月.md/1")) == 0
    assert len(content(store, "https://kg.example/id/article/三月.md/1")) > 10
    assert len(content(store, "https://second.example/id/article/二月.md/1")) > 10
    assert [len(content(store, graph)) for graph in OTHER] == [1, 1]


def test_a_load_that_was_cut_off_leaves_nothing_behind(store: GraphStore, kg: Callable[..., Result], pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    kg("build", pages / "一月.md", pages / "二月.md", "--out", one)
    kg("build", pages / "三月.md", "--out", other)
    put(other, store)
    with monkeypatch.context() as patch:
        patch.setattr(store, "add", failing_after(store.add, 3))
        with pytest.raises(OutputError, match="cut off"):
            put(one, store)
    assert len(content(store, "https://kg.example/id/article/一月.md/1")) > 0
    assert put(other, store)[2] == 2
    for name in ("一月", "二月"):
        assert len(content(store, f"https://kg.example/id/article/{name}.md/1")) == 0


def failing_after(real: Callable[[str, bytes], None], calls: int) -> Callable[[str, bytes], None]:
    made: list[str] = []

    def add(graph: str, body: bytes) -> None:
        made.append(graph)
        if len(made) > calls:
            raise OutputError("cut off")
        real(graph, body)

    return add


class Answering(BaseHTTPRequestHandler):
    """Answers every request with the status that its path names, after as many seconds as the second part says."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        status, _, wait = self.path.partition("?")[0].strip("/").partition("/")
        time.sleep(float(wait or 0))
        basic = self.headers.get("authorization") == "Basic bWU6c2VjcmV0"  # me:secret
        self.send_response(204 if basic and status == "401" else int(status))
        self.send_header("WWW-Authenticate", "Basic realm=store")
        self.send_header("Location", "http://elsewhere.example/store")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def answering() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("401", (), "wants a name and a password"), ("401", ("--user", "me", "--password", "wrong"), "refuses this name and password"),
        ("403", (), "wants a name"), ("404", (), "no Graph Store at this address"), ("413", (), "--chunk"), ("301", (), "http://elsewhere.example/store"),
        ("503", (), "the store failed: Service Unavailable (GET: 503)"), ("400", (), "the store refuses: Bad Request"),
        ("204/1", ("--timeout", "0.3"), "no answer within 0.3 seconds"),
    ],
)  # fmt: skip
def test_what_does_not_work_is_said_in_one_line(kg: Callable[..., Result], built: Path, answering: str, path: str, options: tuple[str, ...], said: str) -> None:
    result = kg("load", "--endpoint", answering + path, "--out", built, *options)
    assert result.exit_code == 1 and said in result.output
    assert len(result.output.splitlines()) == 1 and result.output.startswith(f"Error: {answering}{path}: ")


def test_name_and_password_are_sent_when_asked_for(kg: Callable[..., Result], built: Path, answering: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PASSWORD", "secret")
    result = kg("load", "--endpoint", answering + "401", "--out", built, "--user", "me")
    assert (result.exit_code, "triples in 36 graphs sent" in result.output) == (0, True)


def test_without_a_store_or_a_build(kg: Callable[..., Result], built: Path, tmp_path: Path) -> None:
    refused = kg("load", "--endpoint", f"http://127.0.0.1:{port()}/store", "--out", built)
    assert refused.exit_code == 1 and "no connection, is the store running?" in refused.output
    assert "no graph.nq there" in kg("load", "--endpoint", "http://127.0.0.1:1/", "--out", tmp_path).output
    assert "missing an 'http://'" in kg("load", "--endpoint", "nonsense", "--out", built).output
    (tmp_path / "graph.nq").write_text("<a:b> <a:b> .\n")
    assert "line 1 is no quad" in kg("load", "--endpoint", "http://127.0.0.1:1/", "--out", tmp_path).output
