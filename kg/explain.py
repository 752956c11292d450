"""From a node back to the text: labels, why mentions were joined, and each statement with its rule and its sentence."""

from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SKOS
from rdflib.term import Node

from kg.errors import InputError
from kg.models import EntityType
from kg.vocab import KG, OA

_SHOWN = 12  # mentions of one entity that are listed


def explain(out: Path, name: str) -> list[str]:
    """Lines on every entity of that label in the outputs of a build. Raises InputError if nothing has the name."""
    path = out / "graph.ttl"
    if not path.is_file():
        raise InputError(f"{path}: no such file; run `kg build` first or name its folder with --out")
    graph = Graph()
    try:
        graph.parse(path)
    except Exception as error:  # rdflib's parser raises all kinds
        raise InputError(f"{path}: not the Turtle of a build ({type(error).__name__})") from error
    labels = list(_labels(graph))
    found = sorted({node for node, label in labels if label == name}, key=str)
    if not found:
        near = sorted({label for _, label in labels if name in label or label in name}, key=lambda x: (len(x), x))
        raise InputError(f"nothing in {path} is called {name}" + (f"; close: {'、'.join(near[:8])}" if near else ""))
    return [line for node in found for line in _entity(graph, node)]


def _labels(graph: Graph) -> Iterator[tuple[Node, str]]:
    for kind in EntityType:
        for node in graph.subjects(RDF.type, KG[kind.value], unique=True):
            for label in (*graph.objects(node, SKOS.prefLabel), *graph.objects(node, SKOS.altLabel)):
                yield node, str(label)


def _entity(graph: Graph, node: Node) -> Iterator[str]:
    """The story of one node."""
    kinds = sorted(_term(kind) for kind in graph.objects(node, RDF.type) if str(kind).startswith(str(KG._NS)))
    inferred = {str(label) for label in graph.objects(node, KG.inferredLabel)}
    label = _text(graph, node, SKOS.prefLabel)
    yield f"{label}  {' '.join(kinds)}{'  (name inferred)' if label in inferred else ''}"
    yield f"  {node}"
    for other in sorted(str(label) for label in graph.objects(node, SKOS.altLabel)):
        yield f"  also {other}{'  (inferred)' if other in inferred else ''}"
    for decision in sorted(str(text) for text in graph.objects(node, KG.decision)):
        yield f"  joined: {decision}"
    places = sorted(_quote(graph, mention) for mention in graph.objects(node, KG.namedIn))
    yield from (f"  named {line}" for line in places[:_SHOWN])
    if len(places) > _SHOWN:
        yield f"  named in {len(places) - _SHOWN} more places"
    for title, evidence in sorted([*_posts(graph, node), *_statements(graph, node)]):
        yield f"  {title}"
        yield from (f"    {line}" for line in evidence)
    yield ""


def _posts(graph: Graph, node: Node) -> Iterator[tuple[str, list[str]]]:
    """The posts a person holds, the people with a post in an organisation."""
    for post in sorted({*graph.subjects(ORG.member, node), *graph.subjects(ORG.organization, node)}, key=str):
        person, body = graph.value(post, ORG.member), graph.value(post, ORG.organization)
        role = "、".join(sorted(_text(graph, item, SKOS.prefLabel) for item in graph.objects(post, ORG.role)))
        title = f"holdsPost: {_name(graph, person)} → {role} @ {_name(graph, body)}"
        yield title + _how(graph, post), _evidence(graph, post)


def _statements(graph: Graph, node: Node) -> Iterator[tuple[str, list[str]]]:
    """The relations and attributes in which the node stands on either side."""
    for fact in sorted({*graph.subjects(RDF.subject, node), *graph.subjects(RDF.object, node)}, key=str):
        subject, value = graph.value(fact, RDF.subject), graph.value(fact, RDF.object)
        written = _text(graph, fact, KG.asWritten)
        title = f"{_term(graph.value(fact, RDF.predicate))}: {_name(graph, subject)} → {_name(graph, value)}"
        yield f"{title}{f'  ({written})' if written else ''}{_how(graph, fact)}", _evidence(graph, fact)


def _how(graph: Graph, fact: Node) -> str:
    """Status, role and confidence of a statement."""
    status = graph.value(fact, KG.status)
    parts = [_term(status) if status else "", _text(graph, fact, KG.role), _text(graph, fact, KG.confidence)]
    return f"  [{', '.join(part for part in parts if part)}]"


def _evidence(graph: Graph, fact: Node) -> list[str]:
    return sorted(_quote(graph, evidence) for evidence in graph.objects(fact, KG.evidence))


def _quote(graph: Graph, evidence: Node) -> str:
    """One place: file, offsets, the words that stand there, the rule."""
    article = graph.value(evidence, PROV.wasQuotedFrom)
    source = _text(graph, article, DCTERMS.source)
    start, end = int(_text(graph, evidence, OA.start) or 0), int(_text(graph, evidence, OA.end) or 0)
    exact = " ".join(_text(graph, evidence, OA.exact).split())
    return f"{source} {start}-{end} 「{exact}」 rule {_text(graph, evidence, KG.rule)}"


def _text(graph: Graph, node: Node | None, predicate: URIRef) -> str:
    value = graph.value(node, predicate) if node is not None else None
    return "" if value is None else str(value)


def _name(graph: Graph, node: Node | None) -> str:
    return _text(graph, node, SKOS.prefLabel) or str(node)


def _term(node: Node | None) -> str:
    return str(node).rpartition("#")[2]
