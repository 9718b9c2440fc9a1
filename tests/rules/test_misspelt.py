from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orderdesk.rules.misspelt import beginnings, far_beginnings, mistakes_allowed

NAMES = st.text("abcdehiklmnorstuz", min_size=6, max_size=14)


def leads_to(typed: str, name: str) -> bool:
    return any(name.startswith(one) for one in beginnings(typed))


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("", 0), ("abc", 0), ("graz", 1), ("ernst", 1), ("muller", 2), ("futterkiste", 2), ("muller9", 0), ("123456", 0)],
)
def test_short_words_and_codes_are_taken_as_they_are(word: str, allowed: int) -> None:
    assert mistakes_allowed(word) == allowed
    assert bool(beginnings(word)) == bool(allowed)
    assert bool(far_beginnings(word)) == (allowed == 2)


@given(NAMES, st.data())
def test_one_mistake_anywhere_is_found(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    wrong = name[:place] + letter + name[place + 1 :]
    missing = name[:place] + name[place + 1 :]
    extra = name[:place] + letter + name[place:]
    swapped = name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :]
    for typed in (wrong, missing, extra, swapped):
        assert leads_to(typed, name)


@given(NAMES, st.data())
def test_a_second_mistake_behind_the_first_letters_is_found(name: str, data: st.DataObject) -> None:
    assume(len(name) > 6)
    early, late = data.draw(st.integers(0, 4)), data.draw(st.integers(5, len(name) - 1))
    typed = name[:early] + "x" + name[early + 1 : late] + "q" + name[late + 1 :]
    assert leads_to(typed, name)


@given(NAMES, st.data())
def test_two_wrong_letters_among_the_first_are_found_further_away(name: str, data: st.DataObject) -> None:
    one, two = data.draw(st.sampled_from([(0, 1), (0, 4), (1, 2), (2, 3), (3, 4)]))
    typed = name[:one] + "x" + name[one + 1 : two] + "q" + name[two + 1 :]
    assert any(name.startswith(far) for far in far_beginnings(typed))


@given(st.text(max_size=20))
def test_no_beginning_is_too_short_for_an_index(word: str) -> None:
    for one in (*beginnings(word), *far_beginnings(word)):
        assert len(one) > 1


def test_other_scripts_are_tried_without_new_letters() -> None:
    assert leads_to("γεια", "γεαι")
    assert len(beginnings("γειασας")) < 30
