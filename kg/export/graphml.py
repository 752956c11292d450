"""graph.graphml for Gephi, Cytoscape and networkx."""

import re
from pathlib import Path
from typing import Final

import networkx as nx

from kg.export.evidence import surest
from kg.models import Entity, Graph, Literal, Relation

# XML 1.0 has no way to write these
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_graphml(graph: Graph, path: Path) -> None:
    """Write a directed multigraph; attributes stand on their nodes, evidence on the edges."""
    sources = {a.id: a.source for a in graph.articles}
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    values: dict[str, dict[str, list[str]]] = {e.id: {} for e in graph.entities}
    for relation in graph.relations:
        if isinstance(relation.object, Literal):
            values[relation.subject].setdefault(relation.predicate, []).append(relation.object.text)
    for entity in graph.entities:
        network.add_node(_xml(entity.id), **_node(entity, values[entity.id]))
    for relation in graph.relations:
        if isinstance(relation.object, str):
            network.add_edge(_xml(relation.subject), _xml(relation.object), **_edge(relation, sources))
    nx.write_graphml_xml(network, path, encoding="utf-8", prettyprint=True)


def _node(entity: Entity, values: dict[str, list[str]]) -> dict[str, str | int]:
    data: dict[str, str | int] = {
        "label": _xml(entity.label),
        "type": entity.type.value,
        "aliases": _xml("|".join(a.name for a in entity.aliases)),
        "mentions": len(entity.mentions),
    }
    return data | {name: _xml("|".join(dict.fromkeys(texts))) for name, texts in sorted(values.items())}


def _edge(relation: Relation, sources: dict[str, str]) -> dict[str, str | int | float]:
    best = surest(relation.evidence)
    return {
        "label": relation.predicate,
        "role": _xml(relation.role),
        "status": relation.status.value,
        "validFrom": relation.valid_from,
        "validUntil": relation.valid_until,
        "confidence": relation.confidence,
        "articles": len({e.article for e in relation.evidence}),
        "source": _xml(sources[best.article]),
        "start": best.start,
        "end": best.end,
        "quote": _xml(best.exact),
        "rule": best.rule,
    }


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
