"""Stage 1: encodings told apart, text unaltered, metadata taken, each bad input an InputError that names the file."""

import datetime
import io
import json
import sys
from pathlib import Path

import pytest
from docx import Document

from kg.errors import InputError
from kg.load import Input, collect, load, parse_date, read_all
from kg.models import Page

TEXT = "太原市科学技术局召开会议。\r\n\r\n　　局长王强说：“GDP增长5.2%”，共３５项。\n记者 李明\n"


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    (page,) = load(written(tmp_path / "a.txt", TEXT.encode(encoding)))
    assert page.text == TEXT
    assert page.keep == (encoding != "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings_of_the_seeds(tmp_path: Path, seeds: list[Path], encoding: str) -> None:
    for seed in seeds:
        text = seed.read_bytes().decode("utf-8")
        assert load(written(tmp_path / "a.txt", text.encode(encoding)))[0].text == text


def test_a_byte_order_mark_stays_so_that_offsets_hold_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", b"\xef\xbb\xbf" + "太原市".encode())
    (page,) = load(path)
    assert page.text == path.read_text("utf-8") == "\ufeff太原市"
    assert not page.keep


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "cp1252"])
def test_other_encodings_are_refused_not_misread(tmp_path: Path, encoding: str) -> None:
    text = {"big5": "臺北市議會舉行會議，討論預算案與學校設備採購", "shift_jis": "東京都議会がひらかれました。よろしくお願いします",
            "cp1252": "Le maire a été élu à l’unanimité, dès février"}[encoding]
    path = written(tmp_path / "a.txt", (text * 3).encode(encoding))
    with pytest.raises(InputError, match=r"a\.txt"):
        load(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n\xe3\x80\x80", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06", "binary"),
        ("a.txt", bytes(range(256)) * 9, "binary"),
        ("a.txt", "太原\x00市".encode(), "binary"),
        ("a.txt", "太原市".encode() * 9 + b"\xff\xe5", "broken UTF-8, 2 bad places, the first in line 1"),
        ("a.txt", "太\n原\n".encode() * 9 + "市".encode()[:2], "broken UTF-8, 1 bad place, the first in line 19"),
        ("a.txt", "太".encode() * 1_000_001, "line 1 has more than"),
        ("a.pdf", b"%PDF-1.7 nothing", "not a readable PDF"),
        ("a.docx", b"PK nothing", "not a readable DOCX"),
        ("a.jsonl", b'{"title": "x"}\nnot json\n[1]\n', "no line holds a page"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(InputError) as raised:
        load(written(tmp_path / name, data), warn=lambda message: None)
    assert name in str(raised.value) and said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(InputError, match=r"huge\.txt: larger than 64 MiB"):
        load(path)


def test_lenient_reads_broken_bytes_and_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "太原市".encode() * 9 + b"\xff" + "晋中市".encode())
    said: list[str] = []
    assert load(path, lenient=True, warn=said.append)[0].text == "太原市" * 9 + "\ufffd晋中市"
    assert len(said) == 1 and "a.txt: broken UTF-8, 1 bad place" in said[0]


def test_front_matter_gives_metadata_and_stays_in_the_text(tmp_path: Path) -> None:
    text = "---\ntitle: 会议\ndate: 2026/3/2\nplace: 太原市\nsource: 太原日报\n---\n正文\n"
    (page,) = load(written(tmp_path / "a.txt", text.encode()))
    assert (page.text, page.title, page.date, page.place, page.source) == (text, "会议", "2026-03-02", "太原市", "a.txt")


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"text": "一", "title": "甲", "date": "2026年3月", "place": "太原市", "source": "x/1"},
        {"text": "二"},
        {"text": "三", "source": "日报"},
        {"text": "四", "source": "日报"},
        {"text": 5},
        {"text": "六", "source": "../../六"},
        {"text": "\ud800"},
        {"text": "八", "date": "soon"},
    ]
    lines = "\n".join([json.dumps(row) for row in rows] + ["", "{"])
    said: list[str] = []
    pages = load(written(tmp_path / "a.jsonl", lines.encode()), warn=said.append)
    assert [page.source for page in pages] == ["x/1", "a.jsonl#2", "日报#3", "日报#4", "a.jsonl#8"]
    assert (pages[0].title, pages[0].date, pages[0].place, pages[0].keep) == ("甲", "2026-03", "太原市", True)
    assert len(said) == 5 and all("a.jsonl" in message for message in said)
    assert [n for n in (5, 6, 7, 10) if any(f"line {n}:" in message for message in said)] == [5, 6, 7, 10]


def test_parquet_is_read_as_json_lines_are(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow (the extra `spark`)")
    import pyarrow.parquet as parquet

    rows = {"text": ["一", "二", None, "四"], "source": ["日报", "日报", "x", None], "place": ["太原市", None, None, None],
            "date": [datetime.date(2026, 3, 2), None, None, None], "other": [1, 2, 3, 4]}
    parquet.write_table(pa.table(rows), tmp_path / "a.parquet")
    said: list[str] = []
    pages = load(tmp_path / "a.parquet", warn=said.append)
    assert pages == [Page("日报#1", "一", date="2026-03-02", place="太原市", keep=True), Page("日报#2", "二", keep=True),
                     Page("a.parquet#4", "四", keep=True)]
    assert said == ["a.parquet, row 3: left out, no `text`"]
    parquet.write_table(pa.table({"body": ["一"]}), tmp_path / "b.parquet")
    with pytest.raises(InputError, match="b.parquet: no row holds a page"):
        load(tmp_path / "b.parquet", warn=said.append)


def test_parquet_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.parquet", b"PAR1 torn")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match=r"a\.parquet: to read Parquet, install pyarrow"):
        load(path)
    monkeypatch.undo()
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow (the extra `spark`)")
    with pytest.raises(InputError, match="a.parquet: not a readable Parquet file"):
        load(path)


def test_docx_gives_paragraphs_and_cells_in_order(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("标题")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
    document.add_paragraph("正文")
    data = io.BytesIO()
    document.save(data)
    (page,) = load(written(tmp_path / "a.docx", data.getvalue()))
    assert ([line for line in page.text.split("\n") if line], page.keep) == (["标题", "甲", "乙", "正文"], True)


def test_pdf_gives_its_text_layer(tmp_path: Path) -> None:
    (page,) = load(written(tmp_path / "a.pdf", chinese_pdf("太原市")))
    assert (page.text.strip(), page.keep) == ("太原市", True)


def chinese_pdf(text: str) -> bytes:
    """A PDF of one page and one line, its font without outlines but with a map to Unicode."""
    codes = "".join(f"{ord(char):04X}" for char in text)
    cmap = "begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap"
    drawn = f"BT /F 12 Tf 20 100 Td <{codes}> Tj ET"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    out, offsets = "%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return f"{out}xref\n0 8\n0000000000 65535 f \n{table}trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()


def test_collect_walks_folders_in_order_and_takes_each_file_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.md", "a/9.HTML", "a/.hidden.txt", ".git/x.txt", "a/skip.png", "c.txt"):
        written(tmp_path / name, b"x")
    found = collect([str(tmp_path), str(tmp_path / "c.txt"), str(tmp_path / "*" / "*.txt")])
    assert [item.source for item in found] == ["c.txt", "a/9.HTML", "b/1.md", "b/2.txt"]


def test_files_of_one_name_are_cited_apart(tmp_path: Path) -> None:
    for name in ("a/x/1.txt", "b/x/1.txt", "b/2.txt"):
        written(tmp_path / name, b"x")
    found = collect([str(tmp_path / "a/x/1.txt"), str(tmp_path / "b/x/1.txt"), str(tmp_path / "b/2.txt")])
    assert [item.source for item in found] == ["a/x/1.txt", "b/x/1.txt", "2.txt"]
    lines = [written(tmp_path / name, b'{"text": "x", "source": "s"}') for name in ("1.jsonl", "2.jsonl")]
    assert [page.source for page in read_all(collect([str(path) for path in lines]))] == ["s", "s (2)"]


@pytest.mark.parametrize("name", ["missing.txt", "*.none", "empty"])
def test_collect_refuses_what_is_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as raised:
        collect([str(tmp_path / name)])
    assert name in str(raised.value)


def test_read_all_goes_on_behind_a_failure(tmp_path: Path) -> None:
    good, bad = written(tmp_path / "good.txt", "好".encode()), written(tmp_path / "bad.txt", b"")
    said: list[str] = []
    pages = read_all([Input(bad, "bad.txt"), Input(good, "good.txt")], fail=said.append)
    assert [page.source for page in pages] == ["good.txt"]
    assert said == [f"{bad}: empty"]


@pytest.mark.parametrize(
    ("given", "date"),
    [("2026", "2026"), ("2026-3", "2026-03"), ("2026/03/02", "2026-03-02"), ("2026年3月2日", "2026-03-02"),
     ("2026年3月", "2026-03"), ("2026-03-02T08:00:00+08:00", "2026-03-02"), ("2026-13", ""), ("2026-02-30", ""), ("昨天", ""), ("", "")],
)
def test_dates(given: str, date: str) -> None:
    assert parse_date(given) == date
