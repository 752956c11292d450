"""FollowTheMoney: entities for Aleph and its kin, one JSON object a line (https://followthemoney.tech).

Every node is an entity and every post, relation and change of name a link between two, with its articles as proof and
its quotes as summary. What FollowTheMoney has no word for is an UnknownLink that says which relation it is.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rdflib import RDF, RDFS, Graph, Node, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS

from kg.exchange.rdf import read
from kg.vocab import KG, OA

SCHEMATA: Final = {
    KG.Official: "Person", KG.Person: "Person", KG.Journalist: "Person", KG.Department: "PublicBody",
    KG.Enterprise: "Company", KG.Institution: "Organization", KG.Project: "Project", KG.Place: "Address",
    KG.Event: "Event", KG.Document: "Document", KG.Article: "Article",
}  # fmt: skip
_LEGAL: Final = {"Person", "PublicBody", "Company", "Organization"}
_BODIES: Final = _LEGAL - {"Person"}
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_LIFE: Final = {KG.startDate: "startDate", KG.completionDate: "endDate", KG.founded: "incorporationDate"}

Properties = dict[str, list[str]]


def ftm(outputs: Path) -> bytes:
    """The entities as JSON lines: articles, nodes, positions, links; each part sorted by identifier."""
    graph, words = read(outputs), Graph().parse(outputs / "ontology.ttl", format="turtle")
    lines = [_line(*entity) for part in (_nodes(graph), _posts(graph), _links(graph, words)) for entity in part]
    return "".join(sorted(lines)).encode()


def identifier(iri: Node | str | None) -> str:
    """The id of an entity: letters, digits and hyphens are all that FollowTheMoney allows."""
    return "kg-" + hashlib.blake2b(str(iri).encode(), digest_size=10).hexdigest()


def _line(id_: str, schema: str, properties: Properties) -> str:
    found = {name: list(dict.fromkeys(v for v in values if v)) for name, values in sorted(properties.items())}
    entity = {"id": id_, "schema": schema, "properties": {name: values for name, values in found.items() if values}}
    return json.dumps(entity, ensure_ascii=False) + "\n"


def _schema(graph: Graph, node: Node | None) -> str:
    if node is None:
        return "Thing"
    return next((schema for kind, schema in SCHEMATA.items() if (node, RDF.type, kind) in graph), "Thing")


def _sorted(nodes: Iterator[Node]) -> list[Node]:
    return sorted(nodes, key=str)


def _texts(graph: Graph, node: Node | None, predicate: URIRef) -> list[str]:
    return sorted({str(value) for value in graph.objects(node, predicate)})


def _dates(values: list[str]) -> list[str]:
    return [value for value in values if _DATE.fullmatch(value)]


def _nodes(graph: Graph) -> Iterator[tuple[str, str, Properties]]:
    for kind, schema in SCHEMATA.items():
        for node in _sorted(graph.subjects(RDF.type, kind)):
            properties = _article(graph, node) if kind == KG.Article else _entity(graph, node, schema)
            if kind == KG.Journalist:
                properties["topics"] = ["role.journo"]
            yield identifier(node), schema, properties | {"sourceUrl": [str(node)]}


def _article(graph: Graph, node: Node) -> Properties:
    authors = sorted(str(graph.value(author, SKOS.prefLabel)) for author in graph.objects(node, SDO.author))
    return {
        "fileName": _texts(graph, node, DCTERMS.source),
        "title": _texts(graph, node, SDO.headline),
        "publishedAt": _texts(graph, node, SDO.datePublished),
        "author": authors,
        "language": ["zho"],
    }


def _entity(graph: Graph, node: Node, schema: str) -> Properties:
    names = _texts(graph, node, SKOS.prefLabel)
    mentions = [graph.value(mention, PROV.wasQuotedFrom) for mention in graph.objects(node, KG.namedIn)]
    properties = {"name": names, "alias": _texts(graph, node, SKOS.altLabel), "proof": _ids(mentions)}
    if schema == "Document":
        properties |= {"fileName": names, "title": names}
    elif schema == "Address":
        properties["full"] = names
    elif schema == "Event":
        properties["organizer"] = _actors(graph, node, KG.organizes)
        properties["involved"] = _actors(graph, node, KG.attends)
    return properties | _attributes(graph, node, schema)


def _actors(graph: Graph, event: Node, predicate: URIRef) -> list[str]:
    return _ids(actor for actor in graph.subjects(predicate, event) if _schema(graph, actor) in _LEGAL)


def _ids(nodes: "Iterator[Node] | list[Node | None]") -> list[str]:
    return sorted({identifier(node) for node in nodes if node is not None})


def _attributes(graph: Graph, node: Node, schema: str) -> Properties:
    """Amounts, dates and stages in properties of their own where the schema has them, all of them as notes."""
    notes = []
    for statement in graph.subjects(RDF.subject, node):
        predicate, written = graph.value(statement, RDF.predicate), graph.value(statement, KG.asWritten)
        if written is not None:
            notes.append(f"{str(predicate).rpartition('#')[2]}: {written}")
    properties = {"notes": sorted(notes)}
    for predicate, name in _LIFE.items():
        if (schema == "Project") != (name == "incorporationDate") and schema in _BODIES | {"Project"}:
            properties[name] = _dates(_texts(graph, node, predicate))
    if schema == "Project":
        amounts = _texts(graph, node, KG.investment)
        stages = [str(graph.value(s, SKOS.prefLabel)) for s in graph.objects(node, KG.projectStatus)]
        properties |= {"amount": amounts, "currency": ["CNY"] if amounts else [], "status": sorted(stages)}
    return properties


def _posts(graph: Graph) -> Iterator[tuple[str, str, Properties]]:
    """A Position for each role of a body, an Occupancy for each person in it."""
    positions: dict[str, Properties] = {}
    for post in _sorted(graph.subjects(RDF.type, ORG.Membership)):
        body, role = graph.value(post, ORG.organization), graph.value(post, ORG.role)
        position = identifier(f"{body} {role}")
        name, title = graph.value(body, SKOS.prefLabel), graph.value(role, SKOS.prefLabel)
        positions[position] = {"name": [f"{name}{title}"]}
        if _schema(graph, body) in _BODIES:
            positions[position]["organization"] = [identifier(body)]
        else:
            positions[position]["subnationalArea"] = [str(name)]
        yield (
            identifier(post),
            "Occupancy",
            _link(graph, post)
            | {
                "holder": [identifier(graph.value(post, ORG.member))],
                "post": [position],
                "status": [str(graph.value(post, KG.status)).rpartition("#")[2]],
                "startDate": _dates(_texts(graph, post, SDO.validFrom)),
                "endDate": _dates(_texts(graph, post, SDO.validUntil)),
            },
        )
    for id_, properties in positions.items():
        yield id_, "Position", properties


def _links(graph: Graph, words: Graph) -> Iterator[tuple[str, str, Properties]]:
    for statement in _sorted(graph.subjects(RDF.type, RDF.Statement)):
        subject, object_ = graph.value(statement, RDF.subject), graph.value(statement, RDF.object)
        predicate = graph.value(statement, RDF.predicate)
        if _schema(graph, object_) == "Thing":  # a value
            continue
        schema, ends = _edge(predicate, (_schema(graph, subject), _schema(graph, object_)))
        yield (
            identifier(statement),
            schema,
            _link(graph, statement)
            | {
                ends[0]: [identifier(subject)],
                ends[1]: [identifier(object_)],
                "role": [*_labels(words, predicate), *_texts(graph, statement, KG.role)],
            },
        )


def _edge(predicate: Node | None, ends: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    """The schema of a relation between two schemata, and the properties of its subject and its object."""
    if predicate in (KG.undertakes, KG.promotes) and ends[0] in _LEGAL and ends[1] == "Project":
        return "ProjectParticipant", ("participant", "project")
    if predicate == KG.partOf and ends[0] == "Company" and ends[1] in _LEGAL:
        return "Ownership", ("asset", "owner")
    if predicate == KG.renamedTo and {*ends} <= _LEGAL:
        return "Succession", ("predecessor", "successor")
    if ends[1] == "Document":
        return "Documentation", ("entity", "document")
    return "UnknownLink", ("subject", "object")


def _link(graph: Graph, statement: Node) -> Properties:
    """Where it was read and when it was said."""
    evidence = list(graph.objects(statement, KG.evidence))
    articles = [graph.value(quote, PROV.wasQuotedFrom) for quote in evidence]
    return {
        "proof": _ids(articles),
        "date": sorted({str(d) for article in articles for d in graph.objects(article, SDO.datePublished)}),
        "summary": sorted({str(graph.value(quote, OA.exact)) for quote in evidence}),
        "sourceUrl": [str(statement)],
    }


def _labels(words: Graph, predicate: Node | None) -> list[str]:
    return sorted(
        str(label) for label in words.objects(predicate, RDFS.label) if getattr(label, "language", "") == "zh"
    )
