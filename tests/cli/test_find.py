"""The quick look-up: it answers what the ordinary one answers, and leaves to it what it cannot do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from orderdesk.desk import customers, orders, people
from orderdesk.glance import glance
from orderdesk.glance.answers import _progress
from orderdesk.queries.find import find
from orderdesk.rules.progress import LineAxes, shipped_progress
from orderdesk.store.store import Store
from tests.cli.conftest import CommandLine
from tests.company import person


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1001", ["order"]),
        ("5001", ["order"]),
        ("TRK-1", ["order"]),
        ("trk-1", ["order"]),
        ("4711", ["order"]),
        ("INV-2026-0001", ["invoice"]),
        ("inv-2026-0001", ["invoice"]),
        ("alfki", ["customer"]),
        ("fut alf", ["customer"]),
        ("BERLIN", ["customer"]),
        ("chai", ["product"]),
        ("manchego", ["product"]),
        ("4006381333931", ["product"]),
        ("04006381333931", ["product"]),
    ],
)
def test_numbers_codes_barcodes_and_words_are_found_both_ways(
    shipped: CommandLine, text: str, kinds: list[str]
) -> None:
    slow = shipped.ask("find", text)
    assert [answer["kind"] for answer in slow] == kinds
    written: list[object] = []

    def keep(found: object) -> str:
        written.append(found)
        return ""

    assert glance(["find", text, "--json", "--db", str(shipped.path), "--as", "vic"], keep) == 0
    assert written == [slow]


def test_where_is_my_order(shipped: CommandLine) -> None:
    ran = shipped.program("find", "1001")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "order 1001  closed  Alfreds Futterkiste (ALFKI)",
        "  ordered 2026-11-12, wanted 2026-11-12, PO 4711, 214.20 EUR; allocated full, shipped full",
        "  shipment 5001  2026-11-12  DHL TRK-1",
        "  INV-2026-0001  2026-11-12, due 2026-12-12  214.20, open 214.20",
    ]
    assert shipped("find", "1001").out == ran.out


@pytest.mark.parametrize("behind", [True, False])
def test_the_quick_look_up_loads_neither_typer_nor_the_database_library(shipped: CommandLine, behind: bool) -> None:
    code = (
        "import sys; before = set(sys.modules); from orderdesk.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "slow = {'typer', 'sqlalchemy', 'sqlmodel', 'rich', 'textual', 're', 'dataclasses', 'enum', 'json', 'typing'}\n"
        "print(sorted(slow & set(sys.modules) - before))"
    )
    options, sought = ["--db", str(shipped.path), "--as", "vic"], ["find", "1001"]
    command = [sys.executable, "-I", "-c", code, *(sought + options if behind else options + sought)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.stdout.splitlines()[-1] == "[]", ran.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["find", "1001", "--as", "mallory"],
        ["find", "no such thing"],
        ["find", "1001", "--db", "postgresql://nowhere/x"],
        ["find", "1001", "--today", "2026-11-12"],
        ["find", "1001", "--help"],
        ["find"],
        ["order", "find"],
    ],
)
def test_what_it_cannot_answer_is_left_to_the_ordinary_command(shipped: CommandLine, words: list[str]) -> None:
    known = words if "--db" in words else [*words, "--db", str(shipped.path)]
    assert glance([*known, "--as", "root"] if "--as" not in words else known, str) is None


def test_a_missing_or_foreign_file_is_left_to_the_ordinary_command_untouched(cli: CommandLine) -> None:
    missing = cli.path.with_name("none.db")
    assert glance(["find", "1001", "--db", str(missing), "--as", "root"], str) is None
    assert not missing.exists()
    with sqlite3.connect(cli.path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert glance(["find", "ALFKI", "--db", str(cli.path), "--as", "root"], str) is None


def test_a_path_with_odd_characters_is_that_path(shipped: CommandLine, capsys: pytest.CaptureFixture[str]) -> None:
    odd = shipped.path.with_name("a b?c#d%41&mode=rwc ü.db")
    os.link(shipped.path, odd)
    assert glance(["find", "ALFKI", "--db", str(odd), "--as", "root"], str) == 0
    assert "Alfreds" in capsys.readouterr().out


def test_it_writes_nothing(shipped: CommandLine) -> None:
    before = shipped.path.read_bytes()
    for text in ("1001", "alf", "4006381333931", "nothing"):
        shipped.program("find", text)
    assert shipped.path.read_bytes() == before


@pytest.mark.parametrize(
    "pairs",
    [[], [(0, 5)], [(2, 5)], [(5, 5)], [(6, 5)], [(6, 5), (1, 5)], [(0, 0)], [(5, 5), (0, 0)], [(6, 5), (5, 5)]],
)
def test_progress_is_the_rules_progress(pairs: Sequence[tuple[int, int]]) -> None:
    lines = [LineAxes(ordered=due, shipped=done) for done, due in pairs]
    assert _progress(pairs) == shipped_progress(lines)


def test_either_database_finds_the_same(store: Store) -> None:
    ann, root = person(store, "ann"), person(store, "root")
    number = ann.do(orders.new, "ALFKI", po_number="PO 7", wanted=date(2026, 11, 20))
    ann.do(orders.line, number, "CHAI", 3_000)
    ann.do(orders.submit, number)
    root.do(customers.change, "ERNSH", name="Ernst Händel & Söhne")
    root.do(people.change, "vic", name="Vic")

    def kinds(text: str) -> list[Any]:
        return [answer.get("number") or answer.get("code") or answer["sku"] for answer in ann.ask(find, text)]

    assert kinds(str(number)) == [number]
    assert kinds("PO 7") == [number]
    assert kinds("handel sohne") == ["ERNSH"]
    assert kinds("4006381333931") == ["CHAI"]
    assert kinds("que man") == ["QUESO-M"]
    assert kinds("100%'; --") == []
    (order,) = ann.ask(find, str(number))
    assert (order["allocated"], order["gross"], order["wanted_date"]) == ("full", "64.26", "2026-11-20")
