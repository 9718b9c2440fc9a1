"""The whole way once, on Northwind, by keyboard: entered, held, released, picked with a short, shipped, part-paid."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from orderdesk.desk import customers, people
from orderdesk.desk.verb import Desk
from orderdesk.exchange.companies import import_all
from orderdesk.queries.check import check
from orderdesk.queries.people import sign_in
from orderdesk.screens.home import HomeScreen
from orderdesk.store.migrate import create
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY
from tests.screens.desk_stage import Hands, OneScreen

NORTHWIND = Path(__file__).parents[3] / "shared" / "data" / "northwind"
MAPPINGS = Path(__file__).parents[2] / "data" / "mappings" / "northwind"


def _northwind(path: Path) -> Store:
    store = create(str(path))
    import_all(Desk(store, SYSTEM, day=TODAY, clock=lambda: NOW), MAPPINGS, NORTHWIND)
    store.run(_staff, SYSTEM, TODAY, NOW)
    return store


def _staff(tx: Transaction) -> None:
    for login, role in (("kim", "approver2"), ("pat", "warehouse"), ("rae", "receivables")):
        people.new(tx, login, login.title(), [role])
    customers.limit(tx, "ALFKI", credit_limit=500_00, grace_days=3_650)


async def _at_home(store: Store, login: str, *acts: str) -> str:
    """One person's keys from the home screen on, a burst at a time; what stands on the screen after the last."""
    with store.read(SYSTEM, TODAY, NOW) as reading:
        who = sign_in(reading, login)
    app = OneScreen(Desk(store, who, day=TODAY, clock=lambda: NOW), HomeScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(pilot)
        await hands.settle()
        for act in acts:
            if act.startswith("<"):
                await hands.press(*act.strip("<>").split())
            else:
                await hands.type(act)
        return hands.text


async def test_an_order_goes_from_the_first_key_to_the_part_paid_invoice(tmp_path: Path) -> None:
    store = _northwind(tmp_path / "northwind.db")
    seen = await _at_home(
        store, "davolio", "<f6>", "alfki⏎", "2 nw-011⏎", "3 nw-034⏎", "200 nw-001⏎", "⏎", "⏎"
    )  # 200 of the third are not there
    assert "is held for credit" in seen
    with store.read(SYSTEM, TODAY, NOW) as reading:
        number = reading.scalar(text("SELECT max(number) FROM sales_order"))
    assert "11078 confirmed" in await _at_home(store, "kim", "a", "r", "good payer⏎")
    seen = await _at_home(
        store, "pat", "p", "<end>", "r", "nw-011⏎", "<f6>", "damaged⏎", "3*nw-034⏎", "<f10>", "DHL⏎", "JD0042⏎", "⏎"
    )
    assert "INV-2026-0001" in seen
    assert number == 11078
    seen = await _at_home(store, "rae", "r", "<f4>", "alfki⏎", "r", "10⏎", "⏎", "⏎")
    assert "receipt 7001" in seen
    with store.read(SYSTEM, TODAY, NOW) as reading:
        open_now = reading.first(text("SELECT gross, open FROM invoice WHERE number = 'INV-2026-0001'"))
        assert open_now is not None and open_now.gross == 2100 + 3 * 1400
        lines = reading.all(
            text(
                "SELECT ordered, shipped, invoiced FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id"
                " WHERE o.number = 11078 ORDER BY position"
            )
        )
        assert [tuple(line) for line in lines] == [(2_000, 1_000, 1_000), (3_000, 3_000, 3_000), (200_000, 0, 0)]
        assert check(reading) == ()
    store.close()
