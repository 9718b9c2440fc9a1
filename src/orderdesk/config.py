"""What a person sets for their own terminal: keys, colours, the scanner. A TOML file that may be absent.

The company's settings are in the database; see `orderdesk.settings`. Nothing in this file can keep the desk from
opening: what is wrong with it is said, and does not count.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

THEMES = ("dark", "light", "terminal")
_KEY = re.compile(r"(ctrl\+|alt\+|shift\+)*([a-z0-9]|f\d{1,2}|[a-z_]{2,20})$")
_ENDS = {"enter": "\r", "cr": "\r", "lf": "\n", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Config:
    """What holds at this terminal.

    Attributes:
        theme: dark, light, or the terminal's own colours.
        keys: by a command's id, the keys that do it now instead of its own; the first is the one shown.
        scanner_prefix: what the scanner sends before each code, so that a scan is told from typing. Empty: nothing.
        scanner_suffix: what it sends after each code: a carriage return, a line feed or a tab.
        wrong: what could not be used, as sentences.
    """

    theme: str = "dark"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scanner_prefix: str = ""
    scanner_suffix: str = "\r"
    wrong: tuple[str, ...] = ()


def config_path() -> Path:
    """Where the file is: ORDERDESK_CONFIG, else in the person's directory for such files."""
    said = os.environ.get("ORDERDESK_CONFIG")
    return Path(said) if said else user_config_path("orderdesk") / "config.toml"


def read_config(path: Path | None = None) -> Config:
    """What the file says; without one, what holds by itself."""
    path = path or config_path()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError) as error:
        return Config(wrong=(f"{path} cannot be read and does not count: {error}",))
    return understood(said, str(path))


def understood(said: Mapping[str, Any], where: str = "config.toml") -> Config:
    """The configuration that parsed TOML describes; what is wrong in it is left out and said."""
    reader = _Reader(said, where)
    theme = reader.take("theme", "dark", lambda value: value in THEMES, f"one of {', '.join(THEMES)}")
    keys = {name: _keys(value) for name, value in reader.table("keys").items()}
    for name in [name for name, value in keys.items() if value is None]:
        reader.wrong.append(f'{where}: keys.{name} is not a key like "f10" or a list like ["f10", "ctrl+o"]')
    scanner = _Reader(reader.table("scanner"), where, "scanner.")
    prefix = scanner.take("prefix", "", lambda said: isinstance(said, str) and len(said) <= 8, "at most 8 characters")
    ends = ", ".join(name for name in _ENDS if name != "cr")
    suffix = scanner.take("suffix", "enter", lambda value: value in _ENDS, f"one of {ends}")
    reader.nothing_left()
    scanner.nothing_left()
    return Config(
        theme=theme,
        keys={name: value for name, value in keys.items() if value is not None},
        scanner_prefix=prefix,
        scanner_suffix=_ENDS[suffix],
        wrong=(*reader.wrong, *scanner.wrong),
    )


class _Reader:
    """Takes what is known out of a table, and says what is wrong with the rest."""

    def __init__(self, said: Mapping[str, Any], where: str, within: str = "") -> None:
        self.left = dict(said)
        self.where = where
        self.within = within
        self.wrong: list[str] = []

    def take(self, name: str, usual: Any, is_right: Callable[[Any], bool], wanted: str) -> Any:
        value = self.left.pop(name, usual)
        try:
            right = is_right(value)
        except TypeError:  # a list or table where a word belongs
            right = False
        if right:
            return value
        self.wrong.append(f"{self.where}: {self.within}{name} is not {wanted}")
        return usual

    def table(self, name: str) -> Mapping[str, Any]:
        value = self.left.pop(name, {})
        if isinstance(value, dict):
            return value
        self.wrong.append(f"{self.where}: [{name}] is no table")
        return {}

    def nothing_left(self) -> None:
        for name in self.left:
            self.wrong.append(f"{self.where}: {self.within}{name} is not known and does not count")


def _keys(value: Any) -> tuple[str, ...] | None:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) and _KEY.match(key) for key in keys):
        return None
    return tuple(keys)
