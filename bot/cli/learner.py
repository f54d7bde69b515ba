"""The learner's commands, made from the one table, so that command line, chat and help never differ."""

import inspect
from typing import Annotated, Any, Literal, Optional

import typer

from bot.commands import TABLE, Command, Parameter, Takes, intent_of

CONVERSATIONS = frozenset({"drill", "scenario", "undo", "home", "forget"})


def add_commands(app: typer.Typer) -> None:
    """Add every command of the table."""
    for row in TABLE:
        examples = "\n".join(f"  mlsd {example}" for example in row.examples)
        app.command(row.name, help=f"{row.help}\n\n\b\nFor example:\n{examples}")(_function(row))


def _function(row: Command) -> Any:
    """A function with the signature that typer reads for this row."""

    def run(**given: Any) -> None:
        from bot.app import converse, show

        plain, as_json = given.pop("plain", False), given.pop("json", False)
        intent = intent_of(row, _words(row, given))
        if row.name in CONVERSATIONS:
            converse(intent, plain=plain)
        else:
            show(intent, as_json=as_json)

    parameters = [*(_parameter(parameter) for parameter in row.parameters), _last(row)]
    run.__dict__["__signature__"] = inspect.Signature(parameters)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _last(row: Command) -> inspect.Parameter:
    if row.name in CONVERSATIONS:
        return _keyword("plain", Annotated[bool, typer.Option("--plain", help="plain lines, also on a TTY")], False)
    return _keyword("json", Annotated[bool, typer.Option("--json", help="the same as JSON")], False)


def _parameter(parameter: Parameter) -> inspect.Parameter:
    kind = _kind(parameter)
    if parameter.takes is Takes.SWITCH:
        return _keyword(
            parameter.name, Annotated[bool, typer.Option(f"--{parameter.name}", help=parameter.help)], False
        )
    if parameter.required:
        return _keyword(parameter.name, Annotated[kind, typer.Argument(help=parameter.help)], inspect.Parameter.empty)
    place = typer.Option(f"--{parameter.name}", help=parameter.help)
    if not parameter.option:
        place = typer.Argument(help=parameter.help)
    return _keyword(parameter.name, Annotated[Optional[kind], place], None)  # noqa: UP045  # a Literal has no | here


def _kind(parameter: Parameter) -> Any:
    if parameter.choices and not parameter.assumed:
        return Literal[parameter.choices]
    return {Takes.COUNT: int, Takes.REST: list[str]}.get(parameter.takes, str)


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _words(row: Command, given: dict[str, Any]) -> list[str]:
    """Put parsed values back into words, so that the table alone knows how words become an intent."""
    words: list[str] = []
    for parameter in row.parameters:
        value = given[parameter.name]
        if value is None or value is False or value == []:
            continue
        if parameter.takes is Takes.SWITCH:
            words.append(f"--{parameter.name}")
        elif parameter.option:
            words += [f"--{parameter.name}", str(value)]
        else:
            words += value if isinstance(value, list) else [str(value)]
    return words
