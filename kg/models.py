"""The values that flow through the pipeline, in birth order: Page, Article, Mention, Fact, Entity, …, Graph."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeVar

T = TypeVar("T")


def packed(cls: type[T]) -> type[T]:
    """Pickle a dataclass as its fields, made again by its constructor: by itself it takes twice as long."""
    values = attrgetter(*(f.name for f in fields(cls)))  # type: ignore[arg-type]
    cls.__reduce__ = lambda self: (cls, values(self))  # type: ignore[method-assign]
    return cls


class EntityType(StrEnum):
    """The classes of the vocabulary (kg/ontology/kg.ttl) that an entity may have."""

    OFFICIAL = "Official"
    PERSON = "Person"
    JOURNALIST = "Journalist"
    DEPARTMENT = "Department"
    ENTERPRISE = "Enterprise"
    INSTITUTION = "Institution"
    PROJECT = "Project"
    PLACE = "Place"
    EVENT = "Event"
    DOCUMENT = "Document"


class Status(StrEnum):
    """Whether a post is held at the time of the article. Silence is UNKNOWN, never FORMER."""

    CURRENT = "current"
    FORMER = "former"
    PROPOSED = "proposed"
    ACTING = "acting"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Page:
    """One input text as decoded. `text` is never altered: every offset of the program counts its code points."""

    source: str  # path relative to the folder given, else the file name: dcterms:source of its articles
    text: str
    title: str = ""  # metadata given with the input ("" if none)
    date: str = ""  # given: "2026", "2026-03" or "2026-03-02"
    place: str = ""  # given: full name of a division, 太原市
    keep: bool = False  # the text is not the file itself (PDF, DOCX, JSON Lines, HTML, Markdown): kept under DIR/text/


@packed
@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page: a text without line breaks of the column and markup, and its map back to the page."""

    id: str  # "{source}#{number from 1}"
    source: str
    headline: str  # "" for a continuation without headline
    text: str  # the logical text: headline lines and paragraphs, one a line ("\n")
    segments: tuple[tuple[int, int, int], ...]  # (start in text, start in page, length), ascending; gaps are joins
    bylines: tuple[tuple[int, int], ...] = ()  # spans of text that name the authors: （贺娟芳）, 本报记者 郝宇佳
    date: str = ""  # publication, as precise as known
    date_inferred: bool = True
    place: str = ""  # home place: what 我市 means here; "" if it cannot be told
    place_inferred: bool = True

    def to_page(self, start: int, end: int) -> tuple[int, int]:
        """Page offsets of a span of the logical text (end exclusive)."""
        return self._offset(start), self._offset(max(start, end - 1)) + 1

    def _offset(self, position: int) -> int:
        low, high = 0, len(self.segments)
        while high - low > 1:
            middle = (low + high) // 2
            if self.segments[middle][0] <= position:
                low = middle
            else:
                high = middle
        start, page, length = self.segments[low]
        return page + min(position - start, length)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found at a place of an article's text."""

    start: int  # code points in Article.text, end exclusive
    end: int
    type: EntityType
    name: str  # the name meant: the surface, or an expanded item of a coordination (清徐县城乡供水一体化项目)
    rule: str  # id of the rule that made it
    confidence: float = 1.0
    full: str = ""  # the fullest name when it can be told at once (市科技局 -> 太原市科学技术局)
    implied: bool = False  # not named in the text but meant (市长 -> 太原市人民政府): no schema:mentions
    notes: tuple[str, ...] = ()  # how it was decided, repairs made; shown by `kg explain`


@packed
@dataclass(frozen=True, slots=True)
class Literal:
    """The value of an attribute."""

    text: str  # as written: 140亿元
    number: float | None = None  # in CNY, m², persons; None for a status or a date
    unit: str = ""  # CNY, m2, person, USD, …


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation or attribute read at one place of one article."""

    subject: Mention
    predicate: str  # a property of the vocabulary: holdsPost, undertakes, investment, projectStatus, …
    object: Mention | Literal
    start: int  # the evidence: a span of Article.text
    end: int
    rule: str
    confidence: float = 0.9
    role: str = ""  # holdsPost: 局长; attends: 主持
    status: Status = Status.CURRENT
    valid_from: str = ""  # only if the text states it: "2026-01"
    valid_until: str = ""


class Evidence(NamedTuple):  # there are many: a tuple is made, compared and stored three times as fast
    """Where a statement was read. page.text[start:end] == exact, always."""

    article: str  # Article.id
    start: int  # page offsets
    end: int
    exact: str
    rule: str
    confidence: float
    date: str  # the article's date: when it was said


class Alias(NamedTuple):
    """A form under which an entity appears, and whether it stands in the text or was inferred."""

    name: str
    inferred: bool = False


@packed
@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the world, as far as the articles tell."""

    id: str  # "{class}/{name}", class in lower case; the IRI is {base}id/{id}
    type: EntityType
    label: str  # the fullest name, the place filled in
    aliases: tuple[Alias, ...]  # every other form, sorted
    mentions: tuple[Evidence, ...]  # where it is named (Evidence.rule = the rule that found it), sorted
    decisions: tuple[str, ...] = ()  # why its mentions were joined, in words with the rule ids


@packed
@dataclass(frozen=True, slots=True)
class Relation:
    """A resolved fact with all places that state it. One row per subject, predicate, object, role, status."""

    subject: str  # Entity.id
    predicate: str
    object: str | Literal  # Entity.id or a value
    evidence: tuple[Evidence, ...]
    role: str = ""
    status: Status = Status.CURRENT
    valid_from: str = ""
    valid_until: str = ""

    @property
    def confidence(self) -> float:
        """Noisy-or over independent articles, rounded to 0.01: two articles make a statement surer than one."""
        best: dict[str, float] = {}
        for e in self.evidence:
            best[e.article] = max(best.get(e.article, 0.0), e.confidence)
        doubt = 1.0
        for value in best.values():
            doubt *= 1.0 - value
        return round(min(1.0 - doubt, 0.99), 2)


@packed
@dataclass(frozen=True, slots=True)
class Person:
    """What a page says of a person, as far as it tells who else is the same."""

    id: str  # Entity.id as this page alone gives it
    name: str
    journalist: bool
    ties: tuple[str, ...]  # organisations of the posts; of a journalist the home places of the articles
    date: str
    source: str

    @property
    def block(self) -> str:
        """Only people of one block can be one person."""
        return f"{'journalist' if self.journalist else 'person'} {self.name}"


@packed
@dataclass(frozen=True, slots=True)
class Reading:
    """One page read: its own graph. The graph of many pages is the union of theirs, people told apart or joined."""

    source: str
    articles: tuple[Article, ...]
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    authors: tuple[tuple[str, str], ...] = ()  # (Article.id, Entity.id of a Journalist)
    people: tuple[Person, ...] = ()  # those that another page may know too


@packed
@dataclass(frozen=True, slots=True)
class Block:
    """All that is told of one entity: itself and the relations of which it is the subject."""

    entity: Entity
    relations: tuple[Relation, ...]
    articles: tuple[str, ...]  # ids of those that name it or state something of it, sorted
    labels: tuple[tuple[str, str], ...] = ()  # (Entity.id, label) of the objects, sorted
    inward: int = 0  # how many relations of others end here, page by page
    ties: tuple[str, ...] = ()  # of a person: see Person
    former: tuple[str, ...] = ()  # ids under which pages alone know it, sorted


@dataclass(frozen=True, slots=True)
class Graph:
    """The result of a build: what every exporter projects."""

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]  # sorted by id
    relations: tuple[Relation, ...]  # sorted
    authors: tuple[tuple[str, str], ...] = ()  # (Article.id, Entity.id of a Journalist)
    warnings: tuple[str, ...] = field(default=())
    former: tuple[tuple[str, str], ...] = ()  # (id that a page alone gives, Entity.id of the person it was joined to)
