"""`kg check-rules`: every example of a rule must give what it says, every reject must not."""

import re

from kg.models import Article, Mention
from kg.pipeline import Reader
from kg.rulebook import NameRule, RelationRule, Rulebook

_MARKED = re.compile(r"\[([^\[\]]+)\]")


def check(rulebook: Rulebook) -> list[str]:
    """One line per example or reject that fails; empty if the rules do what they say."""
    reader = Reader(rulebook)
    problems: list[str] = []
    for name_rule in rulebook.names:
        problems += _names(reader, name_rule)
    for relation_rule in rulebook.relations:
        problems += _relations(reader, relation_rule)
    return problems + _lines(reader)


def article(text: str) -> Article:
    """A sentence as an article of its own, without home place and date."""
    return Article("example#1", "example", "", text, ((0, 0, len(text)),))


def _names(reader: Reader, rule: NameRule) -> list[str]:
    out = []
    for example in rule.examples:
        wanted = _MARKED.findall(example)
        found = {m.name for m in reader.finder.find(article(_MARKED.sub(r"\1", example))) if m.type is rule.type and not m.implied}
        out += [f"names.toml {rule.id}: {name} not found in {example}" for name in wanted if name not in found]
    for reject in rule.rejects:
        found = {m.name for m in reader.finder.find(article(reject)) if m.rule == rule.id}
        out += [f"names.toml {rule.id}: {name} found in {reject}" for name in sorted(found)]
    return out


def facts(reader: Reader, text: str) -> dict[str, str]:
    """What a sentence states as "subject predicate object", and the rule that read it."""
    out: dict[str, str] = {}
    for fact in reader.facts(article(text)):
        target = fact.object.name if isinstance(fact.object, Mention) else fact.object.text
        out[f"{fact.subject.name} {fact.predicate} {target}"] = fact.rule
    return out


def _relations(reader: Reader, rule: RelationRule) -> list[str]:
    out = []
    for text, *wanted in rule.examples:
        found = facts(reader, text)
        out += [f"relations.toml {rule.id}: “{fact}” not read in {text}" for fact in wanted if fact not in found]
    for reject in rule.rejects:
        found = facts(reader, reject)
        out += [f"relations.toml {rule.id}: “{fact}” read in {reject}" for fact, by in found.items() if by == rule.id]
    return out


def _lines(reader: Reader) -> list[str]:
    """The rules of kg/split are matched at the start of a line."""
    rules = reader.splitter.rules
    out = []
    for rule in rules.rules:
        out += [f"split.toml {rule.id}: does not match {text}" for text in rule.examples if not rule.pattern.match(text)]
        out += [f"split.toml {rule.id}: matches {text}" for text in rule.rejects if rule.pattern.match(text)]
    return out
