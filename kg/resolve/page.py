"""One page alone: its mentions -> its entities and relations. All names are joined here, within the page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.models import (
    Alias,
    Article,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Literal,
    Mention,
    Page,
    Person,
    Reading,
    Relation,
)
from kg.resolve.derived import derived
from kg.resolve.ellipsis import Ellipsis, FullName
from kg.resolve.people import Cluster, Sighting, clusters
from kg.resolve.weak import Key, joins, types
from kg.rulebook import Rulebook

PEOPLE = frozenset({EntityType.PERSON, EntityType.OFFICIAL, EntityType.JOURNALIST})
Group = Key | int  # type and name; of a person the number of the cluster


def resolve_page(page: Page, articles: Sequence[Article], mentions: Mapping[str, Sequence[Mention]],
                 facts: Mapping[str, Sequence[Fact]], rulebook: Rulebook) -> Reading:
    """The page's own graph. `mentions` and `facts` by Article.id."""
    return _Page(page, articles, mentions, facts, rulebook).reading()


class _Page:
    def __init__(self, page: Page, articles: Sequence[Article], mentions: Mapping[str, Sequence[Mention]],
                 facts: Mapping[str, Sequence[Fact]], rulebook: Rulebook) -> None:
        self.page = page
        self.articles = {a.id: a for a in articles}
        ellipsis = {a.id: Ellipsis(a, mentions[a.id], rulebook) for a in articles}
        self.facts = {a.id: [*facts[a.id], *derived(mentions[a.id], facts[a.id], ellipsis[a.id])] for a in articles}
        self.seen = {a.id: list(dict.fromkeys([*mentions[a.id], *_in_facts(self.facts[a.id])])) for a in articles}
        self.full: dict[tuple[str, Mention], FullName] = {
            (a, m): ellipsis[a].full(m) for a, ms in self.seen.items() for m in ms}
        self.joined: dict[Key, tuple[Key, str]] = {}
        self.keys = self._keys()
        self.people: list[Cluster] = []
        self.person = self._people()

    def _keys(self) -> dict[tuple[str, Mention], Key]:
        """Each mention's type and name after types are settled and weak names joined."""
        counts: dict[Key, int] = defaultdict(int)
        for (_, m), full in self.full.items():
            if m.type not in PEOPLE:
                counts[m.type, full.name] += 1 if m.implied else 3
        kind = types(counts.items())
        self.joined = joins((kind[name], name) for _, name in counts) | self._said_in_full(kind)
        out = {}
        for (a, m), full in self.full.items():
            if m.type not in PEOPLE:
                key = kind[full.name], full.name
                out[a, m] = self.joined[key][0] if key in self.joined else key
        return out

    def _said_in_full(self, kind: Mapping[str, EntityType]) -> dict[Key, tuple[Key, str]]:
        """Short names of firms that another article of the page explains (以下简称茶城城投), if only in one way."""
        meant: dict[str, set[str]] = defaultdict(set)
        for (_, m), full in self.full.items():
            if m.rule == "alias.short" and m.type is EntityType.ENTERPRISE and len(m.name) >= 3 and m.name[-1] not in "司行团":
                meant[m.name].add(full.name)
        return {(EntityType.ENTERPRISE, short): ((EntityType.ENTERPRISE, name), f"{short} is {name} in another article of the page")
                for short, (name, *others) in ((s, sorted(n)) for s, n in meant.items())
                if not others and short != name and kind.get(short) is kind[name] is EntityType.ENTERPRISE}

    def _people(self) -> dict[tuple[str, str, bool], int]:
        """(article, name, journalist) -> the number of the person."""
        posts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for a, facts in self.facts.items():
            for f in facts:
                if f.predicate == "holdsPost" and isinstance(f.object, Mention):
                    posts[a, f.subject.name].append(self.keys[a, f.object][1])
        sightings: dict[tuple[str, str, bool], Sighting] = {}
        for a, ms in self.seen.items():
            article = self.articles[a]
            for m in ms:
                if m.type in PEOPLE:
                    journalist = m.type is EntityType.JOURNALIST
                    organisations = () if journalist else tuple(posts[a, m.name])
                    sightings.setdefault((a, m.name, journalist), Sighting(
                        m.name, a, article.source, article.place, article.date, journalist, organisations))
        self.people = clusters(sightings.values())
        return {(s.article, s.name, s.journalist): n for n, c in enumerate(self.people) for s in c.sightings}

    def reading(self) -> Reading:
        """Entities with their evidence, relations with all places that state them."""
        groups: dict[Group, list[tuple[str, Mention]]] = defaultdict(list)
        for a, ms in self.seen.items():
            for m in ms:
                groups[self._group(a, m)].append((a, m))
        entities = {group: self._entity(group, members) for group, members in groups.items()}
        authors = {(a, entities[self._group(a, m)].id) for a, ms in self.seen.items() for m in ms
                   if m.type is EntityType.JOURNALIST}
        people = [self._known(c, entities[n].id) for n, c in enumerate(self.people)]
        return Reading(
            self.page.source, tuple(self.articles.values()), tuple(sorted(entities.values(), key=lambda e: e.id)),
            self._relations(entities), tuple(sorted(authors)), tuple(p for p in people if p.ties))

    def _group(self, a: str, m: Mention) -> Group:
        return self.person[a, m.name, m.type is EntityType.JOURNALIST] if m.type in PEOPLE else self.keys[a, m]

    def _known(self, cluster: Cluster, own: str) -> Person:
        first = cluster.sightings[0]
        places = dict.fromkeys(s.place for s in cluster.sightings if s.place)
        ties = tuple(places) if first.journalist else cluster.ties
        return Person(own, first.name, first.journalist, ties, first.date, self.page.source)

    def _entity(self, group: Group, members: list[tuple[str, Mention]]) -> Entity:
        named = {self._evidence(a, m.start, m.end, m.rule, m.confidence) for a, m in members if not m.implied}
        where = tuple(sorted(named, key=lambda e: (e.article, e.start, e.end, e.rule)))
        if isinstance(group, int):
            cluster, name = self.people[group], members[0][1].name
            kind = self._person_type(cluster, members)
            return Entity(f"{kind.value.lower()}/{name}_{cluster.anchor}", kind, name, self._aliases(members, name),
                          where, tuple(dict.fromkeys(cluster.reasons)))
        kind, label = group
        notes = [f"{m.name}: {self.full[a, m].note}" for a, m in members if self.full[a, m].note]
        notes += [reason for target, reason in self.joined.values() if target == group]
        return Entity(f"{kind.value.lower()}/{label}", kind, label, self._aliases(members, label), where,
                      tuple(dict.fromkeys(notes)))

    def _person_type(self, person: Cluster, members: list[tuple[str, Mention]]) -> EntityType:
        if members[0][1].type is EntityType.JOURNALIST:
            return EntityType.JOURNALIST
        public = any(f.predicate == "holdsPost" and isinstance(f.object, Mention) and self.keys[a, f.object][0] is EntityType.DEPARTMENT
                     for a in {s.article for s in person.sightings} for f in self.facts[a] if f.subject.name == members[0][1].name)
        if public or any(m.type is EntityType.OFFICIAL for _, m in members):
            return EntityType.OFFICIAL
        return EntityType.PERSON

    def _aliases(self, members: list[tuple[str, Mention]], label: str) -> tuple[Alias, ...]:
        written, inferred = set(), set()
        for a, m in members:
            surface = self.articles[a].text[m.start : m.end].replace("\n", "")
            if m.rule == "event.again":
                continue
            if not m.implied:
                written |= {m.name, surface} if m.name in surface or surface in m.name else {m.name}
            else:
                inferred.add(m.name)
            inferred.add(self.full[a, m].name)
        inferred -= written
        return tuple(sorted((Alias(n, n in inferred) for n in (written | inferred) - {label} if n.strip()), key=lambda x: x.name))

    def _relations(self, entities: Mapping[Group, Entity]) -> tuple[Relation, ...]:
        """Every fact with its ends named; whether it may stand is asked when all pages are known."""
        rows: dict[Relation, list[Evidence]] = defaultdict(list)
        for a, facts in self.facts.items():
            for f in facts:
                subject = entities[self._group(a, f.subject)].id
                target = f.object if isinstance(f.object, Literal) else entities[self._group(a, f.object)].id
                relation = Relation(subject, f.predicate, target, (), f.role, f.status, f.valid_from, f.valid_until)
                rows[relation].append(self._evidence(a, f.start, f.end, f.rule, f.confidence))
        return tuple(replace(relation, evidence=tuple(dict.fromkeys(evidence))) for relation, evidence in rows.items())

    def _evidence(self, a: str, start: int, end: int, rule: str, confidence: float) -> Evidence:
        article = self.articles[a]
        page_start, page_end = article.to_page(start, end)
        return Evidence(a, page_start, page_end, self.page.text[page_start:page_end], rule, round(confidence, 2), article.date)


def _in_facts(facts: Sequence[Fact]) -> list[Mention]:
    return [m for f in facts for m in (f.subject, f.object) if isinstance(m, Mention)]
