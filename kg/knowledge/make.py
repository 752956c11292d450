"""Regenerate the knowledge files that come from packages: `python make.py JIONLP_DICTIONARY JIEBA_DICT ADATA_CODES`.

JIONLP_DICTIONARY is the folder jionlp/dictionary of the jionlp 1.5.31 wheel (Apache-2.0), JIEBA_DICT the file
jieba/dict.txt of jieba 0.42.1 (MIT), ADATA_CODES the file adata/stock/cache/code.csv of the adata 2.9.5 wheel
(Apache-2.0). None of the packages is needed at run time.
"""

import csv
import math
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

HERE = Path(__file__).parent
LEVELS = ("province", "prefecture", "county")
MUNICIPALITIES = {"北京市", "上海市", "天津市", "重庆市"}
_HEAD = "# source: {source}; made by make.py, do not edit\n"
# zones that the package lists among the counties; but 浦东新区, 绿园区, 清新区 are districts with codes of the ministry
_ZONE = re.compile(r"开发区|高新|产业|示范|园区|工业|管理区|经济区|保税|新区\t")
_DISTRICTS = frozenset(("浦东新区", "滨海新区", "沈北新区", "清新区", "绿园区", "下花园区", "梁园区"))
_NATIONS = re.compile(
    r"(?:壮|回|维吾尔|蒙古|藏|苗|彝|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜"
    r"|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各)族"
    r"(?:自治[县州区]|区|乡)?.*$"
)


def short_name(full: str, given: str) -> str:
    """The everyday short form of a division's name: 太原市 太原, 延边朝鲜族自治州 延边, 沁县 沁县 (never one character)."""
    stem = _NATIONS.sub("", full) if "族" in full else full
    stem = re.sub(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|州|盟|区|县|旗)$", "", stem)
    short = given if given and given != full and not given.endswith("市") else stem
    return short if len(short) >= 2 else full


MISPRINTS = {"凤翔市": "凤翔区"}  # 宝鸡市凤翔区 since 2021, 民政部
# Changes that the package lacks (民政部, by year): the old code, the new code and name.
CHANGES = {
    "340225": ("340281", "无为市"),  # 2019
    "630122": ("630106", "湟中区"),  # 2019
    "350625": ("350605", "长泰区"),  # 2021
    "540422": ("540481", "米林市"),  # 2023
    "540530": ("540581", "错那市"),  # 2023
}
FOUNDED = (("659012", "白杨市", "白杨", "county", "650000"),)  # 2023


def divisions(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows (code, name, short, level, parent code); renamed or merged ones since 2002 have level county-former."""
    with zipfile.ZipFile(folder / "china_location.zip") as archive:
        lines = archive.read("china_location.txt").decode("utf-8").splitlines()
    path: list[str] = ["", "", ""]
    seen: dict[tuple[str, ...], str] = {}
    for line in lines:
        depth = len(line) - len(line.lstrip("\t"))
        if depth > 2 or "\t" not in line.strip():
            continue
        name, code, *alias = line.strip().split("\t")
        if _ZONE.search(line) and name not in _DISTRICTS:
            continue
        before = name if code in CHANGES else ""
        code, name = CHANGES.get(code, (code, MISPRINTS.get(name, name)))
        path[depth] = code
        if depth == 1 and (name in MUNICIPALITIES or not re.search(r"(?:市|州|盟|地区)$", name)):
            path[1] = path[0]  # districts of a municipality, counties directly under a province
            if name in MUNICIPALITIES or "行政区划" in name:
                continue
            depth = 2
        parent = "" if depth == 0 else (path[1] or path[0]) if depth == 2 else path[0]
        seen[(name,)] = code
        yield code, name, short_name(name, alias[0] if alias else ""), LEVELS[depth], "" if parent == code else parent
        if before:
            yield "f" + code, before, short_name(before, ""), "county-former", code
    yield from FOUNDED
    yield from former(folder / "china_location_change.txt", seen)


def former(path: Path, seen: dict[tuple[str, ...], str]) -> Iterator[tuple[str, str, str, str, str]]:
    """Counties renamed or merged, under the code of the division that took their place."""
    for line in path.read_text("utf-8").splitlines():
        old, _, new = line.partition("=>")
        fields, successor = old.split("\t"), [x for x in new.split("\t") if x]
        name = fields[-2] if len(fields) >= 2 else ""
        code = seen.get((MISPRINTS.get(successor[-1], successor[-1]),), "") if successor else ""
        if name and code and (name,) not in seen:
            yield "f" + code, name, short_name(name, ""), "county-former", code


def countries(folder: Path) -> Iterator[tuple[str, str]]:
    """Rows (short name, full name) of the world's countries, China left out."""
    for line in (folder / "world_location.txt").read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) >= 2 and fields[0] != "中国":
            yield fields[0], fields[1]


# Variants that are written in given names to this day, and 阪 of 大阪: who is called 喆 is not called 哲.
_KEPT = "乾著瞭覆藉喆昇祐樑堃邨甦迺崑崙珮濬叡璿萲犇勣喦氾瑠峯阪"


def folds(folder: Path) -> Iterator[tuple[str, str]]:
    """Rows (traditional, simplified), one character each."""
    for line in (folder / "tra2sim_char.txt").read_text("utf-8").splitlines():
        old, _, new = line.partition("\t")
        if len(old) == len(new) == 1 and old != new and old not in _KEPT:
            yield old, new


def words(path: Path) -> Iterator[tuple[str, str]]:
    """Rows (word, part of speech): everyday words of two to four characters that are no names."""
    for line in path.read_text("utf-8").splitlines():
        word, frequency, tag = line.split()
        if 2 <= len(word) <= 4 and int(frequency) >= 15 and not tag.startswith(("nr", "ns", "nt", "nz", "x", "eng")):
            yield word, tag


def characters(path: Path) -> Iterator[tuple[str, ...]]:
    """Rows (character, odds as surname, in the middle, at the end of a name, in a transliterated name), in bits.

    The odds compare how often jieba's tagger model emits a character inside a name with how often it occurs in its
    dictionary at all; cut off at 8 bits.
    """
    spec = spec_from_file_location("prob_emit", path.parent / "posseg" / "prob_emit.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    everywhere: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        word, frequency, _ = line.split()
        for character in word:
            everywhere[character] += int(frequency)
    total = everywhere.total()
    states = [[module.P[state, "nr"]] for state in "BME"] + [[module.P[state, "nrt"] for state in "BME"]]
    for character, count in everywhere.items():
        if "\u4e00" <= character <= "\u9fff":
            usual = math.log(count / total)
            odds = [(max(table.get(character, -99.0) for table in tables) - usual) / math.log(2) for tables in states]
            if max(odds) > -8:
                yield character, *(f"{min(8.0, max(-8.0, o)):.1f}" for o in odds)


# marks of the exchange around a short name: special treatment, first day, class of share, delisted
_MARKED = re.compile(r"^(?:S?\*?ST|PT|XD|XR|DR|[NCSG](?=[\u4e00-\u9fff]))|(?:-?[UW]{1,3}|[AB]|B股|[（(]?退.*|\(.*\))$")


def listed(path: Path, dictionary: Path) -> Iterator[tuple[str]]:
    """Rows (short name) of the companies whose shares are or were traded in Shanghai, Shenzhen and Beijing.

    Names that the dictionary knows as something else are left out (太平洋, 王府井), and those of ports and railways.
    """
    entries = [line.split() for line in dictionary.read_text("utf-8").splitlines()]
    known = {word for word, _, tag in entries if not tag.startswith(("nt", "nz"))}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = _MARKED.sub("", row["short_name"].replace(" ", "").replace("Ａ", "A").replace("Ｂ", "B"))
            shaped = re.fullmatch(r"[A-Z]{2,4}[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{3,5}", name)
            plain = name.startswith(("智慧", "线上")) or name.endswith(("港", "高铁", "机场", "口岸"))
            if shaped and name not in known and not plain:
                yield (name,)


def write(name: str, source: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Write one sorted tab-separated file with its source in the first line."""
    body = "".join("\t".join(row) + "\n" for row in sorted(set(rows)))
    (HERE / name).write_text(_HEAD.format(source=source) + body, "utf-8")


def main() -> None:
    """Write every generated file."""
    jionlp, jieba, adata = map(Path, sys.argv[1:])
    apache = "jionlp 1.5.31 (Apache-2.0), "
    write("divisions.tsv", apache + "china_location, china_location_change", divisions(jionlp))
    write("countries.tsv", apache + "world_location", countries(jionlp))
    write("traditional.tsv", apache + "tra2sim_char", folds(jionlp))
    write("words.tsv", "jieba 0.42.1 dict.txt (MIT), frequency of 15 and more, names left out", words(jieba))
    write("listed.tsv", "adata 2.9.5 (Apache-2.0), stock/cache/code.csv: short names of A-share companies", listed(adata, jieba))
    write("characters.tsv", "jieba 0.42.1 dict.txt and posseg/prob_emit.py (MIT)", characters(jieba))


if __name__ == "__main__":
    main()
