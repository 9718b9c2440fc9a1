"""Files of unknown origin: encodings, separators, torn lines, and sizes that must not take the memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from orderdesk.errors import Refused
from orderdesk.exchange.reading import MAX_LINE, Row, look_at, rows
from orderdesk.exchange.report import Findings

COLUMNS = ("code", "name", "price_list")


def read(
    path: Path, content: str | bytes, *, encoding: str | None = None, separator: str | None = None
) -> tuple[list[Row], Findings]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings = Findings(path.name)
    shape = look_at(path, COLUMNS, encoding=encoding, separator=separator)
    return list(rows(path, shape, findings)), findings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "segments.csv"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_separator_is_found_by_the_columns_that_it_parts(file: Path, mark: str) -> None:
    found, findings = read(file, f'code{mark}name\nA{mark}"One{mark} two"\n')
    assert [row.values for row in found] == [{"code": "A", "name": f"One{mark} two"}]
    assert not findings.errors


def test_a_separator_can_be_named(file: Path) -> None:
    found, _ = read(file, "code;name\nA;b,c\n", separator="semicolon")
    assert found[0].values == {"code": "A", "name": "b,c"}
    with pytest.raises(Refused, match="'x' is no separator"):
        look_at(file, COLUMNS, separator="x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_an_encoding_is_found_or_named(file: Path, encoding: str) -> None:
    content = "code,name\nA,Blondel père et fils\nB,Größe ß\n".encode(encoding)
    for named in (None, encoding):
        found, findings = read(file, content, encoding=named)
        assert [row.values["name"] for row in found] == ["Blondel père et fils", "Größe ß"]
        assert not findings.errors


def test_the_euro_sign_of_windows_is_read(file: Path) -> None:
    found, _ = read(file, "code,name\nA,5 € – “so”\n".encode("cp1252"))
    assert found[0].values["name"] == "5 € – “so”"
    assert look_at(file, COLUMNS).note.startswith("segments.csv is not UTF-8; it was read as cp1252")


def test_a_single_line_in_another_encoding_is_an_error_and_not_mended_by_guessing(file: Path) -> None:
    content = "code,name\nA,père\nB,mère\n".encode() + "C,frère\n".encode("latin-1") + b"D,soeur\n"
    found, findings = read(file, content)
    assert [row.values["code"] for row in found] == ["A", "B", "D"]
    (error,) = findings.errors
    assert (error.line, error.reason) == (4, "is not utf-8: byte 0xe8 at place 5 of the line")


def test_an_encoding_that_does_not_exist_or_cannot_be_cut_into_lines_is_refused(file: Path) -> None:
    file.write_text("code,name\n", "utf-8")
    for named in ("klingon", "utf-16", "base64"):
        with pytest.raises(Refused, match=named):
            look_at(file, COLUMNS, encoding=named)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"PK\x03\x04rest of a spreadsheet", "not a CSV file"),
        ("code,name\n".encode("utf-16"), "UTF-16"),
        (b"code,na\0me\n", "not a CSV file"),
        (b"code,code\n", "column code twice"),
        (b'code,"name\nA,b\n', "a quotation mark is open"),
        (",".join(f"c{i}" for i in range(600)).encode(), "600 columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(file: Path, content: bytes, says: str) -> None:
    file.write_bytes(content)
    with pytest.raises(Refused, match=says):
        look_at(file, COLUMNS)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        look_at(tmp_path / "none.csv", COLUMNS)
    with pytest.raises(Refused, match="cannot be read"):
        look_at(tmp_path, COLUMNS)


def test_every_wrong_row_is_reported_and_the_good_ones_read(file: Path) -> None:
    found, findings = read(file, 'code,name\nA\nB,b\nC,c,c\n"D"x,d\nE,e\n')
    assert [row.values["code"] for row in found] == ["B", "E"]
    assert [(error.line, error.reason) for error in findings.errors] == [
        (2, "has 1 fields where the header names 2"),
        (4, "has 3 fields where the header names 2"),
        (5, "something stands behind a closing quotation mark; write a quotation mark inside a field twice"),
    ]


def test_a_torn_last_line_is_reported_as_torn(file: Path) -> None:
    _, findings = read(file, "code,name\nA,a\nB")
    assert findings.errors[0].reason == "has 1 fields where the header names 2; the file seems to be torn off here"
    assert findings.errors[0].line == 3
    _, findings = read(file, 'code,name\nA,a\nB,"Bon ap')
    assert "never closed; the file seems to be torn off" in findings.errors[0].reason
    assert findings.errors[0].line == 3


def test_lines_are_counted_as_an_editor_does_through_fields_of_several_lines(file: Path) -> None:
    found, _ = read(file, 'code,name\r\nA,"one\r\ntwo"\r\n\r\nB,b\r\n')
    assert [(row.line, row.values["code"]) for row in found] == [(2, "A"), (5, "B")]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_a_long_file(file: Path) -> None:
    _, findings = read(file, 'code,name\nA,"oops\n' + "B,b\n" * 50_000)
    assert findings.errors[0].line == 2
    assert "quotation mark is missing" in findings.errors[0].reason


@pytest.mark.parametrize("shape", ["one line", "one line below a header", "one column", "one open quotation mark"])
def test_two_hundred_megabytes_take_no_memory(file: Path, shape: str) -> None:
    megabyte = b"x" * (1 << 20)
    with file.open("wb") as target:
        target.write({"one line": b"", "one column": b"stuff\n"}.get(shape, b"code,name\n"))
        if shape == "one open quotation mark":
            target.write(b'A,"')
        for _ in range(200):
            target.write(megabyte.replace(b"x" * 32, b"x" * 31 + b"\n") if "one line" not in shape else megabyte)
    tracemalloc.start()
    try:
        if shape == "one line":
            with pytest.raises(Refused, match="its first line has more than"):
                look_at(file, COLUMNS)
        elif shape == "one column":
            assert look_at(file, COLUMNS).header == ("stuff",)  # which the caller does not know
        else:
            findings = Findings(file.name)
            list(rows(file, look_at(file, COLUMNS), findings))
            assert len(findings.errors) == 1
        assert tracemalloc.get_traced_memory()[1] < 40 * MAX_LINE
    finally:
        tracemalloc.stop()


def test_progress_is_told_up_to_the_end(file: Path) -> None:
    file.write_text("code,name\n" + "A,b\n" * 300_000, "utf-8")
    told: list[tuple[int, int]] = []
    for _ in rows(file, look_at(file, COLUMNS), Findings(""), lambda done, total: told.append((done, total))):
        pass
    assert len(told) > 3
    assert told[-1] == (file.stat().st_size, file.stat().st_size)
    assert told == sorted(told)
