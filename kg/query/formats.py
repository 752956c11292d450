"""Answers as bytes: SPARQL 1.1 results in JSON, XML, CSV and TSV, graphs in the forms of RDF, a table for a terminal.

Rows are written as they come and counted, so that a limit ends the query and not only its output.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from kg.query.answer import Answer, Ask, Construct, Row, Term
from kg.query.errors import QueryError, Trouble
from kg.query.prefixes import PREFIXES, short

TABLES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "table": "text/plain; charset=utf-8",
}
GRAPHS: Final = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_T = TypeVar("_T")
WIDEST: Final = 40  # columns of a cell of the table


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost."""

    rows: int = 100_000
    bytes: int = 64 * 1024 * 1024
    cut: bool = False  # give the first rows instead of an error


@dataclass(frozen=True, slots=True)
class Written:
    """An answer, ready to send."""

    body: bytes
    media: str
    cut: bool  # there are more rows


class _Counted:
    """Passes on so many of something and remembers whether there was more. Raises QueryError unless it may cut."""

    def __init__(self, limits: Limits, what: str) -> None:
        self.limits, self.what, self.cut = limits, what, False

    def of(self, items: "Iterator[_T]") -> "Iterator[_T]":
        for number, item in enumerate(items):
            if number == self.limits.rows:
                if not self.limits.cut:
                    raise QueryError(f"more than {number} {self.what}: add LIMIT, or narrow the query", Trouble.LIMIT)
                self.cut = True
                return
            yield item


def write(answer: Answer, format_: str, limits: Limits) -> Written:
    """The answer in a format, as "table|graph" pairs name it: "json|turtle" is JSON for a table, Turtle for a graph."""
    table, _, graph = format_.partition("|")
    name = (graph or "turtle") if isinstance(answer, Construct) else table
    if isinstance(answer, Construct):
        if name not in GRAPHS:
            name = "turtle"
        counted = _Counted(limits, "triples")
        lines = (f"{s.nt()} {p.nt()} {o.nt()} .\n" for s, p, o in counted.of(answer.triples))
        return Written(_convert("".join(_held(lines, limits)), name), GRAPHS[name], counted.cut)
    if name not in TABLES:
        name = "json"
    if isinstance(answer, Ask):
        return Written(_ask(answer.value, name).encode(), TABLES[name], False)
    counted = _Counted(limits, "rows")
    pieces = _WRITERS[name](answer.variables, counted.of(answer.rows))
    return Written("".join(_held(pieces, limits)).encode(errors="replace"), TABLES[name], counted.cut)


def _held(pieces: Iterator[str], limits: Limits) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.bytes:
            raise QueryError(f"the result has more than {limits.bytes} bytes: add LIMIT", Trouble.LIMIT)
        yield piece


def _ask(value: bool, name: str) -> str:
    word = "true" if value else "false"
    if name == "json":
        return f'{{"head":{{}},"boolean":{word}}}'
    if name == "xml":
        return f"{_XML}<head/><boolean>{word}</boolean></sparql>"
    return word + "\n"


def _json(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{json.dumps(variables, ensure_ascii=False)}}},"results":{{"bindings":[\n'
    comma = ""
    for row in rows:
        found = {name: _binding(term) for name, term in zip(variables, row, strict=True) if term is not None}
        yield comma + json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        comma = ",\n"
    yield "\n]}}\n"


def _binding(term: Term) -> dict[str, str]:
    out = {"type": term.kind, "value": term.value}
    if term.language:
        out["xml:lang"] = term.language
    elif term.datatype:
        out["datatype"] = term.datatype
    return out


_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    yield f"{_XML}<head>{names}</head><results>\n"
    for row in rows:
        found = zip(variables, row, strict=True)
        cells = (f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in found if term)
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results></sparql>\n"


def _xml_term(term: Term) -> str:
    legal = "".join(c for c in term.value if c in "\t\n\r" or ord(c) >= 0x20)
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype:
        kind = f" datatype={quoteattr(term.datatype)}"
    return f"<{term.kind}{kind}>{escape(legal)}</{term.kind}>"


def _csv(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(variables)
    for row in rows:
        writer.writerow(["" if term is None else _csv_value(term) for term in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _csv_value(term: Term) -> str:
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def _tsv(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in variables) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else term.nt().replace("\t", "\\t") for term in row) + "\n"


def _table(variables: tuple[str, ...], rows: Iterator[Row]) -> Iterator[str]:
    """Columns as wide as a terminal shows them: a Chinese character takes two."""
    cells = [variables, *(tuple("" if t is None else _shown(t) for t in row) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for number, line in enumerate(cells):
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip() + "\n"
        if number == 0:
            yield "  ".join("-" * width for width in widths) + "\n"


def _shown(term: Term) -> str:
    text = short(term.value) if term.kind == "uri" else " ".join(term.value.split())
    text = "".join(c for c in text if c.isprintable())
    if _width(text) <= WIDEST:
        return text
    width, kept = 0, ""
    for c in text:
        width += _width(c)
        if width >= WIDEST:
            break
        kept += c
    return kept + "…"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


_WRITERS: Final[dict[str, Callable[[tuple[str, ...], Iterator[Row]], Iterator[str]]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
    "table": _table,
}


def _convert(ntriples: str, name: str) -> bytes:
    """N-Triples in another form, by Oxigraph if it is there, else by rdflib."""
    source = "".join(sorted(set(ntriples.splitlines(keepends=True)))).encode(errors="replace")
    if name == "ntriples":
        return source
    prefixes = {p: n for p, n in PREFIXES.items() if n in ntriples}
    try:
        import pyoxigraph as ox
    except ImportError:
        from rdflib import Graph

        graph = Graph().parse(data=source, format="nt")
        for prefix, namespace in prefixes.items():
            graph.bind(prefix, namespace)
        return graph.serialize(format={"rdfxml": "xml", "jsonld": "json-ld"}.get(name, name), encoding="utf-8")
    form = {"turtle": ox.RdfFormat.TURTLE, "rdfxml": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}[name]
    triples = (q.triple for q in ox.parse(source, format=ox.RdfFormat.N_TRIPLES))
    out = ox.serialize(triples, format=form, prefixes=prefixes)
    assert out is not None
    return out
