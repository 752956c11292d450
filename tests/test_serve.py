"""`kg serve` as its clients meet it: a real server over the graph of the seed pages, asked over HTTP."""

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from click.testing import CliRunner
from rdflib import RDF, Graph, Namespace, URIRef
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from kg.cli import cli
from kg.query.named import load
from tests.conftest import NEWS, ROOT

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
NAMES = "SELECT ?n { ?s skos:prefLabel ?n } ORDER BY ?n LIMIT 3"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
WANG = "/entity/official/" + quote("王强_太原市科学技术局")
Response = tuple[int, dict[str, str], bytes]


class Client:
    """Asks one server."""

    def __init__(self, root: str, pid: int) -> None:
        self.root, self.pid = root, pid

    def __call__(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Response:
        connection = http.client.HTTPConnection(urlsplit(self.root).netloc, timeout=60)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            return got.status, {name.lower(): value for name, value in got.getheaders()}, got.read()
        finally:
            connection.close()

    def ask(self, query: str, accept: str = "application/sparql-results+json", **more: str) -> Response:
        return self("/sparql?" + urlencode({"query": query, **more}), Accept=accept)

    def rows(self, query: str, **more: str) -> list[dict[str, str]]:
        status, _, body = self.ask(query, **more)
        assert status == 200, body
        return [{k: v["value"] for k, v in row.items()} for row in json.loads(body)["results"]["bindings"]]


@contextmanager
def serving(out: Path, *options: str) -> Iterator[Client]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--out", str(out), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            found = re.search(r"http://\S+/", line)
            assert found, line + process.stderr.read()
            client = Client(found[0], process.pid)
            for _ in range(100):
                try:
                    client("/static/style.css")
                    break
                except OSError:
                    time.sleep(0.05)
            yield client
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, "")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("serve") / "out"
    assert CliRunner().invoke(cli, ["build", str(ROOT / "seeds"), "--out", str(out)]).exit_code == 0
    return out


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Client]:
    with serving(built, "--timeout", "2", "--limit", "5000") as client:
        yield client


def test_a_query_comes_in_three_ways(server: Client) -> None:
    by_get = server.ask(NAMES)
    by_form = server("/sparql", method="POST", body=urlencode({"query": NAMES}).encode(), Content_Type=FORM)
    by_body = server("/sparql", method="POST", body=NAMES.encode(), Content_Type=DIRECT + "; charset=UTF-8")
    assert by_get[0] == 200 and len(json.loads(by_get[2])["results"]["bindings"]) == 3
    assert by_get[2] == by_form[2] == by_body[2]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"), ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"), ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("application/json", "application/json"), ("text/*", "text/csv; charset=utf-8"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "application/sparql-results+xml"),
    ],
)  # fmt: skip
def test_accept_chooses_the_form_of_a_table(server: Client, accept: str, media: str) -> None:
    status, headers, _ = server.ask(NAMES, accept)
    assert (status, headers["content-type"], headers["vary"]) == (200, media, "Accept")


@pytest.mark.parametrize(
    ("media", "parser"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")],
)
def test_accept_chooses_the_form_of_a_graph(server: Client, media: str, parser: str) -> None:
    query = "CONSTRUCT { ?s skos:prefLabel ?n } { ?s a kg:Journalist ; skos:prefLabel ?n }"
    status, headers, body = server.ask(query, media)
    assert (status, headers["content-type"].split(";")[0]) == (200, media)
    assert len(Graph().parse(data=body, format=parser)) == 31
    assert server.ask(query, "text/csv")[0] == 406


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT ?s { ?s ?p", 400, "line 1"), ("SELECT ?s { ?s kg:holdPost ?o }", 400, "kg:holdsPost"), ("", 400, "no SELECT"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "read only"), ("INSERT DATA { <a:b> <a:b> 1 }", 400, "read only"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("SELECT ?a { ?a ?b ?c . ?d ?e ?f }", 400, "more than 5000 rows"),
        ("SELECT ?s { ?s " + "(" * 100_000, 400, ""), ("SELECT * {} #" + "x" * 300_000, 413, "262144"),
    ],
    ids=["syntax", "term", "empty", "delete", "insert", "service", "limit", "nested", "long"],
)  # fmt: skip
def test_what_is_refused_says_why(server: Client, query: str, status: int, said: str) -> None:
    got, headers, body = server.ask(query)
    assert (got, headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert said in body.decode() and "Traceback" not in body.decode()


def test_the_protocol_is_kept(server: Client) -> None:
    def post(body: bytes, kind: str) -> int:
        return server("/sparql", method="POST", body=body, Content_Type=kind)[0]

    status, headers, _ = server("/sparql?query=x", method="PUT")
    assert (status, set(headers["allow"].split(", "))) == (405, {"GET", "HEAD", "POST"})
    assert server("/", method="DELETE")[0] == server("/sparql", method="OPTIONS")[0] == 405
    assert server.ask(NAMES, "image/png")[0] == 406
    assert post(NAMES.encode(), "text/plain") == post(b"CLEAR ALL", "application/sparql-update") == 415
    assert post(b"update=CLEAR+ALL", FORM) == post(b"", FORM) == post(b"query=%FF", FORM) == post(b"\xff", DIRECT) == 400
    assert server(f"/sparql?query=ASK%7B%7D&query={quote('ASK {}')}")[0] == 400
    assert server.ask(NAMES, **{"default-graph-uri": "not absolute"})[0] == 400
    assert server("/nothing")[0] == server("/entity/person/nobody")[0] == server("/entity/a%3E%20b")[0] == 404


def test_the_dataset_of_the_protocol(server: Client) -> None:
    graph = server.rows("SELECT ?g { GRAPH ?g { ?s a kg:Article } } ORDER BY ?g LIMIT 1")[0]["g"]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    of_one = int(server.rows(count, **{"default-graph-uri": graph})[0]["n"])
    assert 0 < of_one < int(server.rows(count)[0]["n"])
    assert server.rows(count, **{"default-graph-uri": "http://127.0.0.1:1/none"}) == [{"n": "0"}]
    assert server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": graph}) == [{"g": graph}]


@pytest.mark.parametrize("path", ["/", "/explorer", WANG, "/.well-known/void", "/sparql?query=ASK%7B%7D", "/data/graph.nq"])
def test_head_is_get_without_the_body(server: Client, path: str) -> None:
    got, head = server(path), server(path, method="HEAD")
    assert (got[0], head[0], head[2]) == (200, 200, b"")
    assert got[1]["content-length"] == head[1]["content-length"] == str(len(got[2]))


def test_a_runaway_query_ends_and_holds_up_nobody(server: Client) -> None:
    ended: list[tuple[float, Response]] = []
    start = time.monotonic()
    threads = [threading.Thread(target=lambda: ended.append((time.monotonic() - start, server.ask(PRODUCT)))) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    assert len(server.rows(NAMES)) == 3
    assert time.monotonic() - start < 1.9
    for thread in threads:
        thread.join()
    assert time.monotonic() - start < 10
    assert [(got[0], b"longer than 2 seconds" in got[2]) for _, got in ended] == [(504, True)] * 2
    assert len(server.rows(NAMES)) == 3


def test_a_crowd_of_runaway_queries_is_sent_away(server: Client) -> None:
    got: list[Response] = []
    threads = [threading.Thread(target=lambda: got.append(server.ask(PRODUCT))) for _ in range(75)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _, _ in got} == {503, 504}
    assert all("retry-after" in headers for status, headers, _ in got if status == 503)
    assert len(server.rows(NAMES)) == 3


@pytest.mark.parametrize("text", ["service" * 30_000, "a." * 100_000, "SELECT " + '\\"' * 100_000], ids=["service", "a.", "quotes"])
def test_a_text_made_to_be_read_slowly_holds_up_nobody(server: Client, text: str) -> None:
    ended: list[Response] = []
    thread = threading.Thread(target=lambda: ended.append(server("/sparql", method="POST", body=text.encode(), Content_Type=DIRECT)))
    thread.start()
    time.sleep(0.5)
    start = time.monotonic()
    assert len(server.rows(NAMES)) == 3
    assert time.monotonic() - start < 2
    thread.join()
    assert ended[0][0] in (400, 504)


def test_a_deep_path_is_answered(server: Client) -> None:
    path = "/".join(["(kg:within|^kg:within)*"] * 4)
    assert server.ask(f"SELECT (COUNT(*) AS ?n) {{ ?a {path} ?b }}")[0] in (200, 504)
    assert server.rows("SELECT DISTINCT ?n { ?b a kg:Department ; (kg:jurisdiction/kg:within*)/skos:prefLabel ?n } LIMIT 1")


@pytest.mark.parametrize("size", [1_000_000, 2_000_000])
def test_a_text_of_a_megabyte_ends_with_a_clear_error(server: Client, size: int) -> None:
    text = ("SELECT * { ?s ?p ?o } #" + "x" * size).encode()
    for kind, body in ((DIRECT, text), (FORM, b"query=" + quote(text).encode())):
        status, _, said = server("/sparql", method="POST", body=body, Content_Type=kind)
        assert (status, b"allowed" in said) == (413, True)
    assert (got := server("/sparql?query=" + quote(text)))[0] == 413 and b"allowed" in got[2]


def test_cors_is_off_unless_asked_for(server: Client, built: Path) -> None:
    assert server("/", Host="news.example")[0] == 400  # DNS rebinding
    assert not [name for name in server.ask("ASK {}")[1] if name.startswith("access-control")]
    assert "access-control-allow-origin" not in server("/sparql?query=ASK%7B%7D", Origin="https://a.example")[1]
    with serving(built, "--cors", "https://a.example") as open_server:
        allowed = open_server("/sparql?query=ASK%7B%7D", Origin="https://a.example")[1]
        assert allowed["access-control-allow-origin"] == "https://a.example"
        assert "access-control-allow-origin" not in open_server("/", Origin="https://b.example")[1]


def test_an_entity_has_a_page_in_three_forms(server: Client) -> None:
    iri = URIRef("https://kg.example/id/official/王强_太原市科学技术局")
    status, headers, body = server(WANG, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = body.decode()
    assert "<h1>王强</h1>" in page and "太原市科学技术局党组书记、局长 王强" in page
    for path in re.findall(r'href="(/entity/[^"]+)"', page):
        assert server(path)[0] == 200
    for media, parser in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        status, headers, body = server(WANG, Accept=media)
        assert (status, headers["content-type"].split(";")[0], headers["vary"]) == (200, media, "Accept")
        assert len(list(Graph().parse(data=body, format=parser).predicate_objects(iri))) == 4
    assert server(WANG.replace("/entity/", "/id/") + "?format=turtle")[0] == 200


def test_the_query_page_offers_the_named_queries_and_stays_here(server: Client) -> None:
    status, headers, body = server("/")
    page = body.decode()
    assert status == 200 and "default-src 'none'" in headers["content-security-policy"]
    for name, query in load().items():
        assert f'<option value="{name}">' in page and query.english.replace("'", "&#39;") in page
        given = {p.name: p.example for p in query.parameters if p.required}
        status, _, text = server(f"/queries/{name}?{urlencode(given)}")
        assert status == 200 and server.ask(text.decode(), "text/csv, text/turtle")[0] == 200
    assert not re.findall(r'(?:src|href|action)="(?!/[^/])', page.replace('href="/"', ""))
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert server(path)[0] == 200
    assert server("/queries/person?nmae=x")[0] == 400 and server("/queries/nothing")[0] == 404


def test_the_query_page_gets_the_first_rows(server: Client) -> None:
    status, headers, body = server.ask("SELECT ?a { ?a ?b ?c . ?d ?e ?f }", **{"max-rows": "10"})
    assert (status, headers["kg-cut"], len(json.loads(body)["results"]["bindings"])) == (200, "true", 10)


def test_the_explorer_and_the_dumps_are_those_of_the_build(server: Client, built: Path) -> None:
    status, headers, body = server("/explorer")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body == (built / "graph.html").read_bytes()
    assert server("/data/graph.ttl")[2] == (built / "graph.ttl").read_bytes()
    assert server("/data/build.json")[0] == server("/data/..%2Fbuild.json")[0] == 404


def test_the_server_describes_itself(server: Client) -> None:
    for media, parser in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        described = Graph().parse(data=server("/sparql", Accept=media)[2], format=parser)
        service = URIRef(server.root + "sparql")
        assert (service, RDF.type, SD.Service) in described and (service, SD.endpoint, service) in described
        void = Graph().parse(data=server("/.well-known/void", Accept=media)[2], format=parser)
        dataset = next(void.subjects(RDF.type, VOID.Dataset))
        assert void.value(dataset, VOID.sparqlEndpoint) == service
        assert int(void.value(dataset, VOID.triples)) == int(server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"])
    assert server("/sparql", Accept="text/html")[0] == 303


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_is_at_home(server: Client, method: str) -> None:
    wrapper = SPARQLWrapper(server.root + "sparql")
    wrapper.setMethod(method)
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(JSON)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 3
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 3
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().splitlines()[0] == b"n"
    wrapper.setQuery("DESCRIBE ?s { ?s a kg:Official }")
    wrapper.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) > 18


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl")
def test_curl_is_at_home(server: Client) -> None:
    command = ["curl", "-sS", "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv", server.root + "sparql"]
    assert len(subprocess.run(command, capture_output=True, check=True).stdout.splitlines()) == 4


def test_a_new_build_is_taken_up(tmp_path: Path, kg: Callable[..., object]) -> None:
    page, out = tmp_path / "news.md", tmp_path / "out"
    hostile = "<script>alert(1)</script>"
    page.write_text(NEWS, "utf-8")
    assert kg("build", page, "--out", out, "--base-iri", "https://a.example/x/").exit_code == 0
    with serving(out) as client:
        headline = "SELECT ?h { ?a schema:headline ?h }"
        assert client.rows(headline) == [{"h": "市科技局召开会议"}]
        assert client("/entity/" + quote("article/news.md/1"))[0] == 200
        page.write_text(NEWS.replace("市科技局召开会议", f"市科技局召开{hostile}会议", 1), "utf-8")
        assert kg("build", page, "--out", out).exit_code == 0
        time.sleep(1.2)
        for _ in range(40):
            if (found := client.rows(headline)) != [{"h": "市科技局召开会议"}]:
                break
            time.sleep(0.1)
        assert len(found) == 1 and found[0]["h"] != "市科技局召开会议"
        status, _, body = client("/entity/" + quote("article/news.md/1"))
        assert status == 200 and hostile.encode() not in body
        (out / "graph.nq").unlink()
        time.sleep(1.2)
        client.ask(headline)
        status, _, body = client.ask(headline)
        assert (status, b"no graph.nq there" in body) == (503, True)


def test_without_outputs_there_is_no_server(kg: Callable[..., object], tmp_path: Path) -> None:
    result = kg("serve", "--out", tmp_path, "--port", "0")
    assert result.exit_code == 1 and "no graph.nq there" in result.output
