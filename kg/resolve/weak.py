"""Weak names join strong ones with support: 市政集团 is 太原市政集团 where one page names both."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from kg.models import EntityType

Key = tuple[EntityType, str]


def joins(names: Iterable[Key]) -> dict[Key, tuple[Key, str]]:
    """Weak key -> (strong key, reason) among the keys of one page: what another page says joins nothing here.

    One name is the end, or the brand, of exactly one other: never by similarity.
    """
    out: dict[Key, tuple[Key, str]] = {}
    by_type: dict[EntityType, list[Key]] = defaultdict(list)
    for key in sorted(set(names)):
        by_type[key[0]].append(key)
    for kind, keys in by_type.items():
        if kind not in _RULES:
            continue
        for weak in keys:
            longest = _chain([k for k in keys if k != weak and _RULES[kind](weak[1], k[1])])
            if longest is not None:
                out[weak] = (longest, f"{weak[1]} and {longest[1]} on one page: one name is the short form of the other")
    return {weak: (_root(out, weak), reason) for weak, (_, reason) in out.items()}


def _chain(strong: list[Key]) -> Key | None:
    """The longest of the candidates if each of them is part of it; None if they are rivals."""
    if not strong:
        return None
    longest = max(strong, key=lambda k: (len(k[1]), k[1]))
    return longest if all(k[1] in longest[1] or k == longest for k in strong) else None


def _root(out: Mapping[Key, tuple[Key, str]], key: Key) -> Key:
    seen = {key}
    while key in out and out[key][0] not in seen:
        key = out[key][0]
        seen.add(key)
    return key


def _firm(weak: str, strong: str) -> bool:
    if weak + "集团" == strong or weak + "公司" == strong:
        return True
    if len(weak) == 4 and weak.endswith("集团") and strong.startswith(weak[:2]) and "集团" in strong and weak[:2] != "中国":
        return True  # 华朔集团 and 华朔能源投资集团有限责任公司
    bare = weak.lstrip("省市区县")
    if weak.endswith("集团") and "集团" in strong and len(bare) >= 6 and _abbreviates(bare, strong):
        return True
    return len(weak) >= 4 and strong.endswith(weak) and weak.endswith(("集团", "公司")) and not strong.endswith(("子公司", "分公司"))


def _abbreviates(weak: str, strong: str) -> bool:
    """Whether the characters of a name stand in another in this order, the first two together: 科创产投 科创产业投资."""
    at = strong.find(weak[:2])
    if at < 0:
        return False
    for c in weak[2:]:
        at = strong.find(c, at + 1)
        if at < 0:
            return False
    return True


def _work(weak: str, strong: str) -> bool:
    """A project's name without its second half, or with its phase: 缓洪池改造项目 of 缓洪池改造及排水能力提升项目."""
    stem = weak.removesuffix("项目").removesuffix("工程")
    whole = strong.removesuffix("项目").removesuffix("工程")
    phase = stem.removesuffix("一期").removesuffix("二期")
    return (len(stem) >= 5 and (whole.startswith(stem) or (whole.endswith(stem) and len(stem) >= 6))) or (
        phase != stem and phase == whole)


def _ending(weak: str, strong: str) -> bool:
    return len(weak) >= 5 and strong.endswith(weak)


def _zone(weak: str, strong: str) -> bool:
    return _ending(weak, strong) and weak.endswith(("示范区", "开发区", "园区", "高新区"))


_RULES: Mapping[EntityType, Callable[[str, str], bool]] = {EntityType.ENTERPRISE: _firm, EntityType.PROJECT: _work, EntityType.INSTITUTION: _ending, EntityType.EVENT: _ending,
          EntityType.DOCUMENT: _ending, EntityType.PLACE: _zone}


def types(seen: Iterable[tuple[Key, int]]) -> dict[str, EntityType]:
    """One type for a name that was read as several: the one read most often, organs first."""
    votes: dict[str, dict[EntityType, int]] = defaultdict(lambda: defaultdict(int))
    for (kind, name), count in seen:
        votes[name][kind] += count
    order = list(EntityType)
    return {name: max(kinds, key=lambda k: (kinds[k], k is EntityType.DEPARTMENT, -order.index(k)))
            for name, kinds in votes.items()}
