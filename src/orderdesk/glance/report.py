"""The answers of a quick look-up as lines for a terminal, with nothing in them that it would obey."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any


def report(found: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """The answers as lines for a terminal, with nothing in them that it would obey."""
    for answer in found:
        for line in _SAY[answer["kind"]](answer):
            yield _visible(line)


def _say_order(order: Mapping[str, Any]) -> Iterable[str]:
    yield f"order {order['number']}  {order['state']}  {order['name']} ({order['customer']})"
    po_number = f", PO {order['po_number']}" if order["po_number"] else ""
    yield (
        f"  ordered {order['order_date']}, wanted {order['wanted_date']}{po_number}, "
        f"{order['gross']} {order['currency']}; allocated {order['allocated']}, shipped {order['shipped']}"
    )
    for hold in order["holds"]:
        yield f"  held: {hold['kind']}  {hold['message']}"
    for line in order["open_lines"]:
        promised = f", promised {line['promised']}" if line["promised"] else ""
        yield (
            f"  line {line['position']}  {line['sku']}  {line['shipped']} of {line['ordered']} {line['unit']} shipped, "
            f"{line['allocated']} reserved{promised}"
        )
    for one in order["shipments"]:
        yield " ".join(
            f"  shipment {one['number']}  {one['day']}  {one['carrier']} {one['tracking']}".rstrip().split(" ")
        )
    for one in order["invoices"]:
        yield f"  {one['number']}  {one['day']}, due {one['due']}  {one['gross']}, open {one['open']}"


def _say_invoice(invoice: Mapping[str, Any]) -> Iterable[str]:
    yield f"{invoice['kind']} {invoice['number']}  {invoice['name']} ({invoice['customer']})"
    order = f", order {invoice['order']}" if invoice["order"] else ""
    yield (
        f"  of {invoice['day']}, due {invoice['due']}{order}, {invoice['gross']} {invoice['currency']}, "
        f"open {invoice['open']}"
    )


def _say_customer(customer: Mapping[str, Any]) -> Iterable[str]:
    closed = "" if customer["active"] else "  closed"
    block = "" if customer["block"] == "none" else f"  blocked: {customer['block']}"
    yield f"customer {customer['code']}  {customer['name']}  {customer['city']}{closed}{block}".rstrip()
    yield f"  {customer['open_orders']} open orders, owes {customer['balance']}"


def _say_product(product: Mapping[str, Any]) -> Iterable[str]:
    gone = "" if product["active"] else "  discontinued"
    yield f"product {product['sku']}  {product['name']}{gone}"
    price = f", list price {product['list_price']}" if product["list_price"] else ""
    yield f"  {product['free']} {product['unit']} free of {product['on_hand']}{price}"


_SAY = {
    "order": _say_order,
    "invoice": _say_invoice,
    "credit note": _say_invoice,
    "down payment": _say_invoice,
    "customer": _say_customer,
    "product": _say_product,
}


def _visible(line: str) -> str:
    if line.isprintable():
        return line
    from orderdesk.texts import visible

    return visible(line)
