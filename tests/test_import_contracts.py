"""What a new Python process really loads. `lint-imports` reads the same off the source, but cannot see when."""

from __future__ import annotations

import subprocess
import sys

import pytest

DATABASE = frozenset({"sqlmodel", "sqlalchemy", "alembic"})
SCREEN = frozenset({"textual"})
NEARLY = frozenset({"rapidfuzz"})

# Runs `code`, whose SystemExit is its normal end, and prints the top-level packages that are loaded after it.
_PROBE = """
import sys
exec_code = sys.argv.pop(1)
shown, sys.stdout = sys.stdout, sys.stderr
try:
    exec(exec_code)
except SystemExit as end:
    if end.code not in (0, None):
        raise
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=shown)
"""

# Imports a package and every module below it, but none of `left_out` among its children.
_IMPORT_ALL = """
import importlib, pkgutil
package = importlib.import_module({package!r})
for child in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
    if child.name in {left_out!r}:
        continue
    module = importlib.import_module(child.name)
    for below in pkgutil.walk_packages(getattr(module, "__path__", ()), child.name + "."):
        if not below.name.endswith(".env") and ".versions." not in below.name:
            importlib.import_module(below.name)
"""


def loaded_by(code: str, *arguments: str) -> frozenset[str]:
    """The top-level packages that a fresh process has loaded once it has run this code with these arguments."""
    ran = subprocess.run(
        [sys.executable, "-c", _PROBE, code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return frozenset(ran.stdout.split())


def loaded_by_all_of(package: str, *, left_out: frozenset[str] = frozenset()) -> frozenset[str]:
    return loaded_by(_IMPORT_ALL.format(package=package, left_out=set(left_out)))


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_neither_database_nor_screen(option: str) -> None:
    loaded = loaded_by("from orderdesk.cli.main import main; main()", option)
    assert "orderdesk" in loaded
    assert not loaded & (DATABASE | SCREEN | NEARLY)


def test_the_command_line_never_loads_textual() -> None:
    loaded = loaded_by("import orderdesk.cli.main;" + _IMPORT_ALL.format(package="orderdesk.cli", left_out=set()))
    assert not loaded & SCREEN


def test_nothing_below_the_screens_loads_textual() -> None:
    above = frozenset({"orderdesk.__main__", "orderdesk.app", "orderdesk.screens", "orderdesk.widgets"})
    assert not loaded_by_all_of("orderdesk", left_out=above) & SCREEN


def test_what_measures_misspelt_names_is_loaded_by_the_first_of_them() -> None:
    assert not loaded_by_all_of("orderdesk.queries") & NEARLY


def test_rules_load_nothing_but_values() -> None:
    loaded = loaded_by_all_of("orderdesk.rules")
    assert not loaded & (DATABASE | SCREEN | {"pydantic", "babel", "rich", "typer", "sqlite3"})
