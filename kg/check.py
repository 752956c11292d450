"""`kg check-rules`: every example of a rule must give what it says, every reject must not."""

import re

from kg.find import Finder
from kg.models import Article, Mention
from kg.relate import relate
from kg.rulebook import NameRule, RelationRule, Rulebook
from kg.split import Splitter

_MARKED = re.compile(r"\[([^\[\]]+)\]")


def check(rulebook: Rulebook) -> list[str]:
    """One line per example or reject that fails; empty if the rules do what they say."""
    finder = Finder(rulebook)
    problems: list[str] = []
    for name_rule in rulebook.names:
        problems += _names(finder, name_rule)
    for relation_rule in rulebook.relations:
        problems += _relations(finder, relation_rule, rulebook)
    return problems + _lines(rulebook)


def article(text: str) -> Article:
    """A sentence as an article of its own, without home place and date."""
    return Article("example#1", "example", "", text, ((0, 0, len(text)),))


def _names(finder: Finder, rule: NameRule) -> list[str]:
    out = []
    for example in rule.examples:
        wanted = _MARKED.findall(example)
        found = {m.name for m in finder.find(article(_MARKED.sub(r"\1", example))) if m.type is rule.type and not m.implied}
        out += [f"names.toml {rule.id}: {name} not found in {example}" for name in wanted if name not in found]
    for reject in rule.rejects:
        found = {m.name for m in finder.find(article(reject)) if m.rule == rule.id}
        out += [f"names.toml {rule.id}: {name} found in {reject}" for name in sorted(found)]
    return out


def facts(finder: Finder, text: str, rulebook: Rulebook) -> dict[str, str]:
    """What a sentence states as "subject predicate object", and the rule that read it."""
    source = article(text)
    out: dict[str, str] = {}
    for fact in relate(source, finder.find(source), rulebook):
        target = fact.object.name if isinstance(fact.object, Mention) else fact.object.text
        out[f"{fact.subject.name} {fact.predicate} {target}"] = fact.rule
    return out


def _relations(finder: Finder, rule: RelationRule, rulebook: Rulebook) -> list[str]:
    out = []
    for text, *wanted in rule.examples:
        found = facts(finder, text, rulebook)
        out += [f"relations.toml {rule.id}: “{fact}” not read in {text}" for fact in wanted if fact not in found]
    for reject in rule.rejects:
        found = facts(finder, reject, rulebook)
        out += [f"relations.toml {rule.id}: “{fact}” read in {reject}" for fact, by in found.items() if by == rule.id]
    return out


def _lines(rulebook: Rulebook) -> list[str]:
    """The rules of kg/split are matched at the start of a line."""
    rules = Splitter(rulebook).rules
    out = []
    for rule in rules.rules:
        out += [f"split.toml {rule.id}: does not match {text}" for text in rule.examples if not rule.pattern.match(text)]
        out += [f"split.toml {rule.id}: matches {text}" for text in rule.rejects if rule.pattern.match(text)]
    return out
