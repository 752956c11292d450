"""Relations by the rules of rules/relations.toml over tagged sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product

from kg.anchors import Sieve, anchors
from kg.models import EntityType, Fact, Mention
from kg.relate.actors import actors, speaker
from kg.relate.anaphora import stand_ins
from kg.relate.formal import issuers
from kg.relate.reading import ACTORS, ORGANISATIONS, PEOPLE, Reading, fact
from kg.relate.scene import Scene
from kg.relate.tagged import ALL_TAGS, Tagged, compiled, expression
from kg.rulebook import RelationRule, Rulebook

_NOT_SO = re.compile(r"(?:未(?![来央雨])|没有|没能|拒绝|拒不|无法)[^，。；]*$")  # 未承建…, 未获…批复
_NEGATED = ("不", "未", "没有", "禁止", "严禁", "拒绝", "取消", "停止", "无法", "能否", "是否")
_LED_BODIES = ("委", "委员会", "政府", "国务院", "中央")
_FEW = 4  # parties of one agreement
_CONTEST = re.compile(r"评选|评比|竞赛|大赛|比赛")
_SOON = 3  # sentences in which those follow who are honoured
_SITTING = re.compile(r"人大|人民代表大会|政协|常委会|常务委员会")
_IN_FULL = (*"省市区县旗盟镇乡", "自治州", "街道")  # how a place's name ends that is said in full
_OURS = re.compile("[我全][省市县区州](?=[将已要正拟共新累先]|计划|今年)")  # 今年我市将实施…: nobody named does it
_ABOUT = re.compile("关于[^，。；]*$")
_CLAUSE = 24  # characters before a verb in which its subject is said
_PROPOSAL = re.compile(r"建议|提案|议案")
_UNDERTAKERS = frozenset({EntityType.ENTERPRISE, EntityType.INSTITUTION})
_PLANS = frozenset({"undertakes", "promotes", "issues"})  # of these the missing subject may be the article's topic
_BODIES_DO = frozenset({"cooperatesWith", "organizes", "issues"})  # …and a person's do for the body that employs him
_RESUMES = re.compile(r"[ \n“]*(?:[^，。；]{0,8}(?:后|着|午|间|随即|日|天|一行)，?)?[他她]?(?:[又还先]后?)?")


def related(reading: Reading, chains: dict[Mention, int], held: Sequence[Fact]) -> list[Fact]:
    """All facts the rules read; each pair and predicate once per sentence. `held`: the posts of the article."""
    out: list[Fact] = []
    skips = [*((start, m.start) for m, start in chains.items() if start < m.start), *reading.glosses]
    employers = {f.subject.name: f.object for f in held
                 if isinstance(f.object, Mention) and f.object.type in ORGANISATIONS}
    scene = Scene()
    nameless = _nameless(reading.rulebook)
    for index, (start, end, named) in enumerate(reading.told):
        if (start and reading.text[start - 1] == "\n") or not index:
            scene.site = scene.reporter = None
        mentions = [m for m in named if m.type is not EntityType.PLACE or not _heads_line(reading, m)]
        if not mentions and scene.event is None and scene.work is None:
            continue
        meant = stand_ins(reading, start, end, scene.work)
        if not mentions and not meant and not nameless.lets(reading.text[start:end]):
            continue
        tagged = Tagged(reading.text, start, end, mentions, [s for s in skips if start <= s[0] < end], meant)
        scene.event = _last(mentions, EntityType.EVENT) or scene.event
        scene.decides(tagged, index)
        state = _Sentence(reading, tagged, (start, end), scene, employers, index)
        found = list(state.read())
        out += found
        scene.names([*(inner for m in mentions if m.type is EntityType.EVENT and (inner := reading.meant_in(m))), *mentions])
        scene.goes_on(tagged, employers)
        if scene.site is None:
            scene.site = next((m for m in mentions if m.start < start + 3 and m.type in _UNDERTAKERS), None)
        scene.follows(found)
    return out


def _heads_line(reading: Reading, m: Mention) -> bool:
    """Whether a place only says where an item of a list comes from: 汶上  县市场监管局开展检查."""
    text = reading.text
    if text[m.end : m.end + 1] != " " or (m.start and text[m.start - 1] != "\n"):
        return False
    behind = m.end + len(text[m.end : m.end + 40]) - len(text[m.end : m.end + 40].lstrip(" "))
    return reading.starting(behind, frozenset({EntityType.PROJECT})) is None  # a row of a list of works


@dataclass
class _Sentence:
    """One sentence, the scene it stands in, and who employs whom."""

    reading: Reading
    tagged: Tagged
    span: tuple[int, int]
    scene: Scene
    employers: dict[str, Mention]
    number: int

    def read(self) -> Iterator[Fact]:
        """The facts of all rules, each pair and family of predicates once."""
        seen: set[tuple[str, str, str]] = set()
        rules = self.reading.rulebook.relations
        for i in _sieve(self.reading.rulebook).passing(self.tagged.text):
            for found in compiled(rules[i].pattern).finditer(self.tagged.text):
                for f in self._facts(rules[i], found):
                    assert isinstance(f.object, Mention)
                    family = "works" if f.predicate in ("undertakes", "promotes") else f.predicate
                    key = (f.subject.name, family, f.object.name)
                    if key not in seen and f.subject.name != f.object.name:
                        seen.add(key)
                        yield f

    def _facts(self, rule: RelationRule, found: re.Match[str]) -> Iterator[Fact]:
        if self.tagged.text.endswith(_NEGATED, 0, found.start()) or _NOT_SO.search(self.tagged.text, 0, found.end()):
            return
        span = self.tagged.span(found.start(), found.end())
        if "pair" in found.re.groupindex:
            every = "all" in found.re.groupindex and bool(found["all"])
            for a, b in _pairs(self.tagged.group(found, "pair"), every=every):
                yield fact(self.reading, a, rule.predicate, b, span, rule.id, confidence=rule.confidence)
            return
        subjects, objects = self._subjects(rule, found), self._objects(rule, found)
        if rule.predicate == "organizes":  # 山东|舰航母编队, 杭州|亚组委: a place acts that is said in full
            subjects = [m for m in subjects if m.type is not EntityType.PLACE or self.reading.text.endswith(_IN_FULL, m.start, m.end)]
        if rule.predicate == "undertakes" and "签" in self.tagged.text[: found.end()]:  # the government that signs builds nothing
            subjects = [m for m in subjects if m.type in _UNDERTAKERS] or subjects
        respectively = "分别" in found.group() and len(subjects) == len(objects)
        for s, o in zip(subjects, objects, strict=True) if respectively else product(subjects, objects):
            predicate = _fitting(rule.predicate, s, o, said="s" in found.re.groupindex)
            if predicate and (s.start, s.name) != (o.start, o.name):
                yield fact(self.reading, s, predicate, o, self._evidence(span, s, o), rule.id,
                           confidence=rule.confidence, role=rule.role)

    def _evidence(self, span: tuple[int, int], s: Mention, o: Mention) -> tuple[int, int]:
        """The span of the match, drawn out to its subject and object where they stand in the same sentence."""
        here = [m for m in (s, o) if not m.implied and self.span[0] <= m.start and m.end <= self.span[1]]
        ends = [span, *((m.start, m.end) for m in here)]
        return min(a for a, _ in ends), max(b for _, b in ends)

    def _subjects(self, rule: RelationRule, found: re.Match[str]) -> list[Mention]:
        named = self.tagged.group(found, "s")
        if named or "s" in found.re.groupindex:
            return named
        if "leader" in found.re.groupindex:
            return [self.scene.leader] if self.scene.leader else []
        if "tour" in found.re.groupindex:
            leader = self.scene.leader
            return [m for m in self.tagged.group(found, "tour") if leader is not None and m.name == leader.name]
        if "firm" in found.re.groupindex:
            return self._firm()
        if "session" in found.re.groupindex:
            return self._sitting()
        if "given" in found.re.groupindex:
            another = _CONTEST.search(self.tagged.text, 0, found.start())  # whose honours these are is said here
            return self.scene.givers if self.number - self.scene.given <= _SOON and not another else []
        if "earlier" in found.re.groupindex:
            return self.scene.bodies()[-1:]
        if "team" in found.re.groupindex:  # whose team this is, unless somebody leads it
            return [] if self.scene.leader else self.scene.bodies()[:1]
        if rule.predicate == "renamedTo":  # what the clause before was about
            position = self.tagged.offset(found.start())
            before = [m for m in self.reading.within(max(0, position - 100), position) if m.type in ORGANISATIONS]
            return before[-1:]
        acting = actors(self.tagged, found.start())[: 1 if rule.predicate == "cooperatesWith" else None]
        reported = "报告中" in self.tagged.text[: found.start()]  # 区长李刚在报告中说，要加快…: the government will
        if rule.predicate in _BODIES_DO or (reported and rule.predicate in _PLANS) or (rule.predicate == "undertakes" and not _official(acting)):
            chairs = self.tagged.text.endswith("主持", 0, found.start())
            acting = [self._employer(m, chairs=chairs) for m in acting]
            acting = [m for m in acting if not chairs or m.type not in PEOPLE]
        if acting:
            return acting
        if rule.predicate == "commends":
            return issuers(self.reading) or self.scene.givers[-1:]
        if rule.predicate == "inspects" and _resumes(self.tagged.text, found.start()):
            return [self.scene.leader] if self.scene.leader else []
        if rule.predicate == "issues" and _ABOUT.search(self.tagged.text, 0, found.start()):
            return []  # 市政府关于|印发《…》的通知: who issues it stands before
        planned = rule.predicate in _PLANS or (self.reading.reports and rule.predicate in _BODIES_DO)
        ours = _OURS.search(self.tagged.text, max(0, found.start() - _CLAUSE), found.start()) if planned and not self.reading.reports else None
        topic = self.scene.reporter or self.reading.topic if planned and not ours else None
        return [topic] if topic is not None and topic.name not in self.reading.rulebook.organs.central else []

    def _employer(self, m: Mention, *, chairs: bool) -> Mention:
        """For whom a person acts; who chairs a meeting does not say that it is the committee's or the government's."""
        body = self.employers.get(m.name) if m.type in PEOPLE else None
        return m if body is None or (chairs and body.name.endswith(_LED_BODIES)) else body

    def _honoured(self, found: re.Match[str]) -> list[Mention]:
        """Those of a list of honours, without the firms, schools and places they come from: A公司技师|李刚."""
        text, mentions = self.tagged.text, self.tagged.mentions
        at = [i for i in range(found.start("o"), found.end("o")) if i in mentions]
        employs = {i for i, j in pairwise(at) if mentions[i][0].type not in PEOPLE and mentions[j][0].type in PEOPLE
                   and not set("、，；和与及") & set(text[i + 1 : j])}
        return [m for i in at if i not in employs for m in mentions[i]]

    def _sitting(self) -> list[Mention]:
        """The congress or committee whose meeting this is: 市人大常委会|第十二次会议."""
        event = self.scene.event
        return [] if event is None else [
            m for m in self.reading.all if m.type is EntityType.DEPARTMENT and event.start <= m.start and m.end < event.end
            and _SITTING.search(m.full or m.name)][:1]

    def _visited(self, found: re.Match[str], named: list[Mention]) -> list[Mention]:
        """Sites without the place that only says where one lies: 德清县的|宏远新能源有限公司."""
        text, mentions = self.tagged.text, self.tagged.mentions
        where = {id(m) for i in range(found.start("o"), found.end("o") - 2) if text[i + 1] == "的" and i + 2 in mentions
                 for m in mentions.get(i, ()) if m.type is EntityType.PLACE}
        return [m for m in named if id(m) not in where]

    def _firm(self) -> list[Mention]:
        """Whom 企业, 公司, 我们 mean: the speaker's firm, else the firm named last."""
        who = speaker(self.tagged) or self._next_speaker()
        firm = self.employers.get(who.name) if who is not None else None
        firm = firm if firm is not None and firm.type is EntityType.ENTERPRISE else None
        before = [m for m in self.reading.within(*self.span) if m.type is EntityType.ENTERPRISE]
        firm = firm or (before[0] if before else self.scene.firm)
        return [firm] if firm is not None else []

    def _owner(self, before: Sequence[Mention]) -> Mention | None:
        """Whose 子公司: of the firm that opens the sentence, else the article's, else the one named last."""
        topic = self.reading.topic
        if before and before[0].type is EntityType.ENTERPRISE and before[0].start <= self.span[0] + 2:
            return before[0]
        if topic is not None and topic.type is EntityType.ENTERPRISE:
            return topic
        return _last(before, EntityType.ENTERPRISE) or self.scene.firm

    def _next_speaker(self) -> Mention | None:
        """李刚 behind a closed quotation: “我们计划投资……。”李刚说。"""
        following = next(((a, b) for a, b in self.reading.sentences if a == self.span[1]), None)
        if following is None or "”" not in self.reading.text[self.span[1] - 2 : self.span[1] + 1]:
            return None
        tagged = Tagged(self.reading.text, *following, self.reading.within(*following), ())
        return speaker(tagged)

    def _objects(self, rule: RelationRule, found: re.Match[str]) -> list[Mention]:
        """The objects named, else what the predicate takes from the scene: the meeting, work, paper or guest."""
        named = self.tagged.group(found, "o")
        if named:
            match rule.predicate:
                case "commends":
                    return self._honoured(found)
                case "inspects":
                    return self._visited(found, named)
            return named
        if "described" in found.re.groupindex:
            return [self.scene.site] if self.scene.site and self.scene.leader else []
        if "works" in found.re.groupindex:
            return [self.scene.work] if self.scene.work else []
        if "along" in found.re.groupindex:
            return self.scene.toured
        position = self.tagged.offset(found.start())
        before = [m for m in self.reading.within(*self.span) if m.start < position]
        match rule.predicate:
            case "commends":
                return [m for m in actors(self.tagged, found.start()) if m.type in PEOPLE | ORGANISATIONS]
            case "attends" | "organizes":
                last = self.scene.event
            case "undertakes" | "promotes":
                last = _last(before, EntityType.PROJECT) or self.scene.work
            case "handles" | "proposes":
                last = _last(before, EntityType.DOCUMENT) or self.scene.paper
            case "meets":
                return self.scene.guests or [m for m in before if m.type in PEOPLE][:1]
            case "partOf":
                last = self._owner(before)
            case _:
                last = None
        return [last] if last is not None else []


@lru_cache(maxsize=2)
def _sieve(rulebook: Rulebook) -> Sieve:
    """What a tagged sentence must hold for each rule: few pages hold enough to need them all compiled."""
    return Sieve([anchors(expression(rule.pattern)) for rule in rulebook.relations])


@lru_cache(maxsize=2)
def _nameless(rulebook: Rulebook) -> Sieve:
    """What a sentence that names nothing must hold for the few rules that need no name."""
    needed = (anchors(expression(rule.pattern)) for rule in rulebook.relations)
    return Sieve([sets for sets in needed if not any(chars <= ALL_TAGS for chars in sets)])


def _last(mentions: Sequence[Mention], kind: EntityType) -> Mention | None:
    return next((m for m in reversed(mentions) if m.type is kind), None)


def _pairs(parties: list[Mention], *, every: bool) -> list[tuple[Mention, Mention]]:
    """Each with each; of a long list the first with each of the others, unless the text says that all act together."""
    if every or len(parties) <= _FEW:
        return list(combinations(parties, 2))
    return [(parties[0], other) for other in parties[1:]]


def _official(acting: list[Mention]) -> bool:
    return bool(acting) and acting[0].type is EntityType.OFFICIAL


def _resumes(text: str, position: int) -> bool:
    """Whether a clause without subject goes on with the tour: 随后来到…, 在…现场，"""
    return _RESUMES.fullmatch(text, 0, position) is not None


_TYPES = {
    "inspects": PEOPLE | {EntityType.DEPARTMENT},
    "meets": PEOPLE,
    "organizes": ACTORS,
    "commends": ORGANISATIONS,
    "issues": ORGANISATIONS,
    "cooperatesWith": ACTORS,
    "proposes": PEOPLE,
    "partOf": ORGANISATIONS,
    "attends": PEOPLE | ACTORS,
}


def _fitting(predicate: str, s: Mention, o: Mention, *, said: bool) -> str:
    """The predicate that the types allow: a firm that 推进 a project undertakes it, an official promotes it.

    `said`: the rule names the subject, it was not sought in what stands before."""
    if predicate == "promotes" and s.type in _UNDERTAKERS:
        return "undertakes"
    if predicate == "undertakes" and s.type in PEOPLE:
        return "promotes"
    if predicate == "promotes" and s.type is EntityType.PLACE:
        return ""
    if predicate == "undertakes" and s.type is EntityType.PLACE and s.rule != "place.zone" and not said:
        return ""  # 我市实施了…: whoever of the city it was
    if predicate in ("proposes", "handles") and not _PROPOSAL.search(o.name):
        return ""
    return predicate if s.type in _TYPES.get(predicate, frozenset({s.type})) else ""
