"""What the sentences of an article have established before the one that is read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.models import EntityType, Fact, Mention
from kg.relate.actors import actors, speaker
from kg.relate.reading import ACTORS, PEOPLE
from kg.relate.tagged import Tagged, compiled

_LED = compiled("由(?P<who>{Person})(?:带队|率队|带领|率领)|(?<!由)(?P<guest>{Person})率领?[^，。；§]{0,12}[团组队]")
_HONOURS = re.compile(r"决定[^。；]{0,30}(?:表彰|表扬|嘉奖|授予|命名)[^。；]{0,6}：?$|(?:予以|给予|进行)(?:通报)?(?:表彰|表扬|嘉奖)"
                      r"|为[^，。；]{0,20}(?:获得者|获奖者|先进|劳模|模范)[^，。；]{0,8}(?:颁奖|颁发|授奖|授牌)"
                      r"|(?:发布|公布|揭晓)[^。；]{0,24}(?:名单|榜单|评选结果)")
_STRESSES = compiled("[ \n]*(?P<who>{Actor})(?!的)[^，。；]{0,40}(?:强调|要求|指出|提出|表示)，")


@dataclass
class Scene:
    """What the sentences before established: the meeting, who leads the tour, the guest, the last work, paper, firm."""

    event: Mention | None = None
    leader: Mention | None = None
    guests: list[Mention] = field(default_factory=list)
    toured: list[Mention] = field(default_factory=list)  # the places of the tour, as first said
    work: Mention | None = None
    paper: Mention | None = None
    firm: Mention | None = None
    givers: list[Mention] = field(default_factory=list)  # the organs that decided to honour those who follow
    given: int = -9  # the number of the sentence that said so
    site: Mention | None = None  # what the paragraph opens with
    reporter: Mention | None = None  # whose plans this paragraph tells
    acted: list[Mention] = field(default_factory=list)  # the organs that acted last, as far as was asked
    unread: list[Tagged] = field(default_factory=list)  # the sentences since then

    def bodies(self) -> list[Mention]:
        """The organs that acted last. Few rules ask for them, so that the sentences are searched when one does."""
        found = (organs for tagged in reversed(self.unread) if (organs := _organs(tagged, len(tagged.text))))
        self.acted = next(found, self.acted)
        self.unread.clear()
        return self.acted

    def names(self, mentions: Sequence[Mention]) -> None:
        """Remember the last of each kind that a sentence names."""
        for m in mentions:
            match m.type:
                case EntityType.EVENT:
                    self.event = m
                case EntityType.PROJECT:
                    self.work = m
                case EntityType.DOCUMENT:
                    self.paper = m
                case EntityType.ENTERPRISE:
                    self.firm = m

    def decides(self, tagged: Tagged, number: int) -> None:
        """Remember who decides in a sentence, the how many-th it is, to honour those who follow."""
        honours = _HONOURS.search(tagged.text) if EntityType.DEPARTMENT in tagged.types else None
        decided = _organs(tagged, honours.start() + 1) if honours else []
        if decided:
            self.givers, self.given = decided, number

    def goes_on(self, tagged: Tagged, employers: Mapping[str, Mention]) -> None:
        """Remember who leads a tour, whose plans are told, and where an organ may have acted."""
        if tagged.types.isdisjoint(ACTORS | PEOPLE):
            return
        if not tagged.types.isdisjoint(PEOPLE) and (led := _LED.search(tagged.text)):
            self.leader = next(iter(tagged.group(led, "who") or tagged.group(led, "guest")))
            self.guests = tagged.group(led, "guest") or self.guests
        self.reporter = _reporter(tagged, employers) or self.reporter
        if EntityType.DEPARTMENT in tagged.types:
            self.unread.append(tagged)

    def follows(self, facts: Sequence[Fact]) -> None:
        """Remember whom the facts of a sentence show on a tour, where it came first, and whom somebody met."""
        self.toured = self.toured or [f.object for f in facts if f.predicate == "inspects"
                                      and isinstance(f.object, Mention) and f.object.type is EntityType.PLACE]
        for f in facts:
            if f.predicate == "inspects" and f.subject.type in PEOPLE and not f.rule.endswith(("body", "along")):
                self.leader = f.subject
            if f.predicate == "meets" and isinstance(f.object, Mention):
                self.guests = [f.object]


def _organs(tagged: Tagged, position: int) -> list[Mention]:
    if EntityType.DEPARTMENT not in tagged.types:
        return []
    return [m for m in actors(tagged, position) if m.type is EntityType.DEPARTMENT]


def _reporter(tagged: Tagged, employers: Mapping[str, Mention]) -> Mention | None:
    """For whom a sentence begins to tell plans: 区长李刚在报告中说; 市水务局传达学习…强调，要…; None if it does not."""
    who = speaker(tagged)
    body = employers.get(who.name) if who is not None else None
    if body is not None and ("报告中" in tagged.text or body.type is EntityType.DEPARTMENT):
        return body
    found = _STRESSES.match(tagged.text)
    return tagged.group(found, "who")[0] if found else None
