"""The command line `mlsd`: the learner's commands from the table, the operator's beside them. Parts load when used."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import typer

from bot.cli import learner, operate
from bot.domain.errors import BotError

app = typer.Typer(
    name="mlsd",
    help="Spaced repetition for machine-learning system design interviews.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
learner.add_commands(app)
operate.add_commands(app)


def main() -> None:
    """Run the command line; every error ends in a sentence and an exit code, never in a traceback."""
    try:
        app()
    except BotError as error:
        typer.echo(f"mlsd: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains again as it ends
        sys.exit(141)
    except Exception as error:  # noqa: BLE001  # the last wall: logged with an id, and told
        sys.exit(_incident(error))


def _incident(error: Exception) -> int:
    from bot.incidents import record

    typer.echo(f"mlsd: something went wrong that is our fault. {record(error, _log_folder())}", err=True)
    return 70


def _log_folder() -> Path | None:
    """Where the configuration says; None where the configuration itself is at fault."""
    with suppress(Exception):
        from bot.config import read

        return read().log_dir
    return None
