"""Stage 2: a page -> its articles, each with headline, bylines, home place and date."""

from dataclasses import replace
from functools import cached_property

from kg.divisions import Division
from kg.models import Article, Page
from kg.rulebook import Rulebook
from kg.split.articles import Draft, Grouper
from kg.split.columns import unwrap
from kg.split.compose import compose
from kg.split.credits import Credits
from kg.split.dates import Dates
from kg.split.kinds import Classifier, chinese
from kg.split.lines import Line, read_lines
from kg.split.places import Places
from kg.split.rules import SplitRules, compile_rules

__all__ = ["Splitter", "split"]


class Splitter:
    """Stage 2 with its patterns compiled; one serves any number of pages."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    @cached_property
    def rules(self) -> SplitRules:
        """The compiled rules/split.toml."""
        return compile_rules(self._rulebook)

    @cached_property
    def credits(self) -> Credits:
        """The reader of bylines."""
        return Credits(self.rules)

    @cached_property
    def _places(self) -> Places:
        return Places(self.rules)

    @cached_property
    def _dates(self) -> Dates:
        return Dates(self.rules)

    def split(self, page: Page) -> list[Article]:
        """The articles of a page in order; none if it holds no Chinese."""
        table = self.rules.table
        lines = unwrap(read_lines(page.text, max_line=table["max_line"], piece=table["piece"]))
        if not chinese(lines):
            return []
        blocks = Classifier(self.rules, self.credits).blocks(lines)
        drafts = [part for draft in Grouper(self.rules).group(blocks) for part in self._parts(draft)]
        articles: list[Article] = []
        for draft in drafts:
            article = compose(draft, page, len(articles) + 1, self.credits)
            if article is not None:
                articles.append(article)
        return self._set(page, lines, articles)

    def _set(self, page: Page, lines: list[Line], articles: list[Article]) -> list[Article]:
        """Give every article its home place and date: those given with the page, else those worked out."""
        date = page.date or self._dates.published(lines, articles)
        given = self._places.named(page.place)
        if page.title and len(articles) == 1 and not articles[0].headline:
            articles = [replace(articles[0], headline=page.title)]
        home = None if given else self._places.home("\n".join(line.text for line in lines))
        return [
            replace(article, date=date, date_inferred=not page.date,
                    place=given or self._place(article, home), place_inferred=not given)
            for article in articles
        ]

    def _place(self, article: Article, home: Division | None) -> str:
        """The page's place; on a national or provincial page an article may be at home in a city of its own."""
        own = self._places.article_home(article, home) if home is None or home.name.endswith(("省", "自治区")) else None
        found = own or home
        return self._places.full_name(found) if found else ""

    def _parts(self, draft: Draft) -> list[Draft]:
        """A draft far longer than any article in parts, so that no later stage meets a text of any length."""
        limit, size = self.rules.table["max_article"], 0
        parts: list[Draft] = []
        for n, block in enumerate(draft.body):
            if not parts or size > limit:
                parts.append(Draft([] if parts else draft.head, cut=draft.cut if not parts else 0))
                size = 0
            if n in draft.joins and parts[-1].body:
                parts[-1].joins.add(len(parts[-1].body))
            parts[-1].body.append(block)
            size += len(block.text)
        return parts or [draft]


def split(page: Page, rulebook: Rulebook) -> list[Article]:
    """The articles of a page (see Splitter, which spares compiling the rules for every page)."""
    return Splitter(rulebook).split(page)
