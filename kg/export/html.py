"""graph.html: the explorer, a network by pyvis in one file that asks nothing of the net.

The template replaces pyvis's own, which fetches Bootstrap from a CDN. Text is data: it reaches the page as JSON in
which every < is escaped, the script puts it there with textContent, and the content security policy runs no other.
"""

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyvis
from jinja2 import Environment, FileSystemLoader, Template
from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import RdfFormat, parse
from pyvis.network import Network
from rdflib import RDFS, SKOS

from kg.export import page
from kg.export.layout import Layout, place
from kg.export.look import COLOURS, EVENTS, SHAPES, options
from kg.export.pinyin import readings
from kg.models import EntityType, Graph
from kg.vocab import BASE, KG, RELATIONS

VIS: Final = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
SCRIPTS: Final = (  # in the order in which they build on each other
    "words", "data", "dom", "state", "search", "filters", "labels", "view",
    "sentence", "dossier", "paths", "takeaway", "dispute", "main",
)
LABELS: Final = frozenset({str(RDFS.label), str(SKOS.prefLabel)})


def write_html(graph: Graph, path: Path, *, base: str = BASE, of: int = 0) -> None:
    """Write the explorer: every fact with its sentences, positions worked out here; `base` begins the IRIs.

    `of`: how many entities there are, if the graph holds only the best connected of them.
    """
    where = page.places(graph)
    nodes, edges = page.nodes(graph, where, base=base), page.edges(graph)
    layout = _places(nodes, [(source, target) for source, target, _ in edges])
    network = Network(directed=True, cdn_resources="in_line")
    network.options = options()
    for node, (x, y), community in zip(nodes, layout.positions, layout.communities, strict=True):
        network.add_node(node.pop("id"), node.pop("label"), x=x, y=y, community=community, **node)
    network.node_ids = dict.fromkeys(network.node_ids)  # pyvis looks up both ends of every edge: a list is slow
    for number, (source, target, relations) in enumerate(edges):
        network.add_edge(source, target, id=number, facts=page.facts(graph.entities[source], relations, where))
    drawn, joined, *_, settings = network.get_network_data()
    about = _about(graph, where, base) | {"of": of if of > len(graph.entities) else 0}
    html = _template().render(nodes=drawn, edges=joined, options=settings, page=about)
    path.write_text(html, "utf-8", errors="replace", newline="\n")


def _places(nodes: list[page.Row], edges: list[tuple[int, int]]) -> Layout:
    """Where each node stands: a name of usual length has room beside it once one has zoomed in."""
    sizes = [(2 * n["size"] + 22 + 5 * min(len(n["label"]), 10), 2 * n["size"] + 26) for n in nodes]
    return place(edges, np.array(sizes, dtype=np.float64).reshape(-1, 2))


def _about(graph: Graph, where: page.Places, base: str) -> dict[str, Any]:
    """What the page needs beside nodes and edges."""
    words = _words()
    names = [name for e in graph.entities for name in (e.label, *(a.name for a in e.aliases))]
    return {
        "base": base,
        "articles": page.articles(graph, where),
        "rules": list(where.rules),
        "classes": [[t.value, *words[t.value], COLOURS[t], SHAPES[t]] for t in EntityType],
        "predicates": [[p, *words[p], int(p in EVENTS)] for p in RELATIONS],
        "words": words,
        "pinyin": readings(names),
        "relations": len(graph.relations),
    }


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    """The Chinese and English label of every term of the vocabulary."""
    words: dict[str, dict[str, str]] = {}
    with files("kg").joinpath("ontology/kg.ttl").open("rb") as ontology:
        for triple in parse(ontology, RdfFormat.TURTLE):
            if triple.predicate.value in LABELS and isinstance(triple.object, RdfLiteral):
                term = triple.subject.value.removeprefix(str(KG._NS))
                words.setdefault(term, {})[triple.object.language or ""] = triple.object.value
    return {term: [labels.get("zh", term), labels.get("en", term)] for term, labels in words.items()}


@lru_cache(maxsize=1)
def _template() -> Template:
    """The page but for the graph: its markup, style and scripts, and the hashes that let these and no other run."""
    folder = Path(str(files("kg").joinpath("export/templates")))
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    scripts = [VIS.read_text("utf-8"), *((folder / f"{name}.js").read_text("utf-8") for name in SCRIPTS)]
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    style = (folder / "graph.css").read_text("utf-8")
    return environment.get_template("graph.html", globals={"scripts": scripts, "hashes": hashes, "style": style})
