"""A graph in memory taken apart into the pages and entities of which it is the union."""

from dataclasses import replace
from operator import attrgetter

from kg.blocks import blocks
from kg.export.evidence import source_of
from kg.models import Article, Block, Entity, Evidence, Graph, Reading, Relation


def of_graph(graph: Graph) -> tuple[list[Reading], list[Block]]:
    """The pages by name and the entities by id."""
    return [_page(source, graph) for source in sorted({a.source for a in graph.articles})], _blocks(graph)


def _page(source: str, graph: Graph) -> Reading:
    """What one page says, with the ids of all."""
    def here(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(e for e in evidence if source_of(e.article) == source)

    entities: list[Entity] = [replace(e, mentions=here(e.mentions)) for e in graph.entities]
    relations: list[Relation] = [replace(r, evidence=here(r.evidence)) for r in graph.relations]
    articles: list[Article] = [a for a in graph.articles if a.source == source]
    return Reading(source, tuple(articles), tuple(e for e in entities if e.mentions),
                   tuple(r for r in relations if r.evidence),
                   tuple(pair for pair in graph.authors if source_of(pair[0]) == source))


def _blocks(graph: Graph) -> list[Block]:
    former: dict[str, tuple[str, ...]] = {}
    for own, settled in graph.former:
        former[settled] = (*former.get(settled, ()), own)
    entities = sorted(graph.entities, key=attrgetter("id"))
    return [replace(b, former=former.get(b.entity.id, ())) for b in blocks(entities, graph.relations, graph.authors)]
