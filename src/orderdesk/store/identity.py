"""Whether a file is an orderdesk database, and of which schema, before anything else touches it.

The first 100 bytes of an SQLite file tell: the format's magic, at 60 the user version, at 68 the application id
(https://www.sqlite.org/fileformat.html). Reading them neither creates nor changes a file.
"""

from __future__ import annotations

from pathlib import Path

from orderdesk.errors import StoreTrouble

APPLICATION_ID = 0x4F44534B  # "ODSK"
SCHEMA_VERSION = 13
_MAGIC = b"SQLite format 3\x00"


def schema_of(path: Path) -> int:
    """The schema version of an orderdesk database.

    Raises:
        StoreTrouble: nothing there, a directory, not readable, no database, or one of another program.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise StoreTrouble(f"{path} is a device or a pipe, not a database. Name another file with --db")
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise StoreTrouble(
            f"there is no database at {path}. Make one with: orderdesk init --db {path}, or name another with --db"
        ) from None
    except IsADirectoryError:
        raise StoreTrouble(f"{path} is a folder; give the path of the database file in it") from None
    except PermissionError:
        raise StoreTrouble(f"{path} may not be read by this account; its owner can change that with chmod") from None
    except OSError as error:  # a file where a folder should be, a name too long, a circle of links
        raise StoreTrouble(f"{path} cannot be opened: {error.strerror}. Name another file with --db") from None
    if len(head) < 100 or head[:16] != _MAGIC:
        what = "is empty" if not head else "is not a database"
        raise StoreTrouble(f"{path} {what}. Nothing was changed. Name another file with --db, or restore a backup")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreTrouble(f"{path} is a database of another program. Nothing was changed. Name another file with --db")
    return int.from_bytes(head[60:64], "big")


def require_current(version: int, where: object) -> None:
    """Go on only with the schema that this program was written for. Raises StoreTrouble with both numbers."""
    if version > SCHEMA_VERSION:
        raise StoreTrouble(
            f"{where} has schema {version}, made by a newer orderdesk; this one knows {SCHEMA_VERSION}. "
            "Nothing was changed. Use the newer program"
        )
    if version < SCHEMA_VERSION:
        raise StoreTrouble(
            f"{where} has schema {version}; this orderdesk needs {SCHEMA_VERSION}. Nothing was changed. "
            f"Bring it up to date, after an automatic backup, with: orderdesk migrate --db {where}"
        )
