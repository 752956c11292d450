"""Short ways for tests to run the stages on one invented article."""

from functools import lru_cache

from kg.find import Finder
from kg.models import Article, Fact, Graph, Mention, Page, Reading
from kg.relate import relate
from kg.resolve import resolve, resolve_page
from kg.rulebook import Rulebook, load_rulebook


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    return load_rulebook()


@lru_cache(maxsize=1)
def finder() -> Finder:
    return Finder(rulebook())


def article(text: str, *, place: str = "", date: str = "2026-03", source: str = "page.txt", number: int = 1) -> Article:
    return Article(f"{source}#{number}", source, "", text, ((0, 0, len(text)),), (), date, True, place, True)


def find(text: str, *, place: str = "") -> list[Mention]:
    return [m for m in finder().find(article(text, place=place)) if not m.implied]


def named(text: str, kind: str, *, place: str = "") -> list[str]:
    """The names of one type in the order of the text."""
    return [m.name for m in find(text, place=place) if m.type.value == kind]


def read(text: str, *, place: str = "") -> list[Fact]:
    source = article(text, place=place)
    return relate(source, finder().find(source), rulebook())


def graph(*texts: str, place: str = "", pages: bool = False) -> Graph:
    """The graph of some articles, all on one page or each on its own."""
    articles = []
    for number, text in enumerate(texts, 1):
        source = f"page{number}.txt" if pages else "page.txt"
        articles.append(article(text, place=place, source=source, number=1 if pages else number))
    found = {a.id: finder().find(a) for a in articles}
    facts = {a.id: relate(a, found[a.id], rulebook()) for a in articles}
    texts_by_source: dict[str, str] = {}
    for a in articles:
        texts_by_source[a.source] = max(texts_by_source.get(a.source, ""), a.text, key=len)
    return resolve(articles, found, facts, [Page(source, text) for source, text in texts_by_source.items()], rulebook())


def read_page(told: Article) -> Reading:
    """What a page that is one article tells."""
    found = finder().find(told)
    facts = relate(told, found, rulebook())
    return resolve_page(Page(told.source, told.text), [told], {told.id: found}, {told.id: facts}, rulebook())
