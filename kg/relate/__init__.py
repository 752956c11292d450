"""Stage 4: Mentions -> Facts, by rules over the tagged sentence."""

from collections.abc import Sequence

from kg.models import Article, Fact, Mention
from kg.relate.attributes import attributes
from kg.relate.formal import formal
from kg.relate.listed import listed
from kg.relate.parts import hosts, owners, parts
from kg.relate.patterns import related
from kg.relate.posts import posts
from kg.relate.reading import Reading
from kg.rulebook import Rulebook

__all__ = ["relate"]


def relate(article: Article, mentions: Sequence[Mention], rulebook: Rulebook) -> list[Fact]:
    """All facts of an article, in the order of their evidence."""
    reading = Reading(article, list(mentions), rulebook)
    held, chains = posts(reading)
    said = related(reading, chains, held)
    facts = [*held, *said, *formal(reading, said), *parts(reading), *hosts(reading), *owners(reading),
             *attributes(reading), *listed(reading)]
    return sorted(facts, key=lambda f: (f.start, f.end, f.predicate, f.subject.name, f.role))
