"""JSON-LD, RDF/XML and TriG, by rdflib's serialisers, sorted: the same graph, the same bytes.

JSON-LD and RDF/XML say what graph.ttl says, TriG says what graph.nq says.
"""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.plugins.serializers.trig import TrigSerializer

from kg.vocab import PREFIXES

_DESCRIPTION: Final = re.compile(r"^(?=  <rdf:Description )", re.MULTILINE)
_CLOSED: Final = "</rdf:RDF>\n"


def read(outputs: Path) -> Graph:
    """graph.ttl."""
    return _bound(Graph(bind_namespaces="none")).parse(outputs / "graph.ttl", format="turtle")


def jsonld(outputs: Path) -> bytes:
    """JSON-LD 1.1 with a compact context: prefixes, and names that stand for IRIs, Chinese or typed values."""
    graph = read(outputs)
    document: dict[str, Any] = json.loads(graph.serialize(format="json-ld", context=_context(graph), sort_keys=True))
    document["@graph"] = sorted((_stable(node) for node in document["@graph"]), key=lambda node: str(node["@id"]))
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def rdfxml(outputs: Path) -> bytes:
    """RDF/XML, one rdf:Description per subject, sorted."""
    ordered = _bound(Graph(bind_namespaces="none"))
    for triple in sorted(read(outputs)):
        ordered.add(triple)
    head, *nodes = _DESCRIPTION.split(ordered.serialize(format="xml").removesuffix(_CLOSED))
    return (head + "".join(sorted(nodes)) + _CLOSED).encode()


def trig(outputs: Path) -> bytes:
    """TriG: one named graph per article, sorted."""
    data = Dataset(default_union=False)
    _bound(data)
    data.parse(outputs / "graph.nq", format="nquads")
    serializer, stream = _Exact(data), BytesIO()
    serializer.contexts = sorted(serializer.contexts, key=lambda graph: str(graph.identifier))
    serializer.serialize(stream)
    return stream.getvalue()


class _Exact(TrigSerializer):
    """Numbers as graph.nq writes them: rdflib's short form of the decimal 140 is 140.0."""

    def label(self, node: Any, position: int) -> str:
        """A term in Turtle."""
        if isinstance(node, Literal) and node.datatype == XSD.decimal:
            return f'"{node}"^^{self.getQName(XSD.decimal, False)}'
        return str(super().label(node, position))


def _bound(graph: Graph) -> Graph:
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _context(graph: Graph) -> dict[str, object]:
    """The prefixes; a predicate whose objects are all IRIs, all Chinese or all of one datatype says so here once."""
    context: dict[str, object] = {**PREFIXES}
    kinds: dict[URIRef, set[tuple[str, str]]] = {}
    for _, predicate, value in graph:
        kinds.setdefault(URIRef(str(predicate)), set()).add(_kind(value))
    for predicate, found in sorted(kinds.items()):
        if len(found) == 1 and predicate != RDF.type and (coercion := found.pop()) != ("", ""):
            name = graph.namespace_manager.qname(predicate)
            context[name.partition(":")[2] if name.startswith("kg:") else name] = {
                "@id": name,
                coercion[0]: coercion[1],
            }
    return context


def _kind(value: Any) -> tuple[str, str]:
    if isinstance(value, URIRef):
        return "@type", "@id"
    if value.language:
        return "@language", value.language
    # JSON has numbers and truth values of its own
    plain = value.datatype in (None, XSD.integer, XSD.boolean)
    return ("", "") if plain else ("@type", str(value.datatype))


def _stable(node: dict[str, Any]) -> dict[str, Any]:
    """The node with its lists sorted: a set has no order, a file has one."""
    return {
        key: sorted(value, key=lambda item: json.dumps(item, ensure_ascii=False, sort_keys=True))
        if isinstance(value, list)
        else value
        for key, value in node.items()
    }
