"""Who may do what: each verb's roles. A right has its verb's name; a refusal names it."""

from __future__ import annotations

CLERK = frozenset({"clerk", "admin"})
APPROVER = frozenset({"approver1", "approver2", "admin"})
WAREHOUSE = frozenset({"warehouse", "admin"})
LEAD = frozenset({"warehouse_lead"})  # on top of warehouse: what the approval steps give to its second level
RECEIVABLES = frozenset({"receivables", "admin"})
OFFICE = CLERK | RECEIVABLES
ADMIN = frozenset({"admin"})
REJECTS = APPROVER | WAREHOUSE | LEAD | RECEIVABLES  # any hold; a deputy only what may be released so

ROLES = ("clerk", "approver1", "approver2", "warehouse", "warehouse_lead", "receivables", "viewer", "admin")

ROLES_OF: dict[str, frozenset[str]] = {
    # one's own
    "view.save": frozenset(ROLES),
    "view.discard": frozenset(ROLES),
    # upkeep
    "customer.new": OFFICE,
    "customer.change": OFFICE,
    "customer.limit": RECEIVABLES | APPROVER,  # limit, grace and block: what guards the money
    "customer.address": OFFICE,
    "customer.contact": OFFICE,
    "customer.shelf_life": OFFICE,
    "customer.item": OFFICE,
    "customer.item_remove": OFFICE,
    "segment.new": ADMIN,
    "terms.new": RECEIVABLES,
    "supplier.new": WAREHOUSE | OFFICE,
    "category.new": ADMIN,
    "tax.rate": RECEIVABLES,
    "currency.rate": RECEIVABLES,
    "product.new": ADMIN | WAREHOUSE,
    "product.change": ADMIN | WAREHOUSE,
    "product.barcode": ADMIN | WAREHOUSE,
    "product.unit": ADMIN | WAREHOUSE,
    "product.supply": ADMIN | WAREHOUSE,
    "product.kit": ADMIN | WAREHOUSE,
    "product.track": ADMIN | WAREHOUSE,
    "price.list": ADMIN,
    "price.base": ADMIN,
    "price.rule": ADMIN | APPROVER,
    "price.end": ADMIN | APPROVER,
    "warehouse.new": ADMIN,
    "user.new": ADMIN,
    "user.change": ADMIN,
    "setting.change": ADMIN,
    "approval.rule": ADMIN,
    "approval.rule_change": ADMIN,
    "approval.step": ADMIN,
    "approval.step_remove": ADMIN,
    "approval.deputy": ADMIN,
    "approval.deputy_end": ADMIN,
    "approval.ceiling": ADMIN,
    "attribute.define": ADMIN,
    "attribute.change": ADMIN,
    "customer.attribute": OFFICE,
    "product.attribute": ADMIN | WAREHOUSE,
    # goods
    "stock.receive": WAREHOUSE,
    "stock.adjust": WAREHOUSE,
    "stock.count": WAREHOUSE,
    "stock.transfer": WAREHOUSE,
    "stock.keep": CLERK | APPROVER,
    "stock.unkeep": CLERK | APPROVER,
    "stock.lapse": CLERK | WAREHOUSE,
    "stock.level": WAREHOUSE | APPROVER,
    "transfer.send": WAREHOUSE,
    "transfer.receive": WAREHOUSE,
    "transfer.lose": WAREHOUSE,
    "warehouse.distance": ADMIN | WAREHOUSE,
    "supply.request": CLERK | WAREHOUSE,
    "supply.order": WAREHOUSE | OFFICE,
    "supply.make": WAREHOUSE,
    "supply.withdraw": WAREHOUSE | OFFICE,
    "supply.replenish": WAREHOUSE | OFFICE,
    "stock.expect": WAREHOUSE | OFFICE,
    "stock.bin": WAREHOUSE,
    "stock.arrive": WAREHOUSE,
    "lot.block": WAREHOUSE | OFFICE,
    "lot.unblock": WAREHOUSE | APPROVER,
    "lot.change": WAREHOUSE,
    "lot.sweep": WAREHOUSE,
    "count.open": WAREHOUSE,
    "count.scan": WAREHOUSE,
    "count.set": WAREHOUSE,
    "count.post": WAREHOUSE,
    "count.cancel": WAREHOUSE,
    "count.plan": WAREHOUSE,
    # orders
    "order.new": CLERK,
    "order.change": CLERK,
    "order.line": CLERK,
    "order.line_change": CLERK,
    "order.line_remove": CLERK,
    "order.submit": CLERK,
    "order.discard": CLERK,
    "order.copy": CLERK,
    "order.from_template": CLERK,
    "order.amend": CLERK,
    "order.amend_line": CLERK,
    "order.reschedule": CLERK,
    "order.source": CLERK | WAREHOUSE,
    "order.use_safety": APPROVER | WAREHOUSE,
    "order.rank": APPROVER | WAREHOUSE,
    "order.cancel": CLERK,
    "order.short_close": CLERK | WAREHOUSE,
    "order.reopen": CLERK,
    "order.hold": CLERK | APPROVER | RECEIVABLES,
    "order.release": REJECTS | CLERK,  # which hold, and up to what, is the approval rule's; anybody may be a deputy
    "order.reject": REJECTS | CLERK,
    "order.attribute": CLERK,
    "template.save": CLERK,
    "template.change": CLERK,
    "template.stand": CLERK,
    "template.discard": CLERK,
    "standing.run": CLERK,
    # out of the door
    "pick.release": WAREHOUSE,
    "pick.scan": WAREHOUSE,
    "pick.short": WAREHOUSE,
    "pick.confirm": WAREHOUSE,
    "pick.cancel": WAREHOUSE,
    "pack.scan": WAREHOUSE,
    "pack.close": WAREHOUSE,
    "pack.reopen": WAREHOUSE,
    "ship.confirm": WAREHOUSE,
    "ship.hold": WAREHOUSE | CLERK,
    # money
    "invoice.post": RECEIVABLES | WAREHOUSE,
    "invoice.run": RECEIVABLES,
    "invoice.down": RECEIVABLES | CLERK,
    "invoice.cancel": RECEIVABLES,
    "credit.post": RECEIVABLES,
    "credit.price": RECEIVABLES,
    "credit.apply": RECEIVABLES,
    "receipt.take": RECEIVABLES,
    "receipt.apply": RECEIVABLES,
    "receipt.reverse": RECEIVABLES,
    "dunning.remind": RECEIVABLES,
    # back again
    "ship.cancel": WAREHOUSE,
    "return.reason": ADMIN,
    "return.new": OFFICE,
    "return.authorise": APPROVER,
    "return.refuse": APPROVER,
    "return.cancel": OFFICE | WAREHOUSE,
    "return.receive": WAREHOUSE,
    "return.sent": WAREHOUSE,
    "return.credit": RECEIVABLES,
    "return.replace": CLERK,
    "complaint.new": OFFICE,
    "complaint.remedy": OFFICE,
    "complaint.submit": OFFICE,
    "complaint.approve": APPROVER,
    "complaint.reject": APPROVER,
    "complaint.settle": RECEIVABLES,
    # taking over another system's papers
    "history.order": ADMIN,
}


def who_has(right: str) -> str:
    """The roles that have a right, as words for a refusal."""
    roles = [role for role in ROLES if role in ROLES_OF[right]]
    return roles[0] if len(roles) == 1 else f"{', '.join(roles[:-1])} or {roles[-1]}"
