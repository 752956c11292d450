"""Stage 5: Mentions -> Entities: what names leave out, short and full names, homonyms, across articles and pages.

Three steps, each a function of little: a page alone (`resolve_page`), the people of one name (`identify`), the blocks
of one entity (`merge`). `resolve` does them in memory; a build over many pages does them by key (kg/archive.py).
"""

from collections.abc import Mapping, Sequence

from kg.models import Article, Block, Fact, Graph, Mention, Page, Person, Reading
from kg.resolve.page import resolve_page
from kg.resolve.people import identify
from kg.resolve.union import bind, merge, tell
from kg.rulebook import Rulebook

__all__ = ["bind", "graph", "identify", "merge", "resolve", "resolve_page", "tell", "union"]


def resolve(articles: Sequence[Article], mentions: Mapping[str, Sequence[Mention]], facts: Mapping[str, Sequence[Fact]],
            pages: Sequence[Page], rulebook: Rulebook) -> Graph:
    """The graph of all articles. `mentions` and `facts` by Article.id."""
    of_page: dict[str, list[Article]] = {}
    for a in articles:
        of_page.setdefault(a.source, []).append(a)
    return union([resolve_page(p, of_page.get(p.source, []), mentions, facts, rulebook) for p in pages])


def union(readings: Sequence[Reading]) -> Graph:
    """The graph of pages that were read, in the order of their names."""
    people: dict[str, list[Person]] = {}
    for reading in readings:
        for p in reading.people:
            people.setdefault(p.block, []).append(p)
    names = {own: settled for same in people.values() for own, settled in identify(same).items()}
    bound = [bind(reading, names) for reading in sorted(readings, key=lambda r: r.source)]
    told: dict[str, list[Block]] = {}
    for reading in bound:
        for block in tell(reading, names):
            told.setdefault(block.entity.id, []).append(block)
    return graph([a for r in bound for a in r.articles], [merge(told[key]) for key in sorted(told)],
                 [pair for r in bound for pair in r.authors])


def graph(articles: Sequence[Article], told: Sequence[Block], authors: Sequence[tuple[str, str]]) -> Graph:
    """The graph of some blocks, which are sorted by id."""
    relations = tuple(r for block in told for r in block.relations)
    former = tuple((own, block.entity.id) for block in told for own in block.former)
    return Graph(tuple(articles), tuple(block.entity for block in told), relations, tuple(sorted(authors)), former=former)
