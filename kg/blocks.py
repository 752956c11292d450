"""Entities and relations that stand beside each other -> one block for each entity."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.models import Block, Entity, Relation


def blocks(
    entities: Sequence[Entity], relations: Iterable[Relation], authors: Iterable[tuple[str, str]]
) -> list[Block]:
    """What is told of each entity, in their order; of two with one id the first has the relations of both."""
    labels = {e.id: e.label for e in entities}
    told: dict[str, set[str]] = {}
    for e in entities:
        told.setdefault(e.id, set()).update(m.article for m in e.mentions)
    for article, author in authors:
        told[author].add(article)
    own: dict[str, list[Relation]] = {}
    inward = Counter[str]()
    for r in relations:
        own.setdefault(r.subject, []).append(r)
        told[r.subject].update(e.article for e in r.evidence)
        if isinstance(r.object, str):
            told[r.object].update(e.article for e in r.evidence)
            inward[r.object] += 1
    return [_block(e, own.pop(e.id, []), told[e.id], inward.pop(e.id, 0), labels) for e in entities]


def _block(entity: Entity, own: list[Relation], told: set[str], inward: int, labels: dict[str, str]) -> Block:
    objects = {(r.object, labels[r.object]) for r in own if isinstance(r.object, str)}
    return Block(entity, tuple(own), tuple(sorted(told)), tuple(sorted(objects)), inward)
