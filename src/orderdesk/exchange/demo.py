"""The demo company, lived through: its files are imported, and its orders driven by the verbs to where they stand.

Day by day from the first order on, the clerks enter and submit, the warehouse picks and ships, receivables bills and takes
money, each under the own login and the day's date; so the event log, the promises, the invoice numbers and the ageing are
what they would be had the desk been used. The goods that will leave are there from the first day: `stock.csv` is what is
left after them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from orderdesk.data_files import data_folder
from orderdesk.desk import amendments, company, invoicing, orders, picking, receipts, shipping, stock
from orderdesk.desk.verb import Desk
from orderdesk.errors import Refused
from orderdesk.exchange.demo_files import DemoReceipt, read_orders, read_receipts, read_stock
from orderdesk.exchange.importing import run_import
from orderdesk.exchange.kinds.order_rows import WholeOrder
from orderdesk.queries import existing, picking as pick_queries
from orderdesk.queries.people import sign_in
from orderdesk.store.migrate import create
from orderdesk.store.store import Store
from orderdesk.store.transaction import Actor, Transaction
from orderdesk.values import ONE, Quantity

P = ParamSpec("P")
T = TypeVar("T")
