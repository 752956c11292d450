"""Relations and attributes as RDF: memberships, statements, amounts, changes of name."""

from collections.abc import Iterator
from itertools import groupby

from kg.errors import OutputError
from kg.export import terms
from kg.export import vocabulary as v
from kg.export.nodes import Names, Node, Pairs, evidence_iri, evidence_node
from kg.models import Literal, Relation, Status
from kg.vocab import ATTRIBUTES, DATES, MEASURES, PROJECT_STATUS, RELATIONS


def relation_nodes(relation: Relation, names: Names) -> Iterator[Node]:
    """All that a relation or attribute says but its quotes; OutputError if its predicate is not of the vocabulary."""
    if relation.predicate not in (ATTRIBUTES if isinstance(relation.object, Literal) else RELATIONS):
        raise OutputError(f"not a relation or attribute of the vocabulary: {relation.predicate} of {relation.subject}")
    nodes = _post(relation, names) if relation.predicate == "holdsPost" else _statement(relation, names)
    yield from nodes
    yield from _evidence(nodes[0].subject, relation, names)
    if relation.predicate == "renamedTo":
        yield from _change(relation, names)


def quote_nodes(relation: Relation, names: Names) -> Iterator[Node]:
    """Where a relation or attribute was read."""
    for e in relation.evidence:
        yield evidence_node(e, "evidence", names)


def _evidence(subject: str, relation: Relation, names: Names) -> Iterator[Node]:
    for e in relation.evidence:
        yield Node(subject, ((v.EVIDENCE, evidence_iri(e, "evidence", names)),), (names.articles[e.article],))


def _articles(relation: Relation, names: Names) -> tuple[str, ...]:
    return tuple(names.articles[key] for key, _ in groupby(sorted(e.article for e in relation.evidence)))


def _key(relation: Relation) -> tuple[str, ...]:
    """What tells a relation from others: the content of its IRI."""
    value = relation.object
    object_ = value if isinstance(value, str) else f"{value.text}\x1e{value.number}\x1e{value.unit}"
    when = (relation.valid_from, relation.valid_until)
    return relation.subject, relation.predicate, object_, relation.role, relation.status.value, *when


def _validity(relation: Relation) -> Pairs:
    dates = ((v.VALID_FROM, terms.date(relation.valid_from)), (v.VALID_UNTIL, terms.date(relation.valid_until)))
    return tuple((predicate, term) for predicate, term in dates if term)


def _post(relation: Relation, names: Names) -> list[Node]:
    """A membership (first), its role, its status and the shortcut kg:holdsPost."""
    graphs = _articles(relation, names)
    assert isinstance(relation.object, str)
    person, organization = names.entities[relation.subject], names.entities[relation.object]
    role, status = f"<{names.base}id/role/{terms.segment(relation.role)}>", v.KG_TERMS[relation.status.value]
    pairs = ((v.MEMBER, person), (v.ORGANIZATION, organization), (v.ROLE, role), (v.STATUS, status))
    confidence = (v.CONFIDENCE, terms.decimal(relation.confidence))
    post = names.of("post", *_key(relation))
    return [
        Node(post, (*v.MEMBERSHIP, *pairs, *_validity(relation), confidence), graphs),
        Node(role, ((v.TYPE, v.ROLE_CLASS), (v.PREF_LABEL, terms.text(relation.role, lang="zh"))), graphs),
        _concept(status, "Status", v.STATUS_LABELS[relation.status], graphs),
        Node(person, ((v.KG_TERMS["holdsPost"], organization),), graphs),
        *(
            Node(post, ((v.AS_OF, said),), (names.articles[e.article],))
            for e in relation.evidence
            if (said := terms.date(e.date))
        ),
    ]


def _statement(relation: Relation, names: Names) -> list[Node]:
    """A statement (first), the relation or attribute itself, and the node of its value if it is one."""
    graphs, subject = _articles(relation, names), names.entities[relation.subject]
    predicate, others = v.KG_TERMS[relation.predicate], list[Node]()
    if isinstance(relation.object, str):
        object_, asserted = names.entities[relation.object], True
    else:
        object_, asserted, others = _value(relation.predicate, relation.object, graphs, names)
    pairs = [(v.SUBJECT, subject), (v.PREDICATE, predicate), (v.OBJECT, object_), *_validity(relation)]
    pairs.append((v.CONFIDENCE, terms.decimal(relation.confidence)))
    if relation.role:
        pairs.append((v.ATTENDS_AS, terms.text(relation.role)))
    if relation.status is not Status.CURRENT:
        pairs.append((v.STATUS, v.KG_TERMS[relation.status.value]))
    if isinstance(relation.object, Literal):
        pairs.append((v.AS_WRITTEN, terms.text(relation.object.text)))
    direct = [Node(subject, ((predicate, object_),), graphs)] if asserted else []
    return [Node(names.of("statement", *_key(relation)), v.STATEMENT + tuple(pairs), graphs), *direct, *others]


def _value(predicate: str, value: Literal, graphs: tuple[str, ...], names: Names) -> tuple[str, bool, list[Node]]:
    """The object of an attribute, whether it is asserted directly, and the node that it is."""
    if predicate == "projectStatus" and value.text in PROJECT_STATUS:
        concept = terms.iri(PROJECT_STATUS[value.text])
        return concept, True, [_concept(concept, "ProjectStatus", value.text, graphs)]
    if predicate in DATES:
        return terms.date(value.text) or terms.text(value.text), True, []
    if predicate not in MEASURES:
        return terms.text(value.text), True, []
    if value.number is None:
        return terms.text(value.text), False, []
    if value.unit and value.unit != MEASURES[predicate] and predicate != "jobs":
        node = names.of("amount", value.text, str(value.number), value.unit)
        pairs = (*v.QUANTITY, (v.VALUE, terms.decimal(value.number)), (v.UNIT, terms.text(value.unit)))
        return node, False, [Node(node, pairs, graphs)]
    return terms.integer(round(value.number)) if predicate == "jobs" else terms.decimal(value.number), True, []


def _concept(term: str, kind: str, label: str, graphs: tuple[str, ...]) -> Node:
    pairs = ((v.TYPE, v.CONCEPT), (v.TYPE, v.KG_TERMS[kind]), (v.PREF_LABEL, terms.text(label, lang="zh")))
    return Node(term, pairs, graphs)


def _change(relation: Relation, names: Names) -> Iterator[Node]:
    """The org:ChangeEvent behind a new name, with its date if the text states one."""
    assert isinstance(relation.object, str)
    change = names.of("change", *_key(relation))
    ends = ((v.ORIGINAL, names.entities[relation.subject]), (v.RESULTING, names.entities[relation.object]))
    dated = terms.date(relation.valid_from)
    yield Node(change, (*v.CHANGE, *ends, *(((v.DATE, dated),) if dated else ())), _articles(relation, names))
    yield from _evidence(change, relation, names)
