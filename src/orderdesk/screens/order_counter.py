"""`/cash 50` in order entry: the order is sold over the counter, and the status line says the change."""

from __future__ import annotations

from orderdesk.desk import counter_sale
from orderdesk.desk.counter_sale import CounterSale
from orderdesk.errors import BadValue
from orderdesk.rules.receipt_method import Method
from orderdesk.screens.order_header import OrderHeader
from orderdesk.screens.order_view import BEHIND, DRAFT
from orderdesk.values import Money, parse_money

ON_ACCOUNT = "account"


class CounterSales(OrderHeader):
    """Order entry where goods and money change hands at once."""

    token: str

    def ask_for_customer(self) -> None:
        """Begin anew."""
        raise NotImplementedError

    def let_go(self, number: int | None) -> None:
        """It is done with."""
        raise NotImplementedError

    def sell(self, text: str, value: str) -> None:
        """Sell the order in hand: an amount, then how it is paid where not in cash, and `account` for a rest."""
        if self.number is None:
            return
        try:
            given, method, on_account = self._read(value)
        except BadValue as error:
            self.refuse(str(error))
            self.give_back(text)
            return
        self.do(
            counter_sale.sell, self.number, given, method=method, on_account=on_account, token=self.token,
            then=self._sold, refused=lambda _: self.give_back(text),
        )  # fmt: skip

    def _read(self, value: str) -> tuple[Money, str, bool]:
        amount, *words = value.split()
        decimals = 2 if self.draft is None else self.draft.currency.decimals
        given = parse_money(amount, decimals=decimals, mark=self.show.decimal_mark, what="what is given")
        method, on_account = str(Method.CASH), False
        for word in words:
            found = [str(one) for one in Method if str(one).startswith(word.casefold())]
            if ON_ACCOUNT.startswith(word.casefold()):
                on_account = True
            elif found:
                method = found[0]
            else:
                raise BadValue(f"{word[:20]!r} is none of {', '.join(Method)}, {ON_ACCOUNT}")
        return given, method, on_account

    def _sold(self, sale: CounterSale) -> None:
        self.let_go(sale.order)
        money = self.show.money
        left = f", {money(sale.gross - sale.paid)} left on account" if sale.gross > sale.paid else ""
        change = f", change {money(sale.change)}" if sale.change > 0 else ""
        said = f"order {sale.order} sold: {money(sale.gross)} paid {money(sale.paid)}{left}{change}"
        self.word = "closed"  # which the order is by then: nothing else need be said of it, and the change stays
        self.status.done(f"{said}; {', '.join(sale.invoices)}")
        self.ask_for_customer()
        self.forget(BEHIND)
        self.forget(DRAFT)
        self.behind.show()
        self.paint_edges()
