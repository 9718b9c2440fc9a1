"""What can be imported, in the order in which one file needs the other."""

from __future__ import annotations

from orderdesk.exchange.importer import Kind
from orderdesk.exchange.kinds.company import CATEGORIES, SEGMENTS, TAX_RATES, TERMS, USERS, WAREHOUSES
from orderdesk.exchange.kinds.customer_items import CUSTOMER_ITEMS
from orderdesk.exchange.kinds.customers import ADDRESSES, CONTACTS, CUSTOMERS
from orderdesk.exchange.kinds.orders import ORDERS
from orderdesk.exchange.kinds.prices import PRICES
from orderdesk.exchange.kinds.products import PRODUCTS, SUPPLIERS
from orderdesk.exchange.kinds.rates import EXCHANGE_RATES
from orderdesk.exchange.kinds.receipts import RECEIPTS
from orderdesk.exchange.kinds.stock import EXPECTED, STOCK

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SEGMENTS, TERMS, TAX_RATES, EXCHANGE_RATES, CATEGORIES, WAREHOUSES, CUSTOMERS, ADDRESSES, CONTACTS, SUPPLIERS,
        PRODUCTS, CUSTOMER_ITEMS, STOCK, EXPECTED, PRICES, USERS, ORDERS, RECEIPTS,
    )
}  # fmt: skip
