#!/usr/bin/env python3
"""Pages multiplied: copies in which other people, firms and places are named, so that the graph grows with the text.

multiply.py TIMES OUT [PAGES …]: each page of seeds/ TIMES times into the folder OUT. The first copy is the page itself.
In another copy each province, city and county is another real one of its level, each person has another name of as
many characters, each firm another brand; the same all over the copy. The same arguments give the same bytes.
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.divisions import Division, Divisions
from kg.load import collect, read_all
from kg.models import EntityType, Page
from kg.pipeline import Reader
from kg.rulebook import Rulebook, load_rulebook

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = {EntityType.OFFICIAL, EntityType.PERSON, EntityType.JOURNALIST}
FORM = re.compile(r"(?:集团|股份|控股|有限|责任|公司|分公司|银行|酒店|科技|实业|投资|发展|建设)+$")


@dataclass(frozen=True)
class Names:
    """What a page names, and the pieces of its text: those with an odd number are names."""

    pieces: tuple[str, ...]
    people: frozenset[str]
    brands: dict[str, str]  # a firm's name -> the part of it that is its own
    divisions: dict[str, Division]  # full and short names


class Multiplier:
    """Copies of pages, by dice."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.divisions = rulebook.divisions
        self.surnames = sorted(s for s in rulebook.surnames if len(s) == 1)
        ranked = sorted(rulebook.characters.items(), key=lambda row: (-row[1][1] - row[1][2], row[0]))
        self.given = [char for char, _ in ranked[:800]]
        self.inside: dict[str, list[Division]] = defaultdict(list)
        for code, division in self.divisions.by_code.items():
            if division.level != "county-former":
                self.inside[division.parent].append(self.divisions.by_code[code])

    def copy(self, names: Names, seed: str) -> str:
        """The text with all that is named named otherwise."""
        dice = random.Random(seed)
        places = self._places(names.divisions, dice)
        new = {name: self._person(name, dice) for name in sorted(names.people)}
        brands = {brand: self._given(len(brand), dice) for brand in sorted(set(names.brands.values()))}
        moved = re.compile("|".join(sorted(places, key=lambda n: (-len(n), n))) or "(?!)")
        for name, brand in names.brands.items():
            new[name] = moved.sub(lambda m: places[m[0]], name.replace(brand, brands[brand]))
        new = places | new
        return "".join(new[piece] if n % 2 else piece for n, piece in enumerate(names.pieces))

    def _person(self, name: str, dice: random.Random) -> str:
        return dice.choice(self.surnames) + self._given(len(name) - 1, dice)

    def _given(self, size: int, dice: random.Random) -> str:
        return "".join(dice.choice(self.given) for _ in range(size))

    def _places(self, named: dict[str, Division], dice: random.Random) -> dict[str, str]:
        """Full and short name of each division -> that of another of its level, those around it moved alike."""
        moved: dict[str, Division] = {}
        for division in sorted(set(named.values()), key=lambda d: d.code):
            self._move(division, moved, dice)
        return {name: moved[d.code].name if name == d.name else moved[d.code].short for name, d in named.items()}

    def _move(self, division: Division, moved: dict[str, Division], dice: random.Random) -> Division:
        if division.code not in moved:
            up = self.divisions.parent(division)
            around = self.inside[self._move(up, moved, dice).code if up else ""]
            alike = [d for d in around if d.level == division.level and d.name[-1] == division.name[-1]]
            taken = {d.code for d in moved.values()}
            alike = [d for d in alike if d.code not in taken] or alike
            moved[division.code] = dice.choice(alike) if alike else division
        return moved[division.code]


def names(page: Page, reader: Reader, divisions: Divisions) -> Names:
    """What the page names, by the program's own reading of it."""
    entities = reader.read(page).entities
    people = frozenset(e.label for e in entities if e.type in PEOPLE and 2 <= len(e.label) <= 4)
    brands = {}
    for entity in entities:
        if entity.type is EntityType.ENTERPRISE:
            for name in (entity.label, *(a.name for a in entity.aliases)):
                if own := _brand(name, divisions):
                    brands[name] = own
    places = {n: d for d in divisions.all if d.level != "county-former" for n in (d.name, d.short) if len(n) > 1 and n in page.text}
    every = sorted({*people, *brands, *places}, key=lambda n: (-len(n), n))
    pieces = re.split("(" + "|".join(map(re.escape, every)) + ")", page.text) if every else [page.text]
    return Names(tuple(pieces), people, brands, places)


def _brand(name: str, divisions: Divisions) -> str:
    """The first two characters behind the places that a firm's name begins with, "" if little else is left."""
    start = 0
    while (size := next((s for s in range(8, 1, -1) if name[start : start + s] in divisions.by_name
                         or name[start : start + s] in divisions.by_short), 0)):
        start += size
    rest = FORM.sub("", name[start:])
    return rest[:2] if len(rest) >= 2 else ""


def multiply(paths: list[str], times: int) -> Iterator[tuple[str, str]]:
    """File names and texts, copy after copy."""
    rulebook = load_rulebook()
    reader, multiplier = Reader(rulebook), Multiplier(rulebook)
    pages = read_all(collect(paths))
    known = [names(page, reader, rulebook.divisions) for page in pages]
    for number in range(times):
        for page, own in zip(pages, known, strict=True):
            text = multiplier.copy(own, f"{number} {page.source}") if number else page.text
            yield f"{number:05}/{Path(page.source).stem}.txt", text


def main() -> None:
    """Write the copies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("pages", nargs="*", default=[str(ROOT / "seeds")])
    args = parser.parse_args()
    for name, text in multiply(args.pages, args.times):
        path = args.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


if __name__ == "__main__":
    main()
