"""Does the graph keep the SHACL shapes? Every build asks of the Turtle that it wrote, and fails loudly if it does not.

A compiled engine reads the whole file in the time that pySHACL takes for the shapes alone. What it refuses goes to
pySHACL, the reference, which has the last word and names the nodes that are to blame. A test holds the two against
each other on broken graphs.
"""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from rdflib import SH
from rdflib import Graph as RdfGraph
from shacl import Shapes

from kg.errors import OutputError

SHOWN: Final = 5


def validate(path: Path) -> None:
    """Raise OutputError with the first violations if the graph in a Turtle file breaks a shape, or is no RDF at all."""
    try:
        report = _compiled().validate_file(str(path), max_results=1)
    except ValueError as error:  # --base-iri https://kg.example/%zz/
        raise OutputError(f"the graph is not RDF: {error}") from error
    if not report.conforms:
        explain(path)


def explain(path: Path) -> None:
    """The same by pySHACL: a hundred times slower, and in words."""
    import pyshacl  # here: only a broken graph need wait for it

    shapes = RdfGraph().parse(data=_shapes(), format="turtle")
    conforms, report, _ = pyshacl.validate(RdfGraph().parse(path, format="turtle"), shacl_graph=shapes, inplace=True)
    if not conforms:
        raise OutputError(_message(report))


@lru_cache(maxsize=1)
def _compiled() -> Shapes:
    return Shapes.from_turtle(_shapes())


def _shapes() -> str:
    return files("kg").joinpath("ontology/shapes.ttl").read_text("utf-8")


def _message(report: RdfGraph) -> str:
    """The first violations, one a line."""
    lines = sorted({_line(report, result) for result in report.objects(None, SH.result)})
    more = f"\n  … and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return "the graph breaks its SHACL shapes:\n  " + "\n  ".join(lines[:SHOWN]) + more


def _line(report: RdfGraph, result: Any) -> str:
    focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
    value, message = report.value(result, SH.value), report.value(result, SH.resultMessage)
    return f"{focus} {path or ''} {value if value is not None else ''}: {message}"
