"""Text from outside: safe where it comes in, literal where it goes out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.texts import clean, code, fold, visible, words

anything = st.text(max_size=100)
nasty = st.text(st.one_of(st.characters(), st.sampled_from("\x00\x07\x1b\x7f\x85\u202e\u200f\u2066\ufeff\u2028\t\n é")))
HIDDEN = "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


def is_safe(text: str) -> bool:
    return all(unicodedata.category(character) not in ("Cc", "Cs") and character not in HIDDEN for character in text)


@given(nasty)
def test_what_is_stored_has_no_control_or_direction_characters(text: str) -> None:
    assert is_safe(clean(text, limit=1_000))


@given(nasty)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text, limit=1_000)
    assert clean(once, limit=1_000) == once
    assert once == once.strip()
    assert "  " not in once


@given(nasty)
def test_what_is_shown_has_no_control_characters_wherever_it_came_from(text: str) -> None:
    shown = visible(text)
    assert is_safe(shown)
    assert len(shown) == len(text), "nothing that is there is left out"


@given(nasty)
def test_what_was_cleaned_is_shown_as_it_is(text: str) -> None:
    cleaned = clean(text, limit=1_000)
    assert visible(cleaned) == cleaned


@given(anything)
def test_what_is_stored_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", clean(text, limit=1_000))


def test_both_spellings_of_an_accent_are_stored_as_one() -> None:
    assert clean("Cafe\u0301") == clean("Caf\u00e9") == "Caf\u00e9"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two   words ", "two words"),
        ("two\tlines\nhere", "two lines here"),
        ("next\x85line", "next line"),
        ("a\u00a0b", "a b"),
        ("bell\x07", "bell"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("nul\x00byte", "nulbyte"),
        ("\u202eevil", "evil"),
        ("", ""),
        ("zero\u200bwidth", "zerowidth"),
        ("\ud800lone", "lone"),
        ("👩\u200d🍳", "👩\u200d🍳"),
    ],
)
def test_one_line_of_text(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_too_long_is_a_sentence_with_both_figures() -> None:
    assert len(clean("x" * 200)) == 200
    with pytest.raises(BadValue, match="name has 201 characters; 200 is the most"):
        clean("x" * 201, "name")
    with pytest.raises(BadValue, match="name has 2,000,000 characters; 200 is the most"):
        clean("x" * 2_000_000, "name")
    assert clean("x" + " " * 1_000 + "y") == "x y", "what counts is what is kept"


def test_a_code_is_upper_case_and_in_one_piece() -> None:
    assert code(" alfki ") == "ALFKI"
    for wrong in ("", " \t ", "\x00"):
        with pytest.raises(BadValue, match="code is empty"):
            code(wrong)
    with pytest.raises(BadValue, match="has a blank in it"):
        code("al fki")
    with pytest.raises(BadValue, match="33 characters"):
        code("x" * 33)


@given(anything)
def test_a_code_stays_the_same_code(text: str) -> None:
    try:
        kept = code(text, limit=1_000)
    except BadValue:
        return
    assert code(kept, limit=1_000) == kept


def test_a_code_that_grows_in_upper_case_is_measured_then() -> None:
    with pytest.raises(BadValue, match="64 characters"):
        code("ß" * 32)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[2J", "␛[2J"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
        ("\x9b31m", "�31m"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("Käse", "Käse"),
        ("\n", "␊"),
    ],
)
def test_what_would_move_the_cursor_is_shown_as_a_picture(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Käse", "KASE"),
        ("Straße", "STRASSE"),
        ("Øre", "ore"),
        ("Łódź", "lodz"),
        ("smørrebrød", "SMORREBROD"),
        ("Ⅳ", "iv"),
    ],
)
def test_search_sees_no_accents_and_no_case(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(anything)
def test_the_words_of_a_search_are_letters_and_digits_and_never_syntax(text: str) -> None:
    for word in words(text):
        assert word
        assert all(
            character.isalnum() or character == "_" or unicodedata.category(character)[0] in "NLM" for character in word
        )
        assert not set(word) & set("\"'*():&|!<>%;\\-")
