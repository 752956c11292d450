"""Component `journalists`: the authors in the bylines of an article."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import draft_of
from kg.models import EntityType

_BYLINE_WORDS = re.compile(
    r"(?:本报|本网|特约|见习|实习|首席|驻[\u4e00-\u9fff]{2,4}|融媒体|全媒体|新华社|人民网|中新网"
    r"|[\u4e00-\u9fff]{2,6}(?:日报|晚报|社))?"
    r"(?:记者|通讯员|评论员|实习生|摄影报道|摄影|摄制|报道员|报道|特约撰稿人?)"
    r"|文[/／]摄|文[/／]图|图[/／]文|图文|摄$|[/／]?(?:文|摄|图)(?=[）)]|$)|供图|电|讯|[：:]")
_BYLINE_NAME = re.compile(
    r"[\u4e00-\u9fff](?: +[\u4e00-\u9fff](?![\u4e00-\u9fff]))|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,6})?")


@Language.component("kg_journalists")
def journalists(doc: Doc) -> Doc:
    """The authors in the article's bylines."""
    draft = draft_of(doc)
    for start, end in draft.article.bylines:
        text = draft.text[start:end]
        blanked = _BYLINE_WORDS.sub(lambda m: "/" * len(m.group()), text)
        for found in _BYLINE_NAME.finditer(blanked):
            name = found.group().replace(" ", "")
            if draft.lexicon.surname.match(name) or len(name) in (2, 3):
                draft.add(start + found.start(), start + found.end(), EntityType.JOURNALIST, "journalist.byline",
                          name=name, confidence=0.95)
    return doc
