"""Bytes -> text: UTF-8, UTF-16 and GB18030 told apart by strict decoding and by what Chinese text looks like."""

import codecs
import re
from collections.abc import Callable

from kg.errors import InputError

Warn = Callable[[str], object]

_MARKS = (  # UTF-32 before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e\u3000-\u303f\u2010-\u2027\uff00-\uffef·—×°①-⑩]+")
_COMMON_SHARE = 0.8  # of the characters that are no plain punctuation: those of GB 2312, level 1 and 2
_BROKEN_SHARE = 0.2  # more bad bytes than this among the non-ASCII characters: another encoding, not damage


def decode(data: bytes, name: str, *, lenient: bool = False, warn: Warn = print) -> tuple[str, str]:
    """The text and its encoding. A UTF-8 byte order mark stays, line ends stay.

    Raises InputError naming the file if it is empty, binary, in no known encoding, or UTF-8 with broken bytes;
    `lenient` puts U+FFFD in place of each of those and warns instead.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{name}: empty")
    text, encoding = _strict(data) or _broken(data, name, lenient=lenient, warn=warn)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) / 100:
        raise InputError(f"{name}: binary, not text")
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise InputError(f"{name}: empty")
    return text, encoding


def _strict(data: bytes) -> tuple[str, str] | None:
    """What decodes without an error and, where the encoding is a guess, reads like Chinese."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    if found := _try(data, "utf-8"):
        if "\x00" not in found[0]:
            return found
    elif _damage(data)[1] <= _BROKEN_SHARE:
        return None
    guesses = (_try(data, encoding) for encoding in ("utf-16-le", "utf-16-be", "gb18030"))
    return next((guess for guess in guesses if guess and _reads_chinese(guess[0])), None)


def _try(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _reads_chinese(text: str) -> bool:
    """Whether the characters are those a newspaper uses: a wrong guess gives rare ones, Hangul or private use."""
    rest = _PLAIN.sub("", text)
    if not rest:
        return "\x00" not in text
    common = sum(1 for char in rest if "\u4e00" <= char <= "\u9fff" and char.encode("gb2312", "ignore"))
    return common >= _COMMON_SHARE * len(rest)


def _damage(data: bytes) -> tuple[int, float]:
    """How many places are broken if this is UTF-8, and their share among the characters beyond ASCII."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    beyond = sum(1 for char in text if char > "\x7f")
    return bad, bad / beyond if beyond else 0.0


def _broken(data: bytes, name: str, *, lenient: bool, warn: Warn) -> tuple[str, str]:
    """UTF-8 with a few bad bytes, or nothing that can be read."""
    bad, share = _damage(data)
    if b"\x00" in data:
        raise InputError(f"{name}: binary, not text")
    if share > _BROKEN_SHARE:
        raise InputError(f"{name}: neither UTF-8 nor UTF-16 nor GB18030")
    line = data[: _first_bad(data)].count(b"\n") + 1
    said = f"{name}: broken UTF-8, {bad} bad place{'s' if bad > 1 else ''}, the first in line {line}"
    if not lenient:
        raise InputError(f"{said} (--lenient reads it with � in their place)")
    warn(f"{said}: read with �")
    return data.decode("utf-8", "replace"), "utf-8 with replacements"


def _first_bad(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)
