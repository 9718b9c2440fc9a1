"""`orderdesk find`: the quick look-up, on the standard library alone, so that it has answered before typer is loaded.

For SQLite files; what it cannot do itself (PostgreSQL, a file that is not as it should be, a person that nobody knows)
it leaves to the ordinary command, which says it in words. `answers` is the same for both and takes only plain SQL that
both databases know. `re`, `json`, `dataclasses` and `enum` are kept out: each costs more time than the whole look-up.
"""

from __future__ import annotations

import os
import sqlite3
import sys

from orderdesk.glance.answers import answers
from orderdesk.glance.report import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

APPLICATION_ID = 0x4F44534B  # as orderdesk.store.identity has them
SCHEMA_VERSION = 13
_BY_WORDS = "SELECT rowid FROM {0}_words WHERE {0}_words MATCH :words LIMIT :most"


def glance(arguments: Sequence[str], dumps: Callable[[object], str]) -> int | None:
    """Answer `find …` and return the exit code; None when this is for the ordinary command to do.

    Args:
        dumps: writes the answers as JSON, when that is asked for.
    """
    said = _said(arguments)
    if said is None:
        return None
    text, path, login, as_json = said
    if path is None or not os.path.isfile(path):
        return None
    try:
        database = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, isolation_level=None, timeout=5)
    except sqlite3.Error:
        return None
    try:
        return _answered(database, text, login, dumps if as_json else None)
    except (sqlite3.Error, UnicodeError):
        return None
    finally:
        database.close()


def _answered(database: sqlite3.Connection, text: str, login: str, dumps: Callable[[object], str] | None) -> int | None:
    def ask(sql: str, **values: object) -> Sequence[tuple[Any, ...]]:
        return database.execute(sql, values).fetchall()

    def search(table: str, words: str, most: int) -> Sequence[int]:
        found = ask(_BY_WORDS.format(table), words=" ".join(f'"{word}"*' for word in words.split()), most=most)
        return [row[0] for row in found]

    if ask("PRAGMA application_id") != [(APPLICATION_ID,)] or ask("PRAGMA user_version") != [(SCHEMA_VERSION,)]:
        return None
    ask("BEGIN")
    if not ask("SELECT 1 FROM app_user WHERE login = :login AND active", login=login):
        return None
    found = answers(ask, search, text)
    if not found:
        return None
    if dumps is not None:
        sys.stdout.write(dumps(found) + "\n")
    else:
        sys.stdout.write("".join(line + "\n" for line in report(found)))
    sys.stdout.flush()
    return 0


def _said(arguments: Sequence[str]) -> tuple[str, str | None, str, bool] | None:
    """What is sought, the database's path, who asks, whether in JSON; None for what the ordinary command must do."""
    words: list[str] = []
    options = {"--db": os.environ.get("ORDERDESK_DB", ""), "--as": os.environ.get("ORDERDESK_USER", ""), "--today": ""}
    as_json = False
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--json":
            as_json = True
        elif name in options and not (name == "--today" and not words):
            options[name] = value if equals else next(rest, "")
        elif word.startswith("-"):
            return None
        else:
            words.append(word)
    if len(words) < 2 or words[0] != "find" or options["--today"]:
        return None
    path = os.path.expanduser(options["--db"]) or _own_path()
    return " ".join(words[1:]), None if path is None or "://" in path else path, options["--as"] or _account(), as_json


def _own_path() -> str | None:
    """The file used when nothing is said, where that is known without asking platformdirs."""
    if not sys.platform.startswith("linux"):
        return None
    folder = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
    return os.path.join(folder, "orderdesk", "orderdesk.db")


def _account() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _quoted(path: str) -> str:
    """A path as it may stand in a file: URI."""
    return "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 0x80) or byte in b"/._-~" else f"%{byte:02x}"
        for byte in os.fsencode(os.path.abspath(path))
    )
