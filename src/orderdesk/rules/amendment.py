"""Amendment: what may still be changed on a confirmed line, and how exactly a shipment must match it.

What has left cannot be changed on paper: not its quantity and not its price. Over-delivery is allowed up to the
product's allowance; under-delivery within the tolerance closes the line. Both are 0 unless set.
"""

from __future__ import annotations

from orderdesk.findings import Finding, Severity
from orderdesk.rules.progress import LineAxes
from orderdesk.values import HUNDRED_PERCENT, Percent, Quantity, quantity_text


def check_change(
    axes: LineAxes, new_quantity: Quantity, *, price_changes: bool = False, line: int | None = None
) -> Finding | None:
    """Block a change that would deny what has been shipped; 0 is the removal of the line.

    Args:
        new_quantity: ordered altogether, the shipped part included, in the unit of the axes.
    """
    at = "" if line is None else f"line {line}: "
    shipped = quantity_text(axes.shipped)
    figures = {"ordered": axes.ordered, "shipped": axes.shipped, "new_quantity": new_quantity}
    if new_quantity < 0:
        message = f"{at}the quantity cannot be below zero"
    elif new_quantity == 0 and axes.shipped:
        message = f"{at}cannot be removed: {shipped} are shipped; {shipped} is the lowest quantity"
    elif new_quantity < axes.shipped:
        message = f"{at}{quantity_text(new_quantity)} is below the {shipped} shipped; {shipped} is the lowest quantity"
    elif price_changes and axes.shipped:
        message = f"{at}the price stands, for {shipped} are shipped; put the rest on a new line or credit it"
    else:
        return None
    return Finding(Severity.BLOCK, "amendment", message, line, figures=figures)


def most_to_ship(axes: LineAxes, allowance: Percent) -> Quantity:
    """What may leave from now on: the open quantity and the allowance on what is due, rounded down."""
    most = axes.due * (HUNDRED_PERCENT + allowance) // HUNDRED_PERCENT
    return max(0, most - axes.shipped)


def may_ship(axes: LineAxes, quantity: Quantity, allowance: Percent, *, line: int | None = None) -> Finding | None:
    """Block a shipment of more than is due and allowed."""
    most = most_to_ship(axes, allowance)
    if quantity <= most:
        return None
    at = "" if line is None else f"line {line}: "
    return Finding(
        Severity.BLOCK,
        "over-delivery",
        f"{at}{quantity_text(quantity)} is too much: {quantity_text(most)} is the most that may leave,"
        f" {quantity_text(quantity - most)} fewer",
        line,
        figures={"due": axes.due, "shipped": axes.shipped, "quantity": quantity, "most": most, "allowance": allowance},
    )


def closes_line(axes: LineAxes, tolerance: Percent) -> bool:
    """Whether what was shipped is near enough to what is due that the rest is given up; nothing shipped never is."""
    return axes.shipped > 0 and axes.shipped * HUNDRED_PERCENT >= axes.due * (HUNDRED_PERCENT - tolerance)
