"""Which drafts are in somebody's hands, so that the next desk offers back what a lost one left unfinished.

Each open desk of a person has a slot: a state file, and a lock beside it that the system takes back however the desk
ends. A slot that nobody holds and that names drafts was left by a desk that could not put them down.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from orderdesk.state_file import StateFile

DESKS = 16  # open at once of one person on one database; further ones leave no mark


class InHand:
    """The drafts of one open desk, by their numbers, each with what stood in its field.

    Attributes:
        left: what desks that are gone had in hand, oldest first, until it is taken or put down here.
    """

    def __init__(self, database: str, login: str) -> None:
        self.left: dict[int, str] = {}
        self._taken: dict[int, str] = {}
        self._file: StateFile | None = None
        self._lock: int | None = None
        for slot in range(DESKS):
            file = StateFile(f"hand-{slot}", database=database, login=login)
            if self._file is not None and not file.path.exists():
                continue
            lock = _locked(_lock_of(file))
            if lock is None:
                continue
            self.left.update(_drafts(file))
            if self._file is None:
                self._file, self._lock = file, lock
            else:
                self._write()  # before it is gone from there
                file.remove()
                with suppress(OSError):
                    _lock_of(file).unlink()
                os.close(lock)

    def take(self, number: int) -> None:
        """Somebody works on this draft now."""
        self._taken[number] = self.left.pop(number, "")
        self._write()

    def put_down(self, number: int) -> None:
        """It was finished, given up, or kept for later on purpose."""
        if self._taken.pop(number, None) is not None or self.left.pop(number, None) is not None:
            self._write()

    def keep_text(self, number: int, text: str) -> None:
        """This stands in the draft's field while the desk ends."""
        if number in self._taken:
            self._taken[number] = text
            self._write()

    def text(self, number: int) -> str:
        """What stood in the draft's field when its desk ended."""
        return self._taken.get(number, "")

    def close(self) -> None:
        """The desk has ended; what is still in hand is left to the next one."""
        if self._file is not None and self._lock is not None:
            if not self.left and not self._taken:
                with suppress(OSError):
                    _lock_of(self._file).unlink()
            os.close(self._lock)
        self._file = self._lock = None

    def _write(self) -> None:
        if self._file is None:
            return
        drafts = {str(number): text for number, text in (self.left | self._taken).items()}
        if drafts:
            self._file.write({"drafts": drafts})
        else:
            self._file.remove()


def _drafts(file: StateFile) -> dict[int, str]:
    found = file.read().get("drafts")
    if not isinstance(found, dict):
        return {}
    return {int(key): text for key, text in found.items() if key.isdecimal() and isinstance(text, str)}


def _lock_of(file: StateFile) -> Path:
    return file.path.with_suffix(".lock")


def _locked(path: Path) -> int | None:
    """A file descriptor that holds the lock until it is closed or the process ends; None if another has it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)  # its last holder took the file away in between: what stands there now is another one
        return _locked(path)
    return None
