"""The projections of a graph: what they say, that they say it twice in the same bytes, and that broken graphs are refused."""

import csv
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Dataset, Namespace, URIRef
from rdflib import Graph as RdfGraph
from rdflib import Literal as RdfLiteral
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, SDO, SKOS, XSD

from kg.errors import OutputError
from kg.export import terms, write_all
from kg.export.layout import place
from kg.export.rdf import describe, nquads, turtle, write_nquads, write_turtle
from kg.export.triples import project
from kg.export.validate import validate, validate_sample
from kg.models import Entity, EntityType, Graph, Literal, Relation
from kg.vocab import BASE, KG, OA, SIDES, allows
from tests.sample_graphs import FORMULA, HOSTILE, IMAGE, sample, synthetic

ROOT = Path(__file__).parent.parent
ID = Namespace(BASE + "id/")
FILES = ["edges.csv", "graph.graphml", "graph.html", "graph.nq", "graph.ttl", "nodes.csv", "ontology.ttl"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("out")
    write_all(sample(), directory, base=BASE)
    return directory


@pytest.fixture(scope="module")
def rdf(out: Path) -> RdfGraph:
    return RdfGraph().parse(out / "graph.ttl")


def statements(rdf: RdfGraph, predicate: URIRef) -> list[URIRef]:
    return sorted(s for s in rdf.subjects(RDF.predicate, predicate))


# The files


def test_all_files_are_written_and_the_same_twice(out: Path, tmp_path: Path) -> None:
    write_all(sample(), tmp_path, base=BASE)
    assert sorted(p.name for p in out.iterdir()) == FILES
    assert {name: (out / name).read_bytes() for name in FILES} == {name: (tmp_path / name).read_bytes() for name in FILES}


def test_single_writers_write_what_write_all_writes(out: Path, tmp_path: Path) -> None:
    write_turtle(sample(), tmp_path / "a", base=BASE)
    write_nquads(sample(), tmp_path / "b", base=BASE)
    assert (tmp_path / "a").read_bytes() == (out / "graph.ttl").read_bytes()
    assert (tmp_path / "b").read_bytes() == (out / "graph.nq").read_bytes()


def test_the_empty_graph_is_written(tmp_path: Path) -> None:
    write_all(Graph((), (), ()), tmp_path, base=BASE)
    assert len(RdfGraph().parse(tmp_path / "graph.ttl")) == 0


def test_a_text_with_marks_that_no_format_likes_is_written(tmp_path: Path) -> None:
    graph = sample()
    odd = replace(graph.entities[0], label="太\x0b原\x00\ud800\u2028市\\n\r\n局")
    write_all(replace(graph, entities=(odd, *graph.entities[1:])), tmp_path, base=BASE)
    rdf = RdfGraph().parse(tmp_path / "graph.ttl")
    assert isomorphic(rdf, merged(Dataset().parse(tmp_path / "graph.nq")))
    assert RdfLiteral("太\x0b原\x00?\u2028市\\n\r\n局", lang="zh") in set(rdf.objects(None, SKOS.prefLabel))
    assert nx.read_graphml(tmp_path / "graph.graphml").nodes[odd.id]["label"].startswith("太\ufffd原\ufffd\ufffd")


# RDF


def merged(dataset: Dataset) -> RdfGraph:
    union = RdfGraph()
    for subject, predicate, object_, _ in dataset.quads():
        union.add((subject, predicate, object_))
    return union


def test_the_named_graphs_together_are_the_turtle(out: Path, rdf: RdfGraph) -> None:
    dataset = Dataset()
    dataset.parse(out / "graph.nq", format="nquads")
    assert isomorphic(merged(dataset), rdf)
    graphs = {str(g) for _, _, _, g in dataset.quads()}
    assert graphs == {BASE + "id/article/某日报/1版.txt/1", BASE + "id/article/b.txt/1"}


def test_a_named_graph_holds_the_statements_evidenced_in_its_article(out: Path) -> None:
    dataset = Dataset()
    dataset.parse(out / "graph.nq", format="nquads")
    graph = dataset.graph(ID["article/b.txt/1"])
    assert {str(x) for x in graph.objects(None, PROV.wasQuotedFrom)} == {BASE + "id/article/b.txt/1"}
    assert (ID["department/太原市科学技术局"], SKOS.prefLabel, RdfLiteral("太原市科学技术局", lang="zh")) in graph
    assert (None, RDF.predicate, KG.inspects) not in graph
    assert (None, RDF.predicate, KG.attends) in graph


def test_entities_as_turtle() -> None:
    graph = sample()
    office = next(e for e in graph.entities if e.type is EntityType.DEPARTMENT)
    expected = """
    @prefix kg: <https://kg.example/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
    @prefix schema: <https://schema.org/> . @prefix id: <https://my.example/x/id/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    <https://my.example/x/id/department/太原市科学技术局> a kg:Department ; skos:prefLabel "太原市科学技术局"@zh ;
        skos:altLabel "太原市科技局"@zh , "市科技局"@zh ; kg:inferredLabel "太原市科学技术局"@zh , "太原市科技局"@zh ;
        kg:decision "joined by test.join" ; kg:namedIn _:m .
    _:m a kg:Mention , oa:TextQuoteSelector , oa:TextPositionSelector ; oa:exact "市科技局" ; oa:start 0 ; oa:end 4 ;
        prov:wasQuotedFrom <https://my.example/x/id/article/某日报/1版.txt/1> ; kg:rule "test.rule" ; kg:confidence 0.9 .
    <https://my.example/x/id/article/某日报/1版.txt/1> a kg:Article ; dcterms:source "某日报/1版.txt" ;
        schema:datePublished "2026-03"^^xsd:gYearMonth ; kg:dateInferred true ; kg:homePlace "太原市"@zh ;
        kg:homePlaceInferred true ; schema:mentions <https://my.example/x/id/department/太原市科学技术局> .
    """
    article = replace(graph.articles[0], headline="")
    text = turtle(describe(project(Graph((article,), (office,), ()), base="https://my.example/x")))
    assert isomorphic(RdfGraph().parse(data=blank(text), format="turtle"), RdfGraph().parse(data=expected, format="turtle"))


def blank(text: str) -> str:
    """The Turtle with blank nodes for mentions, whose IRIs are hashes."""
    return re.sub(r"<[^>]*/id/mention/[0-9a-f]{16}>", "_:m", text)


def test_posts(rdf: RdfGraph) -> None:
    person, office = ID["official/王强"], ID["department/太原市科学技术局"]
    posts = {str(rdf.value(rdf.value(p, ORG.role), SKOS.prefLabel)): p for p in rdf.subjects(RDF.type, ORG.Membership)}
    assert set(posts) == {"局长", "党组书记"}
    post = posts["局长"]
    assert (rdf.value(post, ORG.member), rdf.value(post, ORG.organization)) == (person, office)
    assert (rdf.value(post, KG.status), rdf.value(posts["党组书记"], KG.status)) == (KG.current, KG.former)
    assert rdf.value(post, SDO.validFrom) == RdfLiteral("2026-01", datatype=XSD.gYearMonth)
    assert set(rdf.objects(post, KG.asOf)) == {RdfLiteral("2026-03", datatype=XSD.gYearMonth), RdfLiteral("2026-03-02", datatype=XSD.date)}
    assert len(list(rdf.objects(post, KG.evidence))) == 2
    assert (person, KG.holdsPost, office) in rdf


def test_relations_stand_direct_and_as_statements(rdf: RdfGraph) -> None:
    [statement] = statements(rdf, KG.attends)
    assert rdf.value(statement, KG.role) == RdfLiteral("主持")
    assert (rdf.value(statement, RDF.subject), KG.attends, rdf.value(statement, RDF.object)) in rdf
    assert str(rdf.value(statement, KG.confidence)) == "0.8"
    [change] = rdf.subjects(RDF.type, ORG.ChangeEvent)
    assert rdf.value(change, ORG.resultingOrganization) == ID["enterprise/新公司"]
    assert rdf.value(change, DCTERMS.date) == RdfLiteral("2026-02", datatype=XSD.gYearMonth)


def test_attributes(rdf: RdfGraph) -> None:
    project_ = ID["project/蓝天项目"]

    def values(predicate: URIRef) -> list[RdfLiteral]:
        return sorted(rdf.objects(project_, predicate))

    assert values(KG.investment) == [RdfLiteral("14000000000", datatype=XSD.decimal)]
    assert values(KG.area) == [RdfLiteral("24666.67", datatype=XSD.decimal)]
    assert values(KG.jobs) == [RdfLiteral(3500)]
    assert values(KG.capacity) == [RdfLiteral("年产20万吨")]
    assert values(KG.startDate) == [RdfLiteral("2021-04", datatype=XSD.gYearMonth)]
    assert values(KG.completionDate) == [RdfLiteral("6月底前")]
    assert [rdf.value(x, SKOS.prefLabel) for x in values(KG.projectStatus)] == [RdfLiteral("签约", lang="zh")]
    objects = {str(rdf.value(s, KG.asWritten)): rdf.value(s, RDF.object) for s in statements(rdf, KG.investment)}
    assert objects["数亿元"] == RdfLiteral("数亿元")
    amount = objects["500万美元"]
    assert (rdf.value(amount, SDO.value), rdf.value(amount, SDO.unitText)) == (RdfLiteral("5000000", datatype=XSD.decimal), RdfLiteral("USD"))


def test_every_quote_stands_in_its_article(rdf: RdfGraph) -> None:
    texts = {a.source: a.text for a in sample().articles}
    quotes = [*rdf.subjects(RDF.type, KG.Evidence), *rdf.subjects(RDF.type, KG.Mention)]
    assert quotes
    for quote in quotes:
        text = texts[str(rdf.value(rdf.value(quote, PROV.wasQuotedFrom), DCTERMS.source))]
        assert text[int(rdf.value(quote, OA.start)) : int(rdf.value(quote, OA.end))] == str(rdf.value(quote, OA.exact))


def test_the_author_and_the_mentions(rdf: RdfGraph) -> None:
    article = ID["article/某日报/1版.txt/1"]
    assert rdf.value(article, SDO.author) == ID["journalist/贺%20娟"]
    assert set(rdf.objects(article, SDO.mentions)) == {ID["official/王强"], ID["department/太原市科学技术局"], ID["project/蓝天项目"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("太原市（小店区）“双创”园", "太原市（小店区）“双创”园"),
        ("a b\u3000c", "a%20b%E3%80%80c"),
        ('<>"{}|\\^`', "%3C%3E%22%7B%7D%7C%5C%5E%60"),
        ("50%/#?", "50%25%2F%23%3F"),
        ("..", "%2E%2E"),
    ],
)
def test_names_in_iris(name: str, expected: str) -> None:
    assert terms.segment(name) == expected


@pytest.mark.parametrize("base", ["", "kg", "http://x y/", "https://x.example/<", "//x.example/"])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(OutputError, match="absolute IRI"):
        list(project(sample(), base=base))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", ("2026", XSD.gYear)),
        ("2026年3月", ("2026-03", XSD.gYearMonth)),
        ("2026-03-02", ("2026-03-02", XSD.date)),
        ("2026-02-30", None),
        ("3月", None),
        ("２０２６", None),
    ],
)
def test_dates(text: str, expected: tuple[str, URIRef] | None) -> None:
    assert terms.date(text) == (terms.typed(*expected) if expected else "")


# The vocabulary and the shapes


def test_the_ontology_tells_of_every_term_in_two_languages(out: Path) -> None:
    ontology = RdfGraph().parse(out / "ontology.ttl")
    told = {s for s in ontology.subjects(RDF.type) if str(s).startswith(str(KG._NS))}
    assert told == {KG[name] for name in KG.__annotations__ if not name.startswith("_")}
    for term in told:
        labels = [*ontology.objects(term, RDFS.label), *ontology.objects(term, SKOS.prefLabel)]
        assert sorted(label.language for label in labels) == ["en", "zh"], term
    assert set(ontology.subjects(RDF.type, OWL.Class)) >= {KG[t.value] for t in EntityType}


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        KG["holdPost"]
    graph = sample()
    with pytest.raises(OutputError, match="holdPost"):
        list(project(replace(graph, relations=(replace(graph.relations[0], predicate="holdPost"),)), base=BASE))


def test_a_relation_to_nothing_is_refused() -> None:
    graph = sample()
    with pytest.raises(OutputError, match="place/无"):
        list(project(replace(graph, relations=(replace(graph.relations[0], object="place/无"),)), base=BASE))


@pytest.mark.parametrize("predicate", SIDES)
def test_the_shapes_and_the_vocabulary_agree_on_who_may_stand_in_a_relation(predicate: str) -> None:
    kinds = [t for t in EntityType if t not in (EntityType.JOURNALIST, EntityType.INSTITUTION)]
    pairs = [(s, o) for s in kinds for o in kinds]
    ends = [tuple(Entity(f"{t.value.lower()}/{side}{n}", t, side, (), ()) for t, side in zip(pair, "甲乙", strict=True)) for n, pair in enumerate(pairs)]
    graph, role = sample(), "主任" if predicate == "holdsPost" else ""
    relations = tuple(Relation(s.id, predicate, o.id, graph.relations[0].evidence, role) for s, o in ends)
    graph = replace(graph, entities=tuple(e for pair in ends for e in pair), relations=relations, authors=())
    data = RdfGraph().parse(data=turtle(describe(project(graph, base=BASE))), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=RdfGraph().parse(ROOT / "kg" / "ontology" / "shapes.ttl"), inplace=True)
    refused = set(report.objects(None, SH.focusNode))
    conforming = {pair for pair, (s, _) in zip(pairs, ends, strict=True) if ID[s.id] not in refused}
    assert conforming == {(s, o) for s, o in pairs if allows(predicate, s.value, o.value)}


def test_the_whole_graph_conforms(rdf: RdfGraph) -> None:
    validate(rdf)


def test_a_broken_graph_is_refused_with_a_readable_message(tmp_path: Path) -> None:
    graph = sample()
    broken = replace(graph.relations[0], role="")
    with pytest.raises(OutputError) as caught:
        write_all(replace(graph, relations=(broken, *graph.relations[1:])), tmp_path, base=BASE)
    assert "https://kg.example/id/role/" in str(caught.value)
    assert "a role has one skos:prefLabel @zh" in str(caught.value)


def test_an_unknown_project_status_is_refused() -> None:
    graph = sample()
    odd = Relation("project/蓝天项目", "projectStatus", Literal("热火朝天"), graph.relations[-1].evidence)
    with pytest.raises(OutputError, match="热火朝天"):
        validate_sample(describe(project(replace(graph, relations=(odd,)), base=BASE)))


def test_a_sample_of_the_nodes_says_what_the_whole_graph_says() -> None:
    dice = random.Random(3)
    whole = describe(project(sample(), base=BASE))
    refused = 0
    for _ in range(20):
        subjects = {s: {p: dict(o) for p, o in properties.items()} for s, properties in whole.items()}
        break_something(subjects, dice)
        verdict = refusal(lambda broken=subjects: validate_sample(broken))
        full = RdfGraph().parse(data=turtle(subjects), format="turtle")
        assert verdict == refusal(lambda broken=full: validate(broken))
        refused += verdict
    assert 5 < refused < 20


def refusal(check: Callable[[], None]) -> bool:
    try:
        check()
    except OutputError:
        return True
    return False


def break_something(subjects: dict[str, dict[str, dict[str, None]]], dice: random.Random) -> None:
    """Take a value away, put one in its place, or add one."""
    subject = dice.choice(sorted(subjects))
    predicate = dice.choice(sorted(subjects[subject]))
    values = [o for properties in subjects.values() for objects in properties.values() for o in objects]
    match dice.randrange(4):
        case 0:
            del subjects[subject][predicate]
        case 1:
            subjects[subject][predicate] = {dice.choice(sorted(values)): None}
        case 2:
            subjects[subject][predicate][dice.choice(sorted(values))] = None
        case 3:
            subjects[subject][predicate] = {dice.choice(['""', '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"2026-13"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>']): None}


def test_the_queries_answer(rdf: RdfGraph) -> None:
    counts = {path.stem: len(rdf.query(path.read_text("utf-8"))) for path in sorted((ROOT / "kg" / "queries").glob("*.rq"))}
    assert {name: counts[name] for name in ("posts", "projects", "sources")} == {"posts": 2, "projects": 2, "sources": 15}


# Tables and GraphML


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables(out: Path) -> None:
    nodes, edges = rows(out / "nodes.csv"), rows(out / "edges.csv")
    assert len(nodes) == len(sample().entities)
    assert len(edges) == len(sample().relations)
    assert (out / "edges.csv").read_bytes().count(b"\r\n") == len(edges) + 1
    post = next(row for row in edges if row["role"] == "局长")
    assert post == {
        "subject": "official/王强", "subject_label": "王强", "predicate": "holdsPost", "object": "department/太原市科学技术局",
        "object_label": "太原市科学技术局", "role": "局长", "status": "current", "valid_from": "2026-01", "valid_until": "",
        "number": "", "unit": "", "confidence": "0.98", "articles": "2", "source": "某日报/1版.txt", "start": "9", "end": "13",
        "quote": "局长王强", "rule": "test.rule",
    }
    investment = next(row for row in edges if row["object_label"] == "140亿元")
    assert (investment["number"], investment["unit"]) == ("14000000000", "CNY")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    graph = sample()
    named = replace(graph.entities[0], label=FORMULA)
    write_all(replace(graph, entities=(named, *graph.entities[1:])), tmp_path, base=BASE)
    cells = [cell for name in ("nodes.csv", "edges.csv") for row in rows(tmp_path / name) for cell in row.values()]
    assert "'" + FORMULA in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_graphml_reads_back(out: Path) -> None:
    network = nx.read_graphml(out / "graph.graphml", force_multigraph=True)
    assert len(network) == len(sample().entities)
    assert network.number_of_edges() == sum(isinstance(r.object, str) for r in sample().relations)
    assert network.nodes["project/蓝天项目"]["investment"] == "140亿元|500万美元|数亿元"
    assert f"enterprise/{IMAGE}" in network
    assert f"project/{HOSTILE}" in network


# Layout


def test_no_two_nodes_stand_on_each_other() -> None:
    graph = synthetic(300, 500)
    index = {e.id: n for n, e in enumerate(graph.entities)}
    edges = [(index[r.subject], index[r.object]) for r in graph.relations if isinstance(r.object, str)]
    sizes = np.full((len(index), 2), (120.0, 40.0))
    places = place(edges, sizes)
    assert places == place(edges, sizes)
    close = sum(abs(a[0] - b[0]) < 60 and abs(a[1] - b[1]) < 20 for i, a in enumerate(places) for b in places[:i])
    assert close <= 3
    assert place([], np.zeros((0, 2))) == []


def test_a_graph_of_an_archive_is_written_quickly(tmp_path: Path) -> None:
    graph = synthetic(500, 900)
    validate_sample(describe(project(graph, base=BASE)))
    assert len(nquads(project(graph, base=BASE)).splitlines()) > 20_000
