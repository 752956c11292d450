"""Component `persons`: names of persons by weighed evidence (rules/persons.toml, knowledge/characters.tsv)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, PlaceSpan, draft_of
from kg.find.foreign import foreign
from kg.find.lexicon import occurrences
from kg.find.openings import COUNTED, RESUME, SUBJECT, Openings
from kg.find.shapes import LONGEST, Shape, Shapes
from kg.models import EntityType
from kg.text import either

_BRACKET = re.compile(r"（[^（）\n]{0,40}）")
_SEPARATOR = re.compile(
    r" ?(?:（(?:女|[\u4e00-\u9fff]{1,4}族|女，[\u4e00-\u9fff]{1,4}族)）)?(?:[、，和与及]|以及)? {0,4}")
_OPENING = BREAKS | frozenset(" 由和与请让")
_STRONG = frozenset(("title_before", "noun_before", "leaders", "listed", "row", "decided"))
_PUBLIC = re.compile(r"(?:主席团|大会|政协|人大|常委会|政府|党委|纪委|法院|检察院|团委|妇联|工商联|总工会)$")


_ACTS = re.compile("[，、；。]|主持|出席|参加|列席|带队|率|会见|陪同|调研|深入|一行")  # nobody does that 向 anything: 主任向伟民|主持
_ODDS = (-12.0, 6.0)  # the bits that count


@lru_cache(maxsize=2)
def _tells(speaks: tuple[str, ...]) -> re.Pattern[str]:
    """What may stand behind a name and tell that it is one, within its longest form."""
    return re.compile(f"(?s:.{{2,{LONGEST}}}?)(?:{RESUME.pattern}|{COUNTED.pattern}|同志|一行|夫妇|（|{either(speaks)})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name: its span, the weight of the evidence, the reasons, and whether its post is a public one."""

    start: int
    end: int
    name: str
    weight: float
    reasons: tuple[str, ...]
    kind: EntityType = EntityType.PERSON


class Judge:
    """Weighs the evidence for candidates of one article."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.text, self.shapes = draft, draft.text, Shapes(draft)
        table: dict[str, Any] = draft.lexicon.rulebook.tables["persons"]
        self.weights: dict[str, float] = table["weights"]
        self.threshold: float = table["threshold"]
        self.bit: float = table["odds"]
        self.function = frozenset(table["words"]["function"])
        self.speaks = tuple(table["words"]["speaks"])
        self._alone = self.weights["boundary"] + self.bit * _ODDS[1] >= self.threshold  # a name by its looks alone
        self._tells = _tells(self.speaks)
        self._claimed = bytearray(len(self.text))

    def candidate(self, start: int, *reasons: str) -> Candidate | None:
        """The candidate at a position with its weight, None if no name has this shape."""
        if not (reasons or self._alone or self._told(start)) or self.shapes.hard(start):
            return None
        strong = not _STRONG.isdisjoint(reasons)
        subject = SUBJECT.match(self.text, start) if "opens" in reasons else None
        shape = self.shapes.exact(start, subject.end()) if subject else self.shapes.best(start, strong=strong)
        if shape is None or any(self._inside(p, start, shape.end) for p in self.draft.places_on(start, shape.end)):
            return None
        acts = shape.ending == 1.0 if shape.name[0] == "于" else shape.name[0] in "向从" and _ACTS.match(self.text, shape.end)
        sure = acts and len(shape.name) == 3 and "title_before" in reasons
        if shape.name[0] in self.function and not sure and (
                shape.name[1:] in self.shapes.words or "noun_before" in reasons):
            return None  # 向世界, 领导人和贵宾
        if shape.name.endswith(("国家", "理会")) or shape.name in ("贺信", "贺电", "贺词"):
            return None  # 伊斯|兰国家|外长, 安理会, 国务委员|贺信
        why = [*reasons, *self._behind(start, shape)]
        if "title_before" in reasons and self._seated(start):
            why.append("seated")
        if not strong and shape.rare:
            why.append("rare")
        weight = sum(self.weights[w] for w in why) + self.bit * max(_ODDS[0], min(_ODDS[1], shape.odds))
        kind = self.kind(start, shape.end, why)
        return Candidate(start, shape.end, shape.name, weight, tuple(why), kind)

    def _told(self, start: int) -> bool:
        """Whether anything that makes a name likely stands where one that begins here could end."""
        ends = range(start + 2, start + LONGEST + 1)
        return not self._posts.isdisjoint(ends) or self._tells.match(self.text, start) is not None

    @cached_property
    def _posts(self) -> frozenset[int]:
        """Where titles begin, and the commas with an organ and its title behind them."""
        return self.shapes.title_starts | {at - 1 for at in self._offices if self.text.startswith("，", at - 1)}

    def _inside(self, place: PlaceSpan, start: int, end: int) -> bool:
        """Whether the characters belong to a place name: 津巴布韦|举行, 印尼|前总统."""
        if place.division is None:
            return place.start < end and start < place.end
        within = place.start <= start and end <= place.end
        return within or place.start < start < place.end or place.start < end < place.end

    def _behind(self, start: int, shape: Shape) -> Iterator[str]:
        text, end = self.text, shape.end
        if shape.ending >= 1.0:
            yield "boundary"
        elif shape.ending == 0:
            yield "open"
        if shape.name in self.shapes.words:
            yield "word"
        if shape.name[0] in self.function and text[start - 1 : start] != "、":
            yield "function"
        if RESUME.match(text, end):
            yield "resume"
        if COUNTED.match(text, end):
            yield "counted"
        if text.startswith("同志", end):
            yield "comrade"
        if text.startswith(("一行", "夫妇"), end):
            yield "group"
        opens = start == 0 or text[start - 1] in BREAKS or text[start - 1] in " 由"
        if opens and text.startswith(self.speaks, end):
            yield "speaks"
        if self._title_behind(end) and shape.name[-1] != "前":  # 印尼前|总统
            yield "title_after"
        if (start == 0 or text[start - 1] in "。；\n") and text.startswith("，", end) and self._office(end + 1):
            yield "bracket"  # 李刚，市财政局局长，…
        bracket = _BRACKET.match(text, end)
        if bracket and bracket.end() - 1 in self.shapes.titles:
            yield "bracket"

    @cached_property
    def _offices(self) -> frozenset[int]:
        return frozenset(m.start for m in self.draft.found if m.end in self.shapes.title_starts)

    def _office(self, position: int) -> bool:
        """Whether an organ with a title begins at a position."""
        return position in self._offices

    def _title_behind(self, end: int) -> str:
        """The title that begins at a position; 代表 there is the verb."""
        found = self.draft.lexicon.titles.regex.match(self.text, end) if end in self.shapes.title_starts else None
        return "" if found is None or found.group() == "代表" else found.group()

    def kind(self, start: int, stop: int, why: list[str]) -> EntityType:
        """OFFICIAL if the title before the name is of party, state or congress, JOURNALIST for a reporter."""
        if "reporter" in why and "title_before" not in why:
            return EntityType.JOURNALIST
        if "leaders" in why or (("title_after" in why or "dotted" in why) and self._public_behind(stop)):
            return EntityType.OFFICIAL
        title = self.title(start)
        return EntityType.OFFICIAL if title is not None and self._public(*title) else EntityType.PERSON

    def _public_behind(self, stop: int) -> bool:
        """Whether the title behind a name is a public one; the bare 主席 is the state's where the page is of no place."""
        title = self._title_behind(stop)
        return self.draft.lexicon.titles.public(title) or (title == "主席" and self.draft.home is None)

    def title(self, start: int) -> tuple[int, int] | None:
        """The span of the title before a name."""
        end = start
        while end > 0 and self.text[end - 1] in " ：":
            end -= 1
        if end - 1 in self.shapes.titles and self.text[end - 1] in "的为由是":
            end -= 1  # 院长由|李刚担任
        return (self.shapes.titles[end], end) if end in self.shapes.titles else None

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(m.end for m in self.draft.found)

    def _owner(self, start: int) -> EntityType | None:
        """What the title before a name belongs to, as far as it is named right before it."""
        title = self.title(start)
        begin = title[0] - self.text.startswith("原", title[0] - 1) if title else -1
        inner = begin + 1 if self.text[begin : begin + 1] in ("部", "局", "厅") else begin  # 财政部|长
        if self._ends.isdisjoint((begin, inner)):
            return None
        owners = [m for m in self.draft.found if m.end in (begin, inner) and not m.implied]
        return max(owners, key=lambda m: m.end - m.start).type if owners else None

    def _seated(self, start: int) -> bool:
        """Whether the title before a name has its organisation, or goes on a chain of titles: 党委委员、副局长."""
        title = self.title(start)
        chained = title is not None and self.text[title[0] - 1] == "、" and title[0] - 1 in self.shapes.titles
        return chained or self._owner(start) is not None

    def _public(self, start: int, end: int) -> bool:
        owner = self._owner(end)
        if owner is not None:
            return owner in (EntityType.DEPARTMENT, EntityType.PLACE)
        named = _PUBLIC.search(self.text, max(0, start - 3), start) is not None
        return named or self.draft.lexicon.titles.public(self.text[start:end])

    def surer(self, candidate: Candidate, reason: str) -> Candidate:
        """The candidate with one more reason."""
        return replace(candidate, weight=candidate.weight + self.weights[reason], reasons=(*candidate.reasons, reason))

    def free(self, start: int, end: int) -> bool:
        """Whether no longer name covers the span; a short place name (太原) gives way."""
        covering = self.draft.covered(start, end)
        return covering is None or covering.end - covering.start < end - start or covering.rule == "place.short"

    def claim(self, candidate: Candidate) -> None:
        """Mark the span of an accepted candidate."""
        self._claimed[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)

    def rivals(self, candidate: Candidate, accepted: dict[int, Candidate]) -> list[Candidate]:
        """The accepted candidates that share a character with another."""
        if self._claimed.find(1, candidate.start, candidate.end) < 0:
            return []
        return [c for c in accepted.values() if c.start < candidate.end and candidate.start < c.end]

    def goes_on(self, end: int) -> bool:
        """Whether a list may go on or end here."""
        text = self.text
        return self.shapes.hard(end) or text.startswith(("等", "出席", "参加", "为", "任", "和"), end)


@Language.component("kg_persons")
def persons(doc: Doc) -> Doc:
    """Find persons beside titles and verbs, then the rest of their lists, then every recurrence."""
    draft = draft_of(doc)
    judge = Judge(draft)
    accepted = {c.start: c for c in _foreign(judge)}
    for c in accepted.values():
        judge.claim(c)
    for start, reason in Openings(draft, judge.shapes):
        candidate = judge.candidate(start, reason) if reason else judge.candidate(start)
        if candidate is not None:
            _accept(judge, accepted, candidate)
    accepted = {start: c for start, c in accepted.items() if not _spoken_of(judge, accepted, c)}
    _lists(judge, accepted)
    _recurrences(judge, accepted)
    for c in accepted.values():
        notes = tuple(f"{r} {judge.weights[r]:+}" for r in c.reasons)
        sure = min(0.98, 0.6 + 0.25 * c.weight)
        draft.add(c.start, c.end, c.kind, "person.evidence", name=c.name, confidence=sure, notes=notes)
    return doc


def _spoken_of(judge: Judge, accepted: dict[int, Candidate], candidate: Candidate) -> bool:
    """Whether the title before a name stands behind somebody else's: 陈国梁主席|贺信."""
    title = judge.title(candidate.start) if "title_before" in candidate.reasons else None
    return title is not None and any(
        c.end == title[0] and "title_after" in c.reasons and "title_before" not in c.reasons for c in accepted.values())


def _foreign(judge: Judge) -> Iterator[Candidate]:
    """Transliterated names, official by the title before them."""
    for start, end, reason in foreign(judge.draft, judge.shapes):
        name = judge.text[start:end]
        yield Candidate(start, end, name, judge.weights[reason], (reason,), judge.kind(start, end, [reason]))


def _wider(foreign: Candidate, candidate: Candidate) -> bool:
    """Whether a candidate is a piece of a transliterated name: 沃伊捷|赫·霍拉切克."""
    return bool({"foreign", "dotted"} & set(foreign.reasons)) and foreign.start <= candidate.start and (
        candidate.end < foreign.end)


def _accept(judge: Judge, accepted: dict[int, Candidate], candidate: Candidate) -> bool:
    if candidate.weight < judge.threshold - 1e-9 or not judge.free(candidate.start, candidate.end):
        return False
    rivals = judge.rivals(candidate, accepted)
    if any(c.weight >= candidate.weight or (c.end == candidate.end and c.start < candidate.start) or _wider(c, candidate)
           for c in rivals):
        return candidate.start in accepted
    for c in rivals:
        del accepted[c.start]
    accepted[candidate.start] = candidate
    judge.claim(candidate)
    return True


def _lists(judge: Judge, accepted: dict[int, Candidate]) -> None:
    """Names that follow an accepted one in a list: 副市长李刚、王海，秘书长赵明."""
    for first in sorted(accepted.values(), key=lambda c: c.start):
        current = first
        for _ in range(300):
            gap = _SEPARATOR.match(judge.text, current.end)
            if gap is None or not gap.group():
                break
            following = accepted.get(gap.end()) or judge.candidate(gap.end(), "listed")
            # behind a comma or blank only another list item counts: 李刚，王海 but not 李刚，高度重视
            if following is None or ("、" not in gap.group() and not judge.goes_on(following.end)):
                break
            if judge.text[following.end : following.end + 1] == "、" and following.end + 1 in accepted:
                following = judge.surer(following, "enclosed")
            if first.kind is EntityType.OFFICIAL and following.kind is EntityType.PERSON:
                following = replace(following, kind=first.kind)
            if (known := accepted.get(gap.end())) is not None:
                if known.kind is not following.kind:
                    accepted[gap.end()] = replace(known, kind=following.kind)
            elif not _accept(judge, accepted, following):
                break
            current = following
        _backwards(judge, accepted, first)


def _backwards(judge: Judge, accepted: dict[int, Candidate], last: Candidate) -> None:
    """Names before an accepted one: 李刚、王海出席."""
    while last.start > 2 and judge.text[last.start - 1] == "、":
        mark = last.start - 1
        tried = [judge.candidate(mark - size, "listed") for size in (2, 3, 4) if size <= mark]
        found = [c for c in tried if c and c.end == mark and (c.start == 0 or judge.text[c.start - 1] in _OPENING)]
        if not found or not _accept(judge, accepted, found[0]):
            break
        last = found[0]


def _recurrences(judge: Judge, accepted: dict[int, Candidate]) -> None:
    names = {c.name: c for c in accepted.values()}
    for start, end, name in occurrences(names, judge.text):
        known = names[name]
        everyday = name in judge.shapes.words and not judge.text.startswith(judge.speaks, end)
        ends = judge.shapes.ending(end) >= 0.5
        if start not in accepted and ends and not everyday and not judge.draft.covered(start, end):
            accepted[start] = Candidate(start, end, name, judge.weights["recurs"], ("recurs",), known.kind)
