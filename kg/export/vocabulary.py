"""The vocabulary as terms, ready to write."""

from typing import Final

from rdflib import RDF, SDO, SKOS
from rdflib.namespace import DCTERMS, ORG, PROV

from kg.export.terms import iri
from kg.models import Status
from kg.vocab import KG, OA

TYPE: Final = iri(RDF.type)
PREF_LABEL: Final = iri(SKOS.prefLabel)
ALT_LABEL: Final = iri(SKOS.altLabel)
CONCEPT: Final = iri(SKOS.Concept)
SOURCE: Final = iri(DCTERMS.source)
DATE: Final = iri(DCTERMS.date)
REPLACED_BY: Final = iri(DCTERMS.isReplacedBy)
HEADLINE: Final = iri(SDO.headline)
PUBLISHED: Final = iri(SDO.datePublished)
AUTHOR: Final = iri(SDO.author)
MENTIONS: Final = iri(SDO.mentions)
VALID_FROM: Final = iri(SDO.validFrom)
VALID_UNTIL: Final = iri(SDO.validUntil)
QUANTITY: Final = ((TYPE, iri(SDO.QuantitativeValue)),)
VALUE: Final = iri(SDO.value)
UNIT: Final = iri(SDO.unitText)
STATEMENT: Final = ((TYPE, iri(RDF.Statement)),)
SUBJECT: Final = iri(RDF.subject)
PREDICATE: Final = iri(RDF.predicate)
OBJECT: Final = iri(RDF.object)
MEMBERSHIP: Final = ((TYPE, iri(ORG.Membership)),)
MEMBER: Final = iri(ORG.member)
ORGANIZATION: Final = iri(ORG.organization)
ROLE: Final = iri(ORG.role)
ROLE_CLASS: Final = iri(ORG.Role)
CHANGE: Final = ((TYPE, iri(ORG.ChangeEvent)),)
ORIGINAL: Final = iri(ORG.originalOrganization)
RESULTING: Final = iri(ORG.resultingOrganization)
EXACT: Final = iri(OA.exact)
START: Final = iri(OA.start)
END: Final = iri(OA.end)
QUOTED: Final = iri(PROV.wasQuotedFrom)
SELECTORS: Final = ((TYPE, iri(OA.TextQuoteSelector)), (TYPE, iri(OA.TextPositionSelector)))
EVIDENCE: Final = iri(KG.evidence)
CONFIDENCE: Final = iri(KG.confidence)
RULE: Final = iri(KG.rule)
STATUS: Final = iri(KG.status)
ATTENDS_AS: Final = iri(KG.role)
AS_OF: Final = iri(KG.asOf)
AS_WRITTEN: Final = iri(KG.asWritten)
NAMED_IN: Final = iri(KG.namedIn)
INFERRED_LABEL: Final = iri(KG.inferredLabel)
DECISION: Final = iri(KG.decision)
KG_TERMS: Final = {name: iri(KG[name]) for name in KG.__annotations__ if not name.startswith("_")}
STATUS_LABELS: Final = {
    Status.CURRENT: "现任",
    Status.FORMER: "曾任",
    Status.PROPOSED: "拟任",
    Status.ACTING: "代理",
    Status.UNKNOWN: "未说明",
}
