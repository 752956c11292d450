"""What a public organ's name says by itself: the committee it belongs to, the place it is responsible for."""

from collections.abc import Sequence

from kg.models import EntityType, Fact, Mention
from kg.resolve.ellipsis import Ellipsis

_PARTY_UNITS = frozenset({"party"})


def derived(mentions: Sequence[Mention], facts: Sequence[Fact], ellipsis: Ellipsis) -> list[Fact]:
    """partOf and jurisdiction of organs named with their place; divisions within divisions. Evidence is the name itself."""
    out: list[Fact] = []
    seen: set[str] = set()
    used = [m for f in facts for m in (f.subject, f.object) if isinstance(m, Mention) and m.type is EntityType.DEPARTMENT]
    for m in [*(m for m in mentions if m.type is EntityType.DEPARTMENT), *used]:
        full = ellipsis.full(m)
        if not full.place or full.name in seen:
            continue
        seen.add(full.name)
        if full.core in _PARTY_UNITS:
            committee = Mention(m.start, m.end, EntityType.DEPARTMENT, f"{full.place}委", "derived.committee", 0.9, implied=True)
            out.append(Fact(m, "partOf", committee, m.start, m.end, "derived.committee", 0.95))
        if full.core and full.core != "unit":
            place = Mention(m.start, m.end, EntityType.PLACE, full.place, "derived.jurisdiction", 0.9, full.place, True)
            out.append(Fact(m, "jurisdiction", place, m.start, m.end, "derived.jurisdiction", 0.95))
    for m in mentions:
        if m.type is EntityType.PLACE and not m.implied and m.name not in seen:
            seen.add(m.name)
            out += _around(m, ellipsis)
    return out


def _around(m: Mention, ellipsis: Ellipsis) -> list[Fact]:
    """A division within the one around it, up to the province: 阳曲县 within 太原市 within 山西省."""
    out: list[Fact] = []
    inner = m
    for name in ellipsis.around(m):
        outer = Mention(m.start, m.end, EntityType.PLACE, name, "derived.within", 0.9, name, True)
        out.append(Fact(inner, "within", outer, m.start, m.end, "derived.within", 0.95))
        inner = outer
    return out
