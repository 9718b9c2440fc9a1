"""What is said about the whole order from the line field: `/` and a word."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.header_entry import WORDS, HeaderEntry, header_entry
from orderdesk.queries import live
from orderdesk.queries.live import LiveDraft
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import seated


def draft(store: Store) -> LiveDraft:
    return person(store, "ann").ask(live.draft, 1001)


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("/to 2", "to", "2"),
        ("/t berlin", "to", "berlin"),
        ("/te weekly", "template", "weekly"),
        ("  /W  fri ", "wanted", "fri"),
        ('/note "ring  first"', "note", "ring first"),
        ("/note", "note", ""),
        ('/save "two words"', "save", "two words"),
    ],
)
def test_a_word_may_be_shortened(text: str, word: str, value: str) -> None:
    assert header_entry(text) == HeaderEntry(word, value)


def test_what_is_no_such_word_is_refused_with_those_there_are() -> None:
    for text in ("/x 1", "/"):
        with pytest.raises(BadValue, match=f"'{text}' is not one of /to, /wanted"):
            header_entry(text)


@given(st.text())
def test_no_text_is_anything_but_taken_refused_or_not_meant(text: str) -> None:
    try:
        entry = header_entry(text)
    except BadValue:
        return
    assert entry is None or entry.word in WORDS


async def test_everything_about_the_order_without_leaving_the_line_field(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type(
            "<f6>", "alfki⏎", "12 chai⏎", "/rule comp⏎", '/note "ring first"⏎', "/carrier DHL⏎", "/po 4711-B⏎",
            "/wan +2⏎",
        )
        there = draft(sqlite_store)
        assert (there.delivery_rule, there.note, there.po_number) == ("complete", "ring first", "4711-B")
        assert there.wanted == date(2026, 11, 14)
        assert "4711-B" in ann.row_with("PO")
        assert "12 chai" not in ann.status


async def test_the_words_are_listed_while_one_is_typed_and_a_chosen_one_waits_for_its_value(
    sqlite_store: Store,
) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "/")
        assert "where it goes" in ann.row_with("/to")
        await ann.type("ru↓⏎")
        assert ann.sees("each line leaves whole")
        await ann.type("li⏎")
        assert draft(sqlite_store).delivery_rule == "lines"


async def test_an_address_is_chosen_by_its_place_in_the_list(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "/to ")
        assert "Obere Str. 57" in ann.row_with("shipping")
        await ann.type("9⏎")
        assert "no address" in ann.status


async def test_an_unknown_rule_or_day_is_refused_and_stays_in_the_field(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "/rule sometimes⏎")
        assert "delivery rule 'sometimes' is not one of" in ann.status
        assert "/rule sometimes" in ann.row_with("Line 1")
        await ann.type("/wanted never⏎")
        assert "'never' is no day" in ann.status


async def test_an_order_is_kept_as_a_template_and_put_on_another(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "4 tofu⏎", "/save weekly⏎")
        assert ann.status.startswith("template weekly is kept")
        await ann.type("<f6>", "alfki⏎", "/template weekly⏎")
        assert "▸ " in ann.row_with("Tofu")
        there = person(sqlite_store, "ann").ask(live.draft, 1002)
        assert [(line.sku, line.quantity) for line in there.lines] == [("CHAI", 12_000), ("TOFU", 4_000)]
