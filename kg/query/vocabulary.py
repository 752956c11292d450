"""The local names of the vocabulary, read from the ontology without rdflib: for errors that name the nearest."""

import re
from functools import cache
from importlib.resources import files


@cache
def terms() -> frozenset[str]:
    """Every kg: term that ontology/kg.ttl defines."""
    ontology = files("kg").joinpath("ontology/kg.ttl").read_text("utf-8")
    return frozenset(re.findall(r"^kg:(\w+) a ", ontology, re.MULTILINE))
