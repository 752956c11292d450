"""A graph in memory taken apart into the pages and entities of which it is the union."""

from dataclasses import replace
from operator import attrgetter

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
    labels = {e.id: e.label for e in graph.entities}
    told = {e.id: {m.article for m in e.mentions} for e in graph.entities}
    own: dict[str, list[Relation]] = {e.id: [] for e in graph.entities}
    for article, author in graph.authors:
        told[author].add(article)
    for r in graph.relations:
        own[r.subject].append(r)
        for end in (r.subject, r.object):
            if isinstance(end, str):
                told[end].update(e.article for e in r.evidence)
    return [
        Block(e, tuple(own[e.id]), tuple(sorted(told[e.id])),
              tuple((r.object, labels[r.object]) for r in own[e.id] if isinstance(r.object, str)),
              0, (), tuple(former for former, settled in graph.former if settled == e.id))
        for e in sorted(graph.entities, key=attrgetter("id"))
    ]
