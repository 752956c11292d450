"""Component `documents`: titled papers, plain titles behind verbs of issuing, decisions that are headlines."""

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import Draft, draft_of
from kg.models import EntityType
from kg.text import any_of

_TITLED = re.compile(r"《([^《》]{2,80})》")
_ABOUT = re.compile(
    r"关于[^，。；：《》\n]{4,60}?的(?:报告|决定|决议|意见|方案|议案|通知|通报|说明|建议)"
    r"(?![^，。；]{0,3}精神)")
_HEADLINE = re.compile(
    r"(?:^|\n) *((?:[\u4e00-\u9fff]{4,24}?)?关于[^，。；：《》]{4,70}?的(?:决定|决议|通知|通报|意见|公告|通告|命令|批复|实施意见))(?= *\n|"
    r"$)")
_VAGUE = ("我", "相关", "有关", "一系列", "配套", "具体", "各")
_SHORT = re.compile(r"以下简称[：“]?《?$")


@Language.component("kg_documents")
def documents(doc: Doc) -> Doc:
    """Find 《…》 that are papers, plain titles behind 审议通过 and the like, and the government's work report."""
    draft = draft_of(doc)
    table = draft.lexicon.rulebook.tables["papers"]["document"]
    _titled(draft, table)
    for found in re.finditer(r"政府工作报告", draft.text):
        draft.add(found.start(), found.end(), EntityType.DOCUMENT, "document.work-report", confidence=0.85)
    for found in _HEADLINE.finditer(draft.text[: len(draft.article.headline) + 200]):
        draft.add(found.start(1), found.end(1), EntityType.DOCUMENT, "document.headline", confidence=0.9)
    _plain(draft, table)
    return doc


def _titled(draft: Draft, table: dict[str, Any]) -> None:
    ends, verbs = tuple(table["ends"]), tuple(table["verbs"])
    known: list[str] = []
    for found in _TITLED.finditer(draft.text):
        title = re.sub(r"（[^（）]*）$", "", found.group(1))
        before = draft.text[max(0, found.start() - 12) : found.start()]
        if not title.endswith(ends) and not any(before.endswith((v, v + "了")) for v in verbs):
            continue
        name, rule = draft.article.text[found.start(1) : found.end(1)].replace("\n", ""), "document.titled"
        if title in ends or _SHORT.search(before) or (len(title) <= 8 and any(k.endswith(title) for k in known)):  # 《方案》: the one named before
            whole = next((k for k in reversed(known) if re.sub(r"（[^（）]*）$", "", k).endswith(title)), "")
            if not whole:
                continue
            name, rule = whole, "document.again"
        known.append(name)
        draft.add(found.start(1), found.end(1), EntityType.DOCUMENT, rule, name=name, confidence=0.9)


def _plain(draft: Draft, table: dict[str, Any]) -> None:
    """Titles without 《》: 审议通过市政协主席会议工作规则、…, 听取了市政府关于…的报告."""
    verbs = any_of(table["plain_verbs"])
    ends = any_of(table["plain_ends"])
    item = f"[\\u4e00-\\u9fff\\d（）]{{2,30}}?(?:{ends})"
    for found in re.finditer(f"(?:{verbs})了?[^，。；《]{{0,40}}?({_ABOUT.pattern})", draft.text):
        draft.add(found.start(1), found.end(1), EntityType.DOCUMENT, "document.about", confidence=0.8)
    for found in re.finditer(f"(?:{verbs})((?:(?:{item})(?:、|以及|和|及)?)+)", draft.text):
        for title in re.finditer(item, found.group(1)):
            start = found.start(1) + title.start()
            shift = re.match(r"(?:、|以及|和|及|了|关于)+", title.group())
            start += shift.end() if shift and not shift.group().startswith("关于") else 0
            end = found.start(1) + title.end()
            own = draft.text[start:end]
            covering = draft.covered(start, end)
            vague = own.startswith(_VAGUE) or ("的" in own and not own.startswith("关于"))
            if end - start >= 6 and not vague and (covering is None or covering.type is not EntityType.DOCUMENT):
                draft.add(start, end, EntityType.DOCUMENT, "document.plain", confidence=0.75)
