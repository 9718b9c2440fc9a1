"""Fills the tables of keys in the operator's guide from the commands of the screens.

`python docs/make_keys.py` writes between `<!-- keys: NAME -->` and `<!-- /keys -->`, where NAME is a place of the desk,
`home`, `views`, or `all` for every command with the name by which a key map moves it. A test holds the two together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from orderdesk.app import PLACES
from orderdesk.screens.base import DeskScreen
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.saved_views import SavedViewsScreen
from orderdesk.widgets.commands import Command, key_text
from orderdesk.widgets.standard_keys import STANDARD

DOCS = Path(__file__).parent
EVERYTHING = "all"
_TABLE = re.compile(r"<!-- keys: (?P<name>\w+) -->\n.*?<!-- /keys -->", re.DOTALL)


def pages() -> list[Path]:
    """The pages of the operator's guide, the common one first."""
    return [DOCS / "operator.md", *sorted((DOCS / "operator").glob("*.md"))]


def screens() -> Mapping[str, type[DeskScreen]]:
    """Every screen by the name of its table."""
    found: dict[str, type[DeskScreen]] = {"home": HomeScreen, "views": SavedViewsScreen}
    for name, place in PLACES.items():
        found[name] = getattr(import_module(f"orderdesk.screens.{place.module}"), place.screen)
    return found


def commands_of(screen: type[DeskScreen]) -> Sequence[type[Command]]:
    """Every command of a screen, in the order of its help."""
    return sorted((*screen.commands, *screen.field_commands), key=_number)


def named(text: str) -> list[str]:
    """The tables that a page has."""
    return [table["name"] for table in _TABLE.finditer(text)]


def filled(text: str) -> str:
    """The page with its tables as they are to be."""
    return _TABLE.sub(lambda table: f"<!-- keys: {table['name']} -->\n{table_of(table['name'])}\n<!-- /keys -->", text)


def table_of(name: str) -> str:
    """The table of that name, in Markdown. Raises KeyError where no screen is called so."""
    head: tuple[str, ...] = ("Key", "Second key", "Word", "What it does")
    if name == EVERYTHING:
        head, rows = ("Name", *head), list(_every_row())
    else:
        rows = [_row(one) for one in commands_of(screens()[name])]
    return "\n".join(_line(cells) for cells in (head, ("---",) * len(head), *rows))


def _row(command: type[Command]) -> tuple[str, ...]:
    first, *others = command.all_keys()
    return _written(first), ", ".join(_written(key) for key in others), command.label, command.help()


def _every_row() -> Iterator[tuple[str, ...]]:
    """One row for each name: what it is called on the screens, and the sentence of the one that gave the name."""
    called: dict[str, dict[str, None]] = {}
    first: dict[str, type[Command]] = {command.id: command for command in STANDARD}
    for screen in screens().values():
        for command in commands_of(screen):
            first.setdefault(command.id, command)
            called.setdefault(command.id, {})[command.label] = None
    for name in sorted(first, key=lambda name: (_number(first[name]), name)):
        command = first[name]
        keys = (command.key, *((command.second,) if command.second else ()))
        key, second = (*map(_written, keys), "")[:2]
        yield f"`{name}`", key, second, ", ".join(called.get(name, {})), command.help()


def _number(command: type[Command]) -> int:
    digits = command.key.removeprefix("f")
    return int(digits) if digits.isdecimal() else 99


def _written(key: str) -> str:
    """A key as a keyboard has it: Ctrl+G, where the screen is short of room and says ^G."""
    return key_text(key).replace("^", "Ctrl+")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def main() -> None:
    """Write every page again."""
    for page in pages():
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
        print(page, file=sys.stderr)


if __name__ == "__main__":
    main()
