"""How a function becomes a command: it gets a `Session`, and the options that every command has.

The options may stand anywhere: before the noun, before the verb, or after it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar, get_type_hints

import typer

from orderdesk.cli.session import Said, Session
from orderdesk.errors import OrderdeskError

P = ParamSpec("P")
T = TypeVar("T")

_Db = Annotated[
    str | None, typer.Option("--db", metavar="PATH|URL", help="The database; else ORDERDESK_DB, else your own.")
]
_As = Annotated[
    str | None, typer.Option("--as", metavar="LOGIN", help="Who asks; else ORDERDESK_USER, else your Unix account.")
]
_Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="The business date, like 2026-11-23; else the calendar's.")
]
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, amounts as decimal texts.")]
_EVERYWHERE: tuple[tuple[str, Any, Any], ...] = (
    ("said_db", _Db, None),
    ("said_as", _As, None),
    ("said_today", _Today, None),
    ("said_json", _Json, False),
)
_NEGATIVE = {"ignore_unknown_options": True}


def _options() -> list[inspect.Parameter]:
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for name, hint, default in _EVERYWHERE
    ]


def _take(ctx: typer.Context, given: dict[str, Any]) -> Said:
    said = ctx.ensure_object(Said)
    said.add(*(given.pop(name) for name, _, _ in _EVERYWHERE))
    return said


def _epilog(examples: tuple[str, ...]) -> str | None:
    """Examples as the help shows them, each on its own line."""
    return "\b\nExamples:\n" + "\n".join(f"  orderdesk {example}" for example in examples) if examples else None


def typer_app(
    help: str, examples: tuple[str, ...] = (), *, completion: bool = False, version: Any = None
) -> typer.Typer:
    """A group of commands that takes the options of every command too.

    Args:
        version: the annotation of the option `--version`, where the group has it.
    """
    app = typer.Typer(
        no_args_is_help=True, add_completion=completion, rich_markup_mode=None, pretty_exceptions_enable=False
    )

    def options(ctx: typer.Context, **given: Any) -> None:
        given.pop("version", None)
        _take(ctx, given)

    own = [inspect.Parameter("version", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=version)]
    _sign(options, own if version is not None else [])
    app.callback(help=help, epilog=_epilog(examples))(options)
    return app


def command(
    app: typer.Typer, name: str, *examples: str, negative: bool = False
) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Make a function a command of this name; its docstring is the help, the examples stand below it.

    Args:
        negative: arguments like -5 are numbers, not options.
    """

    def register(work: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
        hints = get_type_hints(work, include_extras=True)
        own = [
            parameter.replace(annotation=hints[parameter.name])
            for parameter in list(inspect.signature(work).parameters.values())[1:]
        ]

        def run(ctx: typer.Context, **given: Any) -> None:
            session = Session(_take(ctx, given))
            try:
                work(session, **given)  # type: ignore[call-arg]
            except OrderdeskError as error:
                raise typer.Exit(session.refuse(error)) from None
            finally:
                session.close()

        _sign(run, own)
        run.__doc__ = work.__doc__
        run.__name__ = work.__name__
        app.command(name, epilog=_epilog(examples), context_settings=_NEGATIVE if negative else None)(run)
        return work

    return register


def _sign(run: Callable[..., None], own: list[inspect.Parameter]) -> None:
    """Give a function the signature that the command line is read by."""
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    keyword_only = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    parameters = [context, *keyword_only, *_options()]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
