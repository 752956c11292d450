"""partOf: what a name itself says of the organ, firm or school that it belongs to."""

import re

from kg.models import EntityType, Fact
from kg.relate.reading import ORGANISATIONS, Reading, fact

_BRANCH = re.compile(r"(?:分行|支行|分公司|分校区?|分院|分局|支队|大队|总队|派出所|中心|军团|事业部|研究所|研究院|实验室|基地|重点实验室|学院|校区|办公室|部|厂)$")
_QUOTED = re.compile(r"^[“”的]?$")


def parts(reading: Reading) -> list[Fact]:
    """A unit whose name begins with its owner's: 市公安局刑侦支队, 太原理工大学“…实验室”."""
    out: list[Fact] = []
    seen: set[tuple[str, str]] = set()
    for m in reading.named:
        if m.type not in ORGANISATIONS:
            continue
        owners = [o for o in reading.all if o.implied and o.start == m.start and o.end < m.end and o.type in ORGANISATIONS]
        owners += [o for o in reading.named if o.type in ORGANISATIONS and o.end <= m.start <= o.end + 1
                   and _QUOTED.match(reading.text[o.end : m.start]) and _BRANCH.search(m.name) and o.type is not EntityType.DEPARTMENT]
        if not owners or not _BRANCH.search(m.name):
            continue
        owner = max(owners, key=lambda o: o.end)
        if (m.name, owner.name) not in seen and m.name != owner.name:
            seen.add((m.name, owner.name))
            out.append(fact(reading, m, "partOf", owner, (min(m.start, owner.start), m.end), "part.name", confidence=0.9))
    return out
