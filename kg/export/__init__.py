"""The files of a build: pieces (fragments), put together (assembly), and the explorer, which shows no more than it can."""

import tempfile
from pathlib import Path

from kg.export.assembly import FILES, Assembly
from kg.export.fragments import Projector
from kg.export.html import write_html
from kg.export.nodes import Node
from kg.export.parts import of_graph
from kg.export.rdf import write_ontology, write_turtle
from kg.export.validate import validate
from kg.models import Graph

__all__ = ["FILES", "Assembly", "Projector", "check", "validate", "write_all", "write_html", "write_ontology"]


def check(graph: Graph, *, base: str) -> None:
    """Raise OutputError if the graph breaks its SHACL shapes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.ttl")
        write_turtle(graph, path, base=base)
        validate(path)


def write_all(graph: Graph, directory: Path, *, base: str) -> None:
    """Write every projection into an existing directory; OutputError if the graph breaks its SHACL shapes."""
    projector, assembly = Projector(base), Assembly(directory)
    readings, blocks = of_graph(graph)
    terms: dict[str, list[Node]] = {}
    for reading in readings:
        assembly.add(projector.page(reading))
        for term, nodes in projector.terms(reading).items():
            terms.setdefault(term, []).extend(nodes)
    for block in blocks:
        assembly.add(projector.entity(block))
    for term in sorted(terms):
        assembly.add(projector.term(terms[term]))
    assembly.finish()
    validate(directory / FILES["ttl"])
    write_ontology(directory / "ontology.ttl")
    write_html(graph, directory / "graph.html", base=base)
