"""The operator's commands for Slack."""

import json
from typing import Annotated

import typer

slack = typer.Typer(help="Set up the Slack app.", no_args_is_help=True)


@slack.callback()
def _group() -> None:
    """Keep `slack` a group while it has one command."""


@slack.command("manifest")
def print_manifest(
    *,
    url: Annotated[str, typer.Option("--url", help="Where Slack reaches the web server: https://…")] = "",
    socket: Annotated[bool, typer.Option("--socket", help="Socket Mode: no public address is needed.")] = False,
) -> None:
    """Print the app's manifest, to be pasted at api.slack.com/apps under Create New App."""
    from bot.config import read
    from bot.platforms.slack.manifest import manifest

    typer.echo(json.dumps(manifest(url or read().public_url, socket=socket), indent=2))
