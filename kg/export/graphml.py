"""graph.graphml for Gephi, Cytoscape and networkx: a directed multigraph, attributes on nodes, evidence on edges.

Written directly: networkx builds its network and then a tree of XML elements, five times the work. It is what the
same graph would be to networkx, to the byte; a test holds the two against each other.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from kg.export.evidence import surest
from kg.models import Entity, Graph, Literal, Relation

Value = str | int | float

_TYPES: Final = {str: "string", int: "long", float: "double"}
_QUOTED: Final = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
# XML 1.0 has no way to write these
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD: Final = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(graph: Graph, path: Path) -> None:
    """Write all entities and the relations between them; one edge per relation, those of two nodes numbered."""
    keys = _Keys()
    items = "".join([*_nodes(graph, keys), *_edges(graph, keys)])
    inside = f">\n{items}  </graph>" if items else " />"
    text = f'{_HEAD}{keys.declared()}  <graph edgedefault="directed"{inside}\n</graphml>\n'
    path.write_text(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text), "utf-8", newline="\n")


class _Keys(dict[tuple[str, str, type], str]):
    """The key of each kind of value: (node or edge, name, type) -> d0, d1, …."""

    def __missing__(self, kind: tuple[str, str, type]) -> str:
        self[kind] = key = f"d{len(self)}"
        return key

    def declared(self) -> str:
        """The keys as GraphML declares them, the last first."""
        return "".join(
            f'  <key id="{key}" for="{what}" attr.name="{name}" attr.type="{_TYPES[kind]}" />\n'
            for (what, name, kind), key in reversed(self.items())
        )


def _nodes(graph: Graph, keys: _Keys) -> Iterator[str]:
    values: dict[str, dict[str, list[str]]] = {e.id: {} for e in graph.entities}
    for relation in graph.relations:
        if isinstance(relation.object, Literal):
            values[relation.subject].setdefault(relation.predicate, []).append(relation.object.text)
    for entity in graph.entities:
        yield _item("node", f'id="{escape(entity.id, _QUOTED)}"', _node(entity, values[entity.id]), keys)


def _edges(graph: Graph, keys: _Keys) -> Iterator[str]:
    sources = {a.id: a.source for a in graph.articles}
    between: dict[str, dict[str, list[Relation]]] = {e.id: {} for e in graph.entities}
    for relation in graph.relations:
        if isinstance(relation.object, str):
            between[relation.subject].setdefault(relation.object, []).append(relation)
    for source, targets in between.items():
        for target, relations in targets.items():
            ends = f'source="{escape(source, _QUOTED)}" target="{escape(target, _QUOTED)}"'
            for number, relation in enumerate(relations):
                yield _item("edge", f'{ends} id="{number}"', _edge(relation, sources), keys)


def _item(what: str, attributes: str, data: dict[str, Value], keys: _Keys) -> str:
    lines = []
    for name, value in data.items():
        key, text = keys[what, name, type(value)], escape(str(value))
        lines.append(f'      <data key="{key}">{text}</data>\n' if text else f'      <data key="{key}" />\n')
    return f"    <{what} {attributes}>\n{''.join(lines)}    </{what}>\n"


def _node(entity: Entity, values: dict[str, list[str]]) -> dict[str, Value]:
    data: dict[str, Value] = {
        "label": entity.label,
        "type": entity.type.value,
        "aliases": "|".join(a.name for a in entity.aliases),
        "mentions": len(entity.mentions),
    }
    return data | {name: "|".join(dict.fromkeys(texts)) for name, texts in sorted(values.items())}


def _edge(relation: Relation, sources: dict[str, str]) -> dict[str, Value]:
    best = surest(relation.evidence)
    return {
        "label": relation.predicate,
        "role": relation.role,
        "status": relation.status.value,
        "validFrom": relation.valid_from,
        "validUntil": relation.valid_until,
        "confidence": relation.confidence,
        "articles": len({e.article for e in relation.evidence}),
        "source": sources[best.article],
        "start": best.start,
        "end": best.end,
        "quote": best.exact,
        "rule": best.rule,
    }
