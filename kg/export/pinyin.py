"""How the characters of names are read, so that the page finds 太原市科学技术局 by taiyuan, ty or tyskxjsj."""

import json
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

READINGS: Final = 4  # of a character: those after are names of old vessels


def readings(names: Iterable[str]) -> dict[str, str]:
    """The readings of every character of the names that has one, without tones, the commonest first: 重 zhong chong."""
    table = _table()
    return {
        character: " ".join(dict.fromkeys(_plain(sound) for sound in table[code].split(",")[:READINGS]))
        for character in sorted({c for name in names for c in name})
        if (code := str(ord(character))) in table
    }


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """pypinyin's dictionary, code point -> readings. Read as data: importing the package loads 47,000 phrases too."""
    package = find_spec("pypinyin")
    assert package is not None and package.submodule_search_locations is not None
    path = Path(package.submodule_search_locations[0]) / "pinyin_dict.json"
    table: dict[str, str] = json.loads(path.read_text("utf-8"))
    return table


@cache
def _plain(sound: str) -> str:
    """A syllable as it is typed: lǜ is lv."""
    letters = unicodedata.normalize("NFD", sound.replace("ü", "v").translate(_UMLAUTS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_UMLAUTS: Final = str.maketrans("ǖǘǚǜ", "vvvv")
