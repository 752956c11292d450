"""Stage 3: Article -> Mentions, a spaCy pipeline of named components over character tokens.

The components, in order, read a `Draft` that travels with the Doc; `longest_first` decides what overlaps.
"""

from dataclasses import replace
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.find import abroad, aliases, bodies, bylines, edges, events, names, papers, persons, places, works  # noqa: F401  (register components)
from kg.find.draft import draft_of, longest_first, new_draft
from kg.find.lexicon import Lexicon
from kg.find.second import load_model
from kg.models import Article, EntityType, Mention
from kg.rulebook import Rulebook

COMPONENTS = ("kg_places", "kg_edges", "kg_zones", "kg_abroad", "kg_bodies", "kg_names", "kg_works", "kg_documents", "kg_events",
              "kg_journalists", "kg_persons", "kg_second_opinion", "kg_aliases", "kg_overlap")


class CharacterTokenizer:
    """One token a character, blanks included, so that token and character offsets are the same."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._orths = _Orths(vocab.strings)

    def __call__(self, text: str) -> Doc:
        """Tokenise into characters."""
        words: list[Any] = [*map(self._orths.__getitem__, text)]  # hash values will do, though the stubs want strings
        return Doc(self.vocab, words=words, spaces=[False] * len(text))


class _Orths(dict[str, int]):
    """The number of a character in spaCy's store of strings, so that it is not hashed anew at each place."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, character: str) -> int:
        return self.setdefault(character, self._strings.add(character))


@Language.component("kg_overlap")
def overlap(doc: Doc) -> Doc:
    """Apply the overlap policy and show the names as spans of the Doc (`doc.spans["kg"]`)."""
    draft = draft_of(doc)
    signed = draft.article.bylines
    found = draft.found
    if signed:
        found = [m for m in found
                 if m.type is EntityType.JOURNALIST or not any(a <= m.start and m.end <= b for a, b in signed)]
    draft.found = [m if m.name else replace(m, name=draft.surface(m.start, m.end)) for m in longest_first(found)]
    doc.spans["kg"] = [Span(doc, m.start, m.end, label=m.type, span_id=m.rule) for m in draft.found if not m.implied]
    return doc


class Finder:
    """The pipeline for one rulebook, with another spaCy pipeline's opinion if one is named; use it for all articles."""

    def __init__(self, rulebook: Rulebook, *, model: str = "") -> None:
        self.lexicon = Lexicon(rulebook)
        self.model = (load_model(model), model) if model else None
        self.nlp = spacy.blank("zh")
        self.nlp.tokenizer = CharacterTokenizer(self.nlp.vocab)
        for name in COMPONENTS:
            self.nlp.add_pipe(name)

    def doc(self, article: Article) -> Doc:
        """The annotated spaCy Doc of an article."""
        doc = self.nlp.make_doc(article.text)
        doc.user_data["draft"] = new_draft(article, self.lexicon)
        doc.user_data["model"] = self.model
        return self.nlp(doc)

    def find(self, article: Article) -> list[Mention]:
        """All mentions of an article in the order of its text; implied ones are meant, not named."""
        return list(draft_of(self.doc(article)).found)
