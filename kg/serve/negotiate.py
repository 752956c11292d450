"""Which form of an answer a client's Accept header asks for (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException


@dataclass(frozen=True, slots=True)
class Offer:
    """A format of kg.query.formats under one of its media types."""

    name: str
    media: str

    @property
    def content_type(self) -> str:
        """As the header says it."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


TABLE_OFFERS: Final = (
    Offer("json", "application/sparql-results+json"),
    Offer("xml", "application/sparql-results+xml"),
    Offer("csv", "text/csv"),
    Offer("tsv", "text/tab-separated-values"),
    Offer("json", "application/json"),
    Offer("xml", "application/xml"),
    Offer("xml", "text/xml"),
    Offer("tsv", "text/plain"),
)
GRAPH_OFFERS: Final = (
    Offer("turtle", "text/turtle"),
    Offer("ntriples", "application/n-triples"),
    Offer("jsonld", "application/ld+json"),
    Offer("rdfxml", "application/rdf+xml"),
    Offer("turtle", "application/x-turtle"),
    Offer("jsonld", "application/json"),
    Offer("rdfxml", "application/xml"),
    Offer("rdfxml", "text/xml"),
    Offer("ntriples", "text/plain"),
)
HTML: Final = Offer("html", "text/html")
VARY: Final = {"Vary": "Accept"}


def choose(accept: str, offers: Sequence[Offer]) -> Offer:
    """The offer of the highest quality, of equals the first. Status 406 if the client takes none."""
    ranges = dict(_range(item) for item in accept.split(",") if item.strip()) or {"*/*": 1.0}
    best = max(offers, key=lambda offer: _quality(offer.media, ranges))
    if _quality(best.media, ranges) <= 0:
        kinds = ", ".join(dict.fromkeys(offer.media for offer in offers))
        raise HTTPException(406, f"not acceptable: this can be had as {kinds}\n", VARY)
    return best


def _quality(media: str, ranges: dict[str, float]) -> float:
    """That of the most specific range which holds the media type."""
    whole = media.partition("/")[0] + "/*"
    return next((ranges[name] for name in (media, whole, "*/*") if name in ranges), 0.0)


def _range(item: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in item.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return ("*/*" if media == "*" else media), quality
