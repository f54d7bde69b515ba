"""Say what one can do. Needs no transaction."""

from bot.commands import TABLE, find
from bot.content.audience import Viewer
from bot.content.library import Library
from bot.intents import Help
from bot.screens import help as screens
from bot.screens.model import Reply


def show_help(_library: Library, _viewer: Viewer, intent: Help) -> Reply:
    """Show every command in a line, or one in full."""
    if intent.command:
        row = find(intent.command)
        return Reply((screens.command(row),), data={"usage": row.usage, "help": row.help})
    return Reply((screens.overview(TABLE),), data={row.usage: row.help for row in TABLE})
