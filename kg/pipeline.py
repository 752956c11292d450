"""The whole story on one screen: pages go in, a graph comes out. The only module that imports the stages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from kg.find import Finder
from kg.models import Article, Fact, Graph, Mention, Page, Reading
from kg.relate import relate
from kg.resolve import resolve_page, union
from kg.rulebook import Rulebook
from kg.split import Splitter

Progress = Callable[[str, int, int], object]  # stage, done, of how many

T = TypeVar("T")


@dataclass(frozen=True)
class Reader:
    """Stages 2 to 4 with one rulebook: compile it once, read any number of pages."""

    rulebook: Rulebook
    model: str = ""  # an installed spaCy pipeline whose entities are candidates too

    @cached_property
    def splitter(self) -> Splitter:
        """Page -> Articles, and the rules it does it by."""
        return Splitter(self.rulebook)

    @cached_property
    def finder(self) -> Finder:
        """Article -> Mentions: the spaCy pipeline."""
        return Finder(self.rulebook, model=self.model)

    def facts(self, article: Article, mentions: Sequence[Mention] | None = None) -> list[Fact]:
        """Article -> Facts."""
        return relate(article, self.finder.find(article) if mentions is None else mentions, self.rulebook)

    def read(self, page: Page) -> Reading:
        """Page -> its own graph: all that is done with a page before others are known."""
        articles = self.splitter.split(page)
        mentions = {article.id: self.finder.find(article) for article in articles}
        facts = {article.id: self.facts(article, mentions[article.id]) for article in articles}
        return resolve_page(page, articles, mentions, facts, self.rulebook)


def build(
    pages: Iterable[Page], *, rulebook: Rulebook, place: str = "", date: str = "", model: str = "",
    progress: Progress | None = None,
) -> Graph:
    """The graph of the pages. `place` and `date` (2026, 2026-03, 2026-03-02) hold for pages that bring none."""
    tell = progress or (lambda stage, done, total: None)
    pages = [replace(page, place=page.place or place, date=page.date or date) for page in pages]
    read = reader(rulebook, model).read
    return union([read(page) for page in _each("read", pages, tell)])


@lru_cache(maxsize=2)
def reader(rulebook: Rulebook, model: str = "") -> Reader:
    """The reader of a rulebook, made once."""
    return Reader(rulebook, model)


def _each(stage: str, items: Sequence[T], progress: Progress) -> Iterator[T]:
    """The items, one after the other, telling how far it is."""
    for done, item in enumerate(items):
        progress(stage, done, len(items))
        yield item
    progress(stage, len(items), len(items))
