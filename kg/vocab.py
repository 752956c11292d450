"""The closed vocabulary: every term a build may write. A misspelt term raises; kg/ontology/kg.ttl explains each."""
# ruff: noqa: N815 - RDF properties are camelCase

from typing import Final

from rdflib import RDF, SDO, SKOS, XSD, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, DefinedNamespace

BASE: Final = "https://kg.example/"


class KG(DefinedNamespace):
    """The project's own terms."""

    _NS = Namespace("https://kg.example/ns#")
    _fail = True

    # classes
    Official: URIRef
    Person: URIRef
    Journalist: URIRef
    Department: URIRef
    Enterprise: URIRef
    Institution: URIRef
    Project: URIRef
    Place: URIRef
    Event: URIRef
    Document: URIRef
    Article: URIRef
    Evidence: URIRef
    Mention: URIRef
    Status: URIRef
    ProjectStatus: URIRef
    # relations
    holdsPost: URIRef
    partOf: URIRef
    jurisdiction: URIRef
    within: URIRef
    locatedIn: URIRef
    undertakes: URIRef
    promotes: URIRef
    cooperatesWith: URIRef
    inspects: URIRef
    meets: URIRef
    renamedTo: URIRef
    commends: URIRef
    proposes: URIRef
    handles: URIRef
    organizes: URIRef
    attends: URIRef
    issues: URIRef
    # attributes
    investment: URIRef
    outputValue: URIRef
    area: URIRef
    jobs: URIRef
    capacity: URIRef
    projectStatus: URIRef
    startDate: URIRef
    completionDate: URIRef
    founded: URIRef
    # what is said about a statement, an evidence, an entity or an article
    evidence: URIRef
    confidence: URIRef
    rule: URIRef
    status: URIRef
    role: URIRef
    asOf: URIRef
    asWritten: URIRef
    namedIn: URIRef
    inferredLabel: URIRef
    decision: URIRef
    homePlace: URIRef
    homePlaceInferred: URIRef
    dateInferred: URIRef
    # statuses of a post
    current: URIRef
    former: URIRef
    proposed: URIRef
    acting: URIRef
    unknown: URIRef
    # statuses of a project
    planned: URIRef
    signed: URIRef
    started: URIRef
    underConstruction: URIRef
    resumed: URIRef
    toppedOut: URIRef
    completed: URIRef
    inOperation: URIRef


class OA(DefinedNamespace):
    """The selectors of the W3C Web Annotation vocabulary, which rdflib does not bring."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    TextQuoteSelector: URIRef
    TextPositionSelector: URIRef
    exact: URIRef
    start: URIRef
    end: URIRef


# every prefix that a build writes
PREFIXES: Final = {
    "dcterms": str(DCTERMS),
    "kg": str(KG._NS),
    "oa": str(OA._NS),
    "org": str(ORG._NS),
    "prov": str(PROV._NS),
    "rdf": str(RDF),
    "schema": str(SDO),
    "skos": str(SKOS),
    "xsd": str(XSD),
}

MEASURES: Final = {"investment": "CNY", "outputValue": "CNY", "area": "m2", "jobs": "person"}
"""Attributes whose value is a number, and the unit in which it is asserted."""

DATES: Final = frozenset({"startDate", "completionDate", "founded"})
"""Attributes whose value is a date."""

ATTRIBUTES: Final = frozenset({*MEASURES, *DATES, "capacity", "projectStatus"})
"""Predicates whose object is a value."""

PROJECT_STATUS: Final = {
    "拟建": KG.planned,
    "签约": KG.signed,
    "开工": KG.started,
    "在建": KG.underConstruction,
    "复工": KG.resumed,
    "封顶": KG.toppedOut,
    "建成": KG.completed,
    "投产": KG.inOperation,
}
"""The concept of each word that a project's status may be."""

_PEOPLE: Final = frozenset({"Official", "Person"})
_BODIES: Final = frozenset({"Department", "Enterprise", "Institution"})
_ACTORS: Final = _BODIES | {"Place"}  # a zone is a Place that acts
_WORKS: Final = _ACTORS | {"Project"}
_MEASURED: Final = _WORKS | {"Event"}
_PLACE: Final = frozenset({"Place"})
_VENUE: Final = frozenset({"Place", "Institution"})
_EVENT: Final = frozenset({"Event"})
_PROJECT: Final = frozenset({"Project"})
_DOCUMENT: Final = frozenset({"Document"})

SIDES: Final = {
    "holdsPost": (_PEOPLE, _ACTORS),
    "partOf": (_BODIES, _BODIES),
    "jurisdiction": (frozenset({"Department"}), _PLACE),
    "within": (_PLACE, _PLACE),
    "locatedIn": (frozenset({"Enterprise", "Institution", "Project", "Event"}), _VENUE),
    "undertakes": (_ACTORS, _PROJECT | {"Institution"}),
    "promotes": (_PEOPLE | {"Department", "Place"}, _PROJECT),
    "cooperatesWith": (_ACTORS, _ACTORS),
    "inspects": (_PEOPLE | {"Department"}, _WORKS | _PEOPLE),
    "meets": (_PEOPLE, _PEOPLE | _BODIES),
    "renamedTo": (_BODIES, _BODIES),
    "commends": (_BODIES, _WORKS | _PEOPLE),
    "proposes": (_PEOPLE, _DOCUMENT),
    "handles": (frozenset({"Department", "Place"}), _DOCUMENT),
    "organizes": (_ACTORS, _EVENT),
    "attends": (_PEOPLE | _ACTORS, _EVENT),
    "issues": (_BODIES, _DOCUMENT),
}
"""The classes that may stand on either side of a relation; a fact that does not fit is dropped, never bent."""

RELATIONS: Final = tuple(SIDES)
"""Predicates whose object is an entity."""


def allows(predicate: str, subject: str, object_: str | None = None) -> bool:
    """Whether entities of these classes may stand in the relation (an attribute has no object's class)."""
    if predicate in ATTRIBUTES:
        return subject in _MEASURED and object_ is None
    if predicate not in SIDES or object_ is None:
        return False
    subjects, objects = SIDES[predicate]
    return subject in subjects and object_ in objects
