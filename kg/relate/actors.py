"""Who acts: the subject of a verb in a tagged sentence, with its coordination (A联合B、C，在D开展活动: A, B and C)."""

import re

from kg.models import EntityType, Mention
from kg.relate.reading import ACTORS, PEOPLE
from kg.relate.tagged import TAGS, Tagged

_PEOPLE = TAGS[EntityType.PERSON] + TAGS[EntityType.OFFICIAL]
_ORGS = TAGS[EntityType.DEPARTMENT] + TAGS[EntityType.ENTERPRISE] + TAGS[EntityType.INSTITUTION]
_ALL = "".join(TAGS.values())
_ACTING = PEOPLE | ACTORS
_WHO = f"[{_PEOPLE}{_ORGS}{TAGS[EntityType.PLACE]}]"
_AND = (f"(?:[、和与及]|以及|(?:(?:\\d{{1,2}}月)?\\d{{1,2}}日|日前|近日)?联合|会同|携手|协同|联手|同|，(?=[{_PEOPLE}])"
        "|等[一二三四五六七八九十多]*(?:部门|单位)(?:和|与|会同|联合))")
_ADVERB = (f"[^，。；：“”{_ALL}]{{0,14}}(?:日|午|前|后|天|晨|晚|来|间|时|外|中|末|初|年|月|悉|解|实"
           "|现场|会上|还有|同时|由于|随着|根据协议|本报[^，。； ]{0,4}[讯电]|消息)")
_ACTOR = re.compile(
    rf"(?:^|(?<=[，；：。！？”“（）\n—]))[ \n]*(?:{_ADVERB})?[ ，]?"
    rf"(?:[{TAGS[EntityType.PLACE]}]?[^，。；：“”{_ALL}]{{0,14}}[长记员任授师使理事席裁监导表](?=[{_PEOPLE}])|由(?=[{_ALL}、和]*[^，。；]{{0,4}}(?:带队|率队|带领|率领)))?"
    rf"(?:[^，。；：“”{_ALL}]{{0,6}}(?:主办|承办|协办|牵头|建设|参建)(?:单位|方|部门))?"
    rf"(?:[{TAGS[EntityType.PLACE]}]{{1,2}}的)?(?P<who>{_WHO}(?:{_AND}{_WHO})*)(?![的、”“]|[^，。；{_ALL}]{{0,3}}(?:消息|获悉|讯|报道)|[内里]|建设(?:全面|快速|稳步|加快|有序|取得|步伐))"
)
SPEAKS = re.compile(r"(?:[^，。；“”]{0,6})(?:表示|说|介绍|透露|告诉|指出|强调|要求)")


def actors(tagged: Tagged, position: int) -> list[Mention]:
    """The group that acts at a position of the tagged text: the last that opens a clause before it; [] if none does."""
    if tagged.types.isdisjoint(_ACTING):
        return []
    last: re.Match[str] | None = None
    for found in _ACTOR.finditer(tagged.text, max(0, position - 400), position):
        last = found
    return tagged.group(last, "who") if last is not None else []


def speaker(tagged: Tagged) -> Mention | None:
    """The person who says something in this sentence (…，李刚说)."""
    for found in re.finditer(rf"(?P<who>[{_PEOPLE}]){SPEAKS.pattern}", tagged.text):
        return tagged.group(found, "who")[0]
    return None
