"""One post per title of a chain: who holds it, in which organisation, how and since when."""

import re
from dataclasses import dataclass

from kg.models import EntityType, Fact, Mention, Status
from kg.relate.reading import Reading, fact, implied
from kg.relate.seats import Seat

_NO_POST = frozenset({"代表", "人选"})


@dataclass(frozen=True, slots=True)
class Said:
    """How the posts of a chain are held, and when by the words of the text."""

    status: Status = Status.CURRENT
    valid_from: str = ""
    valid_until: str = ""


def post_facts(reading: Reading, person: Mention, seats: list[Seat], span: tuple[int, int], rule: str,
               said: Said | None = None) -> list[Fact]:
    """The posts that a person holds by a chain; a title without any organisation is none."""
    out = []
    said = said or Said()
    for seat in seats:
        owner, role, status = seat.organisation, seat.title, said.status
        body = re.match("(审判委员会|检察委员会)(?=.)", role)
        if body and owner is not None and not owner.name.endswith(body[1]):  # …法院副院长、审判委员会|委员
            role = role.removeprefix(body[1])
            owner = implied(owner.type, owner.name + body[1], owner.start, owner.end, owner.rule,
                            full=(owner.full or owner.name) + body[1])
        if role == "长" and owner is not None:
            role = owner.name[-1] + role  # 宣传部|长
        if owner is None or (role in _NO_POST and owner.type is not EntityType.DEPARTMENT):
            continue
        if seat.former and status is Status.CURRENT:
            status = Status.FORMER
        elif re.match("代(?!表)|代理", role) and status is Status.CURRENT:
            status = Status.ACTING
        if role.endswith("代表") and owner.name.endswith("人大"):
            role = "人大代表"
        out.append(fact(reading, person, "holdsPost", owner, span, rule, confidence=0.95, role=role, status=status,
                        valid_from=said.valid_from, valid_until=said.valid_until))
    return out
