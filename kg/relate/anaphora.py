"""Words that stand for a name said before: 该项目, 双方, 后者, 公司. They are tagged like the names they mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.models import EntityType, Mention
from kg.relate.reading import ACTORS, ORGANISATIONS, PEOPLE, Reading

_OPENS = r"(?:(?<=[，；。：“”\n])|(?<=^)) *"
_THING = "项目|工程|电站|大桥|公路|高速|铁路|隧道|枢纽|园区|产业园|基地|水库|机场|小区|医院|中心|专线|大楼|楼|桥|厂房|泊位"
_WORK = re.compile(
    rf"(?:该|这个|这一|这条|这座|这项(?:总?投资[\d.]+[万亿]+元的)?|此|本)(?:{_THING})|{_OPENS}(?P<bare>项目|工程|园区)(?=总?投资|占地|由|位于|坐落|计划|预计|于|已|将|选址|分[一二三四两]期|"
    "建设单位|业主|施工|目前|总?建筑面积|达产|规划|用地|落户|建成|投产|全部)")
_BOTH = re.compile(r"(?<![\u4e00-\u9fff”）])(?:双方|三方|两家(?:公司|企业|单位|机构)|两(?:公司|校|院|企|地))")
_SEVERAL = re.compile(r"(?<![等余多个\d一二三四五六七八九十])(?P<n>[三四五六七八九十]|1\d|两)(?:个|家)?(?:部门|单位|部委)(?=联合|共同|日前|近日|决定|印发|要求|将|还|明确|提出|出台)")
_COUNT = {c: n for n, c in enumerate("两三四五六七八九十", 2)}
_VENTURE = re.compile(r"(?<![\u4e00-\u9fff])(?:(?:新|该)?合资|新)(?:公司|企业)(?=将|由|计划|注册|拟|首任|落户|已|的)")
_SET_UP = re.compile(r"(?:设立|成立|组建|新设|注册)了?[^，。；]{0,8}$")
_ONE = re.compile(r"前者|后者")
_ONE_WORK = re.compile(r"(?P<one>前者|后者)(?=[^，。；]{0,30}(?:项目|工程|总投资|投资建设|承建|占地|用地|建筑面积|开工|动工|竣工|投产|建成))")
_FIRM = re.compile(
    rf"该(?P<kind>公司|企业|集团|[行校院局厂馆所])|{_OPENS}(?P<bare>公司|集团|企业)(?=下决心|位于|刚|决定|先后|累计|随即|随后|还|又|同|与|和|将|已|拟|也|计划|技术中心|则|正|在|投资|年产|[今明去]年|目前|被|荣获|入选|现有|主要|产品)")
_HE = re.compile(rf"{_OPENS}(?:随后|同时|为此|今年|去年)?，?(?P<he>[他她])(?![们人自乡日说表介告回坦笑认觉])")
# A word of each of them: few sentences hold any. Each begins with a character, so that the search flies over the others.
_ANY = re.compile("|".join((
    rf"该|这[个一条座项]|此(?:{_THING})|本(?:{_THING})|双方|三方|两|合资|新公司|新企业|前者|后者|他|她",
    *(rf"{word}(?<![^，；。：“” \n]..)" for word in ("项目", "工程", "园区", "公司", "集团", "企业")),  # these open a clause
    *(rf"{word}(?<=[个家三四五六七八九十\d]..)" for word in ("部门", "单位", "部委")))))
_FIRMS = frozenset({EntityType.ENTERPRISE})


@dataclass(frozen=True, slots=True)
class StandIn:
    """A span of the text and the names it stands for."""

    start: int
    end: int
    meant: tuple[Mention, ...]


def stand_ins(reading: Reading, start: int, end: int, work: Mention | None) -> list[StandIn]:
    """The anaphors of a sentence. `work`: the project that the sentences before were about."""
    text = reading.text
    if _ANY.search(text, start, end) is None:
        return []
    out = [StandIn(*_span(found), (meant,)) for found in _WORK.finditer(text, start, end)
           if (meant := _last(reading, start, found.start(), frozenset({EntityType.PROJECT})) or work)]
    out += [StandIn(*found.span(), (venture,)) for found in _VENTURE.finditer(text, start, end) if (venture := _founded(reading, found.start()))]
    out += [StandIn(*found.span(), both) for found in _BOTH.finditer(text, start, end)
            if (both := _parties(reading, found.start(), 3 if found.group() == "三方" else 2))]
    out += [StandIn(found.start(), found.end("n") + 2, several) for found in _SEVERAL.finditer(text, start, end)
            if (several := _listed(reading, found.start(), _COUNT.get(found["n"], 0) or int(found["n"])))]
    works = two_works(reading, start, end)
    out += works or [StandIn(*found.span(), (one,)) for found in _ONE.finditer(text, start, end)
                     if (one := _of_two(reading, found.start(), first=found.group() == "前者"))]
    out += [StandIn(*_span(found), (firm,)) for found in _FIRM.finditer(text, start, end)
            if (firm := _firm(reading, found))]
    out += [StandIn(*found.span("he"), (who,)) for found in _HE.finditer(text, start, end) if (who := _alone(reading, found.start("he")))]
    return out


def _founded(reading: Reading, position: int) -> Mention | None:
    """合资公司: the firm that the parties named before set up: A与B出资设立C。合资公司将…."""
    return next((m for m in _before(reading, position) if m.type in _FIRMS
                 and _SET_UP.search(reading.text, max(0, m.start - 12), m.start)), None)


def two_works(reading: Reading, start: int, end: int) -> list[StandIn]:
    """前者, 后者 in a sentence that speaks of works, behind one that names two: P以及Q开工。前者总投资36亿元；后者…."""
    found = list(_ONE_WORK.finditer(reading.text, start, end))
    before = reading.sentence_at(start - 1) if found else None
    works = {m.name: m for m in reading.within(*before) if m.type is EntityType.PROJECT} if before else {}
    if len(works) != 2:
        return []
    first, second = works.values()
    return [StandIn(*one.span("one"), (first if one["one"] == "前者" else second,)) for one in found]


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span("bare") if found["bare"] else found.span()


def _before(reading: Reading, position: int, *, reach: int = 400) -> Iterator[Mention]:
    """The names before a position, the nearest first."""
    return reversed([m for m in reading.within(max(0, position - reach), position) if not m.implied])


def _last(reading: Reading, start: int, position: int, kinds: frozenset[EntityType]) -> Mention | None:
    return next((m for m in reversed(reading.within(start, position)) if m.type in kinds), None)


def _alone(reading: Reading, position: int) -> Mention | None:
    """Whom 他 means: the only person that the paragraph has named so far; None if it has named several."""
    paragraph = reading.text.rfind("\n", 0, position) + 1
    people = {m.name: m for m in reading.within(paragraph, position) if m.type in PEOPLE and not m.implied}
    return next(iter(people.values())) if len(people) == 1 else None


def _parties(reading: Reading, position: int, count: int) -> tuple[Mention, ...]:
    """The organisations named last, if the text joins them: A与B签约。双方…"""
    seen: dict[str, Mention] = {}
    for m in _before(reading, position, reach=160):
        if m.type in ACTORS and m.name not in seen:
            seen[m.name] = m
        if len(seen) == count:
            break
    found = tuple(reversed(seen.values()))
    joined = len(found) == count and all(
        re.search(r"[与和同、]|携手|联合|收购|并购|入股|参股", reading.text[a.end : b.start]) and b.start - a.end < 30
        for a, b in pairwise(found))
    return found if joined else ()


def _listed(reading: Reading, position: int, count: int) -> tuple[Mention, ...]:
    """The last list of so many organs: A、B和C约谈……。三部门要求…"""
    run: list[Mention] = []
    for m in _before(reading, position, reach=600):
        joined = run and re.fullmatch(r"[、和与及，]|联合|会同|以及", reading.text[m.end : run[-1].start])
        if m.type is EntityType.DEPARTMENT and (joined or not run):
            run.append(m)
        elif len(run) == count:
            break
        else:
            run = [m] if m.type is EntityType.DEPARTMENT else []
    return tuple(reversed(run)) if len(run) == count else ()


def _of_two(reading: Reading, position: int, *, first: bool) -> Mention | None:
    """前者: the last but one organisation, 后者: the last; a pair like A与B or 甲县、乙县携手A、B."""
    sentence, _ = reading.sentence_at(position) or (0, 0)
    found: list[Mention] = []
    for m in _before(reading, position):
        if m.start >= sentence and m.type in ORGANISATIONS and m.name not in {f.name for f in found}:
            found.append(m)
    cut = next((i for i, m in enumerate(found) if m.start < sentence), len(found))
    named = [m for m in found[:cut] if m.type is found[0].type] if found else []
    if first:
        return named[1] if len(named) > 1 else None
    return named[0] if named else None


def _firm(reading: Reading, found: re.Match[str]) -> Mention | None:
    """该行: the last organisation of that kind; 公司: the firm that the article is about, else the first of the last sentence with any."""
    kind = found["kind"] or ""
    if kind and kind not in ("公司", "企业", "集团"):
        like = (m for m in _before(reading, found.start()) if m.type in ORGANISATIONS and m.name.endswith(kind))
        return next(like, None)
    topic = reading.topic
    if "集团" in (kind, found["bare"]):
        groups = (m for m in _before(reading, found.start()) if m.type in _FIRMS and "集团" in m.name)
        if (group := next(groups, None)) is not None:
            return group
    if not kind and reading.headline_firm is not None:
        return reading.headline_firm
    if not kind and topic is not None and topic.type is EntityType.ENTERPRISE and _named_often(reading, topic):
        return topic
    last = next((m for m in _before(reading, found.start()) if m.type in _FIRMS), None)
    told = reading.sentence_at(last.start) if last is not None and not kind else None
    return next((m for m in reading.within(*told) if m.type in _FIRMS), None) if told else last


def _named_often(reading: Reading, topic: Mention) -> bool:
    names: Sequence[str] = [m.full or m.name for m in reading.named]
    return names.count(topic.full or topic.name) >= 3
