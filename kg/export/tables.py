"""nodes.csv and edges.csv: RFC 4180, UTF-8, sorted; what a spreadsheet would take for a formula begins with '."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from kg.export.evidence import surest
from kg.models import Entity, Graph, Literal, Relation

NODE_COLUMNS: Final = ("id", "type", "label", "aliases", "mentions", "articles", "source", "start", "end")
EDGE_COLUMNS: Final = (
    "subject", "subject_label", "predicate", "object", "object_label", "role", "status", "valid_from", "valid_until",
    "number", "unit", "confidence", "articles", "source", "start", "end", "quote", "rule",
)
# OWASP's list of what starts a formula, with the full-width signs that Excel folds
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")


def write_nodes(graph: Graph, path: Path) -> None:
    """Write one row per entity, with the first place that names it."""
    sources = {a.id: a.source for a in graph.articles}
    _write(path, NODE_COLUMNS, (_node(entity, sources) for entity in graph.entities))


def write_edges(graph: Graph, path: Path) -> None:
    """Write one row per relation and attribute, with its surest evidence."""
    sources, labels = {a.id: a.source for a in graph.articles}, {e.id: e.label for e in graph.entities}
    _write(path, EDGE_COLUMNS, (_edge(relation, sources, labels) for relation in graph.relations))


def _node(entity: Entity, sources: dict[str, str]) -> list[str]:
    first = entity.mentions[0] if entity.mentions else None
    place = [sources[first.article], str(first.start), str(first.end)] if first else ["", "", ""]
    counts = [str(len(entity.mentions)), str(len({m.article for m in entity.mentions}))]
    return [entity.id, entity.type.value, entity.label, "|".join(a.name for a in entity.aliases), *counts, *place]


def _edge(relation: Relation, sources: dict[str, str], labels: dict[str, str]) -> list[str]:
    best = surest(relation.evidence)
    number = unit = ""
    if isinstance(relation.object, Literal):
        target = ["", relation.object.text]
        number, unit = "" if relation.object.number is None else f"{relation.object.number:.15g}", relation.object.unit
    else:
        target = [relation.object, labels[relation.object]]
    return [
        relation.subject, labels[relation.subject], relation.predicate, *target, relation.role, relation.status.value,
        relation.valid_from, relation.valid_until, number, unit, f"{relation.confidence:.2f}",
        str(len({e.article for e in relation.evidence})), sources[best.article], str(best.start), str(best.end),
        best.exact, best.rule,
    ]


def _write(path: Path, columns: Sequence[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(sorted([_safe(cell) for cell in row] for row in rows))


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
