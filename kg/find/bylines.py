"""Component `journalists`: the authors in the bylines of an article."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import Draft, draft_of
from kg.models import EntityType

_BYLINE_WORDS = re.compile(
    r"(?:本报|本网|本版|数据|资料|特约|见习|实习|首席|驻[\u4e00-\u9fff]{2,4}|融媒体|全媒体|新华社|人民网|中新网"
    r"|[\u4e00-\u9fff]{2,6}(?:日报|晚报|社))?"
    r"(?:记者|通讯员|评论员|实习生|摄影报道|摄影|摄制|报道员|报道|特约撰稿人?|整理|采写|撰稿|供稿|热线|特派)"
    r"|文[/／]摄|文[/／]图|图[/／]文|图文|摄$|[/／ ](?:文|图)(?=[）)]|$)|摄(?=[）)]|$)|供图|电|讯|[：:]")
_BYLINE_NAME = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff] +[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff])"
    r"|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,6})?")


_LINE = re.compile(
    r"(?m)^[□■●◎◆\s]*[\u4e00-\u9fff]{0,10} ?(?:首席)?((?:记者|通讯员|实习生) [\u4e00-\u9fff ]{2,24})$")
_BRACKET = re.compile(
    r"（(?:供稿|撰稿|来源|图文|文图|摄影)：([^（）]{2,20})）|（([^（）]{2,20}) ?(?:整理|供稿|撰稿|报道)）")


def _unmarked(draft: Draft) -> Iterator[tuple[int, int]]:
    """Lines and brackets of authors in a form that the split left in the text."""
    spans = [found.span(1) for found in _LINE.finditer(draft.text)]
    for found in _BRACKET.finditer(draft.text):
        spans.append(found.span(1 if found.group(1) else 2))
    for start, end in spans:
        if not any(a < end and start < b for a, b in draft.article.bylines):
            # an office beside the name is no name: 供稿：市科技局 郑凯文
            office = any(mark in draft.text[start:end] for mark in "局报")
            last = draft.text.rfind(" ", start, end) if office else -1
            yield (last + 1 if last > start else start), end


@Language.component("kg_journalists")
def journalists(doc: Doc) -> Doc:
    """The authors in the article's bylines."""
    draft = draft_of(doc)
    for start, end in [*draft.article.bylines, *_unmarked(draft)]:
        text = draft.text[start:end]
        blanked = _BYLINE_WORDS.sub(lambda m: "/" * len(m.group()), text)
        for found in _BYLINE_NAME.finditer(blanked):
            name = found.group().replace(" ", "")
            if draft.lexicon.surname.match(name) or len(name) in (2, 3):
                draft.add(start + found.start(), start + found.end(), EntityType.JOURNALIST, "journalist.byline",
                          name=name, confidence=0.95)
    return doc
