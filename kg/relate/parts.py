"""partOf: what a name itself says of the organ, firm or school that it belongs to."""

import re

from kg.models import EntityType, Fact, Mention
from kg.organs import LEVELS
from kg.relate.reading import ORGANISATIONS, Reading, fact, implied

_BRANCH = re.compile(
    r"(?:分行|支行|分公司|分校区?|分院|分局|支队|大队|总队|派出所|中心|事业部|研究所|研究院|"
    r"实验室|基地|重点实验室|附属[\u4e00-\u9fff]{0,6}(?:医院|中学|小学|学校)|学院|校区|院区|办公室|部|厂|车间|班|团队|工作室|科)$")
_UNIT = re.compile(r"(?:局|处|司|厅|办公室|支队|大队|总队|派出所|中心|分局|室|科|所|站|组|庭|团|委员会)$")
_HELD = re.compile(r"(?:近日|日前)?(?:召开|举行|举办)")
_QUOTED = re.compile(r"^[“”的]?$")
_HOLDERS = ORGANISATIONS - {EntityType.DEPARTMENT}
_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司|集团)$")


def parts(reading: Reading) -> list[Fact]:
    """A unit whose name begins with its owner's: 市公安局刑侦支队, 太原理工大学“…实验室”."""
    out: list[Fact] = []
    seen: set[tuple[str, str]] = set()
    for m in reading.named:
        if m.type not in ORGANISATIONS:
            continue
        part: Mention | None = m
        while part is not None:  # 县公安局|城东分局|禁毒大队: one after the other
            owner = _office(reading, part) if part.type is EntityType.DEPARTMENT else _owner(reading, part)
            if owner is not None and owner.name != part.name and (part.name, owner.name) not in seen:
                seen.add((part.name, owner.name))
                near = owner.start <= part.start <= owner.end + 1
                span = (owner.start, part.end) if near else (part.start, part.end)
                out.append(fact(reading, part, "partOf", owner, span, "part.name", confidence=0.9))
            inner = owner is not None and owner.end < part.end and owner.rule in ("organ.subunit", "part.owner")
            part = owner if inner else None
    return out


def owners(reading: Reading) -> list[Fact]:
    """The firm whose short name opens a work's name: 康云|冷链装备二期项目."""
    out = []
    for m in reading.named:
        if m.type is EntityType.PROJECT:
            firm = next((o for o in reading.all_starting(m.start, frozenset({EntityType.ENTERPRISE})) if o.end < m.end - 2 and not o.name.endswith(("厂", "站", "所"))), None)
            if firm is not None:
                out.append(fact(reading, firm, "undertakes", m, (m.start, m.end), "undertakes.name", confidence=0.8))
    return out


def hosts(reading: Reading) -> list[Fact]:
    """The organ whose name opens a meeting's, where the meeting is said to be held: 市委人才工作会议召开."""
    out = []
    for m in reading.named:
        if m.type is EntityType.EVENT and _HELD.match(reading.text, m.end):
            host = reading.starting(m.start, frozenset({EntityType.DEPARTMENT}))
            if host is not None and host.end < m.end:
                out.append(fact(reading, host, "organizes", m, (m.start, m.end), "organizes.name"))
    return out


def _owner(reading: Reading, m: Mention) -> Mention | None:
    """The firm, school or hospital whose name opens this one or stands before it in front of quotation marks."""
    if m.name.startswith("集团"):  # 集团物资供应公司: of the group named last
        return next((o for o in reversed(reading.named) if o.type is m.type and o.end <= m.start and "集团" in o.name[1:]), None)
    if not _BRANCH.search(m.name):
        return None
    owners = [o for o in reading.all_starting(m.start, ORGANISATIONS) if o.implied and o.end < m.end and o.rule != "alias.short"]
    owners += [o for end in (m.start - 1, m.start) for o in reading.all_ending(end, _HOLDERS)
               if not o.implied and _QUOTED.match(reading.text[end : m.start])]
    if not owners and not _LEGAL.search(m.name):
        stems = [(o, _LEGAL.sub("", o.name)) for o in reading.first_named if o.type is m.type]
        owners = [o for o, stem in stems if len(stem) >= 2 and m.name.startswith(stem) and len(m.name) - len(stem) >= 2]
        owners = owners[:1]
    return max(owners, key=lambda o: o.end, default=None)


def _office(reading: Reading, m: Mention) -> Mention | None:
    """The organ that an office's name opens with: 公安部|刑事侦查局, 市委组织部|干部监督处; no bureau's government."""
    inner = [o for o in reading.all_starting(m.start, frozenset({EntityType.DEPARTMENT}))
             if o.implied and o.end < m.end and o.rule in ("organ.youth", "organ.subunit", "organ.open")]
    if inner:
        return max(inner, key=lambda o: o.end)  # 共青团甘肃省委|青年发展部, 应急管理部消防救援局|防火监督司
    zone = next((o for o in reading.all_starting(m.start, ORGANISATIONS) if o.implied and o.rule == "organ.zone" and o.end < m.end), None)
    if zone is not None:
        return zone  # 开发区管委会|企业服务中心
    name = m.full or m.name
    if not _UNIT.search(name) and not name.startswith("中央军委"):
        return None
    for size in range(len(name) - 2, 2, -1):
        owner, tail = name[:size], name[size:]
        if tail != "公室" and (_UNIT.search(tail) or (tail[-1] == "部" and owner == "中央军委")) and _is_organ(reading, owner):
            return implied(EntityType.DEPARTMENT, owner, m.start, min(m.end, m.start + size), "part.owner", full=" ")
    return None


def _is_organ(reading: Reading, name: str) -> bool:
    """Whether a name is a whole organ below a government or committee."""
    organs, divisions = reading.rulebook.organs, reading.rulebook.divisions
    if name in organs.central:
        if organs.central[name].full.endswith("国务院"):
            return False  # a government
        return organs.central[name].system not in ("committee", "government")
    for size in range(1, len(name) - 1):
        core = organs.by_form.get(name[size:])
        if core is not None and core.system not in ("committee", "government"):
            place = name[:size].removeprefix("中共")
            known = place in LEVELS or place in divisions.by_name or place in divisions.by_short
            return known or divisions.path(place) is not None
    return False
