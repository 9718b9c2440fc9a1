"""Commands: one small class each, from which its key, footer word, help line, palette entry and tooltip come.

The docstring's first line is the help sentence. A subclass that sets no key of its own is the same command under
another word (`class Submit(Confirm): label = "Submit"`): it keeps the action, and the name by which a key map moves
it.
"""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

_NAMES = {
    "escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "underscore": "_", "question_mark": "?", "asterisk": "*", "minus": "-", "plus": "+",
}


def key_text(key: str) -> str:
    """A key as it is written on screens: F10, ^O, Esc, R."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last.upper() if len(last) == 1 or re.fullmatch(r"f\d+", last) else last.capitalize())
    return "".join("^" if modifier == "ctrl" else f"{modifier.capitalize()}-" for modifier in modifiers) + name


class PaletteEntry(NamedTuple):
    """What a list of all commands shows and runs."""

    title: str
    help: str
    action: str


class Command:
    """Something that a key does."""

    key: ClassVar[str] = ""
    second: ClassVar[str] = ""
    """The key that every terminal sends; empty where the first one is a letter."""
    aliases: ClassVar[tuple[str, ...]] = ()
    """More keys, not shown."""
    label: ClassVar[str] = ""
    """The footer's word."""
    rank: ClassVar[int] = 50
    """The footer leaves out the highest first where room is short."""
    id: ClassVar[str] = ""
    action: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if "key" in cls.__dict__ or not cls.id:
            cls.id = cls.__name__
            cls.action = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.label = cls.label or cls.__name__

    @classmethod
    def all_keys(cls) -> tuple[str, ...]:
        """All its keys, the first one first."""
        return tuple(key for key in (cls.key, cls.second, *cls.aliases) if key)

    @classmethod
    def help(cls) -> str:
        """The sentence that says what it does."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    @classmethod
    def help_line(cls) -> str:
        """One line of the help screen: both keys, the word, the sentence."""
        keys = "  ".join(key_text(key) for key in (cls.key, cls.second) if key)
        return f"{keys:<9} {cls.label:<12} {cls.help()}"

    @classmethod
    def palette_entry(cls) -> PaletteEntry:
        """Its entry in a list of all commands."""
        return PaletteEntry(cls.label, cls.help(), cls.action)

    @classmethod
    def binding(cls) -> Binding:
        """Its Textual binding. A letter counts with and without Shift: hands in gloves do not see Caps Lock."""
        keys = [form for key in cls.all_keys() for form in ((key.lower(), key.upper()) if len(key) == 1 else (key,))]
        every = ",".join(dict.fromkeys(keys))
        return Binding(every, cls.action, cls.label, key_display=key_text(cls.key), tooltip=cls.help(), id=cls.id)


def bindings(*commands: type[Command]) -> list[BindingType]:
    """The bindings of these commands, for `BINDINGS`."""
    return [command.binding() for command in commands]
