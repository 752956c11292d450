"""What the server says of itself: a SPARQL service description and VoID."""

import re
from collections.abc import Iterator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg.query.answer import Construct, Term, Triple
from kg.query.formats import Limits, write
from kg.query.prefixes import KG, ONTOLOGY, PREFIXES
from kg.serve.answers import Answers, Cell
from kg.serve.negotiate import GRAPH_OFFERS, VARY, choose

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
TYPE: Final = Term("uri", PREFIXES["rdf"] + "type")
RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
DUMPS: Final = {"graph.ttl": "Turtle", "graph.nq": "N-Quads"}
VOCABULARIES: Final = (KG, *(PREFIXES[p] for p in ("dcterms", "foaf", "oa", "org", "prov", "schema", "skos")))
_HOST: Final = re.compile(r"https?://[\w.:\[\]-]+/", re.ASCII)


async def service(request: Request) -> Response:
    """The service description of the endpoint."""
    root = _root(request)
    return _reply(request, [*_service(root, await _counts(request))])


async def void(request: Request) -> Response:
    """The VoID description of the data."""
    answers: Answers = request.app.state.answers
    root = _root(request)
    return _reply(request, [*_void(root, await answers.entities(), await _counts(request))])


def _reply(request: Request, triples: list[Triple]) -> Response:
    offer = choose(request.headers.get("accept", ""), GRAPH_OFFERS)
    written = write(Construct(iter(triples)), f"json|{offer.name}", Limits())
    return Response(written.body, headers={"Content-Type": offer.content_type, **VARY})


def _root(request: Request) -> str:
    """Where the client found us, if it may stand in an IRI."""
    root = str(request.base_url)
    return root if _HOST.fullmatch(root) else "http://localhost/"


async def _counts(request: Request) -> dict[str, list[tuple[str, int]]]:
    """Triples by property, subjects by class; worked out once a build."""
    answers: Answers = request.app.state.answers
    kept = answers.kept
    if "counts" not in kept:
        found = {}
        for name, pattern in (("property", "?s ?x ?o"), ("class", "?s a ?x")):
            rows = await answers.table(f"SELECT ?x (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?x ORDER BY ?x")
            found[name] = [_count(row) for row in rows]
        kept["counts"] = found
    counts = kept["counts"]
    assert isinstance(counts, dict)
    return counts


def _count(row: dict[str, Cell]) -> tuple[str, int]:
    return row["x"]["value"], int(row["n"]["value"])


def _uri(value: str) -> Term:
    return Term("uri", value)


def _number(value: int) -> Term:
    return Term("literal", str(value), PREFIXES["xsd"] + "integer")


def _service(root: str, counts: dict[str, list[tuple[str, int]]]) -> Iterator[Triple]:
    here, dataset, graph = _uri(f"{root}sparql"), Term("bnode", "dataset"), Term("bnode", "default")
    yield here, TYPE, _uri(SD + "Service")
    yield here, _uri(SD + "endpoint"), here
    yield here, _uri(SD + "supportedLanguage"), _uri(SD + "SPARQL11Query")
    for name in RESULTS:
        yield here, _uri(SD + "resultFormat"), _uri(FORMATS + name)
    yield here, _uri(SD + "defaultDataset"), dataset
    yield dataset, TYPE, _uri(SD + "Dataset")
    yield dataset, _uri(SD + "defaultGraph"), graph
    yield graph, TYPE, _uri(SD + "Graph")
    yield graph, _uri(VOID + "triples"), _number(sum(n for _, n in counts["property"]))
    ontology = Term("bnode", "ontology")
    yield dataset, _uri(SD + "namedGraph"), ontology
    yield ontology, TYPE, _uri(SD + "NamedGraph")
    yield ontology, _uri(SD + "name"), _uri(ONTOLOGY)


def _void(root: str, entities: str, counts: dict[str, list[tuple[str, int]]]) -> Iterator[Triple]:
    here = _uri(f"{root}.well-known/void")
    yield here, TYPE, _uri(VOID + "Dataset")
    yield here, _uri(PREFIXES["dcterms"] + "title"), Term("literal", "政务与财经新闻知识图谱", language="zh")
    yield here, _uri(PREFIXES["dcterms"] + "title"), Term("literal", "News knowledge graph", language="en")
    yield here, _uri(VOID + "sparqlEndpoint"), _uri(f"{root}sparql")
    for name, form in DUMPS.items():
        yield here, _uri(VOID + "dataDump"), _uri(f"{root}data/{name}")
        yield here, _uri(VOID + "feature"), _uri(FORMATS + form)
    if entities:
        yield here, _uri(VOID + "uriSpace"), Term("literal", entities)
    for vocabulary in VOCABULARIES:
        yield here, _uri(VOID + "vocabulary"), _uri(vocabulary)
    yield here, _uri(VOID + "triples"), _number(sum(n for _, n in counts["property"]))
    for kind, unit in (("class", "entities"), ("property", "triples")):
        for number, (name, count) in enumerate(counts[kind]):
            part = Term("bnode", f"{kind}{number}")
            yield here, _uri(f"{VOID}{kind}Partition"), part
            yield part, _uri(VOID + kind), _uri(name)
            yield part, _uri(VOID + unit), _number(count)
