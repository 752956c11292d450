"""The rules of stage 2 (rules/split.toml), compiled once for a rulebook."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import RuleError
from kg.rulebook import Rulebook

_KEYS = {"id", "kind", "pattern", "examples", "rejects", "note"}
_PART = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class LineRule:
    """A pattern that tells the kind of a line, with lines it must and must not match."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True)
class SplitRules:
    """The compiled table: rules by kind, parts for further patterns, and the plain settings."""

    rules: tuple[LineRule, ...]
    by_kind: Mapping[str, tuple[LineRule, ...]]
    parts: Mapping[str, str]
    table: Mapping[str, Any]
    rulebook: Rulebook

    def match(self, kind: str, text: str) -> re.Match[str] | None:
        """The match of the first rule of a kind at the start of the text."""
        for rule in self.by_kind.get(kind, ()):
            if found := rule.pattern.match(text):
                return found
        return None

    def turned(self, text: str) -> int | None:
        """Where the words 下转第2版 at the end of a text begin, None if they do not stand there."""
        tail = text[-40:]
        if "下转" not in tail or not self.match("turned", tail):
            return None
        start = len(text) - len(tail) + tail.rfind("下转")
        return len(text[:start].rstrip("（(【[ 　"))

    def expand(self, source: str) -> str:
        """A pattern with its {{parts}} put in."""
        return _expand(source, self.parts, "setting")


def compile_rules(rulebook: Rulebook) -> SplitRules:
    """Compile rules/split.toml; raises RuleError naming the rule if a key or a pattern is bad."""
    table = rulebook.tables["split"]
    parts: dict[str, str] = {}
    for name, source in table["parts"].items():
        parts[name] = _expand(source, parts, name)
    rules = tuple(_rule(row, parts) for row in table["rule"])
    by_kind: dict[str, list[LineRule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    return SplitRules(rules, {kind: tuple(found) for kind, found in by_kind.items()}, parts, table, rulebook)


def _rule(row: Mapping[str, Any], parts: Mapping[str, str]) -> LineRule:
    name = str(row.get("id", "?"))
    if unknown := set(row) - _KEYS:
        raise RuleError(f"split.toml, rule {name}: unknown key {', '.join(sorted(unknown))}")
    if missing := {"id", "kind", "pattern", "examples"} - set(row):
        raise RuleError(f"split.toml, rule {name}: no {', '.join(sorted(missing))}")
    try:
        pattern = re.compile(_expand(row["pattern"], parts, name))
    except re.error as error:
        raise RuleError(f"split.toml, rule {name}: {error}") from error
    return LineRule(name, row["kind"], pattern, tuple(row["examples"]), tuple(row.get("rejects", ())))


def _expand(source: str, parts: Mapping[str, str], rule: str) -> str:
    """Put the parts in: {{han}} -> a class of characters."""

    def part(found: re.Match[str]) -> str:
        if found[1] not in parts:
            raise RuleError(f"split.toml, rule {rule}: unknown part {found[0]}")
        return parts[found[1]]

    return _PART.sub(part, source)
