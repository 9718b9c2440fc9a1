"""What is wrong with the keys that somebody has given commands in their own file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from orderdesk.widgets.commands import Command, key_text


def wrong_keys(places: Iterable[Sequence[type[Command]]], keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Sentences about commands that there are not, and about keys that two commands of one screen have.

    Args:
        places: the commands of each screen.
        keys: by a command's id, its own keys in the place of those it comes with.
    """
    screens = [list(commands) for commands in places]
    known = sorted({command.id for commands in screens for command in commands})
    wrong = []
    for name in keys:
        if name not in known:
            near = get_close_matches(name, known, 1)
            wrong.append(f"[keys] {name} is no command" + (f"; is it {near[0]}?" if near else ""))
    clashes = dict.fromkeys(clash for commands in screens for clash in _clashes(commands, keys))
    return wrong + list(clashes)


def _clashes(commands: Sequence[type[Command]], keys: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    taken: dict[str, type[Command]] = {}
    for command in commands:
        for key in keys.get(command.id, command.all_keys()):
            other = taken.setdefault(key, command)
            if other.id != command.id and (command.id in keys or other.id in keys):
                yield f"[keys] {key_text(key)} is the key of {other.id} and of {command.id}; give one of them another"
