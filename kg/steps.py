"""The steps of a build as pure functions of a chunk of rows: what every engine maps, none does it another way.

    read    pages                      -> readings: each page alone           (then group by the name of a person)
    settle  the people of one name     -> who is who: kg.resolve.identify     (then by page)
    tell    readings with settled ids  -> items: what each page tells of whom (then group by key)
    write   the items of a key         -> the pieces of the files

Rows are bytes: they cross processes and machines, and lie in stores.
"""

import hashlib
import pickle
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg import export, pipeline, resolve
from kg.export.fragments import Piece, Projector
from kg.export.nodes import Node
from kg.models import Article, Block, Evidence, Graph, Page, Person, Reading
from kg.rulebook import shared
from kg.store import ENTITY, PAGE, TERM

_MANY = 4  # pages that tell of an entity: of more, the explorer need not ask each
_PLACES = 5  # of a statement in an explorer that cannot show all


@dataclass(frozen=True, slots=True)
class Setting:
    """What the outputs depend on beside the pages and the rules."""

    base: str
    model: str = ""
    most: int = 1_000  # entities that the explorer shows


class Row(NamedTuple):
    """A page as read."""

    source: str
    digest: str
    sha: str  # of the text
    articles: int
    text: bytes | None  # of a page whose text is kept: compressed
    reading: bytes
    people: tuple[Person, ...]


Bound = tuple[str, bytes, Mapping[str, str]]  # a page, its reading, and own id -> id of its people


class Made(NamedTuple):
    """A piece of every file; no texts: it is no more."""

    key: str
    texts: Piece
    type: str = ""  # of an entity
    weight: int = 0  # how often something is stated of it
    relations: str = ""  # "holdsPost:2 inspects:1": its relations by predicate
    brief: bytes | None = None  # the block without its mentions, if many pages tell of it: for the explorer


def digest(page: Page) -> str:
    """Pages of one digest are read alike."""
    parts = (page.title, page.date, page.place, str(page.keep), page.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def read(setting: Setting, pages: Sequence[Page]) -> list[Row]:
    """Split, find, relate, and resolve within the page."""
    reader = pipeline.reader(shared(), setting.model)
    return [_row(page, reader.read(page)) for page in pages]


def _row(page: Page, reading: Reading) -> Row:
    text = page.text.encode()
    kept = zlib.compress(text, 1) if page.keep else None
    return Row(page.source, digest(page), hashlib.sha256(text).hexdigest(), len(reading.articles), kept,
               _packed(reading), reading.people)


def _packed(reading: Reading) -> bytes:
    """A reading in three pickles: the explorer does without the largest."""
    named = [(entity.id, list(map(tuple, entity.mentions))) for entity in reading.entities]
    rest = replace(reading, articles=(), authors=())
    return pickle.dumps([pickle.dumps(part) for part in ((reading.articles, reading.authors), named, rest)])


def _unpacked(row: bytes) -> Reading:
    """The whole of it."""
    said, _, rest = pickle.loads(row)
    articles, authors = pickle.loads(said)
    reading: Reading = pickle.loads(rest)
    return replace(reading, articles=articles, authors=authors)


def tell(setting: Setting, rows: Sequence[Bound]) -> list[tuple[str, list[tuple[str, bytes]]]]:
    """What pages tell of which entity and of which shared term, by key."""
    projector, out = Projector(setting.base), []
    for source, row, names in rows:
        reading = resolve.bind(_unpacked(row), names)
        items = [(ENTITY + b.entity.id, pickle.dumps(b)) for b in resolve.tell(reading, names)]
        items += [(TERM + term, pickle.dumps(nodes)) for term, nodes in projector.terms(reading).items()]
        out.append((source, items))
    return out


def write(setting: Setting, changed: Sequence[tuple[str, Sequence[bytes], Mapping[str, str]]]) -> list[Made]:
    """The pieces of keys: of a page with the names of its people, of an entity or term with all that is told of it."""
    projector = Projector(setting.base)
    return [_piece(projector, key, rows, names) for key, rows, names in changed]


def _piece(projector: Projector, key: str, rows: Sequence[bytes], names: Mapping[str, str]) -> Made:
    if not rows:
        return Made(key, ())
    if key.startswith(PAGE):
        return Made(key, projector.page(resolve.bind(_unpacked(rows[0]), names)))
    if key.startswith(TERM):
        nodes: list[Node] = [node for row in rows for node in pickle.loads(row)]
        return Made(key, projector.term(nodes))
    told = block(rows)
    counts = Counter(r.predicate for r in told.relations)
    weight = told.inward + sum(isinstance(r.object, str) for r in told.relations)
    relations = " ".join(f"{name}:{count}" for name, count in sorted(counts.items()))
    row = pickle.dumps(_unnamed(told)) if len(rows) > _MANY else None
    return Made(key, projector.entity(told), told.entity.type.value, weight, relations, row)


def block(rows: Sequence[bytes]) -> Block:
    """All that is told of an entity."""
    return resolve.merge([pickle.loads(row) for row in rows])


def brief(block: Block, ids: Collection[str], cited: set[str]) -> Block:
    """A block for the explorer of a graph that it cannot hold: what is stated among the entities `ids`, in few places.

    Places in articles that are `cited` anyway come first, so that these stay few; where it is named comes with them.
    """
    relations = []
    for relation in block.relations:
        if not isinstance(relation.object, str) or relation.object in ids:
            order = sorted(relation.evidence, key=lambda e: (e.article not in cited, -e.confidence))
            kept = [e for e in order if e.article in cited][:_PLACES] or order[:1]
            cited.update(e.article for e in kept)
            kept.sort(key=lambda e: (e.article, e.start, e.end, e.rule))
            relations.append(replace(relation, evidence=tuple(kept)))
    return replace(_unnamed(block), relations=tuple(relations))


def _unnamed(block: Block) -> Block:
    """A block without the places where its entity is named."""
    return replace(block, entity=replace(block.entity, mentions=()))


def part(blocks: Sequence[Block], cited: Collection[str], rows: Iterable[Bound]) -> Graph:
    """The graph of brief blocks, sorted by id, and of the articles cited on some pages."""
    named: dict[str, list[Evidence]] = {b.entity.id: [] for b in blocks}
    articles: list[Article] = []
    authors: list[tuple[str, str]] = []
    for _, row, names in rows:
        said, mentioned, _ = pickle.loads(row)
        found, written = pickle.loads(said)
        articles += [a for a in found if a.id in cited]
        settled = ((article, names.get(own, own)) for article, own in written)
        authors += [(article, author) for article, author in settled if article in cited and author in named]
        for own, places in pickle.loads(mentioned):
            if (known := names.get(own, own)) in named:
                named[known] += [e for e in map(Evidence._make, places) if e.article in cited]
    told = [replace(b, entity=replace(b.entity, mentions=tuple(named[b.entity.id]))) for b in blocks]
    return resolve.graph(articles, told, authors)


def whole(blocks: Sequence[Block], rows: Iterable[Bound]) -> Graph:
    """The graph of all blocks, sorted by id, and all pages."""
    bound = [resolve.bind(_unpacked(row), names) for _, row, names in rows]
    return resolve.graph([a for r in bound for a in r.articles], blocks, [pair for r in bound for pair in r.authors])


def check(setting: Setting, rows: Sequence[Bound]) -> None:
    """Raise OutputError if the graph of some pages breaks the SHACL shapes."""
    told: dict[str, list[Block]] = {}
    for _, row, names in rows:
        for b in resolve.tell(resolve.bind(_unpacked(row), names), names):
            told.setdefault(b.entity.id, []).append(b)
    export.check(whole([resolve.merge(told[key]) for key in sorted(told)], rows), base=setting.base)
