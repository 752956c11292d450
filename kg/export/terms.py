"""RDF terms as the strings that N-Triples writes: fast to build, to compare and to sort."""

import hashlib
import math
import re
from datetime import date as calendar_date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from rdflib import XSD, URIRef

from kg.errors import OutputError

_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0x85, 0x2028, 0x2029)},
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}
# Not in RFC 3987's ipchar: ASCII that a path may not hold, blanks, marks without width, private use, surrogates.
_UNSAFE: Final = re.compile(
    r"[\x00-\x20\"#%/<>?\[\\\]^`{|}\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ud800-\uf8ff\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
_BAD_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\\ud800-\udfff]")
_DATE: Final = re.compile(r"(\d{4})(?:[-年](\d{1,2})(?:[-月](\d{1,2})日?|月)?|年)?", re.ASCII)


def iri(value: str | URIRef) -> str:
    """The term of an IRI."""
    return f"<{value}>"


def text(value: str, *, lang: str = "") -> str:
    """The term of a string, with a language or plain."""
    if '"' in value or "\\" in value or not value.isprintable():
        value = value.translate(_ESCAPES)
    return f'"{value}"@{lang}' if lang else f'"{value}"'


def typed(value: str, datatype: str | URIRef) -> str:
    """The term of a literal whose lexical form needs no escapes."""
    return f'"{value}"^^<{datatype}>'


def integer(value: int) -> str:
    """The term of an xsd:integer."""
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#integer>'


@lru_cache(maxsize=1024)
def decimal(value: float) -> str:
    """The term of an xsd:decimal: 14000000000.0 is 14000000000, 0.90 is 0.9."""
    if not math.isfinite(value):
        raise OutputError(f"not a number that RDF can hold: {value}")
    digits = format(Decimal(repr(value)), "f")
    return typed(digits.rstrip("0").rstrip(".") if "." in digits else digits, XSD.decimal)


def boolean(value: bool) -> str:
    """The term of an xsd:boolean."""
    return typed("true" if value else "false", XSD.boolean)


@lru_cache(maxsize=1024)
def date(value: str) -> str:
    """The term of a date at its own precision: 2026-03, 2026年3月 is a gYearMonth; "" if it is not one."""
    found = _DATE.fullmatch(value)
    if found is None:
        return ""
    year, month, day = found.groups()
    try:
        calendar_date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if day:
        return typed(f"{year}-{int(month):02}-{int(day):02}", XSD.date)
    return typed(f"{year}-{int(month):02}", XSD.gYearMonth) if month else typed(year, XSD.gYear)


def segment(name: str) -> str:
    """A name as one segment of an IRI's path: Chinese stays readable, what an IRI cannot hold is percent-encoded."""
    if name in (".", ".."):
        return name.replace(".", "%2E")
    return _UNSAFE.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8", "replace")), name)


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for the parts: the same parts, the same digits."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def check_base(base: str) -> str:
    """The base of the entity IRIs, ending in / or #; OutputError if it is not an absolute IRI."""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", base) or _BAD_IRI.search(base):
        raise OutputError(f"not an absolute IRI, cannot name entities with it: {base!r}")
    return base if base[-1] in "/#" else base + "/"
