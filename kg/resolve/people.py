"""Who is who: mentions of one name are one person within an article; beyond it only if something joins them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Sighting:
    """A name in one article with what the article says of the person."""

    name: str
    article: str
    source: str
    place: str  # home place of the article: joins the reporters of one paper
    date: str
    journalist: bool
    organisations: tuple[str, ...]  # full names of the organisations in which posts are stated, in order


@dataclass
class Person:
    """One person: sightings and the reasons for joining them."""

    sightings: list[Sighting] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def organisations(self) -> list[str]:
        """All organisations of the posts, first seen first."""
        return list(dict.fromkeys(o for s in self.sightings for o in s.organisations))

    @property
    def anchor(self) -> str:
        """What tells this person from others of the name: the first post's organisation, else place or page."""
        first = self.sightings[0]
        return next(iter(self.organisations), "") or (first.place if first.journalist else "") or first.source


def clusters(sightings: Iterable[Sighting]) -> list[Person]:
    """Join sightings of one name that share an organisation, a page without contradiction, or a newspaper."""
    by_name: dict[tuple[str, bool], list[Sighting]] = defaultdict(list)
    for s in sightings:
        by_name[s.name, s.journalist].append(s)
    out: list[Person] = []
    for _, seen in sorted(by_name.items()):
        people: list[Person] = []
        for s in sorted(seen, key=lambda s: (not s.organisations, s.date, s.source, s.article)):
            for person in people:
                if reason := _joined(person, s):
                    person.sightings.append(s)
                    person.reasons.append(reason)
                    break
            else:
                people.append(Person([s]))
        out += people
    return out


def _joined(person: Person, s: Sighting) -> str:
    """The reason why a sighting is this person, "" if there is none."""
    shared = [o for o in s.organisations if o in person.organisations]
    if shared:
        return f"{s.name} in {s.article}: same post in {shared[0]}"
    same_page = [p for p in person.sightings if p.source == s.source]
    if s.journalist:
        if same_page or (s.place and s.place == person.sightings[0].place):
            return f"{s.name} in {s.article}: author of the same paper"
        return ""
    if same_page and not (s.organisations and person.organisations):
        return f"{s.name} in {s.article}: same page, no other post stated"
    return ""
