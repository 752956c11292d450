"""What a store gives back, whichever store it is: plain values that every output format is written from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

STRING = "http://www.w3.org/2001/XMLSchema#string"


class Term(NamedTuple):
    """An RDF term."""

    kind: Literal["uri", "literal", "bnode"]
    value: str
    datatype: str = ""  # "" for xsd:string and for a text with a language
    language: str = ""

    def nt(self) -> str:
        """As N-Triples writes it."""
        if self.kind == "uri":
            return f"<{self.value}>"
        if self.kind == "bnode":
            return f"_:{self.value}"
        text = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        tail = f"@{self.language}" if self.language else f"^^<{self.datatype}>" if self.datatype else ""
        return f'"{text}"{tail}'


Row = tuple[Term | None, ...]
Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class Select:
    """A table, its rows not yet worked out."""

    variables: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class Ask:
    """Yes or no."""

    value: bool


@dataclass(frozen=True, slots=True)
class Construct:
    """A graph, its triples not yet worked out."""

    triples: Iterator[Triple]


Answer = Select | Ask | Construct


class Store(Protocol):
    """What answers SPARQL. The default graph says everything, each article's graph what that article says."""

    def query(self, text: str, *, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Answer:
        """Evaluate; `default` and `named` are the graphs of the protocol's dataset. QueryError if it is not SPARQL."""
        ...

    def labels(self) -> "Iterator[tuple[str, str]]":
        """(label or alias, IRI) of every entity, for the text lookup."""
        ...
