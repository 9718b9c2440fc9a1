"""Small files about how somebody works: what was in their hands, where they were last. Never anything of the business.

Each belongs to one person on one database, is theirs alone to read (0600) and is written whole or not at all. None is
worth an error: one that is missing, damaged or cannot be written is as good as empty, and the desk goes on without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MOST = 1_000_000  # bytes; nothing of ours is larger


def state_folder() -> Path:
    """Where these files are: the user's own state folder, which XDG_STATE_HOME moves."""
    import platformdirs

    return Path(platformdirs.user_state_dir("orderdesk", appauthor=False))


class StateFile:
    """A JSON object in the state folder.

    Args:
        name: what it is about, as a part of a file's name: `recent`, `hand-0`.
        database: the database as `Location` writes it, without a password; a path may be relative.
        login: whose it is.
    """

    def __init__(self, name: str, *, database: str, login: str) -> None:
        where = database if "://" in database else os.path.realpath(database)
        key = hashlib.sha256(f"{where}\0{login}".encode(errors="surrogatepass")).hexdigest()[:16]
        self.path = state_folder() / f"{key}-{name}.json"

    def read(self) -> dict[str, Any]:
        """What was written last; empty where nothing can be made of it."""
        try:
            with self.path.open("rb") as file:
                found = json.loads(file.read(MOST))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, content: Mapping[str, Any]) -> None:
        """Put this in its place, all of it or nothing."""
        fresh = ""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, fresh = tempfile.mkstemp(prefix=f".{self.path.stem}-", dir=self.path.parent)  # 0600 from the start
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
            os.replace(fresh, self.path)
        except OSError:
            if fresh:
                Path(fresh).unlink(missing_ok=True)

    def remove(self) -> None:
        """Forget it."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            self.write({})
