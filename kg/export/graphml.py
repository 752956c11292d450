"""graph.graphml for Gephi, Cytoscape and networkx: a directed multigraph, its edges with their evidence.

Written entity by entity, as all files of a build are; a graph of an archive need not be in memory for it.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from kg.export.evidence import source_of, surest
from kg.models import Block, Literal, Relation
from kg.vocab import ATTRIBUTES

# XML 1.0 has no way to write these
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTES: Final = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_NODE: Final = {"label": "string", "type": "string", "aliases": "string", "mentions": "long"} | dict.fromkeys(
    sorted(ATTRIBUTES), "string")
_EDGE: Final = {
    "label": "string", "role": "string", "status": "string", "validFrom": "string", "validUntil": "string",
    "confidence": "double", "articles": "long", "source": "string", "start": "long", "end": "long", "quote": "string",
    "rule": "string",
}
_KEYS: Final = "".join(
    f'  <key id="{kind}.{name}" for="{kind}" attr.name="{name}" attr.type="{datatype}" />\n'
    for kind, columns in (("node", _NODE), ("edge", _EDGE)) for name, datatype in columns.items()
)
HEAD: Final = f"""<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
{_KEYS}  <graph edgedefault="directed">
"""
TAIL: Final = "  </graph>\n</graphml>\n"


def vertex(block: Block) -> str:
    """The node of an entity with its attributes."""
    entity, values = block.entity, dict[str, dict[str, None]]()
    for relation in block.relations:
        if isinstance(relation.object, Literal):
            values.setdefault(relation.predicate, {})[relation.object.text] = None
    aliases = "|".join(a.name for a in entity.aliases)
    data: dict[str, str | int | float] = {
        "label": entity.label, "type": entity.type.value, "aliases": aliases, "mentions": len(entity.mentions),
    }
    attributes: dict[str, str | int | float] = {name: "|".join(texts) for name, texts in sorted(values.items())}
    return f'    <node id="{_name(entity.id)}">\n{_data("node", data | attributes)}    </node>\n'


def arcs(block: Block) -> str:
    """The edges that leave an entity."""
    return "".join(
        f'    <edge source="{_name(r.subject)}" target="{_name(r.object)}">\n{_data("edge", _edge(r))}    </edge>\n'
        for r in block.relations if isinstance(r.object, str)
    )


def _edge(relation: Relation) -> Mapping[str, str | int | float]:
    best = surest(relation.evidence)
    return {
        "label": relation.predicate, "role": relation.role, "status": relation.status.value,
        "validFrom": relation.valid_from, "validUntil": relation.valid_until, "confidence": relation.confidence,
        "articles": len({e.article for e in relation.evidence}), "source": source_of(best.article),
        "start": best.start, "end": best.end, "quote": best.exact, "rule": best.rule,
    }


def _data(kind: str, values: Mapping[str, str | int | float]) -> str:
    return "".join(_datum(f"{kind}.{name}", value) for name, value in values.items())


def _datum(key: str, value: str | float) -> str:
    return f'      <data key="{key}">{escape(_xml(str(value)), _RETURN)}</data>\n'


_RETURN: Final = {"\r": "&#13;"}  # else a parser reads a line end


def _name(text: str) -> str:
    return escape(_xml(text), _QUOTES)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
