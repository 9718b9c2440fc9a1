from __future__ import annotations

import re

import pytest
from textual.binding import Binding

from orderdesk.widgets.commands import Command, PaletteEntry, bindings, key_text
from orderdesk.widgets.standard_keys import STANDARD, Cancel, Confirm, LookUp, Repeat, Same, Why


class Submit(Confirm):
    """Place the order."""

    label = "Submit"


class Short(Command):
    """Say that there are fewer.

    The rest goes back to the queue.
    """

    key = "s"


def test_everything_comes_from_the_class() -> None:
    (binding,) = bindings(LookUp)
    assert isinstance(binding, Binding)
    assert (binding.key, binding.action, binding.id) == ("f4,ctrl+f", "look_up", "LookUp")
    assert (binding.description, binding.tooltip) == ("Look up", "Look up what this field can take.")
    assert LookUp.help_line() == "F4  ^F    Look up      Look up what this field can take."
    assert LookUp.palette_entry() == PaletteEntry("Look up", "Look up what this field can take.", "look_up")


def test_another_word_for_a_command_keeps_its_action_and_its_name_in_the_key_map() -> None:
    assert (Submit.id, Submit.action, Submit.label) == ("Confirm", "confirm", "Submit")
    assert Submit.help() == "Place the order."
    assert Confirm.label == "Confirm"


def test_a_letter_counts_with_and_without_shift() -> None:
    assert Short.binding().key == "s,S"
    assert (Short.id, Short.action, Short.label) == ("Short", "short", "Short")
    assert Short.help() == "Say that there are fewer."


@pytest.mark.parametrize(
    ("key", "text"),
    [("f10", "F10"), ("ctrl+o", "^O"), ("ctrl+underscore", "^_"), ("escape", "Esc"), ("s", "S"), ("space", "Space"),
     ("shift+tab", "Shift-Tab")],
)
def test_keys_are_written_as_on_the_keyboard(key: str, text: str) -> None:
    assert key_text(key) == text


def test_the_standard_keys_are_f1_to_f12_each_with_a_second_key_of_its_own() -> None:
    assert [command.key for command in STANDARD] == [f"f{number}" for number in range(1, 13)]
    seconds = [command.second for command in STANDARD]
    assert len(set(seconds)) == len(STANDARD)
    assert all(re.fullmatch(r"ctrl\+([a-z]|underscore)", second) for second in seconds)


def test_no_second_key_edits_a_line_or_stops_a_program() -> None:
    taken = {f"ctrl+{letter}" for letter in "aehijmuvwx" "cqsz"}
    assert not taken & {command.second for command in STANDARD}
    assert (Repeat.second, Same.key) == ("ctrl+k", "ctrl+d")  # on purpose


def test_escape_cancels_too() -> None:
    assert Cancel.all_keys() == ("f12", "ctrl+r", "escape")
    assert Why.all_keys() == ("f11", "ctrl+y")
