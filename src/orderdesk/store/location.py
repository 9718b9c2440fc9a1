"""Where the database is: a path, a URL, the ORDERDESK_DB variable, or the user's own data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from orderdesk.errors import StoreTrouble
from orderdesk.texts import visible


@dataclass(frozen=True, slots=True)
class Location:
    """A database: a SQLite file (`path`) or a PostgreSQL URL; exactly one is set."""

    path: Path | None
    url: str | None

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else _without_password(self.url or "")


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    rest, _, query = rest.partition("?")
    account, at, host = rest.rpartition("@")
    shown = "&".join(part for part in query.split("&") if "password" not in part.partition("=")[0].lower())
    return f"{scheme}://{account.partition(':')[0]}{at}{host}{'?' if shown else ''}{shown}"


def default_path() -> Path:
    """The file used when nothing is said."""
    import platformdirs

    return Path(platformdirs.user_data_dir("orderdesk", appauthor=False)) / "orderdesk.db"


def locate(said: str | None) -> Location:
    """What `--db` (or ORDERDESK_DB) means.

    Raises:
        StoreTrouble: a URL of a database that orderdesk cannot use, or what can be no path.
    """
    text = said or os.environ.get("ORDERDESK_DB") or ""
    if not text:
        return Location(default_path(), None)
    if "://" not in text:
        return Location(_path(text), None)
    scheme, _, rest = text.partition("://")
    if scheme == "sqlite":
        return Location(_path(rest.removeprefix("/")), None)
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return Location(None, f"postgresql+psycopg://{rest}")
    raise StoreTrouble(f"{scheme}:// is no database that orderdesk can use: give a file's path or a postgresql:// URL")


def _path(text: str) -> Path:
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # the home folder of nobody
        path = None
    if path is None or "\x00" in text:
        raise StoreTrouble(f"{visible(text)[:80]} cannot be a file's path; name another file with --db")
    return path
