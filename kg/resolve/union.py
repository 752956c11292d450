"""Many pages: readings -> blocks, one for each entity. Every function here needs what shares one key and no more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.blocks import blocks
from kg.models import Alias, Block, Entity, EntityType, Evidence, Literal, Reading, Relation
from kg.vocab import allows

_SYMMETRIC = frozenset({"cooperatesWith", "meets"})
_HUMAN = ("official/", "person/")


def bind(reading: Reading, names: Mapping[str, str]) -> Reading:
    """The reading with the ids that all pages together give (own id -> id), and only the relations that may stand."""
    entities = [replace(e, id=names[e.id], type=_type(names[e.id])) if e.id in names else e for e in reading.entities]
    authors = {(article, names.get(author, author)) for article, author in reading.authors}
    return replace(reading, entities=tuple(entities), authors=tuple(sorted(authors)),
                   relations=_merged(_standing(reading.relations, names)))


def _type(entity_id: str) -> EntityType:
    """The type that an id begins with."""
    return _TYPES[entity_id.partition("/")[0]]


_TYPES = {kind.value.lower(): kind for kind in EntityType}


def _standing(relations: Sequence[Relation], names: Mapping[str, str]) -> Iterator[Relation]:
    """The relations that the vocabulary lets stand between their settled ends, symmetric ones one way round."""
    chairs = {(r.subject, r.object) for r in relations if r.predicate == "attends" and r.role}
    for r in relations:
        if r.predicate == "attends" and not r.role and (r.subject, r.object) in chairs:
            continue
        subject = names.get(r.subject, r.subject)
        if isinstance(r.object, Literal):
            if allows(r.predicate, _type(subject)):
                yield replace(r, subject=subject)
            continue
        target = names.get(r.object, r.object)
        if subject == target or not allows(r.predicate, _type(subject), _type(target)):
            continue
        if r.predicate in _SYMMETRIC and target < subject and (r.predicate != "meets" or target.startswith(_HUMAN)):
            subject, target = target, subject
        yield replace(r, subject=subject, object=target)


def _merged(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """One relation for all that say the same, with the evidence of all."""
    rows: dict[tuple[str, ...], tuple[Relation, dict[Evidence, None]]] = {}
    for r in relations:
        rows.setdefault(_key(r), (r, {}))[1].update(dict.fromkeys(r.evidence))
    return tuple(replace(rows[key][0], evidence=_sorted(rows[key][1])) for key in sorted(rows))


def _key(r: Relation) -> tuple[str, ...]:
    return r.subject, r.predicate, str(r.object), r.role, r.status, r.valid_from, r.valid_until


def _sorted(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda e: (e.article, e.start, e.end, e.rule, e.confidence)))


def tell(reading: Reading, names: Mapping[str, str]) -> list[Block]:
    """What a bound reading tells of each of its entities; `names` are those it was bound with."""
    ties: dict[str, tuple[str, ...]] = {}
    former: dict[str, set[str]] = {}
    for p in reading.people:
        entity = names.get(p.id, p.id)
        ties[entity] = ties.get(entity, ()) + p.ties
        former.setdefault(entity, set()).update({p.id} - {entity})
    out: dict[str, list[Block]] = {}
    for block in blocks(reading.entities, reading.relations, reading.authors):
        key = block.entity.id
        known = replace(block, ties=ties.get(key, ()), former=tuple(sorted(former.get(key, ()))))
        out.setdefault(key, []).append(known)
    return [merge(same) for same in out.values()]


def merge(same: Sequence[Block]) -> Block:
    """One block for the blocks of one entity, page after page."""
    if len(same) == 1:
        return same[0]
    entity = same[0].entity
    mentions = _sorted({m for b in same for m in b.entity.mentions})
    written = {a.name for b in same for a in b.entity.aliases if not a.inferred}
    aliases = tuple(Alias(n, n not in written) for n in sorted({a.name for b in same for a in b.entity.aliases}))
    decisions = dict.fromkeys([*(d for b in same for d in b.entity.decisions), *_reasons(entity, same)])
    return Block(
        replace(entity, aliases=aliases, mentions=mentions, decisions=tuple(decisions)),
        _merged(r for b in same for r in b.relations),
        tuple(sorted({a for b in same for a in b.articles})),
        tuple(sorted({pair for b in same for pair in b.labels})),
        sum(b.inward for b in same),
        tuple(dict.fromkeys(tie for b in same for tie in b.ties)),
        tuple(sorted({i for b in same for i in b.former})),
    )


def _reasons(entity: Entity, same: Sequence[Block]) -> Iterator[str]:
    """Why a person of several pages is one."""
    said: dict[str, int] = {}
    for block in same:
        for tie in dict.fromkeys(block.ties):
            said[tie] = said.get(tie, 0) + 1
    for tie in sorted(tie for tie, pages in said.items() if pages > 1):
        if entity.type is EntityType.JOURNALIST:
            yield f"{entity.label}: author of the same paper in {tie}"
        else:
            yield f"{entity.label}: same post in {tie}"
