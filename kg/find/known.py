"""Firms by the names of the public lists, and brands by the short names that everybody knows."""

import re

from kg.find.draft import Draft
from kg.models import EntityType

_FIRM_HAS = re.compile(r"(?:集团|股份|公司|董事|总经理|总裁|副总|首席|旗下|等[\d一二三四五六七八九十多]*(?:家|户)?[\u4e00-\u9fff]{0,2}企业)")
_TRADE_OF = re.compile("(?<=银行)业(?!务)")


def known_firms(draft: Draft) -> None:
    """Note both where they stand."""
    for start, end, name in draft.hits("firms"):
        full = draft.lexicon.rulebook.enterprises[name]
        inside = len(name) == 2 and start and draft.text[start - 1 : start + 1] in draft.lexicon.rulebook.words
        if (inside and not draft.is_cut(start)) or _TRADE_OF.match(draft.text, end):
            continue  # 创|建行|动, 中国银行|业协会
        longer = draft.text[start : end + 1]
        if not full.startswith(longer) and any(other.startswith(longer) for other in draft.lexicon.rulebook.enterprises.values()):
            continue  # 中国石油|化工股份有限公司 is another firm
        draft.add(start, end, EntityType.ENTERPRISE, "enterprise.listed", full=full, confidence=0.9)
    _brands(draft)


def _brands(draft: Draft) -> None:
    """Well-known firms by their short names, where these are not part of a longer word (西藏城投|资)."""
    text, words, plain = draft.text, draft.lexicon.rulebook.words, draft.lexicon.plain_brands
    for start, end, name in draft.hits("brands"):
        goes_on = text[end - 1 : end + 1] in words and end < len(text) and text[end] not in "的是在与和将"
        if goes_on or (start and text[start - 1 : start + 1] in words and start not in draft.cuts):
            continue
        if _FIRM_HAS.match(text, end) or (name not in plain and _stands_free(draft, start)):
            draft.add(start, end, EntityType.ENTERPRISE, "enterprise.brand", confidence=0.85)


def _stands_free(draft: Draft, start: int) -> bool:
    """Whether a name may begin here: at a mark, behind a word that no name contains, 为 or a place."""
    return start == 0 or start in draft.cuts or draft.text[start - 1] == "为" or any(p.end == start for p in draft.places)
