"""Component `persons`: names of persons by weighed evidence (rules/persons.toml), and the authors in the bylines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of
from kg.find.lexicon import Automaton
from kg.models import EntityType
from kg.text import is_han

_RESUME = re.compile(r"\s?[，（(]\s?(?:男|女)[，）)\s，]|\s(?:男|女)\s|（(?:女|[\u4e00-\u9fff]{1,4}族)[，）]")
_COUNTED = re.compile(r"等[\d一二三四五六七八九十百]+(?:名|人|位|同志)|等同志|等人")
_ORDAINED = re.compile(r"(?:任命|决定任命|接受|免去|推选|选举|补选|增补|推荐|提名|罢免|撤销|聘任|聘请|授予|追授|同意|给予|批准|决定给予)$")
_ORDAINED_AFTER = re.compile(r"(?:同志)?(?:为|的|辞去|担任|任|涉嫌|严重违纪|立案|作出|开除)")
_GIVEN = re.compile(r"[\u4e00-\u9fff]{1,2}")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[·•][\u4e00-\u9fffA-Z]{1,8})+")
_TRANSLITERATION = "阿埃艾安昂奥巴拜班邦保鲍贝本比彼毕宾波伯博勃布查达戴丹当德登邓迪蒂丁东杜顿多厄恩尔法菲费芬佛弗福夫盖冈高戈格根哈海汉赫黑亨胡怀霍基吉季加贾杰捷金津卡凯坎康考柯科克肯库夸拉莱赖兰朗劳勒雷里丽利莉林琳隆卢鲁路伦罗洛马玛迈麦曼梅门蒙米姆莫默姆穆拿纳娜南内尼涅宁纽努诺欧帕潘佩彭皮珀普齐奇乔切琼让热荣儒瑞萨塞桑瑟沙莎山尚舍圣史斯什舒朔丝司思松索塔泰坦汤唐特滕提图托瓦万旺威韦维魏温文沃乌西希锡夏香肖谢辛休许雅亚延扬耶叶伊因英尤约泽扎詹珍治朱兹佐祖岸田"
_FOREIGN_TITLE = re.compile(r"(?:总统|总理|首相|国王|女王|外长|外交部长|国务卿|议长|主席|秘书长|国防部长|财政部长|发言人|大使|副总统|总书记|总干事|元首|酋长|埃米尔)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name: span, how well it ends, and the reasons with their weights."""

    start: int
    end: int
    name: str
    weight: float
    reasons: tuple[str, ...]


class Judge:
    """Weighs the evidence for candidates of one article."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text
        table: dict[str, Any] = draft.lexicon.rulebook.tables["persons"]
        self.weights: dict[str, float] = table["weights"]
        self.threshold: float = table["threshold"]
        self.never = frozenset(table["words"]["never"])
        self.weak = frozenset(table["words"]["weak"])
        self.after = tuple(table["words"]["after"])
        self.speaks = tuple(table["words"]["speaks"])
        self.titles = draft.lexicon.titles.regex

    @cached_property
    def title_spans(self) -> dict[int, int]:
        """End of each title -> its start."""
        return {m.end(): m.start() for m in self.titles.finditer(self.text)}

    @cached_property
    def title_starts(self) -> frozenset[int]:
        """Where titles begin."""
        return frozenset(self.title_spans.values())

    def shapes(self, start: int) -> Iterator[tuple[int, str]]:
        """Ends and names of what could be a name here: surname with one or two characters, or spaced 贾 鹏."""
        surname = self.draft.lexicon.surname.match(self.text, start)
        if surname is None:
            return
        end = surname.end()
        spaced = re.compile(r" {1,2}([\u4e00-\u9fff])(?![\u4e00-\u9fff])").match(self.text, end)
        if spaced and spaced.group(1) not in self.never:
            yield spaced.end(), surname.group() + spaced.group(1)
        given = _GIVEN.match(self.text, end)
        if given is None:
            return
        for size in (2, 1):
            part = given.group()[:size]
            if len(part) == size and not any(c in self.never for c in part):
                yield end + size, surname.group() + part

    def ending(self, end: int) -> float:
        """How well a name ends here: 1 a mark or a known word, 0.5 an everyday word, 0 nothing."""
        text = self.text
        if end >= len(text) or text[end] in BREAKS or text[end] in " （）·" or not is_han(text[end]):
            return 1.0
        if text.startswith(self.after, end) or end in self.title_starts:
            return 1.0
        words = self.draft.lexicon.rulebook.words
        return 0.5 if text[end : end + 2] in words or self.draft.covered(end, end + 1) else 0.0

    def best(self, start: int) -> tuple[int, str, float] | None:
        """The best-ending shape at a position, the longer one on a tie: (end, name, how well it ends)."""
        words = self.draft.lexicon.rulebook.words
        ranked = []
        for end, name in self.shapes(start):
            crossing = self.text[end - 1 : end + 1] in words and end - start > 2
            ranked.append((self.ending(end) - (0.6 if crossing and not self._hard(end) else 0.0), end - start, end, name))
        if not ranked:
            return None
        score, _, end, name = max(ranked)
        return (end, name, score) if score > 0 else None

    def _hard(self, end: int) -> bool:
        return end >= len(self.text) or self.text[end] in BREAKS or self.text[end] in " （）"

    def candidate(self, start: int, *reasons: str) -> Candidate | None:
        """The candidate at a position with its weight, None if no name has this shape."""
        best = self.best(start)
        if best is None:
            return None
        end, name, ending = best
        why = [*reasons]
        if ending >= 1.0:
            why.append("boundary")
        if len(name) > 3 or self.text[start : start + 2] in self.draft.lexicon.rulebook.surnames:
            why.append("compound")
        if name in self.draft.lexicon.rulebook.words:
            why.append("word")
        if name[0] in self.weak:
            why.append("weak_surname")
        if _RESUME.match(self.text, end):
            why.append("resume")
        if _COUNTED.match(self.text, end):
            why.append("counted")
        if self.text.startswith("同志", end):
            why.append("comrade")
        if self.text.startswith(("一行", "夫妇"), end):
            why.append("group")
        if self.text.startswith(self.speaks, end) and (start == 0 or self.text[start - 1] in BREAKS):
            why.append("speaks")
        if end in self.title_starts and not self.text.startswith(("代表团", "代表队", "委员会", "主席团", "队员", "代表作"), end):
            why.append("title_after")
        weight = sum(self.weights[w] for w in why)
        return Candidate(start, end, name, weight, tuple(why))


@Language.component("kg_persons")
def persons(doc: Doc) -> Doc:
    """Find persons beside titles and verbs, then the rest of their lists, then every recurrence."""
    draft = draft_of(doc)
    judge = Judge(draft)
    accepted: dict[int, Candidate] = {}
    for start, reason in _starts(judge):
        _accept(judge, accepted, judge.candidate(start, reason) if reason else judge.candidate(start))
    _lists(judge, accepted)
    names = {c.name: c for c in accepted.values()}
    if names:
        for start, end, name in Automaton(names).hits(draft.text):
            if start not in accepted and judge.ending(end) >= 0.5 and not draft.covered(start, end):
                accepted[start] = Candidate(start, end, name, judge.weights["recurs"], ("recurs",))
    for c in accepted.values():
        draft.add(c.start, c.end, EntityType.PERSON, "person.evidence", name=c.name,
                  confidence=min(0.98, 0.6 + 0.25 * c.weight), notes=tuple(f"{r} {judge.weights[r]:+}" for r in c.reasons))
    _foreign(draft)
    return doc


def _starts(judge: Judge) -> Iterator[tuple[int, str]]:
    text = judge.text
    for end in judge.title_spans:
        position = end
        while text[position : position + 1] in (" ", "："):
            position += 1
        yield position, "title_before"
    for title in judge.title_starts:
        for size in (3, 2, 4):
            if title >= size and any(end == title for end, _ in judge.shapes(title - size)):
                yield title - size, ""
    for found in re.finditer(r"记者 ?", text):
        yield found.end(), "reporter"
    for surname in judge.draft.lexicon.surname.finditer(text):
        start = surname.start()
        before = text[max(0, start - 4) : start]
        if _ORDAINED.search(before) and (best := judge.best(start)) and _ORDAINED_AFTER.match(text, best[0]):
            yield start, "ordained"
        elif not before or before[-1] in BREAKS or before[-1] in " 、，":
            yield start, ""
        elif before.endswith(("和", "与", "对", "由", "及", "请", "，")):
            yield start, ""


def _accept(judge: Judge, accepted: dict[int, Candidate], candidate: Candidate | None) -> bool:
    if candidate is None or candidate.weight < judge.threshold - 1e-9:
        return False
    covering = judge.draft.covered(candidate.start, candidate.end)
    if covering is not None and (covering.end - covering.start) >= candidate.end - candidate.start:
        if covering.type is not EntityType.PLACE or covering.rule != "place.short":
            return False
    if any(c.start < candidate.end and candidate.start < c.end for c in accepted.values()):
        return candidate.start in accepted
    accepted[candidate.start] = candidate
    return True


_SEPARATOR = re.compile(r"(?: ?[、，和与及] ?|（女）、|（[\u4e00-\u9fff]{1,4}族）、|（女，[\u4e00-\u9fff]{1,4}族）、| {1,4})")


def _lists(judge: Judge, accepted: dict[int, Candidate]) -> None:
    """Names that follow an accepted one in a list: 副市长李刚、王海，秘书长赵明."""
    for first in sorted(accepted.values(), key=lambda c: c.start):
        current = first
        for _ in range(300):
            gap = _SEPARATOR.match(judge.text, current.end)
            if gap is None:
                break
            following = judge.candidate(gap.end(), "listed")
            # behind a comma only another list item counts: 李刚，王海 but not 李刚，高度重视
            if following is None or (gap.group().strip() in ("，", "") and not _list_goes_on(judge.text, following.end)):
                break
            if not _accept(judge, accepted, following):
                break
            current = following


def _list_goes_on(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in "、。，）\n " or text.startswith(("等", "出席", "参加", "为", "任"), end)


def _foreign(draft: Draft) -> None:
    """Transliterated names: with a dot (尼古拉·马杜罗), or between a country's office and the rest (法国总统马克龙)."""
    for found in _FOREIGN.finditer(draft.text):
        start = found.start()
        title = next((m for m in draft.lexicon.titles.regex.finditer(draft.text, max(0, start - 2), found.end())
                      if start < m.end() < found.start() + found.group().find("·")), None)
        start = title.end() if title else start
        cut = draft.last_cut(start + found.group().find("·"))
        start = max(start, cut if cut <= found.end() - 3 else start)
        if not draft.covered(start, found.end()):
            draft.add(start, found.end(), EntityType.PERSON, "person.dotted", confidence=0.85)
    for place in draft.places:
        title = draft.lexicon.titles.regex.match(draft.text, place.end)
        if place.division is None and title is not None and _FOREIGN_TITLE.search(title.group()):
            run = re.compile(f"[{_TRANSLITERATION}]{{2,6}}").match(draft.text, title.end())
            if run and not draft.covered(run.start(), run.end()):
                draft.add(run.start(), run.end(), EntityType.PERSON, "person.foreign", confidence=0.8)


_BYLINE_WORDS = re.compile(r"(?:本报|本网|特约|见习|实习|首席|驻[\u4e00-\u9fff]{2,4}|融媒体|全媒体|新华社|人民网|中新网|[\u4e00-\u9fff]{2,6}(?:日报|晚报|社))?(?:记者|通讯员|评论员|实习生|摄影报道|摄影|摄制|报道员|报道|特约撰稿人?)|文[/／]摄|文[/／]图|图[/／]文|图文|摄$|[/／]?(?:文|摄|图)(?=[）)]|$)|供图|电|讯|[：:]")
_BYLINE_NAME = re.compile(r"[\u4e00-\u9fff](?: +[\u4e00-\u9fff](?![\u4e00-\u9fff]))|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,6})?")


@Language.component("kg_journalists")
def journalists(doc: Doc) -> Doc:
    """The authors in the article's bylines."""
    draft = draft_of(doc)
    for start, end in draft.article.bylines:
        text = draft.text[start:end]
        blanked = _BYLINE_WORDS.sub(lambda m: "/" * len(m.group()), text)
        for found in _BYLINE_NAME.finditer(blanked):
            name = found.group().replace(" ", "")
            if draft.lexicon.surname.match(name) or len(name) in (2, 3):
                draft.add(start + found.start(), start + found.end(), EntityType.JOURNALIST, "journalist.byline", name=name,
                          confidence=0.95)
    return doc
