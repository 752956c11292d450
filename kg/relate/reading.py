"""One article as the relation rules see it: folded text, mentions by position, titles, who the article is about."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from kg.models import Article, EntityType, Fact, Literal, Mention, Status
from kg.rulebook import Rulebook
from kg.text import fold, sentences

ORGANISATIONS = frozenset({EntityType.DEPARTMENT, EntityType.ENTERPRISE, EntityType.INSTITUTION})
ACTORS = ORGANISATIONS | {EntityType.PLACE}  # a zone is a place that acts
PEOPLE = frozenset({EntityType.PERSON, EntityType.OFFICIAL})
_GLOSS = re.compile(r"（(?:(?:以?下)?(?:统|简)?称|股票代码|证券代码|英文名?)[^（）\n]{2,24}）|（[A-Za-z0-9 .,&×:：-]{2,40}）")


@dataclass
class Reading:
    """The mentions of an article, ready to be related. `named` are in the text, `all` has the implied ones too."""

    article: Article
    all: list[Mention]
    rulebook: Rulebook

    @cached_property
    def text(self) -> str:
        """The folded text; same offsets as the article's."""
        return fold(self.article.text, self.rulebook.folds)

    @cached_property
    def named(self) -> list[Mention]:
        """Mentions that stand in the text, in its order."""
        return [m for m in self.all if not m.implied]

    @cached_property
    def first_named(self) -> list[Mention]:
        """The first mention of each name, in the order of the text."""
        first: dict[tuple[EntityType, str], Mention] = {}
        for m in self.named:
            first.setdefault((m.type, m.name), m)
        return list(first.values())

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentence spans."""
        return sentences(self.text)

    @cached_property
    def told(self) -> list[tuple[int, int, list[Mention]]]:
        """Sentence spans with the mentions named in each: as `within` finds them, in one pass."""
        out = []
        named, i = self.named, 0
        for start, end in self.sentences:
            here = []
            while i < len(named) and named[i].start < end:
                if named[i].start >= start and named[i].end <= end:
                    here.append(named[i])
                i += 1
            out.append((start, end, here))
        return out

    def sentence_at(self, position: int) -> tuple[int, int] | None:
        """The sentence that holds a position."""
        index = bisect_right(self._sentence_starts, position) - 1
        found = self.sentences[index] if index >= 0 else None
        return found if found is not None and position < found[1] else None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def openings(self) -> frozenset[int]:
        """Where sentences and what stands behind a semicolon begin."""
        return frozenset((*self._sentence_starts, *(m.end() for m in re.finditer("；", self.text))))

    @cached_property
    def glosses(self) -> list[tuple[int, int]]:
        """Brackets behind a name that only say what else it is called: （下称“X”）, （Jiangbei AG）, （688001）."""
        found = [gloss.span() for gloss in _GLOSS.finditer(self.text)]
        ends = {m.end for m in self.named} if found else set()
        return [span for span in found if span[0] in ends]

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start for m in self.named]

    def within(self, start: int, end: int) -> list[Mention]:
        """Named mentions inside a span."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.named[low:high] if m.end <= end]

    def places(self, sentence: tuple[int, int]) -> frozenset[str]:
        """The names of the places that a sentence names or means."""
        if sentence not in self._places:
            self._places[sentence] = frozenset(m.full or m.name for m in self.all if m.type is EntityType.PLACE
                                               and sentence[0] <= m.start < sentence[1])
        return self._places[sentence]

    @cached_property
    def _places(self) -> dict[tuple[int, int], frozenset[str]]:
        return {}

    def meant_in(self, m: Mention) -> Mention | None:
        """The project that an event's name names: X项目 in X项目开工仪式."""
        works = [o for o in self._by_start.get(m.start, ()) if o.type is EntityType.PROJECT]
        return next((o for o in works if o.implied and o.end < m.end), None)

    def ending(self, position: int, kinds: frozenset[EntityType]) -> Mention | None:
        """The longest mention of these types that ends here, implied ones only if none is named."""
        found = self.all_ending(position, kinds)
        return min(found, key=lambda m: (m.implied, m.start)) if found else None

    def all_ending(self, position: int, kinds: frozenset[EntityType]) -> list[Mention]:
        """The mentions of these types that end here."""
        return [m for m in self._by_end.get(position, ()) if m.type in kinds]

    def starting(self, position: int, kinds: frozenset[EntityType]) -> Mention | None:
        """The longest mention of these types that starts here."""
        found = self.all_starting(position, kinds)
        return min(found, key=lambda m: (m.implied, -m.end)) if found else None

    def all_starting(self, position: int, kinds: frozenset[EntityType]) -> list[Mention]:
        """The mentions of these types that start here."""
        return [m for m in self._by_start.get(position, ()) if m.type in kinds]

    @cached_property
    def _by_end(self) -> dict[int, list[Mention]]:
        out: dict[int, list[Mention]] = {}
        for m in self.all:
            out.setdefault(m.end, []).append(m)
        return out

    @cached_property
    def _by_start(self) -> dict[int, list[Mention]]:
        out: dict[int, list[Mention]] = {}
        for m in self.all:
            out.setdefault(m.start, []).append(m)
        return out

    def title_from(self, start: int) -> int | None:
        """Where the title ends that begins here."""
        return self._titles_around(start)[0].get(start)

    def title_to(self, end: int) -> int | None:
        """Where the title begins that ends here."""
        return self._titles_around(end - 1)[1].get(end)

    def _titles_around(self, position: int) -> tuple[dict[int, int], dict[int, int]]:
        """The titles of a sentence, by start and by end. Few sentences are asked for: they are read one by one."""
        sentence = self.sentence_at(position)
        if sentence is None:
            return {}, {}
        if sentence not in self._titles:
            spans = self._titles_in(*sentence)
            self._titles[sentence] = dict(spans), {end: start for start, end in spans}
        return self._titles[sentence]

    @cached_property
    def _titles(self) -> dict[tuple[int, int], tuple[dict[int, int], dict[int, int]]]:
        return {}

    def _titles_in(self, begin: int, stop: int) -> list[tuple[int, int]]:
        """Spans of titles, an organ's own characters cut off: 市纪委|书记."""
        spans = []
        for found in self.rulebook.titles.regex.finditer(self.text, begin, stop):
            start = found.start()
            near = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, found.end())
            for m in self.named[slice(*near)]:
                if m.type in ORGANISATIONS and m.start < start < m.end < found.end():
                    start = m.end
            spans.append((start, found.end()))
        return spans

    @cached_property
    def _longest(self) -> int:
        return max((m.end - m.start for m in self.named), default=0)

    @cached_property
    def reports(self) -> bool:
        """Whether this is a government's work report, whose missing subject is the government."""
        return "政府工作报告" in self.article.headline or _is_work_report(self.text)

    @cached_property
    def topic(self) -> Mention | None:
        """The organisation the article is about: the signing official's, else the first that acts in the lead."""
        signature = self._signature
        if signature is not None:
            return signature
        if self.reports:
            return self.home_government
        body = self.text.find("\n") + 1 if self.article.headline else 0
        for start, end in [s for s in self.sentences if s[0] >= body][:2]:
            acting = [m for m in self.within(start, end) if m.type in ORGANISATIONS and self._acts(m)]
            if acting:
                return acting[0]
        return None

    @cached_property
    def headline_firm(self) -> Mention | None:
        """The one firm that the headline names: what 公司 means in the article."""
        firms = {m.full or m.name: m for m in self.named if m.type is EntityType.ENTERPRISE and m.end <= len(self.article.headline)}
        return next(iter(firms.values())) if len(firms) == 1 else None

    @cached_property
    def home_government(self) -> Mention | None:
        """The government of the home place, which 我们 and the missing subject of a work report mean."""
        place = self.article.place
        return implied(EntityType.DEPARTMENT, f"{place}人民政府", 0, 1, "topic.government") if place else None

    @cached_property
    def _signature(self) -> Mention | None:
        """太原市科学技术局党组书记、局长 王强 on a line of its own: its first organ."""
        for start, end in self.sentences[:6]:
            line = self.text[start:end].strip()
            people = [m for m in self.within(start, end) if m.type in PEOPLE]
            if len(line) < 40 and len(people) == 1 and people[0].end >= start + len(line) - 1:
                organs = [m for m in self.within(start, end) if m.type in ORGANISATIONS]
                if organs:
                    return organs[-1]
        return None

    def _acts(self, m: Mention) -> bool:
        """Whether a mention can be the subject where it stands: no preposition before it, no title behind it."""
        before = self.text[max(0, m.start - 2) : m.start]
        governed = re.search(r"(?:[在对向为与给被从于到、]|支持|服务|依托|通过)$", before)
        return not governed and self.title_from(m.end) is None


def _is_work_report(text: str) -> bool:
    return text.count("各位代表") >= 2


def implied(kind: EntityType, name: str, start: int, end: int, rule: str, *, full: str = "") -> Mention:
    """A mention that the text means without naming it."""
    return Mention(start, end, kind, name, rule, 0.85, full or name, True)


def fact(reading: Reading, subject: Mention, predicate: str, target: Mention | Literal, span: tuple[int, int],
         rule: str, *, confidence: float = 0.85, role: str = "", status: Status = Status.CURRENT, valid_from: str = "",
         valid_until: str = "") -> Fact:
    """A fact whose evidence is trimmed of blanks at its ends."""
    start, end = span
    while start < end and reading.text[start] in " \n":
        start += 1
    while end > start and reading.text[end - 1] in " \n":
        end -= 1
    return Fact(subject, predicate, target, start, end, rule, confidence, role, status, valid_from, valid_until)
