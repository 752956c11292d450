"""Attributes of projects and organisations: investment, output, area, jobs, capacity, status, dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.models import EntityType, Fact, Literal, Mention
from kg.relate.anaphora import StandIn, two_works
from kg.relate.reading import Reading, fact
from kg.relate.stages import statuses
from kg.text import number

_NUMBER = r" ?(?P<n>\d(?:[\d.,， ]*\d)? ?(?:[万亿千百])*|[一二三四五六七八九十百千两]+[万亿]*)"
_HEDGE = (r"(?:约|近|达到?|超过?|将|可|为|突破|突破了|不低于|不少于|预计|共|计划|总计|高达|逾|首次|增至"
          r"|人民币|累计|：|:|了|\n)*")
_MONEY = r"(?:亿|万|千)?(?P<unit>元人民币|元|美元|欧元|港元|日元)"
_WORKS = frozenset({EntityType.PROJECT})
_OWNERS = frozenset({EntityType.ENTERPRISE, EntityType.INSTITUTION, EntityType.PROJECT, EntityType.PLACE})
_EMPLOYERS = frozenset({EntityType.ENTERPRISE, EntityType.INSTITUTION})
_RATES = {"平方米": 1.0, "平方公里": 1e6, "亩": 10_000 / 15, "公顷": 1e4, "平米": 1.0}
_INVESTED = (r"(?<!完成)(?<!资产)(?<!到位)(?:总投资额?|计划投资|投资总?额|投资规模|投资|估算投资|"
             r"概算总?投资|概算|引资|总?造价|投入资金|累计投入|斥资|耗资|投下|拿出|花了|花费|(?:计划|将|拟)投入)")
_PRODUCED = r"(?:年?总?产值|年营业收入|年销售收入|年营收)(?:在?[^，。；\d]{0,6})?"
_COVERED = r"(?:总?占地面积|总?用地面积|规划面积|占地|用地|总?建筑面积|建成面积|总面积|面积)"
_OFFERED = r"(?:余|多)?(?:个就业岗位|人就业|个岗位|名[^，。]{0,6}就业|名(?=[，。；]))"
_WORKERS = re.compile("员工|职工|工人|科研人员|从业人员|科技人员")
# Each with the words of which it has one. These begin with a character, so that a search for them flies over others.
_AMOUNTS = (
    ("investment", re.compile("投资|投入|概算|造价|引资|斥资|耗资|投下|拿出|花了|花费"),
     re.compile(rf"{_INVESTED}{_HEDGE}{_NUMBER}(?P<money>余? ?{_MONEY})")),
    ("outputValue", re.compile("产值|年营|年销售收入"), re.compile(rf"{_PRODUCED}{_HEDGE}{_NUMBER}(?P<money>余? ?{_MONEY})")),
    ("area", re.compile("占地|用地|面积"), re.compile(rf"{_COVERED}{_HEDGE}{_NUMBER}余?(?P<area>平方公里|平方米|平米|亩|公顷)")),
    ("jobs", re.compile("就业|岗位|用工|带动|吸纳|解决|提供|新增"),
     re.compile(rf"(?:就业岗位|岗位|就业|用工|用工人数){_HEDGE}{_NUMBER}(?:余|多)?(?:个|人)"
                rf"|(?:带动|吸纳|解决|提供|新增)(?:周边|本地|当地|附近)?(?:[^，。；\d]{{0,8}})?{_HEDGE}(?P<n2>[\d.]+万?){_OFFERED}")),
)
_TELLS = re.compile("|".join([*(words.pattern for _, words, _ in _AMOUNTS), _WORKERS.pattern]))
_LEADS_TO = re.compile(
    r"(?:、(?:计划|预计)?总?投资[\d.]+[万亿]+元)?(?:，?(?:[^，。；、]{0,10})?，?(?:分[一二两三四]期)?(?:在[^，。；]{0,14})?(?:投资建设|配套建设|建设|启动|实施|"
    r"兴建|投建|新建|打造|承建并?运?营?|，其))?(?:了|的){0,2}[^，。；、]{0,4}")
_TOTAL = re.compile(
    r"[\d一二三四五六七八九十百余]+[余多]?[个项](?:[^，。；]{0,8})(?:项目|工程)|产业集群|全市|全省|"
    r"全县|全区|规模以上|产业链|全行业")
_AGAIN = re.compile(
    r"(?:(?:该|这一|此|本|这个|这条|这座)(?:仓|馆|工厂|小镇|电站|大桥|公路|隧道|枢纽|产业园|基地|水库|机场|医院|中心|线路)|"
    r"(?:该|这一|此|本|这个)?(?:项目|工程|园区)|一期|二期|其中|建成|全部|整体|预计|达产|主体|总投资|"
    r"占地|建筑面积|计划)")
_ITSELF = re.compile("电站|大桥|公路|高速|铁路|隧道|枢纽|运河|水库|机场|医院|学校|小学|中学|产业园|基地|园区|管廊|泵站|线路|码头")
_UNNAMED = re.compile(r"[ \n“]*(?:该|此|本|这一|这个)?(?:项目|工程)(?!部|经理)")  # of a work without a name, not of its builder
_STARTS = ("开工", "动工", "启动建设", "开工建设", "破土动工", "破土", "进场施工")
_STAFF = re.compile(rf"(?P<whose>公司|企业|集团|厂里|现有|共有|拥有|在册|在职){{1,2}}(?:{_WORKERS.pattern})(?:总数|约|近|达|超过|为)*(?P<n>[\d,]*\d)余?多?(?:名|人)")
_FOUNDS = re.compile(r"(?:办起|成立|创办|设立|注册|兴办|组建|开办)了?")
_LATER = frozenset({"在建", "封顶", "建成", "投产"})
_PHASE = re.compile(r"^[^，。；]{0,2}([二三四五六]期)")
_OF_WORK = re.compile(r"项目|工程|达产|投产|车间|厂房")
_FIRM = re.compile(r"(?:公司|企业|集团)[^，。；]{0,6}$")
_CAPACITY = re.compile(
    r"年[产处]理?[\d.万亿]+[^，。；、”（）]{2,24}?(?=项目|的项目|生产线|的生产|，|。|、|基地|的能力|"
    r"生产及)")
_LEAD = 300  # characters of the text in which an article says what it is about
_CEREMONY = re.compile(r"集中(开工|签约)(?=活动|仪式|大会|暨|，|。|\n)")
_SIZED = re.compile(rf"{_NUMBER}余?(?P<area>平方米|平米|亩|公顷)")
_WHEN = re.compile(
    r"(?:于|在|自)?(?P<when>(?:\d{4}年|今年|明年|去年)?\d{1,2}月(?:\d{1,2}日|底前?|初|中旬|上旬|下旬)?(?:前)?|\d{4}年(?:底前?|初|上半年|下半年)?|年底前?)"
    r"(?:正式|全面|预计|才能|即可|左右)*(?P<what>开工|动工|破土动工|破土|进场施工|启动建设|投产|建成|竣工|完工|投用|通车|通水|全面建成|完成|投入使用|建成投产|完工达效|开工建设)")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, what it names, and whom the sentences before it were about."""

    reading: Reading
    start: int
    end: int
    named: Sequence[Mention]
    again: Mention | None  # the project named before, if this sentence goes on about it
    firm: Mention | None  # the firm named before
    projects: Sequence[Mention]  # those named here
    ones: Sequence[StandIn]  # 前者, 后者: works of the sentence before


def attributes(reading: Reading) -> list[Fact]:
    """The attributes said of the project or firm that the sentence, or the one before, is about."""
    out: list[Fact] = []
    last: Mention | None = None
    firm: Mention | None = None
    builders: set[str] = set()  # the firms of the sentence that named the last project
    for start, end, named in reading.told:
        firms = {m.full or m.name for m in named if m.type is EntityType.ENTERPRISE}
        projects = [m for m in named if m.type is EntityType.PROJECT]
        again = None
        if last is not None:
            text = reading.text[start:end].lstrip(" \n“")
            if start > len(reading.article.headline) + 2 and reading.text[start - 1] == "\n" and end - start > 12:
                last = last if firms & builders or _again(text, last) else None
            if not projects and last is not None and (firms & builders or _about(text, named, start, last)):
                again = last
        measures = _TELLS.search(reading.text, start, end) is not None
        orphan = last is None and not projects and _UNNAMED.match(reading.text[start:end]) is not None
        if (projects or again or measures) and not orphan:
            s = _Sentence(reading, start, end, named, again, reading.headline_firm or firm, projects, two_works(reading, start, end))
            out += _told(s, measures=measures)
        meant = [inner for m in named if m.type is EntityType.EVENT and (inner := reading.meant_in(m))]
        if projects or meant:
            last, builders = (projects or meant)[-1], firms
        firm = next((m for m in reversed(named) if m.type is EntityType.ENTERPRISE), firm)
    out += _at_once(reading, out)
    out = [f for i, f in enumerate(out) if f.rule != "status.开工" or not _further(f, out[:i])]
    reached = [f.subject.name for f in out if f.predicate == "projectStatus" and f.rule != "status.拟建"]
    return _once([f for f in out if f.rule != "status.拟建" or not any(n.endswith(f.subject.name) for n in reached)])


def _told(s: _Sentence, *, measures: bool) -> Iterator[Fact]:
    """All that a sentence tells. `measures`: whether it has a word that tells an amount."""
    if measures:
        yield from _amounts(s)
    yield from statuses(s.reading, s.projects, s.again, s.start, s.end)
    if measures and _WORKERS.search(s.reading.text, s.start, s.end):
        yield from _staff(s)
    yield from _dates(s)
    yield from _measured(s)


def _at_once(reading: Reading, said: Sequence[Fact]) -> Iterator[Fact]:
    """The stage of the works without one that are named behind a ceremony for many: 重大项目集中开工, 集中签约."""
    ceremony = _CEREMONY.search(reading.text, 0, len(reading.article.headline) + _LEAD)
    staged = {f.subject.name for f in said if f.predicate == "projectStatus" and f.rule != "status.拟建"}
    for m in reading.first_named if ceremony else ():
        if ceremony and m.type is EntityType.PROJECT and m.start > ceremony.end() and m.name not in staged:
            span = max(0, ceremony.start() - 20, reading.text.rfind("\n", 0, ceremony.start()) + 1), ceremony.end()
            yield fact(reading, m, "projectStatus", Literal(ceremony[1]), span, f"status.{ceremony[1]}", confidence=0.75)


def _further(begun: Fact, before: Sequence[Fact]) -> bool:
    """Whether the article has told of a later stage already: 施工已近尾声。项目去年11月动工."""
    return any(f.subject.name == begun.subject.name and isinstance(f.object, Literal) and f.object.text in _LATER
               for f in before if f.predicate == begun.predicate)


def _again(text: str, last: Mention) -> bool:
    """Whether a sentence opens with a word for the project before: 该项目, 总投资, of a bridge 大桥."""
    thing = _ITSELF.match(text)
    return _AGAIN.match(text) is not None or (thing is not None and thing.group() in last.name)


def _about(text: str, named: Sequence[Mention], start: int, last: Mention) -> bool:
    """Whether a sentence without a project goes on about the one before."""
    if _again(text, last):
        return True
    opens = any(m.start <= start + 2 and m.type in _OWNERS for m in named)
    return not opens and _OF_WORK.search(text) is not None and _TOTAL.search(text) is None


def _amounts(s: _Sentence) -> Iterator[Fact]:
    for name, words, pattern in _AMOUNTS:
        if words.search(s.reading.text, s.start, s.end) is None:
            continue
        for found in pattern.finditer(s.reading.text, s.start, s.end):
            if name == "investment" and (shares := _shares(s, found)):
                yield from shares
                continue
            holder, literal = _holder(s, found, name), _amount(found)
            if holder is None or literal is None:
                continue
            yield _stated(s, holder, name, literal, found.span())


def _stated(s: _Sentence, holder: Mention, name: str, literal: Literal, span: tuple[int, int]) -> Fact:
    ends = [span, *([(holder.start, holder.end)] if s.start <= holder.start < s.end else [])]
    whole = min(a for a, _ in ends), max(b for _, b in ends)
    return fact(s.reading, holder, name, literal, whole, f"attribute.{name}")


def _shares(s: _Sentence, found: re.Match[str]) -> list[Fact]:
    """A、B分别投资3亿元、2亿元: each its own."""
    text = s.reading.text
    if not text.endswith("分别", s.start, found.start()):
        return []
    works = [m for m in s.projects if m.end <= found.start()]
    sums = list(re.finditer(rf"{_NUMBER}(?P<money>{_MONEY})", text[found.start() : s.end]))[: len(works)]
    values = [(m, _amount(m)) for m in sums]
    if len(works) < 2 or len(values) != len(works):
        return []
    return [_stated(s, work, "investment", value, (found.start() + m.start(), found.start() + m.end()))
            for work, (m, value) in zip(works, values, strict=True) if value is not None]


def _holder(s: _Sentence, found: re.Match[str], name: str) -> Mention | None:
    """Whose amount it is: of the name it touches, of the work it leads to, of the work before it, of the one before."""
    text, position = s.reading.text, found.start()
    clause = max((text.rfind(c, max(s.start, position - 200), position) for c in "，；。"), default=-1) + 1
    if name == "investment" and (founds := _FOUNDS.match(text, found.end())):
        return next((m for m in s.named if m.type is EntityType.ENTERPRISE and 0 <= m.start - founds.end() <= 4), None)
    if name in ("investment", "area"):
        for m in s.projects:
            if m.start >= found.end() and _LEADS_TO.fullmatch(text, found.end(), m.start):
                return m
    beside = s.reading.ending(position, _WORKS if name == "investment" else _OWNERS)
    if beside is not None:
        return beside
    if _TOTAL.search(text, max(clause, s.start, position - 200), position):
        return None
    phase = _PHASE.match(text[max(clause, s.start) : position])
    if phase and not any(phase[1] in m.name for m in s.projects):
        return None  # X一期投产；二期投资3亿元: of a phase without a name
    if name == "jobs" and any(m.type is EntityType.EVENT for m in s.named):
        return None  # a job fair's
    if name == "outputValue" and _FIRM.search(text[clause:position]):
        own = [m for m in s.named if m.type is EntityType.ENTERPRISE and m.start < position]
        return own[-1] if own else s.firm
    one = next((o for o in reversed(s.ones) if o.start < position), None)
    if one is not None:
        return one.meant[0]
    before = [m for m in s.projects if m.start <= position]
    if before or s.again or name not in ("jobs", "outputValue"):
        return before[-1] if before else s.again
    return _acting_firm(s, position)


def _acting_firm(s: _Sentence, position: int) -> Mention | None:
    """The only firm named before in a sentence without projects: X公司带动就业850人."""
    firms = {m.name: m for m in s.named if m.type is EntityType.ENTERPRISE and m.start < position}
    return next(iter(firms.values())) if len(firms) == 1 and not s.projects else None


def _once(facts: list[Fact]) -> list[Fact]:
    """Each attribute of a holder once per value, in the order of the text."""
    seen: set[tuple[str, str, str]] = set()
    out = []
    for f in facts:
        assert isinstance(f.object, Literal)
        key = (f.subject.name, f.predicate, f.object.text)
        if key not in seen:
            seen.add(key)
            out.append(f)
    return out


def _amount(found: re.Match[str]) -> Literal | None:
    """The value of a match, money with its currency, areas in m²; None if the numeral cannot be read."""
    groups = found.groupdict()
    digits = groups.get("n") or groups.get("n2") or ""
    value = number(_plain(digits))
    if not digits or value is None:
        return None
    written = found.group()[found.group().find(digits) :]
    money, area = groups.get("money"), groups.get("area")
    if money is not None:
        unit = groups["unit"] or "元"
        value = number(_plain(digits + money.removeprefix("余").replace(unit, "")))
        currency = {"美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY"}.get(unit, "CNY")
        return Literal(written, value, currency) if value is not None else None
    if area:
        return Literal(written, round(value * _RATES[area], 2), "m2")
    return Literal(written, value, "person")


def _plain(digits: str) -> str:
    return digits.replace(" ", "").replace("，", ",")


def _dates(s: _Sentence) -> Iterator[Fact]:
    if not s.projects and s.again is None:
        return
    for found in _WHEN.finditer(s.reading.text, s.start, s.end):
        holder = next((m for m in reversed(s.projects) if m.start <= found.start()), s.again)
        predicate = "startDate" if found["what"] in _STARTS else "completionDate"
        if holder is not None:
            yield fact(s.reading, holder, predicate, Literal(found["when"]), found.span(), f"attribute.{predicate}")


def _staff(s: _Sentence) -> Iterator[Fact]:
    """公司现有员工480人: of whom the sentence names first, else of the firm named last."""
    for found in _STAFF.finditer(s.reading.text, s.start, s.end):
        own = [m for m in s.named if m.type in _EMPLOYERS and m.end <= found.start()]
        meant = None if found["whose"] in ("拥有", "共有") else s.firm
        holder = None if "该" in s.reading.text[s.start : found.start()] else own[0] if own else meant
        value = number(_plain(found["n"]))
        if holder is not None and value is not None:
            yield _stated(s, holder, "jobs", Literal(found.group()[found.group().find(found["n"]) :], value, "person"), found.span())


def _measured(s: _Sentence) -> Iterator[Fact]:
    """What the name of a work says of its size: 年产5万吨…项目, 3.2万平方米海外仓."""
    for p in s.projects:
        sized = _SIZED.match(p.name)
        if sized is not None and (literal := _amount(sized)) is not None:
            yield fact(s.reading, p, "area", literal, (p.start, p.end), "attribute.area")
        found = _CAPACITY.search(p.name + "，")
        if found:
            yield fact(s.reading, p, "capacity", Literal(found.group()), (p.start, p.end), "attribute.capacity")
