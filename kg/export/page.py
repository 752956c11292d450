"""What the network page knows: the articles with their names, each node and edge with its facts and their places.

Texts stand once; an evidence is [article, start, end, page start, page end, rule, confidence], the first two offsets in
the article's text, from which the page cuts the sentence. -1: the text does not hold the quote, which then follows.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.export.evidence import inferred_labels
from kg.export.look import SHAPES, size
from kg.export.nodes import entity_iri
from kg.models import Article, Entity, Evidence, Graph, Literal, Relation

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the evidence of a graph lies."""

    articles: dict[str, int]
    segments: list[list[tuple[int, int, int]]]  # (start in page, start in text, length) of each article, by page
    rules: dict[str, int]

    def row(self, evidence: Evidence) -> list[Any]:
        """The evidence as the page reads it."""
        number = self.articles[evidence.article]
        start, end = self.logical(number, evidence.start), self.logical(number, evidence.end - 1)
        rest = [evidence.start, evidence.end, self.rules[evidence.rule], round(evidence.confidence, 2)]
        return [number, start, end + 1, *rest] if 0 <= start <= end else [number, -1, -1, *rest, evidence.exact]

    def logical(self, article: int, position: int) -> int:
        """The place in the article's text of a character of the page; -1 if the article does not have it."""
        segments = self.segments[article]
        index = bisect_right(segments, (position, 1 << 60, 0)) - 1
        if index < 0:
            return -1
        page, start, length = segments[index]
        return start + position - page if position < page + length else -1


def places(graph: Graph) -> Places:
    """The articles and rules of a graph by number."""
    said = [r.evidence for r in graph.relations] + [e.mentions for e in graph.entities]
    rules = sorted({e.rule for evidence in said for e in evidence})
    segments = [sorted((page, start, length) for start, page, length in a.segments) for a in graph.articles]
    numbers = {a.id: n for n, a in enumerate(graph.articles)}
    return Places(numbers, segments, {rule: n for n, rule in enumerate(rules)})


def articles(graph: Graph, where: Places) -> list[Row]:
    """Each article with its text, its authors and the names in it: [start, end, node, start, …]."""
    names: list[list[tuple[int, int, int]]] = [[] for _ in graph.articles]
    for node, entity in enumerate(graph.entities):
        for mention in entity.mentions:
            number, start, end, *_ = where.row(mention)
            if start >= 0:
                names[number].append((start, end, node))
    index = {entity.id: n for n, entity in enumerate(graph.entities)}
    authors: dict[str, list[int]] = {}
    for article, author in graph.authors:
        authors.setdefault(article, []).append(index[author])
    return [_article(a, names[n], sorted(authors.get(a.id, []))) for n, a in enumerate(graph.articles)]


def _article(article: Article, names: list[tuple[int, int, int]], authors: list[int]) -> Row:
    row: Row = {"id": article.id, "source": article.source, "headline": article.headline, "date": article.date}
    row |= {"guessed": article.date_inferred, "place": article.place, "text": article.text, "authors": authors}
    return row | {"names": [number for name in sorted(names, key=lambda m: (m[0], -m[1], m[2])) for number in name]}


def nodes(graph: Graph, where: Places, *, base: str) -> list[Row]:
    """One row per entity, in order, with its attributes."""
    weights: dict[str, int] = {}
    values: dict[str, list[Row]] = {}
    for relation in graph.relations:
        if isinstance(relation.object, Literal):
            values.setdefault(relation.subject, []).append(_fact(relation, where) | _value(relation.object))
            continue
        for end in (relation.subject, relation.object):
            weights[end] = weights.get(end, 0) + 1
    return [
        _node(n, entity, weights.get(entity.id, 0), base) | {"facts": values.get(entity.id, [])}
        for n, entity in enumerate(graph.entities)
    ]


def _node(number: int, entity: Entity, weight: int, base: str) -> Row:
    iri = entity_iri(entity.id, base=base)[1:-1]
    row: Row = {"id": number, "label": entity.label, "key": entity.id, "group": entity.type.value, "weight": weight}
    row |= {"shape": SHAPES[entity.type], "size": size(weight), "decisions": entity.decisions}
    row |= {"aliases": [[a.name, int(a.inferred)] for a in entity.aliases]}
    row |= {"guessed": entity.label in inferred_labels(entity)}
    return row if iri == f"{base}id/{entity.id}" else row | {"iri": iri}


def _value(value: Literal) -> Row:
    number = {} if value.number is None else {"number": value.number}
    return {"text": value.text, "unit": value.unit, **number}


def edges(graph: Graph) -> list[tuple[int, int, list[Relation]]]:
    """One edge per pair of nodes, with all that holds between them either way: else lines coincide."""
    index = {entity.id: n for n, entity in enumerate(graph.entities)}
    pairs: dict[tuple[int, int], list[Relation]] = {}
    for relation in graph.relations:
        if isinstance(relation.object, str):
            ends = index[relation.subject], index[relation.object]
            pairs.setdefault((min(ends), max(ends)), []).append(relation)
    first = {pair: index[relations[0].subject] for pair, relations in pairs.items()}
    return [(first[pair], pair[0] + pair[1] - first[pair], own) for pair, own in sorted(pairs.items())]


def facts(source: Entity, relations: Iterable[Relation], where: Places) -> list[Row]:
    """What an edge says; back: the fact points against the edge."""
    return [_fact(r, where) | ({} if r.subject == source.id else {"back": 1}) for r in relations]


def _fact(relation: Relation, where: Places) -> Row:
    """A relation; what is empty or usual is left out."""
    row: Row = {"p": relation.predicate, "sure": relation.confidence, "at": [where.row(e) for e in relation.evidence]}
    rest = {"role": relation.role, "from": relation.valid_from, "until": relation.valid_until}
    status = {} if relation.status == "current" else {"status": relation.status.value}
    return row | {key: value for key, value in rest.items() if value} | status
