"""The operator's commands for Discord."""

import typer

discord = typer.Typer(help="Set up the Discord app.", no_args_is_help=True)


@discord.callback()
def _group() -> None:
    """Keep `discord` a group while it has one command."""


@discord.command("invite")
def print_invite() -> None:
    """Print the links that install the bot: in a server, or for one person everywhere. DISCORD_TOKEN must be set."""
    from bot.config import read_discord
    from bot.platforms.discord.invite import application_of, guild_link, user_link

    application = application_of(read_discord().token.get_secret_value())
    typer.echo(f"In a server:    {guild_link(application)}")
    typer.echo(f"For yourself:   {user_link(application)}")
