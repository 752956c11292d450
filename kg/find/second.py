"""A second opinion: what any installed spaCy pipeline calls a person or an organisation, where the rules found nothing."""

import re
from collections.abc import Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import InputError
from kg.find.draft import Draft, draft_of
from kg.models import EntityType
from kg.text import is_han

# labels of the usual Chinese pipelines (OntoNotes, CLUENER, MSRA) and the type that each can only mean
_TYPES = {
    "PERSON": EntityType.PERSON,
    "PER": EntityType.PERSON,
    "name": EntityType.PERSON,
    "company": EntityType.ENTERPRISE,
    "government": EntityType.DEPARTMENT,
}
_DEPARTMENT = re.compile(r"(?:局|厅|部|委|委员会|办公室|政府|法院|检察院)$")
_INSTITUTION = re.compile(r"(?:大学|学院|学校|中学|小学|医院|研究院|研究所|协会|学会|商会|图书馆|博物馆|中心)$")
_MARKS = re.compile(r"[，。！？；：、“”《》（）\s\d]")


def load_model(name: str) -> Language:
    """An installed spaCy pipeline by package name or folder; InputError if there is none of the name."""
    try:
        return spacy.load(name)
    except OSError as error:
        raise InputError(f"--model {name}: no spaCy pipeline of this name is installed") from error


@Language.component("kg_second_opinion")
def second_opinion(doc: Doc) -> Doc:
    """Add the names of the model that came with the Doc, if one did (`kg build --model`)."""
    model = doc.user_data.get("model")
    if model is not None:
        _add(draft_of(doc), *model)
    return doc


def _add(draft: Draft, model: Language, name: str) -> None:
    """Add what overlaps nothing found by rule; surname and length still decide on persons."""
    for start, end, label in _entities(draft, model):
        kind = _TYPES.get(label) or _organisation(label, draft.text[start:end])
        if kind is None or draft.covered(start, end) or _MARKS.search(draft.text[start:end]):
            continue
        own = draft.text[start:end]
        if kind is EntityType.PERSON and not (2 <= len(own) <= 4 and is_han(own) and draft.lexicon.surname.match(own)):
            continue
        if len(own) >= 2 and own not in draft.lexicon.rulebook.words:
            draft.add(start, end, kind, f"model.{name}", confidence=0.6, notes=(f"the model {name} says {label}",))


def _entities(draft: Draft, model: Language) -> Iterator[tuple[int, int, str]]:
    for a, b in draft.sentences:
        for entity in model(draft.text[a:b]).ents:
            yield a + entity.start_char, a + entity.end_char, entity.label_


def _organisation(label: str, own: str) -> EntityType | None:
    """ORG says no more than organisation: its last characters tell which, else it is a firm."""
    if label not in ("ORG", "organization"):
        return None
    if _DEPARTMENT.search(own):
        return EntityType.DEPARTMENT
    return EntityType.INSTITUTION if _INSTITUTION.search(own) else EntityType.ENTERPRISE
