"""nodes.csv and edges.csv: RFC 4180, UTF-8, sorted; what a spreadsheet would take for a formula begins with '."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from kg.export.evidence import source_of, surest
from kg.models import Block, Entity, Literal, Relation

NODE_COLUMNS: Final = ("id", "type", "label", "aliases", "mentions", "articles", "source", "start", "end")
EDGE_COLUMNS: Final = (
    "subject", "subject_label", "predicate", "object", "object_label", "role", "status", "valid_from", "valid_until",
    "number", "unit", "confidence", "articles", "source", "start", "end", "quote", "rule",
)
# OWASP's list of what starts a formula, with the full-width signs that Excel folds
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")


NODE_HEAD: Final = ",".join(NODE_COLUMNS) + "\r\n"
EDGE_HEAD: Final = ",".join(EDGE_COLUMNS) + "\r\n"


def node_row(entity: Entity) -> str:
    """The row of an entity, with the first place that names it."""
    first = entity.mentions[0] if entity.mentions else None
    place = [source_of(first.article), str(first.start), str(first.end)] if first else ["", "", ""]
    counts = [str(len(entity.mentions)), str(len({m.article for m in entity.mentions}))]
    aliases = "|".join(a.name for a in entity.aliases)
    return _lines([[entity.id, entity.type.value, entity.label, aliases, *counts, *place]])


def edge_rows(block: Block) -> str:
    """One row per relation and attribute of an entity, with its surest evidence."""
    labels = dict(block.labels) | {block.entity.id: block.entity.label}
    return _lines(_edge(relation, labels) for relation in block.relations)


def _edge(relation: Relation, labels: dict[str, str]) -> list[str]:
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
        str(len({e.article for e in relation.evidence})), source_of(best.article), str(best.start), str(best.end),
        best.exact, best.rule,
    ]


def _lines(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(sorted([_safe(cell) for cell in row] for row in rows))
    return out.getvalue()


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
