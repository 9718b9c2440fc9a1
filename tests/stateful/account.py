"""An account: refunds, write-offs, set-off, disputes, promises, reminders, bounced payments, and what the bank says."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from orderdesk.desk import (
    bank,
    bank_store,
    disputes,
    down_payments,
    dunning,
    invoicing,
    receipts,
    refunds,
    set_off,
    write_offs,
)
from orderdesk.desk.bank_store import StatementGiven, StatementLine
from orderdesk.rules.bank_split import BankPart
from tests.stateful.draws import CODES, WHY, amounts, which
from tests.stateful.trade import Trade

IBANS = ("DE89370400440532013000", "AT611904300234573201", "CH9300762011623852957")


class Account(Trade):
    """What somebody of receivables does when it is not as it should be."""

    def bill(self, place: int, only: str = "open > 0") -> tuple[str, int, str]:
        """The number, what is open, and the customer of one invoice; one that is not there, where there is none."""
        row = self.row(
            place,
            "SELECT i.number, i.open, c.code FROM invoice i JOIN customer c ON c.id = i.customer_id"
            f" WHERE i.{only} ORDER BY i.id",
        )
        return tuple(row) if row else ("INV-2026-9999", 1, CODES[0])

    @rule(
        act=st.sampled_from(
            ["cheque", "debit", "bounce", "refund", "refund_of", "refund_back", "off", "off_some", "back", "set_off"]
        ),
        place=which,
        amount=amounts,
        less=st.sampled_from([0, 1, 2_00, -2_00, 5_01]),
        charge=st.booleans(),
    )
    def sort_out(self, act: str, place: int, amount: int, less: int, charge: bool) -> None:
        number, owed, code = self.bill(place)
        receipt = self.one(place, "SELECT number FROM receipt WHERE reversed_at IS NULL ORDER BY id DESC")
        if act in ("cheque", "debit") or (act == "bounce" and receipt is None):
            named = {"cheque": str(place)} if act == "cheque" else {"mandate": f"M{place}"}
            method = act if act != "bounce" else "debit"
            self.do("rae", receipts.take, code, owed - less, method=method, invoices=[number], **named)
        elif act == "bounce":
            self.do("rae", receipts.bounce, receipt, "no funds", fee=abs(less), charge=charge)
        elif act == "refund":
            self.do("rae", refunds.pay, code, amount, reason=WHY)
        elif act == "refund_of":
            found = self.row(
                place,
                "SELECT c.code, i.number FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.open < 0"
                " ORDER BY i.id",
            )
            code, of = found or (code, str(receipt))
            self.do("rae", refunds.pay, code, reason=WHY, of=[of])
        elif act == "refund_back":
            refund = self.one(place, "SELECT number FROM refund ORDER BY reversed_at IS NULL DESC, id")
            self.do("rae", refunds.reverse, refund or 1, "it came back")
        elif act == "back":
            gone = self.one(
                place,
                "SELECT i.number FROM invoice i JOIN application a ON a.invoice_id = i.id WHERE a.kind = 'write_off'"
                " AND a.receipt_id IS NULL AND a.amount > 0",
            )
            self.do("lou", write_offs.write_back, gone or number, WHY)
        elif act == "set_off":
            self.do("rae", set_off.set_off, code)
        else:
            self.do("lou", write_offs.write_off, number, WHY, amount=None if act == "off" else abs(less) + 1)

    @rule(
        act=st.sampled_from(["open", "open", "follow", "solve", "credit", "promise", "withdraw", "remind", "remind"]),
        place=which,
        days=st.sampled_from([0, 1, 14]),
        amount=amounts,
    )
    def argue(self, act: str, place: int, days: int, amount: int) -> None:
        number, owed, code = self.bill(place)
        day = self.today + timedelta(days=days)
        disputed = self.one(
            place, "SELECT i.number FROM invoice i JOIN dispute d ON d.invoice_id = i.id ORDER BY d.state, d.id"
        )
        if act == "open" or (act in ("follow", "solve", "credit") and disputed is None):
            self.do("ann", disputes.open_dispute, number, "price", amount=min(amount, owed) if days else None)
        elif act == "follow":
            self.do("ann", disputes.follow_up, disputed, day, note=WHY)
        elif act == "solve":
            self.do("rae", disputes.solve, disputed, "pays" if days else "written_off")
        elif act == "credit":
            credit = self.do("rae", invoicing.credit, disputed, reason=WHY)
            if credit:
                self.do("rae", disputes.solve, disputed, "credit", credit=credit)
        elif act == "promise":
            self.do("ann", disputes.promise, code, amount, day, invoice=number if days else None)
        elif act == "withdraw":
            self.do("ann", disputes.withdraw, self.one(place, "SELECT id FROM payment_promise ORDER BY id") or 1)
        else:
            late = self.one(
                place,
                "SELECT c.code FROM invoice i JOIN customer c ON c.id = i.customer_id WHERE i.open > 0 AND i.due < :day"
                " ORDER BY i.due",
                day=(self.today - timedelta(days=6)).isoformat() if self.sqlite else self.today - timedelta(days=6),
            )
            if late is None:
                self.pass_days(40)
            self.do("rae", dunning.remind, late or code)

    @rule(
        act=st.sampled_from(
            ["state", "state", "book", "accept", "accept", "bounce", "ignore", "undo", "account", "forget"]
        ),
        place=which,
        less=st.sampled_from([0, 0, 0, 1, 3_00]),
        certain=st.booleans(),
    )
    def at_the_bank(self, act: str, place: int, less: int, certain: bool) -> None:
        line = self.one(place, "SELECT id FROM bank_line WHERE state = 'open' ORDER BY id")
        if act in ("account", "forget"):
            iban, code = IBANS[place % 3], CODES[place % 2]
            if act == "account":
                self.do("rae", bank.account, code, iban, mandate="M1")
            else:
                self.do("rae", bank.account_remove, code, iban)
        elif act == "undo":
            booked = self.one(place, "SELECT id FROM bank_line WHERE state != 'open' ORDER BY id")
            self.do("rae", bank.undo, booked or 1, WHY)
        elif act == "state" or line is None:
            self.state(place, less)
        elif act == "book":
            number, _, code = self.bill(place)
            parts = [BankPart(code, None, (number,) if certain else ())]
            if less:
                parts.append(BankPart(CODES[0], less))
            self.do("rae", bank.book, line, parts)
        elif act == "accept":
            self.do("rae", bank.accept, line, number=1 + place % 2, only_certain=certain)
        elif act == "ignore":
            self.do("rae", bank.ignore, line, "fee", WHY)
        else:
            went = self.one(place, "SELECT id FROM bank_line WHERE state = 'open' ORDER BY amount")
            receipt = self.one(place, "SELECT number FROM receipt ORDER BY reversed_at IS NOT NULL, id")
            self.do("rae", bank.bounce, went, receipt or 1)

    def state(self, place: int, less: int) -> None:
        """A statement with a payment, one that came back or a refund that left, and a fee."""
        number, owed, _ = self.bill(place)
        count = self.ask("SELECT count(*) FROM bank_statement")[0][0]
        lines = [StatementLine(self.today, max(1, owed - less), iban=IBANS[place % 3], text=f"for {number}")]
        taken = self.row(place, "SELECT amount, reference FROM receipt WHERE reversed_at IS NULL ORDER BY id")
        if taken and place % 3 == 0:
            lines.append(StatementLine(self.today, -taken[0] - less, text=taken[1], returned=True, fee=less))
        refund = self.row(place, "SELECT amount, reference FROM refund WHERE reversed_at IS NULL ORDER BY id")
        if refund and place % 3 == 1:
            lines.append(StatementLine(self.today, -refund[0], text=refund[1]))
        lines.append(StatementLine(self.today, -1_50, text="fee"))
        moved = sum(line.amount for line in lines)
        off = 1 if place % 11 == 0 else 0
        whole = StatementGiven(
            IBANS[2], lines, str(count + 1), "camt.053", "EUR", 100_00, 100_00 + moved + off, self.today, self.today
        )
        self.do("rae", bank_store.store, whole)
        if place % 5 == 0:
            self.do("rae", bank_store.store, whole)

    @rule(
        act=st.sampled_from(["run", "run", "cancel", "price", "down", "down_part"]),
        place=which,
        everything=st.booleans(),
        price=st.sampled_from([0, 1, 50_000, 400_000]),
    )
    def bill_otherwise(self, act: str, place: int, everything: bool, price: int) -> None:
        number, _, code = self.bill(place, "open <> 0" if everything else "gross <> 0")
        if act == "run":
            self.do("rae", invoicing.run, code, everything=everything)
        elif act == "cancel":
            self.do("rae", invoicing.cancel, number, reason=WHY, replace=everything)
        elif act == "price":
            self.do("rae", invoicing.credit_price, number, [(1 + place % 2, price)], reason=WHY)
        else:
            order = self.order(place, "confirmed", "submitted")
            if order is not None:
                part = {"percent": 30_000} if act == "down" else {"amount": price + 1}
                self.do("rae", down_payments.down, order, **part)
