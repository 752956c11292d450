"""Rules and knowledge files -> one frozen value. Unknown keys and bad patterns are errors that name file and rule."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg.divisions import Divisions, load_divisions
from kg.errors import RuleError
from kg.models import EntityType
from kg.organs import Organs, load_organs
from kg.text import FoldTable, fold_table
from kg.titles import Titles, load_titles

HERE = Path(__file__).parent
_KEYS = {
    "names": {"id", "type", "heads", "window", "generic", "note", "examples", "rejects"},
    "relations": {"id", "predicate", "pattern", "subject", "object", "note", "examples", "rejects", "confidence",
                  "role", "swap", "value"},
}


@dataclass(frozen=True, slots=True)
class NameRule:
    """Names recognised by how they end: a type, the heads, and modifiers that make a name generic (重点 项目)."""

    id: str
    type: EntityType
    heads: tuple[str, ...]
    generic: tuple[str, ...]
    window: int
    examples: tuple[str, ...]  # [the name] in its sentence
    rejects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationRule:
    """A relation read from a sentence whose mentions are tagged: see kg/relate."""

    id: str
    predicate: str
    pattern: str
    examples: tuple[tuple[str, ...], ...]  # (sentence, "subject predicate object", …)
    rejects: tuple[str, ...]
    confidence: float
    role: str
    value: str


@dataclass(frozen=True, eq=False)  # one is as good as its identity: a key of caches
class Rulebook:
    """All that is known about how to read a text."""

    divisions: Divisions
    organs: Organs
    titles: Titles
    surnames: frozenset[str]
    words: Mapping[str, str]  # everyday word -> part of speech
    characters: Mapping[str, tuple[float, ...]]  # character -> odds in a name, in bits: surname, middle, end, foreign
    countries: Mapping[str, str]
    enterprises: Mapping[str, str]  # short or full name -> full name, of the complete public lists only
    brands: frozenset[str]  # short names of listed companies and of the largest firms, whose full names are not told
    folds: FoldTable
    names: tuple[NameRule, ...]
    relations: tuple[RelationRule, ...]
    tables: Mapping[str, Any]  # every other rules/*.toml by its stem

    @cached_property
    def version(self) -> str:
        """A digest of all rule and knowledge files: a change of rules is a change of this."""
        import hashlib

        digest = hashlib.sha256()
        for path in sorted([*(HERE / "rules").iterdir(), *(HERE / "knowledge").iterdir()]):
            if path.suffix in (".toml", ".tsv", ".txt"):
                digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()[:16]


def load_rulebook(folder: Path = HERE) -> Rulebook:
    """Read every file of rules/ and knowledge/; raises RuleError naming the file and the rule."""
    knowledge = folder / "knowledge"
    tables = {path.stem: _toml(path) for path in sorted((folder / "rules").glob("*.toml"))}
    return Rulebook(
        divisions=load_divisions(knowledge / "divisions.tsv"),
        organs=load_organs(knowledge / "organs.tsv", knowledge / "bureaus.tsv", knowledge / "central.tsv"),
        titles=load_titles(knowledge / "titles.tsv"),
        surnames=_surnames(knowledge / "surnames.txt"),
        words={row[0]: row[1] for row in _rows(knowledge / "words.tsv")},
        characters={row[0]: tuple(map(float, row[1:])) for row in _rows(knowledge / "characters.tsv")},
        countries={row[0]: row[1] for row in _rows(knowledge / "countries.tsv")} | tables["abroad"]["countries"],
        enterprises={f: row[0] for row in _rows(knowledge / "enterprises.tsv") for f in (row[0], *row[1].split())},
        brands=frozenset(row[0] for name in ("listed", "brands") for row in _rows(knowledge / f"{name}.tsv")),
        folds=fold_table({row[0]: row[1] for row in _rows(knowledge / "traditional.tsv")}),
        names=tuple(_name_rule(row) for row in tables.pop("names")["rule"]),
        relations=_relations(tables.pop("relations")),
        tables=tables,
    )


@lru_cache(maxsize=1)
def shared() -> Rulebook:
    """The rulebook of this process, loaded once."""
    return load_rulebook()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: {error}") from error


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _surnames(path: Path) -> frozenset[str]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return frozenset(name for line in lines for name in (line.split() if " " in line else line))


def _known(row: Mapping[str, Any], kind: str) -> None:
    if unknown := set(row) - _KEYS[kind]:
        raise RuleError(f"{kind}.toml, rule {row.get('id', '?')}: unknown key {', '.join(sorted(unknown))}")
    if missing := {"id", "examples"} - set(row):
        raise RuleError(f"{kind}.toml, rule {row.get('id', '?')}: no {', '.join(sorted(missing))}")


def _name_rule(row: Mapping[str, Any]) -> NameRule:
    _known(row, "names")
    try:
        kind = EntityType(row["type"])
    except ValueError as error:
        raise RuleError(f"names.toml, rule {row['id']}: unknown type {row['type']}") from error
    heads = tuple(sorted(row["heads"], key=len, reverse=True))
    generic = tuple(sorted(row.get("generic", ()), key=len, reverse=True))
    return NameRule(row["id"], kind, heads, generic, row.get("window", 24),
                    tuple(row["examples"]), tuple(row.get("rejects", ())))


def _relations(table: Mapping[str, Any]) -> tuple[RelationRule, ...]:
    """The rules with the families of verbs they name ({look}) written out."""
    families = table.get("family", {})
    return tuple(_relation_rule(row | {"pattern": _written_out(row["pattern"], families)}) for row in table["rule"])


def _written_out(pattern: str, families: Mapping[str, str]) -> str:
    for _ in range(3):  # a family may name another
        pattern = re.sub(r"\{([a-z]+)\}", lambda m: f"(?:{families[m[1]]})" if m[1] in families else m[0], pattern)
    return pattern


_SLOT = re.compile(r"\{(?:(\w+)=)?[A-Z]\w*[+~]?\}")  # {Person}, {s=Org+}


def _relation_rule(row: Mapping[str, Any]) -> RelationRule:
    _known(row, "relations")
    try:
        re.compile(_SLOT.sub(lambda m: f"(?P<{m[1]}>x)" if m[1] else "x", row["pattern"]))
    except re.error as error:
        raise RuleError(f"relations.toml, rule {row['id']}: {error}") from error
    return RelationRule(row["id"], row["predicate"], row["pattern"], tuple(tuple(e) for e in row["examples"]),
                        tuple(row.get("rejects", ())), row.get("confidence", 0.85), row.get("role", ""),
                        row.get("value", ""))
