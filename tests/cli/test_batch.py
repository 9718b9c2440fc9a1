"""JSON lines: one verb and one transaction each, one answer each, and no line that stops the others."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

from orderdesk.cli.arguments import convert
from orderdesk.cli.batch import LONGEST, all_verbs
from orderdesk.cli.verb_list import verb_list
from tests.cli.conftest import CommandLine


def batch(cli: CommandLine, *lines: str | bytes, as_: str = "ann") -> list[dict[str, Any]]:
    source = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    ran = cli("batch", as_=as_, input=source)
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == (0 if all(answer["ok"] for answer in answers) else 1)
    return answers


def test_verbs_are_done_in_order_and_answered_one_by_one(cli: CommandLine) -> None:
    answers = batch(
        cli,
        '{"do": "order.new", "customer": "ALFKI", "wanted": "2026-11-20"}',
        '{"do": "order.line", "order": 1001, "sku": "CHAI", "quantity": 2.5, "price": "17.50", "discount": 2}',
        "",
        '{"do": "order.submit", "order": 1001, "token": "t"}',
        '{"do": "order.submit", "order": 1001, "token": "t"}',
    )
    assert [answer["line"] for answer in answers] == [1, 2, 4, 5]
    assert answers[0]["result"] == 1001
    assert answers[2]["result"]["gross"] == "51.03"
    assert answers[2]["result"] == answers[3]["result"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "not JSON"),
        ("[1, 2]", "no object"),
        ("{}", "which verb"),
        ('{"do": 7}', "which verb"),
        ('{"do": "order.sumbit", "order": 1}', "did you mean order.submit?"),
        ('{"do": "order.submit", "order": 1, "ordr": 1, "toke\\u001b": "x"}', "does not know ordr"),
        ('{"do": "order.submit"}', "needs order"),
        ('{"do": "order.submit", "order": "1001"}', "a whole number"),
        ('{"do": "order.submit", "order": true}', "a whole number"),
        ('{"do": "order.submit", "order": 1.0}', "a whole number"),
        ('{"do": "order.submit", "order": 1, "order": 2}', "said twice"),
        ('{"do": "order.line", "order": 1, "sku": "CHAI", "quantity": NaN}', "NaN"),
        ('{"do": "order.line", "order": 1, "sku": "CHAI", "quantity": -Infinity}', "-Infinity"),
        ('{"do": "order.line", "order": 1, "sku": "CHAI", "quantity": 1e30}', "1e30"),
        ('{"do": "order.line", "order": 1, "sku": "CHAI", "quantity": 0.0001}', "too fine"),
        ('{"do": "order.line", "order": 1, "sku": "CHAI", "quantity": null}', "not null"),
        ('{"do": "order.line", "order": 1, "sku": 4006381333931, "quantity": 1}', "sku is a text"),
        ('{"do": "order.line", "order": 1, "sku": "CHAI", "quantity": 1' + "0" * 5000 + "}", "too long"),
        ('{"do": "order.new", "customer": "ALFKI", "wanted": "12.11.2026"}', "not a date"),
        ('{"do": "user.new", "login": "x", "name": "x", "roles": "clerk"}', "roles is a list"),
        ('{"do": "order.new", "customer": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested"),
        ('{"do": "order.new", "customer": "' + "x" * LONGEST + '"}', "longer than"),
        (b'{"do": "order.new", "customer": "\xff"}', "not UTF-8: byte 34 is 0xff"),
        ('{"do": "order.new", "customer": "\\ud800"}', ""),
        ('{"do": "order.new", "customer": "A\\u0000"}', ""),
        ('{"do": "order.line", "order": 99999999999999999999, "sku": "CHAI", "quantity": 1}', ""),
    ],
)
def test_a_bad_line_is_answered_with_a_sentence_and_the_next_one_is_done(
    cli: CommandLine, line: str | bytes, said: str
) -> None:
    bad, good = batch(cli, line, '{"do": "order.new", "customer": "ALFKI"}')
    assert bad["ok"] is False
    assert said in bad["refused"]
    assert bad["exit"] in (1, 2)
    assert bad["findings"] == []
    assert good == {"line": 2, "ok": True, "result": 1001}


def test_a_refusal_carries_its_findings_and_a_missing_right_is_told_apart(cli: CommandLine) -> None:
    _, refused, forbidden = batch(
        cli,
        '{"do": "order.new", "customer": "ALFKI"}',
        '{"do": "order.submit", "order": 1001}',
        '{"do": "user.new", "login": "x", "name": "x", "roles": ["clerk"]}',
    )
    assert (refused["exit"], refused["findings"][0]["kind"]) == (1, "no-lines")
    assert forbidden["exit"] == 4


def test_settings_and_pairs_are_read_as_people_write_them(shipped: CommandLine) -> None:
    answers = batch(
        shipped,
        '{"do": "setting.change", "key": "price_band", "value": 12.5}',
        '{"do": "setting.change", "key": "value_limit", "value": null}',
        '{"do": "setting.change", "key": "invoice_on_ship", "value": false}',
        '{"do": "credit.post", "invoice": "INV-2026-0001", "lines": [[1, "2"]], "reason": "broken"}',
        '{"do": "credit.post", "invoice": "INV-2026-0001", "lines": [[1]], "reason": "broken"}',
        as_="root",
    )
    assert [answer["ok"] for answer in answers] == [True, True, True, True, False]
    assert shipped.ask("setting", "list")["price_band"] == "12.5"


def test_a_mistake_of_the_program_costs_only_its_own_line(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tx: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setitem(all_verbs(), "order.copy", broken)
    bad, good = batch(cli, '{"do": "order.copy"}', '{"do": "order.new", "customer": "ALFKI"}')
    assert (bad["ok"], bad["exit"]) == (False, 3)
    assert "nothing was saved" in bad["refused"]
    assert good["ok"] is True


def test_an_unknown_person_is_told_once_and_nothing_is_read(cli: CommandLine) -> None:
    ran = cli("batch", as_="mallory", input='{"do": "order.new", "customer": "ALFKI"}\n' * 3)
    assert (ran.code, ran.out) == (4, "")


def test_a_file_or_standard_input(cli: CommandLine) -> None:
    file = cli.path.with_name("orders.jsonl")
    file.write_text('{"do": "order.new", "customer": "ALFKI"}')  # the last line without its end
    assert cli("batch", str(file), as_="ann").code == 0
    assert cli("batch", str(file) + "x", as_="ann").code == 2
    ran = cli.program("batch", "--as", "ann", input=b'{"do": "order.new", "customer": "ALFKI"}\n')
    assert json.loads(ran.out) == {"line": 1, "ok": True, "result": 1002}


def test_every_verb_says_what_it_takes_and_takes_what_json_can_say() -> None:
    verbs = all_verbs()
    assert {row["do"] for row in verb_list(verbs)} == set(verbs)
    from orderdesk.cli.arguments import _parameters

    for name, work in verbs.items():
        for parameter in _parameters(work).values():
            assert parameter.kind is not inspect.Parameter.VAR_KEYWORD, name
            if parameter.default is None:
                assert convert(None, parameter.annotation, parameter.name, 2) is None
