"""高新区, 开发区管委会, 管委会: which zone is meant, where an article names only one of the kind."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.find.draft import Draft
from kg.models import EntityType

_KINDS = {
    "高新区": re.compile(r".{2,}(?:高新区|高新技术产业(?:开发|园)区)"),
    "经开区": re.compile(r".{2,}(?:经开区|经济(?:技术)?开发区)"),
    "开发区": re.compile(r".{2,}(?:开发区|经开区|高新区)"),
    "园区": re.compile(r".{2,}(?:园区|产业园|工业园|科技园|开发区|经开区|高新区)"),
    "新区": re.compile(r".{2,}新区"),
}
_COMMITTEES = ("管委会", "管理委员会", "党工委")
_COMMITTEE = re.compile(r"(.{4,})(?:管委会|管理委员会|党工委)")
_ORGANS = ("管委会", "党工委")
_GENERAL = r"(?=[，。、；的内在将引]|[\u4e00-\u9fff]{2})"  # behind a zone without an organ
_SHORT = re.compile("|".join((*(f"{kind}(?:管委会|党工委|{_GENERAL})" for kind in _KINDS if kind != "园区"), f"园区{_GENERAL}", *_ORGANS)))
_LONG = ((re.compile("高新技术产业(?:开发|园)区"), "高新区"), (re.compile("经济(?:技术)?开发区"), "经开区"))


def zonal(draft: Draft) -> None:
    """Add what the article calls its only zone, or the zone's committee, in short."""
    if not any(kind in draft.text for kind in (*_KINDS, "管委会")):
        return
    zones = _longest(m.name for m in draft.found if m.rule == "place.zone")
    ruled = _longest(found[1] for m in draft.found if m.type is EntityType.DEPARTMENT and (found := _ruling(m.name)))
    known = {**zones, **ruled, **{plain: max(zones[plain], ruled[plain], key=len) for plain in zones.keys() & ruled.keys()}}
    if not known:
        return
    _in_full(draft, known)
    for found in _SHORT.finditer(draft.text):
        start, end = found.span()
        if start and not draft.is_cut(start) and draft.text[start - 1] != "（":
            continue
        organ = found.group()[-3:] if found.group().endswith(_ORGANS) else ""
        kind = found.group().removesuffix(organ)
        meant = _only(kind, known) if kind else _only("", {plain: known[plain] for plain in ruled}) or _only("", known)
        if not organ and meant and not _named_before(draft, meant, start):
            continue  # 我市把开发区作为主战场: zones in general
        if not meant or any(m.start <= start and end <= m.end and m.end - m.start > end - start for m in draft.found):
            continue
        note = (f"{found.group()} is that of {meant}, the only one of the article",)
        if organ:
            draft.add(start, end, EntityType.DEPARTMENT, "organ.zone", full=meant + organ, confidence=0.97, notes=note)
        else:
            draft.add(start, end, EntityType.PLACE, "alias.short", full=meant, confidence=0.97, notes=note)


def _named_before(draft: Draft, zone: str, position: int) -> bool:
    near = draft.text.rfind("\n", 0, position) + 1 if draft.text.startswith("园区", position) else 0
    return draft.text.find(zone, near, position) >= 0 and draft.text[position - 1] in "于在到驻入进，。；“\n"


def _in_full(draft: Draft, known: Mapping[str, str]) -> None:
    """昌吉高新区管委会 is that of 昌吉高新技术产业开发区, which the article names too."""
    for i, m in enumerate(draft.found):
        named = _ruling(m.name) if m.type is EntityType.DEPARTMENT and not m.full else None
        full = known.get(_plain(named[1]), "") if named else ""
        if named and full not in ("", named[1]):
            draft.found[i] = replace(m, full=full + m.name[named.end(1) :], notes=(f"{named[1]} is {full}, named too",))


def _ruling(organ: str) -> re.Match[str] | None:
    return _COMMITTEE.fullmatch(organ) if organ.endswith(_COMMITTEES) else None


def _plain(zone: str) -> str:
    for long, short in _LONG:
        zone = long.sub(short, zone)
    return zone


def _longest(zones: Iterable[str]) -> dict[str, str]:
    """The short form of each zone -> the longest of the forms."""
    return {_plain(name): name for name in sorted(zones, key=len)}


def _only(kind: str, zones: Mapping[str, str]) -> str:
    """The one zone of a kind, of any kind if none is given; "" if there are several."""
    patterns = [_KINDS[kind]] if kind else [p for k, p in _KINDS.items() if k != "园区"]
    found = {name for name in zones.values() if any(p.fullmatch(name) for p in patterns)}
    return found.pop() if len(found) == 1 else ""
