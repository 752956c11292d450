"""A page for every IRI of the export: /entity/person/王强_太原市 tells of <base>id/person/王强_太原市."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.query.prefixes import ONTOLOGY, short
from kg.serve.answers import Answers, Cell
from kg.serve.negotiate import GRAPH_OFFERS, HTML, VARY, Offer, choose
from kg.serve.pages import page

MOST: Final = 500  # rows of each table of a page
_BAD: Final = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")
_NAME: Final = "OPTIONAL { ?x skos:prefLabel|schema:headline ?n }"
_WORDS: Final = f"""OPTIONAL {{ GRAPH <{ONTOLOGY}> {{ ?p rdfs:label ?zh FILTER (LANG(?zh) = "zh") }} }}
OPTIONAL {{ GRAPH <{ONTOLOGY}> {{ ?p rdfs:label ?en FILTER (LANG(?en) = "en") }} }}"""
_COLUMNS: Final = "?p ?x (SAMPLE(?n) AS ?name) (SAMPLE(?zh) AS ?chinese) (SAMPLE(?en) AS ?english)"
_TAIL: Final = f"{_WORDS} }} GROUP BY ?p ?x ORDER BY ?p ?x LIMIT {MOST}"
OUTGOING: Final = f"SELECT {_COLUMNS} {{ THIS ?p ?x {_NAME} {_TAIL}"
INCOMING: Final = f"SELECT {_COLUMNS} {{ ?x ?p THIS {_NAME} {_TAIL}"
EVIDENCE: Final = f"""SELECT DISTINCT ?quote ?source ?start ?evidence {{
  {{ ?fact rdf:subject|rdf:object|org:member|org:organization THIS ; kg:evidence ?evidence }}
  UNION {{ THIS kg:evidence ?evidence }} UNION {{ THIS kg:namedIn ?evidence }}
  ?evidence oa:exact ?quote ; oa:start ?start ; prov:wasQuotedFrom/dcterms:source ?source
}} ORDER BY ?source ?start ?quote LIMIT {MOST}"""
GRAPH: Final = """CONSTRUCT { THIS ?p ?x . ?x skos:prefLabel ?n . ?y ?q THIS . ?y skos:prefLabel ?m } {
  { THIS ?p ?x OPTIONAL { ?x skos:prefLabel ?n } } UNION { ?y ?q THIS OPTIONAL { ?y skos:prefLabel ?m } }
}"""


async def entity(request: Request) -> Response:
    """GET of /entity/… and /id/…: HTML, or RDF if the client prefers that; ?format= names a form outright."""
    answers: Answers = request.app.state.answers
    offer = _wanted(request)
    iri = await _found(request, answers)
    if offer != HTML:
        written = await answers.ask(_about(GRAPH, iri), f"json|{offer.name}")
        return Response(written.body, headers={"Content-Type": offer.content_type, **VARY})
    entities = await answers.entities()
    outgoing, incoming, evidence = [await answers.table(_about(q, iri)) for q in (OUTGOING, INCOMING, EVIDENCE)]
    values = {
        "iri": iri,
        "title": next(_names(outgoing), short(iri)),
        "tables": [
            ("关于它 / What is said of it", _rows(outgoing, entities)),
            ("指向它 / What points to it", _rows(incoming, entities)),
        ],
        "evidence": [{name: cell["value"] for name, cell in row.items()} for row in evidence],
        "most": MOST,
    }
    return page("entity.html", values, headers=VARY)


def link(iri: str, entities: str) -> str:
    """Where a page about the IRI is on this server; "" if nowhere."""
    if not entities or not iri.startswith(entities):
        return ""
    return "/entity/" + quote(iri[len(entities) :], safe="/:@!$&'()*+,;=~")


def _wanted(request: Request) -> Offer:
    name = request.query_params.get("format", "")
    if not name:
        return choose(request.headers.get("accept", ""), (HTML, *GRAPH_OFFERS))
    found = next((offer for offer in (HTML, *GRAPH_OFFERS) if offer.name == name), None)
    if not found:
        raise HTTPException(406, f"format={name}: html, turtle, ntriples, jsonld or rdfxml\n")
    return found


async def _found(request: Request, answers: Answers) -> str:
    """The IRI that the path names. Status 404 if the graph says nothing of it.

    An IRI of the export may hold percent signs of its own: the path is tried decoded once, and as it came.
    """
    entities = await answers.entities()
    local: str = request.path_params["local"]
    raw: str = request.scope.get("raw_path", b"").decode("ascii", "replace")
    prefix = request.url.path.split("/")[1]
    as_it_came = _keep_ascii(raw.removeprefix(f"/{prefix}/"))
    for candidate in dict.fromkeys((local, as_it_came)):
        if entities and candidate and not _BAD.search(candidate):
            iri = entities + candidate
            if await answers.table(f"SELECT ?p {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }} LIMIT 1"):
                return iri
    raise HTTPException(404, f"nothing is said of {entities or '…'}{local}\n")


def _keep_ascii(raw: str) -> str:
    """A path decoded but for its ASCII characters: %E7%8E%8B is 王, %20 stays %20."""
    return re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", lambda m: unquote_to_bytes(m[0]).decode("utf-8", "replace"), raw)


def _about(query: str, iri: str) -> str:
    return query.replace("THIS", f"<{iri}>")


def _names(rows: list[dict[str, Cell]]) -> Iterator[str]:
    for wanted in ("skos:prefLabel", "schema:headline", "oa:exact"):
        yield from (row["x"]["value"] for row in rows if short(row["p"]["value"]) == wanted)


def _rows(rows: list[dict[str, Cell]], entities: str) -> list[dict[str, str]]:
    """What the page shows: predicate, value, and where the value leads."""
    shown = []
    for row in rows:
        value, uri = row["x"]["value"], row["x"]["type"] == "uri"
        name = row["name"]["value"] if "name" in row else short(value) if uri else value
        words = " / ".join(row[word]["value"] for word in ("chinese", "english") if word in row)
        shown.append({
            "predicate": short(row["p"]["value"]), "words": words, "name": name,
            "kind": short(value) if uri and name != short(value) else "", "link": link(value, entities) if uri else "",
        })  # fmt: skip
    return shown
