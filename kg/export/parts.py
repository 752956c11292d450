"""A graph in memory taken apart into the pages and entities of which it is the union."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from kg.blocks import blocks
from kg.export.evidence import source_of
from kg.models import Article, Block, Entity, Evidence, Graph, Reading, Relation


def of_graph(graph: Graph) -> tuple[list[Reading], list[Block]]:
    """The pages by name and the entities by id."""
    articles: dict[str, list[Article]] = {}
    for article in graph.articles:
        articles.setdefault(article.source, []).append(article)
    entities: dict[str, list[Entity]] = {}
    for entity in graph.entities:
        for source, mentions in _by_source(entity.mentions):
            entities.setdefault(source, []).append(replace(entity, mentions=mentions))
    relations: dict[str, list[Relation]] = {}
    for relation in graph.relations:
        for source, evidence in _by_source(relation.evidence):
            relations.setdefault(source, []).append(replace(relation, evidence=evidence))
    authors: dict[str, list[tuple[str, str]]] = {}
    for pair in graph.authors:
        authors.setdefault(source_of(pair[0]), []).append(pair)
    readings = [
        Reading(source, tuple(own), tuple(entities.get(source, ())), tuple(relations.get(source, ())),
                tuple(authors.get(source, ())))
        for source, own in sorted(articles.items())
    ]
    return readings, _blocks(graph)


def _by_source(evidence: Iterable[Evidence]) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """What is said on each page, in its order."""
    pages: dict[str, list[Evidence]] = {}
    for e in evidence:
        pages.setdefault(source_of(e.article), []).append(e)
    return ((source, tuple(own)) for source, own in pages.items())


def _blocks(graph: Graph) -> list[Block]:
    former: dict[str, tuple[str, ...]] = {}
    for own, settled in graph.former:
        former[settled] = (*former.get(settled, ()), own)
    entities = sorted(graph.entities, key=attrgetter("id"))
    return [replace(b, former=former.get(b.entity.id, ())) for b in blocks(entities, graph.relations, graph.authors)]
