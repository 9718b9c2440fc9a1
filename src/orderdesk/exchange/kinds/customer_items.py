"""What customers call our products."""

from __future__ import annotations

from orderdesk.desk import customer_items
from orderdesk.exchange.cells import Cells
from orderdesk.exchange.importer import Importer, Kind


class CustomerItems(Importer):
    """Customers' own codes."""

    def take(self, cells: Cells) -> None:
        """Note the code, or what it means now."""
        customer, code, sku = cells.key("customer"), cells.key(), cells.key("sku")
        unit = cells.text("unit", limit=16) if cells.has("unit") else ""
        if not cells.good or not self.first_time(cells, "code", (customer, code)):
            return
        before = len(self.tx.events)
        customer_items.item(self.tx, customer, code, sku, unit=unit or None)
        made = self.tx.events[before:]
        self.count(new=any(event.data["sku"][0] is None for event in made), changed=bool(made))


CUSTOMER_ITEMS = Kind("customer_items", ("customer", "code", "sku"), ("unit",), CustomerItems)
