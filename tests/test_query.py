"""`kg query`: the named queries on both stores, what they tell, the formats, and how a bad query is refused."""

import csv
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph

from kg.query import search
from kg.query.answer import Construct, Row, Select, Store
from kg.query.errors import QueryError, Trouble
from kg.query.formats import Limits
from kg.query.loading import prepare, state
from kg.query.messages import Request
from kg.query.named import load, named, parse
from kg.query.oxigraph import OxigraphStore, fill
from kg.query.pool import Pool, Worker
from kg.query.rdflib_store import RdflibStore
from kg.query.text import check
from kg.query.vocabulary import terms
from tests.conftest import ROOT

NAMED = load()
EXPECTED = tomllib.loads((ROOT / "tests" / "queries" / "expected.toml").read_text("utf-8"))
EVERYTHING = [(name, mode) for name, query in NAMED.items() for mode in ("needed", "all") if mode == "needed" or query.parameters]

UNORDERED = {"weak"}  # sorted by confidence, subject and relation only, to be fast


@dataclass(frozen=True)
class Stores:
    """One build in both stores."""

    oxigraph: Store
    rdflib: Store
    labels: search.Labels


def stores(out: Path) -> Stores:
    oxigraph = OxigraphStore(fill(None, out / "graph.nq", out / "ontology.ttl"))
    return Stores(oxigraph, RdflibStore(out / "graph.nq", out / "ontology.ttl"), search.index(oxigraph.labels()))


@pytest.fixture(scope="session")
def seed_stores(built: Path) -> Stores:
    return stores(built)


@pytest.fixture(scope="session")
def invented_stores(invented: Path) -> Stores:
    return stores(invented)


@pytest.fixture(scope="session")
def pool(built: Path) -> Iterator[Pool]:
    with Pool(prepare(built), most=2) as pool:
        yield pool


def filled(name: str, mode: str = "needed") -> str:
    query = NAMED[name]
    return query.fill({p.name: p.example for p in query.parameters if p.required or mode == "all"})


def rows(store: Store, text: str, labels: search.Labels) -> list[Row]:
    answer = store.query(search.expand(text, labels))
    assert isinstance(answer, Select)
    return list(answer.rows)


def values(found: list[Row]) -> list[list[str]]:
    return [["" if term is None else term.value for term in row] for row in found]


@pytest.mark.parametrize(("name", "mode"), EVERYTHING)
def test_both_stores_give_the_same_rows(seed_stores: Stores, invented_stores: Stores, name: str, mode: str) -> None:
    for both in (seed_stores, invented_stores):
        first = rows(both.oxigraph, filled(name, mode), both.labels)
        second = rows(both.rdflib, filled(name, mode), both.labels)
        assert Counter(first) == Counter(second)
        if len(set(first)) == len(first) and name not in UNORDERED:
            assert first == second


def test_every_query_has_expected_rows() -> None:
    assert EXPECTED.keys() == NAMED.keys() and len(NAMED) >= 25
    assert all(any(case.values()) for case in EXPECTED.values())


@pytest.mark.parametrize("name", EXPECTED)
def test_the_rows_that_are_expected(seed_stores: Stores, invented_stores: Stores, name: str) -> None:
    if some := EXPECTED[name].get("some"):
        found = values(rows(seed_stores.oxigraph, filled(name), seed_stores.labels))
        assert [row for row in some if row not in found] == []
    if every := EXPECTED[name].get("all"):
        assert values(rows(invented_stores.oxigraph, filled(name), invented_stores.labels)) == every


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("officials", {"place": "太原市", "role": "局长", "status": "former"}, [["周国平", "局长", "太原市水务局", "former"]]),
        ("person", {"name": "周国平"}, [["周国平", "局长", "太原市水务局", "former"]]),
        ("homonyms", {}, [["王强", "https://kg.example/id/official/王强_太原市科学技术局"], ["王强", "https://kg.example/id/official/王强_晋中市水利局"]]),
        ("inspections", {"who": "王强"}, [["王强", "太原蓝天科技有限公司", "Enterprise", "2026-03-05"]]),
        ("inspections", {"who": "周国平"}, []),
        ("single-source", {"class": "Event"}, [["Event", "太原市第十五届人民代表大会常务委员会第三十次会议", "a.md", "1"], ["Event", "晋中市水利工作会议", "c.md", "1"], ["Event", "科技创新工作会议", "b.md", "1"]]),
        ("weak", {"below": "0.5"}, []),
        ("find", {"text": '"} . #'}, []),
    ],
)  # fmt: skip
def test_parameters(invented_stores: Stores, name: str, given: dict[str, str], expected: list[list[str]]) -> None:
    for store in (invented_stores.oxigraph, invented_stores.rdflib):
        found = values(rows(store, named(name).fill(given), invented_stores.labels))
        assert [row[: len(wanted)] for row, wanted in zip(found, expected, strict=True)] == expected


def test_a_limit_given_takes_the_place_of_the_usual_one(seed_stores: Stores) -> None:
    for store in (seed_stores.oxigraph, seed_stores.rdflib):
        low, usual, high = ([float(row[3]) for row in values(rows(store, named("weak").fill(given), seed_stores.labels))]
                            for given in ({"below": "0.6"}, {}, {"below": "0.95"}))  # fmt: skip
        assert not low and max(usual) < 0.86 <= max(high) < 0.95 and len(high) > len(usual)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("officials", {"plase": "太原市"}, "officials has no --plase; did you mean --place?"),
        ("find", {}, "find needs --text"),
        ("weak", {"below": "1) } #"}, "not a number"),
        ("oficials", {}, "no query is named oficials; the nearest is officials"),
    ],
)
def test_wrong_parameters(name: str, given: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError) as error:
        named(name).fill(given)
    assert said in str(error.value)


def test_a_query_file_describes_itself() -> None:
    query = parse("x", "# 问\n# Ask\n# --a 甲  什么 / what (required)\nSELECT * {\n  # --a: ?x ?y {text} .\n}\n")
    assert (query.chinese, query.english, query.parameters[0].required) == ("问", "Ask", True)
    assert '?x ?y "a\\"b" .' in query.fill({"a": 'a"b'})
    for item in NAMED.values():
        assert item.chinese and item.english.isascii() and all(p.about for p in item.parameters)


@pytest.mark.parametrize(
    ("text", "trouble", "said"),
    [
        ("SELECT * {\n  ?x kg:undertake ?y }", Trouble.SYNTAX, ("line 2, column 6", "kg:undertake", "hint: kg:undertakes is the nearest")),
        ("SELECT * { ?x <https://kg.example/ns#ISSUES> ?y }", Trouble.SYNTAX, ("hint: kg:issues",)),
        ("INSERT DATA { kg:a kg:issues kg:b }", Trouble.REFUSED, ("INSERT is an update",)),
        ("PREFIX x: <y:z>\nDELETE WHERE { ?s ?p ?o }", Trouble.REFUSED, ("DELETE is an update",)),
        ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", Trouble.REFUSED, ("SERVICE is refused",)),
        ("SELECT * { SERVICE # <\n SILENT ?x { ?s ?p ?o } }", Trouble.REFUSED, ("SERVICE is refused",)),
        ("SELECT * { \\u0053ERVICE <http://x.example/> { ?s ?p ?o } }", Trouble.REFUSED, ("SERVICE is refused",)),
        ("hello", Trouble.SYNTAX, ("no SELECT",)),
        ("SELECT * { ?s ?p ?o } #" + "x" * 300_000, Trouble.REFUSED, ("are allowed",)),
    ],
)  # fmt: skip
def test_what_no_store_sees(text: str, trouble: Trouble, said: tuple[str, ...]) -> None:
    with pytest.raises(QueryError) as error:
        check(text, terms())
    assert error.value.trouble is trouble
    assert all(words in str(error.value) for words in said), str(error.value)


def test_a_variable_may_be_called_service() -> None:
    check("SELECT ?service { ?service kg:issues ?x }", terms())


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize(
    ("text", "said"),
    [("SELECT *\n{ ?s ?p }", ("line 2",)), ("SELECT *\n{ ?s skso:prefLabel ?o }", ("line 2", "hint: skos: is the nearest")), ("SELECT * { ?s ?p ?o", ("line 1", "hint: 1 { and 0 }"))],
)
def test_a_mistake_is_shown_with_its_line_and_a_hint(seed_stores: Stores, engine: str, text: str, said: tuple[str, ...]) -> None:
    with pytest.raises(QueryError) as error:
        getattr(seed_stores, engine).query(text)
    assert all(words in str(error.value) for words in said), str(error.value)


def test_a_query_ends_when_its_time_is_up(pool: Pool) -> None:
    with pytest.raises(QueryError) as error:
        pool.ask(Request("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", seconds=0.5))
    assert error.value.trouble is Trouble.TIMEOUT
    assert pool.ask(Request("ASK {}")).body == b'{"head":{},"boolean":true}'


def test_rows_are_limited(pool: Pool) -> None:
    every = "SELECT * { ?s ?p ?o }"
    with pytest.raises(QueryError, match="more than 10 rows") as error:
        pool.ask(Request(every, limits=Limits(rows=10)))
    assert error.value.trouble is Trouble.LIMIT
    with pytest.raises(QueryError, match="bytes"):
        pool.ask(Request(every, limits=Limits(bytes=1000)))
    written = pool.ask(Request(every, "csv|turtle", limits=Limits(rows=10, cut=True)))
    assert (written.cut, written.body.count(b"\r\n")) == (True, 11)


def test_workers_have_no_network(built: Path) -> None:
    worker = Worker(prepare(built))
    try:
        with pytest.raises(QueryError):
            worker.ask(Request("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))
    finally:
        worker.close()


def test_the_dataset_is_chosen(seed_stores: Stores) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?a a kg:Article }"
    graph = "https://kg.example/id/article/000_f26b6ce511f970a9.txt/1"
    for store in (seed_stores.oxigraph, seed_stores.rdflib):
        assert values(list(store.query(count).rows)) == [["35"]]  # type: ignore[union-attr]
        assert values(list(store.query(count, default=(graph,)).rows)) == [["1"]]  # type: ignore[union-attr]
        described = store.query("CONSTRUCT { ?a a kg:Article } WHERE { ?a a kg:Article }")
        assert isinstance(described, Construct) and len(list(described.triples)) == 35


def test_text_search(seed_stores: Stores) -> None:
    found = seed_stores.labels.find("科技 太原")
    assert "https://kg.example/id/department/太原市科学技术局" in seed_stores.labels.find("科学技术 太原")
    assert found == sorted(set(found), key=found.index) and seed_stores.labels.find("") == []
    with pytest.raises(QueryError, match="stands by itself"):
        search.expand('?x text:contains "a", "b" .', seed_stores.labels)


def test_the_store_is_filled_once_for_each_state(invented: Path) -> None:
    first = prepare(invented)
    assert first.folder is not None and first.folder.name == state(invented)
    marked = (first.folder / "held").stat().st_mtime_ns
    assert prepare(invented) == first and (first.folder / "held").stat().st_mtime_ns == marked
    (invented / "ontology.ttl").touch()
    assert prepare(invented).folder != first.folder and not first.folder.exists()


PERSON = "SELECT ?person ?from { ?p org:member/skos:prefLabel ?person ; kg:status kg:former . OPTIONAL { ?p schema:validFrom ?from } }"


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_formats(kg, invented: Path, engine: str) -> None:
    def said(text: str, format_: str) -> str:
        result = kg("query", text, "--out", invented, "--format", format_, "--engine", engine)
        assert result.exit_code == 0, result.stderr
        return result.stdout_bytes.decode()

    assert said(PERSON, "table") == "person  from\n------  ----\n周国平\n"
    assert list(csv.reader(io.StringIO(said(PERSON, "csv")))) == [["person", "from"], ["周国平", ""]]
    assert said(PERSON, "tsv") == '?person\t?from\n"周国平"@zh\t\n'
    results = json.loads(said(PERSON, "json"))
    assert results["results"]["bindings"] == [{"person": {"type": "literal", "value": "周国平", "xml:lang": "zh"}}]
    assert "<literal xml:lang=\"zh\">周国平</literal>" in said(PERSON, "xml")
    graph = "CONSTRUCT { ?x skos:prefLabel ?l } WHERE { ?x a kg:Project ; skos:prefLabel ?l }"
    parsed = [set(Graph().parse(data=said(graph, f), format=p)) for f, p in (("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("jsonld", "json-ld"))]
    assert len(parsed[0]) == 1 and all(graph == parsed[0] for graph in parsed)
    assert said("ASK { ?x a kg:Project }", "csv") == "true\n"


def test_the_command_line(kg, invented: Path, tmp_path: Path) -> None:
    result = kg("query", "person", "--name", "周国平", "--out", invented)
    assert "周国平,局长,太原市水务局,former" in result.stdout
    (tmp_path / "q.rq").write_text("SELECT ?l { ?x a kg:Project ; skos:prefLabel ?l }", "utf-8")
    assert kg("query", tmp_path / "q.rq", "--out", invented).stdout.split() == ["l", "蓝天产业园项目"]
    assert kg("query", "-", "--out", invented, stdin=b"ASK {}").stdout == "true\n"
    assert "kg:undertakes" in kg("query", "projects", "--show").stdout
    listed = kg("query", "--list").stdout
    assert all(f"\n{name}" in "\n" + listed for name in NAMED)
    short = kg("query", "inferred", "--limit", 1, "--out", invented)
    assert len(short.stdout.splitlines()) == 2 and "--limit shows more" in short.stderr
    assert kg("query", "ASK {}", "--out", tmp_path).exit_code == 1
    assert kg("query").exit_code == 2 and kg("query", "no.rq").exit_code == 2
    assert kg("query", "find", "--text").exit_code == 2
