"""Show the settings, or change one."""

from bot.domain.settings import change, describe
from bot.intents import ChangeSetting, ShowSettings
from bot.screens import settings as screens
from bot.screens.model import Reply
from bot.store import people
from bot.usecases.context import Context


def show_settings(context: Context, _: ShowSettings) -> Reply:
    """Every setting with its value and what it does."""
    rows = describe(context.settings)
    return Reply((screens.overview(rows),), data={name: value for name, value, _help in rows})


def change_setting(context: Context, intent: ChangeSetting) -> Reply:
    """Check and keep one setting; raises BotError saying what it takes."""
    settings = change(context.settings, intent.name, intent.value)
    people.save_settings(context.tx, context.person, settings)
    before = set(describe(context.settings))
    row = next((row for row in describe(settings) if row not in before), None)
    if row is None:
        return Reply((screens.overview(describe(settings)),), data={})
    return Reply((screens.changed(row),), data={row[0]: row[1]})
