"""What the RDF says."""

import re
from dataclasses import replace

import pytest
from rdflib import RDF, Dataset, Namespace, URIRef
from rdflib import Graph as RdfGraph
from rdflib import Literal as RdfLiteral
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS, XSD

from kg.errors import OutputError
from kg.export import terms
from kg.export.rdf import describe, nquads, turtle
from kg.export.triples import project
from kg.models import EntityType, Graph
from kg.vocab import BASE, KG, OA
from tests.sample_graphs import sample

ID = Namespace(BASE + "id/")


@pytest.fixture(scope="module")
def rdf() -> RdfGraph:
    return RdfGraph().parse(data=turtle(describe(project(sample(), base=BASE))), format="turtle")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    dataset = Dataset()
    dataset.parse(data=nquads(describe(project(sample(), base=BASE))), format="nquads")
    return dataset


def merged(dataset: Dataset) -> RdfGraph:
    union = RdfGraph()
    for subject, predicate, object_, _ in dataset.quads():
        union.add((subject, predicate, object_))
    return union


def statements(rdf: RdfGraph, predicate: URIRef) -> list[URIRef]:
    return sorted(s for s in rdf.subjects(RDF.predicate, predicate))


def test_the_named_graphs_together_are_the_turtle(dataset: Dataset, rdf: RdfGraph) -> None:
    assert isomorphic(merged(dataset), rdf)
    graphs = {str(g) for _, _, _, g in dataset.quads()}
    assert graphs == {BASE + "id/article/某日报/1版.txt/1", BASE + "id/article/b.txt/1"}


def test_a_named_graph_holds_the_statements_evidenced_in_its_article(dataset: Dataset) -> None:
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


def test_a_text_that_is_an_address_stays_a_text() -> None:
    graph = sample()
    decided = replace(graph.entities[0], decisions=("https://schema.org/name",))
    text = turtle(describe(project(replace(graph, entities=(decided, *graph.entities[1:])), base=BASE)))
    assert RdfLiteral("https://schema.org/name") in set(RdfGraph().parse(data=text, format="turtle").objects(None, KG.decision))


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
