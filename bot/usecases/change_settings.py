"""Show the settings, change one, or take the time zone over from a platform's profile."""

from dataclasses import replace

from bot.domain.calendar import find_zone
from bot.domain.settings import change, describe, field_named
from bot.intents import ChangeSetting, FollowZone, ShowSettings
from bot.screens import settings as screens
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.drill_timer import heard, keep
from bot.usecases.set_schedule import written
from bot.usecases.show_schedule import shown


def show_settings(context: Context, _: ShowSettings) -> Reply:
    """Every setting with its value and what it does."""
    rows = describe(context.settings)
    return Reply((screens.overview(rows),), data={name: value for name, value, _help in rows})


def change_setting(context: Context, intent: ChangeSetting) -> Reply:
    """Check and keep one setting; raises BotError saying what it takes. A zone set by hand follows no profile."""
    chosen = field_named(intent.name)
    if chosen.attribute == "drill_at":
        return _set_drill_at(context, intent.value)
    settings = change(context.settings, intent.name, intent.value)
    if chosen.attribute == "zone":
        settings = replace(settings, follow_zone=False)
    if settings == context.settings:
        return Reply((screens.overview(describe(settings)),), data={})
    keep(context, settings)
    row = next(row for row in describe(settings) if row[0] == chosen.name)
    return Reply((screens.changed(row),), data={row[0]: row[1]})


def follow_zone(context: Context, intent: FollowZone) -> Reply:
    """Take a zone over, unless the person set one by hand or there is none of that name."""
    zone, settings = find_zone(intent.zone), context.settings
    followed = zone is not None and settings.follow_zone and zone != settings.zone
    if zone is not None and followed:
        settings = replace(settings, zone=zone)
        keep(context, settings)
    row = next(row for row in describe(settings) if row[0] == "zone")
    return Reply((screens.changed(row),) if followed else (), data={"zone": settings.zone, "followed": followed})


def _set_drill_at(context: Context, typed: str) -> Reply:
    """The schedule by its old name: a time alone, or with days and a zone; off stops it."""
    heard(context)
    after = written(context, typed)
    row = next(row for row in describe(after.settings) if row[0] == "drill-at")
    reply = shown(after, f"{row[0]} is now {row[1]}.")
    return Reply(reply.screens, data={row[0]: row[1]})
