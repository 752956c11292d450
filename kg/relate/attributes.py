"""Attributes of projects and organisations: investment, output, area, jobs, capacity, status, dates."""

import re

from kg.models import EntityType, Fact, Literal, Mention
from kg.relate.reading import Reading, fact
from kg.text import number

_NUMBER = r"(?P<n>[\d.,，]+(?:[万亿千百])*|[一二三四五六七八九十百千两]+[万亿]*)"
_HEDGE = r"(?:约|近|达到?|超过?|将|可|为|突破|突破了|不低于|不少于|预计|共|计划|总计|高达|逾|首次|增至|：|:)*"
_MONEY = r"(?:亿|万|千)?(?P<unit>元人民币|元|美元|欧元|港元|日元)"
_HOLDERS = frozenset({EntityType.PROJECT, EntityType.ENTERPRISE, EntityType.INSTITUTION})
_RATES = {"平方米": 1.0, "平方公里": 1e6, "亩": 10_000 / 15, "公顷": 1e4, "平米": 1.0}
_AMOUNTS = (
    ("investment", re.compile(rf"(?:总投资额?|计划投资|投资总?额|投资规模|投资|估算投资|概算总?投资|固定资产投资){_HEDGE}{_NUMBER}(?P<money>余?{_MONEY})")),
    ("outputValue", re.compile(rf"(?:年?总?产值|年营业收入|年销售收入|年营收)(?:在?[^，。；\d]{{0,6}})?{_HEDGE}{_NUMBER}(?P<money>余?{_MONEY})")),
    ("area", re.compile(rf"(?:占地面积|总占地面积|总用地面积|用地面积|规划面积|占地|建筑面积|总建筑面积|建成面积|总面积|面积){_HEDGE}{_NUMBER}余?(?P<area>平方公里|平方米|平米|亩|公顷)")),
    ("jobs", re.compile(rf"(?:就业岗位|岗位|就业){_HEDGE}{_NUMBER}(?:余|多)?(?:个|人)|(?:带动|吸纳|解决|提供|新增){_HEDGE}(?P<n2>[\d.]+万?)(?:余|多)?(?:个就业岗位|人就业|个岗位|名[^，。]{{0,4}}就业)")),
)
_STATUS = (
    ("签约", re.compile(r"签约|签署|签订")),
    ("复工", re.compile(r"复工")),
    ("封顶", re.compile(r"封顶")),
    ("投产", re.compile(r"投产|达产|投入运营|投入使用|投用|建成投用|通车|并网发电|投入试生产|启用")),
    ("建成", re.compile(r"建成(?!投产|投用)|竣工|完工|完成建设")),
    ("开工", re.compile(r"开工|动工|破土|奠基|启动建设")),
    ("拟建", re.compile(r"前期|拟建|筹建|谋划建设")),
    ("在建", re.compile(r"在建|正在建设|加紧建设|施工中|紧张施工")),
)
_FUTURE = re.compile(r"(?:将|力争|确保|预计|计划|争取|尽快|早日|推动|早|有望|即将|拟|后|才能|目标|加快|推进|开复工|重新|实现|年底|等|可|要|待|应)[^，。；]{0,6}$|[年月]底?前[^，。；]{0,6}$")
_CAPACITY = re.compile(r"年[产处]理?[\d.万亿]+[^，。；、”（）]{2,24}?(?=项目|的项目|生产线|的生产|，|。|、|基地|的能力|生产及)")
_WHEN = re.compile(r"(?:于|在|自)?(?P<when>(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底前?|初|中旬|上旬|下旬)?(?:前)?|\d{4}年(?:底前?|初|上半年|下半年)?)(?:正式|全面|预计|才能|即可|左右)*(?P<what>开工|动工|启动建设|投产|建成|竣工|完工|投用|通车|全面建成|完成|投入使用|建成投产|完工达效|开工建设)")


def attributes(reading: Reading) -> list[Fact]:
    """The attributes said of the project or firm that the sentence, or the one before, is about."""
    out: list[Fact] = []
    last: Mention | None = None
    for start, end in reading.sentences:
        holders = [m for m in reading.within(start, end) if m.type in _HOLDERS]
        projects = [m for m in holders if m.type is EntityType.PROJECT]
        text = reading.text[start:end]
        anaphora = re.match(r"(?:该|这一|此|本|这个)?(?:项目|工程|园区|公司|企业|一期|二期|其中|据悉|建成|全部|整体|预计)", text) is not None
        about_work = re.search(r"项目|工程|达产|投产", text) is not None
        if not projects and last is not None and last.type is EntityType.PROJECT and about_work:
            holders = [last]  # 苏州中来是首批签约的重点项目之一，总投资140亿元: the project named before
        near = projects or holders
        for name, pattern in _AMOUNTS:
            for found in pattern.finditer(reading.text, start, end):
                holder = _holder(near, found.start()) or (last if anaphora or not holders else None)
                literal = _amount(name, found)
                if holder is not None and literal is not None:
                    predicate = name
                    out.append(fact(reading, holder, predicate, literal, (min(found.start(), max(holder.start, start)) if holder.start >= start else found.start(), found.end()), f"attribute.{name}"))
        for holder in projects:
            out += _status(reading, holder, projects, start, end)
        holder_then = projects[0] if projects else last
        if holder_then is not None and holder_then.type is EntityType.PROJECT and (projects or anaphora or '预计' in text):
            out += _dates(reading, holder_then, start, end)
        if not projects and last is not None and last.type is EntityType.PROJECT and (anaphora or re.search(r"车间|主体", text)):
            out += _status(reading, last, [], start, end)
        if near:
            last = projects[-1] if projects else (last if last is not None and last.type is EntityType.PROJECT else near[-1])
        for p in projects:
            found_capacity = _CAPACITY.search(p.name + "，")
            if found_capacity:
                out.append(fact(reading, p, "capacity", Literal(found_capacity.group()), (p.start, p.end), "attribute.capacity"))
    return _once(out)


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


def _holder(holders: list[Mention], position: int) -> Mention | None:
    before = [m for m in holders if m.start <= position]
    return before[-1] if before else None


def _amount(name: str, found: re.Match[str]) -> Literal | None:
    groups = found.groupdict()
    digits = (groups.get("n") or groups.get("n2") or "").replace("，", ",")
    if not digits:
        return None
    written = found.group()[found.group().find(digits.replace(",", "，")) if "，" in found.group() else found.group().find(digits) :]
    money = groups.get("money")
    if money is not None:
        unit = groups["unit"] or "元"
        value = number(digits + money.removeprefix("余").replace(unit, ""))
        currency = {"美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY"}.get(unit, "CNY")
        return Literal(written, value, currency) if value is not None else None
    value = number(digits)
    if value is None:
        return None
    area = groups.get("area")
    if area:
        return Literal(written, round(value * _RATES[area], 2), "m2")
    return Literal(written, value, "person")


def _status(reading: Reading, project: Mention, others: list[Mention], start: int, end: int) -> list[Fact]:
    """The status said in the clauses behind a project's name, or right before it."""
    later = [m.start for m in others if m.start > project.end and not _coordinated(reading.text[project.end : m.start])]
    stop = min([end, *later])
    behind = reading.text[project.end : stop].split("；")[0][:60]
    for status, pattern in _STATUS:
        for found in pattern.finditer(behind):
            if not _FUTURE.search(behind[: found.start()]) and not _FUTURE.search(reading.text[max(start, project.start - 12) : project.start]):
                span = (project.start, project.end + found.end())
                return [fact(reading, project, "projectStatus", Literal(status), span, f"status.{status}")]
    return []


def _coordinated(gap: str) -> bool:
    return bool(re.fullmatch(r"[、和及与，]|以及", gap))


def _dates(reading: Reading, project: Mention, start: int, end: int) -> list[Fact]:
    out = []
    for found in _WHEN.finditer(reading.text, max(start, 0), end):
        predicate = "startDate" if found["what"] in ("开工", "动工", "启动建设", "开工建设") else "completionDate"
        out.append(fact(reading, project, predicate, Literal(found["when"]), (found.start(), found.end()), f"attribute.{predicate}"))
    return out
