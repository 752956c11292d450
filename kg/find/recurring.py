"""The same project named again: without its place, in short, or by its phase alone."""

import re
from dataclasses import replace

from kg.find.context import Context
from kg.find.draft import Draft
from kg.find.grammar import Item
from kg.find.lexicon import occurrences
from kg.models import EntityType

_MANY = 60  # names with one ending: a list of like works, none of them short for another


def again(context: Context, found: list[tuple[Item, str]]) -> list[Item]:
    """A name found once is the same project wherever it stands, also without the place it began with."""
    text = context.text
    names: dict[str, str] = {}
    tails: dict[str, set[str]] = {}
    for item, _ in found:
        if item.name == text[item.start : item.end]:
            names.setdefault(item.name, item.name)
            if item.name.endswith("项目") and len(item.name) > 7:
                names.setdefault(item.name.removesuffix("项目"), item.name)  # 渤海湾冷链物流产业园|位于
            ends = [p.end for p in context.places(item.start, item.end - 1) if p.start == item.start]
            if ends and item.end - max(ends) >= 5:
                names.setdefault(text[max(ends) : item.end], item.name)
            for start in range(item.start + 2, item.end - 4):  # 粤港澳|游艇产业园
                if text[start : start + 2] in context.words and text[item.start : start] not in context.words:
                    tails.setdefault(text[start : item.end], set()).add(item.name)
    named = [Item(start, end, names[name]) for start, end, name in occurrences(names, text) if context.free(start, end)]
    only = {tail: next(iter(full)) for tail, full in tails.items() if len(full) == 1 and tail not in names}
    return named + [Item(start, end, only[tail]) for start, end, tail in occurrences(only, text)
                    if start in context.cuts and context.free(start, end)]


_STRUCTURE = re.compile("(?:桥|隧道|铁路|公路|高速|枢纽|电站|基地|渠|运河|渡槽|立交)$")
_PHASE = re.compile(r"[\u4e00-\u9fff]{2,8}?([一二三四五六]期)")


def in_full(draft: Draft) -> None:
    """三中新校区建设项目 is 海州市第三中学新校区建设项目 of the same article, X集团二期 the only second phase."""
    names = sorted({m.name for m in draft.found if m.type is EntityType.PROJECT})
    ends: dict[str, list[str]] = {}
    for name in names:
        for end in (_stem(name)[-4:], "^" + name[:4]):
            ends.setdefault(end, []).append(name)
    fuller = {name: _fuller(name, names, ends) for name in names}
    for i, m in enumerate(draft.found):
        if m.type is EntityType.PROJECT and fuller[m.name]:
            full = fuller[m.name]
            draft.found[i] = replace(m, full=full, notes=(f"short for {full}, said in full in the article",))


def _fuller(name: str, names: list[str], ends: dict[str, list[str]]) -> str:
    """The only name of the article that this one shortens; "" if there is none."""
    headed = (name + "项目", name + "工程", name + "建设项目")
    whole = [n for n in names if n.endswith(headed)]
    if len(whole) == 1:
        return whole[0]
    behind = [n for n in ends[_stem(name)[-4:]] if n != name and n.endswith(name) and _STRUCTURE.search(name)]
    if len(behind) == 1 and len(name) >= 5:
        return behind[0]  # 龙蟠特大桥 of 金沙江龙蟠特大桥
    phase = _PHASE.fullmatch(name)
    if phase and not any(n.startswith(name[:-2]) and n != name for n in names):
        longer = [n for n in names if phase[1] in n and n != name]
    else:
        like = {*ends[_stem(name)[-4:]], *ends["^" + name[:4]]}
        longer = [n for n in like if _abbreviates(name, n)] if len(like) <= _MANY else []
    return longer[0] if len(longer) == 1 else ""


def _stem(name: str) -> str:
    return name.removesuffix("项目").removesuffix("工程")


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of a name stand in another in this order, its last four together, or first four and last two."""
    a, b = _stem(short), _stem(full)
    if len(a) < 6 or len(a) >= len(b) or (a[-4:] != b[-4:] and (a[:4], a[-2:]) != (b[:4], b[-2:])):
        return False
    rest = iter(b)
    return all(c in rest for c in a)
