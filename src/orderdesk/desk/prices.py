"""Upkeep of prices: named lists, and the rules that say what something costs to whom. A rule is ended, never edited.

Two rules that would tie for some quantity and day are refused here, when the second is entered, and not when an order
meets them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import find
from orderdesk.desk.customer_money import kept_currency
from orderdesk.desk.upkeep import add, by_code, new_code, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Category, Customer, PriceList, PriceRule, Product
from orderdesk.rules.price import PriceLevel, PriceOffer, Scope, conflicts
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, visible
from orderdesk.values import HUNDRED_PERCENT, MAX_PRICE, MAX_QUANTITY, Percent, Quantity, UnitPrice, quantity_text

# What a rule belongs to, by its level: the two kinds of list are one here, and whose list it is shows when it is used.
LEVELS = {"contract": PriceLevel.CONTRACT, "list": PriceLevel.CUSTOMER_LIST, "promotion": PriceLevel.PROMOTION}

_LIST = table(PriceList)
_RULE = table(PriceRule)
_LIST_CODE = select(_LIST.c.id).where(_LIST.c.code == bindparam("a_code"))
_ALL_LISTS = select(_LIST).order_by(_LIST.c.id)
_ONE = select(_RULE).where(_RULE.c.id == bindparam("an_id"))
_SAME = ("level", "customer_id", "price_list_id", "product_id", "category_id", "min_qty", "currency")
_RIVALS = select(_RULE).where(*(_RULE.c[name].is_not_distinct_from(bindparam(f"a_{name}")) for name in _SAME))


@verb("price.list")
def price_list(
    tx: Transaction,
    code: str,
    name: str = "",
    *,
    base: str | None = None,
    percent: Percent = 0,
    currency: str = "",
    tax_included: bool = False,
) -> str:
    """Enter a price list, for customers or segments to point to. Its code.

    Args:
        base: the list that it is based on; what the new one has no rule for costs what it costs there.
        percent: off the base's prices; negative is a surcharge.
        currency: of its prices; the company's unless said.
        tax_included: its prices are with tax, and so are those on the documents of whoever points to it.

    Raises:
        Refused: it exists already.
        NotFound: there is no such list to base it on, or no rate for the currency.
    """
    key = new_code(code, "price list code")
    taken = f"price list {key} exists already; enter rules for it, or say what it is based on"
    if tx.scalar(_LIST_CODE, a_code=key) is not None:
        raise Refused(taken)
    if percent and not base:
        raise BadValue("a percentage needs the list that it is taken off")
    kept = PriceList(
        code=key,
        name=clean(name, "name"),
        base_id=by_code(tx, PriceList, base, "price list").id if base else None,
        percent=_off(percent),
        currency=kept_currency(tx, currency),
        tax_included=tax_included,
    )
    key_id = add(tx, kept, taken)
    told = {"currency": kept.currency, "tax_included": tax_included} if kept.currency or tax_included else {}
    tx.record("price.list", "price_list", key_id, code=key, name=kept.name, base=base, percent=kept.percent, **told)
    return key


@verb("price.base")
def base_on(tx: Transaction, price_list: str, base: str | None, percent: Percent = 0) -> str:
    """Say which list a price list is based on, and how far below it; None makes it stand on its own. Its code.

    Raises:
        Refused: the lists would be based on each other in a circle; the sentence names them.
    """
    tx.lock(PriceList, [row.id for row in tx.all(_ALL_LISTS)])  # all: two at once could close a circle
    lists = {row.id: row for row in tx.all(_ALL_LISTS)}
    mine = lists[by_code(tx, PriceList, price_list, "price list").id]
    below = by_code(tx, PriceList, base, "price list").id if base else None
    if percent and below is None:
        raise BadValue("a percentage needs the list that it is taken off")
    way, step = [mine.code], below
    while step is not None:
        way.append(lists[step].code)
        if step == mine.id:
            raise Refused(f"price list {mine.code} would be based on itself: {' → '.join(way)}; take another base")
        step = lists[step].base_id
    values = {"base_id": below, "percent": _off(percent)}
    changed = {name: [mine._mapping[name], new] for name, new in values.items() if mine._mapping[name] != new}
    if changed:
        tx.update(PriceList, mine.id, **{name: new for name, (_, new) in changed.items()})
        if "base_id" in changed:
            changed["base"] = [None if one is None else lists[one].code for one in changed.pop("base_id")]
        tx.record("price.base", "price_list", mine.id, code=mine.code, **changed)
    return str(mine.code)


def _off(percent: Percent, what: str = "percentage") -> Percent:
    return whole(percent, what, HUNDRED_PERCENT, least=-HUNDRED_PERCENT)


@verb("price.rule")
def rule(
    tx: Transaction,
    level: str,
    *,
    name: str = "",
    customer: str | None = None,
    price_list: str | None = None,
    sku: str | None = None,
    category: str | None = None,
    min_qty: Quantity = 0,
    max_qty: Quantity = 0,
    price: UnitPrice | None = None,
    discount: Percent | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    combinable: bool = False,
    together: bool = False,
    free: Quantity = 0,
    free_sku: str | None = None,
    currency: str | None = None,
) -> int:
    """Enter what something costs to somebody, or what is free with it; the rule's id.

    Args:
        level: contract (of a customer), list (of a price list) or promotion (for everybody).
        name: what orders and documents call it; the customer's or the list's code unless said.
        sku, category: what it is for; neither is everything.
        min_qty: from how many stock units on.
        max_qty: up to how many, included; 0 is open.
        price: for one stock unit. Either this or a discount.
        discount: off the list price; negative is a surcharge.
        valid_from, valid_to: first and last day; None is open.
        combinable: a promotion's discount that is taken off whichever price wins.
        together: the quantities are those of all the order's lines that it is for, added up.
        free: so many stock units are free for every `min_qty` bought, instead of a price or a discount.
        free_sku: what is free; the product that was bought unless said.
        currency: of the price; the list's, the customer's for a contract, or else the company's unless said.

    Raises:
        BadValue: the parts do not make a rule.
        NotFound: no such customer, price list, product or category.
        Refused: another rule would tie with it; the sentence names that one.
    """
    if level not in LEVELS:
        raise BadValue(f"level {visible(level)[:40]!r} is not one of {', '.join(LEVELS)}")
    _require_whose(level, customer, price_list)
    if sku and category:
        raise BadValue("a price rule is for one product or for one category, not for both")
    if price is not None and not (sku or category):
        raise BadValue("a price needs a product or a category; for everything only a discount makes sense")
    if valid_from and valid_to and valid_to < valid_from:
        raise BadValue(f"the price rule would end on {valid_to}, before it starts on {valid_from}")
    if free and (price is not None or discount is not None):
        raise BadValue("a rule gives free goods, or a price, or a discount; not two of them")
    if free_sku and not free:
        raise BadValue("say how many are free")
    kept = PriceRule(
        level=level,
        name=clean(name, "name", limit=100) or (customer or price_list or "promotion").strip().upper(),
        customer_id=find.customer(tx, customer).id if customer else None,
        price_list_id=by_code(tx, PriceList, price_list, "price list").id if price_list else None,
        product_id=find.product(tx, sku).id if sku else None,
        category_id=by_code(tx, Category, category, "category").id if category else None,
        min_qty=whole(min_qty, "minimum quantity", MAX_QUANTITY),
        max_qty=whole(max_qty, "highest quantity", MAX_QUANTITY),
        price=None if price is None else whole(price, "price", MAX_PRICE),
        discount=0 if free else None if discount is None else _off(discount, "discount"),
        valid_from=valid_from,
        valid_to=valid_to,
        combinable=combinable,
        together=bool(together or free),
        free_qty=whole(free, "free quantity", MAX_QUANTITY),
        free_product_id=find.product(tx, free_sku).id if free_sku else None,
        currency=_currency(tx, currency, customer, price_list) if price is not None else "",
    )
    if currency and price is None:
        raise BadValue("a discount has no currency; only a price has")
    if combinable and not name:
        raise BadValue("a combinable promotion needs a name: rules of one name are its steps")
    given = kept.free_product_id or kept.product_id
    if free and given is not None and find.product_by_id(tx, given).kind == "kit":
        raise Refused("a kit cannot be given away for nothing; give one of its parts, or lower the kit's price")
    _lock_subject(tx, kept)
    _refuse_ties(tx, kept)
    rule_id = tx.add(kept)
    tx.record(
        "price.rule", "price_rule", rule_id, level=level, name=kept.name, customer=customer, price_list=price_list,
        sku=sku, category=category, min_qty=min_qty, max_qty=max_qty, price=price, discount=discount,
        valid_from=valid_from, valid_to=valid_to, combinable=combinable, together=kept.together, free=free,
        free_sku=free_sku, **({"currency": kept.currency} if kept.currency else {}),
    )  # fmt: skip
    return rule_id


@verb("price.end")
def end(tx: Transaction, rule: int, valid_to: date | None) -> int:
    """Say what a rule's last day is; its id. A day before its first one withdraws it, None leaves it open again.

    Raises:
        NotFound: no such rule.
        Refused: it would last longer, and tie with a rule entered since.
    """
    row = tx.first(_ONE, an_id=whole(rule, "price rule", 2**63 - 1))
    if row is None:
        raise NotFound(f"there is no price rule {rule}")
    kept = PriceRule(**{**row._mapping, "valid_to": valid_to})
    _lock_subject(tx, kept)
    if row.valid_to is not None and (valid_to is None or valid_to > row.valid_to):
        _refuse_ties(tx, kept)
    if valid_to != row.valid_to:
        tx.update(PriceRule, row.id, valid_to=valid_to)
        tx.record("price.end", "price_rule", row.id, valid_to=[row.valid_to, valid_to])
    return int(row.id)


def _currency(tx: Transaction, said: str | None, customer: str | None, price_list: str | None) -> str:
    """What a price is in: unless it says otherwise the currency of its list, or of the contract's customer."""
    if said is not None:
        return kept_currency(tx, said)
    if price_list:
        return str(by_code(tx, PriceList, price_list, "price list").currency)
    return str(find.customer(tx, customer).currency) if customer else ""


def _require_whose(level: str, customer: str | None, price_list: str | None) -> None:
    if bool(customer) is not (level == "contract"):
        raise BadValue("a contract price needs its customer" if not customer else f"a {level} price has no customer")
    if bool(price_list) is not (level == "list"):
        raise BadValue("a list price needs its price list" if not price_list else f"a {level} price has no price list")


def _lock_subject(tx: Transaction, kept: PriceRule) -> None:
    """Let nobody enter a rival meanwhile: rivals share the customer or list, or else the product or category."""
    for model, key in (
        (Customer, kept.customer_id),
        (PriceList, kept.price_list_id),
        (Product, kept.product_id),
        (Category, kept.category_id),
    ):
        if key is not None:
            tx.lock(model, [key])
            return


def _refuse_ties(tx: Transaction, kept: PriceRule) -> None:
    rivals = tx.all(_RIVALS, **{f"a_{name}": getattr(kept, name) for name in _SAME})
    tie = conflicts(_offer(kept), [_offer(row) for row in rivals])
    if tie is not None:
        days = f"{tie.valid_from or 'always'} to {tie.valid_to or 'open'}"
        raise Refused(
            f"price rule {tie.rule_id} {tie.name!r} (from {quantity_text(tie.min_qty)}, {days}) would tie with this. "
            "End that one first, or choose another quantity or first day"
        )


def _offer(kept: PriceRule | Row[Any]) -> PriceOffer:
    scope = Scope.VARIANT if kept.product_id else Scope.CATEGORY if kept.category_id else Scope.ALL
    return PriceOffer(
        LEVELS[kept.level],
        kept.name,
        price=kept.price,
        discount=kept.discount,
        min_qty=kept.min_qty,
        scope=scope,
        valid_from=kept.valid_from,
        valid_to=kept.valid_to,
        combinable=kept.combinable,
        rule_id=kept.id,
        max_qty=kept.max_qty,
        together=kept.together,
        free=kept.free_qty,
        free_product=kept.free_product_id,
    )
