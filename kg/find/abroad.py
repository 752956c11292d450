"""Component `abroad`: bodies of other countries (美国财政部, 俄外交部, 英国国家统计局), which are none of China's."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, PlaceSpan, draft_of
from kg.models import EntityType
from kg.rulebook import Rulebook
from kg.text import either, is_han

_OPEN = 10  # characters between the country and the head
_EMBASSY = re.compile(r"(?:中国|我国?)?驻([\u4e00-\u9fff]{2,10}?)(?:大使馆|总领事馆|总领馆|使馆)")


@Language.component("kg_abroad")
def abroad(doc: Doc) -> Doc:
    """Find them behind the name or the sign of their country, and embassies behind whom they are sent by."""
    draft = draft_of(doc)
    for start, end, country in [*_named(draft), *_signed(draft)]:
        stop = _core(draft, end)
        if stop > end:
            full = "" if country == draft.text[start:end] else country + draft.text[end:stop]
            draft.add(start, stop, EntityType.DEPARTMENT, "organ.abroad", full=full, confidence=0.95)
            _listed(draft, stop, country)
    for found in _EMBASSY.finditer(draft.text):
        sent = draft.place_ending(found.start())
        begin = sent.start if sent is not None and sent.division is None else found.start()
        if draft.places_from(found.start(1)) and draft.text[begin] != "驻":
            draft.add(begin, found.end(), EntityType.DEPARTMENT, "organ.embassy", confidence=0.9)
    pattern, full_name = _international(draft.lexicon.rulebook)
    for found in pattern.finditer(draft.text):
        full = full_name[found.group()]
        draft.add(found.start(), found.end(), EntityType.INSTITUTION, "institution.international", confidence=0.95,
                  full=full if full != found.group() else "")
    return doc


def _listed(draft: Draft, position: int, country: str) -> None:
    """The bodies of the same country behind one of it: 苏丹武装部队与|快速支援部队."""
    while draft.text[position : position + 1] in ("、", "与", "和") and (stop := _closed(draft, position + 1)):
        core = draft.text[position + 1 : stop]
        draft.add(position + 1, stop, EntityType.DEPARTMENT, "organ.abroad", name=country + core, confidence=0.9,
                  notes=(f"{core} is listed behind a body of {country}",))
        position = stop


def _named(draft: Draft) -> Iterator[tuple[int, int, str]]:
    """Where the text names a country or a region abroad, and which."""
    countries = draft.lexicon.rulebook.countries
    for place in draft.places:
        name = draft.text[place.start : place.end]
        if place.division is None and (name in countries or name in draft.lexicon.full_countries):
            yield place.start, place.end, name
    for found in _grammar(draft.lexicon.rulebook)[3].finditer(draft.text):
        if not draft.places_on(found.start(), found.end()):
            yield found.start(), found.end(), found.group()


def _signed(draft: Draft) -> Iterator[tuple[int, int, str]]:
    """One character for a country in front of its ministry or of a head of state: 俄|外交部, 乌|总统."""
    text, titles = draft.text, draft.lexicon.titles
    usual: dict[str, str] = draft.lexicon.rulebook.tables["abroad"]["signs"]
    named = {text[p.start : p.end] for p in draft.places if p.division is None}
    for found in re.finditer(f"[{''.join(sorted({*usual, *(name[0] for name in named)}))}]", text):
        at, sign = found.start(), found.group()
        country = _meant(sign, {name for name in named if name[0] == sign}, usual)
        if not country or (at and (text[at - 1].isdigit() or text[at - 1 : at + 1] in draft.lexicon.rulebook.words)):
            continue  # 12日|外交部, 依法|财政部
        if any(text[at - size : at + 1] in draft.lexicon.all_places for size in (1, 2, 3) if size <= at):
            continue  # 常德|政府
        if sign not in usual and at and text[at - 1] not in BREAKS and not draft.is_cut(at):
            continue
        if _closed(draft, at + 1):
            yield at, at + 1, country
        elif (title := titles.regex.match(text, at + 1 + text.startswith("前", at + 1))) and titles.sphere(title.group()) == "foreign":
            draft.places.append(PlaceSpan(at, at + 1, None, False))
            if text[at - 1 : at] == "驻":
                continue  # 俄驻|美大使: of those who sent him
            draft.add(at, at + 1, EntityType.PLACE, "place.country", implied=True, name=country,
                      full=draft.lexicon.rulebook.countries.get(country, ""))


def _meant(sign: str, named: set[str], usual: Mapping[str, str]) -> str:
    """The country that a sign stands for: the one named so in the article, else the usual one; "" if that is open."""
    if len(named) == 1:
        return next(iter(named))
    return usual.get(sign, "") if not named or usual.get(sign) in named else ""


def _core(draft: Draft, start: int) -> int:
    """Where the body ends whose core begins behind a country's name; `start` if none does."""
    stop = _closed(draft, start)
    if stop:
        return stop
    head = _grammar(draft.lexicon.rulebook)[2].search(draft.text, start, start + _OPEN + 8)
    if head is None or head.start() - start > _OPEN or not is_han(draft.text[start : head.end()]):
        return start
    middle = draft.text[start : head.start()]
    cut = any(draft.is_cut(i) for i in range(start + 1, head.end()))
    function = any(tag.startswith(("p", "c", "d", "r", "u", "v")) for _, _, tag in draft.lexicon.words_of(middle))
    return start if cut or function or draft.places_on(start, head.end()) else head.end()


def _closed(draft: Draft, start: int) -> int:
    """Where a ministry or another core of the lists ends that begins here; 0 if none does."""
    ministry, alone, _, _ = _grammar(draft.lexicon.rulebook)
    found = ministry.match(draft.text, start) or alone.match(draft.text, start)
    return found.end() if found else 0


@lru_cache(maxsize=2)
def _grammar(rulebook: Rulebook) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Ministries, whole cores, heads of open names, regions."""
    table: dict[str, Any] = rulebook.tables["abroad"]
    field = either(table["fields"])
    return (re.compile(f"{field}(?:[和与及、]?{field}){{0,4}}部(?![{table['not_behind_ministry']}])"),
            re.compile(f"{either(table['alone'])}(?!{either(table['not_behind_alone'])})"),
            re.compile(either(table["heads"])), re.compile(either(table["regions"])))


@lru_cache(maxsize=2)
def _international(rulebook: Rulebook) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names of international organisations and foreign agencies, and the full name of each."""
    table: dict[str, Any] = rulebook.tables["abroad"]
    bodies = {**table["international"], **table["agencies"]}
    full = {form: name for name, forms in bodies.items() for form in (name, *forms)}
    return re.compile(f"(?<![—-]){either(full)}(?!{either(table['not_behind_international'])})"), full
