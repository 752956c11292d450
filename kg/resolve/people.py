"""Who is who: mentions of one name are one person within an article; beyond it only if something joins them.

A page settles its own people (`clusters`); pages are joined by `identify`, one name at a time. A person's id must not
change when pages are added, and whoever is first on some page may turn out to be somebody of another page: so the one
of the earliest page keeps the id that this page alone gives, and every other id points to it for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.models import Person

# Organs whose members lead party and state: they hold posts in several of them, and no two of them bear one name.
_LEADING = frozenset({
    "中国共产党中央委员会", "中共中央政治局", "中共中央书记处", "中央军事委员会", "中华人民共和国", "中华人民共和国国务院",
    "全国人民代表大会常务委员会", "中国人民政治协商会议全国委员会"})
_LEADERSHIP = "the leadership of party and state"


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
class Cluster:
    """One person of a page: sightings and the reasons for joining them."""

    sightings: list[Sighting] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def organisations(self) -> list[str]:
        """All organisations of the posts, first seen first."""
        return list(dict.fromkeys(o for s in self.sightings for o in s.organisations))

    @property
    def ties(self) -> tuple[str, ...]:
        """What joins this person to one of the name on another page: organisations, the leadership among them."""
        return (*self.organisations, *((_LEADERSHIP,) if _LEADING.intersection(self.organisations) else ()))

    @property
    def anchor(self) -> str:
        """What tells this person from others of the name: the first post's organisation, else place or page."""
        first = self.sightings[0]
        return next(iter(self.organisations), "") or (first.place if first.journalist else "") or first.source


def clusters(sightings: Iterable[Sighting]) -> list[Cluster]:
    """Join a page's sightings of one name that share an organisation, or the page without contradiction."""
    by_name: dict[tuple[str, bool], list[Sighting]] = defaultdict(list)
    for s in sightings:
        by_name[s.name, s.journalist].append(s)
    out: list[Cluster] = []
    for _, seen in sorted(by_name.items()):
        people: list[Cluster] = []
        for s in sorted(seen, key=lambda s: (not s.organisations, s.date, s.source, s.article)):
            for person in people:
                if reason := _joined(person, s):
                    person.sightings.append(s)
                    person.reasons.append(reason)
                    break
            else:
                people.append(Cluster([s]))
        out += people
    return out


def _joined(person: Cluster, s: Sighting) -> str:
    """The reason why a sighting is this person, "" if there is none."""
    shared = [o for o in s.organisations if o in person.organisations]
    if shared:
        return f"{s.name} in {s.article}: same post in {shared[0]}"
    if _LEADING.intersection(s.organisations) and _LEADING.intersection(person.organisations):
        return f"{s.name} in {s.article}: same post in {_LEADERSHIP}"
    if s.journalist:
        return f"{s.name} in {s.article}: author of the same paper"
    if not (s.organisations and person.organisations):
        return f"{s.name} in {s.article}: same page, no other post stated"
    return ""


def identify(people: Sequence[Person]) -> dict[str, str]:
    """The ids of people of one name that differ from those their pages give: own id -> id.

    Whoever shares an organisation (a journalist: a place) is one person. Dated pages come first, the earliest leads.
    """
    ordered = sorted(people, key=lambda p: (not p.date, p.date, p.source, p.id))
    leader = list(range(len(ordered)))

    def root(n: int) -> int:
        while leader[n] != n:
            leader[n] = n = leader[leader[n]]
        return n

    first: dict[str, int] = {}
    for n, person in enumerate(ordered):
        for tie in (*person.ties, person.id.partition("/")[2]):
            a, b = sorted((root(first.setdefault(tie, n)), root(n)))
            leader[b] = a
    official = {root(n) for n, p in enumerate(ordered) if p.id.startswith("official/")}
    out = {}
    for n, person in enumerate(ordered):
        kind, _, name = ordered[root(n)].id.partition("/")
        out[person.id] = f"{'official' if root(n) in official else kind}/{name}"
    return {own: settled for own, settled in out.items() if own != settled}
