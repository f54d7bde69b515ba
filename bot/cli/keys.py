"""The operator's commands for the keys that tokens are encrypted with."""

import typer

keys = typer.Typer(help="The keys that Slack tokens are encrypted with.", no_args_is_help=True)


@keys.command("new")
def print_new_key() -> None:
    """Print a new key, to be added as the last line of MLSD_TOKEN_KEYS or its file.

    Keep it where the database's backups are not: together they give the tokens away.
    """
    from bot.crypto import new_key_line

    typer.echo(new_key_line())


@keys.command("rotate")
def rotate_keys() -> None:
    """Encrypt every token with the newest key.

    First add the new key below the old ones and start the bot again; afterwards the old ones can go.
    """
    from bot.config import read
    from bot.crypto import KeyRing
    from bot.registry import Registry
    from bot.store.database import Database

    configuration = read()
    ring = KeyRing.parse(configuration.token_keys.get_secret_value())
    newest = ring.newest_id
    database = Database.open(configuration.database)
    try:
        count = Registry(database, ring).rotate()
    finally:
        database.close()
    typer.echo(f"{count} {'token is' if count == 1 else 'tokens are'} encrypted with key {newest} now.")
