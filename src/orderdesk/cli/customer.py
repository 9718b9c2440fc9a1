"""`orderdesk customer`: who buys, where it goes, who calls, and how far they are trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from orderdesk.cli import options
from orderdesk.cli.command import command, typer_app
from orderdesk.cli.options import given
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue
from orderdesk.rules.wording import counted
from orderdesk.texts import visible
from orderdesk.values import parse_date, parse_percent

app = typer_app(
    "Who buys: cards, addresses, contacts, credit.",
    ("customer find ernst", 'customer new MORGK "Morgenstern Gesundkost" --city Leipzig', "customer limit ALFKI 15000"),
)
_City = Annotated[str | None, typer.Option("--city", metavar="TEXT", help="Town.")]
_Street = Annotated[str | None, typer.Option("--street", metavar="TEXT", help="Street and number.")]
_Region = Annotated[str | None, typer.Option("--region", metavar="TEXT", help="Region or state.")]
_Postcode = Annotated[str | None, typer.Option("--postcode", metavar="TEXT", help="Postcode.")]
_Country = Annotated[str | None, typer.Option("--country", metavar="TEXT", help="Country.")]
_Billing = Annotated[
    str | None, typer.Option("--billing", metavar="RULE", help="When billed: ship, order, day, week, month, hand.")
]
_Terms = Annotated[str | None, typer.Option("--terms", metavar="CODE", help="Payment terms.")]
_Segment = Annotated[str | None, typer.Option("--segment", metavar="CODE", help="The kind of customer.")]
_PriceList = Annotated[str | None, typer.Option("--price-list", metavar="CODE", help="A price list of its own.")]
_Delivery = Annotated[
    str | None, typer.Option("--delivery", metavar="RULE", help="partial, complete-lines or complete-order.")
]
_PoRule = Annotated[
    str | None,
    typer.Option("--po-rule", metavar="WORD", help="Where a PO number comes twice: free, warn or refuse."),
]
_PoNeeded = Annotated[
    bool | None, typer.Option("--po-needed/--po-free", help="Whether its orders must have a PO number.")
]
_Sourcing = Annotated[
    str | None, typer.Option("--sourcing", metavar="RULE", help="own, fullest, nearest or single; '' is the company's.")
]
_TaxExempt = Annotated[bool | None, typer.Option("--tax-exempt/--taxed", help="Whether tax is charged.")]
_ExemptReason = Annotated[
    str | None, typer.Option("--exempt-reason", metavar="TEXT", help="Why no tax is charged; stands on its invoices.")
]
_Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Of its documents, like USD; \"\" is the company's.")
]
_TaxIncluded = Annotated[
    bool | None, typer.Option("--tax-included/--tax-added", help="Whether prices said to it are with tax.")
]
_VatId = Annotated[str | None, typer.Option("--vat-id", metavar="TEXT", help="VAT number.")]
_Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="Of its documents, like de.")]
_Limit = Annotated[
    str | None, typer.Option("--credit-limit", metavar="AMOUNT", help="none is no limit, 0 is cash only.")
]
_Grace = Annotated[int | None, typer.Option("--grace", metavar="DAYS", help="Days late before orders are held.")]
_Block = Annotated[str | None, typer.Option("--block", metavar="LEVEL", help="none, ship, invoice or all.")]
_Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Customer since.")]


@command(app, "find", "customer find ernst", "customer find 0421 5551")
def find(session: Session, text: options.MaybeText = None, limit: options.Limit = 20) -> None:
    """Find customers by code, telephone number, or the beginnings of words."""
    from orderdesk.queries.look_up import customers

    session.show(session.ask(customers, " ".join(text or ()), limit), empty="no customer found")


@command(app, "show", "customer show ALFKI")
def show(session: Session, customer: options.Customer) -> None:
    """Show a customer: addresses, contacts, credit in its parts, what is open."""
    from orderdesk.cli.cards import CUSTOMER_COLUMNS, customer_tree
    from orderdesk.queries.customer_card import customer_card

    card = session.ask(customer_card, customer)
    session.show(customer_tree(card, session.settings.decimals), within=CUSTOMER_COLUMNS)


@command(app, "addresses", "customer addresses ALFKI")
def addresses(session: Session, customer: options.Customer) -> None:
    """List a customer's addresses, with the ids that an order names its ship-to by."""
    from orderdesk.queries.addresses import addresses as addresses_of

    session.show(session.ask(addresses_of, customer))


@command(app, "new", 'customer new MORGK "Morgenstern Gesundkost" --city Leipzig --terms N30 --credit-limit 5000')
def new(
    session: Session,
    code: options.Code,
    name: options.Name,
    street: _Street = None,
    city: _City = None,
    region: _Region = None,
    postcode: _Postcode = None,
    country: _Country = None,
    terms: _Terms = None,
    billing: _Billing = None,
    segment: _Segment = None,
    price_list: _PriceList = None,
    credit_limit: _Limit = None,
    grace: _Grace = None,
    block: _Block = None,
    delivery: _Delivery = None,
    sourcing: _Sourcing = None,
    po_rule: _PoRule = None,
    po_needed: _PoNeeded = None,
    tax_exempt: _TaxExempt = None,
    exempt_reason: _ExemptReason = None,
    vat_id: _VatId = None,
    currency: _Currency = None,
    tax_included: _TaxIncluded = None,
    language: _Language = None,
    since: _Since = None,
    note: options.Note = None,
) -> None:
    """Add a customer, with a billing address and a ship-to; prints the code."""
    from orderdesk.desk import customers

    values = given(
        street=street, city=city, region=region, postcode=postcode, country=country, terms=terms,
        segment=segment, billing=billing,
        price_list=price_list, credit_limit=_limit(session, credit_limit), grace_days=grace, block=block,
        delivery_rule=delivery, sourcing=sourcing, tax_exempt=tax_exempt, exempt_reason=exempt_reason,
        vat_id=vat_id, currency=currency, tax_included=tax_included, language=language, note=note,
        po_rule=po_rule, po_needed=po_needed,
        customer_since=None if since is None else parse_date(since, what="--since"),
    )  # fmt: skip
    stored = session.do(customers.new, code, name, **values)
    session.done("customer", stored, f"Customer {stored} is added.")


@command(
    app,
    "change",
    'customer change ALFKI --name "Alfreds Futterkiste GmbH" --terms NOW',
    "customer change ALFKI --closed",
)
def change(
    session: Session,
    customer: options.Customer,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="A new name.")] = None,
    street: _Street = None,
    city: _City = None,
    region: _Region = None,
    postcode: _Postcode = None,
    country: _Country = None,
    terms: _Terms = None,
    billing: _Billing = None,
    segment: _Segment = None,
    price_list: _PriceList = None,
    delivery: _Delivery = None,
    sourcing: _Sourcing = None,
    po_rule: _PoRule = None,
    po_needed: _PoNeeded = None,
    tax_exempt: _TaxExempt = None,
    exempt_reason: _ExemptReason = None,
    vat_id: _VatId = None,
    currency: _Currency = None,
    tax_included: _TaxIncluded = None,
    language: _Language = None,
    since: _Since = None,
    active: Annotated[bool | None, typer.Option("--active/--closed", help="Whether it may order.")] = None,
    note: options.Note = None,
    version: options.Version = None,
) -> None:
    """Change a customer's card; what is not said stays."""
    from orderdesk.desk import customers

    values = given(
        name=name, street=street, city=city, region=region, postcode=postcode, country=country, terms=terms,
        billing=billing,
        segment=segment, price_list=price_list, delivery_rule=delivery, tax_exempt=tax_exempt,
        exempt_reason=exempt_reason, vat_id=vat_id, currency=currency, tax_included=tax_included,
        sourcing=sourcing, language=language, active=active, note=note, version=version,
        po_rule=po_rule, po_needed=po_needed,
        customer_since=None if since is None else parse_date(since, what="--since"),
    )  # fmt: skip
    session.do(customers.change, customer, **values)
    session.done("customer", customer.upper(), f"Customer {customer.upper()} is changed.")


@command(
    app,
    "limit",
    "customer limit ALFKI 15000",
    "customer limit ALFKI none --grace 14",
    "customer limit ALFKI --block ship",
)
def limit(
    session: Session,
    customer: options.Customer,
    amount: Annotated[
        str | None, typer.Argument(metavar="AMOUNT", help="The credit limit; none is no limit, 0 is cash only.")
    ] = None,
    grace: _Grace = None,
    block: _Block = None,
    orders: Annotated[
        str | None, typer.Option("--orders", metavar="AMOUNT", help="A limit for orders not yet shipped, or none.")
    ] = None,
    overdue: Annotated[
        str | None, typer.Option("--overdue", metavar="AMOUNT", help="How much may be overdue, or none.")
    ] = None,
) -> None:
    """Set how far a customer is trusted: credit limit, days of grace, block, limits for open orders and overdue."""
    from orderdesk.desk import customers

    values = given(grace_days=grace, block=block)
    if amount is not None:
        values["credit_limit"] = _limit(session, amount)
    if orders is not None:
        values["order_limit"] = _limit(session, orders)
    if overdue is not None:
        values["overdue_limit"] = _limit(session, overdue)
    session.do(customers.limit, customer, **values)
    session.done("customer", customer.upper(), f"What guards {customer.upper()}'s credit is changed.")


@command(app, "shelf-life", "customer shelf-life ERNSH 30")
def shelf_life(
    session: Session,
    customer: options.Customer,
    days: Annotated[int, typer.Argument(metavar="DAYS", min=0, help="How long goods must be good when they leave.")],
) -> None:
    """Say how many days goods must still be good for when they leave for this customer."""
    from orderdesk.desk import lots

    session.do(lots.shelf_life, customer, days)
    code = customer.upper()
    session.done("customer", code, f"{code} gets what is good for {counted(days, 'day')} or more.")


@command(app, "address", 'customer address ALFKI "Werk 2" --street "Hafenstr. 4" --city Bremen')
def address(
    session: Session,
    customer: options.Customer,
    name: options.Name,
    kind: Annotated[str, typer.Option("--kind", metavar="WORD", help="shipping or billing.")] = "shipping",
    street: _Street = None,
    city: _City = None,
    region: _Region = None,
    postcode: _Postcode = None,
    country: _Country = None,
    change: Annotated[int | None, typer.Option("--change", metavar="ADDRESS", help="Change this one instead.")] = None,
) -> None:
    """Add an address to a customer, or change one; prints its id."""
    from orderdesk.desk import customers

    values = given(street=street, city=city, region=region, postcode=postcode, country=country, address=change)
    key = session.do(customers.address, customer, kind=kind, name=name, **values)
    session.done("address", key, f"Address {key} of {customer.upper()}. Order for it with: --ship-to {key}")


@command(app, "contact", 'customer contact ALFKI "Maria Anders" --phone "030 5550 123"')
def contact(
    session: Session,
    customer: options.Customer,
    name: options.Name,
    role: Annotated[str | None, typer.Option("--role", metavar="TEXT", help="What he or she does there.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="TEXT", help="Telephone number.")] = None,
    email: Annotated[str | None, typer.Option("--email", metavar="TEXT", help="E-mail address.")] = None,
    change: Annotated[int | None, typer.Option("--change", metavar="CONTACT", help="Change this one instead.")] = None,
) -> None:
    """Add somebody who calls, or change one; prints the contact's id."""
    from orderdesk.desk import customers

    key = session.do(customers.contact, customer, name, **given(role=role, phone=phone, email=email, contact=change))
    session.done("contact", key, f"{name} calls for {customer.upper()}.")


@command(app, "segment", "customer segment GASTRO Restaurants --price-list GASTRO")
def segment(session: Session, code: options.Code, name: options.Name, price_list: _PriceList = None) -> None:
    """Add a kind of customer, or change one."""
    from orderdesk.desk import customers

    session.do(customers.segment, code, name, **given(price_list=price_list))
    session.done("segment", code.upper(), f"Segment {code.upper()}.")


@command(
    app,
    "terms",
    'customer terms N14 "14 days net" 14',
    'customer terms N30S "30 days, 2 % in 10" 30 --discount 2 --within 10',
    'customer terms P3 "in three parts" 60 --part 30/10 --part 50/30 --part 20/60',
    'customer terms PRE "in advance" 0 --prepay 100',
)
def terms(
    session: Session,
    code: options.Code,
    name: options.Name,
    net_days: Annotated[int, typer.Argument(metavar="DAYS", min=0, help="Days until it is due.")],
    end_of_month: Annotated[bool, typer.Option("--end-of-month", help="Due at that month's end.")] = False,
    discount: options.Discount = None,
    within: Annotated[
        int | None, typer.Option("--within", metavar="DAYS", min=0, help="Days for the discount.")
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PERCENT/DAYS", help="An instalment and its days, in their order; repeat it."),
    ] = None,
    discount_amount: Annotated[
        str | None, typer.Option("--discount-amount", metavar="AMOUNT", help="Or so much off, instead of per cent.")
    ] = None,
    grace: Annotated[
        int, typer.Option("--discount-grace", metavar="DAYS", min=0, help="Days after it in which it is still given.")
    ] = 0,
    mixed: Annotated[
        bool, typer.Option("--mixed", help="The discount lowers the tax as well: tax is on the discounted base.")
    ] = False,
    prepay: Annotated[
        str | None, typer.Option("--prepay", metavar="PERCENT", help="What must be paid before goods leave.")
    ] = None,
) -> None:
    """Add payment terms, or change them."""
    from orderdesk.desk import customers

    values = given(
        discount_days=within,
        discount_mode="mixed" if mixed else None,
        discount=None if discount is None else parse_percent(discount, what="discount"),
        instalments=[_instalment(text) for text in part] if part else None,
        discount_fixed=None if discount_amount is None else session.money(discount_amount, "--discount-amount"),
        grace_days=grace or None,
        prepay=None if prepay is None else parse_percent(prepay, what="prepayment"),
    )
    session.do(customers.terms, code, name, net_days=net_days, end_of_month=end_of_month, **values)
    session.done("terms", code.upper(), f"Terms {code.upper()}.")


def _instalment(text: str) -> tuple[int, int]:
    """`30/10`: 30 % after 10 days."""
    percent, mark, days = text.partition("/")
    if not mark or not days.strip().isascii() or not days.strip().isdigit():
        raise BadValue(f"an instalment is its percentage and its days, as in 30/10, not {visible(text)[:20]!r}")
    return parse_percent(percent, what="instalment"), int(days)


def _limit(session: Session, text: str | None) -> int | None:
    return None if text is None or text.strip().lower() == "none" else session.money(text, "credit limit")
