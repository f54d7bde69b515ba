"""The operator's commands: decks, database, health, measurements."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__
from bot.cli.discord import discord
from bot.cli.keys import keys
from bot.cli.slack import slack

if TYPE_CHECKING:
    from bot.content.report import Table

cards = typer.Typer(help="Check and describe decks.", no_args_is_help=True)
db = typer.Typer(help="The database's schema.", no_args_is_help=True)
WIDEST_TABLE = 110

bench = typer.Typer(help="Measurements, each against a reference in the same run.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add everything of this module."""
    app.command()(run)
    app.command()(doctor)
    app.callback(invoke_without_command=True)(_root)
    app.add_typer(cards, name="cards")
    app.add_typer(db, name="db")
    app.add_typer(bench, name="bench")
    app.add_typer(keys, name="keys")
    app.add_typer(slack, name="slack")
    app.add_typer(discord, name="discord")


def _root(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"mlsd {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run() -> None:
    """Serve the chat platforms that are set up, until it is stopped."""
    from bot.serving import run

    run()


def doctor() -> None:
    """Check database, decks, time zone and versions; say what to mend."""
    from bot.doctor import examine

    checks = examine()
    for check in checks:
        typer.echo(f"{'ok' if check.good else 'BAD':4}{check.subject}: {check.finding}")
    sys.exit(0 if all(check.good for check in checks) else 1)


@cards.command("check")
def check_cards(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders of decks; none means all in use.")] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts as a problem too.")] = False,
) -> None:
    """Print every problem in the decks as file:line: message; exit 1 when one is an error."""
    from bot.app import check_decks

    sys.exit(check_decks(paths or [], typer.echo, strict=strict))


@cards.command("report")
def report_cards(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders of decks; none means all in use.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> None:
    """Print the whole bank as tables: by step, kind, deck, type, source and length."""
    from bot.app import folders
    from bot.config import read
    from bot.content.loader import load
    from bot.content.report import report

    tables = report(load(paths or folders(read())))
    if as_json:
        typer.echo(json.dumps({table.title: table.as_data() for table in tables}, indent=2, ensure_ascii=False))
    else:
        _print_tables(tables)


def _print_tables(tables: "Iterable[Table]") -> None:
    from rich.console import Console
    from rich.table import Table as Drawn

    console = Console(highlight=False)
    console.width = max(console.width, WIDEST_TABLE)  # a pipe has no width, and a cut table helps nobody
    for table in tables:
        drawn = Drawn(title=table.title, title_justify="left", box=None, header_style="bold")
        for number, column in enumerate(table.columns):
            drawn.add_column(column, justify="right" if number else "left")
        for row in table.rows:
            drawn.add_row(*map(str, row))
        console.print(drawn, "")


@cards.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a deck file, for editors."""
    from bot.app import deck_schema

    typer.echo(deck_schema(), nl=False)


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database's schema up to this version."""
    from bot.app import upgrade

    typer.echo(upgrade())


@db.command("current")
def current_schema() -> None:
    """Print the database's schema version and this program's."""
    from bot.app import schema_versions

    typer.echo(json.dumps(schema_versions()))


@bench.command("parser")
def bench_parser() -> None:
    """Load 20,000 cards, against draining the C parser's events."""
    from bot.bench.parser import run

    run()


@bench.command("answers")
def bench_answers() -> None:
    """Answer cards through the door, against a raw sqlite3 and fsrs loop."""
    from bot.bench.answers import run

    run()


@bench.command("slack")
def bench_slack() -> None:
    """Acknowledge commands and presses of 1 and 50 people, against a Bolt app that does nothing else."""
    from bot.bench.slack import run

    run()


@bench.command("discord")
def bench_discord() -> None:
    """Acknowledge commands and presses of 1 and 50 people, against a discord.py client that does nothing else."""
    from bot.bench.discord import run

    run()
