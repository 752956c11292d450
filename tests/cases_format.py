"""Read the marked sentences of tests/cases/*.cases: mentions inline in 【Type surface】, facts on the indented lines below."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from kg.models import EntityType, Status

MARK = re.compile(r"【(\?)?([A-Z][a-z]+) ([^【】]+)】")
HEAD = re.compile(r"@ place=(?P<place>\S*) date=(?P<date>[\d-]*)\s*")
ATTRIBUTES = frozenset({
    "investment", "output", "outputValue", "capacity", "area", "jobs", "status", "projectStatus", "startDate",
    "completionDate", "founded", "formerName",
})


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention a reader sees: a span of the sentence. `optional` counts neither way."""

    start: int
    end: int
    type: EntityType
    optional: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact a reader reads. Names in `subject`, `object` and `role` are alternatives, each as good as the other."""

    subject: tuple[str, ...]
    predicate: str
    object: tuple[str, ...]
    role: tuple[str, ...] = ()
    status: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence, where it was printed and what it says."""

    file: str
    line: int
    text: str
    place: str
    date: str
    marks: tuple[Mark, ...]
    claims: tuple[Claim, ...]


def parse(path: Path) -> list[Case]:
    """All sentences of a file; a line that is none of the known kinds is a ValueError with file and line."""
    cases: list[Case] = []
    place = date = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            head = HEAD.fullmatch(line)
            if not head:
                raise ValueError(f"{where}: not '@ place=… date=…'")
            place, date = head["place"], head["date"]
        elif line.startswith("  "):
            if not cases:
                raise ValueError(f"{where}: a fact before the first sentence")
            cases[-1] = replace(cases[-1], claims=(*cases[-1].claims, _claim(line.strip(), where)))
        else:
            text, marks = _marked(line.strip(), where)
            cases.append(Case(path.name, number, text, place, date, marks, ()))
    return cases


def _marked(line: str, where: str) -> tuple[str, tuple[Mark, ...]]:
    """The sentence without its marks, and the marks as spans of it."""
    text, marks, last = "", [], 0
    for match in MARK.finditer(line):
        text += line[last : match.start()]
        surface = match[3]
        try:
            kind = EntityType(match[2])
        except ValueError:
            raise ValueError(f"{where}: no entity type {match[2]}") from None
        marks.append(Mark(len(text), len(text) + len(surface), kind, bool(match[1])))
        text += surface
        last = match.end()
    text += line[last:]
    if "【" in text or "】" in text:
        raise ValueError(f"{where}: a mark that cannot be read")
    return text, tuple(marks)


def _claim(line: str, where: str) -> Claim:
    """`NAME holdsPost ROLE STATUS ORGANISATION` or `SUBJECT predicate OBJECT`; `? ` before it makes it optional."""
    optional = line.startswith("? ")
    fields = line.removeprefix("? ").split()
    if len(fields) >= 5 and fields[1] == "holdsPost":
        if fields[3] not in {status.value for status in Status}:
            raise ValueError(f"{where}: no status {fields[3]}")
        return Claim(_names(fields[0]), "holdsPost", _names(" ".join(fields[4:])), _names(fields[2]), fields[3], optional)
    if len(fields) < 3 or fields[1] == "holdsPost":
        raise ValueError(f"{where}: not a fact: {line}")
    return Claim(_names(fields[0]), fields[1], _names(" ".join(fields[2:])), optional=optional)


def _names(field: str) -> tuple[str, ...]:
    return tuple(field.split("|"))
