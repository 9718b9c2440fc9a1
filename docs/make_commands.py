"""Writes commands.md: every command's help, and what it answers in a small company that is made by these very commands.

`python docs/make_commands.py` writes the file again; a test holds the two together. The runs below are one story, told
in order; each command takes its example from its own run. Days are fixed, and the moments in the answers are written
as the same moment, so that the file changes only when a command does.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from orderdesk.cli.main import build

FILE = Path(__file__).parent / "commands.md"
DAY = "2026-11-12"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+[+-]\d\d:\d\d")
LONGEST = 60  # lines of one answer

# Who, and what; `<` is what batch reads.
STORY: tuple[tuple[str, str], ...] = (
    ("root", 'init --company "Corner Wholesale" --tax 19'),
    ("root", "setting set price_band 15"),
    ("root", "setting list"),
    ("root", 'user new ann "Ann Clerk" --role clerk'),
    ("root", 'user new kim "Kim Approver" --role approver1'),
    ("root", 'user new pat "Pat Picker" --role warehouse'),
    ("root", 'user new rae "Rae Receivables" --role receivables'),
    ("root", "user change rae --role receivables --role clerk"),
    ("root", "user list"),
    ("ann", "user me"),
    ("rae", 'customer terms N14 "14 days net" 14'),
    ("rae", "currency rate USD 0.92"),
    ("ann", "currency list"),
    ("root", "price price-list GASTRO Restaurants"),
    ("root", "customer segment GASTRO Restaurants --price-list GASTRO"),
    ("rae", 'customer new ALFKI "Alfreds Futterkiste" --street "Obere Str. 57" --city Berlin --credit-limit 1000'),
    ("rae", 'customer new ERNSH "Ernst Handel" --city Graz --segment GASTRO'),
    ("ann", "customer change ALFKI --terms N14"),
    ("rae", "customer limit ALFKI 500 --grace 7"),
    ("rae", "customer limit ERNSH none --orders 5000 --overdue 200"),
    ("rae", 'credit-group new HOUSE "House of Spice" 50000'),
    ("rae", "credit-group limit HOUSE 60000"),
    ("rae", "credit-group join ERNSH HOUSE"),
    ("rae", "credit-group list"),
    ("rae", "credit-group show HOUSE"),
    ("rae", "credit-group leave ERNSH"),
    ("ann", 'customer address ALFKI "Werk 2" --street "Hafenstr. 4" --city Bremen'),
    ("ann", "customer addresses ALFKI"),
    ("ann", 'customer contact ALFKI "Maria Anders" --role Buyer --phone "030 5550 123"'),
    ("ann", "customer find alfr"),
    ("root", "product category FOOD Food --ceiling 10 --floor 12.5"),
    ("root", 'product supplier EXOTIC "Exotic Liquids" --lead 7'),
    ("root", "product new CHAI Chai --list-price 18.00 --cost 10.00 --category FOOD --supplier EXOTIC"),
    ("root", "product new TOFU Tofu --list-price 23.25 --cost 12.00 --category FOOD"),
    ("root", 'product change TOFU --pack "40 x 100 g"'),
    ("root", "product unit CHAI case 12"),
    ("root", "product barcode CHAI 4006381333931"),
    ("root", "product tax-rate reduced 7 --from 2026-01-01"),
    ("ann", "product find tof"),
    ("root", "price rule list --price-list GASTRO --sku CHAI --min 24 --price 16.50"),
    ("root", "price rule promotion --sku TOFU --discount 5 --from 2026-11-01 --to 2026-11-30"),
    ("root", "price rule promotion --name 'Ten and one' --sku TOFU --min 10 --free 1 --from 2027-01-01"),
    ("root", "price price-list TRADE"),
    ("root", "price base GASTRO TRADE --percent 5"),
    ("root", "price base GASTRO"),
    ("root", "price end 2 2026-11-20"),
    ("ann", "price list"),
    ("root", "stock warehouse NORTH Harbour"),
    ("pat", "stock bin MAIN A-01-1 --sku CHAI"),
    ("pat", "stock receive CHAI 100"),
    ("root", "product new MILK Milk --list-price 1.10 --cost 0.70 --category FOOD"),
    ("root", "product track MILK --by lot --shelf 5 --intake 20"),
    ("pat", "stock receive MILK 60 --lot L4711 --expires 2027-01-31"),
    ("ann", "customer shelf-life ERNSH 30"),
    ("pat", "lot list MILK"),
    ("pat", "lot find L4711"),
    ("pat", 'lot block MILK L4711 "glass found"'),
    ("pat", "lot card MILK L4711"),
    ("pat", 'lot unblock MILK L4711 "false alarm"'),
    ("pat", 'lot change MILK L4711 2027-02-28 "misread"'),
    ("pat", "lot sweep"),
    ("root", "product new BOX 'Gift box' --kind kit --list-price 45.00 --category FOOD"),
    ("root", "product kit BOX CHAI=2 TOFU"),
    ("pat", "stock adjust CHAI -2 broken"),
    ("pat", "stock count CHAI 99"),
    ("pat", "stock transfer CHAI 20 MAIN NORTH"),
    ("pat", "stock level CHAI --warehouse MAIN --safety 5 --reorder-point 60"),
    ("pat", "stock distance NORTH Germany 120"),
    ("root", "product supply TOFU --min 24 --pack 12"),
    ("ann", 'stock keep CHAI ALFKI 6 2026-11-30 --reason "their fair"'),
    ("ann", "stock kept"),
    ("ann", 'stock unkeep 1 "they do not come"'),
    ("ann", "stock lapse"),
    ("pat", "transfer send NORTH MAIN CHAI=10 --due 2026-11-14"),
    ("pat", "transfer list"),
    ("pat", 'transfer lose 1 CHAI 1 "fell off"'),
    ("pat", "transfer receive 1 --sku CHAI --quantity 5"),
    ("pat", "transfer receive 1"),
    ("pat", "transfer show 1"),
    ("pat", "stock expect TOFU 40 2026-11-20 --source PO-881"),
    ("ann", "stock show TOFU"),
    ("ann", "product show CHAI"),
    ("ann", 'order new ALFKI --line "10 x CHAI" --po 4711 --wanted 2026-11-13'),
    ("ann", "order line 1001 CHAI 1 --unit case --discount 2"),
    ("ann", "order line 1001 TOFU 5"),
    ("ann", "order line-change 1001 1 --quantity 12"),
    ("ann", "order line-remove 1001 3"),
    ("ann", 'order change 1001 --note "call before delivery"'),
    ("ann", "order check 1001"),
    ("ann", "order submit 1001 --token web-7781"),
    ("kim", "hold list"),
    ("kim", "hold show 1001"),
    ("kim", 'hold release 1001 1 "limit will be raised"'),
    ("ann", "order amend-line 1001 1 --quantity 10"),
    ("ann", "order copy 1001"),
    ("ann", "order discard 1002"),
    ("ann", 'order new ERNSH --line "2 x CHAI -12%" --submit'),
    ("kim", 'hold reject 1003 2 "price not agreed"'),
    ("ann", "order line-remove 1003 1"),
    ("ann", "order line 1003 CHAI 2"),
    ("ann", "order submit 1003"),
    ("ann", "order amend 1003 TOFU 1"),
    ("ann", 'hold add 1003 "customer asked to wait"'),
    ("ann", 'order cancel 1003 "customer changed his mind"'),
    ("ann", 'order new ERNSH --line "30 x CHAI" --line "3 x TOFU" --submit'),
    ("ann", "order list"),
    ("ann", "order goods 1004"),
    ("kim", "order ranking 1004 1"),
    ("kim", 'order rank 1004 1 "their line stands still"'),
    ("ann", 'order source 1004 fullest --reason "all of it this week"'),
    ("kim", 'order use-safety 1004 "they stand still without it"'),
    ("ann", 'order reschedule 1001 2026-11-16 --reason "customer asked"'),
    ("pat", "pick ready"),
    ("pat", "pick release 1001"),
    ("pat", "pick list"),
    ("pat", "pick cancel 2001"),
    ("pat", "pick release 1001 1004"),
    ("pat", "pick scan 2002 CHAI --quantity 50"),
    ("pat", 'pick short 2002 CHAI "shelf is empty"'),
    ("pat", "pick show 2002"),
    ("pat", "pick confirm 2002"),
    ("pat", "pack show 2002"),
    ("pat", "pack scan 2002 CHAI --quantity 10"),
    ("pat", "pack close 2002 --weight 12.5"),
    ("pat", "pack reopen 2002 1"),
    ("pat", "pack close 2002 --weight 12.4"),
    ("rae", "customer limit ERNSH 10"),
    ("pat", "ship hold 2002"),
    ("kim", 'hold release 1004 4 "pays on delivery"'),
    ("pat", "ship confirm 2002 --carrier DHL --tracking 00340434161094042557 --weight 12.5 --unpacked"),
    ("ann", 'order short-close 1004 "rest no longer wanted"'),
    ("ann", 'order reopen 1004 "closed by mistake"'),
    ("ann", "order show 1001"),
    ("rae", "invoice show INV-2026-0001"),
    ("rae", 'invoice credit INV-2026-0001 "broken on arrival" --line 1=1'),
    ("rae", 'invoice price INV-2026-0001 "list price was too high" --line 1=15.00'),
    ("rae", 'invoice cancel INV-2026-0002 "wrong address" --replace'),
    ("rae", "invoice due"),
    ("rae", "invoice run --list"),
    ("rae", "invoice unbilled"),
    ("rae", "receipt take ALFKI 100.00 --reference 4711"),
    ("rae", "receipt take ERNSH 1000.00 --keep"),
    ("rae", "receipt apply 7002 --amount 100"),
    ("rae", 'receipt reverse 7001 "cheque bounced"'),
    ("rae", "receipt list ERNSH"),
    ("rae", "invoice open ALFKI"),
    ("ann", "customer show ALFKI"),
    ("rae", "ageing"),
    ("rae", "dunning list --today 2027-01-15"),
    ("rae", "dunning show ALFKI --today 2027-01-15"),
    ("rae", "dunning remind ALFKI --today 2027-01-15"),
    ("pat", "stock coming"),
    ("pat", "stock coming PO-881"),
    ("pat", "stock arrive TOFU --delivery PO-881 --quantity 12"),
    ("root", "product supply TOFU --order-driven"),
    ("pat", "supply needed"),
    ("pat", "supply replenish CHAI"),
    ("pat", "supply list"),
    ("pat", "supply order 3 PO-882 --due 2026-11-25"),
    ("pat", 'supply withdraw 3 "the supplier has none"'),
    ("pat", "supply request"),
    ("pat", "count plan"),
    ("pat", "count open --bin A-01-1"),
    ("pat", "count scan 9001 CHAI --quantity 12"),
    ("pat", "count set 9001 CHAI 30"),
    ("pat", "count list"),
    ("pat", "count show 9001"),
    ("pat", "count post 9001 --moved"),
    ("pat", "count open"),
    ("pat", "count cancel 9002"),
    ("ann", "late --today 2026-12-01"),
    ("ann", "customer item ALFKI 4712 CHAI --unit case"),
    ("ann", "customer items ALFKI"),
    ("ann", "customer item-remove ALFKI 4712"),
    ("ann", "customer usual ALFKI"),
    ("ann", 'template save weekly --order 1001 --note "every Monday"'),
    ("ann", "template stand weekly 7 --next 2026-11-12"),
    ("ann", "template due --run"),
    ("ann", 'template change weekly --name "alfki weekly"'),
    ("ann", "template list"),
    ("ann", 'template show "alfki weekly"'),
    ("ann", 'order from-template "alfki weekly"'),
    ("ann", 'template discard "alfki weekly"'),
    ("ann", 'view save orders mine "mine state:confirmed"'),
    ("ann", "view list orders"),
    ("ann", "view discard orders mine"),
    ("root", 'return reason BROKEN "Broken on arrival"'),
    ("root", 'return reason LATE "Not wanted any more" --fee 15'),
    ("ann", "return reasons"),
    ("root", "setting set return_value 20.00"),
    ("ann", "return new 1001 BROKEN --line 1=2"),
    ("kim", "return authorise 301"),
    ("pat", "return receive 301 1 1"),
    ("pat", "return receive 301 1 1 --becomes vendor --note wet"),
    ("pat", 'return sent 301 "with their van"'),
    ("rae", "return credit 301"),
    ("ann", "return replace 301"),
    ("ann", "return new 1001 BROKEN --line 1=8"),
    ("kim", 'return refuse 302 "signed for as whole"'),
    ("ann", "return new 1001 LATE --line 1=1"),
    ("ann", 'return cancel 303 "customer keeps it"'),
    ("ann", "return list --filter all"),
    ("ann", "return show 301"),
    ("ann", 'complaint new 1001 "two boxes wet"'),
    ("ann", "complaint remedy 101 credit 1 --quantity 3"),
    ("ann", "complaint submit 101"),
    ("kim", 'complaint reject 101 "two are enough" --again'),
    ("ann", "complaint remedy 101 credit 1 --quantity 2"),
    ("ann", "complaint submit 101"),
    ("kim", "complaint approve 101"),
    ("rae", "complaint settle 101 BROKEN"),
    ("ann", "complaint list --filter all"),
    ("ann", "complaint show 101"),
    ("kim", 'quotation reason DEAR "Somebody else was cheaper"'),
    ("ann", "quotation reasons"),
    ("ann", 'quotation new ALFKI --line "4 x CHAI" --line "2 x TOFU" --until 2026-12-15 --send'),
    ("ann", "quotation valid {quotation} 2026-12-20"),
    ("ann", "quotation send {quotation}"),
    ("ann", "quotation revisions {quotation}"),
    ("ann", "quotation accept {quotation} --line 1=1"),
    ("ann", "quotation list"),
    ("ann", "quotation show {quotation}"),
    ("ann", 'quotation lose {quotation} DEAR --note "2 % cheaper elsewhere"'),
    ("ann", 'order new ALFKI --line "2 x TOFU"'),
    ("ann", "quotation make {order} --until 2026-12-15"),
    ("ann", "quotation renew {order} --until 2026-12-31 --reprice"),
    ("ann", "quotation expire"),
    ("ann", "quotation report"),
    ("ann", 'blanket new ALFKI 2026-12-31 --line "40 x CHAI @17.50"'),
    ("ann", "blanket change {blanket} --line 1 --least 5"),
    ("ann", "blanket agree {blanket}"),
    ("ann", "blanket list"),
    ("ann", "blanket call-off {blanket} --line 1=10"),
    ("ann", "blanket show {blanket}"),
    ("ann", 'blanket end {blanket} "the season is over"'),
    ("root", "approval simulate AVG average_discount 1"),
    ("root", 'approval rule AVG average_discount 10 "average discount"'),
    ("root", "approval change AVG --figure 12"),
    ("root", "approval step approver 2 --rule AVG --in-turn"),
    ("root", "approval steps"),
    ("root", "approval step-remove 16"),
    ("root", "approval ceiling clerk 5 --category FOOD"),
    ("root", "approval deputy kim rae 2026-12-20 2027-01-04"),
    ("root", "approval deputies"),
    ("root", "approval deputy-end 1"),
    ("root", "approval rules"),
    ("root", "approval precision"),
    ("root", 'attribute define PACKING "Special packing" product --type yes_no --carried --raises special'),
    ("root", "attribute change PACKING --searchable"),
    ("root", "attribute list"),
    ("root", "attribute set PACKING yes --sku TOFU"),
    ("root", "attribute set PACKING no --sku TOFU"),
    ("ann", "find 1001"),
    ("ann", "log receipt 7001"),
    ("ann", 'order new ALFKI --line "1 x CHAI"'),
    ("ann", "order sell {order} 500"),
    ("rae", "customer limit ERNSH 100000 --grace 60"),
    ("root", 'product new SETUP "Setting up" --kind service --list-price 40'),
    ("root", "product supply CHAI --drop-ship"),
    ("ann", 'order new ERNSH --line "3 x SETUP" --line "1 x TOFU" --po S-1'),
    ("ann", "order line-change {order} 2 --wanted 2026-12-05"),
    ("ann", "order submit {order}"),
    ("ann", 'order reschedule {order} 2026-12-07 --line 2 --reason "customer asked"'),
    ("ann", "order revisions {order}"),
    ("ann", 'service done {order} 1 1 --note "by Jens"'),
    ("ann", 'order new ERNSH --line "10 x CHAI"'),
    ("ann", "order submit {order}"),
    ("rae", "invoice down {order} --percent 30"),
    ("rae", "receipt advance {order} 5.00 --reference cash --method cash"),
    ("rae", "dispute open {invoice} price --amount 10 --by 'Mr Ernst' --note 'another list price'"),
    ("rae", "dispute list"),
    ("rae", "dispute follow-up {invoice} 2026-11-30 --note 'photos come'"),
    ("rae", "dispute solve {invoice} pays --note 'the list was old'"),
    ("rae", "account promise ERNSH 30 2026-11-30 --by 'Mrs Ernst'"),
    ("rae", "account promises ERNSH"),
    ("rae", "account withdraw 1"),
    ("rae", 'invoice write-off {invoice} "rounding" --amount 0.10'),
    ("rae", 'invoice write-back {invoice} "they pay after all"'),
    ("rae", "receipt take ERNSH 12.00 --keep --reference 'statement 14'"),
    ("rae", 'refund pay ERNSH 2.00 "paid twice"'),
    ("rae", 'refund reverse {refund} "the transfer came back"'),
    ("rae", "account set-off ERNSH"),
    ("rae", 'receipt bounce {receipt} "no funds" --fee 3.50'),
    ("rae", "account bank ERNSH DE89370400440532013000 --mandate M-4711"),
    ("rae", "account bank ERNSH"),
    ("rae", "bank import {file} --account DE02120300000000202051"),
    ("rae", "bank statements"),
    ("rae", "bank lines"),
    ("rae", "bank match 1"),
    ("rae", "bank certain"),
    ("rae", "bank accept 2"),
    ("rae", 'bank book 3 "ERNSH 4.00; ALFKI"'),
    ("rae", 'bank undo 3 "another customer"'),
    ("rae", 'bank ignore 4 fee "monthly fee"'),
    ("rae", "receipt take ERNSH 7.00 --keep"),
    ("rae", "bank bounce 5 {receipt}"),
    ("rae", "account statement ERNSH"),
    ("root", "product new CRATE Crate --kind made_to_order --list-price 5.00"),
    ("ann", 'order new ALFKI --line "2 x CRATE"'),
    ("ann", "order submit {order}"),
    ("pat", "supply list"),
    ("pat", "supply order {listed} WO-1"),
    ("pat", "supply make {listed} 2"),
    ("root", "check"),
    ("root", "migrate"),
)
BATCH = (
    '{"do": "order.new", "customer": "ALFKI", "po_number": "4712"}\n'
    '{"do": "order.line", "order": {next}, "sku": "CHAI", "quantity": "2", "price": "17.50"}\n'
    '{"do": "order.line", "order": {next}, "sku": "COFFEE", "quantity": "2"}\n'
    '{"do": "order.submit", "order": {next}, "token": "web-7782"}\n'
)
# Told by their help alone: they open the screen, build a whole company, or read files.
ONLY_HELP = frozenset(
    {
        "barcodes", "demo", "desk", "export", "import", "import-all", "invoice apply", "invoice post",
        "order redirect", "price ask", "price why", "serve", "service undo", "ship cancel", "ship direct",
    }
)


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its name, in the order of the help."""
    for name, command in group.commands.items():
        path = f"{before}{name}"
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} ")
        else:
            yield path, command


def told(app: Any, folder: Path) -> dict[str, list[str]]:
    """The story: each command's runs, with what each answered."""
    answers: dict[str, list[str]] = {}
    runner = CliRunner()
    environment = {"ORDERDESK_DB": str(folder / "company.db"), "COLUMNS": "100"}
    made: dict[str, int | str] = {"file": "november.csv"}
    for who, told_line in (*STORY, ("ann", "batch")):
        line = _filled(told_line, made)
        words = shlex.split(line.replace("november.csv", str(folder / "november.csv")))
        (folder / "november.csv").write_text(_filled(STATEMENT, made), encoding="utf-8")
        name = " ".join(words[:2]) if words[0] in _NOUNS else words[0]
        ran = runner.invoke(
            app,
            ["--as", who, "--today", DAY, "--json", *words],
            input=_filled(BATCH, made) if name == "batch" else None,
            env=environment,
        )
        if ran.exit_code not in (0, 1) or (ran.exit_code == 1 and name != "batch"):
            raise SystemExit(f"{line}: exit {ran.exit_code}\n{ran.output}\n{ran.exception!r}")
        made |= _made(ran.stdout) if name != "batch" else {}
        shown = ran.stdout.replace(str(folder), "").replace("/company.db", "company.db")
        asked = f"orderdesk {line} --as {who}" + (" --json" if name != "batch" else "")
        answers.setdefault(name, []).append(f"$ {asked}\n{_pretty(shown, name, made)}")
    return answers


_NUMBERED = ("order", "quotation", "blanket")  # which share their numbers
_NAMED = ("invoice", "receipt", "refund")  # which later runs speak of, too
STATEMENT = """Date;Name;IBAN;Text;Amount
2026-11-12;Ernst Handel;DE89370400440532013000;{invoice};8.00
2026-11-12;Ernst Handel;DE89370400440532013000;on account;6.00
2026-11-12;Somebody;;order?;9.00
2026-11-12;Our bank;;account fee;-3.00
2026-11-12;Our bank;;came back;-7.00
"""


def _made(output: str) -> dict[str, int | str]:
    """The numbers that an answer names, by what they are of."""
    found = json.loads(output) if output.startswith(("{", "[")) else {}
    if isinstance(found, list):
        ids = [row["id"] for row in found if isinstance(row, dict) and type(row.get("id")) is int]
        return {"listed": max(ids)} if ids else {}  # the newest row of a list
    numbered = {name: found[name] for name in _NUMBERED if type(found.get(name)) is int}
    return numbered | {name: found[name] for name in _NAMED if isinstance(found.get(name), (int, str))}


def _filled(text: str, made: Mapping[str, int | str]) -> str:
    """`{order}` is the order of the answer before, `{next}` the one that is to come."""
    orders = [number for name, number in made.items() if name in _NUMBERED and isinstance(number, int)]
    numbers = {**made, "next": max(orders, default=1000) + 1}
    for name, number in numbers.items():
        text = text.replace(f"{{{name}}}", str(number))
    return text


def _pretty(output: str, name: str, made: Mapping[str, int | str]) -> str:
    output = MOMENT.sub(f"{DAY}T14:05:00+00:00", output.strip())
    if name == "batch":
        return "".join(f"> {line}\n" for line in _filled(BATCH, made).splitlines()) + output
    if not output:
        return ""
    lines = json.dumps(json.loads(output), indent=2, ensure_ascii=False).splitlines()
    short = re.sub(r"\{\n\s+([^{}\[\]\n]*(?:\n[^{}\[\]\n]*){0,3})\n\s*\}", _one_line, "\n".join(lines)).splitlines()
    return "\n".join(short[:LONGEST] + (["…"] if len(short) > LONGEST else []))


def _one_line(found: re.Match[str]) -> str:
    joined = "{" + re.sub(r"\n\s*", " ", found[1]) + "}"
    return joined if len(joined) <= 110 else found[0]


def _help(path: str, command: Any) -> str:
    from typer import Context

    with Context(command, info_name=f"orderdesk {path}", terminal_width=100, max_content_width=100) as context:
        text = command.get_help(context)
    text = "\n".join(line for line in text.splitlines() if not _EVERYWHERE.match(line))
    return text.replace("Options:\n\n", "").removesuffix("Options:").strip()


_EVERYWHERE = re.compile(r"  --(db PATH.URL|as LOGIN|today DATE|json|help) ( .*|$)")
_NOUNS = frozenset(
    (
        "customer", "product", "price", "stock", "count", "order", "hold", "pick", "ship", "invoice", "receipt",
        "dunning", "pack", "template", "view", "user", "setting", "return", "complaint",
        "transfer", "supply", "service",
        "transfer", "supply", "credit-group",
        "customer", "product", "price", "stock", "lot", "count", "order", "hold", "pick", "ship", "invoice", "receipt",
        "customer", "product", "price", "stock", "count", "order", "hold", "approval", "attribute",
        "pick", "ship", "invoice", "receipt",
        "dunning", "pack", "template", "view", "user", "setting",
        "dunning", "bank", "dispute", "refund", "account", "pack", "template", "view", "user", "setting",
        "dunning", "quotation", "blanket", "pack", "template", "view", "user", "setting",
        "customer", "product", "price", "currency", "stock", "count", "order", "hold", "pick", "ship", "invoice",
        "receipt", "dunning", "pack", "template", "view", "user", "setting",
    )
)  # fmt: skip
TOP = """# The commands

Made by `docs/make_commands.py` from the commands themselves; do not edit it by hand.

Every command has `--db PATH|URL` (else `ORDERDESK_DB`, else your own database), `--as LOGIN` (else `ORDERDESK_USER`,
else your Unix account), `--today DATE` and `--json`; they may stand anywhere. stdout is data, stderr is talk. In JSON,
amounts and quantities are decimal texts and dates are ISO texts.

| exit code | means |
|---|---|
| 0 | done |
| 1 | refused by a rule, or nothing found |
| 2 | not understood: an unknown option, or a value that is no number or date |
| 3 | database trouble, or a mistake of the program; nothing was saved |
| 4 | not allowed |

The reasons are on stderr, or in the JSON: `{"ok": false, "refused": "a sentence", "exit": 1, "findings": […]}`.

`orderdesk --install-completion` completes commands in your shell.
"""


def text() -> str:
    """The whole file."""
    app = build()
    os.environ["COLUMNS"] = "100"
    with tempfile.TemporaryDirectory() as folder:
        answers = told(app, Path(folder))
    parts = [TOP]
    noun = ""
    for path, command in commands(get_command(app)):
        first = path.partition(" ")[0]
        if first != noun and first in _NOUNS:
            parts.append(f"## {first}\n")
        noun = first
        parts.append(f"{'###' if first in _NOUNS else '##'} {path}\n\n```text\n{_help(path, command)}\n```\n")
        if path in answers:
            parts.append(f"```console\n{answers[path][0]}\n```\n".replace("\n\n```\n", "\n```\n"))
        elif path not in ONLY_HELP:
            raise SystemExit(f"{path} has no run in the story")
    return "\n".join(parts)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(FILE, file=sys.stderr)
