"""What RDF says of one subject in one article, and the IRIs under which it says it."""

from dataclasses import dataclass
from typing import NamedTuple

from kg.export import terms
from kg.export import vocabulary as v
from kg.models import Evidence

Pairs = tuple[tuple[str, str], ...]


class Node(NamedTuple):  # made by the thousand: three times as fast as a frozen dataclass
    """Some of what is said of one subject, and the named graphs (articles) in which it is said."""

    subject: str
    pairs: Pairs
    graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one projection."""

    base: str
    articles: dict[str, str]  # Article.id -> term
    entities: dict[str, str]  # Entity.id -> term

    def of(self, kind: str, *parts: str) -> str:
        """The term of a node that has no name of its own: the same content, the same IRI."""
        return f"<{self.base}id/{kind}/{terms.digest(*parts)}>"


def entity_iri(entity_id: str, *, base: str) -> str:
    """The term of an entity: {base}id/{class}/{name}."""
    kind, _, name = entity_id.partition("/")
    return f"<{base}id/{terms.segment(kind)}/{terms.segment(name)}>"


def article_iri(article_id: str, *, base: str) -> str:
    """The term of an article: {base}id/article/{source}/{number}."""
    source, _, number = article_id.rpartition("#")
    path = "/".join(terms.segment(part) for part in source.split("/"))
    return f"<{base}id/article/{path}/{terms.segment(number)}>"


def evidence_iri(evidence: Evidence, kind: str, names: Names) -> str:
    """The term of a quote: kind "evidence" of a statement, "mention" of a name."""
    confidence = terms.decimal(round(evidence.confidence, 4))
    return names.of(kind, evidence.article, str(evidence.start), str(evidence.end), evidence.rule, confidence)


def evidence_node(evidence: Evidence, kind: str, names: Names) -> Node:
    """The node of a quote."""
    article = names.articles[evidence.article]
    pairs = (
        (v.TYPE, v.KG_TERMS["Mention" if kind == "mention" else "Evidence"]),
        *v.SELECTORS,
        (v.EXACT, terms.text(evidence.exact)),
        (v.START, terms.integer(evidence.start)),
        (v.END, terms.integer(evidence.end)),
        (v.QUOTED, article),
        (v.RULE, terms.text(evidence.rule)),
        (v.CONFIDENCE, terms.decimal(round(evidence.confidence, 4))),
    )
    return Node(evidence_iri(evidence, kind, names), pairs, (article,))
