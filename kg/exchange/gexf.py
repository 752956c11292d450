"""GEXF 1.2 for Gephi: the network of graph.graphml."""

import re
from pathlib import Path
from typing import Final

import networkx as nx

# In GEXF start and end say when an edge exists, id and type how it is drawn
_RENAMED: Final = {"start": "quoteStart", "end": "quoteEnd", "type": "class", "id": "name"}


def gexf(outputs: Path) -> bytes:
    """A directed multigraph; nodes have their class and attributes, edges their quote and its place."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_graphml(outputs / "graph.graphml", force_multigraph=True))
    for _, data in network.nodes(data=True):
        _rename(data)
    for number, (_, _, data) in enumerate(network.edges(data=True)):
        _rename(data)
        data["id"] = str(number)
        data["weight"] = data["confidence"]
    text = "\n".join(nx.generate_gexf(network, encoding="utf-8", version="1.2draft"))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _undated(text) + "\n").encode()


def _rename(data: dict[str, object]) -> None:
    for name, other in _RENAMED.items():
        if name in data:
            data[other] = data.pop(name)


def _undated(text: str) -> str:
    """Without the day on which it was written: the same graph, the same bytes."""
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
