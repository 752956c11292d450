"""The command's process: a set of characters is remembered, and stays what it is."""

import re._compiler as compiler
import subprocess
import sys

import pytest

from kg.startup import remembered

SETS = ["[一-鿿]", "[^一-鿿]", "[一-鿿A-Za-z·]", "[，。、]", "[^，。]", r"[\w·]", r"[^\s\d]", "[a-z]", "[𠀀-𪛟一]", "[省市县区]"]


@pytest.mark.parametrize("pattern", SETS)
def test_a_set_is_what_it_was_each_time_it_is_named(pattern: str) -> None:
    [(_, charset)] = compiler._parser.parse(pattern).data
    plain = compiler._optimize_charset(list(charset))
    once = remembered(compiler._optimize_charset)
    first, _ = once(list(charset))
    assert (first, once(list(charset))) == (plain[0], plain)
    first.clear()  # a caller may do with it what it likes
    assert once(list(charset)) == plain


def test_a_set_that_ignores_case_is_no_other_set() -> None:
    once = remembered(compiler._optimize_charset)
    charset = [(compiler.RANGE, (97, 122))]
    cased = once(charset)
    ignoring = (charset, lambda c: True, lambda c: c - 32, {})
    assert once(*ignoring) == compiler._optimize_charset(*ignoring) != cased
    assert once(charset) == cased


def test_every_pattern_of_a_process_that_started_so_compiles_to_the_same() -> None:
    code = """
import re, re._compiler as compiler
plain, seen = compiler.compile, []
def compile(pattern, flags=0):
    seen.append((pattern, flags))
    return plain(pattern, flags)
compiler.compile = compile
optimize = compiler._optimize_charset
from kg.startup import hasten
hasten()
from kg import pipeline
from kg.rulebook import shared
from kg.models import Page
pipeline.reader(shared()).read(Page("a", "# 召开会议\\n\\n本报讯 市科技局召开会议，局长王强出席会议并讲话。\\n"))
def codes():
    return [compiler._code(compiler._parser.parse(p, f), f) for p, f in seen if isinstance(p, str)]
ours = codes()
compiler._optimize_charset = optimize
assert ours == codes() and len(ours) > 300, len(ours)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
