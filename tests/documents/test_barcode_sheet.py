"""What is printed can be read again: the PDF as a picture, its bars by a decoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import barcode
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from orderdesk.documents import barcode_sheet as sheets
from orderdesk.documents.barcode_sheet import COMMANDS, QUANTITIES, Section, barcode_sheet, command_sections
from orderdesk.documents.bars import QUIET, bars
from orderdesk.documents.paper import MARGIN
from orderdesk.errors import BadValue, NotFound
from orderdesk.queries.labels import Label, bin_labels, product_labels
from orderdesk.scan_entry import Goods, Order, Times, scanned
from orderdesk.store.store import Store
from orderdesk.values import ONE
from tests.company import NOW, person

DOTS = 300 / 72  # of an office printer, for one point


def pages(made: bytes) -> list[Image.Image]:
    return [page.render(scale=DOTS).to_pil() for page in pypdfium2.PdfDocument(made)]


def words_of(made: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]


def read_back(made: bytes) -> list[str]:
    return [code.text for page in pages(made) for code in zxingcpp.read_barcodes(page)]


def sheet(*labels: Label, company: str = "Kaldewind", **named: Any) -> bytes:
    return barcode_sheet(company, [Section("Labels", labels)], NOW, **named)[0]


def test_every_command_and_quantity_is_read_back_as_what_it_is() -> None:
    made, missing = barcode_sheet("Kaldewind", command_sections(), NOW)
    codes = [label.code for section in command_sections() for label in section.labels]
    assert sorted(read_back(made)) == sorted(codes)
    assert [scanned(code) for code in codes] == [*COMMANDS, *(Times(count * ONE) for count in QUANTITIES)]
    assert set(COMMANDS) == set(Order)
    assert missing == ""


def test_each_page_says_whose_it_is_which_it_is_and_the_word_under_each_code() -> None:
    made, _ = barcode_sheet("Kaldewind Fine Foods", command_sections(), NOW)
    texts = words_of(made)
    assert len(texts) == 3
    for number, text in enumerate(texts, start=1):
        assert "Kaldewind Fine Foods" in text and f"{number} / {len(texts)}" in text
    for word, note in COMMANDS.values():
        assert word in texts[0] and note in texts[0]
    assert "× 144" in texts[1] + texts[2] and "OD:Q144" in texts[1] + texts[2]


def test_the_paper_is_a4_and_the_same_for_the_same_moment() -> None:
    made, _ = barcode_sheet("Kaldewind", command_sections(), NOW)
    page = pypdfium2.PdfDocument(made)[0]
    assert [round(points * 25.4 / 72) for points in page.get_size()] == [210, 297]
    assert barcode_sheet("Kaldewind", command_sections(), NOW)[0] == made


def test_bins_and_products_are_read_back(sqlite_store: Store) -> None:
    ann = person(sqlite_store, "ann")
    bins, goods = ann.ask(bin_labels, "main"), ann.ask(product_labels, ["chai", "TOFU"])
    assert [label.code for label in bins] == [f"A-0{place}-1" for place in range(1, 6)]
    assert [(label.code, label.title, label.note) for label in goods] == [
        ("4006381333931", "CHAI", "Chai, pc"), ("TOFU", "TOFU", "Tofu, pc"),
    ]  # fmt: skip
    assert sorted(read_back(sheet(*bins, *goods))) == sorted(label.code for label in (*bins, *goods))


def test_what_is_not_there_is_not_printed(sqlite_store: Store) -> None:
    ann = person(sqlite_store, "ann")
    for place, why in (("SOUTH", "no warehouse SOUTH"), ("NORTH", "NORTH has no bins"), ("\x00", "no warehouse")):
        with pytest.raises(NotFound, match=why):
            ann.ask(bin_labels, place)
    for sku, why in (("NOPE", "there is no product NOPE"), ("\x00", "there is no product")):
        with pytest.raises(NotFound, match=why):
            ann.ask(product_labels, ["CHAI", sku])


def test_a_thousand_bins_take_the_pages_they_need() -> None:
    labels = [Label(f"Z-{number:04}", f"Z-{number:04}", "Main") for number in range(1_000)]
    made = sheet(*labels)
    assert len(pypdfium2.PdfDocument(made)) == 72
    last = zxingcpp.read_barcodes(pypdfium2.PdfDocument(made)[71].render(scale=DOTS).to_pil())
    assert sorted(code.text for code in last) == [f"Z-{number:04}" for number in range(994, 1_000)]


def test_a_long_code_has_a_row_to_itself_and_no_bar_is_finer_than_a_scanner_reads() -> None:
    codes = ["SHORT", "A" * 20, "X-" * 16, "ALSO-SHORT"]
    made = sheet(*(Label(code, code, "") for code in codes))
    assert sorted(read_back(made)) == sorted(codes)
    for code in codes:
        width = sheets.COLUMN if sheets._module(bars(code), sheets.COLUMN) >= sheets.NARROWEST else 2 * sheets.COLUMN
        assert sheets._module(bars(code), width) >= sheets.NARROWEST
    with pytest.raises(BadValue, match=r"is too long for a barcode on A4: its bars would be finer than 0\.33 mm"):
        sheet(Label("a" * 48, "", ""))


def test_there_is_white_enough_on_either_side() -> None:
    label = Label("OD:CANCEL", "Cancel", "")
    (picture,) = pages(sheet(label))
    (code,) = zxingcpp.read_barcodes(picture)
    dots = 300 / 25.4
    row = int((sheets.TOP + sheets.TITLE + sheets.BAR_HEIGHT / 2) * dots)
    grey = picture.convert("L")
    black = [x for x in range(grey.width) if grey.getpixel((x, row)) < 128]  # type: ignore[operator]
    module = (black[-1] - black[0]) / bars("OD:CANCEL").modules
    assert module / dots >= sheets.NARROWEST
    assert black[0] - MARGIN * dots >= 11 * module - 1  # within the margin, which a printer may cut off
    assert code.text == label.code


@pytest.mark.parametrize("text", ["", "Käse", "漢字", "a\nb", "x" * 49])
def test_a_code_that_no_scanner_could_send_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="cannot be printed as a barcode"):
        bars(text)


@settings(max_examples=150)
@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_any_text_of_ascii_is_read_back_as_itself(text: str) -> None:
    code = bars(text)
    module, high = 3, 60
    picture = Image.new("L", ((code.modules + 2 * QUIET) * module, high), 255)
    draw, left = ImageDraw.Draw(picture), QUIET * module
    for number, run in enumerate(code.runs):
        if number % 2 == 0:
            draw.rectangle((left, 0, left + run * module - 1, high), fill=0)
        left += run * module
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


@pytest.mark.parametrize(
    ("gtin", "symbology"), [("96385074", "EAN-8"), ("4006381333931", "EAN-13"), ("96385075", "Code 128")]
)
def test_a_gtin_is_printed_as_on_the_goods(gtin: str, symbology: str) -> None:
    assert bars(gtin).symbology == symbology
    (found,) = [code for page in pages(sheet(Label(gtin, "", ""))) for code in zxingcpp.read_barcodes(page)]
    assert found.text == gtin
    assert isinstance(scanned(found.text), Goods)


# Letters --------------------------------------------------------------------------------------------------------------


def test_umlauts_are_printed_and_what_no_font_has_is_a_box_and_named() -> None:
    made, missing = barcode_sheet(
        "Käse & Söhne 漢", [Section("Größe", (Label("A-1", "Żółć", "Ελιά 豆腐 🧀 \x1b[31m"),))], NOW
    )
    (text,) = words_of(made)
    assert "Käse & Söhne □" in text and "Größe" in text and "Żółć" in text and "Ελιά □□ □" in text
    assert set(missing) >= set("漢豆腐🧀")
    assert read_back(made) == ["A-1"]


def test_a_name_that_is_too_long_is_made_smaller_then_cut() -> None:
    (text,) = words_of(sheet(Label("A-1", "T" * 60, "n" * 300), company="C" * 300))
    assert "C…" in text and "T…" in text and "n…" in text


def test_another_font_brings_its_letters_and_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    assert barcode_sheet("漢", [Section("", ())], NOW)[1] == "漢"
    wrong = tmp_path / "font.ttf"
    wrong.write_bytes(b"no font")
    for path in (wrong, tmp_path / "none.ttf"):
        with pytest.raises(BadValue, match="is no TrueType or OpenType font"):
            barcode_sheet("漢", [Section("", ())], NOW, path)
    font = Path(str(barcode.__file__)).parent / "fonts" / "DejaVuSansMono.ttf"
    assert words_of(barcode_sheet("Söhne", [Section("", ())], NOW, font)[0])[0].startswith("Söhne")
