"""graph.ttl, graph.nq and ontology.ttl: sorted, so that the same graph gives the same bytes.

Written directly: rdflib's serialisers take 30 microseconds a triple, which would cost more than reading the pages.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from kg.export.nodes import Node
from kg.export.triples import project
from kg.export.vocabulary import TYPE
from kg.models import Graph
from kg.vocab import PREFIXES

Description = Mapping[str, Mapping[str, None]]  # predicate -> objects
_INTEGER: Final = "^^<http://www.w3.org/2001/XMLSchema#integer>"


def write_turtle(graph: Graph, path: Path, *, base: str) -> None:
    """Write the whole graph as Turtle."""
    write(path, turtle(describe(project(graph, base=base))))


def write_nquads(graph: Graph, path: Path, *, base: str) -> None:
    """Write one named graph per article; together they say what the Turtle says."""
    write(path, nquads(project(graph, base=base)))


def write(path: Path, text: str) -> None:
    """Write a text as UTF-8 with the line ends it has; a lone surrogate, which UTF-8 cannot hold, becomes ?."""
    path.write_text(text, "utf-8", errors="replace", newline="\n")


def write_ontology(path: Path) -> None:
    """Write the vocabulary beside the graph that uses it."""
    path.write_bytes(files("kg").joinpath("ontology/kg.ttl").read_bytes())


def describe(nodes: Iterable[Node]) -> dict[str, dict[str, dict[str, None]]]:
    """The nodes of each subject as one: subject -> predicate -> objects."""
    subjects: dict[str, dict[str, dict[str, None]]] = {}
    for node in nodes:
        properties = subjects.setdefault(node.subject, {})
        for predicate, object_ in node.pairs:
            properties.setdefault(predicate, {})[object_] = None
    return subjects


def turtle(subjects: Mapping[str, Description]) -> str:
    """Turtle, sorted by subject; a subject's class first, then its properties by name."""
    short = _Short()
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return head + "".join(_block(subject, subjects[subject], short) for subject in sorted(subjects))


def _block(subject: str, properties: Description, short: "_Short") -> str:
    lines = []
    for predicate in sorted(properties, key=lambda p: (p != TYPE, p)):
        verb = "a" if predicate == TYPE else short[predicate]
        lines.append(f"{verb} {', '.join([short[o] for o in sorted(properties[predicate])])}")
    return f"\n{short[subject]} " + " ;\n    ".join(lines) + " .\n"


class _Short(dict[str, str]):
    """The Turtle form of a term, worked out once."""

    def __missing__(self, term: str) -> str:
        self[term] = short = _short(term)
        return short


def _short(term: str) -> str:
    if term.endswith(_INTEGER):
        return term[1 : -len(_INTEGER) - 1]
    literal, mark, name = term.rpartition("^^") if term[0] == '"' and term[-1] == ">" else ("", "", term)
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace, 1) and name[1 + len(namespace) : -1].isalnum():
            return f"{literal}{mark}{prefix}:{name[1 + len(namespace) : -1]}"
    return term


def nquads(nodes: Iterable[Node]) -> str:
    """N-Quads, sorted; what no article says stands in the default graph."""
    lines: set[str] = set()
    for node in nodes:
        for predicate, object_ in node.pairs:
            for graph in node.graphs or ("",):
                lines.add(f"{node.subject} {predicate} {object_} {graph}{' ' if graph else ''}.\n")
    return "".join(sorted(lines))
