"""No side door: however an order comes to be placed, one that crosses the limit is held, and its goods stay.

One test per door. A new way to place an order is a row of DOORS: a function that takes the shop and gives the number of
an order of LIMIT for at least 4 THINGs, placed through that door.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orderdesk.cli.main import build
from orderdesk.desk import (
    addresses,
    amendments,
    assortment,
    blankets,
    counter_sale,
    direct,
    history,
    orders,
    picking,
    product_supply,
    quotations,
    services,
    standing,
    templates,
)
from orderdesk.errors import Refused
from orderdesk.exchange.importing import run_import
from orderdesk.models import ExpectedReceipt, Hold, Order
from orderdesk.store.store import Store
from tests.company import TODAY
from tests.scenarios.shop import Shop

Door = Callable[[Shop, Path], int]


def typed(shop: Shop, folder: Path) -> int:
    number = shop.draft("LIMIT", ("THING", 4))
    shop.submit(number)
    return number


def copied(shop: Shop, folder: Path) -> int:
    number = shop.desk("ann").do(orders.copy, shop.draft("LIMIT", ("THING", 4)))
    shop.submit(number)
    return number


def imported(shop: Shop, folder: Path) -> int:
    file = folder / "orders.csv"
    file.write_text("number,customer,sku,quantity,stage\n7001,LIMIT,THING,4,confirmed\n", encoding="utf-8")
    report = run_import(shop.desk("root"), "orders", file)
    assert report.new == 1, report
    return 7001


def batched(shop: Shop, folder: Path) -> int:
    number = shop.draft("LIMIT", ("THING", 4))
    location = shop.store.location
    place = str(location.path) if location.path else str(location.url)
    said = ["--db", place, "--as", "ann", "--today", TODAY.isoformat(), "batch"]
    asked = json.dumps({"do": "order.submit", "order": number}) + "\n"
    ran = CliRunner().invoke(build(), said, input=asked)
    assert json.loads(io.StringIO(ran.stdout).readline())["ok"], ran.output
    return number


def from_a_template(shop: Shop, folder: Path) -> int:
    ann = shop.desk("ann")
    ann.do(templates.save, "BASKET", lines=[templates.TemplateGoods("THING", 4_000)])
    number = ann.do(standing.from_template, "BASKET", customer="LIMIT").order
    shop.submit(number)
    return number


def standing_order(shop: Shop, folder: Path) -> int:
    ann = shop.desk("ann")
    ann.do(templates.save, "WEEKLY", lines=[templates.TemplateGoods("THING", 4_000)], customer="LIMIT")
    ann.do(templates.stand, "WEEKLY", 7)
    made = ann.do(standing.run)
    number = next(one.order for one in made if one.order is not None)
    shop.submit(number)
    return number


def quoted(shop: Shop, folder: Path) -> int:
    quotation = shop.draft("LIMIT", ("THING", 4))
    ann = shop.desk("ann")
    ann.do(quotations.make, quotation)
    number = ann.do(quotations.accept, quotation).order
    shop.submit(number)
    return number


def called_off(shop: Shop, folder: Path) -> int:
    ann = shop.desk("ann")
    blanket = ann.do(blankets.new, "LIMIT", shop.day + timedelta(days=90))
    ann.do(orders.line, blanket, "THING", 40_000)
    shop.do(blankets.agree, blanket)
    number = ann.do(blankets.call_off, blanket, [(1, 4_000)]).order
    shop.submit(number)
    return number


def amended(shop: Shop, folder: Path) -> int:
    number = shop.sell("LIMIT", ("THING", 1))
    shop.amend(number, 1, 4)
    return number


def one_more_line(shop: Shop, folder: Path) -> int:
    number = shop.sell("LIMIT", ("THING", 1))
    shop.desk("ann").do(amendments.amend, number, "THING", 3_000)
    return number


def reopened(shop: Shop, folder: Path) -> int:
    """Placed and given up in part while the limit allowed it; taken up again when it does not."""
    from orderdesk.desk import customers

    shop.do(customers.limit, "LIMIT", credit_limit=None)
    number = shop.sell("LIMIT", ("THING", 4))
    shop.ship(number, THING=1)
    shop.desk("ann").do(amendments.short_close, number, "enough")
    shop.do(customers.limit, "LIMIT", credit_limit=90_00)
    shop.desk("ann").do(amendments.reopen, number, "after all")
    return number


def released_for_less(shop: Shop, folder: Path) -> int:
    """A release covers the value that it was given for: what is added after it is held anew."""
    number = shop.draft("LIMIT", ("THING", 4))
    shop.submit(number)
    assert shop.release(number) == "confirmed"
    shop.amend(number, 1, 5)
    return number


def made_to_order(shop: Shop, folder: Path) -> int:
    shop.product("MADE", "25.00", kind="made_to_order")
    number = shop.draft("LIMIT", ("MADE", 4), type="make-to-order")
    shop.submit(number)
    return number


def dropped(shop: Shop, folder: Path) -> int:
    shop.do(assortment.supplier, "MAKER", "Maker")
    shop.product("DIRECT", "25.00", supplier="MAKER")
    shop.do(product_supply.supply, "DIRECT", drop_ship=True)
    number = shop.draft("LIMIT", ("DIRECT", 4))
    shop.submit(number)
    return number


def service(shop: Shop, folder: Path) -> int:
    shop.product("WORK", "25.00", kind="service")
    number = shop.draft("LIMIT", ("WORK", 4), type="service")
    shop.submit(number)
    return number


def later_and_elsewhere(shop: Shop, folder: Path) -> int:
    site = shop.do(addresses.address, "LIMIT", street="Site 1", city="Away")
    number = shop.draft("LIMIT", ("THING", 1))
    shop.desk("ann").do(orders.line, number, "THING", 3_000, wanted=shop.day + timedelta(days=20), ship_to=site)
    shop.submit(number)
    return number


DOORS: dict[str, Door] = {
    "typed": typed,
    "copy": copied,
    "import": imported,
    "batch": batched,
    "template": from_a_template,
    "standing": standing_order,
    "quotation": quoted,
    "call-off": called_off,
    "amend a line": amended,
    "amend, one more line": one_more_line,
    "reopen": reopened,
    "release": released_for_less,
    "make to order": made_to_order,
    "drop shipment": dropped,
    "service": service,
    "a line later and elsewhere": later_and_elsewhere,
}


KINDS = ("make to order", "drop shipment", "service")


@pytest.mark.parametrize("door", KINDS)
def test_nothing_is_made_asked_for_or_done_for_an_order_that_is_held(shop: Shop, tmp_path: Path, door: str) -> None:
    """Neither a work order nor a request to the supplier goes out, and no service is done, before somebody releases."""
    number = DOORS[door](shop, tmp_path)
    assert shop.rows(ExpectedReceipt) == []
    with pytest.raises(Refused):
        shop.desk("ann").do(services.done, number, 1)
    with pytest.raises(Refused):
        shop.desk("pat").do(direct.direct, number, 1)
    assert shop.release(number) == "confirmed"
    assert len(shop.rows(ExpectedReceipt)) == (door != "service")


@pytest.fixture
def shop(store: Store) -> Shop:
    made = Shop(store)
    made.setting("duplicate_days", 0)
    made.customer("LIMIT", 90_00, street="Street 1", city="Town")
    made.product("THING", "25.00", on_hand=50)
    return made


@pytest.mark.parametrize("door", DOORS)
def test_an_order_over_the_limit_is_held_whichever_way_it_came(shop: Shop, tmp_path: Path, door: str) -> None:
    number = DOORS[door](shop, tmp_path)
    held = shop.rows(Hold, order_id=shop.order(number).id, kind="credit", state="open")
    assert [hold.kind for hold in held] == ["credit"]
    with pytest.raises(Refused):
        shop.desk("pat").do(picking.release, [number])


def test_nothing_goes_over_the_counter_on_credit_that_is_not_there(shop: Shop) -> None:
    """Nobody can wait at the counter: it is refused, also where a line is wanted later; what is paid for leaves."""
    shop.setting("credit_horizon_days", 10)
    ann = shop.desk("ann")
    number = ann.do(orders.new, "LIMIT")
    ann.do(orders.line, number, "THING", 4_000)
    with pytest.raises(Refused, match=r"over the limit of 90\.00 by 5\.00"):
        shop.do(counter_sale.sell, number, 5_00, on_account=True)
    assert shop.order(number).state == "draft"
    assert shop.do(counter_sale.sell, number, 100_00).paid == 100_00


def test_orders_of_another_system_were_promised_there_but_count_and_their_goods_ask_again(shop: Shop) -> None:
    """The one door that places without asking: what was promised elsewhere stays. It uses up the limit at once."""
    line: Any = history.HistoryLine("THING", 4_000, 250_000)
    shop.do(history.order, number=8001, customer="LIMIT", order_date=TODAY, wanted=TODAY, lines=[line])
    assert [(row.number, row.state) for row in shop.rows(Order)] == [(8001, "confirmed")]
    assert shop.exposure("LIMIT").confirmed_not_shipped == 100_00
    done = shop.submit(shop.draft("LIMIT", ("THING", 1)))
    assert shop.held_for(done) == ["credit"]
