"""The prefixes that a query may use without declaring them. Plain strings: the workers start without rdflib."""

from typing import Final

KG: Final = "https://kg.example/ns#"
TEXT: Final = "https://kg.example/text#"
ONTOLOGY: Final = "https://kg.example/ns"  # the named graph that holds ontology.ttl

PREFIXES: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": KG,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "text": TEXT,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def short(iri: str) -> str:
    """An IRI as a person reads it: kg:undertakes, or the last two segments of an entity's."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace):]}"
    _, found, name = iri.partition("/id/")
    return name if found else iri
