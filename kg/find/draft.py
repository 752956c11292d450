"""The working state of one article while the components of the pipeline read it."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from spacy.tokens import Doc

from kg.divisions import Division
from kg.find.lexicon import Hit, Lexicon
from kg.models import Article, EntityType, Mention
from kg.text import fold, sentences

BREAKS = frozenset("，。！？；：、“”‘’《》<>\n|…—,;:!?\"'[]【】「」『』/=")


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place name as read: 太原市小店区, with the division it means (None for a zone or a country)."""

    start: int
    end: int
    division: Division | None
    explicit: bool  # written with its 市, 县, 区 …, not as the short 太原


@dataclass
class Draft:
    """What is known so far. Components append; only `keep` decides what overlaps. Places are complete after the first."""

    article: Article
    lexicon: Lexicon
    text: str  # folded: same length as article.text
    home: Division | None
    found: list[Mention] = field(default_factory=list)
    places: list[PlaceSpan] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._named = bytearray(len(self.text))  # 1 where a name that the text holds stands
        self._organs: dict[int, tuple[int, Mention]] = {}  # the organ that ends at a position, with its number

    def add(self, start: int, end: int, kind: EntityType, rule: str, *, name: str = "", confidence: float = 0.9,
            full: str = "", implied: bool = False, notes: tuple[str, ...] = ()) -> Mention:
        """Append a mention whose name is the surface unless another is given."""
        mention = Mention(start, end, kind, name or self.surface(start, end), rule, confidence, full, implied, notes)
        self.found.append(mention)
        if rule.startswith("organ."):
            self._organs[end] = len(self.found), mention
        if not implied:
            self._named[start:end] = b"\1" * (end - start)
        return mention

    def drop(self, dropped: Collection[int]) -> None:
        """Take the mentions with these identities out."""
        self.found = [m for m in self.found if id(m) not in dropped]
        self._named = bytearray(len(self.text))
        for m in self.found:
            if not m.implied:
                self._named[m.start : m.end] = b"\1" * (m.end - m.start)

    def surface(self, start: int, end: int) -> str:
        """The characters of the article at a span, blanks between Chinese characters removed."""
        return self.article.text[start:end].replace("\n", "").strip()

    def place_ending(self, position: int) -> PlaceSpan | None:
        """The place name that ends here, the longest."""
        return self._place_ends.get(position)

    @cached_property
    def _place_ends(self) -> dict[int, PlaceSpan]:
        return {p.end: p for p in sorted(self.places, key=lambda p: -p.start)}

    def places_from(self, position: int) -> Sequence[PlaceSpan]:
        """The place names that begin here."""
        return self._place_starts.get(position, ())

    @cached_property
    def _place_starts(self) -> dict[int, list[PlaceSpan]]:
        out: dict[int, list[PlaceSpan]] = {}
        for p in self.places:
            out.setdefault(p.start, []).append(p)
        return out

    def places_on(self, start: int, end: int) -> Sequence[PlaceSpan]:
        """The place names that share a character with a span."""
        if self._placed.find(1, start, end) < 0:
            return ()
        return [p for p in self.places if p.start < end and start < p.end]

    @cached_property
    def _placed(self) -> bytearray:
        out = bytearray(len(self.text))
        for p in self.places:
            out[p.start : p.end] = b"\1" * (p.end - p.start)
        return out

    def hits(self, vocabulary: str) -> list[Hit]:
        """The words of a vocabulary of `Lexicon.vocabularies` in the text."""
        return self._hits[vocabulary]

    @cached_property
    def _hits(self) -> dict[str, list[Hit]]:
        return self.lexicon.vocabularies.hits(self.text)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence that holds a position, an empty one if none does."""
        index = bisect_right(self.sentences, (position, len(self.text))) - 1
        found = self.sentences[index] if index >= 0 else (0, 0)
        return found if position < found[1] else (position, position)

    def zone_ending(self, position: int) -> Mention | None:
        """The zone that ends here. All zones are found before the first organ is."""
        return self._zone_ends.get(position)

    @cached_property
    def _zone_ends(self) -> dict[int, Mention]:
        zones = [m for m in self.found if m.type is EntityType.PLACE and m.rule == "place.zone"]
        return {m.end: m for m in reversed(zones)}

    def is_cut(self, position: int) -> bool:
        """Whether a name may begin here, behind a mark or a word that no name contains."""
        return position in self._cut_set

    @cached_property
    def _cut_set(self) -> frozenset[int]:
        return frozenset(self.cuts)

    def last_cut(self, position: int) -> int:
        """The last position at or before this one behind which a name may begin."""
        index = bisect_right(self.cuts, position)
        return self.cuts[index - 1] if index else 0

    def organ_inside(self, start: int, end: int) -> Mention | None:
        """The organ that ends between two positions, the one found last."""
        found = [self._organs[i] for i in range(start + 1, end) if i in self._organs]
        return max(found, key=lambda numbered: numbered[0])[1] if found else None

    def free(self, start: int, end: int) -> bool:
        """Whether no name found so far shares a character with a span."""
        return self._named.find(1, start, end) < 0

    def covered(self, start: int, end: int) -> Mention | None:
        """A mention found so far that overlaps the span."""
        if self.free(start, end):
            return None
        return next((m for m in self.found if m.start < end and start < m.end and not m.implied), None)


def new_draft(article: Article, lexicon: Lexicon) -> Draft:
    """The empty draft of an article."""
    text = fold(article.text, lexicon.rulebook.folds)
    home = lexicon.divisions.path(article.place) if article.place else None
    return Draft(article, lexicon, text, home, sentences=sentences(text))


def draft_of(doc: Doc) -> Draft:
    """The draft that travels with a Doc."""
    draft = doc.user_data["draft"]
    assert isinstance(draft, Draft)
    return draft


def longest_first(mentions: list[Mention]) -> list[Mention]:
    """The overlap policy: the longest span stays, ties go to the surer one; what lies inside a kept name is implied.

    An organisation inside the name of a project or meeting (太原市第六十二中学 in …新校区建设项目) is meant, not named.
    """
    order = sorted(mentions, key=lambda m: (-(m.end - m.start), -m.confidence, m.start, m.type, m.name))
    kept: list[Mention] = []
    owner: list[Mention | None] = [None] * max((m.end for m in mentions), default=0)
    meant: set[tuple[int, int]] = set()
    for m in order:
        if m.implied:
            kept.append(m)
            meant.add((m.start, m.end))
            continue
        here = owner[m.start : m.end]
        if not any(here):
            kept.append(m)
            owner[m.start : m.end] = [m] * len(here)
            continue
        holders = {id(h): h for h in here if h is not None}
        same = [h for h in holders.values() if (h.start, h.end) == (m.start, m.end) and h.name != m.name]
        if same and len(holders) == 1 and same[0].rule == m.rule:
            kept.append(m)
        elif (m.start, m.end) not in meant and _meant_inside(m, list(holders.values())):
            kept.append(replace(m, implied=True))
            meant.add((m.start, m.end))
    return sorted(kept, key=lambda m: (m.start, -m.end, m.implied, m.type, m.name))


_HOLDERS = {EntityType.PROJECT, EntityType.EVENT, EntityType.DOCUMENT, EntityType.INSTITUTION, EntityType.ENTERPRISE}
_MEANT = {EntityType.DEPARTMENT, EntityType.ENTERPRISE, EntityType.INSTITUTION}


_FORM = re.compile("(?:（集团）)?(?:股份|有限|责任|集团){0,3}公司|学")


def _meant_inside(m: Mention, holders: list[Mention]) -> bool:
    holder = holders[0]
    if len(holders) > 1 or m.start < holder.start or holder.end < m.end or m.confidence < 0.8:
        return False
    if m.type is EntityType.PROJECT and holder.type is EntityType.EVENT:
        return True  # X项目开工仪式
    if m.rule in ("enterprise.brand", "enterprise.brand-trade") and holder.type is EntityType.ENTERPRISE:
        return False  # 吉利汽车|零部件有限公司: one of its firms, not the firm
    if m.start == holder.start and not m.full and _FORM.fullmatch(holder.name[m.end - m.start :]):
        return False  # 太原农村商业银行|股份有限公司: the firm itself
    if m.type in _MEANT:
        return holder.type in _HOLDERS
    return m.rule == "place.division" and holder.type is EntityType.PROJECT
