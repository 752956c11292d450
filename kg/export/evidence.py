"""Which evidence to show, the sentence around it, and which labels have none."""

import re
from collections.abc import Sequence
from typing import Final

from kg.models import Article, Entity, Evidence

_END: Final = re.compile(r"[。！？!?\n][”’」』）)]*")
LONGEST: Final = 120  # characters of a sentence shown on either side of the quote


def surest(evidence: Sequence[Evidence]) -> Evidence:
    """The evidence to show when there is room for one: the most confident, the first of equals."""
    return max(evidence, key=lambda e: e.confidence)


def source_of(article_id: str) -> str:
    """The page of an article: the id is {source}#{number}."""
    return article_id.rpartition("#")[0]


def sentence(article: Article, evidence: Evidence) -> tuple[str, str, str]:
    """The sentence that holds the quote: what stands before it, the quote, what stands after it; … where it is cut."""
    start, end = _logical(article, evidence.start), _logical(article, evidence.end - 1) + 1
    if not 0 <= start < end <= len(article.text):
        return "", evidence.exact, ""
    return _before(article.text, start), article.text[start:end], _after(article.text, end)


def _before(text: str, start: int) -> str:
    near = text[max(0, start - LONGEST) : start]
    opened = max((m.end() for m in _END.finditer(near)), default=None)
    if opened is not None:
        return near[opened:]
    return "…" + near if start > LONGEST else near


def _after(text: str, end: int) -> str:
    if over := _END.match(text, end - 1):
        return text[end : over.end()]
    near = text[end : end + LONGEST]
    closed = _END.search(near)
    if closed:
        return near[: closed.end()].rstrip("\n")
    return near + "…" if end + LONGEST < len(text) else near


def _logical(article: Article, position: int) -> int:
    """The place in the article's text of a character of the page; -1 if the article does not have it."""
    for start, page, length in article.segments:
        if page <= position < page + length:
            return start + position - page
    return -1


def inferred_labels(entity: Entity) -> list[str]:
    """The labels that no text writes; the line breaks and blanks of a column do not count."""
    written = {"".join(m.exact.split()) for m in entity.mentions}
    label = [] if "".join(entity.label.split()) in written else [entity.label]
    return label + [a.name for a in entity.aliases if a.inferred and a.name != entity.label]
