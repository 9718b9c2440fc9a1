"""The keys of the prices, and the help on how a rule is typed."""

from __future__ import annotations

from orderdesk.price_entry import RULE_FIELDS
from orderdesk.widgets.commands import Command
from orderdesk.widgets.standard_keys import New


class NewRule(New):
    """Enter a price, a percentage or free goods: one line, see below."""

    label, rank = "New rule", 18


class EndRule(Command):
    """Say what the last day of the marked rules is; without a day they stay open."""

    key, label, rank = "d", "Last day", 20


class AskPrice(Command):
    """What does a product cost a customer, for so many, on a day? With the whole receipt."""

    key, label, rank = "a", "What costs?", 25


class NewList(Command):
    """Enter a price list, on its own or based on another one."""

    key, label, rank = "l", "New list", 30


class BaseList(Command):
    """Say which list a price list is based on, and how far below it; nothing makes it stand on its own."""

    key, label, rank = "b", "Based on", 31


HELP = """
F6 takes a rule in one line: whose it is, what it is on, what it gives.
  list:GASTRO product:CHAI min:24 price:15.90
  "Ten and one" product:TOFU min:10 free:1 from:+1
  autumn category:FOOD min:10 off:10 together
A asks what something costs somebody; D ends rules; L and B keep lists.

A rule knows these:
""" + "".join(f"  {one.example:<20} {one.help}\n" for one in RULE_FIELDS)
