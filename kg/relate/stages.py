"""The stage a project has reached: 签约, 拟建, 开工, 在建, 复工, 封顶, 建成, 投产. What is only planned is none."""

import re
from collections.abc import Iterator, Sequence

from kg.models import Fact, Literal, Mention
from kg.relate.reading import Reading, fact

_BEHIND = (
    ("拟建", re.compile(r"^(?:等[^，]{0,8})?(?:项目|工程)?(?:的)?前期|具备开工条件|办理[^，。；]{0,4}前期|筹建|谋划建设|拟建[于在]")),
    ("复工", re.compile(r"(?<!开)复工(?!复产政策)|恢复施工")),
    ("封顶", re.compile(r"封顶")),
    ("投产", re.compile(r"(?:投产|满产|(?:已|全面|实现)达产)(?!后|达效|在即|倒计时|条件)|量产|投入运营|投入使用|"
                        "投用|建成投用|并网发电|投入试生产|启用|(?:开车|试车)成功")),
    ("建成", re.compile(r"(?:建成(?!投产|投用|开放|通车|通水)|竣工|完工|完成建设|通水|送电|完工开放|建成开放|通车|(?:已|正式|全部)交付)(?!后|在即|倒计时|条件)")),
    ("开工", re.compile(r"开工(?!条件|手续|准备|前)|动工|破土|奠基|启动建设|进场施工")),
    ("在建", re.compile(r"(?<![内外界国球])在建|正在建设|仍在建设|[加抓]紧(?:建设|施工)|有序施工|施工中|紧张施工|"
                        "[近入]尾声|正在[^，。；]{0,8}(?:施工|安装|调试|装机|浇筑|建设)|进入[^，。；]{0,8}(?:调试|安装|施工|装修)|^(?:的)?(?:建设|施工)(?:进展|进度)|"
                        "收尾|扫尾|掘进|(?:在|正)加快(?:安装|建设|施工)|完成[^，。；]{0,12}(?:[一二三四五六七八九]成|[\d.]+%|过半)|累计完成投资|装修阶段|设备安装|组件安装|主体施工|正在施工|正在安装")),
    ("签约", re.compile(r"签约|签署|签订")),
)
_BEFORE = (
    ("签约", re.compile(r"(?:签约|签订|签署|签下)[^。；]{0,24}，[^，。；]{0,16}(?:投资|建设|共建|打造|新建|开发)[^。；]{0,16}$")),
    ("拟建", re.compile(r"(?:计划|拟|将)[^。；]{0,36}(?:建设|新建|兴建)[^，。；]{0,4}$")),
    ("建成", re.compile(r"(?:建成|建成投用|建成通车)(?!后)(?:了)?[^，。；]{0,4}$")),
    ("开工", re.compile(r"(?:开工建设|新开工|开工|启动建设|启动(?=了))(?:了|的)?[^，。；的]{0,4}$|(?:[此本]次|[当同]日|当天|集中)[^，。；]{0,4}(?:开工|动工)的"
                        r"(?:(?:还|也)?(?:有|包括|是)[^，。；]{0,30}|[^，。；]{0,6})$")),
    ("签约", re.compile(r"(?:签约|签订|签署|签下)(?:了)?[^，。；]{0,4}$")),
    ("在建", re.compile(r"(?:正在(?:加紧|抓紧)?(?:建设|施工)|(?<![内外界国球])在建)的(?:[^，。；、]{0,24}——)?[^，。；、]{0,4}$")),
)
_FUTURE = re.compile(
    r"将|力争|确保|预计|计划|争取|尽快|早日|推动|推进|早|有望|即将|拟|才能|目标|加快|实现|[年月]底?前|"
    r"要|待|应|准备|可以|后$|年内|下个?[月周]|明年")
_NOT = re.compile(r"未(?!来)|没有?|不能|不得|无法|难以|迟迟")
_WHEN = re.compile(r"(?:于|到|至)?(?:\d{4}年|[今明后]年)?(?:\d{1,2}月|[一二三四]季度|上半年|下半年)?[初底末]?前?(?:全面|全部|整体)?")
_PLANNED = re.compile(r"计划|预计|拟|将|下个?[月周]|力争|明年|有望")
_URGED = re.compile(r"(?:推动|推进|加快|力争|确保|争取|支持|促进|力促|协调|服务|保障)[^，。；]{0,6}$")
_DONE = re.compile(r"已|正式|全部|顺利|相继")
_SIGNED = re.compile(r"签约(?:合作)?(?:项目)?\d+[个项]")
_NEXT = re.compile(r"[、和及与]|，?以及(?:[^，。；]{1,8}的)?|、?(?:总投资|投资)[^、，。；]{2,12}的")


def statuses(reading: Reading, projects: Sequence[Mention], again: Mention | None, start: int,
             end: int) -> Iterator[Fact]:
    """One stage for each project of a sentence; a list shares what is said before or behind it."""
    groups = _groups(reading, projects)
    for i, group in enumerate(groups):
        stop = end
        if i + 1 < len(groups):
            stop = max(group[-1].end, *(reading.text.rfind(c, group[-1].end, groups[i + 1][0].start) for c in "，；。"))
        urged = _URGED.search(reading.text, max(start, group[0].start - 14), group[0].start) is not None
        found = _behind(reading.text, group[-1].end, min(stop, end), urged=urged)
        found = found or _before(reading.text, start, group[0].start)
        if found is not None:
            status, first, last = found
            if status == "拟建" and _SIGNED.search(reading.text, max(0, start - 60), group[0].start):
                status = "签约"  # 现场签约项目14个。其中，A将投资建设X项目
            for m in group:
                span = min(first, m.start), max(last, m.end)
                yield fact(reading, m, "projectStatus", Literal(status), span, f"status.{status}")
    if not projects and again is not None:
        found = _behind(reading.text, start, end)
        if found is not None and found[0] not in ("签约", "拟建"):
            yield fact(reading, again, "projectStatus", Literal(found[0]), (start, found[2]), f"status.{found[0]}")


def _groups(reading: Reading, projects: Sequence[Mention]) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for m in projects:
        gap = reading.text[groups[-1][-1].end : m.start] if groups else ""
        if groups and (m.start < groups[-1][-1].end or _NEXT.fullmatch(gap)):
            groups[-1].append(m)
        else:
            groups.append([m])
    return groups


def _behind(text: str, start: int, end: int, *, urged: bool = False) -> tuple[str, int, int] | None:
    """The furthest stage said behind a name, in the clauses up to the next name or semicolon, within 60 characters."""
    behind = re.split("[；。]", text[start : min(end, start + 60)])[0]
    planned: tuple[str, int, int] | None = None
    for status, pattern in _BEHIND:
        for found in pattern.finditer(behind):
            clause = max(behind.rfind("，", 0, found.start()), -1) + 1
            prefix = re.sub(r"^等[^，]{0,8}(?:项目|工程)", "", behind[clause : found.start()])
            if _NOT.search(prefix):
                continue  # 尚未|开工
            wished = urged and clause == 0 and not _DONE.search(prefix)
            wished = wished or (_WHEN.fullmatch(prefix) is not None and _PLANNED.search(behind[:clause]) is not None)  # 计划6月开工，2028年|建成
            if status == "拟建" or not (wished or _FUTURE.search(prefix)):
                return status, start + found.start(), start + found.end()
            if status == "开工" and not wished and _PLANNED.search(prefix):
                planned = "拟建", start + found.start(), start + found.end()
    return planned


def _before(text: str, start: int, position: int) -> tuple[str, int, int] | None:
    for status, pattern in _BEFORE:
        found = pattern.search(text, max(start, position - 50), position)
        if found is None:
            continue
        clause = max(text.rfind(c, start, found.start()) for c in "，；") + 1
        if status == "拟建" or not _FUTURE.search(text[max(clause, start) : found.start()]):
            return status, found.start(), found.end()
    return None
