"""Relations by the rules of rules/relations.toml over tagged sentences."""

import re
from collections.abc import Iterator
from itertools import combinations

from kg.models import EntityType, Fact, Mention
from kg.relate.reading import PEOPLE, Reading, fact
from kg.relate.tagged import Tagged, compiled
from kg.rulebook import RelationRule

_NEGATED = re.compile(r"(?:不|未|没有|禁止|严禁|拒绝|取消|停止)$")
_UNDERTAKERS = frozenset({EntityType.ENTERPRISE, EntityType.INSTITUTION})
_PROMOTERS = frozenset({EntityType.DEPARTMENT, EntityType.OFFICIAL, EntityType.PERSON})


def related(reading: Reading, chains: dict[Mention, int]) -> list[Fact]:
    """All facts the rules read; each pair and predicate once per sentence."""
    out: list[Fact] = []
    skips = [(start, m.start) for m, start in chains.items() if start < m.start]
    event: Mention | None = None
    leader: Mention | None = None
    for start, end in reading.sentences:
        mentions = reading.within(start, end)
        if not mentions and event is None:
            continue
        tagged = Tagged(reading.text, start, end, mentions, [s for s in skips if start <= s[0] < end])
        events = [m for m in mentions if m.type is EntityType.EVENT]
        state = _State(reading, tagged, (start, end), events[-1] if events else event, leader)
        seen: set[tuple[str, str, str]] = set()
        for rule in reading.rulebook.relations:
            for found in compiled(rule.pattern).finditer(tagged.text):
                for f in state.facts(rule, found):
                    target = f.object.name if isinstance(f.object, Mention) else f.object.text
                    key = (f.subject.name, _family(f.predicate), target)
                    if key not in seen and f.subject.name != target:
                        seen.add(key)
                        out.append(f)
        event = events[-1] if events else event
        leader = next((f.subject for f in out if f.predicate == "inspects" and f.subject.type in PEOPLE and start <= f.start), leader)
    return out


def _family(predicate: str) -> str:
    return "works" if predicate in ("undertakes", "promotes") else predicate


class _State:
    """One sentence and what the sentences before it established."""

    def __init__(self, reading: Reading, tagged: Tagged, sentence: tuple[int, int], event: Mention | None,
                 leader: Mention | None) -> None:
        self.reading, self.tagged, self.sentence, self.event, self.leader = reading, tagged, sentence, event, leader

    def facts(self, rule: RelationRule, found: re.Match[str]) -> Iterator[Fact]:
        """The facts of one match of one rule."""
        if _NEGATED.search(self.tagged.text[: found.start()]):
            return
        span = self.tagged.span(found.start(), found.end())
        if "pair" in found.re.groupindex:
            for a, b in combinations(self.tagged.group(found, "pair"), 2):
                yield fact(self.reading, a, rule.predicate, b, span, rule.id, confidence=rule.confidence)
            return
        subjects = self._subjects(rule, found, span)
        objects = self.tagged.group(found, "o") or self._object(rule)
        for s in subjects:
            for o in objects:
                predicate = _fitting(rule.predicate, s, o)
                if predicate and (s.start, s.name) != (o.start, o.name):
                    start, end = min(span[0], s.start if not s.implied else span[0]), max(span[1], o.end if not o.implied else 0)
                    if start < self.sentence[0] or end > self.sentence[1]:
                        start, end = span
                    yield fact(self.reading, s, predicate, o, (start, end), rule.id, confidence=rule.confidence, role=rule.role)

    def _subjects(self, rule: RelationRule, found: re.Match[str], span: tuple[int, int]) -> list[Mention]:
        named = self.tagged.group(found, "s")
        if named:
            return named
        if rule.id == "inspects.next-stop":
            return [self.leader] if self.leader else []
        if "s" in found.re.groupindex:
            return []
        before = self.reading.subject_before(self.sentence[0], span[0])
        if before:
            return before
        topic = self.reading.topic
        return [topic] if topic is not None else []

    def _object(self, rule: RelationRule) -> list[Mention]:
        """The meeting of the sentence or the one before, where the rule says 出席会议 without a name."""
        return [self.event] if rule.predicate == "attends" and self.event is not None else []


def _fitting(predicate: str, s: Mention, o: Mention) -> str:
    """The predicate that the types allow: a firm that 推进 its project undertakes it, an official promotes it."""
    if predicate == "promotes":
        if s.type in _UNDERTAKERS:
            return "undertakes"
        return "promotes" if s.type in _PROMOTERS else ""
    if predicate == "undertakes":
        return "undertakes" if s.type not in PEOPLE else "promotes"
    if predicate == "meets" and s.type not in PEOPLE:
        return ""
    if predicate == "organizes" and s.type is EntityType.PLACE:
        return ""
    if predicate == "commends" and s.type not in (EntityType.DEPARTMENT, EntityType.INSTITUTION, EntityType.ENTERPRISE):
        return ""
    if predicate == "issues" and s.type not in (EntityType.DEPARTMENT, EntityType.INSTITUTION):
        return ""
    return predicate
