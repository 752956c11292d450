"""Components `documents` and `events`: titled papers, and meetings, fairs and ceremonies that took place."""

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of
from kg.find.lexicon import Automaton
from kg.models import EntityType, Mention

_TITLED = re.compile(r"《([^《》]{2,80})》")
_ALL = re.compile(r"(?:全市|全省|全县|全区|全州|我市|第[\d一二三四五六七八九十百]+[届次]|\d{4}年度?|[一二三四五六七八九十]+届)+$")
_HELD = re.compile(r"(?:召开|举行|举办|主办|承办|出席|参加|主持召开|列席)(?:了|的|一?场)?")
_STRIP = re.compile(r"^(?:的|了|和|与|及|等|并|在|、|[”’]|）)+")


@Language.component("kg_documents")
def documents(doc: Doc) -> Doc:
    """Find 《…》 that are papers, plain titles behind 审议通过 and the like, and the government's work report."""
    draft = draft_of(doc)
    table = draft.lexicon.rulebook.tables["papers"]["document"]
    ends, verbs = tuple(table["ends"]), tuple(table["verbs"])
    for found in _TITLED.finditer(draft.text):
        title = re.sub(r"（[^（）]*）$", "", found.group(1))
        before = draft.text[max(0, found.start() - 12) : found.start()]
        if title.endswith(ends) or any(before.endswith((v, v + "了")) for v in verbs):
            name = draft.article.text[found.start(1) : found.end(1)]
            draft.add(found.start(1), found.end(1), EntityType.DOCUMENT, "document.titled", name=name, confidence=0.9)
    for found in re.finditer(r"政府工作报告", draft.text):
        draft.add(found.start(), found.end(), EntityType.DOCUMENT, "document.work-report", confidence=0.85)
    _plain(draft, table)
    return doc


def _plain(draft: Draft, table: dict[str, Any]) -> None:
    verbs = "|".join(sorted(table["plain_verbs"], key=len, reverse=True))
    ends = "|".join(sorted(table["plain_ends"], key=len, reverse=True))
    item = f"[\\u4e00-\\u9fff\\d（）]{{2,30}}?(?:{ends})"
    for found in re.finditer(f"(?:{verbs})((?:(?:{item})(?:、|以及|和|及)?)+)", draft.text):
        for title in re.finditer(item, found.group(1)):
            start = found.start(1) + title.start()
            shift = re.match(r"(?:、|以及|和|及|了|关于)+", title.group())
            start += shift.end() if shift and not shift.group().startswith("关于") else 0
            end = found.start(1) + title.end()
            own = draft.text[start:end]
            if end - start >= 6 and not own.startswith(("我", "相关", "有关", "一系列", "配套", "具体")) and not draft.covered(start, end):
                draft.add(start, end, EntityType.DOCUMENT, "document.plain", confidence=0.75)


@Language.component("kg_events")
def events(doc: Doc) -> Doc:
    """Find meetings and the like that a verb of holding or attending stands beside."""
    draft = draft_of(doc)
    table = draft.lexicon.rulebook.tables["papers"]["event"]
    generic = tuple(sorted(table["generic"], key=len, reverse=True))
    verbs = tuple(table["verbs"])
    last: Mention | None = None
    for start, end, head in Automaton(table["heads"]).hits(draft.text):
        if draft.text.startswith(("精神", "制度", "室", "厅", "举报", "期间选"), end):
            continue
        left = _left(draft, start)
        modifier = draft.text[left:start]
        sentence = next((draft.text[a:b] for a, b in draft.sentences if a <= start < b), "")
        if _names_one(modifier, generic):
            if any(v in sentence for v in verbs) or start < len(draft.article.headline):
                last = draft.add(left, end, EntityType.EVENT, "event.held", confidence=0.8)
        elif last is not None and last.name[-1] == head[-1] and (last.name.endswith(head) or left in draft.cuts and len(modifier) <= 4):
            draft.add(left if last.name.endswith(draft.text[left:end]) or len(modifier) <= 4 else start, end, EntityType.EVENT, "event.again",
                      name=last.name, confidence=0.6, notes=(f"the event named before: {last.name}",))
    return doc


def _left(draft: Draft, head: int) -> int:
    """The name's start: conjunctions and 全市 may stand inside (全市水务工作会议, …医院暨…中心成立仪式)."""
    text, position = draft.text, head
    held = None
    for held in _HELD.finditer(text, max(0, head - 50), head):
        pass
    if held is not None and not re.search("[，。；：\n]", text[held.end() : head]) and head - held.end() >= 2:
        return held.end()
    while True:
        cut = draft.last_cut(position)
        joins = cut and text[cut - 1] in "与和及暨“”·" and head - cut < 40
        if not joins:
            break
        position = cut - 1
    shift = _STRIP.match(text[cut:head])
    cut += shift.end() if shift else 0
    around = _ALL.search(text, max(0, cut - 14), cut)
    if around and not (around.group() == "我市"):
        return around.start()
    return cut


def _names_one(modifier: str, generic: tuple[str, ...]) -> bool:
    if re.search(r"[届次]", modifier) and re.search(r"[一二三四五六七八九十\d]", modifier) and len(modifier) >= 4:
        return True
    rest = re.sub(r"全[市省县区州国]|我[市省县]|[\d年月日届次第一二三四五六七八九十]+", "", modifier)
    while rest:
        word = next((g for g in generic if rest.endswith(g)), None)
        if word is None:
            return len(rest) >= 2 and not any(c in BREAKS - frozenset("“”‘’") for c in modifier) and len(modifier) <= 60
        rest = rest[: -len(word)]
    return False
