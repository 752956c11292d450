"""An article's text with its map back to the page, and its bylines."""

from collections.abc import Iterator

from kg.models import Article, Page
from kg.split.articles import Draft
from kg.split.credits import Credits
from kg.split.kinds import Kind
from kg.split.lines import Line

Span = tuple[int, int]
_UNSIGNED = (Kind.SIGNED, Kind.ITEM, Kind.TITLE, Kind.NOTICE, Kind.NOTE, Kind.BANNER, Kind.HEADING, Kind.DATE)


def compose(draft: Draft, page: Page, number: int, credits: Credits) -> Article | None:
    """The article of a draft, None if no text is left of it: headline lines and paragraphs, one a line."""
    text = ""
    segments: list[tuple[int, int, int]] = []
    paragraphs: list[tuple[int, Kind]] = []
    parts: list[str] = []
    size = 0
    for line, kind, joined in _lines(draft):
        if parts and not joined:
            parts.append("\n")
            size += 1
        if not joined or not paragraphs:
            paragraphs.append((size, kind))
        for start, length in line.runs:
            segments.append((size, start, length))
            size += length
        parts.append(line.text)
    if not segments:
        return None
    text = "".join(parts)
    ends = [start - 1 for start, _ in paragraphs[1:]] + [len(text)]
    spans = [(start, end, kind) for (start, kind), end in zip(paragraphs, ends, strict=True)][len(draft.head) :]
    headline = " ".join(block.text for block in draft.head)
    bylines = tuple(_bylines(text, spans, credits))
    return Article(f"{page.source}#{number}", page.source, headline, text, tuple(segments), bylines)


def _lines(draft: Draft) -> Iterator[tuple[Line, Kind, bool]]:
    """The lines in order, each with its kind and whether it goes on where the one before was broken off."""
    for block in draft.head:
        yield block.line, block.kind, False
    for n, block in enumerate(draft.body):
        line = block.line.cut(draft.cut) if n == 0 and draft.cut else block.line
        if line.text:
            yield line, block.kind, n in draft.joins


def _bylines(text: str, paragraphs: list[tuple[int, int, Kind]], credits: Credits) -> Iterator[Span]:
    """The spans of the text that name its authors, in order, none twice."""
    first = True
    for start, end, kind in paragraphs:
        found = {span for span in _in_paragraph(text[start:end], kind, credits, first=first) if span}
        yield from sorted((start + low, start + high) for low, high in found)
        first = first and kind in (Kind.CREDIT, Kind.SIGNED, Kind.NOTE)


def _in_paragraph(text: str, kind: Kind, credits: Credits, *, first: bool) -> tuple[Span | None, ...]:
    if kind in _UNSIGNED:
        return ()
    if kind in (Kind.CREDIT, Kind.PHOTO):
        return ((0, len(text)),)
    if kind is Kind.CAPTION:
        return (credits.photographer(text),)
    opening = credits.opening(text) if first or kind is Kind.OPENING else None
    return opening, credits.end(text)
