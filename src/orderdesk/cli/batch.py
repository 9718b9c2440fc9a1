"""`orderdesk batch`: other systems talk to the desk in JSON lines, over a pipe or ssh.

One line asks for one verb and is one transaction; one line answers. A line that cannot be read or is refused is
answered like any other, and the next one is taken.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from orderdesk.cli.arguments import Number, arguments, closest
from orderdesk.cli.as_json import dumps, plain
from orderdesk.cli.command import command
from orderdesk.cli.session import Session, refusal
from orderdesk.errors import BadValue, OrderdeskError, StoreTrouble

LONGEST = 1_000_000  # bytes of one line

_Verbs = dict[str, Callable[..., object]]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(
        app,
        "batch",
        "batch orders.jsonl",
        "batch --verbs",
    )(batch)


def batch(
    session: Session,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="JSON lines; none or -: standard input.")] = None,
    verbs: Annotated[bool, typer.Option("--verbs", help="List what can be asked for, and with which keys.")] = False,
) -> None:
    """Do verbs from JSON lines, for other systems.

    From a file, or from standard input: ssh desk orderdesk batch < orders.jsonl

    Each line is one transaction and is answered with one line. It names its verb in "do"; its other keys are what the
    verb takes. The answer is {"line": 1, "ok": true, "result": ...} or {"line": 1, "ok": false, "refused": "a
    sentence", "exit": 1, "findings": [...]}. A bad line never stops the ones after it; when any was refused, the
    exit code is 1.
    """
    known = all_verbs()
    if verbs:
        from orderdesk.cli.verb_list import in_words, verb_list

        if session.said.json:
            session.show(verb_list(known))
        else:
            print("\n\n".join(in_words(one) for one in verb_list(known)))
        return
    desk = session.desk  # whoever may not sign in is told so once, not on every line
    refused = False
    with _opened(file) as source:
        for number, line in enumerate(_lines(source), start=1):
            if line is not None and not line.strip():
                continue
            answer = _answer(session, desk.do, known, line)
            refused = refused or not answer["ok"]
            print(dumps({"line": number, **answer}), flush=True)
    if refused:
        raise typer.Exit(1)


def all_verbs() -> _Verbs:
    """Every verb by its name."""
    import importlib
    import pkgutil

    import orderdesk.desk
    from orderdesk.desk.verb import VERBS

    for module in pkgutil.iter_modules(orderdesk.desk.__path__, "orderdesk.desk."):
        importlib.import_module(module.name)
    return VERBS


def _opened(file: Path | None) -> BinaryIO:
    if file is None or str(file) == "-":
        return sys.stdin.buffer
    try:
        return file.open("rb")
    except OSError as error:
        raise BadValue(f"{file} cannot be read: {error.strerror}") from None


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """Each line; None for one that is too long, which is read past without being kept."""
    while line := source.readline(LONGEST + 1):
        if len(line) <= LONGEST or line.endswith(b"\n"):
            yield line
            continue
        while (rest := source.readline(LONGEST)) and not rest.endswith(b"\n"):
            pass
        yield None


def _answer(session: Session, do: Callable[..., object], verbs: _Verbs, line: bytes | None) -> dict[str, Any]:
    from orderdesk.queries.currencies import said_in

    decimals = session.settings.decimals
    try:
        said = _read(line)
        name = said.pop("do", None)
        if not isinstance(name, str):
            raise BadValue('which verb? Say it like {"do": "order.submit", "order": 1042}')
        if name not in verbs:
            raise BadValue(f"there is no verb {name[:40]!r}{closest(name, verbs)}")
        if name == "setting.change" and type(said.get("value")) in (int, Number):
            said["value"] = str(said["value"])  # only the setting knows what its numbers count
        counted = session.ask(said_in, said).decimals if _is_money(name) else decimals
        result = do(verbs[name], **arguments(name, verbs[name], said, counted))
        return {"ok": True, "result": plain(result, counted, own=decimals)}
    except OrderdeskError as error:
        return refusal(error, decimals)
    except Exception as error:
        # A mistake of this program must not cost the lines that follow; the transaction was taken back.
        first = str(error).partition("\n")[0][:200]
        trouble = StoreTrouble(
            f"something went wrong inside orderdesk; nothing was saved ({type(error).__name__}: {first})"
        )
        return refusal(trouble, decimals)


def _is_money(verb: str) -> bool:
    """Whether a verb's amounts are in the currency of the customer or document that it is about."""
    return verb.partition(".")[0] in ("receipt", "credit", "invoice")


def _read(line: bytes | None) -> dict[str, Any]:
    """One line as an object. Raises BadValue with what is wrong in a sentence."""
    if line is None:
        raise BadValue(f"the line is longer than {LONGEST:,} bytes")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadValue(f"the line is not UTF-8: byte {error.start + 1} is 0x{line[error.start]:02x}") from None
    try:
        said = json.loads(text, parse_float=Number, parse_constant=_constant, object_pairs_hook=_object)
    except BadValue:
        raise
    except json.JSONDecodeError as error:
        raise BadValue(f"the line is not JSON: {error.msg} at character {error.colno}") from None
    except ValueError:  # a whole number with more digits than Python reads
        raise BadValue("the line has a number that is too long") from None
    except RecursionError:
        raise BadValue("the line is nested too deeply") from None
    if not isinstance(said, dict):
        raise BadValue('the line is no object. Say it like {"do": "order.submit", "order": 1042}')
    return said


def _constant(word: str) -> None:
    raise BadValue(f"{word} is not a number that can be kept")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadValue(f"{next(n for n in names if names.count(n) > 1)[:40]!r} is said twice")
    return known
