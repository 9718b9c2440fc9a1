"""`orderdesk`: the command line. Quick look-ups go to `glance`, which needs none of what the other commands load."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` costs more time than a quick look-up
if TYPE_CHECKING:
    import typer

EXAMPLES = (
    "demo                                   look around in a made-up company",
    'init --company "My Company" --tax 19   make a database of your own',
    "desk                                   open the desk, full screen",
    "find 1042                              where is my order?",
    'order new ALFKI --line "10 x CHAI" --submit',
    "order show 1042 --json                 for programs; every command can",
    "order --help                           what else there is, with examples",
)


def build() -> typer.Typer:
    """The whole command line. Loads typer, and neither database nor screen."""
    from typing import Annotated, Any

    import typer

    from orderdesk import __version__
    from orderdesk.cli import (
        account,
        amend,  # noqa: F401 (its commands join those of order)
        approval,
        attribute,
        bank,
        barcodes,
        batch,
        blanket,
        complaint,
        count,
        credit_group,
        currency,
        customer,
        customer_orders,  # noqa: F401 (its commands join those of customer)
        dispute,
        dunning,
        exchange,
        hold,
        invoice,
        late,
        lot,
        order,
        pack,
        pick,
        price,
        product,
        quotation,
        receipt,
        refund,
        reports,
        return_,
        serve,
        service,
        setting,
        setup,
        ship,
        sourcing,  # noqa: F401 (its commands join those of order, stock, product and count)
        stock,
        supply,
        template,
        transfer,
        user,
        view,
    )  # fmt: skip
    from orderdesk.cli.command import typer_app

    def say_version(said: bool) -> None:
        if said:
            print(f"orderdesk {__version__}")
            raise typer.Exit

    version = Annotated[
        bool, typer.Option("--version", is_eager=True, callback=say_version, help="Say the version, and stop.")
    ]
    app = typer_app("The sales-order desk of a wholesaler.", EXAMPLES, completion=True, version=version)
    for module in (setup, serve, reports, late, exchange, view, batch, barcodes):
        module.register(app)
    nouns: dict[str, Any] = {
        "customer": customer, "product": product, "price": price, "stock": stock, "lot": lot, "count": count,
        "currency": currency,
        "transfer": transfer, "supply": supply,
        "order": order, "quotation": quotation, "blanket": blanket, "hold": hold,
        "approval": approval, "attribute": attribute,
        "pick": pick, "pack": pack, "ship": ship, "service": service,
        "invoice": invoice, "receipt": receipt,
        "return": return_, "complaint": complaint,
        "dunning": dunning, "bank": bank, "dispute": dispute, "refund": refund,
        "account": account, "template": template, "credit-group": credit_group,
        "view": view, "user": user, "setting": setting,
    }  # fmt: skip
    for name, module in nouns.items():
        app.add_typer(module.app, name=name)
    return app


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if "find" in sys.argv[1:]:  # behind options too; whether it is the command, glance says
        from orderdesk.glance import glance

        code = glance(sys.argv[1:], _as_json)
        if code is not None:
            sys.exit(code)
    if "desk" in sys.argv[1:] and not os.environ.get("ORDERDESK_TRACEBACK"):
        from orderdesk.cli.sitting import sit_down_now

        code = sit_down_now(sys.argv[1:])
        if code is not None:
            sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter is no reason to fail
    try:
        build()(prog_name="orderdesk")
        sys.stdout.flush()
    except Exception as error:
        if isinstance(error, BrokenPipeError):
            _seen_enough()
        if os.environ.get("ORDERDESK_TRACEBACK"):
            raise
        first = str(error).partition("\n")[0][:300]
        print(
            f"orderdesk: something went wrong inside ({type(error).__name__}: {first!a}); nothing was saved. "
            "With ORDERDESK_TRACEBACK=1 it says where",
            file=sys.stderr,
        )
        sys.exit(3)


def _as_json(found: object) -> str:
    from orderdesk.cli.as_json import dumps

    return dumps(found)


def _seen_enough() -> None:
    """Whoever read us has gone; end as every program does then, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(141)
