"""A Graph as RDF: what graph.ttl, graph.nq and the SHACL validation all read."""

from collections.abc import Iterator

from kg.errors import OutputError
from kg.export import terms
from kg.export import vocabulary as v
from kg.export.evidence import inferred_labels
from kg.export.nodes import Names, Node, article_iri, entity_iri, evidence_iri, evidence_node
from kg.export.statements import quote_nodes, relation_nodes
from kg.models import Article, Entity, Graph


def project(graph: Graph, *, base: str) -> Iterator[Node]:
    """Everything that the graph says, as nodes; one subject may come several times."""
    base = terms.check_base(base)
    names = Names(
        base,
        {a.id: article_iri(a.id, base=base) for a in graph.articles},
        {e.id: entity_iri(e.id, base=base) for e in graph.entities},
    )
    where = _where(graph, names)
    for article in graph.articles:
        yield article_node(article, names)
    for article_id, author in graph.authors:
        article_term = names.articles[article_id]
        yield Node(article_term, ((v.AUTHOR, names.entities[author]),), (article_term,))
    for entity in graph.entities:
        yield from entity_nodes(entity, tuple(where[entity.id]), names)
        yield from mention_nodes(entity, names)
    for relation in graph.relations:
        yield from relation_nodes(relation, names)
        yield from quote_nodes(relation, names)
    for own, settled in graph.former:
        yield Node(entity_iri(own, base=base), ((v.REPLACED_BY, names.entities[settled]),), ())


def _where(graph: Graph, names: Names) -> dict[str, dict[str, None]]:
    """The articles that name an entity or state something of it: the named graphs that tell its label."""
    try:
        return _articles_of(graph, names)
    except KeyError as error:
        raise OutputError(f"the graph refers to something that it does not hold: {error.args[0]}") from error


def _articles_of(graph: Graph, names: Names) -> dict[str, dict[str, None]]:
    where: dict[str, dict[str, None]] = {e.id: {} for e in graph.entities}
    for entity in graph.entities:
        for mention in entity.mentions:
            where[entity.id][names.articles[mention.article]] = None
    for relation in graph.relations:
        for end in (relation.subject, relation.object):
            if isinstance(end, str):
                where[end].update((names.articles[e.article], None) for e in relation.evidence)
    for article, author in graph.authors:
        where[author][names.articles[article]] = None
    return where


def article_node(article: Article, names: Names) -> Node:
    """What is said of an article but the names in it."""
    term = names.articles[article.id]
    pairs = [(v.TYPE, v.KG_TERMS["Article"]), (v.SOURCE, terms.text(article.source))]
    if article.headline:
        pairs.append((v.HEADLINE, terms.text(article.headline, lang="zh")))
    if published := terms.date(article.date):
        pairs += [(v.PUBLISHED, published), (v.KG_TERMS["dateInferred"], terms.boolean(article.date_inferred))]
    if article.place:
        pairs.append((v.KG_TERMS["homePlace"], terms.text(article.place, lang="zh")))
        pairs.append((v.KG_TERMS["homePlaceInferred"], terms.boolean(article.place_inferred)))
    return Node(term, tuple(pairs), (term,))


def entity_nodes(entity: Entity, graphs: tuple[str, ...], names: Names) -> Iterator[Node]:
    """What is said of an entity by itself, in the articles that tell of it."""
    term = names.entities[entity.id]
    pairs = [(v.TYPE, v.KG_TERMS[entity.type.value]), (v.PREF_LABEL, terms.text(entity.label, lang="zh"))]
    pairs += [(v.ALT_LABEL, terms.text(a.name, lang="zh")) for a in entity.aliases if a.name != entity.label]
    pairs += [(v.INFERRED_LABEL, terms.text(name, lang="zh")) for name in inferred_labels(entity)]
    pairs += [(v.DECISION, terms.text(decision)) for decision in entity.decisions]
    yield Node(term, tuple(pairs), graphs)
    for m in entity.mentions:
        yield Node(term, ((v.NAMED_IN, evidence_iri(m, "mention", names)),), (names.articles[m.article],))


def mention_nodes(entity: Entity, names: Names) -> Iterator[Node]:
    """The places that name an entity, and that their articles mention it."""
    term = names.entities[entity.id]
    for m in entity.mentions:
        article = names.articles[m.article]
        yield evidence_node(m, "mention", names)
        yield Node(article, ((v.MENTIONS, term),), (article,))
